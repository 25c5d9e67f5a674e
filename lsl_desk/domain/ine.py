# SPDX-License-Identifier: AGPL-3.0-or-later
"""The identifiant national élève: four published forms. The rule of its key is not public: only forms are checked.

Sources: the public validators cited in ``domain.md`` §3 (INE-RNIE from 2018, INE-BEA before, SIFA for apprentices,
base 36 of higher education). Eleven characters in all four.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

LENGTH = 11
"""Characters of an INE, whatever its format."""


class IneKind(StrEnum):
    """Which register gave the INE."""

    RNIE = "rnie"
    BEA = "bea"
    SIFA = "sifa"
    BASE36 = "base36"


_FORMS = {
    IneKind.RNIE: re.compile(r"[0-9]{9}[A-HJK]{2}"),
    IneKind.SIFA: re.compile(r"[0-9]{4}A[0-9]{5}[A-HJ-NPR-Z]"),
    IneKind.BEA: re.compile(r"[0-9_]{10}[A-HJ-NPR-Z]"),
    IneKind.BASE36: re.compile(r"[0-9A-Z]{10}[0-9]"),
}


@dataclass(frozen=True, slots=True)
class IneFault:
    """Why an INE has none of the formats, in words to put before the centre head; the INE itself is not in them.

    Attributes:
        expected: « 11 caractères attendus ».
        read: « 13 lus », with the INE masked so that the row can be found.
    """

    expected: str
    read: str


def kind_of(ine: str) -> IneKind | None:
    """Tell which format an INE has, case and inner spaces apart; None when it has none."""
    plain = _plain(ine)
    return next((kind for kind, form in _FORMS.items() if form.fullmatch(plain)), None)


def fault_of(ine: str) -> IneFault | None:
    """Say what is wrong with an INE; None when its form is one of the four (features E08)."""
    if kind_of(ine) is not None:
        return None
    plain = _plain(ine)
    if len(plain) != LENGTH:
        return IneFault(f"{LENGTH} caractères attendus", f"{len(plain)} lus ({masked(plain)})")
    return IneFault("9 chiffres et 2 lettres attendus", f"autre forme lue ({masked(plain)})")


def masked(ine: str) -> str:
    """Three first and three last characters: enough to find a row, not enough to know a pupil; none if it is short."""
    plain = _plain(ine)
    return f"{plain[:3]}…{plain[-3:]}" if len(plain) > 2 * 3 else "…"


def _plain(ine: str) -> str:
    return "".join(ine.split()).upper()
