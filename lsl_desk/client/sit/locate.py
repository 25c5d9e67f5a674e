# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two-key jump: a N° PV or a N° élève typed anywhere (features N15)."""

from dataclasses import dataclass

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile


@dataclass(frozen=True, slots=True)
class Found:
    """The candidate is in the jury shown."""

    number: StudentNumber


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The number stands in other juries of this Desk: « jury J02 »."""

    juries: tuple[JuryId, ...]


@dataclass(frozen=True, slots=True)
class NotFound:
    """No jury of this Desk knows the number."""

    text: str


Location = Found | Elsewhere | NotFound


def locate(store: DeskStore, file: JuryFile, text: str) -> Location:
    """Find whom a typed number means: N° élève as written, then N° PV, then either without its leading zeros.

    A N° élève written in full wins over a N° PV, since it is the one printed on the page.
    """
    typed = text.strip()
    exact = [one for one in file.candidates if one.number == typed] or [
        one for one in file.candidates if one.pv == typed
    ]
    if exact:
        return Found(exact[0].number)
    near = file.by_pv(typed) or file.by_number(typed)
    if near:
        return Found(near.number)
    juries = tuple(jury for jury in store.jury_of(typed) if jury != file.jury)
    return Elsewhere(juries) if juries else NotFound(typed)
