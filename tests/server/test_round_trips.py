# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a request of a post goes to the database: each statement costs more than all the rest of a small answer."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.services.drawn import several
from lsl_desk.wire import routes
from tests.server.world import World, read


@contextmanager
def statements() -> Iterator[list[str]]:
    """Those that are executed meanwhile, on any engine."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.VICE_PRESIDENT])
def test_a_reading_is_nine_statements_and_a_look_at_the_feed_two(world: World, client: TestClient, role: Role) -> None:
    world.publish()
    post = world.post(role)
    # The key of the post is read once, with its first act.
    client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read())]})
    with statements() as sent:
        answer = client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read("0432"))]})
    assert answer.json()["answers"][0]["state"] == "kept"
    with statements() as asked:
        answer = client.get(routes.FEED.format(jury="J01"), headers=post.headers)
    assert [line["sequence"] for line in answer.json()["lines"]] == [1, 2]
    begun = "BEGIN"  # SQLite's are statements of ours
    # One of them asks how many pages the livret has.
    assert len([one for one in sent if not one.startswith(begun)]) == 9, sent
    assert len([one for one in asked if not one.startswith(begun)]) == 2, asked


def test_a_post_of_many_seats_is_found_by_one_statement(world: World, client: TestClient) -> None:
    post = world.post(Role.PRESIDENT, "J01", "J02")
    with statements() as asked:
        assert client.get(routes.JURIES, headers=post.headers).status_code == 200
    assert len([one for one in asked if "FROM token" in one or "JOIN token" in one]) == 1
    assert len([one for one in asked if "seat" in one]) == 1


def test_the_pvs_of_many_juries_cost_two_statements_once_drawn_up(world: World) -> None:
    juries = [JuryId(one) for one in ("J01", "J02", "J09")]
    world.sitting("J01", "J02")
    with world.academy.database.reading() as connection:
        assert len(several(world.academy, connection, juries, 1)) == 1, "a page draws up so many at a time"
        assert len(several(world.academy, connection, juries, 1)) == 2
        first = several(world.academy, connection, juries)
        with statements() as told:
            assert several(world.academy, connection, juries, 0) == first
    assert len(told) == 2
    assert [len(first[jury].minutes.members) for jury in juries] == [3, 3, 0]
