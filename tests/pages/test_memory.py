# SPDX-License-Identifier: AGPL-3.0-or-later
import mmap
import os
import sys
from pathlib import Path

import pytest

from lsl_desk.pages.memory import SharedMemory


def test_both_sides_see_the_same_bytes() -> None:
    ours = SharedMemory.make(1 << 20)
    size, _, name = ours.address.partition(":")
    handle = name if sys.platform == "win32" else str(os.dup(int(name)))  # the child takes its descriptor over
    theirs = SharedMemory.find(f"{size}:{handle}")
    theirs.view(4096, 5)[:] = b"livre"
    assert bytes(ours.view(4096, 5)) == b"livre"
    ours.close()
    ours.close()
    assert bytes(ours.view(4096, 5)) == b"livre"  # views outlive it


def test_memory_given_back_reads_as_zeros() -> None:
    memory = SharedMemory.make(1 << 20)
    memory.view(0, 1 << 20)[:] = b"\x01" * (1 << 20)
    memory.give_back(4096, 8192)
    memory.give_back(100_000, 11)  # not whole memory pages: overwritten instead
    assert bytes(memory.view(4095, 8194)) == b"\x01" + bytes(8192) + b"\x01"
    assert bytes(memory.view(99_999, 13)) == b"\x01" + bytes(11) + b"\x01"
    memory.close()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no folder of shared memory to look into")  # noqa: S108 - only looked at
def test_without_memfd_nothing_has_a_name_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create")
    monkeypatch.delattr(mmap, "MADV_REMOVE")
    before = sorted(Path("/dev/shm").iterdir())  # noqa: S108
    memory = SharedMemory.make(1 << 20)
    memory.view(0, 3)[:] = b"abc"
    memory.give_back(0, 4096)
    assert not any(memory.view(0, 4096))
    assert sorted(Path("/dev/shm").iterdir()) == before  # noqa: S108
    memory.close()
