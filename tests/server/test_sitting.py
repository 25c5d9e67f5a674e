# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting at the academy, by signed acts over HTTP: what the law, its order and the guard forbid is refused again."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Connection, func, insert, select

from lsl_desk.domain.acts import (
    Act,
    Body,
    ConflictSettled,
    DecisionTaken,
    DecisionWithdrawn,
    Entry,
    MarkRaised,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    PaperExamined,
    PointsAdded,
    Presence,
    PresidencyHanded,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, SignatureRefused
from lsl_desk.domain.decisions import marks_digest
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import ActId, JuryId, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.marks import POINTS, ExamCode
from lsl_desk.domain.receipts import NO_CHAIN, Receipt
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import heads, juries, schema, sittings
from lsl_desk.server.db.juries import checks_text
from lsl_desk.server.services import acts
from lsl_desk.wire import routes
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from tests.server.test_round_trips import statements
from tests.server.world import Post, World, attending, decided, raised, read, receipt

J01 = JuryId("J01")
ONE = StudentNumber("0417")
AJOURNE = decided(Ruling.AJOURNE, "5", number="0501")


@pytest.fixture
def posts(world: World, client: TestClient) -> "Sender":
    """Whoever sends acts over HTTP."""
    return Sender(world, client)


class Sender:
    """Sends acts of posts, and reads the receipts."""

    def __init__(self, world: World, client: TestClient) -> None:
        self.world, self.client = world, client

    def receipts(self, post: Post, *bodies: Body, jury: str = "J01") -> list[Receipt]:
        """What the academy signs for each act."""
        envelopes = [post.act(body, jury) for body in bodies]
        answer = self.client.post(routes.ACTS, headers=post.headers, json={"acts": envelopes})
        return [receipt(one["receipt"], self.world.academy.key.public) for one in answer.json()["answers"]]

    def __call__(self, post: Post, *bodies: Body, jury: str = "J01") -> list[str]:
        """What becomes of each act: « accepted », « conflict », or why it was refused."""
        return [one.code or one.verdict.value for one in self.receipts(post, *bodies, jury=jury)]


def weak(world: World, number: str, mark: str = "5", livret_format: str = "numerique") -> None:
    """A candidate whose one mark is under 8."""
    world.candidates("J01", number)
    with world.academy.database.writing() as connection:
        for table, values in ((schema.mark, {"value": mark}), (schema.candidate, {"format": livret_format})):
            here = (table.c.jury == "J01", table.c.number == number)
            connection.execute(table.update().where(*here).values(values))


def test_nothing_is_changed_or_decided_before_the_sitting_is_open_and_the_president_there(
    world: World, posts: Sender
) -> None:
    one, vice = world.post(Role.PRESIDENT), world.post(Role.VICE_PRESIDENT)
    assert posts(vice, raised("12")) == [Code.SITTING_NOT_OPEN]
    assert posts(one, decided(Ruling.SECOND_GROUPE), SittingOpened()) == [Code.SITTING_NOT_OPEN, Code.HEAD_AWAY]
    remote = attending(Presence.REMOTE)
    assert posts(one, remote, SittingOpened()) == ["accepted", Code.PRESIDENT_REMOTE]
    assert posts(vice, attending(), SittingOpened()) == ["accepted", Code.PRESIDENT_ONLY]
    assert posts(one, SittingOpened(), decided(Ruling.SECOND_GROUPE)) == ["accepted", "accepted"]


def test_nobody_is_ajourne_unread_even_by_an_act_that_a_post_signed(world: World, posts: Sender) -> None:
    weak(world, "0501")
    digest = world.livret("J01", "0501", b"%PDF-1.7 un")
    one = world.sitting()
    head = world.post(Role.CHEF_DE_CENTRE)
    assert posts(one, AJOURNE) == [Code.LIVRET_UNREAD]
    reading = read("0501")
    assert posts(head, type(reading)(reading.number, digest, ("1.0",), "académie")) == ["accepted"]
    assert posts(one, AJOURNE) == [Code.LIVRET_UNREAD], "a head of centre is not of the jury"
    assert posts(one, reading, AJOURNE) == ["accepted", Code.LIVRET_UNREAD], "another version was read"
    here = type(reading)(reading.number, digest, ("1.0",), "académie")
    assert posts(one, here, AJOURNE) == ["accepted", "accepted"]


def test_a_livret_examined_is_of_that_candidate_in_that_jury(world: World, posts: Sender) -> None:
    for number, form in (("0501", "numerique"), ("0502", "numerique"), ("0503", "papier")):
        weak(world, number, livret_format=form)
    digest = {world.livret("J01", number, b"%PDF-1.7 un") for number in ("0501", "0502")}.pop()
    world.candidates("J02", "0503")
    one, other = world.sitting(), world.post(Role.PRESIDENT, "J02")
    there = PaperExamined(StudentNumber("0503"), examined=True, entry=Entry.TYPED)
    assert posts(one, replace(read("0502"), digest=digest)) == ["accepted"]
    assert posts(other, replace(read("0501"), digest=digest), there, jury="J02") == ["accepted"] * 2
    failed = decided(Ruling.AJOURNE, "5", number="0503")
    assert posts(one, AJOURNE, failed) == [Code.LIVRET_UNREAD, Code.LIVRET_NOT_EXAMINED]


def test_a_reading_that_does_not_tell_of_each_page_is_refused_and_one_taken_before_has_no_effect(
    world: World, posts: Sender
) -> None:
    weak(world, "0501")
    digest = world.livret("J01", "0501", b"%PDF-1.7 un")
    one, reading = world.sitting(), read("0501")
    wrong = (replace(reading, digest=digest, seconds=told) for told in (("0.2", "0.2"), ()))
    assert posts(one, *wrong, AJOURNE) == [Code.LIVRET_PAGES, Code.LIVRET_PAGES, Code.LIVRET_UNREAD]
    later = world.academy.files.put(b"%PDF-1.7 deux")
    assert posts(one, type(reading)(reading.number, later, (), "dossier")) == ["accepted"], "nobody knows its pages yet"
    world.livret("J01", "0501", b"%PDF-1.7 deux")
    assert posts(one, AJOURNE) == [Code.LIVRET_UNREAD]
    whole = type(reading)(reading.number, later, ("1.0",), "académie")
    assert posts(one, whole, AJOURNE) == ["accepted", "accepted"]


def test_a_livret_replaced_after_the_reading_is_to_be_read_again(world: World, posts: Sender) -> None:
    weak(world, "0501")
    first = world.livret("J01", "0501", b"%PDF-1.7 un")
    one, blank = world.sitting(), read("0501")
    assert posts(one, type(blank)(blank.number, first, ("1.0",), "x"), AJOURNE) == ["accepted", "accepted"]
    second = world.livret("J01", "0501", b"%PDF-1.7 deux")
    again = decided(Ruling.AJOURNE, "5", number="0501", seen=1)
    assert posts(one, again, SittingClosed(NO_CHAIN)) == [Code.LIVRET_UNREAD, Code.CLOSING_UNREAD]
    assert posts(one, type(blank)(blank.number, second, ("1.0",), "x"), again) == ["accepted", "accepted"]


def test_a_livret_that_cannot_be_read_is_examined_on_paper_and_not_said_not_to_exist(
    world: World, posts: Sender
) -> None:
    weak(world, "0501", livret_format="absent")
    weak(world, "0502")
    one, none = world.sitting(), NoLivretDeclared(StudentNumber("0501"), declared=True, reason="aucun")
    there = replace(none, number=StudentNumber("0502"))
    assert posts(one, decided(Ruling.AJOURNE, "5", number="0502"), none) == [Code.LIVRET_NOT_EXAMINED, "accepted"]
    world.livret("J01", "0501", b"%PDF-1.7 un")
    of = schema.candidate.c
    with world.academy.database.writing() as connection:
        veiled = checks_text((PageCheck(NumberCheck.OTHER, ONE),))
        connection.execute(schema.candidate.update().where(of.number == "0501").values(pages=veiled))
        connection.execute(schema.candidate.update().where(of.number == "0502").values(problem="unreadable"))
    assert posts(one, AJOURNE, there) == [Code.LIVRET_NOT_EXAMINED, Code.LIVRET_IS_THERE]


def test_a_livret_that_is_not_here_is_examined_on_paper_or_said_not_to_exist(world: World, posts: Sender) -> None:
    weak(world, "0501", livret_format="papier")
    weak(world, "0502", livret_format="absent")
    weak(world, "0503")
    world.livret("J01", "0503", b"%PDF-1.7 trois")
    one = world.sitting()
    numbers = [StudentNumber(number) for number in ("0501", "0502", "0503")]
    assert posts(one, *(decided(Ruling.AJOURNE, "5", number=number) for number in numbers)) == [
        Code.LIVRET_NOT_EXAMINED,
        Code.LIVRET_NOT_EXAMINED,
        Code.LIVRET_UNREAD,
    ]
    paper = [PaperExamined(number, examined=True, entry=Entry.SCANNED) for number in numbers]
    none = [NoLivretDeclared(number, declared=True, reason="dossier vide") for number in numbers]
    assert posts(one, paper[2], none[2]) == [Code.LIVRET_TO_READ, Code.LIVRET_IS_THERE]
    instead = replace(paper[2], instead=True)
    failed = decided(Ruling.AJOURNE, "5", number="0503")
    assert posts(one, instead, failed) == ["accepted", "accepted"], "its paper was examined where it is not"
    again = decided(Ruling.AJOURNE, "5", number="0503", seen=1)
    taken_back = replace(instead, examined=False)
    assert posts(one, taken_back, again) == ["accepted", Code.LIVRET_UNREAD]
    assert posts(one, paper[0], none[1]) == ["accepted", "accepted"]
    back = PaperExamined(numbers[0], examined=False, entry=Entry.TYPED)
    assert posts(one, AJOURNE, back) == ["accepted", "accepted"]
    assert posts(one, decided(Ruling.AJOURNE, "5", number="0501", seen=1)) == [Code.LIVRET_NOT_EXAMINED]
    assert posts(one, decided(Ruling.AJOURNE, "5", number="0502")) == ["accepted"]


def test_a_decision_on_marks_that_changed_since_is_kept_and_stale(world: World, posts: Sender) -> None:
    one, vice = world.sitting(), world.post(Role.VICE_PRESIDENT)
    assert posts(vice, raised("10")) == ["accepted"]
    assert posts(one, decided(Ruling.SECOND_GROUPE)) == ["accepted"]
    with world.academy.database.reading() as connection:
        dossier = _board(world, connection).dossier(ONE)
    assert dossier is not None
    assert dossier.stale
    assert posts(one, decided(Ruling.ADMIS, "10", seen=1)) == ["accepted"]


def test_nothing_final_is_decided_of_who_alone_was_given_no_mark(world: World, posts: Sender) -> None:
    weak(world, "0501", livret_format="papier")
    with world.academy.database.writing() as connection:
        connection.execute(schema.mark.delete().where(schema.mark.c.number == "0501"))
    none = marks_digest((), Decimal(0))
    admis = DecisionTaken(StudentNumber("0501"), Ruling.ADMIS, "", none, Decimal(0), 0, "")
    assert posts(world.sitting(), admis) == [Code.DECISION_FORGOTTEN]
    with world.academy.database.reading() as connection:
        assert [one.forgotten for one in _board(world, connection).dossiers() if one.number == "0501"] == [True]


def test_what_the_marks_do_not_give_is_not_decided(world: World, posts: Sender) -> None:
    one = world.sitting()
    assert posts(one, decided(Ruling.ADMIS), decided(Ruling.SECOND_GROUPE, mention="AB")) == [
        Code.DECISION_TOTAL,
        Code.DECISION_MENTION,
    ]
    assert posts(one, decided(Ruling.SUSPENDU), decided(Ruling.SUSPENDU, reason="à revoir")) == [
        Code.REASON_MISSING,
        "accepted",
    ]


def test_what_the_rules_of_the_session_forbid_of_a_mark_is_refused(world: World, posts: Sender) -> None:
    """Session 2018, série ES: French was decided the year before, no points of the jury, nothing lowered."""
    world.insert("mark", {"jury": "J01", "number": ONE, "exam": "FRA_E", "rank": 2, "coefficient": "2", "value": "8"})
    one = world.sitting()
    bodies: list[Body] = [
        raised("8"),
        raised("9.5"),
        raised("21"),
        raised("9", exam="FRA_E", before="8"),
        PointsAdded(ONE, Decimal(0), Decimal(4), 0, "oral remarquable"),
        raised("12", number="9999"),
    ]
    assert posts(one, *bodies) == [
        Code.MARK_LOWERED,
        Code.MARK_WHOLE,
        Code.MARK_OUT_OF_RANGE,
        Code.MARK_ANTICIPATED,
        Code.POINTS_FORBIDDEN,
        Code.MARK_UNKNOWN,
    ]


def test_a_session_that_no_pack_knows_is_decided_without_the_help_of_rules(world: World, posts: Sender) -> None:
    with world.academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(serie="Série inventée"))
    one = world.sitting()
    points = [PointsAdded(ONE, Decimal(before), Decimal(after), seen, "débat") for before, after, seen in POINTS_GIVEN]
    assert posts(one, *points) == ["accepted", "accepted"]
    with world.academy.database.reading() as connection:
        cell = _board(world, connection).mark(ONE, POINTS)
    assert cell is not None
    assert (cell.version, cell.value) == (2, Decimal(3))


