# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table on the terminal, and the same in JSON beside it."""

import json
import platform
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Line, Noise, statistic

FORMAT = "lsl-desk-bench"
_WIDTH = 118


def table(lines: Sequence[Line]) -> str:
    """Return the table: one line a measure, what it is compared with and what is to be known under it."""
    head = f"{'':4}{'work':66}{'ours':>15}{'limit':>15}{'ratio':>8}{'goal':>9}"
    said = [head, f"{'':4}{'median / p95 (ms unless said)':66}", "-" * (len(head) + 5)]
    for line in lines:
        said.append(
            f"{line.key:<4}{line.work:66}{_pair(line.ours):>15}{_pair(line.other):>15}{_ratio(line):>8}"
            f"{_goal(line):>9}  {_verdict(line)}"
        )
        under = "; ".join(part for part in (_against(line), line.note) if part)
        said += textwrap.wrap(under, _WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return "\n".join(said)


def to_json(lines: Sequence[Line], noise: Noise, seconds: float, *, quick: bool) -> dict[str, object]:
    """Return the whole run."""
    return {
        "format": FORMAT,
        "version": 1,
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "seconds": round(seconds, 1),
        "machine": {"system": platform.platform(), "python": platform.python_version()},
        "noise": {"said": noise.said(), "samples": [round(one, 3) for one in noise.samples]},
        "lines": [line.to_json() for line in lines],
    }


def write(path: Path, run: dict[str, object]) -> None:
    """Write the JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(run, ensure_ascii=False, indent=1), "utf-8")


def _pair(samples: Sequence[float]) -> str:
    if not samples:
        return "–"
    return f"{_figure(statistic(samples, 'median'))} / {_figure(statistic(samples, 'p95'))}"


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3f}"


def _ratio(line: Line) -> str:
    return "–" if line.ratio is None else f"{line.ratio:.2f}"


def _goal(line: Line) -> str:
    if line.within is not None:
        return f"≤ {line.within:g} {line.unit}"
    return "" if line.goal is None else f"≤ {line.goal:g}"


def _verdict(line: Line) -> str:
    return {True: "reached", False: "NOT REACHED", None: ""}[line.reached]


def _against(line: Line) -> str:
    if not line.limit:
        return ""
    unit = "" if line.unit == "ms" else f", in {line.unit}"
    return f"÷ {line.limit}, by {line.by}{unit}"
