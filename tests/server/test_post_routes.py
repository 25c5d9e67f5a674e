# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post asks of the API, over HTTP without a network."""

import base64
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import select
from starlette.testclient import TestClient

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.livret import NumberCheck
from lsl_desk.server.app import create_app
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Busy
from lsl_desk.server.files.folder import FolderFiles
from lsl_desk.server.services import juries
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.settings import Settings
from lsl_desk.wire import bundle, envelope, routes
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.exchange import ActsAnswer, DeviceAnswer, FeedAnswer, JuriesAnswer
from lsl_desk.wire.manifests import decode_manifest
from tests.server.serving import serving
from tests.server.world import Post, World, raised, read, receipt

MANIFEST = routes.MANIFEST.format(jury="J01")
FEED = routes.FEED.format(jury="J01")
BUNDLE = routes.BUNDLE.format(jury="J01")


@pytest.fixture
def post(world: World) -> Post:
    """A president's post, its jury published with one livret."""
    world.livret("J01", "0417", b"%PDF-1.4 livret invente" * 100)
    world.publish()
    return world.post()


def test_the_post_learns_how_far_its_chain_was_received(client: TestClient, world: World, post: Post) -> None:
    before = DeviceAnswer.model_validate_json(client.get(routes.DEVICE, headers=post.headers).content)
    assert (before.sequence, before.head, before.state) == (0, "0" * 64, "active")
    assert (before.name, before.role) == ("Personne inventée", "president")
    client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read()), post.act(read())]})
    world.revoke(post)
    after = DeviceAnswer.model_validate_json(client.get(routes.DEVICE, headers=post.headers).content)
    assert (after.sequence, after.head, after.state, after.reason) == (2, post.head, "revoked", "perdu")


def test_acts_go_up_and_come_back_to_the_other_posts(client: TestClient, world: World, post: Post) -> None:
    sent = client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(raised("12"))]})
    (answer,) = ActsAnswer.model_validate_json(sent.content).answers
    fed = client.get(FEED, headers=world.post(Role.VICE_PRESIDENT).headers)
    (line,) = FeedAnswer.model_validate_json(fed.content).lines
    assert line.receipt == answer.receipt
    assert base64.b64decode(line.key) == post.key.public.raw
    assert receipt(line.receipt, world.academy.key.public).sequence == 1


def test_the_list_of_juries_has_a_tag_that_moves_with_it(client: TestClient, post: Post) -> None:
    first = client.get(routes.JURIES, headers=post.headers)
    (line,) = JuriesAnswer.model_validate_json(first.content).juries
    assert (line.jury, line.label, line.version, line.sequence) == ("J01", "Jury J01", 1, 0)
    same = post.headers | {"If-None-Match": first.headers["etag"]}
    again = client.get(routes.JURIES, headers=same)
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read())]})
    moved = client.get(routes.JURIES, headers=same)
    assert JuriesAnswer.model_validate_json(moved.content).juries[0].sequence == 1


def test_a_jury_not_published_is_not_listed_and_has_no_manifest(client: TestClient, world: World) -> None:
    post = world.post()
    assert client.get(routes.JURIES, headers=post.headers).json() == {"juries": []}
    refused = client.get(MANIFEST, headers=post.headers)
    assert (refused.status_code, refused.json()) == (404, {"code": "jury_unknown", "facts": {"jury": "J01"}})


def test_a_list_tells_the_zone_of_an_academy_overseas(world: World) -> None:
    world.publish()
    overseas, jury = replace(world.academy, zone="Indian/Reunion"), JuryId("J01")
    assert juries.publish(overseas, [jury]) == [jury], "it says something new"
    _, signed = juries.manifest(overseas, jury)
    assert decode_manifest(Signed.from_bytes(signed).payload).zone == "Indian/Reunion"


