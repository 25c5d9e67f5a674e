# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy restored from a backup goes past the lists that posts hold of it (decision 008)."""

import base64
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update
from starlette.testclient import TestClient

from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.server.db import heads, schema
from lsl_desk.server.services import audit, juries
from lsl_desk.wire import envelope, routes
from lsl_desk.wire.envelope import Signed, SigningKey
from lsl_desk.wire.manifests import decode_manifest, encode_manifest
from tests.server.world import Post, World, read

J01 = JuryId("J01")
MANIFEST = routes.MANIFEST.format(jury=J01)


@pytest.fixture
def post(world: World) -> Post:
    """A president's post."""
    return world.post()


def publish(world: World, edition: int) -> bytes:
    """Publish a list of J01 that says something else; gives its envelope."""
    world.livret(J01, "0417", b"%PDF-1.4 edition " + str(edition).encode() * 50)
    world.publish()
    return juries.manifest(world.academy, J01)[1]


def restore(world: World, version: int) -> None:
    """Be again what the academy was when it had published so many versions."""
    of, head = schema.manifest, schema.jury_head
    with world.academy.database.writing() as connection:
        connection.execute(delete(of).where(of.c.jury == J01, of.c.version > version))
        connection.execute(update(head).where(head.c.jury == J01).values(version=version))


def newest(world: World) -> JuryManifest:
    return decode_manifest(Signed.from_bytes(juries.manifest(world.academy, J01)[1]).payload)


def show(client: TestClient, post: Post, shown: bytes, path: str = MANIFEST) -> tuple[int, bytes]:
    body = {"manifest": base64.b64encode(shown).decode()}
    answer = client.post(path, headers=post.headers, json=body)
    return answer.status_code, answer.content


def lines(world: World) -> list[tuple[str, str, dict[str, int]]]:
    """What the audit tells of it."""
    with world.academy.database.reading() as connection:
        assert audit.first_broken(connection) is None
        rows = connection.execute(select(schema.audit).order_by(schema.audit.c.sequence)).all()
    return [(row.actor, row.resource, json.loads(row.facts)) for row in rows if row.action == "manifest_renumbered"]


def test_it_publishes_what_it_has_past_the_number_shown_once(client: TestClient, world: World, post: Post) -> None:
    signed = [publish(world, at) for at in range(1, 4)]
    restore(world, 1)
    before = newest(world)
    told: list[heads.Head] = []
    world.academy.notices.tell = told.extend  # type: ignore[method-assign, assignment]  # heard, not sent
    status, given = show(client, post, signed[2])
    made = decode_manifest(Signed.from_bytes(given).payload)
    world.academy.key.public.verify(Signed.from_bytes(given), envelope.MANIFEST)
    assert (status, made.version, made.candidates) == (200, 4, before.candidates)
    assert [(head.jury, head.version) for head in told] == [(J01, 4)]
    assert show(client, post, signed[2]) == (200, given)
    assert show(client, post, signed[1]) == (200, given)
    assert show(client, post, given) == (200, given)
    assert (newest(world).version, juries.publish(world.academy)) == (4, ["J01"])
    assert lines(world) == [(post.key.public.id, "J01", {"version": 4, "from": 1})]


def test_another_list_under_the_same_number_is_published_again_past_it(
    client: TestClient, world: World, post: Post
) -> None:
    publish(world, 1)
    lost = publish(world, 2)
    restore(world, 1)
    other = decode_manifest(Signed.from_bytes(publish(world, 3)).payload)
    assert other.version == 2
    _, given = show(client, post, lost)
    made = decode_manifest(Signed.from_bytes(given).payload)
    assert (made.version, made.candidates) == (3, other.candidates)
    assert juries.publish(world.academy) == [], "nothing new is to be said"


def test_what_was_not_published_stays_so(client: TestClient, world: World, post: Post) -> None:
    publish(world, 1)
    lost = publish(world, 2)
    restore(world, 1)
    published = newest(world)
    world.livret(J01, "0432", b"%PDF-1.4 pas encore dit")
    _, given = show(client, post, lost)
    assert decode_manifest(Signed.from_bytes(given).payload).candidates == published.candidates


def test_only_a_list_that_this_academy_signed_for_this_jury_moves_it(
    client: TestClient, world: World, post: Post
) -> None:
    kept = publish(world, 1)
    made = newest(world)
    other = SigningKey(b"\x07" * 32).sign(envelope.MANIFEST, encode_manifest(replace(made, version=9)))
    altered = replace(Signed.from_bytes(kept), payload=encode_manifest(replace(made, version=9)))
    of_j02 = encode_manifest(replace(made, jury=JuryId("J02"), version=9))
    of_another = world.academy.key.sign(envelope.MANIFEST, of_j02)
    of_another_type = world.academy.key.sign(envelope.RECEIPT, encode_manifest(replace(made, version=9)))
    for false in (other, altered, of_another, of_another_type):
        assert show(client, post, false.to_bytes())[0] == 409
    for nothing in (b"", b"{}", b"[" * 100_000):
        assert show(client, post, nothing)[0] == 409
    assert (newest(world).version, lines(world)) == (1, [])


def test_a_jury_of_another_post_or_not_published_or_a_withdrawn_post_moves_nothing(
    client: TestClient, world: World, post: Post
) -> None:
    kept = publish(world, 1)
    assert show(client, post, kept, routes.MANIFEST.format(jury="J09"))[0] == 403
    lost = publish(world, 2)
    restore(world, 0)
    assert show(client, post, lost)[0] == 404
    world.revoke(post)
    assert show(client, post, lost)[0] == 403


def test_posts_that_hold_different_versions_may_show_them_at_once(world: World) -> None:
    signed = [publish(world, at) for at in range(1, 6)]
    restore(world, 1)
    posts = [world.post(Role.PRESIDENT), world.post(Role.VICE_PRESIDENT)]
    together = threading.Barrier(4, timeout=20)

    def shows(at: int) -> int:
        together.wait()
        edition, _ = juries.renumber(world.academy, J01, signed[at], by=posts[at % 2].key.public.id)
        return edition.version

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(shows, (2, 4, 3, 4)))
    assert newest(world).version == 6
    assert all(version > at for version, at in zip(given, (3, 5, 4, 5), strict=True))
    versions = [facts["version"] for _, _, facts in lines(world)]
    assert versions == sorted(set(versions))
    assert versions[-1] == 6


def test_acts_of_the_jury_go_on(client: TestClient, world: World, post: Post) -> None:
    publish(world, 1)
    lost = publish(world, 2)
    client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read())]})
    restore(world, 1)
    show(client, post, lost)
    client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read())]})
    (line,) = juries.listed(world.academy, frozenset({J01}))
    assert (line.version, line.sequence) == (3, 2)
