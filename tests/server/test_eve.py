# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve at the academy: whom a centre head may call, whose a paper livret is, and what acts of the eve become."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from lsl_desk.domain.acts import (
    Body,
    CopyMade,
    DrillDone,
    Entry,
    HeadNamed,
    OfficeTold,
    PaperReceived,
    Role,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.rights import Actor, Kind
from lsl_desk.server.db import eve as rows
from lsl_desk.server.services import acts, eve, juries, limits
from lsl_desk.wire import routes
from tests.server.world import CENTRE, OTHER_CENTRE, START, Post, World, receipt

SCHOOLS = routes.SCHOOLS.format(jury="J01")
SEVEN = ("0417", "0432", "0433", "0434", "0435", "0436", "0437")


@pytest.fixture
def schooled(world: World) -> World:
    """J01 with a livret held, one missing, one unknown, one on paper, one refused, one opposed, and a school lost."""
    blank = dict.fromkeys(("name", "usage_name", "first_names", "third_name", "ine", "division"), "x")
    said = {
        "0433": ("inconnu", None),
        "0434": ("papier", None),
        "0435": ("numerique", "truncated"),
        "0436": ("absent", None),
        "0437": ("papier", None),
    }
    with world.together():
        for rank, number in enumerate(SEVEN[2:], start=3):
            kind, problem = said[number]
            one = {"jury": "J01", "number": number, "rank": rank, "pv": str(rank), "cyclades": f"0201899{number}"}
            world.insert("candidate", {**one, "serie": "ES", "format": kind, "reason": "", "problem": problem})
        world.insert(
            "school",
            {"id": "0999991A", "name": "Lycée Exemple", "phone": "01 99 00 12 34"},
            {"id": "0999992B", "name": "", "phone": "01 99 00 12 35"},
        )
        for number in SEVEN:
            school = "" if number == "0437" else "0999992B" if number == "0434" else "0999991A"
            world.insert("identity", {"jury": "J01", "number": number, "school": school, **blank})
    world.livret("J01", "0417", b"%PDF-1.4 livret invente")
    return world


def test_the_head_of_the_centre_is_told_whom_to_call_and_nobody_else(client: TestClient, schooled: World) -> None:
    head = schooled.post(Role.CHEF_DE_CENTRE)
    lines = client.get(SCHOOLS, headers=head.headers).json()["lines"]
    assert sorted((one["number"], one["name"], one["phone"]) for one in lines) == [
        ("0432", "Lycée Exemple", "01 99 00 12 34"),
        ("0433", "Lycée Exemple", "01 99 00 12 34"),
        ("0434", "0999992B", "01 99 00 12 35"),
        ("0435", "Lycée Exemple", "01 99 00 12 34"),
    ]
    for role in (Role.PRESIDENT, Role.VICE_PRESIDENT):
        refused = client.get(SCHOOLS, headers=schooled.post(role).headers)
        assert (refused.status_code, refused.json()["code"]) == (403, Code.FORBIDDEN)
    away = client.get(SCHOOLS, headers=schooled.post(Role.CHEF_DE_CENTRE, centre=OTHER_CENTRE).headers)
    assert (away.status_code, away.json()["code"]) == (403, Code.JURY_NOT_YOURS)
    assert client.get(routes.SCHOOLS.format(jury="J02"), headers=head.headers).json() == {"lines": []}


def test_the_school_of_a_paper_livret_that_only_the_exam_office_lists_is_told_too(
    client: TestClient, schooled: World
) -> None:
    schooled.insert("paper_list", {"jury": "J01", "made": "2018-07-02T15:30:00.000000Z"})
    schooled.insert("paper_listed", {"jury": "J01", "number": "0417"})
    lines = client.get(SCHOOLS, headers=schooled.post(Role.CHEF_DE_CENTRE).headers).json()["lines"]
    assert "0417" in {one["number"] for one in lines}


