# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `DeliberationDesk` does: the one of the screens' tests, and the real one over the sealed store."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from lsl_desk.adapters.papers.state_shelf import StateShelf
from lsl_desk.adapters.rule_book import BundledRules
from lsl_desk.client.desk import Desk
from lsl_desk.client.link.values import SignedManifest
from lsl_desk.client.sit.deliberation import Deliberation
from lsl_desk.client.sit.for_screens import DeliberationDesk
from lsl_desk.client.sit.reading_record import ReadingRecord
from lsl_desk.client.sit.sittings import Outside, Sittings
from lsl_desk.client.sit.state_sheet import StateSheets
from lsl_desk.client.sit.values import CandidateSheet, MarkLine, MarkState, Stage, Trial
from lsl_desk.domain.acts import Entry, Member, MissingRule, Presence, Quality, Role, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.own_check import OwnCheck
from tests.academy.model import CENTRE, START, AcademyModel, digest_of, livret_data
from tests.adapters.store.desks import AUTHOR, make, refusal_of
from tests.client.sit.sitting_world import Livrets, Paper
from tests.fakes.deliberation import FakeDeliberation
from tests.fakes.desk import FakeSources, FixedClock, MemoryStore
from tests.fakes.dossiers import office_marks
from tests.fakes.laws import small_rules
from tests.fakes.pages import PaintedPages

J01 = JuryId("J01")
NUMBERS = ("0417", "0432", "0418", "0433", "0460", "0455")
"""0417 six points short; 0418 failing, on paper; 0433 without philosophy; 0455 announced, and not here."""
N0417, N0432, N0418, N0433, N0460, N0455 = map(StudentNumber, NUMBERS)
FORMS = {"0418": LivretFormat.PAPIER, "0455": LivretFormat.INCONNU}
TOTAL, EIGHT, NINE = map(Decimal, (394, 8, 9))
PC, PHILO, FRENCH = map(ExamCode, ("PC", "PHILO", "FRA_E"))
HERE = (Member("Présidente d’essai", Quality.PRESIDENT, Presence.HERE),)


def candidate(at: int, number: str) -> Candidate:
    form = FORMS.get(number, LivretFormat.NUMERIQUE)
    ref = None
    if form is LivretFormat.NUMERIQUE:
        data = livret_data(number)
        ref = LivretRef(digest_of(data), len(data), (PageCheck(NumberCheck.MATCH),) * 2)
    return Candidate(PvNumber(str(at + 12)), StudentNumber(number), "S", form, livret=ref)


CANDIDATES = tuple(candidate(at, number) for at, number in enumerate(NUMBERS))


@dataclass
class Scene:
    """A sitting, attended and not opened, and the reading room beside it."""

    desk: DeliberationDesk
    counts: Callable[[StudentNumber, int], None]
    """A page (from 0) of a livret stayed on screen."""
    close: Callable[[], None] = lambda: None

    def sheet(self, number: StudentNumber) -> CandidateSheet:
        return self.desk.sheet(J01, number)

    def line(self, number: StudentNumber, exam: ExamCode) -> MarkLine:
        return next(one for one in self.sheet(number).lines if one.exam == exam)

    def raise_to(self, number: StudentNumber, exam: ExamCode, typed: str, reason: str = "régularité") -> CandidateSheet:
        return self.desk.raise_mark(J01, number, exam, typed, reason, seen=self.line(number, exam).version)

    def decide(self, number: StudentNumber, ruling: Ruling, reason: str = "", mention: str = "") -> CandidateSheet:
        seen = self.sheet(number).decision.version
        return self.desk.decide(J01, number, ruling, mention, reason, seen=seen)

    def read(self, number: StudentNumber) -> None:
        for page in range(2):
            self.counts(number, page)


def fake(_root: Path) -> Scene:
    store = MemoryStore(AUTHOR)
    store.files[J01] = JuryFile(J01, "Jury J01", 2018, 1, CANDIDATES, START, "académie")
    desk = FakeDeliberation(store)
    desk.jury(J01).stage = Stage.PREPARED
    return Scene(desk, lambda number, page: count(ReadingRecord(store, store.jury(J01)).page_counted, number, page))


def count(told: Callable[..., object], number: StudentNumber, page: int) -> None:
    told(number, digest_of(livret_data(number)), page, 2.0)


