# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines M: a mark tried, then changed, in the reading room of a jury of 150, from the key to the screen."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.screens_apart import apart

_BATCH = 10
_REACH = 16
"""Milliseconds (the issue of the deliberation, its item 10)."""
_FLOOR = "bare Qt window repainting the screen on a key"


def lines(env: Mapping[str, str], noise: Noise, home: Path, *, acts: int, count: int) -> Iterator[Line]:
    """Try a mark and change it, candidate after candidate.

    Args:
        env: environment.
        noise: listens between batches.
        home: a folder to fill.
        acts: of the jury before the first change.
        count: candidates, half of the jury at most: the others are for the bench.
    """
    tried: list[float] = []
    changed: list[float] = []
    benched: list[float] = []
    disk: list[float] = []
    floor: list[float] = []
    with ExitStack() as stack:
        desk = stack.enter_context(Actor("acts_desk", env, home))
        desk.ask("fill", count=acts)
        desk.ask("sit")
        limit = stack.enter_context(Actor("floor_window", apart(stack, env)))
        limit.ask("keys", count=5)
        room = stack.enter_context(Actor("mark_window", {**apart(stack, env), "LSL_HOME": str(home)}))
        room.ask("open")
        while len(changed) < count:
            batch = min(_BATCH, count - len(changed))
            found = room.ask("change", count=batch)
            tried += found["tried"]
            changed += found["changed"]
            benched += room.ask("bench", count=batch)
            floor += limit.ask("keys", count=batch)
            disk += desk.ask("insert", count=batch)
            noise.listen()
    words = "to its total, what is missing and the proposal"
    yield Line("M1", f"a digit of a mark to raise, {words}", _FLOOR, tried, floor, by="p95", within=_REACH)
    yield Line(
        "M1b", "the same on the bench, where nothing is recorded", _FLOOR, benched, floor, by="p95", within=_REACH
    )
    yield Line(
        "M2",
        "Enter that records it, to these and its line in the table",
        "an insert as heavy, as sealed and as durable",
        changed,
        disk,
        by="p95",
        within=_REACH,
        note=f"{acts} acts before it; on the disk before the screen says so",
    )
