# SPDX-License-Identifier: AGPL-3.0-or-later
"""The PV as a value: what ``domain.md`` §4.6 lists, from the board and the accepted acts alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from lsl_desk.domain.acts import (
    AttendanceTaken,
    Author,
    Body,
    ConflictSettled,
    DecisionWithdrawn,
    Entry,
    LivretOpened,
    LivretRead,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    PaperExamined,
    PointsAdded,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Conflicted
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained
from lsl_desk.domain.equal_treatment import unequal
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.fallback import ACADEMY, COPY
from lsl_desk.domain.ids import CentreId, JuryId
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.minutes import (
    Awaited,
    Explained,
    Handover,
    Heading,
    Incident,
    LivretExamined,
    MarkChanged,
    Minutes,
    Reopened,
    minutes_of,
)
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.closings import CLOSED, Room, alike, closed_room
from tests.domain.sitting import (
    FAILING,
    HEAD,
    PAPER,
    PASSING,
    PRESIDENT,
    READ,
    START,
    VICE,
    act,
    board_of_three,
    decided,
    jury_of_three,
    member,
    numeric,
    office,
    opened,
    raised,
    without,
)

HEADING = Heading("Académie d’essai", CentreId("0750001Z"), 2018, JuryId("J01"), "Jury J01 · ES", 1)


def drawn(room: Room) -> Minutes:
    return minutes_of(HEADING, room.board, room.annals)


def test_a_closed_sitting_is_all_in_its_pv() -> None:
    room = closed_room()
    pv = drawn(room)
    assert (pv.heading, pv.edition, pv.closing) == (HEADING, 1, room.board.closing())
    assert pv.opened is not None
    assert pv.closed is not None
    assert pv.opened > pv.closed, "the opening of these tests has the last rank: order never depends on a clock"
    assert (pv.lifted, pv.from_copy, pv.presiding, pv.notes) == (None, None, Role.PRESIDENT, ())
    assert [one.quality for one in pv.members] == [Quality.PRESIDENT, Quality.VICE_PRESIDENT]
    assert [(one.number, one.ruling, one.mention) for one in pv.lines] == [
        (FAILING, Ruling.AJOURNE, ""),
        (PAPER, Ruling.SECOND_GROUPE, ""),
        (PASSING, Ruling.ADMIS, "AB"),
    ]
    failing = pv.lines[0]
    assert (failing.before, failing.average_before, failing.after, failing.average_after, failing.coefficients) == (
        Decimal(35), Decimal("7.00"), Decimal(35), Decimal("7.00"), Decimal(5),
    )  # fmt: skip
    livret = failing.livret
    assert (livret.state, livret.digest, livret.source) == (Examination.READ, READ, "dossier")
    assert (livret.name, livret.role) == (PRESIDENT.name, Role.PRESIDENT)
    assert [one.livret.state for one in pv.lines[1:]] == [Examination.UNREAD] * 2


def test_times_go_back_when_one_that_is_told_is_before_what_was_done_earlier() -> None:
    early, late = START, START + timedelta(hours=1)
    handed = Handover(Role.VICE_PRESIDENT, VICE.name, "départ", early, 0)
    again = Reopened(PASSING, "erreur", VICE.name, early)
    bare = replace(drawn(Room()), opened=None)
    sat = replace(bare, opened=early, closed=late, lifted=late, handovers=(handed,), reopened=(again,))
    assert not bare.times_go_back
    assert not sat.times_go_back
    assert not replace(sat, lifted=late + timedelta(hours=1)).times_go_back, "after the closing"
    for odd in (
        replace(bare, opened=late, closed=early),
        replace(bare, opened=late, lifted=early),
        replace(bare, opened=late, reopened=(again,)),
        replace(bare, handovers=(replace(handed, time=late), handed)),
        replace(bare, reopened=(replace(again, time=late), again)),
        replace(sat, handovers=(replace(handed, time=late + timedelta(seconds=1)),)),
    ):
        assert odd.times_go_back


def test_a_draft_has_no_closing_and_the_next_closing_is_the_next_edition() -> None:
    room = Room()
    draft = drawn(room)
    assert (draft.edition, draft.closing, draft.closed) == (1, None, None)
    assert draft.lines[0].ruling is None
    room = closed_room()
    assert room.do(AnonymityLifted()) == Accepted()
    assert room.do(CaseReopened(PASSING, "note inversée")) == Accepted()
    again = drawn(room)
    assert (again.edition, again.closing, again.closed) == (2, None, None)
    assert again.lifted is not None
    assert [(one.number, one.reason, one.name) for one in again.reopened] == [
        (PASSING, "note inversée", PRESIDENT.name)
    ]
    assert isinstance(again.reopened[0], Reopened)
    room.close()
    assert drawn(room).edition == 2


def test_what_the_jury_changed_stands_beside_what_the_office_gave() -> None:
    room = Room()
    room.do(raised("12", "9", number=PAPER, reason="progrès"), VICE)
    (line,) = [one for one in drawn(room).lines if one.number == PAPER]
    assert line.changes == (MarkChanged("PHILO", "Philosophie", Decimal(9), Decimal(12), None, "", "progrès"),)
    assert (line.before, line.after) == (Decimal(45), Decimal(51))
    undone = replace(raised("9", "12", seen=1, number=PAPER), undoes=act(100, CLOSED).act, reason="")
    assert room.do(undone) == Accepted()
    assert drawn(room).lines[1].changes == (), "what was taken back is no change"


def test_the_exam_office_s_mark_chosen_over_a_raise_is_told_with_its_reason() -> None:
    """J3, step 11."""
    room = Room()
    assert isinstance(room.do(raised("12", "8", number=PAPER), VICE), Conflicted)
    choice = ConflictSettled(room.board.conflicts[0].act, None, "note de la DEC")
    assert room.do(choice) == Accepted()
    (change,) = drawn(room).lines[1].changes
    assert change == MarkChanged("PHILO", "Philosophie", Decimal(9), Decimal(9), None, "", "note de la DEC")


def test_a_mark_nobody_ruled_on_is_listed_and_no_average_is_given() -> None:
    room = Room(jury_of_three(n0417_MATH=office(None, "MATH", 3)))
    line, other, _ = drawn(room).lines
    assert line.unknown == (Awaited("MATH", "Mathématiques"),)
    assert (line.before, line.after, line.average_before, line.average_after) == (Decimal(14), Decimal(14), None, None)
    assert not line.whole_before
    assert not line.whole_after
    assert other.whole_before
    assert other.unknown == ()
    assert room.do(MissingMarkRuled(FAILING, "MATH", MissingRule.ABSENT, Decimal(0), "", 0, "absent")) == Accepted()
    ruled = drawn(room).lines[0]
    assert (ruled.unknown, ruled.average_after, ruled.whole_after) == ((), Decimal("2.80"), True)
    assert not ruled.whole_before, "what the office gave was of the other marks only"


def test_points_of_the_jury_and_missing_marks_are_said_as_such() -> None:
    marks = {FAILING: (office("9.5"), office(None, "MATH", 3))}
    sitting = opened(Board(marks, (numeric(FAILING, "Générale"),), rules=lambda serie: rules_of(2025, serie)))
    room = Room(sitting)
    given = MissingMarkRuled(FAILING, "MATH", MissingRule.PROVISIONAL, Decimal(11), "moyenne, page 2", 0, "perdue")
    assert room.do(given) == Accepted()
    assert room.do(PointsAdded(FAILING, Decimal(0), Decimal(3), 0, "assidu")) == Accepted()
    changes = drawn(room).lines[0].changes
    assert [(one.exam, one.before, one.after, one.missing, one.origin, one.reason) for one in changes] == [
        ("MATH", None, Decimal(11), MissingRule.PROVISIONAL, "moyenne, page 2", "perdue"),
        (POINTS, None, Decimal(3), None, "", "assidu"),
    ]


def test_who_did_what_around_the_candidates_is_told() -> None:
    room = Room()
    room.do(NumberIncident(FAILING, READ, 2, "0471"), VICE)
    room.do(PaperExamined(PAPER, True, Entry.SCANNED), VICE)
    room.do(NoLivretDeclared(PASSING, True, "ne l’a pas fourni"))
    room.do(LivretRead(FAILING, READ, ("1.0", "1.0"), COPY), HEAD)
    room.do(LivretRead(FAILING, READ, ("1.0", "1.0"), COPY), VICE)
    room.do(LivretRead(FAILING, READ, ("1.0", "1.0"), COPY))
    assert room.do(decided(room.board, PASSING, Ruling.SUSPENDU, reason="à revoir")) == Accepted()
    assert room.do(decided(room.board, PASSING, Ruling.ADMIS, "AB")) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    assert room.do(DecisionWithdrawn(PAPER, 1, "à revoir")) == Accepted()
    room.do(PresidencyHanded(Role.VICE_PRESIDENT, "V", "rappelée"))
    pv = drawn(room)
    assert [one.livret.state for one in pv.lines] == [Examination.READ, Examination.PAPER, Examination.NONE_GIVEN]
    assert [one.livret.name for one in pv.lines] == [VICE.name, VICE.name, PRESIDENT.name], "the first who read"
    assert pv.lines[2].livret.reason == "ne l’a pas fourni"
    assert pv.from_copy is not None
    assert [first < last for first, last in pv.from_copy] == [True]
    assert [(one.number, one.page, one.found) for one in pv.incidents] == [(FAILING, 2, "0471")]
    assert isinstance(pv.incidents[0], Incident)
    assert [(one.to, one.name, one.reason, one.decided) for one in pv.handovers] == [
        (Role.VICE_PRESIDENT, "V", "rappelée", 1)
    ]
    assert isinstance(pv.handovers[0], Handover)
    assert pv.presiding is Role.VICE_PRESIDENT


def times(annals: Annals) -> list[tuple[int, int]]:
    """Each cut, in minutes since the sitting opened."""
    opened = annals.opened
    assert opened is not None
    return [tuple(int((one - opened).total_seconds()) // 60 for one in cut) for cut in annals.cuts]  # type: ignore[misc] # two


def test_a_cut_is_told_from_the_livret_on_the_screen_to_the_first_one_opened_at_the_academy_again() -> None:
    """J4, step 7: nothing needs to be read whole in it."""
    annals = Annals()
    begun = act(1, SittingOpened(), PRESIDENT)

    def at(minute: int, body: Body, author: Author = PRESIDENT, device: str = "a") -> None:
        made = act(minute + 2, body, author, device)
        annals.take(replace(made, time=begun.time + timedelta(minutes=minute)))

    annals.take(begun)
    raise_of = raised("12", "9", number=PAPER)
    at(0, LivretOpened(FAILING, READ, ACADEMY))
    at(30, LivretOpened(FAILING, READ, COPY))
    at(35, raise_of)
    at(41, DecisionWithdrawn(PAPER, 1, "à revoir"))
    assert times(annals) == [(30, 41)], "it goes on, and what is done in it is in it"
    at(44, LivretOpened(PASSING, READ, ACADEMY))
    at(50, raise_of)
    assert times(annals) == [(30, 44)]
    at(40, LivretOpened(FAILING, READ, COPY), VICE, "b")
    at(48, raise_of, VICE, "b")
    assert times(annals) == [(30, 48)], "of two posts, one cut in another"
    at(55, LivretOpened(FAILING, READ, COPY), HEAD, "c")
    at(56, LivretRead(FAILING, READ, ("1.0", "1.0"), COPY))
    at(60, SittingClosed(NO_CHAIN))
    at(70, LivretOpened(FAILING, READ, COPY))
    assert times(annals) == [(30, 48), (56, 60)], "a head of centre does not sit; a PV is not changed after its closing"
    at(80, CaseReopened(PAPER, "note inversée"))
    at(81, LivretOpened(FAILING, READ, COPY))
    assert times(annals)[2:] == [(81, 81)]


def test_a_reading_before_the_opening_is_not_of_the_outage_and_one_unknown_is_said_without_its_reader() -> None:
    annals = Annals()
    annals.take(act(1, LivretRead(FAILING, READ, ("1.0", "1.0"), COPY), VICE))
    assert annals.cuts == ()
    board = jury_of_three()
    board.take(act(1, LivretRead(FAILING, READ, ("1.0", "1.0"), COPY), VICE))
    board.take(act(2, PaperExamined(PAPER, True, Entry.SCANNED), VICE))
    read, paper, _ = minutes_of(HEADING, board, Annals()).lines
    assert read.livret == LivretExamined(Examination.READ, READ)
    assert paper.livret == LivretExamined(Examination.PAPER)


def test_the_declaration_in_force_is_the_one_told_whatever_was_declared_and_taken_back_since() -> None:
    room = Room()
    room.do(PaperExamined(PAPER, True, Entry.SCANNED), VICE)
    room.do(NoLivretDeclared(PAPER, True, "ne l’a pas fourni"))
    room.do(NoLivretDeclared(PAPER, False, ""))
    told = drawn(room).lines[1].livret
    assert (told.state, told.name, told.reason) == (Examination.PAPER, VICE.name, "")
    assert told.act == room.annals.papers[PAPER].act
    room.do(NoLivretDeclared(PASSING, True, "ne l’a pas fourni"))
    room.do(PaperExamined(PASSING, True, Entry.TYPED))
    room.do(PaperExamined(PASSING, False, Entry.TYPED))
    told = drawn(room).lines[2].livret
    assert (told.state, told.reason) == (Examination.NONE_GIVEN, "ne l’a pas fourni")


def test_unequal_cases_are_in_it_with_their_reason() -> None:
    room = alike()
    waiting = Explained("ES", Decimal(10), 2, (FAILING, PAPER), "")
    assert drawn(room).unequal == (waiting,)
    (case,) = unequal(room.board.dossiers())
    room.do(InequalityExplained(case.key, "livrets différents"))
    assert drawn(room).unequal == (replace(waiting, reason="livrets différents"),)


def test_a_jury_without_rules_marks_or_members_has_a_pv_too() -> None:
    pv = minutes_of(HEADING, Board({}, (without("0417"),)), Annals())
    assert (pv.members, pv.notes, pv.opened) == ((), (), None)
    assert (pv.lines[0].before, pv.lines[0].after, pv.lines[0].coefficients, pv.lines[0].average_after) == (None,) * 4
    known = board_of_three({FAILING: (office(None),)})
    assert minutes_of(HEADING, known, Annals()).lines[0].before is None, "no mark counts"


def test_a_jury_of_the_voie_technologique_says_whether_professionals_were_a_third() -> None:
    room = Room(opened(Board({}, (without("0417", serie="STMG"),))))
    room.do(AttendanceTaken((member(Quality.PRESIDENT), member(Quality.INSPECTOR))), HEAD)
    (note,) = drawn(room).notes
    assert note.startswith("Tiers de représentants des professions non atteint")


def test_a_mark_of_no_rule_is_named_by_its_code() -> None:
    room = Room(opened(Board({FAILING: (office("9"),)}, (numeric(FAILING),))))
    room.do(raised("10", "9"))
    assert drawn(room).lines[0].changes[0].name == "PHILO"
