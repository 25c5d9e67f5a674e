# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines O: a jury clicked on in a window that has just started, until its table and its sitting are on the screen.

The product goes on importing what an opening needs once its home is painted: whoever clicks at once pays for the rest.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.screens_apart import apart

_REACH = 300
"""Milliseconds."""

_TYPING = 2_000
"""Milliseconds that a person takes for a passphrase at the least: three words, quickly typed."""


def lines(
    env: Mapping[str, str], noise: Noise, home: Path, *, acts: int, rests: Sequence[int], rounds: int
) -> Iterator[Line]:
    """Start, look at the home for a while, click; the last line types the passphrase, and clicks at once.

    Args:
        env: environment.
        noise: listens between rounds.
        home: a folder to fill.
        acts: of the jury of 150.
        rests: milliseconds between the picture of the home and the click.
        rounds: of each, after one that reads the programs from the disk.
    """
    bare: list[float] = []
    starts = [(one, 0) for one in rests] + [(0, _TYPING)]
    said: dict[tuple[int, int], list[float]] = {one: [] for one in starts}
    whole: dict[tuple[int, int], list[float]] = {one: [] for one in starts}
    with ExitStack() as stack:
        screen = {**apart(stack, env), "LSL_HOME": str(home)}
        desk = stack.enter_context(Actor("acts_desk", env, home))
        desk.ask("fill", count=acts)
        for round_ in range(rounds + 1):
            for one in starts:
                told, opened = _open(screen, *one)
                if round_:
                    said[one].append(told)
                    whole[one].append(opened)
            if round_:
                bare.append(desk.ask("bare"))
                noise.listen(2)
    for rank, one in enumerate(starts, 1):
        rest, typing = one
        told = max(said[one])
        asked = ", passphrase typed" if typing else ""
        yield Line(
            f"O{rank}",
            f"click on a jury with {acts} acts, {rest / 1000:g} s after the home{asked}",
            "the same acts read from the same sealed file, JSON alone",
            whole[one],
            bare,
            within=_REACH,
            note=f"a fresh process; « Ouverture… » on the screen after {told:.0f} ms at most",
        )


def _open(env: Mapping[str, str], rest: int, typing: int) -> tuple[float, float]:
    """Start once; milliseconds from the click to what says that it is being opened, and to the jury."""
    with Actor("jury_start", env, str(rest), str(typing)) as actor:
        actor.hear("first picture")
        return actor.hear("opening"), actor.hear("jury")