def real(root: Path) -> Scene:
    store, academy = make(root), AcademyModel()
    marks = {one.number: office_marks(small_rules(2018, "S"), at) for at, one in enumerate(CANDIDATES)}
    listed = JuryManifest(J01, CENTRE, "Jury J01", 2018, 1, START, None, CANDIDATES, marks)
    link = store.link()
    held = [livret_data(one.number) for one in CANDIDATES if one.livret is not None]
    link.stage([(digest_of(data), data) for data in held])
    signed = academy.signed_manifest(listed)
    link.commit_version(SignedManifest(listed, signed.to_bytes(), academy.edition(listed)), START)
    for one in link.unchecked(J01):
        link.keep_check(one, OwnCheck(None, (PageCheck(NumberCheck.MATCH),) * 2), ("page un", "page deux"), ())
    pages = PaintedPages({})
    paper, acts = Paper(), store.sittings()

    def deliberation(desk: Desk) -> DeliberationDesk:
        outside = Outside(
            store=store,
            acts=acts,
            rules=BundledRules(),
            livrets=Livrets(),
            texts=acts,
            clock=FixedClock(),
            author=lambda: desk.author,
            seen=desk.pages_counted,
            cut=desk.is_cut,
            acts_wait=desk.acts_wait,
        )
        sheets = StateSheets(store, link, paper, StateShelf(link), FixedClock().now)
        return Deliberation(Sittings(outside), lambda: paper, paper, lambda: sheets)

    desk = Desk(
        store=store,
        pages=pages,
        inspect_later=lambda data: lambda: pages.inspect(data),
        sources=FakeSources(),
        clock=FixedClock(),
        author=store.author,
        deliberation=deliberation,
    )

    def counts(number: StudentNumber, page: int) -> None:
        count(lambda *of: desk.page_counted(J01, *of), number, page)

    return Scene(desk.deliberation, counts, store.close)