def test_a_manifest_is_signed_and_conditional_by_version_and_signature(
    client: TestClient, world: World, post: Post
) -> None:
    juries.publish(world.academy)  # the post's person has a seat, which is in the list too
    first = client.get(MANIFEST, headers=post.headers)
    signed = Signed.from_bytes(first.content)
    world.academy.key.public.verify(signed, envelope.MANIFEST)
    manifest = decode_manifest(signed.payload)
    etag = f'"2-{sha256(signed.signature).hexdigest()}"'
    assert (manifest.jury, manifest.version, manifest.session, first.headers["etag"]) == ("J01", 2, 2018, etag)
    livret = manifest.candidates[0].livret
    assert livret is not None
    assert livret.pages[0].check is NumberCheck.MATCH
    assert [str(mark.value) for mark in manifest.marks[manifest.candidates[0].number]] == ["9"]
    same = post.headers | {"If-None-Match": etag}
    assert client.get(MANIFEST, headers=same).status_code == 304
    assert juries.publish(world.academy) == []
    world.livret("J01", "0432", b"%PDF-1.4 un autre livret")
    assert juries.publish(world.academy) == ["J01"]
    second = client.get(MANIFEST, headers=same)
    assert (second.status_code, second.headers["etag"][:3]) == (200, '"3-')
    (line,) = JuriesAnswer.model_validate_json(client.get(routes.JURIES, headers=post.headers).content).juries
    assert second.headers["etag"] == f'"{line.version}-{line.digest}"'


def test_names_are_in_nothing_but_what_a_post_asks_for_which_is_audited(
    client: TestClient, world: World, post: Post
) -> None:
    blank = {"usage_name": "", "first_names": "Prénoméa", "third_name": "", "ine": "000000001AB", "division": "TES9"}
    world.insert("identity", {"jury": "J01", "number": "0417", "name": "NOMÉTAIT", "school": "Lycée X", **blank})
    world.academy.clock()
    world.livret("J01", "0432", b"%PDF-1.4 pour une version de plus")
    world.publish()
    payload = Signed.from_bytes(client.get(MANIFEST, headers=post.headers).content).payload.decode()
    for told in (
        payload,
        client.get(FEED, headers=post.headers).text,
        client.get(routes.JURIES, headers=post.headers).text,
    ):
        assert not any(word in told for word in ("NOMÉTAIT", "Prénoméa", "000000001AB", "TES9", "Lycée X"))
    (line,) = client.get(routes.NAMES.format(jury="J01"), headers=post.headers).json()["names"]
    assert line == {"number": "0417", "name": "NOMÉTAIT", "usage_name": "", "first_names": "Prénoméa"}
    with world.academy.database.reading() as connection:
        (asked,) = connection.execute(select(schema.audit).where(schema.audit.c.action == "names_read")).all()
    assert (asked.actor, asked.resource) == (post.key.public.id, "J01"), "who asked is audited"
    assert "NOM" not in repr(asked)


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        (None, 200, slice(None)),
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=5-999999", 206, slice(5, None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=9-3", 200, slice(None)),
        ("pages=1-2", 200, slice(None)),
        ("bytes=999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_livret_or_a_part_of_it(
    client: TestClient, world: World, asked: str | None, status: int, part: slice | None
) -> None:
    data = bytes(range(256)) * 9
    digest = world.livret("J01", "0417", data)
    post = world.post()
    headers = post.headers | ({"Range": asked} if asked else {})
    answer = client.get(routes.LIVRET.format(jury="J01", digest=digest), headers=headers)
    assert answer.status_code == status
    if part is None:
        assert answer.json() == {"code": "request_invalid", "facts": {"where": "Range"}}
        assert answer.headers["content-range"] == f"bytes */{len(data)}"
        return
    assert answer.content == data[part]
    assert answer.headers["content-length"] == str(len(data[part]))
    assert answer.headers["etag"] == f'"{digest}"'


