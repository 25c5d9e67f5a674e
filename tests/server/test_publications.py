# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the tables of publications and visas answer: each filter, order and time of it (decision 017; K01, K02, P43)."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from lsl_desk.domain.acts import OfficeTold
from lsl_desk.domain.ids import CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.visas import How, JuryVisas, Visa
from lsl_desk.server.db import publications as rows
from lsl_desk.server.db import schema
from lsl_desk.server.services import acts
from lsl_desk.wire.strict import moment_text
from tests.server.world import CENTRE, START, Post, World

J01, J02, J09 = map(JuryId, ("J01", "J02", "J09"))
N0417, N0432 = StudentNumber("0417"), StudentNumber("0432")
AT = START + timedelta(minutes=10)
NOW, THEN = moment_text(START), moment_text(AT)


@pytest.fixture
def world(world: World) -> World:
    """With two officers, « one » and « two »."""
    for name in ("one", "two"):
        who = {"id": name, "login": name, "name": f"Gestionnaire {name}", "role": "gestionnaire_dec", "centre": None}
        world.insert("account", {**who, "state": "active", "created": NOW})
    return world


def test_a_publication_is_confirmed_or_cancelled_alone_and_says_by_whom(world: World) -> None:
    with world.academy.database.writing() as connection:
        for group in (1, 1, 2, 2):
            rows.propose(connection, group=group, at=AT, by="one", now=START)
        first, second, third, fourth = sorted(one.id for one in rows.publications(connection))
        rows.confirm(connection, second, by="two", juries=(), excluded={}, now=START + timedelta(minutes=1))
        rows.cancel(connection, fourth, START)
        assert rows.publications(connection) == [
            rows.Publication(third, 2, THEN, "one", "Gestionnaire one", "", None),
            rows.Publication(
                second,
                1,
                THEN,
                "one",
                "Gestionnaire one",
                "Gestionnaire two",
                moment_text(START + timedelta(minutes=1)),
            ),
            rows.Publication(first, 1, THEN, "one", "Gestionnaire one", "", None),
        ]
        assert [one.id for one in rows.publications(connection, 2)] == [third]
        assert set(connection.scalars(select(schema.publication.c.proposed))) == {NOW}


def test_a_jury_moved_when_an_act_or_a_list_of_its_own_came_by_its_time_that_instant_included(world: World) -> None:
    post = world.sitting("J01", "J02")
    world.publish()
    with world.academy.database.writing() as connection:
        rows.propose(connection, group=1, at=AT, by="one", now=START)
        (waiting,) = rows.publications(connection)
        rows.confirm(connection, waiting.id, by="two", juries=(J01, J02, J09), excluded={}, now=START)
        assert [one.moved for one in rows.coverings(connection)] == [False] * 3
    world.clock.time = AT
    tell(world, post, "J02")
    correct(world, "J09")
    world.clock.time = AT + timedelta(seconds=1)
    tell(world, post, "J01")
    correct(world, "J01")
    with world.academy.database.reading() as connection:
        moved = {one.jury: one.moved for one in rows.coverings(connection)}
        assert moved == {J01: False, J02: True, J09: True}
        assert rows.coverings(connection, J02) == [rows.Covering(J02, THEN, moved=True)]


def tell(world: World, post: Post, jury: str) -> None:
    """An act of a jury, received now."""
    acts.receive(world.academy, post.key.public.id, [post.act(OfficeTold(N0417, "un mot"), jury)])


def correct(world: World, jury: str) -> None:
    """Another list of a jury, published now."""
    with world.academy.database.writing() as connection:
        connection.execute(schema.mark.update().where(schema.mark.c.jury == jury).values(value="11"))
    world.publish()


def test_who_is_left_out_has_the_last_reason_of_a_publication_that_stands(world: World) -> None:
    with world.academy.database.writing() as connection:
        for group, why in enumerate(("absent", "ne siège pas", "repris"), start=1):
            rows.propose(connection, group=group, at=AT, by="one", now=START)
            (made,) = rows.publications(connection, group)
            rows.confirm(connection, made.id, by="two", juries=(J01,) * (group == 1), excluded={J02: why}, now=START)
        rows.cancel(connection, made.id, START)
        assert rows.excluded(connection) == {J02: "ne siège pas"}
        assert [one.jury for one in rows.coverings(connection)] == [J01]


def test_the_last_visa_of_a_candidate_of_a_jury_counts_and_one_taken_back_is_none(world: World) -> None:
    times = [START + timedelta(hours=hour) for hour in range(3)]
    with world.academy.database.writing() as connection:
        lots = [rows.begin_lot(connection, group=1 + (at > START), by="two", now=at) for at in times]
        rows.add(connection, lots[0], made(J02, "2"), b"J02 1", [visa(N0417)])
        rows.add(connection, lots[0], made(J01, "1"), b"J01 1", [visa(N0417), visa(N0432)])
        rows.add(connection, lots[1], made(J01, "3"), b"J01 2", [visa(N0417)], [N0432])
        rows.add(connection, lots[2], made(J01, "4"), b"J01 3", [visa(N0417)])

        told = [(one.id, one.group, one.sender, one.juries, one.visas) for one in rows.lots(connection)]
        name = "Gestionnaire two"
        assert told == [(lots[2], 2, name, 1, 1), (lots[1], 2, name, 1, 1), (lots[0], 1, name, 2, 3)]
        assert [rows.in_force(connection, juries) for juries in ([J01], [J02], [J01, J02], [])] == [1, 1, 2, 0]
        assert rows.sent_pvs(connection, [J01]) == {J01: "4" * 64}
        assert [rows.newest_envelope(connection, jury) for jury in (J01, J02, J09)] == [b"J01 3", b"J02 1", None]
        assert [rows.envelope(connection, lot, "J01") for lot in lots] == [b"J01 1", b"J01 2", b"J01 3"]
        assert [rows.envelopes(connection, lot) for lot in lots] == [["J01", "J02"], ["J01"], ["J01"]]

        assert rows.visas_by_school(connection) == [rows.SchoolVisas("", "", "", 2)]
        sent = [(one.jury, one.number, one.group, one.how, one.before) for one in rows.visas_of_school(connection, "")]
        how = How.NOT_REQUIRED.value
        assert sent == [
            ("J01", N0417, 2, how, moment_text(times[1])),
            ("J01", N0432, 2, "", NOW),
            ("J02", N0417, 1, how, None),
        ]

        for jury, code, name in ((J01, "0750001A", "Lycée Zeta"), (J02, "0750002B", "Lycée Alpha")):
            connection.execute(insert(schema.school).values(id=code, name=name, phone=""))
            who = dict.fromkeys(("name", "usage_name", "first_names", "third_name", "ine", "division"), "")
            connection.execute(insert(schema.identity).values(jury=jury, number=N0417, school=code, **who))
        by = [(one.name, one.visas) for one in rows.visas_by_school(connection)]
        assert by == [("", 0), ("Lycée Alpha", 1), ("Lycée Zeta", 1)], "by name, and first those of no known school"


def made(jury: JuryId, pv: str) -> JuryVisas:
    """The visas of a jury from a PV, as far as the tables look at them."""
    return JuryVisas(
        2018, "Académie inventée", CentreId(CENTRE), jury, 1, 1, Digest(pv * 64), "", 1, NO_CHAIN, START, (), ()
    )


def visa(number: StudentNumber) -> Visa:
    """A visa that asked for no reading."""
    return Visa(number, Digest(""), How.NOT_REQUIRED, None)
