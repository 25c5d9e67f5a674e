# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate as a line of the reading room: nothing that names a person (features P02, P22)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState


class LivretState(StrEnum):
    """What the Desk holds for a candidate; the word of each is in `LIVRET_WORDS`."""

    PRESENT = "present"
    OTHER_NUMBER = "other_number"
    """Held, but a page bears another N° élève (features N02)."""
    REFUSED = "refused"
    MISSING = "missing"
    """A numeric livret is expected, and no file came."""
    PAPER = "paper"
    NONE = "none"
    """No livret, for a reason that is normal (opposition de la famille…)."""
    UNKNOWN = "unknown"


LIVRET_WORDS: dict[LivretState, str] = {
    LivretState.PRESENT: "présent",
    LivretState.OTHER_NUMBER: "autre numéro",
    LivretState.REFUSED: "illisible",
    LivretState.MISSING: "manquant",
    LivretState.PAPER: "papier",
    LivretState.NONE: "sans livret",
    LivretState.UNKNOWN: "inconnu",
}


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One line of the candidate table.

    Attributes:
        pv: N° PV, "" when the source gave none.
        number: N° élève.
        serie: série, "" when unknown.
        format: what livret is expected.
        livret: what the Desk holds.
        reading: how far it is read.
        problem: why the file was refused or is not to be trusted.
        reason: why there is no numeric livret, in the source's words, or "".
        folded_numbers: both numbers, folded once for the search line.
        folded_serie: the série, folded once.
        state: marks and decision, None on a Desk that only reads.
    """

    pv: PvNumber
    number: StudentNumber
    serie: str
    format: LivretFormat
    livret: LivretState
    reading: Reading
    problem: LivretProblem | None
    reason: str
    folded_numbers: str
    folded_serie: str
    state: CandidateState | None = None

    @property
    def held(self) -> bool:
        """The Desk holds a livret that can be opened."""
        return self.livret is LivretState.PRESENT or self.livret is LivretState.OTHER_NUMBER

    @property
    def to_read(self) -> bool:
        """There is a livret to open that is not read in its current version."""
        state = self.reading.state
        return self.held and state is not ReadState.READ and state is not ReadState.NO_LIVRET

    @property
    def compulsory(self) -> bool:
        """The livret must be examined before the decision the rules propose (D334-10)."""
        return self.state is not None and self.state.compulsory

    @property
    def ruling(self) -> Ruling | None:
        """What was decided, stale or not."""
        taken = None if self.state is None else self.state.decision.decision
        return None if taken is None else taken.ruling

    @property
    def suspended(self) -> bool:
        """« À reprendre »."""
        return self.ruling is Ruling.SUSPENDU

    @property
    def decided(self) -> bool:
        """A final decision stands: on the marks as they are, and nobody decided otherwise."""
        state = self.state
        return state is not None and self.ruling not in {None, Ruling.SUSPENDU} and state.stands

    def with_reading(self, reading: Reading) -> "CandidateRow":
        """The same line, further read."""
        return replace(self, reading=reading)

    def with_state(self, state: CandidateState | None) -> "CandidateRow":
        """The same line, its marks or its decision changed."""
        return replace(self, state=state)


def rows_of(
    file: JuryFile,
    readings: Mapping[StudentNumber, Reading],
    states: Mapping[StudentNumber, CandidateState] | None = None,
) -> tuple[CandidateRow, ...]:
    """The lines of a jury, in the order of its index; ``states`` are those of its sitting, None without one."""
    unread, known = Reading(ReadState.NO_LIVRET), states or {}
    return tuple(_row(one, readings.get(one.number, unread), known.get(one.number)) for one in file.candidates)


def fold(text: str) -> str:
    """Text without accents or case, so that « Série » and « serie » are the same word."""
    if text.isascii():
        return text.casefold()
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()


def livret_state(candidate: Candidate) -> LivretState:
    """Say what the Desk holds for a candidate: the file first, whatever format was announced."""
    if candidate.livret is not None:
        return LivretState.OTHER_NUMBER if candidate.livret.mismatched else LivretState.PRESENT
    if candidate.problem in {LivretProblem.MISSING_FILE, LivretProblem.NOT_RECEIVED}:
        return LivretState.MISSING
    if candidate.problem is not None:
        return LivretState.REFUSED
    return _EXPECTED[candidate.format]


_EXPECTED = {
    LivretFormat.NUMERIQUE: LivretState.MISSING,
    LivretFormat.PAPIER: LivretState.PAPER,
    LivretFormat.ABSENT: LivretState.NONE,
    LivretFormat.INCONNU: LivretState.UNKNOWN,
}


def _row(one: Candidate, reading: Reading, state: CandidateState | None) -> CandidateRow:
    return CandidateRow(
        pv=one.pv,
        number=one.number,
        serie=one.serie,
        format=one.format,
        livret=livret_state(one),
        reading=reading,
        problem=one.problem,
        reason=one.reason,
        folded_numbers=fold(f"{one.pv}\n{one.number}"),
        folded_serie=fold(one.serie),
        state=state,
    )
