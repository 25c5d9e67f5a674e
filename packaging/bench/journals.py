# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines J: opening a jury with its journal, replaying its acts, what one costs as they grow, and changing a mark."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.growth import growth_line

_OPENED, _CHANGED = 300, 16
"""Milliseconds that an opening, and a change, may take (the issue of the deliberation, its item 10)."""
_REPLAYED = 50_000
"""Acts a second."""


def lines(env: Mapping[str, str], noise: Noise, home: Path, *, counts: Sequence[int], rounds: int) -> Iterator[Line]:
    """Open and replay.

    Args:
        env: environment.
        noise: listens between rounds.
        home: a folder to fill.
        counts: acts of the jury, three sizes; the second is the one held to its goal.
        rounds: of each.
    """
    opened: dict[int, list[float]] = {}
    for count in counts:
        with Actor("acts_desk", env, home / f"journal-{count}") as desk:
            desk.ask("fill", count=count)
            parts = []
            bare, replayed = [], []
            for _ in range(rounds):
                parts.append(desk.ask("open"))
                bare.append(desk.ask("bare"))
                replayed.append(desk.ask("replay"))
                noise.listen(1)
            changed = desk.ask("change") if count == counts[1] else {}
            opened[count] = [one["open"] + one["sitting"] for one in parts]
        if count == counts[1]:
            alone = min(one["open"] for one in parts)
            yield Line(
                "J1",
                f"open a jury of 150 with {count} acts, and have its sitting",
                "the same acts read from the same sealed file, JSON alone",
                opened[count],
                bare,
                within=_OPENED,
                note=f"opening the jury alone at best {alone:.0f} ms",
            )
            rate = count / min(replayed) * 1000
            yield Line(
                "J2",
                f"replay {count} acts on a board",
                "",
                replayed,
                within=count / _REPLAYED * 1000,
                note=f"{rate:.0f} acts a second at best; to reach: {_REPLAYED}",
            )
            yield Line(
                "J4",
                f"a mark changed, to its sheet and line, {count} acts before it",
                "an insert as heavy, as sealed and as durable",
                changed["ours"],
                changed["bare"],
                by="p95",
                within=_CHANGED,
                note="the disk included, the painting not: that is in M2",
            )
    yield growth_line("J3", "opening a jury", "signed act", counts, [min(opened[count]) for count in counts])
