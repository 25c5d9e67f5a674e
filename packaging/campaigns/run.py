# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python3 packaging/dev.py campaign NAME [--size N] [--seed S] [--broken B]``: what the tests do, many times more.

A campaign tries to lose, spoil or forge something, and says what it tried and what did not hold. The seed it prints
brings its choices back; instants at which a process is killed are as the machine has them. ``--broken`` plays it
against a build broken on purpose: it must then find a fault, or it proves nothing.
"""

import argparse
import logging
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import cast

_PACKAGING = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(_PACKAGING), str(_PACKAGING.parent)]

from campaigns.outcome import Outcome  # noqa: E402 - the path comes first
from told import say  # noqa: E402 - the same

Run = Callable[[int, random.Random, Path, str], Outcome]


@dataclass(frozen=True, slots=True)
class Campaign:
    """One campaign.

    Attributes:
        module: of this folder, with ``run`` and ``BROKEN``.
        full: its size in full.
        unit: what the size counts.
    """

    module: str
    full: int
    unit: str

    @property
    def run(self) -> Run:
        """Plays it: size, chance, an empty folder, the name of a broken build or ""."""
        return cast("Run", import_module(f"campaigns.{self.module}").run)

    @property
    def broken(self) -> tuple[str, ...]:
        """The builds broken on purpose that it must see."""
        return cast("tuple[str, ...]", import_module(f"campaigns.{self.module}").BROKEN)


CAMPAIGNS = {
    "kill-desk": Campaign("kill_desk", 10_000, "kills of a writing Desk"),
    "kill-server": Campaign("kill_server", 10_000, "kills of the server while posts send"),
    "copy": Campaign("kill_copy", 1_000, "kills of a Desk that writes copies on a key"),
    "cut": Campaign("cut", 1_000, "random cuts of a large exchange, after every byte of a small one"),
    "disk-full": Campaign("disk_full", 3_000, "writes that meet the end of the disk"),
    "model": Campaign("model", 10_000, "examples of three Desks and an academy"),
    "flip": Campaign("flip", 1_000_000, "bits flipped of each kind of signed message"),
}


def play(name: str, size: int, seed: int, broken: str = "") -> Outcome:
    """Play one campaign in an empty folder, and say what came of it."""
    campaign = CAMPAIGNS[name]
    say(f"{name}: --size {size} ({campaign.unit}) --seed {seed}{f' --broken {broken}' if broken else ''}")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="lsl-campaign-") as folder:
        rng = random.Random(f"{name} {seed}")  # noqa: S311 - no secret
        outcome = campaign.run(size, rng, Path(folder), broken)
    for what, times in outcome.done.items():
        say(f"  {times:>9}  {what}")
    for line in (*outcome.faults[:20], *outcome.notes):
        say(f"  {line}")
    say(f"  {len(outcome.faults)} faults, {time.monotonic() - began:.0f} s")
    return outcome


def main(arguments: Sequence[str]) -> int:
    """Play the campaigns asked for; 0 when no fault was found (with ``--broken``: when one was)."""
    logging.getLogger().addHandler(logging.NullHandler())  # the server logs each of its refusals, which are meant
    parser = argparse.ArgumentParser(prog="dev.py campaign", description=__doc__)
    parser.add_argument("name", choices=[*CAMPAIGNS, "all"])
    parser.add_argument("--size", type=int, help="how many, instead of the full size")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    parser.add_argument("--broken", default="", help="play against a build broken on purpose")
    asked = parser.parse_args(arguments)
    names = list(CAMPAIGNS) if asked.name == "all" else [asked.name]
    if asked.broken and any(asked.broken not in CAMPAIGNS[name].broken for name in names):
        parser.error(f"broken builds: {', '.join(one for name in names for one in CAMPAIGNS[name].broken)}")
    found = [play(name, asked.size or CAMPAIGNS[name].full, asked.seed, asked.broken).faults for name in names]
    return int(any(found) != bool(asked.broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
