# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts as bytes: what is written comes back, and what is not understood is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.acts import (
    NO_ACT,
    Act,
    AttendanceTaken,
    Author,
    Body,
    ConflictSettled,
    CopyMade,
    DecisionTaken,
    DecisionWithdrawn,
    DrillDone,
    Entry,
    HeadNamed,
    LivretOpened,
    LivretRead,
    MarkRaised,
    Member,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    Presence,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.fallback import ACADEMY, COPY
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire.acts import ActUnreadable, decode_act, encode_act, on_copy, opens_only
from lsl_desk.wire.strict import MAX_PAGES
from lsl_desk.wire.version import PROTOCOL, UNDERSTOOD
from tests.wire.values import ACTS, Path, fields_of, with_other, without

READ = LivretRead(StudentNumber("0417"), Digest("a" * 64), ("1.0", "12.5"), "dossier")
ONE = Act(
    ActId("0" * 32),
    JuryId("J01"),
    DeviceId("d" * 64),
    1,
    Digest("0" * 64),
    Author("Présidente d’essai", Role.PRESIDENT),
    datetime(2018, 7, 4, 9, 30, tzinfo=UTC),
    1,
    READ,
)
BODIES: dict[str, tuple[Body, str]] = {
    "livret_opened": (
        LivretOpened(StudentNumber("0417"), Digest("a" * 64), "dossier"),
        f'{{"digest":"{"a" * 64}","kind":"livret_opened","number":"0417","source":"dossier"}}',
    ),
    "livret_read": (
        READ,
        f'{{"digest":"{"a" * 64}","kind":"livret_read","number":"0417","seconds":["1.0","12.5"],"source":"dossier"}}',
    ),
    "number_incident": (
        NumberIncident(StudentNumber("0417"), Digest("a" * 64), 2, "0418"),
        f'{{"digest":"{"a" * 64}","found":"0418","kind":"number_incident","number":"0417","page":2}}',
    ),
    "mark_raised": (
        MarkRaised(StudentNumber("0417"), "PHILO", Decimal("9.50"), Decimal(10), 3, "livret « très sérieux »"),
        '{"after":"10","before":"9.50","exam":"PHILO","kind":"mark_raised","number":"0417",'
        '"reason":"livret « très sérieux »","seen":3}',
    ),
    "mark_raised from a missing one": (
        MarkRaised(StudentNumber("0417"), "PHILO", None, Decimal("7.125"), 0, ""),
        '{"after":"7.125","before":null,"exam":"PHILO","kind":"mark_raised","number":"0417","reason":"","seen":0}',
    ),
    "conflict_settled": (
        ConflictSettled(ActId("c" * 32), Decimal("10.5"), "après relecture"),
        f'{{"chosen":"10.5","conflict":"{"c" * 32}","kind":"conflict_settled","reason":"après relecture"}}',
    ),
    "mark_raised, which takes another back": (
        MarkRaised(StudentNumber("0417"), "PHILO", Decimal(10), Decimal(9), 4, "", ActId("c" * 32)),
        '{"after":"9","before":"10","exam":"PHILO","kind":"mark_raised","number":"0417","reason":"","seen":4,'
        f'"undoes":"{"c" * 32}"}}',
    ),
    "points_added": (
        PointsAdded(StudentNumber("0417"), Decimal(0), Decimal(12), 0, "constance dans l’effort"),
        '{"after":"12","before":"0","kind":"points_added","number":"0417","reason":"constance dans l’effort","seen":0,'
        '"undoes":""}',
    ),
    "missing_mark_ruled": (
        MissingMarkRuled(
            StudentNumber("0417"), "PHILO", MissingRule.PROVISIONAL, Decimal("9.4"), "moyenne du livret, page 2", 0, "r"
        ),
        '{"exam":"PHILO","kind":"missing_mark_ruled","number":"0417","origin":"moyenne du livret, page 2","reason":"r",'
        '"rule":"provisional","seen":0,"value":"9.4"}',
    ),
    "missing_mark_ruled, to wait": (
        MissingMarkRuled(StudentNumber("0417"), "PHILO", MissingRule.WAIT, None, "", 1, "copie égarée"),
        '{"exam":"PHILO","kind":"missing_mark_ruled","number":"0417","origin":"","reason":"copie égarée",'
        '"rule":"wait","seen":1,"value":null}',
    ),
    "conflict_settled, to wait": (
        ConflictSettled(ActId("c" * 32), None, "copie égarée"),
        f'{{"chosen":null,"conflict":"{"c" * 32}","kind":"conflict_settled","reason":"copie égarée"}}',
    ),
    "decision_taken": (
        DecisionTaken(StudentNumber("0417"), Ruling.ADMIS, "AB", Digest("a" * 64), Decimal("480.5"), 1, ""),
        f'{{"kind":"decision_taken","marks":"{"a" * 64}","mention":"AB","number":"0417","points":"480.5","reason":"",'
        '"ruling":"admis","seen":1}',
    ),
    "decision_withdrawn": (
        DecisionWithdrawn(StudentNumber("0417"), 2, "erreur de saisie"),
        '{"kind":"decision_withdrawn","number":"0417","reason":"erreur de saisie","seen":2}',
    ),
    "paper_examined": (
        PaperExamined(StudentNumber("0418"), True, Entry.TYPED),
        '{"entry":"typed","examined":true,"kind":"paper_examined","number":"0418"}',
    ),
    "paper_examined, in place of a numeric livret": (
        PaperExamined(StudentNumber("0417"), True, Entry.SCANNED, instead=True),
        '{"entry":"scanned","examined":true,"instead":true,"kind":"paper_examined","number":"0417"}',
    ),
    "no_livret_declared": (
        NoLivretDeclared(StudentNumber("0418"), False, ""),
        '{"declared":false,"kind":"no_livret_declared","number":"0418","reason":""}',
    ),
    "attendance_taken": (
        AttendanceTaken(
            (
                Member("Présidente d’essai", Quality.PRESIDENT, Presence.HERE),
                Member("Inspecteur d’essai", Quality.INSPECTOR, Presence.REMOTE),
            )
        ),
        '{"kind":"attendance_taken","members":[{"name":"Présidente d’essai","presence":"here","quality":"president"},'
        '{"name":"Inspecteur d’essai","presence":"remote","quality":"inspector"}]}',
    ),
    "presidency_handed": (
        PresidencyHanded(Role.VICE_PRESIDENT, "Vice-président d’essai", "rappelée au rectorat"),
        '{"kind":"presidency_handed","name":"Vice-président d’essai","reason":"rappelée au rectorat",'
        '"to":"vice_president"}',
    ),
    "sitting_closed": (
        SittingClosed(Digest("e" * 64)),
        f'{{"chain":"{"e" * 64}","kind":"sitting_closed"}}',
    ),
    "sitting_opened": (SittingOpened(), '{"kind":"sitting_opened"}'),
    "paper_received": (
        PaperReceived(StudentNumber("0418"), True, Entry.SCANNED),
        '{"entry":"scanned","kind":"paper_received","number":"0418","received":true}',
    ),
    "head_named": (
        HeadNamed(Role.VICE_PRESIDENT, "Vice-présidente d’essai", ""),
        '{"kind":"head_named","name":"Vice-présidente d’essai","office":"","role":"vice_president"}',
    ),
    "office_told": (
        OfficeTold(StudentNumber(""), "deux lignes,\nune lettre « é »"),
        '{"kind":"office_told","number":"","text":"deux lignes,\\nune lettre « é »"}',
    ),
    "copy_made": (
        CopyMade(2, Digest("f" * 64), 68, 23_456_789, "clé USB"),
        f'{{"copy_number":2,"kind":"copy_made","livrets":68,"manifest":"{"f" * 64}","place":"clé USB",'
        '"size":23456789}',
    ),
    "drill_done": (
        DrillDone(300, 272, (StudentNumber("0417"),), (StudentNumber("0418"),)),
        '{"failed":["0418"],"kind":"drill_done","opened":["0417"],"pages":272,"seconds":300}',
    ),
}
FIRST_KINDS = ("livret_opened", "livret_read", "number_incident")
"""What the first protocol had."""


