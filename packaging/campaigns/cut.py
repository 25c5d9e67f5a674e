# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cut``: the line breaks after a byte of what the academy sends (study, test 5).

A real academy behind a relay that hangs up, a real sealed store. After the cut no version is current and no livret is
there that does not bear its digest; the next exchange ends it, having fetched one livret twice at most.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from pydantic import SecretStr
from sqlalchemy import update

from campaigns.broken import replaced
from campaigns.outcome import Outcome
from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.link import SealedLink
from lsl_desk.client.link import sync_jury
from lsl_desk.client.link.sync_all import sync_all
from lsl_desk.client.link.values import Network, PinnedAcademy, SyncReport
from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId
from lsl_desk.server.app import create_app
from lsl_desk.server.db import schema
from lsl_desk.server.services import limits
from lsl_desk.server.settings import Settings
from lsl_desk.wire import bundle
from tests.academy.hostile import hostile
from tests.academy.relay import Relay
from tests.adapters.store.desks import make, reopen
from tests.fakes.desk import FixedClock
from tests.server.serving import serving
from tests.server.world import World

BROKEN = ("half-kept", "all-or-nothing")
"""The end of a stream that was cut is taken for a livret; what was whole before a cut is thrown away."""
SMALL, LARGE = JuryId("J01"), JuryId("J02")
_LARGE_LIVRETS = 24
_OVERHEAD = 4096
"""Bytes of the heads of answers and of the frames around livrets, in two exchanges."""


def run(size: int, rng: Random, folder: Path, broken: str = "") -> Outcome:
    """Cut ``size`` times a large exchange and as often a small one, that one after every byte from 1,000 on."""
    outcome = Outcome(one_is_enough=bool(broken))
    world, settings = _world(folder)
    with ExitStack() as stack:
        stack.callback(world.academy.database.close)
        stack.enter_context(replaced(bundle, "livrets", _half_kept(bundle.livrets), when=broken == "half-kept"))
        stack.enter_context(
            replaced(sync_jury._Fetching, "_some", _all_or_nothing, when=broken == "all-or-nothing")  # noqa: SLF001
        )
        app = create_app(world.academy, settings)
        app.state.requests = limits.Requests(allowed=10**9)
        url = stack.enter_context(serving(app))
        relay = Relay(int(url.rsplit(":", 1)[1]), "/livrets HTTP")
        port = stack.enter_context(hostile(relay.talk))
        line = Line(world, relay, port, folder)
        for jury in (SMALL, LARGE):
            whole = line.length(jury)
            at = list(range(whole)) if jury == SMALL and size >= 1000 else rng.choices(range(whole), k=size)
            for byte in at:
                if outcome.seen():
                    break
                outcome.faults += [f"{jury}, byte {byte}: {one}" for one in line.cut(jury, byte)]
                outcome.count(f"cuts of an exchange of {whole} bytes")
    return outcome


