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
from dataclasses import dataclass
from pathlib import Path

_PACKAGING = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(_PACKAGING), str(_PACKAGING.parent)]

import environment  # noqa: E402
from bench import importing, reading, report, starting, tables  # noqa: E402
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


QUICK = Sizes(juries=1, starts=1, cold=3, visits=6, turns=4, rows=600, keys=4, imports=1, growth=2)
"""Enough to see that everything runs; its figures mean nothing."""


def main(arguments: Sequence[str]) -> int:
    """Measure, print, write; return the exit code, which does not depend on the figures."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description="Measure the product against its limits.")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: sees that it runs, measures nothing")
    parser.add_argument("--only", default="", metavar="WORDS", help="start, read, table, import: only these, by commas")
    parser.add_argument("--json", type=Path, default=_PACKAGING.parent / "build" / "bench.json", metavar="FILE")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    noise = Noise()
    try:
        with tempfile.TemporaryDirectory(prefix="lsl-desk-bench-") as home:
            env = environment.private(Path(home))
            sizes = QUICK if options.quick else Sizes()
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
    from bench import store  # noqa: PLC0415 - the product is loaded once the command line was understood
    from lsl_desk.adapters.paths import DataFolder  # noqa: PLC0415
    from lsl_desk.demo.centre import generate  # noqa: PLC0415

    folder = _PACKAGING.parent / "build" / "bench" / f"centre-{sizes.juries}"
    say("bench: the invented centre")
    centre = generate(folder, juries=sizes.juries)
    juries = {path.name: path for path in centre.juries}
    data = DataFolder.find(env)
    store.fill(data, list(centre.juries))
    noise.listen()
    parts: dict[str, Callable[[], Iterator[Line]]] = {
        "start": lambda: starting.lines(env, noise, rounds=sizes.starts, juries=len(juries)),
        "read": lambda: reading.lines(env, noise, juries, cold=sizes.cold, visits=sizes.visits, turns=sizes.turns),
        "table": lambda: tables.lines(env, noise, rows=sizes.rows, keys=sizes.keys),
        "import": lambda: importing.lines(env, noise, centre.juries[0], rounds=sizes.imports, growth=sizes.growth),
    }
    for name, part in parts.items():
        if not only or name in only:
            say(f"bench: {name}")
            yield from part()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
