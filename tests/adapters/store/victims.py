# SPDX-License-Identifier: AGPL-3.0-or-later
"""Children that work on a store and are killed at random instants, and whether the store is sound after."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from signal import SIGKILL
from threading import Timer

from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.keys import KeyFile
from tests.adapters.store.desks import PASSPHRASE

ROOT = Path(__file__).resolve().parents[3]
_LONGEST = 0.12
"""Seconds that a child may live, at most, from its birth or from the first thing it was told is kept."""


class Victims:
    """Children that work on a store and are killed, one after another."""

    def __init__(self, process: "subprocess.Popen[bytes]", rng: random.Random) -> None:
        self._process = process
        self._rng = rng
        self._killed = 0

    def kill_one(self) -> list[str]:
        """Let a child work, kill it at a random instant, and return what it had been told is kept.

        The fourth of each four may die before it did anything; the others only after a first thing was kept, however
        slow the machine is.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b".")
        self._process.stdin.flush()
        told: list[str] = []
        self._killed += 1
        early = self._killed % 4 == 0
        pid, timer = 0, None
        for line in self._process.stdout:
            word, _, value = line.decode().strip().partition(" ")
            if word == "dead":
                break
            if word == "pid":
                pid = int(value)
            else:
                told.append(value)
            # Its first word may come before its parent has told which process it is, and 0 would be all the tests.
            if timer is None and pid and (early or told):
                timer = Timer(self._rng.uniform(0, _LONGEST), os.kill, (pid, SIGKILL))
                timer.start()
        assert timer is not None, "the child's parent died"
        timer.join()
        return told


@contextmanager
def victims(root: Path, work: str, rng: random.Random) -> Iterator[Victims]:
    """Children that do some work of `crash_child` on a folder."""
    command = [sys.executable, "-m", "tests.adapters.store.crash_child", str(root), work]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Victims(process, rng)
        assert process.stdin is not None
        process.stdin.close()
    assert process.returncode == 0


def sound(root: Path) -> bool:
    """Tell whether every page of a closed store bears its seal and every table its indexes."""
    key = KeyFile(root / "desk.keys.json").open(PASSPHRASE).part("store")
    connection = connect(root / "desk.lsl", key, writable=True)
    try:
        # Before the log is folded in, this check would cry wolf (reliability study, finding 4).
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        seals = connection.execute("PRAGMA cipher_integrity_check").fetchall()
        return [*seals, *connection.execute("PRAGMA integrity_check").fetchall()] == [("ok",)]
    finally:
        connection.close()
