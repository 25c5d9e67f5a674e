# SPDX-License-Identifier: AGPL-3.0-or-later
"""The events stream, over a real socket."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import DBAPIError

from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.server.api import events
from lsl_desk.server.db import heads
from lsl_desk.server.db.engine import Busy, Database
from lsl_desk.server.services import acts, juries, notices
from lsl_desk.wire import routes
from lsl_desk.wire.exchange import Event
from tests.server.serving import serving
from tests.server.world import Post, World, read


@contextmanager
def following(url: str, post: Post) -> Iterator[Iterator[str]]:
    """The lines of a post's stream."""
    with httpx2.stream("GET", f"{url}{routes.EVENTS}", headers=post.headers, timeout=20) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield answer.iter_lines()


def told(lines: Iterator[str]) -> Event:
    """The next event."""
    return next(Event.model_validate_json(line.removeprefix("data: ")) for line in lines if line.startswith("data:"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life and looks at the heads that no test has to wait for."""
    monkeypatch.setattr(routes, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(notices, "LOOK_SECONDS", 0.05)


def test_where_each_jury_stands_is_told_first_then_what_moves(world: World, app: FastAPI) -> None:
    world.publish()
    one, two = world.post(), world.post(Role.VICE_PRESIDENT)
    with serving(app) as url, following(url, two) as lines:
        assert told(lines) == Event(jury="J01", sequence=0, version=1)
        sent = httpx2.post(f"{url}{routes.ACTS}", headers=one.headers, json={"acts": [one.act(read())]})
        assert sent.status_code == 200
        assert told(lines) == Event(jury="J01", sequence=1, version=1)
        world.insert(
            "mark", {"jury": "J01", "number": "0417", "exam": "EPS", "rank": 2, "coefficient": "2", "value": None}
        )
        juries.publish(world.academy, [JuryId("J01")])
        assert told(lines) == Event(jury="J01", sequence=1, version=2)


def test_what_another_process_did_is_told_too(world: World, app: FastAPI) -> None:
    world.publish()
    one, two = world.post(), world.post()
    other_database = Database(world.database_url)
    other = replace(world.academy, database=other_database, notices=notices.Notices())
    with serving(app) as url, following(url, two) as lines:
        told(lines)
        acts.receive(other, one.key.public.id, [one.act(read())])
        assert told(lines) == Event(jury="J01", sequence=1, version=1)
    other_database.close()


@pytest.mark.logs("a look at the heads failed")
def test_a_look_that_failed_is_followed_by_another(world: World, app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    world.publish()
    one = world.post()
    look, failures = notices._look, [Busy(), DBAPIError("SELECT", None, ValueError())]

    def fails_first(database: Database) -> list[heads.Head]:
        if failures:
            raise failures.pop()
        return look(database)

    monkeypatch.setattr(notices, "_look", fails_first)
    other = replace(world.academy, notices=notices.Notices())
    with serving(app) as url, following(url, one) as lines:
        told(lines)
        acts.receive(other, one.key.public.id, [one.act(read())])
        assert told(lines).sequence == 1
    assert failures == []


def test_a_sign_of_life_comes_when_nothing_moves(world: World, app: FastAPI) -> None:
    with serving(app) as url, following(url, world.post()) as lines:
        assert [next(lines) for _ in range(4)] == [":", ""] * 2


def test_another_jury_is_not_told(world: World, app: FastAPI) -> None:
    world.publish()
    one, two = world.post(Role.PRESIDENT, "J02"), world.post(Role.PRESIDENT, "J01")
    with serving(app) as url, following(url, two) as lines:
        told(lines)
        acts.receive(world.academy, one.key.public.id, [one.act(read(), jury="J02")])
        acts.receive(world.academy, two.key.public.id, [two.act(read())])
        assert told(lines).jury == "J01"


def test_the_stream_of_a_post_that_was_revoked_ends(
    world: World, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "CHECK_SECONDS", 0.1)
    post = world.post()
    with serving(app) as url, following(url, post) as lines:
        next(lines)
        world.revoke(post)
        assert all(not line.startswith("data") for line in lines)  # and they come to an end


def test_more_streams_than_threads_leave_room_for_requests(world: World, app: FastAPI) -> None:
    world.publish()
    post = world.post()
    with serving(app) as url, ExitStack() as stack:
        streams = [stack.enter_context(following(url, post)) for _ in range(60)]
        assert {told(lines).jury for lines in streams} == {"J01"}
        assert httpx2.get(f"{url}{routes.DEVICE}", headers=post.headers, timeout=20).status_code == 200
        acts.receive(world.academy, post.key.public.id, [post.act(read())])
        assert [told(lines).sequence for lines in streams] == [1] * 60


def test_who_leaves_is_forgotten(world: World, app: FastAPI) -> None:
    world.publish()
    with serving(app) as url, following(url, world.post()) as lines:
        told(lines)
        assert world.academy.notices.listened
    assert not world.academy.notices.listened