POINTS_GIVEN = ((0, 5, 0), (5, 3, 1))


def test_a_missing_mark_is_ruled_and_the_one_that_comes_counts_when_it_is_better(world: World, posts: Sender) -> None:
    world.insert("mark", {"jury": "J01", "number": ONE, "exam": "SES", "rank": 2, "coefficient": "7", "value": None})
    one = world.sitting()
    wait = MissingMarkRuled(ONE, "SES", MissingRule.WAIT, None, "", 0, "note attendue")
    with_livret = MissingMarkRuled(ONE, "SES", MissingRule.PROVISIONAL, Decimal(12), "livret, page 2", 1, "note P")
    assert posts(one, decided(Ruling.SECOND_GROUPE), wait, with_livret) == [
        "accepted",
        "accepted",
        "accepted",
    ]
    with world.academy.database.reading() as connection:
        cell = _board(world, connection).mark(ONE, ExamCode("SES"))
    assert cell is not None
    assert (cell.value, cell.missing, cell.origin) == (Decimal(12), MissingRule.PROVISIONAL, "livret, page 2")
    with world.academy.database.writing() as connection:
        came = schema.mark.update().where(schema.mark.c.exam == "SES")
        connection.execute(came.values(value="14"))
    with world.academy.database.reading() as connection:
        better = _board(world, connection).mark(ONE, ExamCode("SES"))
    assert better is not None
    assert (better.value, better.version) == (Decimal(14), 2)