@dataclass
class Line:
    """A post, the relay and the academy."""

    world: World
    relay: Relay
    port: int
    folder: Path

    def __post_init__(self) -> None:
        """Make the store that each cut begins with, enrolled."""
        desk = make(self.folder / "template")
        key = self.world.academy.key.public.raw
        who = PinnedAcademy("https://a.example", "Académie", key, "Poste", Role.PRESIDENT, CentreId(""))
        desk.link().pin(who)
        self._enrol(desk.link().public)
        desk.close()

    def length(self, jury: JuryId) -> int:
        """Bytes of the answer with a jury's livrets."""
        desk = self._fresh()
        self.relay.cut = 10**9
        assert not self._sync(desk, jury).failed
        desk.close()
        return self.relay.said

    def cut(self, jury: JuryId, byte: int) -> list[str]:
        """Cut after a byte, look, fetch again, look; returns what did not hold."""
        desk = self._fresh()
        link = desk.link()
        sizes = {digest: len(self._data(digest)) for digest in self._named(jury)}
        self.relay.cut, self.relay.livrets = byte, 0
        faults = []
        first = self._sync(desk, jury)
        faults += _false(desk, link)
        if first.failed and link.manifest(jury) is not None:
            faults.append("a version is current that is not whole")
        again = self._sync(desk, jury)
        if again.failed or any(one.missing for one in again.done):
            faults.append("the second exchange did not end it")
        if link.held() != frozenset(sizes):
            faults.append("other livrets than the list names")
        faults += _false(desk, link)
        if self.relay.livrets > sum(sizes.values()) + max(sizes.values()) + _OVERHEAD:
            faults.append("more than one livret was fetched twice")
        desk.close()
        return faults

    def _sync(self, desk: SealedDesk, jury: JuryId) -> SyncReport:
        link = desk.link()
        academies = HttpAcademies(link, FixedClock(), timeouts=Timeouts(connect=20.0, read=20.0))
        academy = academies.open(f"http://127.0.0.1:{self.port}", self.world.academy.key.public.raw, Network("direct"))
        try:
            return sync_all(academy, link, FixedClock(), juries=[jury])
        finally:
            academy.close()

    def _fresh(self) -> SealedDesk:
        root = self.folder / "desk"
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(self.folder / "template", root)
        return reopen(root)

    def _enrol(self, public: bytes) -> None:
        post = self.world.post(Role.PRESIDENT, SMALL, LARGE)
        with self.world.academy.database.writing() as connection:
            known = schema.device.c.id == post.key.public.id
            connection.execute(schema.token.delete())
            name = sha256(public).hexdigest()
            connection.execute(update(schema.device).where(known).values(id=name, public=public))

    def _named(self, jury: JuryId) -> frozenset[Digest]:
        with self.world.academy.database.reading() as connection:
            of = schema.candidate.c
            rows = connection.scalars(schema.candidate.select().with_only_columns(of.digest).where(of.jury == jury))
            return frozenset(Digest(one) for one in rows if one)

    def _data(self, digest: Digest) -> bytes:
        return b"".join(self.world.academy.files.read(digest))


def _false(desk: SealedDesk, link: SealedLink) -> list[str]:
    return [
        "a livret is there that does not bear its digest"
        for one in link.held()
        if sha256(_raw(desk, one)).hexdigest() != one
    ]


def _raw(desk: SealedDesk, digest: Digest) -> bytes:
    """The bytes as they are kept: the store itself would refuse to show false ones."""
    with desk.link()._engines().reading() as connection:  # noqa: SLF001 - to see what is kept
        return bytes(connection.exec_driver_sql("SELECT data FROM livret WHERE digest = ?", (digest,)).scalar_one())


def _world(folder: Path) -> tuple[World, Settings]:
    url = SecretStr(f"sqlite:///{folder / 'academy.sqlite'}")
    settings = Settings(data=folder / "data", database_url=url, session=2018, port=0)
    world = World.create(settings)
    world.candidates(SMALL, "0418")
    for number in ("0417", "0418", "0432"):
        world.livret(SMALL, number, f"livret {number}".encode() * 8)
    more = [f"{number:04}" for number in range(1000, 1000 + _LARGE_LIVRETS)]
    for number in more:
        world.candidates(LARGE, number)
    for number in ("0417", "0432", *more):
        world.livret(LARGE, number, b"".join(sha256(f"{number} {n}".encode()).digest() for n in range(1500)))
    world.publish()
    return world, settings


def _half_kept(whole: Callable[[Any], Iterator[tuple[Digest, bytes | None]]]) -> Callable[[Any], Iterator[Any]]:
    del whole

    def livrets(chunks: Any) -> Iterator[tuple[Digest, bytes]]:
        data = b""
        try:
            for chunk in chunks:
                data += chunk
        finally:
            while len(data) > 40:
                size = int.from_bytes(data[32:40], "big")
                if size:
                    yield Digest(data[:32].hex()), data[40 : 40 + size]
                data = data[40 + size :]

    return livrets


def _all_or_nothing(self: Any, left: list[Any]) -> None:
    self._stream([one.digest for one in left])  # what came before a cut is not kept
