# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment step, on a checkout whose lock asks for nothing."""

import hashlib
import subprocess
import sys
import zipfile
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


def test_a_version_newer_than_the_lock_is_not_reached_for(checkout: Path) -> None:
    wheels = checkout / "wheels"
    locked = [_wheel(wheels, "asker", "1.0", "asked[more]>=1"), _wheel(wheels, "asked", "1.0")]
    _wheel(wheels, "asked", "2.0")
    _write_lock(checkout, locked)
    python = environment.ensure(checkout, repair=False, offline=wheels)
    told = "from importlib.metadata import version; print(version('asked'))"
    assert subprocess.run([python, "-c", told], capture_output=True, text=True, check=True).stdout == "1.0\n"


def test_a_lock_that_forgets_a_package_is_said(checkout: Path) -> None:
    wheels = checkout / "wheels"
    _write_lock(checkout, [_wheel(wheels, "asker", "1.0", "asked")])
    with pytest.raises(Stop, match="does not hold all"):
        environment.ensure(checkout, repair=False, offline=wheels)


def _wheel(folder: Path, name: str, version: str, *needs: str) -> Path:
    """Make the smallest wheel there is."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    required = "".join(f"Requires-Dist: {one}\n" for one in needs)
    with zipfile.ZipFile(path, "w") as wheel:
        # The extra is there in every version, as that of a true package is.
        wheel.writestr(
            f"{info}/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nProvides-Extra: more\n{required}",
        )
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", f"{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


def _write_lock(root: Path, wheels: list[Path]) -> None:
    lines = []
    for wheel in wheels:
        name, version = wheel.name.split("-")[:2]
        lines.append(f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n")
    (root / "packaging" / "requirements.lock").write_text("".join(lines), "utf-8")
