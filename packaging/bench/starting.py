# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 5: from the start of Python to a window that can be used."""

import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack

from bench.actor import Actor
from bench.figures import Line, Noise
from bench.screens_apart import apart


def lines(env: Mapping[str, str], noise: Noise, *, rounds: int, juries: int) -> Iterator[Line]:
    """Start each in turn.

    Args:
        env: whose data folder holds a store with that many juries.
        noise: listens between rounds.
        rounds: starts of each.
        juries: how many juries are listed.
    """
    bare: list[float] = []
    prompt: list[float] = []
    usable: list[float] = []
    with ExitStack() as stack:
        screen = apart(stack, env)
        for round_ in range(rounds + 1):
            once = (_start("bare_start", screen), _start("desk_start", screen, 0), _start("desk_start", screen, juries))
            if round_:  # the first one reads the programs from the disk
                bare.append(once[0][-1])
                prompt.append(once[1][-1])
                usable.append(once[2][-1])
                noise.listen(2)
    limit = "bare QApplication + one empty window"
    yield Line("5", f"start to usable: unlocked by the keyring slot, {juries} juries listed", limit, usable, bare, 1.5)
    yield Line("5b", "start to the first picture: the passphrase prompt", limit, prompt, bare, 1.5)


def _start(module: str, env: Mapping[str, str], juries: int | None = None) -> list[float]:
    """Start a program; return the milliseconds until each of the moments it says."""
    began = time.monotonic()
    with Actor(module, env, *(() if juries is None else (str(juries),))) as actor:
        moments = [actor.hear("first picture")]
        if juries:
            moments.append(actor.hear("juries"))
    return [(moment - began) * 1000 for moment in moments]