def test_the_centres_that_expect_a_paper_livret_and_nothing_of_the_candidate(
    client: TestClient, schooled: World
) -> None:
    schooled.candidates("J09", "0434")
    schooled.candidates("J02", "0434")
    with schooled.academy.database.writing() as connection:
        connection.exec_driver_sql("UPDATE candidate SET format = 'papier' WHERE number = '0434'")
    head = schooled.post(Role.CHEF_DE_CENTRE)

    def whose(number: str, post: Post = head) -> object:
        return client.post(routes.WHOSE, headers=post.headers, json={"number": number}).json()

    here, there = {"centre": CENTRE, "name": "Lycée inventé"}, {"centre": OTHER_CENTRE, "name": "Autre lycée"}
    assert whose("0434") == {"centres": [here, there]}
    assert whose("0417") == {"centres": []}, "a digital one is not expected on paper"
    assert whose("0999") == {"centres": []}
    assert whose("0434", schooled.post()) == {"code": "forbidden", "facts": {}}


def test_an_academy_s_numbers_cannot_be_gone_through(schooled: World) -> None:
    asking = Actor(Kind.DEVICE, account="a" * 32)
    for number in range(limits.STRANGERS):
        assert eve.whose(schooled.academy, asking, f"{number:04}") == []
    with pytest.raises(Refusal) as refused:
        eve.whose(schooled.academy, asking, "0434")
    assert (refused.value.code, refused.value.facts) == (Code.TOO_MANY_REQUESTS, {"seconds": 900})
    schooled.clock.time += limits.WINDOW + timedelta(seconds=1)
    assert eve.whose(schooled.academy, asking, "0434") == [(CENTRE, "Lycée inventé")]


def test_the_phone_of_the_day_is_told_at_each_contact(client: TestClient, world: World) -> None:
    head = world.post(Role.CHEF_DE_CENTRE)
    assert client.get(routes.DEVICE, headers=head.headers).json()["help_phone"] == ""
    state = client.app.state  # type: ignore[attr-defined]  # Starlette types it as any callable
    state.settings = state.settings.model_copy(update={"help_phone": "01 99 00 00 17"})
    assert client.get(routes.DEVICE, headers=head.headers).json()["help_phone"] == "01 99 00 00 17"


# what acts become


def number(text: str) -> StudentNumber:
    return StudentNumber(text)


def received(text: str, *, here: bool = True) -> PaperReceived:
    return PaperReceived(number(text), here, Entry.SCANNED)


def copy(version: int) -> CopyMade:
    return CopyMade(version, Digest("d" * 64), 68, 9_000_000_000, "clé USB")


def drill(opened: Sequence[str], failed: Sequence[str] = ()) -> DrillDone:
    return DrillDone(300, 12, tuple(map(number, opened)), tuple(map(number, failed)))


def record(world: World, post: Post, *bodies: Body, jury: str = "J01") -> None:
    answers = acts.receive(
        world.academy, post.key.public.id, [post.act(body, jury, time=world.clock()) for body in bodies]
    )
    assert {receipt(one, world.academy.key.public).code for one in answers} == {""}


def told(world: World, jury: str = "J01") -> rows.Readiness:
    with world.academy.database.reading() as connection:
        return rows.readiness(connection).get(jury, rows.Readiness())


def test_papers_are_counted_once_and_taken_back(schooled: World) -> None:
    head = schooled.post(Role.CHEF_DE_CENTRE)
    assert told(schooled) == rows.Readiness()
    record(schooled, head, received("0434"), received("0437"), received("0434"))
    assert told(schooled).papers == 2
    record(schooled, head, received("0434", here=False), received("0417"))
    assert told(schooled).papers == 1, "one that was announced as digital is not one of those expected on paper"


def test_the_newest_copy_counts_whatever_came_last(schooled: World) -> None:
    head, president = schooled.post(Role.CHEF_DE_CENTRE), schooled.post()
    record(schooled, head, copy(2**40))
    record(schooled, president, copy(1))
    assert (told(schooled).copy, told(schooled).copied[:4]) == (2**40, "2018")


def test_whom_the_centre_named_stands_beside_the_office_s_names(schooled: World) -> None:
    head = schooled.post(Role.CHEF_DE_CENTRE)
    record(schooled, head, HeadNamed(Role.PRESIDENT, "Exemple Claude", ""), HeadNamed(Role.VICE_PRESIDENT, "", "M. D."))
    assert told(schooled).heads == {"president": "Exemple Claude", "vice_president": ""}
    record(schooled, head, HeadNamed(Role.PRESIDENT, "", ""), jury="J02")
    assert told(schooled, "J02").heads == {"president": ""}


