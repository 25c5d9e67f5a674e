# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment step, on a checkout whose lock asks for nothing."""

import subprocess
import sys
from pathlib import Path

import pytest

import environment
from told import Stop


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with one module, an empty lock, and no uv at hand."""
    root = tmp_path / "checkout"
    (root / "packaging").mkdir(parents=True)
    (root / "packaging" / "requirements.lock").write_text("# nothing\n", "utf-8")
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    (root / "lsl_desk").mkdir()
    (root / "lsl_desk" / "__main__.py").write_text("import sys\nprint('desk', *sys.argv[1:])\n", "utf-8")
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return root


def _set_up(root: Path, *, repair: bool = False) -> Path:
    return environment.ensure(root, repair=repair, offline=root)


def test_a_second_run_changes_nothing_and_every_reason_to_begin_again_is_seen(checkout: Path) -> None:
    python = _set_up(checkout)
    venv = checkout / ".venv"
    left_here = venv / "left-here"
    left_here.touch()
    stamp = venv / "lsl-desk.stamp"
    before = stamp.stat().st_mtime_ns

    assert _set_up(checkout) == python
    assert stamp.stat().st_mtime_ns == before

    (checkout / "pyproject.toml").write_text("[project] # changed\n", "utf-8")
    _set_up(checkout)
    assert stamp.stat().st_mtime_ns > before
    assert left_here.exists()

    (venv / "lsl-desk.under-way").touch()  # what a run that was killed leaves
    _set_up(checkout)
    assert not left_here.exists()

    left_here.touch()
    _set_up(checkout, repair=True)
    assert not left_here.exists()

    moved = checkout.rename(checkout.with_name("moved"))
    (moved / ".venv" / "left-here").touch()
    _set_up(moved)
    assert not (moved / ".venv" / "left-here").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher of Windows is another file")
def test_the_launcher_finds_the_package_from_anywhere(checkout: Path, tmp_path: Path) -> None:
    _set_up(checkout)
    launcher = checkout / ".venv" / "bin" / "lsl-desk"
    said = subprocess.run([launcher, "juries"], cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert said.stdout == "desk juries\n"


def test_an_install_that_fails_leaves_no_stamp(checkout: Path) -> None:
    hashed = "nowhere-to-be-found==1.0 --hash=sha256:" + "0" * 64 + "\n"
    (checkout / "packaging" / "requirements.lock").write_text(hashed, "utf-8")
    with pytest.raises(Stop, match="could not be installed"):
        _set_up(checkout)
    assert not (checkout / ".venv" / "lsl-desk.stamp").exists()
    assert (checkout / ".venv" / "lsl-desk.under-way").exists()


def test_a_private_home_holds_every_personal_folder(tmp_path: Path) -> None:
    env = environment.private(tmp_path)
    for name in ("HOME", "LSL_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
        assert Path(env[name]).is_relative_to(tmp_path)
        assert Path(env[name]).is_dir()
