# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 14: acts from one Desk through the real server into another Desk, against bare inserts as durable."""

import shutil
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise, milliseconds, statistic
from bench.invented_academy import Invented

_GOAL = 3.33
"""0.3 of the bare rate, turned over: milliseconds are compared, not rates."""


def lines(
    env: Mapping[str, str], noise: Noise, home: Path, *, outbox: int, singles: int, rounds: int
) -> Iterator[Line]:
    """Send acts, and have another Desk take them.

    Args:
        env: environment.
        noise: listens between rounds.
        home: a folder to fill and empty.
        outbox: acts that wait when a round begins.
        singles: acts sent and taken one at a time.
        rounds: of each.
    """
    academy = Invented.make(home / "academy-acts", 0, juries=1)
    (jury,) = academy.juries
    many: list[float] = []
    one_by_one: list[float] = []
    bare: list[float] = []
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, academy.settings.data)
        (server,) = stack.enter_context(academy.served(env))
        here, there = (stack.enter_context(Actor("sync_desk", env, home / f"desk-{place}")) for place in "ab")
        inserting = stack.enter_context(Actor("bare_insert", env))
        for desk in (here, there):
            public = b64decode(desk.ask("new"))
            name = sha256(public).hexdigest()
            academy.enrol({name: public}, {name: [jury]})
            desk.ask("pin", url=server.url, key=b64encode(academy.key).decode())
            desk.ask("sync")
        held = 0
        for turn in range(rounds + 1):
            here.ask("act", jury=jury, number="0001", count=outbox)
            took = milliseconds(lambda: (here.ask("send"), there.ask("pull", jury=jury)))
            held += outbox
            bare_took = inserting.ask("inserts", path=str(home / "bare.sqlite"), count=outbox)
            slow = []
            for _ in range(singles):
                here.ask("act", jury=jury, number="0001", count=1)
                slow.append(milliseconds(lambda: (here.ask("send"), there.ask("pull", jury=jury))))
                held += 1
            assert there.ask("pull", jury=jury) == held, "acts are missing"
            noise.listen(1)
            if turn:  # the first one has everything loaded, on all sides
                many.append(took / outbox)
                bare.append(bare_took / outbox)
                one_by_one += slow
        for desk in (here, there):
            desk.ask("gone")
    limit = "bare: INSERT + COMMIT in SQLite, WAL, synchronous FULL, one act each"
    rate, bare_rate = 1000 / statistic(many, "median"), 1000 / statistic(bare, "median")
    said = f"{rate:.0f} acts a second, {rate / bare_rate:.2f} of the bare {bare_rate:.0f} (reach 0.3)"
    yield Line(
        "14", f"an act of {outbox} that waited, sent, durable, at another Desk", limit, many, bare, _GOAL, note=said
    )
    work = "an act sent by itself, durable, at another Desk"
    yield Line("14a", work, limit, one_by_one, bare, note="three round trips and three commits on three stores")