def golden(body: str, protocol: str) -> str:
    return (
        '{"act":"00000000000000000000000000000000","author":{"name":"Présidente d’essai","role":"president"},'
        f'"body":{body},"device":"{"d" * 64}","jury":"J01","previous":"{"0" * 64}","protocol":"{protocol}",'
        '"sequence":1,"time":"2018-07-04T09:30:00.000000Z","version":1}'
    )


@given(ACTS)
def test_an_act_comes_back_from_its_bytes(act: Act) -> None:
    assert decode_act(encode_act(act)) == act


@given(ACTS)
def test_the_same_act_always_has_the_same_bytes_so_a_mark_keeps_its_zeros(act: Act) -> None:
    assert encode_act(act) == encode_act(decode_act(encode_act(act)))


@pytest.mark.parametrize("name", BODIES)
def test_the_bytes_are_these_for_ever(name: str) -> None:
    body, written = BODIES[name]
    assert encode_act(replace(ONE, body=body)).decode() == golden(written, "2026-11-25")
    assert decode_act(golden(written, "2026-11-25").encode()) == replace(ONE, body=body)


@pytest.mark.parametrize("name", FIRST_KINDS)
def test_what_the_first_protocol_signed_is_read_for_ever(name: str) -> None:
    body, written = BODIES[name]
    assert decode_act(golden(written, "2026-11-23").encode()) == replace(ONE, body=body)


