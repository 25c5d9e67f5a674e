# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small file is as before or complete."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from lsl_desk.atomic_file import remove_leftovers, rename_file, replace_file


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rename_that_fails_leaves_the_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    replace_file(path, b"one")

    def refuses(_self: Path, _to: Path) -> None:
        raise OSError(5, "cut")

    monkeypatch.setattr(Path, "replace", refuses)
    with pytest.raises(OSError, match="cut"):
        replace_file(path, b"two")
    assert path.read_bytes() == b"one"
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


class HeldError(PermissionError):
    """What Windows raises, with its own code."""

    def __init__(self, winerror: int) -> None:
        super().__init__(13, "held")
        self.winerror = winerror


def held(times: int, winerror: int) -> Callable[[Path, Path], None]:
    """A rename that an antivirus holds a number of times, as Windows tells it."""
    left = [winerror] * times

    def rename(old: Path, new: Path) -> None:
        if left:
            raise HeldError(left.pop())
        old.rename(new)

    return rename


@pytest.mark.parametrize("code", [5, 32, 33])
def test_a_file_that_an_antivirus_holds_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(Path, "replace", held(3, code))
    monkeypatch.setattr("time.sleep", pauses.append)
    replace_file(tmp_path / "file", b"one")
    assert (tmp_path / "file").read_bytes() == b"one"
    assert len(pauses) == 3


@pytest.mark.parametrize(("times", "code"), [(99, 32), (1, 19)])
def test_a_file_held_for_too_long_or_for_another_reason_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, code: int
) -> None:
    monkeypatch.setattr(Path, "replace", held(times, code))
    monkeypatch.setattr("time.sleep", lambda _pause: None)
    with pytest.raises(PermissionError):
        rename_file(tmp_path / "old", tmp_path / "new")


def test_what_a_kill_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in (".file.0011", ".other.0011", "file"):
        (tmp_path / name).write_text("")
    remove_leftovers(tmp_path / "file")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".other.0011", "file"]
