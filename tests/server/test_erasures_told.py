# SPDX-License-Identifier: AGPL-3.0-or-later
"""What posts tell the academy of their erasures, and which posts are still to be asked (N23, J4 step 10)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import ErasureRecord, Kept, falls
from lsl_desk.server.db import schema
from lsl_desk.server.services import erasures, retention
from lsl_desk.wire import routes
from lsl_desk.wire.envelope import RECEIPT, Signed
from lsl_desk.wire.erasure_record import seal_erasure
from lsl_desk.wire.strict import moment_of, moment_text
from tests.server.desks import text
from tests.server.test_retention import J01, at_its_date, published
from tests.server.world import CENTRE, OTHER_CENTRE, START, Post, World

DATE = falls(START, Kept.ACTIVE)
GONE, HELD = Digest("a" * 64), (StudentNumber("0417"), Digest("b" * 64))


def sealed(post: Post, jury: str = "J01", erased_at: datetime = DATE) -> bytes:
    """The certificate of a post."""
    record = ErasureRecord(JuryId(jury), 2018, START, DATE, erased_at, (GONE,), (HELD,), (), 12)
    return seal_erasure(record, post.key.public, post.key.sign)


def tell(client: TestClient, post: Post, record: bytes, jury: str = "J01") -> httpx2.Response:
    asked = {"record": text(record)}
    return client.post(routes.ERASURES.format(jury=jury), headers=post.headers, json=asked)


def rows(world: World, table: str) -> list[Any]:
    with world.academy.database.reading() as connection:
        return list(connection.execute(select(schema.metadata.tables[table])))


def test_an_erasure_told_again_adds_nothing_and_only_its_fact_and_digest_are_kept(
    client: TestClient, world: World
) -> None:
    post = world.post()
    record = sealed(post)
    first = tell(client, post, record)
    assert (first.status_code, moment_of(first.json()["received"])) == (200, START)
    world.clock.time += timedelta(minutes=1)
    assert tell(client, post, record).json() == first.json()
    (kept,) = rows(world, "post_erasure")
    digest = Signed.from_bytes(record).digest
    assert tuple(kept) == (digest, post.key.public.id, "J01", moment_text(DATE), moment_text(START), 1, 1)
    assert [row.action for row in rows(world, "audit")] == ["erasure_told"]


def test_one_altered_or_of_another_post_or_jury_is_refused_and_nothing_is_kept(
    client: TestClient, world: World
) -> None:
    post, other = world.post(Role.PRESIDENT, "J01", "J02"), world.post()
    whole = sealed(post)
    signed = Signed.from_bytes(whole)
    altered = replace(signed, payload=signed.payload.replace(b'"acts":12', b'"acts":13'))
    for record, jury, status, code in (
        (altered.to_bytes(), "J01", 409, Code.ERASURE_ALTERED),
        (whole[:-9], "J01", 409, Code.ERASURE_ALTERED),
        (post.key.sign(RECEIPT, signed.payload).to_bytes(), "J01", 409, Code.ERASURE_ALTERED),
        (sealed(other), "J01", 409, Code.ERASURE_STRANGER),
        (whole, "J02", 409, Code.ERASURE_STRANGER),
        (sealed(post, "J09"), "J09", 403, Code.JURY_NOT_YOURS),
    ):
        answer = tell(client, post, record, jury)
        assert (answer.status_code, answer.json()["code"]) == (status, code.value)
    assert rows(world, "post_erasure") == []
    assert rows(world, "audit") == []


def centres(world: World) -> list[erasures.Centre]:
    with world.academy.database.reading() as connection:
        return erasures.centres(world.academy, connection, retention.lines(world.academy, connection))


def test_the_posts_of_a_jury_that_told_nothing_after_its_date_are_named_by_centre(
    client: TestClient, world: World
) -> None:
    head, told, late, gone = world.post(Role.CHEF_DE_CENTRE), world.post(), world.post(), world.post()
    world.post(Role.CHEF_DE_CENTRE, centre=OTHER_CENTRE)
    with world.together():
        world.insert("school", {"id": CENTRE, "name": "Lycée inventé", "phone": "01 99 00 00 00"})
    with world.academy.database.writing() as connection:
        enrolled = update(schema.device).where(schema.device.c.id == late.key.public.id)
        connection.execute(enrolled.values(enrolled=moment_text(DATE)))
    world.revoke(gone)
    assert centres(world) == [], "no result is public"
    published(world)
    (centre,) = centres(world)
    assert (centre.id, centre.phone, centre.owed, centre.silent, centre.leaving) == (
        CENTRE,
        "01 99 00 00 00",
        False,
        (),
        0,
    )

    at_its_date(world)
    (centre,) = centres(world)
    assert [line.jury for line in centre.lines] == [J01]
    assert {one.id for one in centre.silent} == {head.key.public.id, told.key.public.id}, "not who came later"
    assert {one.juries for one in centre.silent} == {(J01,)}
    assert (centre.since, centre.leaving, centre.owed) == (DATE, 1, True)
    retention.hold(world.academy, J01, "", "recours", by="")
    assert centres(world)[0].silent == (), "a dispute over the whole jury: nobody is to erase it"
    retention.release(world.academy, J01, "", by="")

    for post in (told, head):
        assert tell(client, post, sealed(post)).status_code == 200
    (centre,) = centres(world)
    assert (centre.silent, centre.since, centre.owed, centre.leaving) == ((), None, True, 1)


def test_a_call_to_a_centre_is_kept_with_what_it_said(world: World) -> None:
    world.post()
    published(world)
    by = rows(world, "account")[0].id
    for which, said, code in ((CENTRE, " ", Code.CALL_UNSAID), ("0000000A", "ouvert lundi", Code.CENTRE_UNKNOWN)):
        with pytest.raises(Refusal) as caught:
            erasures.call(world.academy, which, said, by=by)
        assert caught.value.code is code
    for said in ("fermé  jusqu’au 20", "ouvert lundi"):
        erasures.call(world.academy, CENTRE, said, by=by)
    (centre,) = centres(world)
    assert [(one.said, one.caller) for one in centre.calls] == [
        ("ouvert lundi", "Personne inventée"),
        ("fermé jusqu’au 20", "Personne inventée"),
    ]
    assert [row.action for row in rows(world, "audit")] == ["centre_called"] * 2