def test_a_livret_is_conditional_both_ways(client: TestClient, world: World) -> None:
    digest = world.livret("J01", "0417", b"%PDF-1.4 x")
    post = world.post()
    path = routes.LIVRET.format(jury="J01", digest=digest)
    assert client.get(path, headers=post.headers | {"If-None-Match": f'"{digest}"'}).status_code == 304
    begun = post.headers | {"Range": "bytes=3-"}
    assert client.get(path, headers=begun | {"If-Range": f'"{digest}"'}).status_code == 206
    assert client.get(path, headers=begun | {"If-Range": '"another"'}).content == b"%PDF-1.4 x"


def test_a_livret_of_another_jury_or_whose_file_is_not_whole_is_not_found(client: TestClient, world: World) -> None:
    other = world.livret("J09", "0417", b"%PDF-1.4 autre jury")
    torn = world.livret("J01", "0417", b"%PDF-1.4 celui du jury")
    post = world.post()
    (path,) = world.academy_folder.rglob(torn)
    path.write_bytes(b"%PDF")
    for digest in (other, torn, Digest("0" * 64)):
        assert client.get(routes.LIVRET.format(jury="J01", digest=digest), headers=post.headers).status_code == 404


def test_many_livrets_come_in_one_stream_and_what_cannot_be_given_stops_nothing(
    client: TestClient, world: World
) -> None:
    world.candidates("J01", "0501", "0502", "0503")
    data = [b"a" * 3_000_000, b"b" * 10, b"c" * 500_000, b"d" * 20]
    held = [
        world.livret("J01", number, one) for number, one in zip(("0417", "0432", "0501", "0502"), data, strict=True)
    ]
    lost, foreign = world.livret("J01", "0503", b"perdu"), world.livret("J09", "0417", b"autre jury")
    (path,) = world.academy_folder.rglob(lost)
    path.unlink()
    asked = [held[1], lost, held[0], foreign, held[2], held[3], held[1]]
    answer = client.post(BUNDLE, headers=world.post().headers, json={"digests": asked})
    assert answer.headers["content-type"] == bundle.MEDIA_TYPE
    got = list(bundle.livrets([answer.content]))
    assert got == [
        (held[1], data[1]), (lost, None), (held[0], data[0]), (foreign, None), (held[2], data[2]), (held[3], data[3])
    ]  # fmt: skip