def test_two_decisions_apart_are_both_kept_and_who_presides_decides_again(world: World, posts: Sender) -> None:
    one, twin = world.sitting(), world.post(Role.PRESIDENT)
    suspended = decided(Ruling.SUSPENDU, reason="à revoir")
    assert posts(one, decided(Ruling.SECOND_GROUPE)) == ["accepted"]
    assert posts(twin, suspended, DecisionWithdrawn(ONE, 0, "erreur")) == ["conflict", "conflict"]
    other = decided(Ruling.SECOND_GROUPE, number="0432")
    assert posts(one, other, SittingClosed(NO_CHAIN)) == ["accepted", Code.CONFLICT_OPEN]
    assert posts(one, DecisionWithdrawn(ONE, 1, "à revoir"), decided(Ruling.SECOND_GROUPE, seen=2)) == ["accepted"] * 2
    assert posts(one, SittingClosed(NO_CHAIN), suspended) == ["accepted", Code.SITTING_CLOSED]
    with world.academy.database.reading() as connection:
        taken = connection.execute(
            select(schema.decision_change.c.ruling).where(schema.decision_change.c.number == ONE)
        )
        assert list(taken.scalars()) == ["second_groupe", None, "second_groupe"]
        kept = connection.execute(select(schema.decision_conflict.c.settled)).scalars().all()
        assert len(kept) == 2
        assert None not in kept