@pytest.mark.parametrize("name", BODIES)
def test_an_opening_is_told_from_every_other_kind_unread(name: str) -> None:
    assert opens_only(encode_act(replace(ONE, body=BODIES[name][0]))) is (name == "livret_opened")


def test_what_was_done_on_a_copy_is_told_unread() -> None:
    for source, told in ((COPY, True), (ACADEMY, False), (f'"source":"{COPY}"', False)):
        for body in (LivretOpened(StudentNumber("1"), Digest("a" * 64), source), replace(READ, source=source)):
            assert on_copy(encode_act(replace(ONE, body=body))) is told


@given(ACTS)
def test_an_opening_is_told_whatever_the_texts_are(act: Act) -> None:
    assert opens_only(encode_act(act)) is isinstance(act.body, LivretOpened)


@pytest.mark.parametrize(
    "text", ['"kind":"livret_opened"', '","kind":"livret_opened"', '\\"kind":"livret_opened"', "kind"]
)
def test_a_text_that_speaks_of_an_opening_is_none(text: str) -> None:
    assert not opens_only(
        encode_act(replace(ONE, body=OfficeTold(StudentNumber(text), text), author=Author(text, Role.PRESIDENT)))
    )


def test_what_this_version_writes_it_reads() -> None:
    assert PROTOCOL in UNDERSTOOD


def test_a_time_of_another_zone_is_a_fault_of_ours() -> None:
    local = ONE.time.replace(tzinfo=timezone(timedelta(hours=2)))
    for wrong in (local, ONE.time.replace(tzinfo=None)):
        with pytest.raises(ValueError, match="UTC"):
            encode_act(replace(ONE, time=wrong))


FAULTS_OF_OURS: list[tuple[Act, str]] = [
    (replace(ONE, jury=JuryId("J" * 401)), "jury"),
    (replace(ONE, author=Author("\0", Role.PRESIDENT)), "author.name"),
    (replace(ONE, sequence=0), "sequence"),
    (replace(ONE, sequence=2**53 + 1), "sequence"),
    (replace(ONE, body=replace(READ, seconds=("1.0",) * (MAX_PAGES + 1))), "body.livret_read.seconds"),
    (replace(ONE, body=MarkRaised(StudentNumber("1"), "A", None, Decimal(-1), 0, "")), "body.mark_raised.after"),
    (replace(ONE, body=MarkRaised(StudentNumber("1"), "A", None, Decimal("1.2345"), 0, "")), "body.mark_raised.after"),
    (replace(ONE, body=ConflictSettled(ActId("c" * 32), Decimal("NaN"), "")), "body.conflict_settled.chosen"),
]


@pytest.mark.parametrize(("act", "place"), FAULTS_OF_OURS, ids=[place for _, place in FAULTS_OF_OURS])
def test_nothing_is_written_that_could_not_be_read_again(act: Act, place: str) -> None:
    with pytest.raises(ActUnreadable, match=rf"^not an act: {place}"):
        encode_act(act)


def fields(name: str) -> dict[str, Any]:
    written: dict[str, Any] = json.loads(golden(BODIES[name][1], PROTOCOL))
    return written


EVERY_FIELD = [(name, path) for name in BODIES for path in fields_of(fields(name))]


LATER = (
    ("mark_raised, which takes another back", ("body", "undoes")),
    ("paper_examined, in place of a numeric livret", ("body", "instead")),
)
"""They came after the first acts were signed: those stay readable."""
NEEDED = [one for one in EVERY_FIELD if one not in LATER and not isinstance(one[1][-1], int)]


@pytest.mark.parametrize(("name", "path"), NEEDED)
def test_a_field_that_is_not_there_is_refused_by_its_place(name: str, path: Path) -> None:
    with pytest.raises(ActUnreadable, match=rf"^not an act: {path[0]}"):
        decode_act(without(fields(name), path))


