# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of the intermediate archive at the academy: what is due goes, but for disputes and September (N23, K05)."""

from datetime import datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.retention import Kept, falls
from lsl_desk.server.cli.main import main
from lsl_desk.server.db import publications, schema
from lsl_desk.server.db import retention as rows
from lsl_desk.server.services import academy as academies
from lsl_desk.server.services import juries, retention
from lsl_desk.wire import bundle, routes
from lsl_desk.wire.erasure_record import open_erasure
from lsl_desk.wire.strict import moment_text
from tests.server.world import START, Post, World

J01 = JuryId("J01")


def published(world: World, jury: JuryId = J01, at: datetime = START) -> None:
    """A jury is public since then."""
    with world.academy.database.writing() as connection:
        account = connection.scalar(select(schema.account.c.id)) or ""
        publications.propose(connection, group=1, at=at, by=account, now=at)
        one = publications.publications(connection)[0]
        publications.confirm(connection, one.id, by=account, juries=[jury], excluded={}, now=at)


def named(world: World, *numbers: str) -> None:
    """The academy knows who these candidates of J01 are."""
    blank = dict.fromkeys(("usage_name", "first_names", "third_name", "ine", "division", "school"), "")
    for number in numbers:
        world.insert("identity", {"jury": "J01", "number": number, "name": "NOMÉTAIT", **blank})


def names_left(world: World) -> set[str]:
    """Whose names the academy still knows."""
    with world.academy.database.reading() as connection:
        return set(connection.scalars(select(schema.identity.c.number)))


def test_what_is_due_goes_but_for_disputes_and_september(world: World) -> None:
    world.post()
    published(world)
    academy = world.academy
    gone, held = world.livret("J01", "0417", b"%PDF gone"), world.livret("J01", "0432", b"%PDF held")
    world.candidates("J01", "0455")
    world.candidates("J02", "0701")
    named(world, "0417", "0432")
    shared = world.livret("J01", "0455", b"%PDF shared")
    assert world.livret("J02", "0701", b"%PDF shared") == shared

    retention.hold(academy, J01, "0432", " recours ", by="")
    assert retention.erase(academy, by="") == []
    world.clock.time = falls(START, Kept.ARCHIVE) - timedelta(seconds=1)
    assert retention.erase(academy, by="") == []

    world.clock.time = falls(START, Kept.ARCHIVE)
    (record,) = retention.erase(academy, by="")
    assert (record.erased, record.held, record.elsewhere) == ((gone,), (("0432", held),), (shared,))
    assert [academy.files.size(one) for one in (gone, held, shared)] == [None, 9, 11]
    with academy.database.reading() as connection:
        ((jury, sealed),) = rows.certificates(connection)
    assert (jury, open_erasure(sealed)) == (J01, (record, academy.key.public.id))
    assert names_left(world) == {"0432"}, "a dispute holds the name too"
    assert retention.erase(academy, by="") == [], "nothing is told twice"

    assert retention.release(academy, J01, "0432", by="")
    assert not retention.release(academy, J01, "0432", by="")
    assert [one.erased for one in retention.erase(academy, by="")] == [(held,)]
    assert names_left(world) == set()


def test_a_livret_that_two_juries_hold_goes_with_the_last_of_them_and_is_told_once(world: World) -> None:
    world.post()
    world.candidates("J02", "0701", "0702")
    shared = world.livret("J01", "0417", b"%PDF shared")
    assert world.livret("J02", "0701", b"%PDF shared") == shared
    disputed = world.livret("J01", "0432", b"%PDF disputed")
    assert world.livret("J02", "0702", b"%PDF disputed") == disputed
    published(world)
    published(world, JuryId("J02"), START + timedelta(days=70))
    world.clock.time = falls(START, Kept.ARCHIVE)
    assert retention.erase(world.academy, by="") == [], "September is public too, and not due yet"

    retention.hold(world.academy, JuryId("J02"), "0702", "recours", by="")
    world.clock.time = falls(START + timedelta(days=70), Kept.ARCHIVE)
    records = retention.erase(world.academy, by="")
    assert [one for record in records for one in record.erased] == [shared], "once, and not what a dispute needs"
    assert world.academy.files.size(shared) is None
    assert world.academy.files.size(disputed) == len(b"%PDF disputed")


def test_names_go_where_there_is_no_livret_left(world: World) -> None:
    world.post()
    published(world)
    named(world, "0417")
    world.clock.time = falls(START, Kept.ARCHIVE)
    assert [record.erased for record in retention.erase(world.academy, by="")] == [()]
    assert names_left(world) == set()
    assert retention.erase(world.academy, by="") == []


