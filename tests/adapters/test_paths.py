# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the data folder is."""

import os
import stat
from datetime import UTC
from pathlib import Path

import pytest

from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.domain.errors import Code, Refusal


def test_the_variable_names_the_folder(tmp_path: Path) -> None:
    folder = DataFolder.find({"LSL_HOME": str(tmp_path / "data")})
    assert folder.root == tmp_path / "data"
    assert not folder.root.exists(), "finding creates nothing"
    assert {path.parent for path in (folder.store, folder.keys, folder.lock, folder.settings, folder.log)} == {
        folder.root
    }


@pytest.mark.parametrize("environ", [{}, {"LSL_HOME": ""}])
def test_without_the_variable_the_system_says_where(environ: dict[str, str]) -> None:
    assert DataFolder.find(environ).root.name == "lsl-desk"


@pytest.mark.skipif(os.name != "posix", reason="permissions are the system's own on Windows")
def test_the_folder_is_closed_to_others_even_one_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(mode=0o755)
    DataFolder(tmp_path / "data").make()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match=Code.OUTPUT_UNWRITABLE.value):
        DataFolder(tmp_path / "file").make()


def test_the_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
