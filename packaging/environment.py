# SPDX-License-Identifier: AGPL-3.0-or-later
"""The environment step: `.venv`, filled from the hash-locked file, and the package made importable in it."""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from told import Stop, run, run_quietly, say

_LOCK = "packaging/requirements.lock"
_STAMP = "lsl-desk.stamp"  # written last: its text tells what .venv was made from
_UNDER_WAY = "lsl-desk.under-way"  # there while packages are being written
# As `site` reads it: an accent in the name of a Windows user would be lost otherwise.
_PATH_FILE_ENCODING = "utf-8" if sys.version_info >= (3, 13) else "locale"


def ensure(root: Path, *, repair: bool, offline: Path | None) -> Path:
    """Have `.venv` hold exactly what the lock says, and return its Python.

    A second run costs the reading of three files. An install that was cut short is begun again from nothing, because
    pip takes a half-written package for an installed one.

    Raises:
        Stop: the packages could not be installed.
    """
    venv = root / ".venv"
    with _alone(root):
        if repair or (venv / _UNDER_WAY).exists() or not _fits(venv, root):
            _remove(venv)
        if not _stamp_holds(venv, root):
            _make(venv, root, offline)
    return python_of(venv)


def python_of(venv: Path) -> Path:
    """Return the Python of an environment, on any system."""
    return _folder(venv, "scripts") / ("python.exe" if sys.platform == "win32" else "python")


def lock(root: Path, options: Sequence[str]) -> None:
    """Write the lock again: every platform and Python from 3.11 up, with hashes, and no trace of this machine.

    Args:
        root: the checkout.
        options: more options for uv, such as ``--upgrade``.

    Raises:
        Stop: uv is neither on PATH nor in `.venv`, or it failed.
    """
    uv = shutil.which("uv") or shutil.which("uv", path=str(_folder(root / ".venv", "scripts")))
    if uv is None:
        raise Stop("uv is needed to resolve for every platform: put it on PATH, or in .venv with its pip.")
    fixed = (
        "pip compile --quiet --universal --generate-hashes --all-extras --python-version 3.11 --no-annotate"
        " --no-emit-index-url --no-emit-find-links pyproject.toml"
    )
    named = ["--custom-compile-command", "python3 packaging/dev.py lock", "-o", _LOCK]
    if run([uv, *fixed.split(), *named, *options], cwd=root) != 0:
        raise Stop("uv could not resolve pyproject.toml: its message is above.")
    say(f"{_LOCK} written")


