# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sitting of a jury in the tables: what must be known to decide an act, and what an accepted one does.

A candidate is two statements, whatever is asked; all candidates of a jury, at the closing, are two as well.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, Select, and_, bindparam, exists, func, insert, literal, null, select, union_all, update

from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    LivretRead,
    MarkRaised,
    Member,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Role,
)
from lsl_desk.domain.board import NO_POINTS
from lsl_desk.domain.closing_state import MOVES, ClosingState
from lsl_desk.domain.decisions import DecisionCell, DecisionConflict, decision_of
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.examination import Examined
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
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
)
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.signatures import Standing
from lsl_desk.server.db import closings, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.heads import Head
from lsl_desk.server.db.juries import CANDIDATE, candidate_of, mark_of
from lsl_desk.server.db.registers import bring
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.strict import decimal_text

RulesOf = Callable[[str], SerieRules | None]
"""The rules of the session for a série, None for one that no pack knows."""

PAPER, INSTEAD, NONE_GIVEN = "paper", "instead", "none"
"""Of ``livret_declared.said``."""
_DECLARED: Final = {PAPER: "paper", INSTEAD: "instead", NONE_GIVEN: "none_given"}

_ACT = schema.act.c
_CHANGE = schema.mark_change.c
_CONFLICT = schema.mark_conflict.c
_DECISION = schema.decision_change.c
_CONTESTED = schema.decision_conflict.c
_PERSON = schema.candidate.c
_MARK = schema.mark.c
_READ = schema.livret_read.c


def _declared(said: str) -> Any:
    one = schema.livret_declared.c
    found = select(one.holds).where(one.jury == _PERSON.jury, one.number == _PERSON.number, one.said == said)
    return func.coalesce(found.scalar_subquery(), 0)


def _people() -> Select[Any]:
    """Candidates, with what acts say of their livret and the newest decision."""
    read = exists().where(
        _READ.jury == _PERSON.jury,
        _READ.number == _PERSON.number,
        _READ.digest == _PERSON.digest,
        _READ.pages == schema.livret.c.pages,
        _READ.role.in_([role.value for role in SEATS]),
    )
    newest = schema.decision_change.alias().c
    version = select(func.max(newest.version)).where(newest.jury == _PERSON.jury, newest.number == _PERSON.number)
    taken = and_(
        _DECISION.jury == _PERSON.jury,
        _DECISION.number == _PERSON.number,
        _DECISION.version == version.scalar_subquery(),
    )
    return (
        select(*CANDIDATE, schema.jury.c.exam_group, read.label("read"))
        .add_columns(*(_declared(said).label(name) for said, name in _DECLARED.items()))
        .add_columns(_DECISION.version, _ACT.payload)
        .select_from(schema.candidate)
        .join(schema.jury, schema.jury.c.id == _PERSON.jury)
        .outerjoin(schema.livret, schema.livret.c.digest == _PERSON.digest)
        .outerjoin(schema.decision_change, taken)
        .outerjoin(schema.act, _ACT.act == _DECISION.act)
        .where(_PERSON.jury == bindparam("of_jury"))
        .order_by(_PERSON.rank)
    )


def _disputed(of: Any) -> Any:
    """Whether a conflict is open on the mark of this row."""
    same = (_CONFLICT.jury == of.jury, _CONFLICT.number == of.number, _CONFLICT.exam == of.exam)
    return exists().where(*same, _CONFLICT.settled.is_(None)).label("disputed")


def _marks(number: bool) -> Any:
    """The exam office's marks, each with its changes in order; then the points of the jury, which it does not give."""
    change = (_CHANGE.version, _CHANGE.value.label("made"), _CHANGE.missing, _CHANGE.origin, _ACT.payload)
    same = and_(_CHANGE.jury == _MARK.jury, _CHANGE.number == _MARK.number, _CHANGE.exam == _MARK.exam)
    office = (
        select(_MARK.number, _MARK.rank, _MARK.exam, _MARK.coefficient, _MARK.value, _MARK.second, _MARK.chosen)
        .add_columns(*change, _disputed(_MARK))
        .select_from(schema.mark)
        .outerjoin(schema.mark_change, same)
        .outerjoin(schema.act, _ACT.act == _CHANGE.act)
        .where(_MARK.jury == bindparam("of_jury"))
    )
    points = (
        select(_CHANGE.number, literal(0), _CHANGE.exam, literal("0"), null(), null(), literal(0))
        .add_columns(*change, _disputed(_CHANGE))
        .join(schema.act, _ACT.act == _CHANGE.act)
        .where(_CHANGE.jury == bindparam("of_jury"), _CHANGE.exam == POINTS)
    )
    if number:
        office = office.where(_MARK.number == bindparam("of_number"))
        points = points.where(_CHANGE.number == bindparam("of_number"))
    both = union_all(office, points)
    return both.order_by("number", "rank", "exam", "version")


