# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outage drill of a centre, against bare PyMuPDF painting the same pages in two processes: at least 80 % of it."""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise, milliseconds
from bench.store import FileKeyring
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store.opening import unlock_with_keyring
from lsl_desk.client.prepare.drill import Drill
from lsl_desk.client.progress import silent
from lsl_desk.pages.lane import REHEARSED_WIDTH, PageLane


def lines(env: Mapping[str, str], noise: Noise, juries: Sequence[Path], *, rounds: int) -> Iterator[Line]:
    """Drill all juries again and again.

    Args:
        env: names the data folder, whose store holds the juries.
        noise: listens between rounds.
        juries: their folders.
        rounds: drills.
    """
    data = DataFolder.find(env)
    store = unlock_with_keyring(data, FileKeyring(data.root), SystemClock())
    lane = PageLane(store.livret)
    ours: list[float] = []
    bare: list[float] = []
    counts = (0, 0)
    try:
        held = {one.jury: None for one in store.summaries()}
        by_name = {path.name: path for path in juries}
        files = [
            str(by_name[jury] / "livrets" / f"{one.number}.pdf")
            for jury in held
            for one in store.jury(jury).candidates
            if one.livret is not None
        ]
        drill = Drill(store, lane.rehearse_later, None, time.monotonic, threading.Event().wait)
        with Actor("bare_paint", env) as one, Actor("bare_paint", env) as other:
            _paint((one, other), files[:8])  # started, and everything it needs is loaded
            drill.run({next(iter(held)): []}, 0, silent, lambda: ())
            for _ in range(rounds):
                done = drill.run(held, 0, silent, lambda: ())
                ours.append(done.seconds * 1000)
                counts = (done.livrets + len(done.refusals), done.pages)
                bare.append(milliseconds(lambda: _paint((one, other), files)))
                noise.listen()
    finally:
        lane.close()
        store.close()
    yield Line(
        "N13",
        f"outage drill of {counts[0]} livrets, {counts[1]} pages",
        f"bare PyMuPDF, the same pages {REHEARSED_WIDTH} pixels wide and their text, in two waiting processes",
        ours,
        bare,
        1.25,
        note=f"{counts[0] / (sorted(ours)[len(ours) // 2] / 1000):.0f} livrets/s" if ours else "",
    )


def _paint(actors: tuple[Actor, Actor], files: Sequence[str]) -> None:
    halves = [list(files[place::2]) for place in range(2)]
    with ThreadPoolExecutor(2) as both:
        for _pages in both.map(
            lambda actor, half: actor.ask("paint", files=half, width=REHEARSED_WIDTH), actors, halves
        ):
            pass
