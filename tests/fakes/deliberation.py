# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting in memory: what its screens ask, with the behaviour of the law over invented marks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from lsl_desk.client.sit.values import (
    CandidateSheet,
    CandidateState,
    Card,
    CardLine,
    ChangeLine,
    Composition,
    Handover,
    MarkState,
    Pace,
    Precedent,
    SittingState,
    Stage,
    Trial,
)
from lsl_desk.domain.acts import NO_ACT, Act, Author, Entry, Member, MissingRule, Role, Ruling
from lsl_desk.domain.composition import head_missing
from lsl_desk.domain.decisions import Decision, DecisionCell
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import held, may_be_none
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode, MarkCell, MarkChange, MarkConflict
from lsl_desk.domain.period import Period
from lsl_desk.domain.rules.raises import raises_of
from tests.fakes.desk import MemoryStore
from tests.fakes.dossiers import (
    WITH_REASON,
    ZERO,
    JuryInMemory,
    ask_reason,
    averages,
    cell_of,
    decimal,
    helped,
    line_of,
    may_decide,
    number_of,
    obstacles_of,
    office_marks,
    raised,
    state_of,
    unread,
    year_of,
)
from tests.fakes.laws import small_rules
from tests.fakes.second_place import SheetsInMemory

START = datetime(2018, 7, 3, 6, 0, tzinfo=UTC)
DEVICE = DeviceId("device")


