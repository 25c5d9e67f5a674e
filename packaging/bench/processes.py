# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a process and all its children hold in memory."""

import os
from pathlib import Path

_PROC = Path("/proc")


def tree(pid: int) -> list[int]:
    """Return a process and all below it."""
    try:
        below = [
            int(child)
            for task in (_PROC / str(pid) / "task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(one for child in below for one in tree(child))]


def pss_mib(pid: int) -> float | None:
    """Return the memory of a process and all below it, shared pages divided among their users; None without /proc."""
    if not (_PROC / str(pid) / "smaps_rollup").exists():
        return None
    return sum(_own(one) for one in tree(pid)) / 1024


def _own(pid: int) -> int:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:  # it ended meanwhile
        return 0
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process has used so far, in seconds; 0 without /proc."""
    place = _PROC / str(pid) / "stat"
    if not place.exists():
        return 0.0
    fields = place.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