# Made once: to make a statement costs as much as to run it.
_ALL_PEOPLE: Final = _people()
_ONE_PERSON: Final = _ALL_PEOPLE.where(_PERSON.number == bindparam("of_number"))
_ALL_MARKS: Final = _marks(number=False)
_ONE_S_MARKS: Final = _marks(number=True)
_MARKED: Final = select(_MARK.number).where(_MARK.jury == bindparam("of_jury")).limit(1)


@dataclass(slots=True)
class _Marks:
    """The marks of one candidate.

    Attributes:
        office: as the exam office gave them, in its order.
        cells: as they stand; the points of the jury too, when there are any.
        disputed: those that a conflict is open on.
    """

    office: list[ExamMark] = field(default_factory=list)
    cells: dict[ExamCode, MarkCell] = field(default_factory=dict)
    disputed: set[ExamCode] = field(default_factory=set)


class DatabaseBoard:
    """Implements `domain.board_view.BoardView` over the tables, for one act on a jury held by the transaction.

    Args:
        connection: the transaction.
        head: where the jury stands before the act.
        rules: of the session.
    """

    def __init__(self, connection: Connection, head: Head, rules: RulesOf) -> None:
        self._connection = connection
        self._head = head
        self._jury = head.jury
        self._rules = rules
        self._known: dict[StudentNumber, tuple[Dossier, frozenset[ExamCode]] | None] = {}
        self._end: ClosingState | None = None if head.closing_acts else ClosingState()

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """See `BoardView.mark`."""
        dossier = self.dossier(number)
        if dossier is None:
            return None
        return dossier.added if exam == POINTS else dossier.cells.get(exam)

    def conflict(self, act: ActId) -> MarkConflict | None:
        """See `BoardView.conflict`."""
        asked = select(_CONFLICT.number, _CONFLICT.exam, _ACT.payload).join(schema.act, _ACT.act == _CONFLICT.act)
        open_one = (_CONFLICT.jury == self._jury, _CONFLICT.act == act, _CONFLICT.settled.is_(None))
        row = self._connection.execute(asked.where(*open_one)).one_or_none()
        if row is None:
            return None
        number, exam, proposed = StudentNumber(row.number), ExamCode(row.exam), decode_act(row.payload)
        cell = self.mark(number, exam)
        if cell is None or not isinstance(proposed.body, _CHANGING):
            raise AssertionError("a conflict is between a mark and a proposal")  # pragma: no cover
        return conflict_of(proposed, proposed.body, cell)

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """See `BoardView.disputed`."""
        self.dossier(number)
        known = self._known[number]
        return known is not None and exam in known[1]

    def open_conflicts(self) -> int:
        """See `BoardView.open_conflicts`."""
        waiting = [
            select(func.count()).select_from(table).where(table.c.jury == self._jury, table.c.settled.is_(None))
            for table in (schema.mark_conflict, schema.decision_conflict)
        ]
        return sum(self._connection.scalars(union_all(*waiting)))

    def opened(self) -> bool:
        """See `BoardView.opened`."""
        return self._head.opened is not None

    def closed(self) -> bool:
        """See `BoardView.closed`."""
        return self._head.closed is not None

    def closing(self) -> ActId | None:
        """See `BoardView.closing`."""
        return self._head.closed

    def lifted(self) -> bool:
        """See `BoardView.lifted`."""
        return self._closing().lifted

    def reopened(self) -> frozenset[StudentNumber]:
        """See `BoardView.reopened`."""
        return self._closing().reopened

    def explained(self) -> frozenset[Digest]:
        """See `BoardView.explained`."""
        return self._closing().explained

    def standing(self, seat: Role) -> Standing | None:
        """See `BoardView.standing`."""
        return self._closing().standing.get(seat)

    def presiding(self) -> Role:
        """See `BoardView.presiding`."""
        return self._head.presiding

    def attendance(self) -> tuple[Member, ...]:
        """See `BoardView.attendance`."""
        return attendance(self._connection, self._head)

    def pages(self, number: StudentNumber, digest: Digest) -> int | None:  # noqa: ARG002 - the digest says it here
        """See `BoardView.pages`; of any livret the academy ever held, whosever it is."""
        asked = select(schema.livret.c.pages).where(schema.livret.c.digest == digest)
        return self._connection.execute(asked).scalar_one_or_none()

    def dossier(self, number: StudentNumber) -> Dossier | None:
        """See `BoardView.dossier`."""
        if number not in self._known:
            of = {"of_jury": self._jury, "of_number": number}
            person = self._connection.execute(_ONE_PERSON, of).one_or_none()
            found = None
            if person is not None:
                marks = _gathered(self._connection.execute(_ONE_S_MARKS, of))[number]
                marked = not marks.office and self._connection.scalar(_MARKED, of) is not None
                found = self._dossier(person, marks, marked=marked), frozenset(marks.disputed)
            self._known[number] = found
        known = self._known[number]
        return None if known is None else known[0]

    def dossiers(self) -> Iterator[Dossier]:
        """See `BoardView.dossiers`."""
        marks = _gathered(self._connection.execute(_ALL_MARKS, {"of_jury": self._jury}))
        people = self._connection.execute(_ALL_PEOPLE, {"of_jury": self._jury}).all()
        marked = any(one.office for one in marks.values())
        return (self._dossier(person, marks[StudentNumber(person.number)], marked=marked) for person in people)

    def _closing(self) -> ClosingState:
        if self._end is None:
            self._end = closings.state(self._connection, self._jury)
        return self._end

    def _dossier(self, person: Row[*tuple[Any, ...]], marks: _Marks, *, marked: bool) -> Dossier:
        candidate = candidate_of(person)
        return Dossier(
            candidate=candidate,
            group=person.exam_group,
            office=tuple(marks.office),
            cells=marks.cells,
            added=marks.cells.get(POINTS, NO_POINTS),
            examined=_examined(person, candidate),
            decision=_decision(person.version, person.payload),
            rules=self._rules(candidate.serie),
            forgotten=marked and not marks.office,
        )