class FakeDeliberation(SheetsInMemory):
    """A `DeliberationDesk` that forgets all when the process ends; a sitting is open unless the test says otherwise."""

    def __init__(self, store: MemoryStore, author: Author | None = None) -> None:
        super().__init__()
        self.store, self.author = store, author or store.author
        self.refusals: dict[str, Refusal] = {}
        """By the name of a method: what it raises."""
        self.group, self.years = 1, True  # without years no livret of the jury says anything of them
        self.written: dict[str, tuple[StudentNumber, ...]] = {}
        self.kept: dict[tuple[JuryId, StudentNumber], dict[str, str]] = defaultdict(dict)
        self.june_over: set[JuryId] = set()
        """Juries that are read-only, since September sits."""
        self.acts = 0
        self.office_asked: list[tuple[StudentNumber, ExamCode]] = []
        self.entries: list[Entry] = []
        self._lens = Decimal("0.2")
        self._juries: dict[JuryId, JuryInMemory] = {}

    # ------------------------------------------------------------------------------------------- the sitting

    def jury(self, jury: JuryId) -> JuryInMemory:
        """One sitting, for a test to bend."""
        if jury not in self._juries:
            file = self.store.jury(jury)
            dossiers = {}
            for place, one in enumerate(file.candidates):
                rules = small_rules(file.session, one.serie)
                dossiers[one.number] = Dossier(one, self.group, office_marks(rules, place), rules=rules)
            self._juries[jury] = JuryInMemory(jury, file.session, dossiers)
        sitting, read = self._juries[jury], self.store.livrets_read(jury)
        current = {one.number: one for one in self.store.jury(jury).candidates}
        for number, dossier in sitting.dossiers.items():
            here = current[number]
            done = frozenset((one, here.livret.page_count) for one in read.get(number, ()) if here.livret is not None)
            sitting.dossiers[number] = replace(dossier, candidate=here, examined=replace(dossier.examined, read=done))
        return sitting

    def sitting(self, jury: JuryId) -> SittingState:
        self._ask("sitting")
        one = self.jury(jury)
        states = {
            number: state_of(one.dossiers[number], self._lens, len(one.conflicts[number])) for number in one.dossiers
        }
        rules = next((dossier.rules for dossier in one.dossiers.values() if dossier.rules), None)
        refused = Code.JUNE_OVER if jury in self.june_over else self._refused(one)
        obstacles = obstacles_of(states)
        done = len(one.decided) == len(one.dossiers) and not obstacles
        return SittingState(
            jury=jury,
            session=one.session,
            group=self.group,
            stage=Stage.DELIBERATED if one.stage is Stage.OPENED and done else one.stage,
            presiding=one.presiding,
            president=one.president,
            may_decide=refused is None,
            refused=refused,
            members=one.members,
            composition=self.composition(jury, one.members),
            handovers=one.handovers,
            states=states,
            pace=self.pace(jury),
            obstacles=obstacles,
            texts={} if rules is None else {rule.value: text for rule, text in rules.texts.items()},
            period=self.store.periods.get(jury, Period.JUNE),
        )

    def refresh(self, jury: JuryId) -> SittingState:
        return self.sitting(jury)

    def took(self, act: Act) -> None:
        """It reads the store at each question."""

    def forget(self, jury: JuryId) -> None:
        self._juries.pop(jury, None)

    def check_open_to_change(self, jury: JuryId) -> None:
        if jury in self.june_over:
            raise Refusal(Code.JUNE_OVER, jury=jury)

    def composition(self, jury: JuryId, members: Sequence[Member]) -> Composition:
        return Composition(head_missing(jury, members, self.jury(jury).presiding) if members else None)

    def _refused(self, one: JuryInMemory) -> Code | None:
        missing = self.composition(one.jury, one.members).refused if one.stage is Stage.OPENED else None
        away = None if missing is None else missing.code
        return away if self.author.role is one.presiding else Code.PRESIDENT_ONLY

    def take_attendance(self, jury: JuryId, members: Sequence[Member]) -> SittingState:
        self._ask("take_attendance")
        self.jury(jury).members = tuple(members)
        return self.sitting(jury)

    def open_sitting(self, jury: JuryId) -> SittingState:
        self._ask("open_sitting")
        one = self.jury(jury)
        if one.stage is not Stage.PREPARED:
            raise Refusal(Code.SITTING_OPENED, jury=jury)
        if not one.members:
            raise Refusal(Code.HEAD_AWAY, jury=jury)
        refused = self.composition(jury, one.members).refused
        if refused is not None:
            raise Refusal(refused.code, **refused.facts)
        one.stage = Stage.OPENED
        return self.sitting(jury)

    def hand_over(self, jury: JuryId, to: Role, name: str, reason: str) -> SittingState:
        self._ask("hand_over")
        one = self.jury(jury)
        if one.presiding is to:
            raise Refusal(Code.PRESIDES_ALREADY, jury=jury)
        ask_reason(reason)
        last = one.dossiers[one.decided[-1]].candidate.pv if one.decided else PvNumber("")
        passed = Handover(to, name, one.presiding, one.president, reason, self._now(), len(one.decided), last)
        one.handovers, one.presiding, one.president = (*one.handovers, passed), to, name
        return self.sitting(jury)

    def close_sitting(self, jury: JuryId) -> SittingState:
        self._ask("close_sitting")
        one = self._open(jury)
        obstacles = self.sitting(jury).obstacles
        if obstacles:
            numbers = obstacles[0].numbers
            raise Refusal(obstacles[0].code, count=len(numbers), number=numbers[0])
        one.stage = Stage.CLOSED
        return self.sitting(jury)

    def state(self, jury: JuryId, number: StudentNumber) -> CandidateState:
        one = self.jury(jury)
        return state_of(self._dossier(one, number), self._lens, len(one.conflicts[number]))

    def pace(self, jury: JuryId) -> Pace:
        one = self.jury(jury)
        done = len(one.decided)
        end = START + timedelta(seconds=90 * len(one.dossiers)) if done > 2 else None
        opened = None if one.stage is Stage.PREPARED else START
        return Pace(done, len(one.dossiers), opened, 90.0 if done > 2 else None, end, None, None, None, False)

    def set_lens(self, jury: JuryId, width: Decimal) -> SittingState:
        self._ask("set_lens")
        if not Decimal("0.05") <= width <= Decimal("0.5"):
            raise Refusal(Code.VALUE_OUT_OF_RANGE, name="loupe", value=str(width), range="0,05 à 0,5")
        self._lens = width
        return self.sitting(jury)

    def lens(self) -> Decimal:
        return self._lens

    # ----------------------------------------------------------------------------------------- a candidate

    def sheet(self, jury: JuryId, number: StudentNumber) -> CandidateSheet:
        self._ask("sheet")
        one = self.jury(jury)
        return self._sheet(one, self._dossier(one, number))

    def try_marks(self, jury: JuryId, number: StudentNumber, trial: Trial) -> CandidateSheet:
        self._ask("try_marks")
        one = self.jury(jury)
        dossier = self._dossier(one, number)
        for exam, value in trial.marks.items():
            dossier = raised(dossier, exam, value)
        if trial.added is not None:
            dossier = helped(dossier, trial.added)
        sheet = self._sheet(one, dossier)
        tried = trial.marks
        lines = tuple(replace(line, state=MarkState.TRIED) if line.exam in tried else line for line in sheet.lines)
        return replace(sheet, lines=lines, stale=False)

    def card(self, jury: JuryId, number: StudentNumber) -> Card:
        livret = self._dossier(self.jury(jury), number).candidate.livret
        if livret is None:
            return Card()
        said = CardLine("Avis favorable : élève sérieux, dont les efforts sont réguliers.", 0)
        return Card((said,), (CardLine("Délégué de classe", 1),), (CardLine("Assidu.", 1),), readable=True)

    def raise_mark(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, typed: str, reason: str, *, seen: int
    ) -> CandidateSheet:
        self._ask("raise_mark")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        value = number_of(typed, Code.MARK_NOT_A_NUMBER)
        after = raised(dossier, exam, value)
        ask_reason(reason)
        cell = cell_of(dossier, exam)
        if cell.version != seen:
            raise Refusal(Code.MARK_STALE, exam=exam, number=number)
        return self._change(one, after, exam, cell.value, value, reason)

    def add_points(self, jury: JuryId, number: StudentNumber, typed: str, reason: str, *, seen: int) -> CandidateSheet:
        self._ask("add_points")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        value = number_of(typed, Code.POINTS_WHOLE)
        after = helped(dossier, value)
        ask_reason(reason)
        if dossier.added.version != seen:
            raise Refusal(Code.MARK_STALE, exam=POINTS, number=number)
        return self._change(one, after, POINTS, dossier.points, value, reason)

    def undo(self, jury: JuryId, number: StudentNumber, change: ActId, reason: str = "") -> CandidateSheet:
        self._ask("undo")
        one = self._open(jury)
        dossier, lines = self._dossier(one, number), one.changes[number]
        place = next(index for index, line in enumerate(lines) if line.act == change)
        line = lines[place]
        if any(after.exam == line.exam and not after.undone for after in lines[place + 1 :]):
            raise Refusal(Code.MARK_STALE, exam=line.exam, number=number)
        lines[place] = replace(line, undone=True)
        if line.exam == POINTS:
            after = replace(dossier, added=MarkCell(dossier.added.version + 1, line.before))
        else:
            cell = cell_of(dossier, line.exam)
            put = replace(cell, version=cell.version + 1, value=line.before, missing=None, origin="")
            after = replace(dossier, cells={**dossier.cells, line.exam: put})
        return self._change(one, after, line.exam, line.after, line.before, reason, undoes=change)

    def ask_office(self, jury: JuryId, number: StudentNumber, exam: ExamCode) -> CandidateSheet:
        self._ask("ask_office")
        one = self._open(jury)
        self.office_asked.append((number, exam))
        return self._sheet(one, self._dossier(one, number))

    def rule_missing(
        self, jury: JuryId, number: StudentNumber, exam: ExamCode, rule: MissingRule, reason: str, *, seen: int
    ) -> CandidateSheet:
        self._ask("rule_missing")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        cell = cell_of(dossier, exam)
        if cell.office is not None:
            raise Refusal(Code.MARK_NOT_MISSING, exam=exam, number=number)
        if cell.version != seen:
            raise Refusal(Code.MARK_STALE, exam=exam, number=number)
        year = year_of(dossier, exam) if self.years else None
        if rule is MissingRule.PROVISIONAL and (year is None or year.average is None):
            raise Refusal(Code.AVERAGE_NONE, exam=exam, number=number)
        ask_reason(reason)
        value, origin = None, ""
        if rule is MissingRule.ABSENT:
            value = ZERO
        elif rule is MissingRule.PROVISIONAL and year is not None and year.average is not None:
            value = year.average.to_integral_value(ROUND_CEILING)
            origin = f"moyenne du livret, page {year.page + 1}"
        put = replace(cell, version=cell.version + 1, value=value, missing=rule, origin=origin, ruled=value)
        after = replace(dossier, cells={**dossier.cells, exam: put})
        return self._change(one, after, exam, cell.value, value, reason)

    # ------------------------------------------------------------------------------------------- deciding

    def decide(
        self, jury: JuryId, number: StudentNumber, ruling: Ruling, mention: str, reason: str, *, seen: int,
        marks: Digest | None = None,
    ) -> CandidateSheet:  # fmt: skip
        self._ask("decide")
        one = self._open(jury)
        refused = self._refused(one)
        if refused is not None:
            raise Refusal(refused, jury=jury)
        dossier = self._dossier(one, number)
        may_decide(dossier, ruling, mention, reason, self._unread(one, dossier))
        if ruling in WITH_REASON:
            ask_reason(reason)
        if dossier.decision.version != seen or marks not in {None, dossier.digest}:
            raise Refusal(Code.DECISION_MARKS, number=number)
        points = dossier.result.points if dossier.result else ZERO
        by = (self.author, self._now(), DEVICE)
        taken = Decision(self._act(), ruling, mention, dossier.digest, points, reason, *by)
        one.decided = [*(other for other in one.decided if other != number)]
        one.decided += [number] if ruling is not Ruling.SUSPENDU else []
        after = replace(dossier, decision=DecisionCell(seen + 1, taken))
        one.dossiers[number] = after
        return self._sheet(one, after)

    def withdraw(self, jury: JuryId, number: StudentNumber, reason: str, *, seen: int) -> CandidateSheet:
        self._ask("withdraw")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        if dossier.decision.decision is None:
            raise Refusal(Code.DECISION_NONE, number=number)
        ask_reason(reason)
        one.decided = [other for other in one.decided if other != number]
        one.dossiers[number] = replace(dossier, decision=DecisionCell(seen + 1, None))
        self._act()
        return self._sheet(one, one.dossiers[number])

    def examine_paper(self, jury: JuryId, number: StudentNumber, examined: bool, entry: Entry) -> CandidateSheet:
        self._ask("examine_paper")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        if held(dossier.candidate):
            raise Refusal(Code.LIVRET_TO_READ, number=number)
        self.entries.append(entry)
        return self._examined(one, replace(dossier, examined=replace(dossier.examined, paper=examined)))

    def declare_none(self, jury: JuryId, number: StudentNumber, declared: bool, reason: str) -> CandidateSheet:
        self._ask("declare_none")
        one = self._open(jury)
        dossier = self._dossier(one, number)
        if declared and not may_be_none(dossier.candidate):
            raise Refusal(Code.LIVRET_IS_THERE, number=number)
        ask_reason(reason)
        return self._examined(one, replace(dossier, examined=replace(dossier.examined, none_given=declared)))

    def write_labels(self, path: str, jury: JuryId, numbers: Sequence[StudentNumber]) -> None:
        self._ask("write_labels")
        for number in numbers:
            if not self._dossier(self.jury(jury), number).examined.paper:
                raise Refusal(Code.LIVRET_NOT_EXAMINED, number=number)
        self.written[path] = tuple(numbers)

    # --------------------------------------------------------------------------------------------- drafts

    def keep_draft(self, jury: JuryId, number: StudentNumber, place: str, text: str) -> None:
        self._ask("keep_draft")
        if text:
            self.kept[jury, number][place] = text
        else:
            self.kept[jury, number].pop(place, None)

    def drafts(self, jury: JuryId, number: StudentNumber) -> dict[str, str]:
        return dict(self.kept[jury, number])

    def drafted(self, jury: JuryId) -> tuple[StudentNumber, ...]:
        return tuple(number for number in self.jury(jury).dossiers if self.kept[jury, number])

    # ------------------------------------------------------------------------------------------ for a test

    def dispute(self, jury: JuryId, number: StudentNumber, exam: ExamCode) -> None:
        """Two posts changed one mark."""
        value = self._dossier(self.jury(jury), number)
        mark = cell_of(value, exam).value or ZERO
        kept, other = (MarkChange(ActId(f"d{put}"), mark + put, self.author, self._now(), DEVICE) for put in (1, 2))
        self.jury(jury).conflicts[number].append(MarkConflict(other.act, number, exam, kept, other, mark))

    def give(self, jury: JuryId, number: StudentNumber, marks: Mapping[str, int | None]) -> None:
        """The exam office gives marks, or takes them away; what the jury did to them stays."""
        one = self.jury(jury)
        dossier = one.dossiers[number]
        office = tuple(
            replace(mark, value=decimal(marks[mark.exam])) if mark.exam in marks else mark for mark in dossier.office
        )
        one.dossiers[number] = replace(dossier, office=office)

    # --------------------------------------------------------------------------------------------- inside

    def _ask(self, method: str) -> None:
        if method in self.refusals:
            raise self.refusals[method]

    def _open(self, jury: JuryId) -> JuryInMemory:
        one = self.jury(jury)
        if one.stage is Stage.PREPARED:
            raise Refusal(Code.SITTING_NOT_OPEN, jury=jury)
        if one.stage is Stage.CLOSED:
            raise Refusal(Code.SITTING_CLOSED, jury=jury)
        return one

    def _dossier(self, one: JuryInMemory, number: StudentNumber) -> Dossier:
        if number not in one.dossiers:
            raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury="J01")
        return one.dossiers[number]

    def _act(self) -> ActId:
        self.acts += 1
        return ActId(f"a{self.acts}")

    def _now(self) -> datetime:
        return START + timedelta(seconds=90 * self.acts)

    def _examined(self, one: JuryInMemory, after: Dossier) -> CandidateSheet:
        self._act()
        one.dossiers[after.candidate.number] = after
        return self._sheet(one, after)

    def _change(
        self, one: JuryInMemory, after: Dossier, exam: ExamCode, before: Decimal | None, value: Decimal | None,
        reason: str, undoes: ActId = NO_ACT,
    ) -> CandidateSheet:  # fmt: skip
        number = after.candidate.number
        line = ChangeLine(
            self._act(),
            exam,
            before,
            value,
            reason,
            self.author.name,
            self.author.role,
            self._now(),
            False,
            False,
            undoes,
        )
        one.changes[number].append(line)
        one.dossiers[number] = after
        return self._sheet(one, after)

    def _unread(self, one: JuryInMemory, dossier: Dossier) -> int | None:
        return unread(dossier, self.store.seen.get(one.jury, {}))

    def _sheet(self, one: JuryInMemory, dossier: Dossier) -> CandidateSheet:
        number = dossier.candidate.number
        disputed = {conflict.exam for conflict in one.conflicts[number]}
        lines = tuple(line_of(dossier, mark, mark.exam in disputed, years=self.years) for mark in dossier.office)
        return CandidateSheet(
            number=number,
            pv=dossier.candidate.pv,
            serie=dossier.candidate.serie,
            rules=dossier.rules,
            lines=lines,
            result=dossier.result,
            before=dossier.before,
            added=dossier.points,
            added_version=dossier.added.version,
            examination=dossier.examination,
            decision=dossier.decision,
            marks=dossier.digest,
            stale=dossier.stale,
            conflicts=tuple(one.conflicts[number]),
            changes=tuple(one.changes[number]),
            precedents=self._precedents(one, dossier),
            raises=raises_of(dossier, averages(lines)),
            unread_page=self._unread(one, dossier),
            source=any(line.year for line in lines),
        )

    def _precedents(self, one: JuryInMemory, dossier: Dossier) -> tuple[Precedent, ...]:
        before, found = dossier.before, []
        for number in one.decided:
            other = one.dossiers[number]
            theirs, ours = (None if one is None else one.average for one in (other.before, before))
            same = number != dossier.candidate.number and other.candidate.serie == dossier.candidate.serie
            if same and theirs is not None and ours is not None and abs(theirs - ours) <= 1:
                raised = tuple(line for line in one.changes[number] if not line.undone and not line.undoes)
                reason = raised[-1].reason if raised else ""
                found.append(Precedent(number, other.candidate.pv, theirs, other.decision, raised, reason))
        return tuple(found)