def test_after_a_handover_the_other_head_decides_and_the_president_does_not(world: World, posts: Sender) -> None:
    one, vice = world.sitting(), world.post(Role.VICE_PRESIDENT)
    hand = PresidencyHanded(Role.VICE_PRESIDENT, "Vice-présidente inventée", "convocation")
    assert posts(vice, decided(Ruling.SECOND_GROUPE), hand) == [Code.PRESIDENT_ONLY] * 2
    assert posts(one, hand) == ["accepted"]
    assert posts(one, decided(Ruling.SECOND_GROUPE), raised("12")) == [Code.PRESIDENT_ONLY, "accepted"]
    assert posts(vice, decided(Ruling.SECOND_GROUPE, number="0432")) == ["accepted"]
    assert posts(vice, decided(Ruling.ADMIS, "12", mention="AB"), SittingClosed(NO_CHAIN)) == [
        "accepted",
        Code.CLOSING_UNEQUAL,
    ]
    assert posts(vice, *world.explained(), SittingClosed(NO_CHAIN)) == ["accepted"] * 2


def test_the_presidency_does_not_go_to_who_is_out_of_the_room(world: World, posts: Sender) -> None:
    one = world.sitting()
    told = attending()
    away = (told.members[0], replace(told.members[1], presence=Presence.REMOTE), *told.members[2:])
    hand = PresidencyHanded(Role.VICE_PRESIDENT, "Vice-présidente inventée", "convocation")
    assert posts(one, replace(told, members=away), hand) == ["accepted", Code.HEAD_AWAY]


