# SPDX-License-Identifier: AGPL-3.0-or-later
"""The board of a jury: what its acts come to, one at a time, in the order received.

The academy server decides an act by it in the transaction that stores the act. A Desk follows those acts with their
receipts and comes to the same board, whatever decided them (a role, a revoked post, a mark that the exam office has
corrected since: reasons its own board does not know); its own acts, not yet received, it decides by itself meanwhile.

It is not part of `journal.replay`: what a mark is at depends on the exam office's marks and on the academy's order, and
a post's own journal has neither.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    HeadNamed,
    LivretRead,
    MarkRaised,
    Member,
    MissingMarkRuled,
    NoLivretDeclared,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Role,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.board_view import Accepted, BoardView, Conflicted, Outcome, Refused
from lsl_desk.domain.changing import change, settle
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.closing_state import ClosingState
from lsl_desk.domain.decisions import DecisionCell, DecisionConflict, decision_of
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examined, with_act
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.marks import (
    POINTS,
    ExamCode,
    ExamMark,
    MarkCell,
    MarkChange,
    MarkConflict,
    cell_of,
    change_of,
    changed,
    choice_of,
    conflict_of,
    given,
    office_in_force,
)
from lsl_desk.domain.presiding import attend, close_sitting, hand, open_sitting
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.ruling import Deciding, declare, read_whole, rule
from lsl_desk.domain.signatures import Standing
from lsl_desk.domain.signing import close_out

NO_POINTS = MarkCell(0, Decimal(0))
"""The points of the jury before any."""


def decide(view: BoardView, act: Act) -> Outcome:  # noqa: PLR0911 - one a kind
    """Say what an act does, without doing it.

    Reading records, incidents and what the centre counts commute: they are accepted even late, even after the closing;
    a reading that does not tell of every page is none. The heads of a jury are named until the sitting opens (features
    H02); from then on they hand over.
    """
    match act.body:
        case LivretRead() as body:
            return read_whole(view, body)
        case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
            return change(view, act, body)
        case ConflictSettled() as body:
            return settle(view, act, body)
        case DecisionTaken() | DecisionWithdrawn() as body:
            return rule(view, act, body)
        case PaperExamined() | NoLivretDeclared() as body:
            return declare(view, act, body)
        case AttendanceTaken():
            return attend(view, act)
        case PresidencyHanded() as body:
            return hand(view, act, body)
        case SittingOpened():
            return open_sitting(view, act)
        case SittingClosed():
            return close_sitting(view, act)
        case AnonymityLifted() | CaseReopened() | InequalityExplained() | PvSigned() | SignatureRefused() as body:
            return close_out(view, act, body)
        case HeadNamed() if view.opened() or view.closed():
            return Refused(Code.SITTING_OPENED, {"jury": act.jury})
        case _:
            return Accepted()


def no_rules(_serie: str) -> SerieRules | None:
    """The rules of a board that knows none: no law but the guard."""
    return None


class Board:
    """A board in memory: implements `BoardView`, and takes acts.

    Args:
        marks: the exam office's, by N° élève, in its order.
        candidates: in the order of the PV. Without them nothing is decided of anybody, and no closing waits for it.
        group: of épreuves, 1 or 2.
        rules: those of a série as the list writes it, None for one that no pack knows.
    """

    def __init__(
        self,
        marks: Mapping[StudentNumber, Sequence[ExamMark]],
        candidates: Sequence[Candidate] = (),
        *,
        group: int = 1,
        rules: Callable[[str], SerieRules | None] = no_rules,
    ) -> None:
        self._office = {number: tuple(known) for number, known in marks.items()}
        self._marked = any(self._office.values())
        self._cells = {number: {one.exam: given(one.value) for one in known} for number, known in marks.items()}
        self._candidates = {one.number: one for one in candidates}
        self._group = group
        self._rules = {serie: rules(serie) for serie in {one.serie for one in candidates}}
        self._conflicts: dict[ActId, MarkConflict] = {}
        self._examined: dict[StudentNumber, Examined] = {}
        self._decisions: dict[StudentNumber, DecisionCell] = {}
        self._contested: dict[StudentNumber, DecisionConflict] = {}
        self._outcomes: dict[ActId, Outcome] = {}
        self._attendance: tuple[Member, ...] = ()
        self._presiding = Role.PRESIDENT
        self._opened = False
        self._end = ClosingState()

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """See `BoardView.mark`."""
        none = NO_POINTS if exam == POINTS and (number in self._candidates or number in self._office) else None
        return self._cells.get(number, {}).get(exam, none)

    def conflict(self, act: ActId) -> MarkConflict | None:
        """See `BoardView.conflict`."""
        return self._conflicts.get(act)

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """See `BoardView.disputed`."""
        return any((one.number, one.exam) == (number, exam) for one in self._conflicts.values())

    def open_conflicts(self) -> int:
        """See `BoardView.open_conflicts`."""
        return len(self._conflicts) + len(self._contested)

    def opened(self) -> bool:
        """See `BoardView.opened`."""
        return self._opened

    def closed(self) -> bool:
        """See `BoardView.closed`."""
        return self._end.closing is not None

    def closing(self) -> ActId | None:
        """See `BoardView.closing`."""
        return self._end.closing

    def lifted(self) -> bool:
        """See `BoardView.lifted`."""
        return self._end.lifted

    def reopened(self) -> frozenset[StudentNumber]:
        """See `BoardView.reopened`."""
        return self._end.reopened

    def explained(self) -> frozenset[Digest]:
        """See `BoardView.explained`."""
        return self._end.explained

    def standing(self, seat: Role) -> Standing | None:
        """See `BoardView.standing`."""
        return self._end.standing.get(seat)

    def presiding(self) -> Role:
        """See `BoardView.presiding`."""
        return self._presiding

    def attendance(self) -> tuple[Member, ...]:
        """See `BoardView.attendance`."""
        return self._attendance

    def pages(self, number: StudentNumber, digest: Digest) -> int | None:
        """See `BoardView.pages`."""
        candidate = self._candidates.get(number)
        livret = None if candidate is None else candidate.livret
        return livret.page_count if livret is not None and livret.digest == digest else None

    def dossier(self, number: StudentNumber) -> Dossier | None:
        """See `BoardView.dossier`."""
        candidate = self._candidates.get(number)
        if candidate is None:
            return None
        cells = self._cells.get(number, {})
        return Dossier(
            candidate=candidate,
            group=self._group,
            office=self._office.get(number, ()),
            cells=cells,
            added=cells.get(POINTS, NO_POINTS),
            examined=self._examined.get(number, Examined()),
            decision=self._decisions.get(number, DecisionCell()),
            rules=self._rules[candidate.serie],
            forgotten=self._marked and not self._office.get(number),
        )

    def dossiers(self) -> Iterator[Dossier]:
        """See `BoardView.dossiers`."""
        found = map(self.dossier, self._candidates)
        return (one for one in found if one is not None)

    @property
    def conflicts(self) -> tuple[MarkConflict, ...]:
        """The open conflicts on marks, in the order they came."""
        return tuple(self._conflicts.values())

    def decision_conflict(self, number: StudentNumber) -> DecisionConflict | None:
        """The open conflict on a candidate's decision, the newest of them; None when there is none."""
        return self._contested.get(number)

    def take(self, act: Act) -> Outcome:
        """Decide an act and do what it does. An act met again does nothing more and has the same outcome."""
        return self._outcomes.get(act.act) or self._have(act, decide(self, act))

    def follow(self, act: Act, receipt: Receipt) -> Outcome:
        """Do what the academy's receipt says of an act, whatever this board would decide.

        The acts of a jury are followed from the first, in the academy's order. A refusal whose code this version does
        not know is SERVER_NEWER.
        """
        return self._outcomes.get(act.act) or self._have(act, self._said(act, receipt))

    def _said(self, act: Act, receipt: Receipt) -> Outcome:
        if receipt.verdict is Verdict.REFUSED:
            known = receipt.code in {code.value for code in Code}
            code, facts = (receipt.code, receipt.facts) if known else (Code.SERVER_NEWER, {"protocol": receipt.code})
            return Refused(Code(code), facts)
        conflict = self._beside(act) if receipt.verdict is Verdict.CONFLICT else None
        return Accepted() if conflict is None else Conflicted(conflict)

    def _beside(self, act: Act) -> MarkConflict | DecisionConflict | None:
        """The conflict that an act makes with what is in force."""
        match act.body:
            case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
                number, exam = cell_of(body)
                cell = self.mark(number, exam)
                if cell is not None:
                    return conflict_of(act, body, cell)
            case DecisionTaken(number) | DecisionWithdrawn(number) as body:
                kept = self._decisions.get(number, DecisionCell()).decision
                return DecisionConflict(act.act, number, kept, decision_of(act, body))
        return None

    def _have(self, act: Act, outcome: Outcome) -> Outcome:
        self._outcomes[act.act] = outcome
        if isinstance(outcome, Conflicted):
            conflict = outcome.conflict
            if isinstance(conflict, MarkConflict):
                self._conflicts[act.act] = conflict
            else:
                self._contested[conflict.number] = conflict
        elif isinstance(outcome, Accepted):
            self._do(act)
        return outcome

    def _do(self, act: Act) -> None:
        match act.body:
            case LivretRead(number) | PaperExamined(number) | NoLivretDeclared(number) as body:
                said = self._examined.get(number, Examined())
                self._examined[number] = with_act(said, act.author, body)
            case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
                self._put(*cell_of(body), change_of(act, body))
            case ConflictSettled() as body:
                conflict = self._conflicts.pop(body.conflict, None)
                if conflict is not None:
                    self._put(conflict.number, conflict.exam, choice_of(act, body, conflict))
            case DecisionTaken() | DecisionWithdrawn() as body:
                self._rule(act, body)
            case AttendanceTaken(members):
                self._attendance = members
            case PresidencyHanded(to):
                self._presiding = to
            case SittingOpened():
                self._opened = True
            case _:
                self._end.take(act)

    def _put(self, number: StudentNumber, exam: ExamCode, made: MarkChange) -> None:
        cell = changed(self.mark(number, exam) or given(None), made)
        self._cells[number] = {**self._cells.get(number, {}), exam: cell}
        for name, one in self._conflicts.items():
            if (one.number, one.exam) == (number, exam):
                self._conflicts[name] = replace(one, kept=made, office=office_in_force(cell))

    def _rule(self, act: Act, body: Deciding) -> None:
        cell = self._decisions.get(body.number, DecisionCell())
        self._decisions[body.number] = DecisionCell(cell.version + 1, decision_of(act, body))
        self._contested.pop(body.number, None)