_CHANGING: Final = (MarkRaised, PointsAdded, MissingMarkRuled)


def attendance(connection: Connection, head: Head) -> tuple[Member, ...]:
    """The members of the last attendance taken of a jury, nobody before it."""
    if head.attendance is None:
        return ()
    body = decode_act(connection.execute(select(_ACT.payload).where(_ACT.act == head.attendance)).scalar_one()).body
    return body.members if isinstance(body, AttendanceTaken) else ()


def _gathered(rows: Iterable[Row[*tuple[Any, ...]]]) -> Mapping[StudentNumber, _Marks]:
    """The marks of each candidate, each change made on the one before as `domain.marks.changed` does."""
    found: dict[StudentNumber, _Marks] = defaultdict(_Marks)
    for row in rows:
        marks, exam = found[StudentNumber(row.number)], ExamCode(row.exam)
        if exam not in marks.cells:
            marks.cells[exam] = NO_POINTS
            if exam != POINTS:
                marks.office.append(mark_of(row))
                marks.cells[exam] = given(marks.office[-1].value)
        if row.version is not None:
            marks.cells[exam] = changed(marks.cells[exam], _change(row))
        if row.disputed:
            marks.disputed.add(exam)
    return found


def _change(row: Row[*tuple[Any, ...]]) -> MarkChange:
    act = decode_act(row.payload)
    return MarkChange(
        act.act,
        None if row.made is None else Decimal(row.made),
        act.author,
        act.time,
        act.device,
        None if row.missing is None else MissingRule(row.missing),
        row.origin or "",
    )


def _examined(person: Row[*tuple[Any, ...]], candidate: Candidate) -> Examined:
    """What acts say of the livret held; readings of one that was replaced since do not matter any more."""
    here = candidate.livret if person.read else None
    read = frozenset[tuple[Digest, int]]() if here is None else frozenset({(here.digest, here.page_count)})
    return Examined(read, bool(person.paper), bool(person.none_given), bool(person.instead))


def _decision(version: int | None, payload: bytes | None) -> DecisionCell:
    if version is None or payload is None:
        return DecisionCell()
    act = decode_act(payload)
    assert isinstance(act.body, DecisionTaken | DecisionWithdrawn)  # noqa: S101 - only these are put there
    return DecisionCell(version, decision_of(act, act.body))