def test_an_act_without_the_reason_that_is_due_is_refused_again(world: World, posts: Sender) -> None:
    weak(world, "0501", livret_format="absent")
    one, two = world.sitting(), world.post(Role.VICE_PRESIDENT)
    hand = PresidencyHanded(Role.VICE_PRESIDENT, "Vice-présidente inventée", " ")
    silent = (
        replace(raised("10"), reason=" "),
        NoLivretDeclared(StudentNumber("0501"), declared=True, reason=" "),
        hand,
    )
    assert posts(one, *silent) == [Code.REASON_MISSING] * 3
    assert posts(one, decided(Ruling.ABSENT), decided(Ruling.SANS_DECISION)) == [Code.REASON_MISSING] * 2
    assert posts(two, raised("10"), raised("12")) == ["accepted", "conflict"]
    kept = list(_acts(world))[-1].act
    assert posts(one, ConflictSettled(kept, Decimal(12), " ")) == [Code.REASON_MISSING]
    assert posts(one, ConflictSettled(kept, Decimal(12), "relu")) == ["accepted"]
    assert posts(one, decided(Ruling.ADMIS, "12", mention="AB"), DecisionWithdrawn(ONE, 1, " ")) == [
        "accepted",
        Code.REASON_MISSING,
    ]
    assert posts(one, decided(Ruling.SECOND_GROUPE, number="0432")) == ["accepted"]
    assert (
        posts(one, NoLivretDeclared(StudentNumber("0501"), declared=True, reason="aucun"), AJOURNE) == ["accepted"] * 2
    )
    unequal = world.explained()[0]
    assert isinstance(unequal, InequalityExplained)
    assert posts(one, replace(unequal, reason=" "), unequal) == [Code.REASON_MISSING, "accepted"]
    assert posts(one, AnonymityLifted(), SittingClosed(NO_CHAIN)) == ["accepted"] * 2
    closing = list(_acts(world))[-1].act
    assert posts(one, SignatureRefused(Role.PRESIDENT, "Président inventé", closing, " ")) == [Code.REASON_MISSING]
    assert posts(one, CaseReopened(ONE, " "), CaseReopened(ONE, "note inversée")) == [Code.REASON_MISSING, "accepted"]