def test_a_drill_proves_the_livrets_published_when_it_was_done(schooled: World) -> None:
    head = schooled.post(Role.CHEF_DE_CENTRE)
    record(schooled, head, drill(["0417"]), jury="J02")
    assert told(schooled, "J02").drilled == 0, "nothing was published"
    schooled.livret("J01", "0432", b"%PDF-1.4 un autre livret")
    schooled.publish()
    schooled.clock.time += timedelta(minutes=5)
    record(schooled, head, drill(["0417", "0432"], ["0434"]))
    assert (told(schooled).drilled, told(schooled).drill) == (2, "2018-07-03T07:05:00.000000Z")
    schooled.livret("J01", "0432", b"%PDF-1.4 le meme, corrige")
    assert told(schooled).drilled == 1, "a livret that changed since is not proved"
    record(schooled, head, drill(["0432"]))
    assert told(schooled).drilled == 1, "the new one was not published when it was opened"
    juries.publish(schooled.academy)
    schooled.clock.time += timedelta(minutes=5)
    record(schooled, head, drill(["0432"]))
    assert told(schooled).drilled == 2
    record(schooled, head, drill([], ["0417"]))
    assert told(schooled).drilled == 1, "one that could not be opened is proved no more"


def test_a_drill_by_a_clock_that_is_late_is_of_the_first_version(schooled: World) -> None:
    schooled.publish()
    head = schooled.post(Role.CHEF_DE_CENTRE)
    schooled.clock.time -= timedelta(days=1)
    record(schooled, head, drill(["0417"]))
    assert told(schooled).drilled == 1


def test_a_message_waits_until_somebody_takes_charge_of_it_once(schooled: World) -> None:
    head = schooled.post(Role.CHEF_DE_CENTRE)
    record(schooled, head, OfficeTold(number("0433"), "Numérique ou papier\u202f?"), OfficeTold(number(""), "Salle 12"))
    with schooled.academy.database.reading() as connection:
        first, second = eve.messages(connection, handled=False)
        assert eve.waiting(connection) == 2
    assert (first.jury, first.rank, first.number, first.text) == ("J01", 1, "0433", "Numérique ou papier\u202f?")
    assert (first.author, first.role, first.written, second.number) == ("Poste inventé", "chef_de_centre", START, "")
    account = schooled.post(Role.CHEF_DE_CENTRE)  # any account: who may is the page's to say
    with schooled.academy.database.reading() as connection:
        by = connection.exec_driver_sql(
            f"SELECT account FROM device WHERE id = '{account.key.public.id}'"  # noqa: S608 - of the test
        ).scalar_one()
    actor = Actor(Kind.PERSON, id=by, account=by)
    for _ in range(2):
        with schooled.academy.database.writing() as connection:
            eve.handle(connection, first.act, by=actor, now=schooled.clock())
    with schooled.academy.database.reading() as connection:
        (left,), (done,) = eve.messages(connection, handled=False), eve.messages(connection, handled=True)
        lines = connection.exec_driver_sql("SELECT action, resource FROM audit").all()
    assert (left.act, done.act, done.handler) == (second.act, first.act, "Personne inventée")
    assert [tuple(line) for line in lines] == [("message_handled", first.act)], "twice is audited once"
    with pytest.raises(Refusal), schooled.academy.database.writing() as connection:
        eve.handle(connection, "0" * 32, by=actor, now=schooled.clock())


def test_what_the_academy_refuses_changes_nothing_of_the_eve(schooled: World) -> None:
    president = schooled.post()
    answers = acts.receive(schooled.academy, president.key.public.id, [president.act(received("0434"))])
    assert receipt(answers[0], schooled.academy.key.public).code == Code.FORBIDDEN
    assert told(schooled) == rows.Readiness()


def test_what_is_to_be_asked_is_gathered_by_school(schooled: World) -> None:
    with schooled.academy.database.reading() as connection:
        schools, counts = eve.gaps_by_school(connection)
    assert [(one.code, one.phone, [line.number for line in one.lines]) for one in schools] == [
        ("0999991A", "01 99 00 12 34", ["0432", "0433", "0435"]),
        ("", "", ["0417", "0432", "0417", "0432"]),
    ]
    assert counts == [("J01", 7, 4), ("J02", 2, 0), ("J09", 2, 0)]
