# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invented people: names from parts, INE that no register can hold."""

import tomllib
from dataclasses import dataclass
from functools import cache

from lsl_desk.bundled import bundled
from lsl_desk.demo.chance import chance
from lsl_desk.domain.ids import StudentNumber

INE_PREFIX = "___"
"""First three characters of every invented INE.

No register holds such an INE: all four known forms are made of digits and letters. On paper forms the sign stands for
a position of an INE-BEA left blank (``domain.md`` §3 of the design papers), so that the doctor, which bears with those
forms, has nothing to say of the demonstration.
"""

_KEY_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Person:
    """Who a candidate is said to be; never in a livret.

    Attributes:
        name: nom de famille, in capitals.
        first_name: prénom.
        birth: date of birth, such as 31/12/2000.
        ine: eleven characters, beginning with `INE_PREFIX`.
    """

    name: str
    first_name: str
    birth: str
    ine: str


def person(seed: int, number: StudentNumber, session: int) -> Person:
    """Return the person behind a N° élève; the same at each call."""
    heads, tails, first_names = _parts()
    draw = chance(seed, "person", number)
    year = session - (18 if draw.random() < 0.85 else 19)
    return Person(
        name=(draw.choice(heads) + draw.choice(tails)).upper(),
        first_name=draw.choice(first_names),
        birth=f"{draw.randint(1, 28):02}/{draw.randint(1, 12):02}/{year}",
        ine=f"{INE_PREFIX}{draw.randrange(10**3):03}{number.zfill(4)}{draw.choice(_KEY_LETTERS)}",
    )


@cache
def _parts() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    data = tomllib.loads(bundled("demo", "names.toml").read_text("utf-8"))
    return tuple(data["heads"]), tuple(data["tails"]), tuple(data["first_names"])