def test_who_assists_there_does_not_preside_there_whatever_their_account_says(world: World, posts: Sender) -> None:
    world.sitting()
    post = world.post(Role.PRESIDENT, "J02")
    with world.academy.database.writing() as connection:
        account = connection.execute(select(schema.device.c.account).where(schema.device.c.id == post.key.public.id))
        seat = {"jury": "J01", "account": account.scalar_one(), "role": Role.VICE_PRESIDENT.value}
        connection.execute(insert(schema.seat).values(seat))
    assert posts(post, decided(Ruling.SECOND_GROUPE)) == [Code.FORBIDDEN]


def test_a_post_of_another_jury_is_refused(world: World, posts: Sender) -> None:
    world.sitting()
    stranger = world.post(Role.PRESIDENT, "J02")
    bodies = (attending(), decided(Ruling.SECOND_GROUPE), PaperExamined(ONE, examined=True, entry=Entry.TYPED))
    assert posts(stranger, *bodies) == [Code.JURY_NOT_YOURS] * 3


def test_the_board_of_the_tables_is_the_board_of_the_acts(world: World, posts: Sender) -> None:
    weak(world, "0501", livret_format="papier")
    world.insert("mark", {"jury": "J01", "number": ONE, "exam": "SES", "rank": 2, "coefficient": "7", "value": None})
    one, two = world.sitting(), world.post(Role.VICE_PRESIDENT)
    posts(one, raised("12"), raised("10", number="0432"), PaperExamined(StudentNumber("0501"), True, Entry.TYPED))
    posts(one, MissingMarkRuled(ONE, "SES", MissingRule.PROVISIONAL, Decimal(11), "livret", 0, "P"), AJOURNE)
    conflict = posts.receipts(two, raised("13"))[0].act
    posts(one, ConflictSettled(conflict, Decimal(13), "vu"), raised("14", seen=2, before="13"))
    last = posts.receipts(two, raised("15", seen=2, before="13"))[0].act
    unseen = posts.receipts(one, raised("8", number="0501", before="4"))[0].act
    posts(one, PresidencyHanded(Role.VICE_PRESIDENT, "V", "départ"), NoLivretDeclared(ONE, declared=False, reason=""))
    with world.academy.database.reading() as connection:
        tables = _board(world, connection)
        known = juries.marks(connection, J01), juries.candidates(connection, J01)
        board = Board(*known, rules=partial(rules_of, world.academy.session))
        for act in _acts(world):
            board.take(act)
        for number in ("0417", "0432", "0501", "9999"):
            assert tables.dossier(StudentNumber(number)) == board.dossier(StudentNumber(number))
            assert tables.mark(StudentNumber(number), POINTS) == board.mark(StudentNumber(number), POINTS)
        assert tables.conflict(last) == board.conflict(last)
        assert tables.conflict(unseen) == board.conflict(unseen) is not None
        assert tables.conflict(ActId("0" * 32)) is None
        assert tables.disputed(ONE, ExamCode("PHILO"))
        assert tables.disputed(StudentNumber("0501"), ExamCode("PHILO")), "though nothing but the exam office made it"
        assert not tables.disputed(StudentNumber("9999"), ExamCode("PHILO"))
        assert list(tables.dossiers()) == list(board.dossiers())
        assert tables.open_conflicts() == board.open_conflicts() == 2
        assert (tables.presiding(), tables.attendance()) == (board.presiding(), board.attendance())