def test_a_dispute_entered_again_has_the_last_reason(world: World) -> None:
    for reason in ("recours gracieux", "recours contentieux"):
        retention.hold(world.academy, J01, "0417", reason, by="")
    with world.academy.database.reading() as connection:
        assert [(one.number, one.reason) for one in rows.holds(connection)] == [("0417", "recours contentieux")]


def at_its_date(world: World) -> None:
    """The active base ends, and the posts have proved themselves since."""
    world.clock.time = falls(START, Kept.ACTIVE)
    with world.academy.database.writing() as connection:
        connection.execute(update(schema.token).values(expires=moment_text(world.clock.time + timedelta(hours=1))))


def test_after_two_months_a_post_has_livrets_of_disputes_and_of_september_alone(
    client: TestClient, world: World
) -> None:
    gone, held = world.livret("J01", "0417", b"%PDF gone"), world.livret("J01", "0432", b"%PDF held")
    world.candidates("J02", "0701")
    assert world.livret("J02", "0701", b"%PDF gone") == gone
    world.publish()
    june, september = world.post(), world.post(Role.PRESIDENT, "J02")
    published(world)

    def status(post: Post, jury: str, digest: Digest) -> int:
        return client.get(routes.LIVRET.format(jury=jury, digest=digest), headers=post.headers).status_code

    def many(digests: list[Digest]) -> httpx2.Response:
        asked = {"digests": digests}
        return client.post(routes.BUNDLE.format(jury="J01"), headers=june.headers, json=asked)

    at_its_date(world)
    world.clock.time -= timedelta(seconds=1)
    assert [status(june, "J01", one) for one in (gone, held)] == [200, 200], "until then all is given"
    world.clock.time += timedelta(seconds=1)
    for answer in (
        client.get(routes.LIVRET.format(jury="J01", digest=gone), headers=june.headers),
        client.get(routes.MANIFEST.format(jury="J01"), headers=june.headers),
        many([gone, held]),
    ):
        assert (answer.status_code, answer.json()["code"]) == (410, "active_ended")
    assert juries.names(world.academy, J01, by="") == []
    assert status(september, "J02", gone) == 200, "September needs it"

    retention.hold(world.academy, J01, "0432", "recours", by="")
    assert [status(june, "J01", one) for one in (gone, held)] == [410, 200]
    assert client.get(routes.MANIFEST.format(jury="J01"), headers=june.headers).status_code == 200
    assert list(bundle.livrets([many([gone, held]).content])) == [(gone, None), (held, b"%PDF held")]
    retention.hold(world.academy, J01, "", "recours", by="")
    assert status(june, "J01", gone) == 200, "a dispute over the whole jury"


def test_a_dispute_that_names_nobody_of_the_jury_or_says_no_reason_is_refused(world: World) -> None:
    for jury, number, reason, code in (
        ("J77", "", "recours", Code.JURY_UNKNOWN),
        ("J01", "9999", "recours", Code.NUMBER_UNKNOWN),
        ("J01", "", " ", Code.REASON_MISSING),
    ):
        with pytest.raises(Refusal) as caught:
            retention.hold(world.academy, JuryId(jury), number, reason, by="")
        assert caught.value.code is code
    retention.hold(world.academy, J01, "", "recours", by="")
    with world.academy.database.reading() as connection:
        assert [(one.jury, one.number) for one in rows.holds(connection)] == [("J01", None)]


def test_the_command_says_what_is_due_holds_and_writes_its_certificates(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.post()
    published(world)
    for number in ("0417", "0432"):
        world.livret("J01", number, b"%PDF " + number.encode())
    world.clock.time = falls(START, Kept.ARCHIVE)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(academies, "open_academy", lambda _settings: world.academy)
        patched.setattr(type(world.academy.database), "close", lambda _: None)
        assert main(["retention", "--hold", "J01", "--number", "0417", "--reason", "recours"]) == 0
        told = capsys.readouterr().out
        assert "Retenus pour un recours\u00a0: 1. À effacer\u00a0: 1 livrets" in told
        assert "J01\u00a0: résultats publiés" in told
        assert told.endswith("(--apply). Postes qui n’ont pas annoncé leur effacement\u00a0: 1.\n")
        assert main(["retention", "--apply", "-o", str(tmp_path)]) == 0
        told = capsys.readouterr().out
        assert told.startswith("J01\u00a0: 1 livrets effacés, 1 gardés.")
        assert "1 certificats écrits" in told
        record, _ = open_erasure((tmp_path / "effacement-1-J01.dsse").read_bytes())
        assert (len(record.erased), [number for number, _ in record.held]) == (1, ["0417"])
        assert main(["retention", "--release", "J01", "--number", "0432"]) == 0
        assert "n’était pas retenu" in capsys.readouterr().out
