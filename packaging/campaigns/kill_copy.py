# SPDX-License-Identifier: AGPL-3.0-or-later
"""``copy``: kill -9 at random instants of a Desk that writes the plan de secours of a jury on a key, again and again.

After each kill everything there that bears the name of a copy is whole, as `lsl-verify` with the code finds it, and the
last one that was said to be made, or a later one, is there.
"""

import random
from pathlib import Path

from campaigns.outcome import Outcome
from tests.adapters.copies.victims import faults, newest, prepare
from tests.adapters.store.victims import victims

BROKEN = ("named-early",)
"""What is being written bears the name of a copy from the beginning."""


def run(size: int, rng: random.Random, folder: Path, broken: str = "") -> Outcome:
    """Kill so many; see `campaigns.outcome`."""
    outcome = Outcome(one_is_enough=bool(broken))
    key = prepare(folder)
    work = "make_copies_named_early" if broken else "make_copies"
    told: set[str] = set()
    with victims(folder, work, rng) as killing:
        for _ in range(size):
            if outcome.seen():
                break
            told |= set(killing.kill_one())
            outcome.count("kills")
            outcome.faults += faults(key, told)
            outcome.notes = [f"{newest(key)} versions, {len(list(key.iterdir()))} names at the end"]
    outcome.count("copies said to be made", len(told))
    return outcome