def test_a_storage_that_fails_for_one_livret_gives_the_others(
    client: TestClient, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound, broken = world.livret("J01", "0417", b"entier"), world.livret("J01", "0432", b"illisible")
    read = FolderFiles.read

    def fails(self: FolderFiles, digest: Digest, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        if digest == broken:
            raise OSError(5, "unreadable sector")
        return read(self, digest, start, end)

    monkeypatch.setattr(FolderFiles, "read", fails)
    answer = client.post(BUNDLE, headers=world.post().headers, json={"digests": [broken, sound]})
    assert list(bundle.livrets([answer.content])) == [(broken, None), (sound, b"entier")]


@pytest.mark.logs("server fault", "Exception in ASGI application")
def test_an_answer_that_fails_on_its_way_is_cut_and_never_looks_whole(
    app: FastAPI, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_self: FolderFiles, _digest: Digest, _start: int = 0, _end: int | None = None) -> Iterator[bytes]:
        yield b"%PDF"
        raise OSError(5, "unreadable sector")

    digest = world.livret("J01", "0417", b"%PDF-1.4 x")
    monkeypatch.setattr(FolderFiles, "read", torn)
    post = world.post()
    path = routes.LIVRET.format(jury="J01", digest=digest)
    with serving(app) as url, pytest.raises(httpx2.RemoteProtocolError):
        httpx2.get(f"{url}{path}", headers=post.headers)
    with serving(app) as url, pytest.raises(httpx2.RemoteProtocolError):
        httpx2.post(f"{url}{BUNDLE}", headers=post.headers, json={"digests": [digest]})


def test_livrets_never_change_so_they_may_be_kept(client: TestClient, world: World) -> None:
    digest = world.livret("J01", "0417", b"%PDF-1.4 x")
    kept = client.get(routes.LIVRET.format(jury="J01", digest=digest), headers=world.post().headers)
    assert "immutable" in kept.headers["cache-control"]
    assert client.get(routes.ACADEMY).headers["cache-control"] == "no-store"


def test_every_answer_names_the_protocol_and_the_key(client: TestClient, academy: Academy) -> None:
    for path in (routes.ACADEMY, routes.DEVICE, "/nowhere", routes.METRICS):
        answer = client.get(path)
        assert answer.headers["lsl-server"] == academy.key.public.id
        assert answer.headers["lsl-protocol"]


@pytest.mark.parametrize("path", [routes.DEVICE, routes.JURIES, MANIFEST, FEED, routes.EVENTS])
def test_nobody_and_an_old_token_are_told_so(client: TestClient, world: World, post: Post, path: str) -> None:
    world.clock.time += timedelta(minutes=15)
    for headers in ({}, {"Authorization": "Bearer inconnu"}, post.headers):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, Code.TOKEN_EXPIRED)
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("path", [routes.JURIES, MANIFEST, FEED, routes.EVENTS])
def test_a_revoked_post_is_given_nothing(client: TestClient, world: World, post: Post, path: str) -> None:
    world.revoke(post)
    answer = client.get(path, headers=post.headers)
    assert (answer.status_code, answer.json()["code"]) == (403, Code.DEVICE_REVOKED)
    sent = client.post(routes.ACTS, headers=post.headers, json={"acts": [post.act(read())]})
    assert sent.json()["answers"][0]["state"] == "kept"


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (b"{", "body.1"),
        (b'{"acts": []}', "body.acts"),
        (b'{"acts": ["*"]}', "body.acts.0"),
        (json.dumps({"acts": ["AAAA"] * 51}).encode(), "body.acts"),
        (b'{"acts": ["AAAA"], "nom": "x"}', "body"),
        (b"[]", "body"),
    ],
)
def test_another_shape_is_refused_by_its_place_and_not_its_value(
    client: TestClient, post: Post, body: bytes, where: str
) -> None:
    headers = post.headers | {"Content-Type": "application/json"}
    answer = client.post(routes.ACTS, headers=headers, content=body)
    assert (answer.status_code, answer.json()) == (422, {"code": "request_invalid", "facts": {"where": where}})


def test_a_body_too_long_is_refused(client: TestClient, post: Post) -> None:
    headers = post.headers | {"Content-Type": "application/json"}
    answer = client.post(routes.ACTS, headers=headers, content=b"x" * (routes.MAX_BODY + 1))
    assert (answer.status_code, answer.json()) == (413, {"code": "too_large", "facts": {}})


def test_a_method_that_a_route_has_not_is_said(client: TestClient) -> None:
    answer = client.delete(routes.ACADEMY)
    assert (answer.status_code, answer.json()["code"], answer.headers["allow"]) == (405, "request_invalid", "GET")