# ------------------------------------------------------------------------------------------- what acts do


def put_conflict(connection: Connection, jury: JuryId, conflict: MarkConflict | DecisionConflict) -> None:
    """Write that two posts changed one mark, or decided of one candidate."""
    of = {"act": conflict.act, "jury": jury, "number": conflict.number}
    if isinstance(conflict, MarkConflict):
        connection.execute(insert(schema.mark_conflict).values(**of, exam=conflict.exam))
    else:
        connection.execute(insert(schema.decision_conflict).values(**of))


def put(connection: Connection, view: DatabaseBoard, act: Act) -> bool:
    """Write what an accepted act does to a sitting; False for an act that does nothing of the sort.

    Opening, closing, attendance and who presides are in the jury's head (`heads.move`).
    """
    match act.body:
        case LivretRead() as body:
            put_read(connection, act, body)
        case MarkRaised() | PointsAdded() | MissingMarkRuled() as body:
            _put_change(connection, view, act, *cell_of(body), change_of(act, body))
        case ConflictSettled() as body:
            _settle(connection, view, act, body)
        case DecisionTaken() | DecisionWithdrawn() as body:
            _put_decision(connection, view, act, body)
        case PaperExamined(number, examined, _, instead):
            _put_declared(connection, act, number, PAPER, holds=examined)
            _put_declared(connection, act, number, INSTEAD, holds=examined and instead)
        case NoLivretDeclared(number, declared, _):
            _put_declared(connection, act, number, NONE_GIVEN, holds=declared)
        case PresidencyHanded():
            connection.execute(insert(schema.presidency_handed).values(act=act.act, jury=act.jury))
        case AttendanceTaken():
            pass
        case body if isinstance(body, MOVES):
            closings.add(connection, act)
        case _:
            return False
    return True


_ADD_READ = insert(schema.livret_read)


def put_read(connection: Connection, act: Act, read: LivretRead) -> None:
    """Write that a livret was read, and how many pages the act tells of."""
    values = {"act": act.act, "jury": act.jury, "number": read.number, "digest": read.digest}
    connection.execute(_ADD_READ, values | {"role": act.author.role.value, "pages": len(read.seconds)})


def _put_change(
    connection: Connection, view: DatabaseBoard, act: Act, number: StudentNumber, exam: ExamCode, change: MarkChange
) -> None:
    cell = view.mark(number, exam)
    values = {
        "jury": act.jury,
        "number": number,
        "exam": exam,
        "version": 1 if cell is None else cell.version + 1,
        "value": None if change.value is None else decimal_text(change.value),
        "missing": None if change.missing is None else change.missing.value,
        "origin": change.origin or None,
        "act": act.act,
    }
    connection.execute(insert(schema.mark_change), values)


def _settle(connection: Connection, view: DatabaseBoard, act: Act, body: ConflictSettled) -> None:
    settled = view.conflict(body.conflict)
    if settled is None:  # pragma: no cover - it was open when this was decided
        return
    _put_change(connection, view, act, settled.number, settled.exam, choice_of(act, body, settled))
    connection.execute(update(schema.mark_conflict).where(_CONFLICT.act == body.conflict).values(settled=act.act))


def _put_decision(
    connection: Connection, view: DatabaseBoard, act: Act, body: DecisionTaken | DecisionWithdrawn
) -> None:
    dossier = view.dossier(body.number)
    taken = body if isinstance(body, DecisionTaken) else None
    values = {
        "jury": act.jury,
        "number": body.number,
        "version": 1 if dossier is None else dossier.decision.version + 1,
        "ruling": None if taken is None else taken.ruling.value,
        "marks": None if taken is None else taken.marks,
        "act": act.act,
    }
    connection.execute(insert(schema.decision_change), values)
    contested = (_CONTESTED.jury == act.jury, _CONTESTED.number == body.number, _CONTESTED.settled.is_(None))
    connection.execute(update(schema.decision_conflict).where(*contested).values(settled=act.act))


def _put_declared(connection: Connection, act: Act, number: StudentNumber, said: str, *, holds: bool) -> None:
    row = {"jury": act.jury, "number": number, "said": said, "holds": int(holds), "act": act.act}
    bring(connection, schema.livret_declared, [row])
