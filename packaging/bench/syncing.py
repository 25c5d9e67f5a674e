# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines 9 to 11: juries fetched from the real server, against a bare stream, against other tools, and for nothing."""

import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from bench import peers
from bench.actor import Actor
from bench.figures import Line, Noise, statistic
from bench.growth import FLAT
from bench.invented_academy import Invented

_LIMIT = "bare: read + send + SHA-256 + AES-256-GCM + one file and one fsync a livret"


def lines(env: Mapping[str, str], noise: Noise, home: Path, *, counts: Sequence[int], rounds: int) -> Iterator[Line]:
    """Sync centres of several sizes, each time into a new store.

    Args:
        env: environment.
        noise: listens between rounds.
        home: a folder to fill and empty.
        counts: livrets of each centre, the smallest first.
        rounds: syncs of each.
    """
    each: list[float] = []
    for place, count in enumerate(counts):
        academy = Invented.make(home / f"academy-{count}", count)
        try:
            with academy.served(env) as (server,):
                measured = list(_measure(env, noise, home, academy, server.url, rounds, letter="abcdef"[place]))
        finally:
            shutil.rmtree(academy.settings.data)
        each.append(statistic(measured[0].ours, "median") / count)
        yield from measured
    said = ", ".join(f"{count}: {cost:.2f} ms" for count, cost in zip(counts, each, strict=True))
    work = f"growth: sync, a livret among {counts[-1]}"
    if len(counts) > 1:
        yield Line("G4", work, f"a livret among {counts[0]}", each[-1:], each[:1], FLAT, note=f"per livret: {said}")


def _measure(
    env: Mapping[str, str], noise: Noise, home: Path, academy: Invented, url: str, rounds: int, letter: str
) -> Iterator[Line]:
    ours: list[float] = []
    bare: list[float] = []
    unchanged: list[float] = []
    trips: list[float] = []
    found = peers.Peers(home / "peers", academy.livrets)
    digests = [path.name for path in academy.livrets]
    with (
        Actor("sync_desk", env, home / "desk") as desk,
        Actor("bare_stream", env) as sender,
        Actor("bare_stream", env) as taker,
        Actor("bare_trips", env) as asker,
        found,
    ):
        port = sender.ask("listen", files=[str(path) for path in academy.livrets])
        for turn in range(rounds + 1):
            token = _post(desk, academy, url)
            synced = desk.ask("sync")
            assert (synced["fetched"], synced["missing"]) == (len(digests), 0), synced
            bare_took = taker.ask("fetch", port=port, folder=str(home / "bare"), digests=digests)
            desk.ask("sync")  # the badge says « en ligne » after a second answer, which is written once
            quiet = desk.ask("sync")
            assert quiet["fetched"] == 0, quiet
            asked = asker.ask("trips", url=url, token=token, juries=list(academy.juries))
            desk.ask("gone")
            noise.listen(1)
            if turn:  # the first one has everything loaded, on all sides
                found.fetch()
                ours.append(synced["ms"])
                bare.append(bare_took)
                unchanged.append(quiet["ms"])
                trips.append(asked)
    size = academy.size / 1e6
    work = f"sync of {len(digests)} livrets, {size:.0f} MB, {len(academy.juries)} juries, sealed"
    yield Line(f"9{letter}", work, _LIMIT, ours, bare, 1.7, note=f"{size / statistic(ours, 'median') * 1000:.0f} MB/s")
    for tool, samples in found.samples.items():
        yield Line(f"10{letter}", "the same", f"{tool.said}; nothing checked, sealed or on the disk", ours, samples, 1)
        yield Line("", "the same", f"{tool.said}, then one fsync a file", ours, found.durable[tool])
    for tool, why in found.missing.items():
        yield Line(f"10{letter}", "the same", "", ours, note=f"against {tool.name}: not measured: {why}")
    trip = "one HTTP round trip a jury to the same server"
    work = f"sync with nothing changed, {len(academy.juries)} juries of {len(digests)} livrets"
    yield Line(f"11{letter}", work, trip, unchanged, trips, 2)


def _post(desk: Actor, academy: Invented, url: str) -> str:
    """Make the Desk a new, enrolled post; returns a token of it."""
    public = b64decode(desk.ask("new"))
    name = sha256(public).hexdigest()
    token = academy.enrol({name: public})[name]
    desk.ask("pin", url=url, key=b64encode(academy.key).decode())
    return token
