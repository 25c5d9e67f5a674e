# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines 1, 3, 4 and 6: opening, switching and turning pages in the true window, and what it holds in memory."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.processes import pss_mib
from bench.screens_apart import apart

_BATCH = 10
_APART = 7
"""Lines between two livrets opened cold: beyond the three ahead and the two behind that are made ready."""

_FLOOR = "bare Qt window repainting the screen on a key"


@dataclass(slots=True)
class Reading:
    """Samples, in milliseconds, and memory in MiB."""

    cold: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    first: float = 0.0
    switch: list[float] = field(default_factory=list)
    switch_floor: list[float] = field(default_factory=list)
    turn: list[float] = field(default_factory=list)
    turn_floor: list[float] = field(default_factory=list)
    half: float | None = None
    whole: float | None = None


def lines(
    env: Mapping[str, str], noise: Noise, juries: Mapping[str, Path], *, cold: int, visits: int, turns: int
) -> Iterator[Line]:
    """Read.

    Args:
        env: whose data folder holds the juries.
        noise: listens between batches.
        juries: identifier → folder of the jury.
        cold: livrets opened with nothing ready.
        visits: livrets switched to.
        turns: pages turned.
    """
    found = Reading()
    with ExitStack() as stack:
        ours, floor = apart(stack, env), apart(stack, env)
        with Actor("desk_window", ours) as desk, Actor("bare_pdf", env) as bare:
            _cold(found, desk, bare, noise, juries, cold)
        with Actor("desk_window", ours) as desk:
            _switches(found, desk, floor, noise, juries, visits)
            desk.ask("open", jury=next(iter(juries)))
            with Actor("floor_window", floor) as limit:
                limit.ask("keys", count=5)
                while len(found.turn) < turns:
                    found.turn += desk.ask("turn", count=min(_BATCH, turns - len(found.turn)))
                    found.turn_floor += limit.ask("keys", count=_BATCH)
                    noise.listen()
    yield from _say(found, visits)


def _say(found: Reading, visits: int) -> Iterator[Line]:
    yield Line("1", "switch to a prefetched neighbour", _FLOOR, found.switch, found.switch_floor, 2, "p95")
    first = f"the first of the session, which starts the page worker, took {found.first:.0f} ms and is not counted"
    bare = "bare PyMuPDF, open + render that page at that width"
    yield Line(
        "3", "cold open of any livret, sealed store included", bare, found.cold, found.bare, 3, "p95", note=first
    )
    yield Line("4", "next page", _FLOOR, found.turn, found.turn_floor)
    if found.half is None or found.whole is None:
        yield Line("6", "memory", "", (), note="not measured: this system does not tell it")
        return
    work = f"memory after {visits} livrets visited, all processes"
    yield Line("6", work, f"the same after {visits // 2}", [found.whole], [found.half], 1.1, unit="MiB")


def _cold(found: Reading, desk: Actor, bare: Actor, noise: Noise, juries: Mapping[str, Path], wanted: int) -> None:
    for jury, folder in juries.items():
        numbers = desk.ask("open", jury=jury)[::_APART]
        if not found.first:
            found.first = desk.ask("cold", numbers=numbers[:1])[0][0]
            numbers = numbers[1:]
            _bare(bare, folder, [(numbers[0], 800)] * 3)
        while numbers and len(found.cold) < wanted:
            batch, numbers = numbers[:_BATCH], numbers[_BATCH:]
            batch = batch[: wanted - len(found.cold)]
            opened = desk.ask("cold", numbers=batch)
            found.cold += [took for took, _width in opened]
            found.bare += _bare(
                bare, folder, [(number, width) for number, (_, width) in zip(batch, opened, strict=True)]
            )
            noise.listen()


def _bare(bare: Actor, folder: Path, pages: list[tuple[str, int]]) -> list[float]:
    files = [(str(folder / "livrets" / f"{number}.pdf"), width) for number, width in pages]
    taken: list[float] = bare.ask("render", files=files)
    return taken


def _switches(
    found: Reading, desk: Actor, floor: Mapping[str, str], noise: Noise, juries: Mapping[str, Path], visits: int
) -> None:
    for jury in juries:
        desk.ask("open", jury=jury)
        desk.ask("switch", count=2)  # the first livret of a jury has no neighbour to be made ready from
        while len(found.switch) < visits:
            stop = visits // 2 if len(found.switch) < visits // 2 else visits
            with Actor("floor_window", floor) as limit:
                limit.ask("keys", count=5)
                more = _some(found, desk, limit, noise, stop)
            # Apart from the floor, whose share of Qt's pages would make ours look small.
            if len(found.switch) == visits // 2:
                found.half = pss_mib(desk.pid)
            if not more:
                break
    found.whole = pss_mib(desk.pid)


def _some(found: Reading, desk: Actor, limit: Actor, noise: Noise, stop: int) -> bool:
    while len(found.switch) < stop:
        more = desk.ask("switch", count=min(_BATCH, stop - len(found.switch)))
        if not more:
            return False
        found.switch += more
        found.switch_floor += limit.ask("keys", count=len(more))
        noise.listen()
    return True