@pytest.fixture(params=[fake, real], ids=["fake", "sealed"])
def shut(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """A sitting that nobody opened."""
    made: Scene = request.param(tmp_path)
    yield made
    made.close()


@pytest.fixture
def scene(shut: Scene) -> Scene:
    """A sitting that is open."""
    shut.desk.take_attendance(J01, HERE)
    shut.desk.open_sitting(J01)
    return shut


def test_the_sheet_says_394_of_400_what_is_missing_and_what_may_be_raised(scene: Scene) -> None:
    sheet = scene.sheet(N0417)
    assert (sheet.number, sheet.pv, sheet.serie, sheet.unread_page) == (N0417, "12", "S", 0)
    assert sheet.result is not None
    assert (sheet.result.points, sheet.result.coefficients, sheet.result.average) == (
        TOTAL,
        Decimal(40),
        Decimal("9.85"),
    )
    assert sheet.result == sheet.before
    assert sheet.result.missing is not None
    assert (sheet.result.missing.points, sheet.result.missing.threshold) == (6, Decimal(10))
    assert [one.exam for one in sheet.lines][:2] == ["FRA_E", "FRA_O"]
    assert scene.line(N0417, FRENCH).not_raisable is not None
    assert scene.line(N0417, PC).not_raisable is None
    least = next(one for one in sheet.raises if one.exam == PC)
    assert (least.before, least.after, least.excess) == (EIGHT, NINE, Decimal(0))
    state = scene.desk.state(J01, N0417)
    assert (state.points, state.short, state.near, state.proposal) == (TOTAL, 6, True, "second_groupe")
    assert state == scene.desk.sitting(J01).states[N0417]


def test_nobody_unknown_is_spoken_of(scene: Scene) -> None:
    nobody = StudentNumber("9999")
    assert refusal_of(lambda: scene.sheet(nobody)) is Code.NUMBER_UNKNOWN
    assert refusal_of(lambda: scene.desk.state(J01, nobody)) is Code.NUMBER_UNKNOWN


def test_a_raise_moves_the_sheet_and_the_line_and_an_undo_brings_both_back(scene: Scene) -> None:
    first = scene.desk.state(J01, N0417)
    sheet = scene.raise_to(N0417, PC, "9", "progrès au fil de l’année")
    assert sheet.result is not None
    assert (sheet.result.points, sheet.result.proposal.value) == (Decimal(400), "admis")
    assert scene.desk.state(J01, N0417).proposal == "admis"
    line = scene.line(N0417, PC)
    assert (line.state, line.value, line.office, line.version) == (MarkState.RAISED, NINE, EIGHT, 1)
    (change,) = sheet.changes
    said = (change.exam, change.before, change.after, change.reason, change.name, change.role, change.undone)
    assert said == (PC, EIGHT, NINE, "progrès au fil de l’année", AUTHOR.name, AUTHOR.role, False)
    back = scene.desk.undo(J01, N0417, change.act)
    assert [(one.undone, one.undoes) for one in back.changes] == [(True, ""), (False, change.act)]
    assert scene.desk.state(J01, N0417) == first
    assert scene.line(N0417, PC).state is MarkState.GIVEN


def test_an_older_change_is_not_undone_under_a_newer_one(scene: Scene) -> None:
    (older,) = scene.raise_to(N0417, PC, "9").changes
    scene.raise_to(N0417, PC, "10")
    assert refusal_of(lambda: scene.desk.undo(J01, N0417, older.act)) is Code.MARK_STALE


@pytest.mark.parametrize(
    ("exam", "typed", "reason", "seen", "code"),
    [
        (PC, "32", "raison", 0, Code.MARK_OUT_OF_RANGE),
        (PC, "9,5", "raison", 0, Code.MARK_WHOLE),
        (PC, "neuf", "raison", 0, Code.MARK_NOT_A_NUMBER),
        (PC, "8", "raison", 0, Code.MARK_SAME),
        (PC, "7", "raison", 0, Code.MARK_LOWERED),
        (PC, "9", " ", 0, Code.REASON_MISSING),
        (PC, "9", "raison", 3, Code.MARK_STALE),
        (FRENCH, "12", "raison", 0, Code.MARK_ANTICIPATED),
        (ExamCode("GREC"), "12", "raison", 0, Code.MARK_UNKNOWN),
    ],
)
def test_what_is_forbidden_of_a_raise_changes_nothing(
    scene: Scene, exam: ExamCode, typed: str, reason: str, seen: int, code: Code
) -> None:
    before = scene.sheet(N0417)
    assert refusal_of(lambda: scene.desk.raise_mark(J01, N0417, exam, typed, reason, seen=seen)) is code
    assert scene.sheet(N0417) == before


def test_no_points_are_added_in_2018(scene: Scene) -> None:
    assert refusal_of(lambda: scene.desk.add_points(J01, N0417, "6", "raison", seen=0)) is Code.POINTS_FORBIDDEN


def test_the_bench_tries_and_leaves_no_trace(scene: Scene) -> None:
    before, state = scene.sheet(N0417), scene.desk.state(J01, N0417)
    tried = scene.desk.try_marks(J01, N0417, Trial({PC: Decimal(9)}))
    assert tried.result is not None
    assert tried.result.points == 400
    assert next(one for one in tried.lines if one.exam == PC).state is MarkState.TRIED
    refused = refusal_of(lambda: scene.desk.try_marks(J01, N0417, Trial({FRENCH: Decimal(12)})))
    assert refused is Code.MARK_ANTICIPATED
    assert (scene.sheet(N0417), scene.desk.state(J01, N0417)) == (before, state)


def test_the_livret_s_average_stands_for_a_missing_mark_and_none_is_invented(scene: Scene) -> None:
    assert scene.line(N0433, PHILO).state is MarkState.MISSING
    assert refusal_of(lambda: scene.decide(N0433, Ruling.SECOND_GROUPE)) is Code.DECISION_INCOMPLETE
    ruled = MissingRule.PROVISIONAL
    assert refusal_of(lambda: scene.desk.rule_missing(J01, N0417, PC, ruled, "r", seen=0)) is Code.MARK_NOT_MISSING
    scene.desk.rule_missing(J01, N0433, PHILO, ruled, "copie égarée", seen=0)
    line = scene.line(N0433, PHILO)
    assert (line.state, line.value) == (MarkState.PROVISIONAL, Decimal(11))
    assert line.origin.startswith("moyenne du livret, page ")
    state = scene.desk.state(J01, N0433)
    assert (state.provisional, state.unknown) == (True, 0)
    scene.desk.rule_missing(J01, N0433, PHILO, MissingRule.ABSENT, "absent", seen=1)
    assert (scene.line(N0433, PHILO).state, scene.line(N0433, PHILO).value) == (MarkState.ZERO, Decimal(0))


def test_nobody_is_failed_before_every_page_counted(scene: Scene) -> None:
    facts = []
    for page in range(2):
        with pytest.raises(Refusal) as refused:
            scene.decide(N0432, Ruling.AJOURNE)
        assert refused.value.code is Code.LIVRET_UNREAD
        facts.append(refused.value.facts["page"])
        scene.counts(N0432, page)
    assert facts == [1, 2]
    assert scene.sheet(N0432).examination is Examination.READ
    assert scene.sheet(N0432).unread_page is None


def test_a_paper_livret_is_declared_examined_and_labelled(scene: Scene, tmp_path: Path) -> None:
    assert scene.desk.state(J01, N0418).compulsory
    assert refusal_of(lambda: scene.decide(N0418, Ruling.AJOURNE)) is Code.LIVRET_NOT_EXAMINED
    label = str(tmp_path / "visa.pdf")
    assert refusal_of(lambda: scene.desk.write_labels(label, J01, [N0418])) is Code.LIVRET_NOT_EXAMINED
    assert refusal_of(lambda: scene.desk.examine_paper(J01, N0417, True, Entry.TYPED)) is Code.LIVRET_TO_READ
    assert scene.desk.examine_paper(J01, N0418, True, Entry.SCANNED).examination is Examination.PAPER
    scene.desk.write_labels(label, J01, [N0418])
    taken = scene.decide(N0418, Ruling.AJOURNE).decision.decision
    assert taken is not None
    assert taken.ruling is Ruling.AJOURNE
    assert not scene.desk.state(J01, N0418).compulsory


def test_no_livret_is_declared_only_where_none_is_and_with_a_reason(scene: Scene) -> None:
    assert refusal_of(lambda: scene.desk.declare_none(J01, N0417, True, "raison")) is Code.LIVRET_IS_THERE
    assert refusal_of(lambda: scene.desk.declare_none(J01, N0455, True, " ")) is Code.REASON_MISSING
    assert scene.desk.declare_none(J01, N0455, True, "candidat libre").examination is Examination.NONE_GIVEN


def test_the_rules_propose_a_person_decides_and_marks_make_it_stale(scene: Scene) -> None:
    assert refusal_of(lambda: scene.decide(N0417, Ruling.ADMIS)) is Code.DECISION_TOTAL
    assert refusal_of(lambda: scene.desk.withdraw(J01, N0417, "raison", seen=0)) is Code.DECISION_NONE
    assert refusal_of(lambda: scene.decide(N0417, Ruling.SUSPENDU)) is Code.REASON_MISSING
    scene.decide(N0417, Ruling.SECOND_GROUPE)
    assert scene.desk.pace(J01).decided == 1
    scene.raise_to(N0417, PC, "9")
    assert (scene.sheet(N0417).stale, scene.desk.state(J01, N0417).stale) == (True, True)
    seen_elsewhere = scene.sheet(N0432).marks
    late = (
        lambda: scene.desk.decide(J01, N0417, Ruling.ADMIS, "", "", seen=0),
        lambda: scene.desk.decide(J01, N0417, Ruling.ADMIS, "", "", seen=1, marks=seen_elsewhere),
    )
    assert [refusal_of(one) for one in late] == [Code.DECISION_MARKS] * 2
    assert not scene.decide(N0417, Ruling.ADMIS).stale
    assert refusal_of(lambda: scene.desk.withdraw(J01, N0417, " ", seen=2)) is Code.REASON_MISSING
    assert scene.desk.withdraw(J01, N0417, "erreur de ligne", seen=2).decision.decision is None
    assert scene.desk.pace(J01).decided == 0


def test_a_sitting_is_attended_before_it_is_opened_and_opened_once(shut: Scene) -> None:
    assert shut.desk.sitting(J01).stage is Stage.PREPARED
    assert refusal_of(lambda: shut.raise_to(N0417, PC, "9")) is Code.SITTING_NOT_OPEN
    assert refusal_of(lambda: shut.decide(N0417, Ruling.SECOND_GROUPE)) is Code.SITTING_NOT_OPEN
    assert refusal_of(lambda: shut.desk.open_sitting(J01)) is Code.HEAD_AWAY
    away, remote = (
        (Member(HERE[0].name, Quality.PRESIDENT, presence),) for presence in (Presence.AWAY, Presence.REMOTE)
    )
    for members, code in ((away, Code.HEAD_AWAY), (remote, Code.PRESIDENT_REMOTE)):
        found = shut.desk.composition(J01, members).refused
        assert found is not None
        assert found.code is code
        shut.desk.take_attendance(J01, members)
        assert refusal_of(lambda: shut.desk.open_sitting(J01)) is code
    assert shut.desk.take_attendance(J01, HERE).composition.refused is None
    assert shut.desk.open_sitting(J01).stage is Stage.OPENED
    assert shut.desk.sitting(J01).members == HERE
    assert refusal_of(lambda: shut.desk.open_sitting(J01)) is Code.SITTING_OPENED


def test_who_is_out_of_the_room_decides_nothing_until_they_are_back(scene: Scene) -> None:
    for presence, code in ((Presence.AWAY, Code.HEAD_AWAY), (Presence.REMOTE, Code.PRESIDENT_REMOTE)):
        state = scene.desk.take_attendance(J01, (Member(HERE[0].name, Quality.PRESIDENT, presence),))
        assert (state.may_decide, state.refused) == (False, code)
        assert refusal_of(lambda: scene.decide(N0417, Ruling.SECOND_GROUPE)) is code
    assert scene.desk.take_attendance(J01, HERE).may_decide
    scene.decide(N0417, Ruling.SECOND_GROUPE)


def test_who_handed_the_presidency_decides_no_more(scene: Scene) -> None:
    assert refusal_of(lambda: scene.desk.hand_over(J01, Role.PRESIDENT, "", "r")) is Code.PRESIDES_ALREADY
    assert refusal_of(lambda: scene.desk.hand_over(J01, Role.VICE_PRESIDENT, "", " ")) is Code.REASON_MISSING
    scene.decide(N0417, Ruling.SECOND_GROUPE)
    state = scene.desk.hand_over(J01, Role.VICE_PRESIDENT, "Vice-président d’essai", "rappelée au rectorat")
    (handed,) = state.handovers
    assert (handed.to, handed.name, handed.decided, handed.pv) == (Role.VICE_PRESIDENT, state.president, 1, "12")
    assert (state.presiding, state.may_decide, state.refused) == (Role.VICE_PRESIDENT, False, Code.PRESIDENT_ONLY)
    assert refusal_of(lambda: scene.decide(N0432, Ruling.SECOND_GROUPE)) is Code.PRESIDENT_ONLY


def test_a_closing_waits_for_every_decision_and_then_nothing_changes(scene: Scene) -> None:
    assert scene.desk.sitting(J01).stage is Stage.OPENED
    undecided = next(one for one in scene.desk.sitting(J01).obstacles if one.code is Code.CLOSING_UNDECIDED)
    assert undecided.numbers == tuple(map(StudentNumber, NUMBERS))
    scene.desk.examine_paper(J01, N0418, True, Entry.TYPED)
    scene.desk.declare_none(J01, N0455, True, "candidat libre")
    for number in (N0417, N0432, N0460, N0418, N0455):
        result = scene.sheet(number).result
        assert result is not None
        mention = "" if result.mention is None else result.mention.value
        scene.decide(number, Ruling(result.proposal.value), mention=mention)
    assert refusal_of(lambda: scene.desk.close_sitting(J01)) is Code.CLOSING_UNDECIDED
    scene.decide(N0433, Ruling.SANS_DECISION, "note attendue")
    assert scene.desk.sitting(J01).obstacles == ()
    assert scene.desk.sitting(J01).stage is Stage.DELIBERATED
    assert scene.desk.close_sitting(J01).stage is Stage.CLOSED
    assert refusal_of(lambda: scene.raise_to(N0417, PC, "9")) is Code.SITTING_CLOSED


def test_the_lens_is_kept_within_its_bounds(scene: Scene) -> None:
    assert scene.desk.lens() == Decimal("0.2")
    assert not scene.desk.set_lens(J01, Decimal("0.1")).states[N0417].near
    assert scene.desk.lens() == Decimal("0.1")
    assert refusal_of(lambda: scene.desk.set_lens(J01, Decimal("0.6"))) is Code.VALUE_OUT_OF_RANGE


def test_what_is_typed_is_kept_by_candidate_and_place_until_it_is_emptied(scene: Scene) -> None:
    scene.desk.keep_draft(J01, N0432, "reason:MATH", "ré")
    scene.desk.keep_draft(J01, N0417, "reason:PC", "des progr")
    assert scene.desk.drafts(J01, N0417) == {"reason:PC": "des progr"}
    assert scene.desk.drafted(J01) == (N0417, N0432)
    scene.desk.keep_draft(J01, N0417, "reason:PC", "")
    assert (scene.desk.drafts(J01, N0417), scene.desk.drafted(J01)) == ({}, (N0432,))


def test_a_state_sheet_is_due_when_something_changed_since_the_last(shut: Scene, tmp_path: Path) -> None:
    place = tmp_path / "key"
    place.mkdir()
    desk = shut.desk
    assert desk.state_place() == ""
    desk.choose_state_place(str(place))
    assert desk.state_place() == str(place)
    assert desk.state_sheet(J01) is None, "the sitting is not open"
    desk.take_attendance(J01, HERE)
    desk.open_sitting(J01)
    for mark in ("9", "10"):
        sheet = desk.state_sheet(J01)
        assert sheet is not None
        assert (sheet.jury, sheet.closed) == (J01, False)
        desk.write_state_sheet(sheet, str(place))
        assert desk.state_sheet(J01) is None, "nothing changed"
        shut.raise_to(N0417, PC, mark)
    desk.choose_state_place("")
    assert desk.state_sheet(J01) is None
