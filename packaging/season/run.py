# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python3 packaging/dev.py season [--candidates N]``: a whole season by one command, and the time of each step."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_PACKAGING = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path[:0] = [str(_PACKAGING), str(_PACKAGING.parent)]

from lsl_desk.domain.errors import Refusal  # noqa: E402 - the same
from season.play import Season  # noqa: E402 - the path comes first
from told import say  # noqa: E402 - the same


def main(arguments: Sequence[str] | None = None) -> int:
    """Play it; 0 when all of it held."""
    parser = argparse.ArgumentParser(prog="dev.py season", description="Play a whole season, from lists to erasure.")
    parser.add_argument("--candidates", type=int, default=80, metavar="N", help="of the first group (80), 10 or more")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="season-") as folder:
        season = Season(Path(folder), max(10, options.candidates))
        try:
            season.play()
        except (AssertionError, Refusal) as fault:
            _tell(season)
            say(f"the season stopped: {fault!r}")
            return 1
    _tell(season)
    return 0


def _tell(season: Season) -> None:
    for name, seconds, words in season.told.steps:
        say(f"{name:<34}{seconds:>7.1f} s  {words}")
    say(f"{'all':<34}{sum(seconds for _, seconds, _ in season.told.steps):>7.1f} s")


if __name__ == "__main__":
    sys.exit(main())
