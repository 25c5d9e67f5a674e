# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python3 packaging/dev.py bench [-- --quick]``: measures the product against its limits, side by side.

Prints one table and writes ``build/bench.json``. Absolute times do not travel between machines; ratios do. The invented
centre is kept in ``build/bench``; the store, the home folders and the screens last as long as the run.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

_PACKAGING = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_PACKAGING), str(_PACKAGING.parent)]

import environment  # noqa: E402
from bench import (  # noqa: E402
    copying,
    crowding,
    drilling,
    gathering,
    importing,
    journals,
    marking,
    opening,
    reading,
    report,
    sending,
    starting,
    syncing,
    tables,
)
from bench.figures import Line, Noise  # noqa: E402
from told import Stop, say  # noqa: E402


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of each is done."""

    juries: int = 5
    starts: int = 8
    cold: int = 48
    visits: int = 150
    turns: int = 60
    rows: int = 30_000
    keys: int = 30
    imports: int = 5
    growth: int = 20
    syncs: int = 5
    synced: tuple[int, ...] = (80, 400)
    outbox: int = 200
    singles: int = 10
    crowds: tuple[tuple[int, int], ...] = ((40, 10), (40, 500), (200, 50))
    crowded: float = 40.0
    acts: tuple[int, ...] = (1_250, 5_000, 20_000)
    opened: tuple[int, ...] = (0, 300, 1_500, 3_000)
    marked: int = 60
    big: bool = False


PARTS = ("start", "read", "table", "import", "copy", "drill", "sync", "server", "acts", "mark", "open", "hall")

QUICK = Sizes(
    juries=1,
    starts=1,
    cold=3,
    visits=6,
    turns=4,
    rows=600,
    keys=4,
    imports=1,
    growth=2,
    syncs=1,
    synced=(3,),
    outbox=3,
    singles=1,
    crowds=((4, 1),),
    crowded=1.0,
    acts=(4, 8, 16),
    opened=(0,),
    marked=2,
)
"""Enough to see that everything runs; its figures mean nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write; return the exit code, which does not depend on the figures."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the product against its limits.")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: sees that it runs, measures nothing")
    parser.add_argument("--only", default="", metavar="WORDS", help=f"{', '.join(PARTS)}: only these, by commas")
    parser.add_argument("--big", action="store_true", help="a centre of 5000 livrets too, and 2250 posts on PostgreSQL")
    parser.add_argument("--json", type=Path, default=_PACKAGING.parent / "build" / "bench.json", metavar="FILE")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    noise = Noise()
    try:
        with tempfile.TemporaryDirectory(prefix="lsl-desk-bench-") as home:
            env = environment.private(Path(home))
            sizes = QUICK if options.quick else Sizes()
            if options.big:
                sizes = replace(sizes, synced=(*sizes.synced, 5_000), big=True)
            lines = list(_measure(env, sizes, noise, set(filter(None, options.only.split(",")))))
    except Stop as stop:
        say(str(stop))
        return 1
    noise.listen()
    seconds = time.monotonic() - began
    say(f"\n{report.table(lines)}\n\n{noise.said()}\n{seconds:.0f} s in all; details in {options.json}")
    report.write(options.json, report.to_json(lines, noise, seconds, quick=options.quick))
    return 0


def _measure(env: Mapping[str, str], sizes: Sizes, noise: Noise, only: set[str]) -> Iterator[Line]:
    home = Path(env["HOME"]) / "academies"
    centre = cache(lambda: _centre(env, sizes, noise))
    parts: dict[str, Callable[[], Iterator[Line]]] = {
        "start": lambda: starting.lines(env, noise, rounds=sizes.starts, juries=len(centre())),
        "read": lambda: reading.lines(
            env, noise, {path.name: path for path in centre()}, cold=sizes.cold, visits=sizes.visits, turns=sizes.turns
        ),
        "table": lambda: tables.lines(env, noise, rows=sizes.rows, keys=sizes.keys),
        "import": lambda: importing.lines(env, noise, centre()[0], rounds=sizes.imports, growth=sizes.growth),
        "copy": lambda: copying.lines(env, noise, centre(), rounds=sizes.imports),
        "drill": lambda: drilling.lines(env, noise, centre(), rounds=max(1, sizes.imports - 2)),
        "sync": lambda: syncing.lines(env, noise, home, counts=sizes.synced, rounds=sizes.syncs),
        "server": lambda: _server(env, sizes, noise, home),
        "acts": lambda: journals.lines(env, noise, home, counts=sizes.acts, rounds=sizes.imports),
        "mark": lambda: marking.lines(env, noise, home / "marked", acts=sizes.acts[1], count=sizes.marked),
        "open": lambda: opening.lines(
            env, noise, home / "opened", acts=sizes.acts[1], rests=sizes.opened, rounds=sizes.imports
        ),
        "hall": lambda: gathering.lines(env, noise, home / "hall", acts=sizes.acts[0], rounds=sizes.turns),
    }
    assert tuple(parts) == PARTS
    for name, part in parts.items():
        if not only or name in only:
            say(f"bench: {name}")
            yield from part()


def _centre(env: Mapping[str, str], sizes: Sizes, noise: Noise) -> tuple[Path, ...]:
    """The jury folders of the invented centre, imported."""
    from bench import store  # noqa: PLC0415 - the product is loaded once the command line was understood
    from lsl_desk.adapters.paths import DataFolder  # noqa: PLC0415
    from lsl_desk.demo.centre import generate  # noqa: PLC0415

    say("bench: the invented centre")
    juries = generate(_PACKAGING.parent / "build" / "bench" / f"centre-{sizes.juries}", juries=sizes.juries).juries
    store.fill(DataFolder.find(env), list(juries))
    noise.listen()
    return tuple(juries)


def _server(env: Mapping[str, str], sizes: Sizes, noise: Noise, home: Path) -> Iterator[Line]:
    yield from sending.lines(
        env, noise, home, outbox=sizes.outbox, singles=sizes.singles, rounds=max(1, sizes.imports - 2)
    )
    crowds = [crowding.Crowd(*one) for one in sizes.crowds]
    yield from crowding.lines(env, noise, home, crowds, seconds=sizes.crowded)
    if sizes.big:
        yield from crowding.on_postgresql(env, noise, home, seconds=sizes.crowded)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
