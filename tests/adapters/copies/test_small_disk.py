# SPDX-License-Identifier: AGPL-3.0-or-later
"""A disk that is truly full, and one that is truly read-only: a small file system, where this machine may mount one."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lsl_desk.adapters.copies import disk
from lsl_desk.domain.errors import Code, Refusal
from tests.adapters.copies.centre import copies_named, hidden, paging, post
from tests.builders import livret_pdf


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Mount a file system of a few kilobytes with these options."""
    place = tmp_path / "key"
    place.mkdir()

    def mounted(options: str) -> Path:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True, check=False)
        if done.returncode:
            pytest.skip("this machine lets us mount nothing")
        return place

    yield mounted
    with suppress(FileNotFoundError):
        subprocess.run(["umount", place], capture_output=True, check=False)


@pytest.mark.parametrize("kilobytes", [24, 40, 60, 84])
@pytest.mark.parametrize("archive", [False, True])
def test_a_full_key_has_no_copy_or_a_whole_one(
    tmp_path: Path, small: Callable[[str], Path], kilobytes: int, monkeypatch: pytest.MonkeyPatch, *, archive: bool
) -> None:
    key = small(f"size={kilobytes}k")
    monkeypatch.setattr(disk, "need", lambda *_: None)  # as if another program filled it meanwhile
    with paging() as lane, post(tmp_path / "here", lane) as here:
        here.bring_in(tmp_path / "source", {"livrets/0421.pdf": livret_pdf("0421", 30)})
        try:
            here.make(key, archive=archive)
        except Refusal as refusal:
            assert refusal.code is Code.COPY_FULL  # noqa: PT017 - the largest ones hold it
            assert (copies_named(key), hidden(key)) == ([], [])
        else:
            assert len(copies_named(key)) == 1
            assert hidden(key) == []


def test_without_room_nothing_is_begun(tmp_path: Path, small: Callable[[str], Path]) -> None:
    key = small("size=40k")
    with paging() as lane, post(tmp_path / "here", lane) as here:
        here.bring_in(tmp_path / "source")
        with pytest.raises(Refusal) as refused:
            here.make(key)
        assert refused.value.code is Code.COPY_NO_ROOM
        assert list(key.iterdir()) == []


def test_a_read_only_key_is_said(tmp_path: Path, small: Callable[[str], Path]) -> None:
    key = small("size=2m,ro")
    with paging() as lane, post(tmp_path / "here", lane) as here:
        here.bring_in(tmp_path / "source")
        with pytest.raises(Refusal) as refused:
            here.make(key)
        assert refused.value.code is Code.COPY_READ_ONLY