FREE_TEXT = {"jury", "name", "number", "source", "found", "reason", "exam", "office", "place", "origin"}


@pytest.mark.parametrize(("name", "path"), EVERY_FIELD)
def test_a_field_of_another_shape_is_refused_by_its_place_and_its_value_not_told(name: str, path: Path) -> None:
    listed = path[-1] in {"opened", "failed"}
    long = 400 if path[-1] == "text" else 60
    text = "Inventée" * long if path[-1] in {*FREE_TEXT, "text"} or isinstance(path[-1], int) else "Inventée"
    yes_or_no = path[-1] in {"received", "examined", "declared", "instead"}
    names = ["Inventée" * 60] if listed else ["Inventée"]
    for value in (0 if yes_or_no else True, 1.5, -1, text, {}, {"Inventée": "x"}, names):
        with pytest.raises(ActUnreadable, match=rf"^not an act: {path[0]}") as refused:
            decode_act(with_other(fields(name), path, value))
        assert "Invent" not in str(refused.value)
        assert refused.value.__cause__ is None, "the cause would carry the values into a report"


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", [("Inventée 0417",), ("body", "Inventée 0417"), ("author", "Inventée 0417")])
def test_a_field_more_is_refused_and_its_name_not_told(name: str, path: Path) -> None:
    with pytest.raises(ActUnreadable, match=r"^not an act: (author\.|body\.[a-z_]+\.|)\?$"):
        decode_act(with_other(fields(name), path, 1))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("protocol",), "2031-01-01"),
        (("body", "kind"), "mark_raised"),
        (("body", "seconds"), ["1,5"]),
        (("body", "seconds"), ["١.٢"]),
        (("body", "page"), 3),
        (("body", "digest"), "A" * 64),
        (("author", "role"), "roi"),
        (("sequence",), 0),
        (("sequence",), "1"),
        (("sequence",), 1.0),
        (("sequence",), 2**53 + 1),
        (("version",), True),
        (("time",), "2018-07-04T09:30:00Z"),
        (("time",), "2018-13-04T09:30:00.000000Z"),
        (("time",), "2018-07-04T09:30:00.000000+02:00"),
        (("time",), "2018-07-04T09:30:00.000000Z\n"),
        (("act",), "x"),
        (("previous",), ""),
        (("jury",), "J" * 401),
        (("jury",), "J\0"),
    ],
)
def test_what_is_almost_an_act_is_refused(path: Path, value: object) -> None:
    with pytest.raises(ActUnreadable) as refused:
        decode_act(with_other(fields("livret_read"), path, value))
    assert "0417" not in str(refused.value)


@pytest.mark.parametrize("mark", ["-1", "1e1", "1.", ".5", "1.2345", "1000", "٣", "NaN", "12 ", "+1", "1_0", ""])
@pytest.mark.parametrize("place", ["before", "after"])
def test_a_mark_is_plain_digits(place: str, mark: str) -> None:
    with pytest.raises(ActUnreadable, match=rf"^not an act: body\.mark_raised\.{place}$"):
        decode_act(with_other(fields("mark_raised"), ("body", place), mark))


def test_what_was_signed_before_a_field_came_says_what_it_said_then() -> None:
    raised, examined = (decode_act(without(fields(name), path)).body for name, path in LATER)
    assert isinstance(raised, MarkRaised)
    assert raised.undoes == NO_ACT
    assert examined == PaperExamined(StudentNumber("0417"), True, Entry.SCANNED)


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("points_added", "after", "-1"),
        ("points_added", "undoes", "C" * 32),
        ("missing_mark_ruled", "rule", "guess"),
        ("missing_mark_ruled", "value", "1,5"),
        ("decision_taken", "ruling", "recale"),
        ("decision_taken", "mention", "P"),
        ("decision_taken", "points", "1e3"),
        ("presidency_handed", "to", "chef_de_centre"),
        ("paper_examined", "entry", "guessed"),
        ("attendance_taken", "members", [{"name": "x", "quality": "roi", "presence": "here"}]),
        ("attendance_taken", "members", [{"name": "x", "quality": "president", "presence": "asleep"}]),
        ("attendance_taken", "members", [{"name": "x", "quality": "president", "presence": "here"}] * 201),
    ],
)
def test_what_is_almost_an_act_of_the_sitting_is_refused(name: str, place: str, value: object) -> None:
    with pytest.raises(ActUnreadable, match=rf"^not an act: body\.{name}\.{place}"):
        decode_act(with_other(fields(name), ("body", place), value))


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ActUnreadable):
        decode_act(noise)
