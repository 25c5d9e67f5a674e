# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which livrets are here (memo, annex 1: « vérification de la présence des livrets »; features D07, D08, G03)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.acts import Act, OfficeTold, PaperReceived
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat

Received = Mapping[StudentNumber, datetime]
"""N° élève → UTC, when its paper livret was received."""


def papers_received(acts: Iterable[Act]) -> Received:
    """Replay the receipts of paper livrets, in the order of acts: one received twice keeps its first time."""
    found: dict[StudentNumber, datetime] = {}
    for act in acts:
        if isinstance(act.body, PaperReceived):
            if act.body.received:
                found.setdefault(act.body.number, act.time)
            else:
                found.pop(act.body.number, None)
    return found


def office_told(acts: Iterable[Act]) -> Mapping[StudentNumber, datetime]:
    """For each candidate a message was about, UTC of the last one's writing."""
    return {act.body.number: act.time for act in acts if isinstance(act.body, OfficeTold)}


@dataclass(frozen=True, slots=True)
class Count:
    """The two counters of a jury, « 68 / 68 » and « 4 / 5 », and what nobody said.

    Attributes:
        numeric: files here and whole, files expected.
        paper: papers received, papers expected.
        unknown: candidates of whom nobody said what to expect, and whose paper did not come either.
    """

    numeric: tuple[int, int]
    paper: tuple[int, int]
    unknown: int


def is_present(candidate: Candidate, received: Received) -> bool:
    """Whether what a candidate gave is here.

    A numeric livret announced whose file is not here, or may not be trusted, is absent (features D07). None expected,
    for a reason that was recorded, is a normal state (design §4).
    """
    if candidate.format is LivretFormat.NUMERIQUE:
        return candidate.livret is not None and candidate.problem is None
    if candidate.format is LivretFormat.ABSENT:
        return bool(candidate.reason)
    return candidate.number in received


def count(candidates: Sequence[Candidate], received: Received) -> Count:
    """Count what is here of a jury."""
    here = {
        form: [is_present(one, received) for one in candidates if one.format is form]
        for form in (LivretFormat.NUMERIQUE, LivretFormat.PAPIER, LivretFormat.INCONNU)
    }
    numeric, paper = here[LivretFormat.NUMERIQUE], here[LivretFormat.PAPIER]
    unknown = here[LivretFormat.INCONNU].count(False)
    return Count((sum(numeric), len(numeric)), (sum(paper), len(paper)), unknown)