def _make(venv: Path, root: Path, offline: Path | None) -> None:
    began = time.monotonic()
    uv = shutil.which("uv")
    if not (venv / "pyvenv.cfg").exists():
        say("environment: making .venv")
        # The interpreter under a venv, so that dev.py may be run by the very .venv it makes again.
        base = getattr(sys, "_base_executable", None) or sys.executable
        without_pip = ["--without-pip"] if uv else []
        if run([base, "-m", "venv", *without_pip, venv]) != 0:
            raise Stop("python3 could not make .venv: its message is above (on Debian: apt-get install python3-venv).")
    under_way = venv / _UNDER_WAY
    under_way.touch()
    python = python_of(venv)
    command: list[str | Path]
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", python, "--compile-bytecode"]
    else:
        if not _has_pip(python):
            run([python, "-m", "ensurepip"])
        command = [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    if offline is not None:
        command += ["--no-index", "--find-links", offline.resolve()]
    # The lock is whole, so there is nothing to resolve; and old pips, resolving « coverage[toml] », reach for a version
    # newer than the locked one as soon as one is published, and then refuse it for want of a hash.
    command += ["--no-deps", "--require-hashes", "--only-binary", ":all:", "-r", root / _LOCK]
    say(f"environment: installing {_LOCK} with {'uv' if uv else 'pip'}")
    if run(command, cwd=root) != 0:
        raise Stop("the packages could not be installed: the message is above. Run the same command again to retry.")
    check = [uv, "pip", "check", "--python", str(python)] if uv else [str(python), "-m", "pip", "check"]
    if run_quietly(check) != 0:
        raise Stop(f"{_LOCK} does not hold all that its packages need: dev.py lock writes it again.")
    _make_importable(venv, root)
    under_way.unlink()
    (venv / _STAMP).write_text(_wanted(root), "utf-8")
    say(f"environment: ready in {time.monotonic() - began:.1f} s")


def _remove(venv: Path) -> None:
    try:
        if venv.exists():
            shutil.rmtree(venv)
    except OSError as error:  # on Windows, a program of it that runs
        raise Stop(f".venv could not be made anew ({error}): close what runs from it, then try again.") from None


def _has_pip(python: Path) -> bool:
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def _make_importable(venv: Path, root: Path) -> None:
    """Write the path file and the `lsl-desk` launcher.

    Not ``pip install -e``: it would build in an environment of its own, outside the lock and impossible offline.
    """
    _path_file(venv).write_text(f"{root}\n", _PATH_FILE_ENCODING)
    if sys.platform == "win32":
        (_folder(venv, "scripts") / "lsl-desk.cmd").write_text('@"%~dp0python.exe" -P -m lsl_desk %*\n', "utf-8")
        return
    launcher = _folder(venv, "scripts") / "lsl-desk"
    launcher.write_text('#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/python" -P -m lsl_desk "$@"\n', "utf-8")
    launcher.chmod(0o755)


def _folder(venv: Path, kind: str) -> Path:
    return Path(sysconfig.get_path(kind, "venv", {"base": str(venv), "platbase": str(venv)}))


def _path_file(venv: Path) -> Path:
    return _folder(venv, "purelib") / "lsl-desk.pth"


def _fits(venv: Path, root: Path) -> bool:
    """Tell whether `.venv` was made for this Python and this place: in a moved checkout its scripts point elsewhere."""
    if not python_of(venv).exists() or not (venv / "pyvenv.cfg").exists():
        return False
    if not _path_file(venv).parent.exists():
        return False
    path_file = _path_file(venv)
    return not path_file.exists() or path_file.read_text(_PATH_FILE_ENCODING).strip() == str(root)


def _stamp_holds(venv: Path, root: Path) -> bool:
    stamp = venv / _STAMP
    return stamp.exists() and stamp.read_text("utf-8") == _wanted(root)


def _wanted(root: Path) -> str:
    digest = hashlib.sha256()
    for name in (_LOCK, "pyproject.toml"):
        digest.update((root / name).read_bytes())
    digest.update(sys.version.encode())
    return digest.hexdigest()


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Let one dev.py at a time touch `.venv`; the system frees the lock of one that died."""
    folder = root / "build"
    folder.mkdir(exist_ok=True)
    with (folder / "environment.lock").open("a+b") as file:
        _take(file)
        yield


def _take(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415 - exists on Windows only

        while True:
            try:
                file.seek(0)
                msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
            except OSError:  # it gives up after ten tries a second apart
                say("environment: waiting for another dev.py")
            else:
                return
    import fcntl  # noqa: PLC0415 - does not exist on Windows

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("environment: waiting for another dev.py")
        fcntl.flock(file, fcntl.LOCK_EX)


def private(home: Path) -> dict[str, str]:
    """Return this process's environment with every personal folder moved into ``home``.

    What runs under it finds nobody's settings and leaves nothing in anybody's folders.
    """
    folders = {name: home / name.lower() for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    folders |= {name: home / name.lower() for name in ("XDG_STATE_HOME", "XDG_RUNTIME_DIR", "LSL_HOME")}
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    changed = {"HOME": str(home), **{name: str(folder) for name, folder in folders.items()}}
    # Qt warns of any other character encoding, and a bare Debian has no French locale: the Desk names its own.
    changed |= {"LC_ALL": "C.UTF-8"} if sys.platform.startswith("linux") else {}
    return os.environ | changed
