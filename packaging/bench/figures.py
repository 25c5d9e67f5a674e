# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is measured and how it is said: samples, their ratio to a limit of the same run, the machine's noise."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Literal

Statistic = Literal["median", "p95"]
_NOISE_LOOP = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table.

    Attributes:
        key: its name in the JSON, such as ``1``.
        work: what is done.
        limit: what it is compared with.
        ours: our samples, in ``unit``.
        other: the limit's samples of the same run, in ``unit``; empty when it could not be measured.
        goal: the ratio not to exceed, None when there is none.
        by: which statistic of both makes the ratio.
        within: what ours may be at most by that statistic, in ``unit``, None when nobody asked for a figure; unlike a
            ratio it means something on a quiet machine only.
        unit: « ms », « MiB »…
        note: what else is to be known, or why there is no limit.
    """

    key: str
    work: str
    limit: str
    ours: Sequence[float]
    other: Sequence[float] = ()
    goal: float | None = None
    by: Statistic = "median"
    within: float | None = None
    unit: str = "ms"
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the limit's, None when one of them is missing."""
        if not self.ours or not self.other:
            return None
        return statistic(self.ours, self.by) / statistic(self.other, self.by)

    @property
    def reached(self) -> bool | None:
        """Whether both goals are reached, None when there is none, or nothing to hold it against."""
        held = []
        if self.goal is not None and self.ratio is not None:
            held.append(self.ratio <= self.goal)
        if self.within is not None and self.ours:
            held.append(statistic(self.ours, self.by) <= self.within)
        return all(held) if held else None

    def to_json(self) -> dict[str, object]:
        """Everything, samples included."""
        return {
            "key": self.key,
            "work": self.work,
            "limit": self.limit,
            "unit": self.unit,
            "ours": summary(self.ours),
            "other": summary(self.other),
            "by": self.by,
            "ratio": self.ratio,
            "goal": self.goal,
            "within": self.within,
            "reached": self.reached,
            "note": self.note,
        }


def statistic(samples: Sequence[float], which: Statistic) -> float:
    """The median or the 95th percentile (nearest rank)."""
    if which == "median":
        return median(samples)
    return sorted(samples)[max(0, math.ceil(0.95 * len(samples)) - 1)]


def summary(samples: Sequence[float]) -> dict[str, object] | None:
    """Median, p95, count and samples, None when there is none."""
    if not samples:
        return None
    return {
        "median": statistic(samples, "median"),
        "p95": statistic(samples, "p95"),
        "count": len(samples),
        "samples": [round(one, 4) for one in samples],
    }


@dataclass(slots=True)
class Noise:
    """A fixed loop, timed again and again through the run: what the machine adds by itself."""

    samples: list[float] = field(default_factory=list)

    def listen(self, times: int = 5) -> None:
        """Time the loop, in milliseconds."""
        self.samples += [milliseconds(_loop) for _ in range(times)]

    def said(self) -> str:
        """One line."""
        least = min(self.samples)
        middle, high = (statistic(self.samples, which) for which in ("median", "p95"))
        return (
            f"noise: a fixed loop takes {least:.1f} ms at best; median {middle / least:.2f} ×,"
            f" p95 {high / least:.2f} ×, most {max(self.samples) / least:.2f} × that,"
            f" over {len(self.samples)} times through the run"
        )


def milliseconds(work: Callable[[], object]) -> float:
    """Time a call."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _loop() -> int:
    total = 0
    for number in range(_NOISE_LOOP):
        total += number & 7
    return total