def test_a_busy_database_is_said_with_a_time_to_wait(
    client: TestClient, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(juries, "listed", busy)
    answer = client.get(routes.JURIES, headers=post.headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


@pytest.mark.logs("server fault")
def test_a_fault_of_ours_gives_a_number_and_no_data(
    client: TestClient, post: Post, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("0417 NOMÉTAIT")

    monkeypatch.setattr(juries, "listed", fails)
    answer = client.get(routes.JURIES, headers=post.headers)
    assert (answer.status_code, answer.json()["code"]) == (500, Code.SERVER_FAULT)
    (line,) = [one for one in caplog.records if one.message == "server fault"]
    assert vars(line)["reference"] == answer.json()["facts"]["reference"]
    assert answer.headers["lsl-server"]
    assert "NOMÉTAIT" not in answer.text


def test_what_is_counted_and_logged_names_nobody(
    client: TestClient, post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", "lsl_desk.server.middleware"):
        client.get(f"{FEED}?after=3", headers=post.headers)
        client.get("/inconnu/NOMÉTAIT?n=N0417X")  # bare digits are in many a duration and thread number
    told = client.get(routes.METRICS).text + str([vars(one) for one in caplog.records if one.name.startswith("lsl")])
    assert "/api/v1/juries/{jury}/feed" in told
    assert not any(word in told for word in ("J01", "NOMÉTAIT", "N0417X", post.key.public.id, "after"))


def test_the_contract_is_published_with_the_problem_of_every_route(client: TestClient, app: FastAPI) -> None:
    published = client.get(f"{routes.API}/openapi.json").json()
    assert published == json.loads(json.dumps(app.openapi()))
    declared = {value for name, value in vars(routes).items() if name.isupper() and str(value).startswith("/")}
    assert declared - {routes.API, routes.METRICS} <= set(published["paths"])
    for methods in published["paths"].values():
        for route in methods.values():
            problem = {"$ref": "#/components/schemas/Problem"}
            assert route["responses"]["500"]["content"]["application/json"]["schema"] == problem
            assert route["responses"]["422"]["content"]["application/json"]["schema"] == problem


@pytest.mark.logs("no room for a write")
def test_a_filesystem_that_is_full_keeps_nothing_of_a_batch_and_all_of_it_once_there_is_room(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """On a real one, of two megabytes."""
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(small)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small filesystem takes Linux and the right to mount one")
    try:
        shutil.copy(sqlite_template, small / "academy.sqlite")
        world = World.create(Settings(data=small, session=2018))
        client, post = TestClient(create_app(world.academy, Settings(data=small, session=2018))), world.post()
        client.headers.update(post.headers)
        filler = small / "filler"
        filler.write_bytes(bytes(shutil.disk_usage(small).free - 100_000))
        kept = 0
        while True:
            sent = [post.act(read()) for _ in range(10)]
            answer = client.post(routes.ACTS, json={"acts": sent})
            if answer.status_code != 200:
                break
            kept += 10
        assert (answer.status_code, answer.json()) == (507, {"code": Code.SERVER_FULL, "facts": {}})
        assert client.post(routes.ACTS, json={"acts": sent}).status_code == 507
        assert DeviceAnswer.model_validate_json(client.get(routes.DEVICE).content).sequence == kept
        with pytest.raises(Refusal, match=Code.SERVER_FULL.value):
            world.academy.files.put(bytes(1_000_000))
        assert [one for one in (small / "livrets").rglob("*") if one.is_file()] == []
        filler.unlink()
        again = client.post(routes.ACTS, json={"acts": sent})
        assert [one["state"] for one in again.json()["answers"]] == ["kept"] * 10
        world.academy.database.close()
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.logs("no room for a write")
def test_a_full_disk_keeps_nothing_of_a_batch_and_all_of_it_once_there_is_room(
    tmp_path: Path, sqlite_template: Path
) -> None:
    """On SQLite, whose size can be capped; on PostgreSQL the cluster itself would stop."""
    shutil.copy(sqlite_template, tmp_path / "academy.sqlite")
    settings = Settings(data=tmp_path, session=2018)
    world = World.create(settings)
    client, post = TestClient(create_app(world.academy, settings)), world.post()
    sent: list[str] = []
    with world.academy.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 8}")
    while True:
        sent = [post.act(read()) for _ in range(10)]
        answer = client.post(routes.ACTS, headers=post.headers, json={"acts": sent})
        if answer.status_code != 200:
            break
    assert (answer.status_code, answer.json()) == (507, {"code": Code.SERVER_FULL, "facts": {}})
    known = DeviceAnswer.model_validate_json(client.get(routes.DEVICE, headers=post.headers).content)
    assert known.sequence == post.sequence - 10
    with world.academy.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1073741823")
    again = client.post(routes.ACTS, headers=post.headers, json={"acts": sent})
    assert [one["state"] for one in again.json()["answers"]] == ["kept"] * 10
    world.academy.database.close()
