# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an attack on a copy is: a valid copy, one change, and the code it must be refused with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lsl_desk.backup.check import Expected
from lsl_desk.backup.flaws import Flaw
from tests.backup.builder import KNOWN

Maker = Callable[[Path], Path | tuple[Path, ...]]
UNSUSPECTING = Expected()
"""The person compares nothing: what is refused here is refused whoever signed it."""


@dataclass(frozen=True)
class Attack:
    """One way of being wrong.

    Attributes:
        name: of the function that makes it.
        flaw: the code it must be refused with.
        also: codes that the same change cannot but bring too.
        make: writes it under a folder, and returns what to give to `lsl-verify`.
        expected: what the person knows.
    """

    name: str
    flaw: Flaw
    also: frozenset[Flaw]
    make: Maker
    expected: Expected


ATTACKS: list[Attack] = []


def attack(flaw: Flaw, *also: Flaw, expected: Expected = KNOWN) -> Callable[[Maker], Maker]:
    """Register a function as an attack that must be refused with this code."""

    def register(make: Maker) -> Maker:
        ATTACKS.append(Attack(make.__name__, flaw, frozenset(also), make, expected))
        return make

    return register