def test_a_mark_corrected_during_an_outage_is_a_conflict_that_who_presides_settles_for_either(
    world: World, posts: Sender
) -> None:
    """J3, steps 11 and 12."""
    one = world.sitting()
    assert posts(one, raised("12", before="8"), raised("13", number="0432", before="8")) == ["conflict", "conflict"]
    kept, theirs = (act for act in _acts(world) if isinstance(act.body, MarkRaised))
    assert posts(one, SittingClosed(NO_CHAIN)) == [Code.CONFLICT_OPEN]
    choices = ConflictSettled(kept.act, Decimal(12), "relu"), ConflictSettled(theirs.act, None, "note de la DEC")
    assert posts(one, *choices) == ["accepted", "accepted"]
    with world.academy.database.reading() as connection:
        tables = _board(world, connection)
        first, second = (tables.mark(StudentNumber(one), ExamCode("PHILO")) for one in (ONE, "0432"))
        assert tables.open_conflicts() == 0
    assert first is not None
    assert second is not None
    assert (first.value, second.value) == (Decimal(12), Decimal(9))


def _board(world: World, connection: Connection) -> sittings.DatabaseBoard:
    head = heads.of(connection, [J01])[J01]
    return sittings.DatabaseBoard(connection, head, partial(rules_of, world.academy.session))


def _acts(world: World) -> Iterator[Act]:
    lines, _ = acts.feed(world.academy, J01, 0)
    for line in lines:
        yield decode_act(Signed.from_bytes(base64.b64decode(line.act)).payload)


@contextmanager
def _broken_half_way(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def dies(*_: object) -> None:
        raise RuntimeError("the power goes")

    with monkeypatch.context() as patch:
        patch.setattr(heads, "move", dies)
        yield


@pytest.mark.logs("server fault")
def test_an_act_and_what_it_does_are_there_together_or_not_at_all(
    world: World, posts: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = world.sitting()
    envelope = one.act(decided(Ruling.SECOND_GROUPE))
    with _broken_half_way(monkeypatch):
        assert posts.client.post(routes.ACTS, headers=one.headers, json={"acts": [envelope]}).status_code == 500
    with world.academy.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(schema.decision_change)) == 0
    answer = posts.client.post(routes.ACTS, headers=one.headers, json={"acts": [envelope]}).json()["answers"]
    assert [line["state"] for line in answer] == ["kept"]


BEGUN = "BEGIN"  # SQLite's are statements of ours


def _counted(posts: Sender, post: Post, *bodies: Body) -> int:
    with statements() as sent:
        assert set(posts(post, *bodies)) == {"accepted"}
    return len([one for one in sent if not one.startswith(BEGUN)])


def test_the_statements_of_an_act_do_not_grow_with_the_jury(world: World, posts: Sender) -> None:
    """Ten for a change of a mark, eleven for a decision, thirteen for a closing, whatever the size of the jury."""
    one = world.sitting()
    posts(one, read())
    found: list[tuple[int, int]] = []
    for numbers in (["0432"], [f"06{rank:02}" for rank in range(20)]):
        if len(numbers) > 1:
            world.candidates("J01", *numbers)
            posts(one, *(decided(Ruling.SECOND_GROUPE, number=number) for number in numbers))
        seen = len(found)
        mark = _counted(posts, one, raised(str(10 + seen), seen=seen, before=str(9 + seen)))
        found.append((mark, _counted(posts, one, decided(Ruling.ADMIS, str(10 + seen), seen=seen))))
    assert found == [(10, 11)] * 2
    posts(one, decided(Ruling.SECOND_GROUPE, number="0432"))
    posts(one, *world.explained())
    assert _counted(posts, one, SittingClosed(NO_CHAIN)) == 13
