# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 7: the table of a whole centre, filtered and sorted, and how that grows."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.growth import SIZES, growth_line
from bench.screens_apart import apart

_BATCH = 10


def lines(env: Mapping[str, str], noise: Noise, *, rows: int, keys: int) -> Iterator[Line]:
    """Filter, sort and repaint in turn.

    Args:
        env: environment.
        noise: listens between batches.
        rows: lines of the table.
        keys: times of each.
    """
    filtered: list[float] = []
    sorted_: list[float] = []
    repainted: list[float] = []
    with ExitStack() as stack, Actor("table_window", apart(stack, env)) as window:
        window.ask("fill", count=rows)
        while len(filtered) < keys:
            filtered += window.ask("filter", count=min(_BATCH, keys - len(filtered)))
            repainted += window.ask("repaint", count=_BATCH)
            sorted_ += window.ask("sort", count=min(_BATCH, keys - len(sorted_)))
            repainted += window.ask("repaint", count=_BATCH)
            noise.listen()
        counts = [rows // SIZES[-1] * size for size in SIZES]
        grown = window.ask("grow", counts=counts)
    limit = "one repaint of the table"
    yield Line("7", f"a key of the filter, {rows} rows, shown", limit, filtered, repainted, 3)
    yield Line("7b", f"a click that sorts {rows} rows for the first time, shown", limit, sorted_, repainted, 3)
    yield growth_line("G3", "show, sort by 5 columns and filter", "row", counts, grown)
