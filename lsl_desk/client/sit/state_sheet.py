# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state of a sitting on one sheet, and the second place it is written to, every minute while something changes."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from lsl_desk.client.sit.lines import lines_of
from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.client.sit.values import MarkLine, MarkState, Stage
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.ids import DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.state_sheet import How, LastAct, StateExam, StateMark, StateRow, StateSheet, StateTable

PLACE_NOTE = "sit.state_place"
"""The folder, in the sealed store."""
_HOW = {
    MarkState.GIVEN: How.GIVEN,
    MarkState.RAISED: How.RAISED,
    MarkState.ZERO: How.ZERO,
    MarkState.PROVISIONAL: How.PROVISIONAL,
    MarkState.REPLACED: How.PROVISIONAL,
}


class Fed(Protocol):
    """The end of the acts that the academy ordered."""

    @property
    def sequence(self) -> int:
        """How many."""

    @property
    def chain(self) -> Digest:
        """Of them."""


class Heads(Protocol):
    """Where the chains end: `client.link.ports.LinkStore` has it."""

    def own_head(self) -> Head:
        """Of this post."""

    def feed_head(self, jury: JuryId) -> Fed:
        """Of what the academy ordered of a jury, as it is here."""


class SecondPlace(Protocol):
    """A folder or key that may be pulled out at any time."""

    @property
    def device(self) -> DeviceId:
        """The post that signs."""

    def write(self, place: str, sheet: StateSheet, pdf: bytes) -> None:
        """Write a sheet and its signature, then remove those of this post and jury before it. From any thread.

        The sheet before stays whole until this one is.

        Raises:
            Refusal: COPY_GONE, COPY_FULL, COPY_READ_ONLY, COPY_FAILED, COPY_NO_NAME.
        """


class StatePapers(Protocol):
    """Prints it."""

    def state_sheet(self, sheet: StateSheet) -> bytes:
        """As a PDF. From any thread."""


class Notes(Protocol):
    """Small things remembered: `client.ports.DeskStore`."""

    def note(self, key: str) -> str | None:
        """One of them, or None."""

    def keep_note(self, key: str, value: str) -> None:
        """Remember, durably."""


Mark = tuple[JuryId, str, Digest, Digest, bool, tuple[StateTable, ...]]
"""What a sheet was written of: jury, place, both chains, closed or not, tables. The same again is not written.

The tables too: a mark that the exam office corrects moves no chain.
"""


class StateSheets:
    """Makes sheets in the store lane and writes them in another, so that a slow key holds nothing up."""

    def __init__(
        self, notes: Notes, heads: Heads, papers: StatePapers, place: SecondPlace, now: Callable[[], datetime]
    ) -> None:
        """Take what is needed.

        Args:
            notes: remembers the place.
            heads: of the chains.
            papers: prints.
            place: writes.
            now: the time, UTC.
        """
        self._notes, self._heads, self._papers, self._place, self._now = notes, heads, papers, place, now
        self._written: Mark | None = None

    def chosen(self) -> str:
        """The folder, "" when none was chosen. Store lane."""
        return self._notes.note(PLACE_NOTE) or ""

    def choose(self, place: str) -> None:
        """Write there from now on, "" for nowhere. Store lane."""
        self._notes.keep_note(PLACE_NOTE, place)
        self._written = None

    def due(self, sitting: Sitting) -> StateSheet | None:
        """The sheet to write now; None without a place, before the opening, or when nothing changed. Store lane."""
        place = self.chosen()
        if not place or sitting.stage is Stage.PREPARED:
            return None
        sheet = self.sheet(sitting)
        return None if _mark(sheet, place) == self._written else sheet

    def sheet(self, sitting: Sitting) -> StateSheet:
        """The state of a sitting. Store lane."""
        jury, fed = sitting.file.jury, self._heads.feed_head(sitting.file.jury)
        return StateSheet(
            jury=jury,
            label=sitting.file.label,
            session=sitting.session,
            group=sitting.group,
            closed=sitting.board.closed(),
            made=self._now().astimezone(),
            last=_last(sitting),
            device=self._place.device,
            head=self._heads.own_head(),
            fed=fed.sequence,
            chain=fed.chain,
            tables=tuple(_tables(sitting)),
            period=sitting.period,
        )

    def write(self, sheet: StateSheet, place: str) -> None:
        """Print and write a sheet. From any thread, one at a time.

        Raises:
            Refusal: as `SecondPlace.write`; the sheet is then due again.
        """
        self._place.write(place, sheet, self._papers.state_sheet(sheet))
        self._written = _mark(sheet, place)


def _mark(sheet: StateSheet, place: str) -> Mark:
    return sheet.jury, place, sheet.head.digest, sheet.chain, sheet.closed, sheet.tables


def _last(sitting: Sitting) -> LastAct | None:
    act = sitting.last
    if act is None:
        return None
    number = StudentNumber(str(getattr(act.body, "number", "")))
    return LastAct(type(act.body).__name__, number, act.time.astimezone())


def _tables(sitting: Sitting) -> Iterator[StateTable]:
    dossiers = [sitting.dossier(number) for number in sitting.numbers]
    for serie in dict.fromkeys(one.candidate.serie for one in dossiers):
        lines = {one.candidate.number: lines_of(one, {}) for one in dossiers if one.candidate.serie == serie}
        exams = tuple(_exams(line for marks in sorted(lines.values(), key=len, reverse=True) for line in marks))
        rows = (_row(sitting, sitting.dossier(number), marks, exams) for number, marks in lines.items())
        yield StateTable(serie, exams, tuple(rows))


def _exams(lines: Iterable[MarkLine]) -> Iterator[StateExam]:
    """Those of a série, each once, with every coefficient it has; the candidate who has most of them comes first."""
    seen: dict[str, StateExam] = {}
    for line in lines:
        before = seen.get(line.exam)
        known = set(before.coefficients) if before else set()
        seen[line.exam] = StateExam(line.exam, line.label, tuple(sorted(known | {line.coefficient})))
    yield from seen.values()


def _row(sitting: Sitting, dossier: Dossier, lines: tuple[MarkLine, ...], exams: tuple[StateExam, ...]) -> StateRow:
    by_exam = {line.exam: StateMark(line.value, line.second, _HOW.get(line.state, How.MISSING)) for line in lines}
    result, taken = dossier.result, dossier.decision.decision
    known = result is not None and bool(result.coefficients)
    number = dossier.candidate.number
    return StateRow(
        pv=dossier.candidate.pv,
        number=number,
        examination=dossier.examination,
        marks=tuple(by_exam.get(one.exam) for one in exams),
        added=dossier.points,
        total=result.points if result is not None and known else None,
        short=result.missing.points if result is not None and known and result.missing else None,
        ruling=None if taken is None else taken.ruling,
        mention="" if taken is None else taken.mention,
        stale=dossier.stale or sitting.board.decision_conflict(number) is not None,
    )
