# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every check, the quickest first, each with its name, its exit code and its seconds."""

import collections
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import environment
from told import exit_code, say

_LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; run()"
_STATIC: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("-m", "ruff", "check", "--quiet")),
    ("ruff format", ("-m", "ruff", "format", "--check", "--quiet")),
    ("import floors", ("-c", _LINT_IMPORTS)),
    ("mypy", ("-m", "mypy", "--no-error-summary")),
)
# Lines and branches, in percent. What the law and the user's day rest on has no untested line.
_FLOORS = {"lsl_desk/domain": 100, "lsl_desk/client": 100, "lsl_desk": 85}
_LIMIT_SECONDS = 14 * 60
_MEMORY, _ROOM = Path("/dev/shm"), 2 * 1024**3  # noqa: S108 - what is made there has a name of its own
"""Where Linux keeps files in memory, and the bytes that must be free there for the tests to write in it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended: its name, its exit code, the seconds it took and the last line it printed."""

    name: str
    code: int
    seconds: float
    last: str = ""


def every(root: Path, python: Path, arguments: Sequence[str]) -> int:
    """Run the checks and return 0 when all hold, else the exit code of the first that does not.

    All static checks run, and the tests only if they hold.

    Args:
        root: the checkout.
        python: the Python of `.venv`.
        arguments: for pytest; with any, only those tests run, and coverage is not judged.
    """
    outcomes: list[Outcome] = []
    # The name is short because a Unix socket's path, in a folder of this one, may have 107 bytes only.
    with tempfile.TemporaryDirectory(prefix="lsl-", dir=fast_folder()) as home:
        # PostgreSQL runs as a user of its own, and goes through this folder to its cluster; nobody else can list it.
        Path(home).chmod(0o711)
        env = environment.private(Path(home)) | {"QT_QPA_PLATFORM": "offscreen", "TMPDIR": home}
        for name, words in _STATIC:
            outcomes.append(_step(name, [python, *words], root, env))
        if all(outcome.code == 0 for outcome in outcomes):
            outcomes += _tests(root, python, env, arguments)
    for outcome in outcomes:
        word = "ok" if outcome.code == 0 else f"FAILED ({_said(outcome.code)})"
        say(f"{outcome.name:<28} {outcome.seconds:6.1f} s  {word}")
    tests = next((outcome.last for outcome in outcomes if outcome.name == "pytest"), "")
    failed = [outcome for outcome in outcomes if outcome.code != 0]
    say(tests or "pytest was not run: the checks before it come first.")
    say(
        f"{len(failed)} of {len(outcomes)} checks failed: {', '.join(f.name for f in failed)}" if failed else "all hold"
    )
    return failed[0].code if failed else 0


def fast_folder(memory: Path = _MEMORY) -> Path | None:
    """Where the tests may write: in memory when there is room, else None, the usual temporary folder.

    Every commit and livret of the product waits for the disk, thousands of times in a run; what a process killed at any
    instant leaves is the same in both places, since the system keeps what it was given.
    """
    try:
        free = shutil.disk_usage(memory).free
    except OSError:
        return None
    return memory if free >= _ROOM and os.access(memory, os.W_OK | os.X_OK) else None


def _tests(root: Path, python: Path, env: Mapping[str, str], arguments: Sequence[str]) -> list[Outcome]:
    if arguments:
        return [_step("pytest", [python, "-m", "pytest", *arguments], root, env)]
    folder = root / "build" / "coverage"
    folder.mkdir(parents=True, exist_ok=True)
    env = {**env, "COVERAGE_FILE": str(folder / "data")}
    command: list[str | Path] = [python, "-m", "pytest", "-n", "2", "--cov", "--cov-branch", "--cov-report="]
    outcomes = [_step("pytest", command, root, env)]
    if outcomes[0].code == 0:
        for source, floor in _FLOORS.items():
            report = ["report", f"--include={source}/*", f"--fail-under={floor}", "--precision=2"]
            outcomes.append(_step(f"cover {source} {floor} %", [python, "-m", "coverage", *report], root, env))
    return outcomes


def _step(name: str, command: Sequence[str | Path], root: Path, env: Mapping[str, str]) -> Outcome:
    say(f"── {name}")
    began = time.monotonic()
    tail: collections.deque[str] = collections.deque(maxlen=1)
    with subprocess.Popen(
        [str(word) for word in command],
        cwd=root,
        env={**os.environ, **env, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    ) as process:
        hung = threading.Timer(_LIMIT_SECONDS, process.kill)
        hung.start()
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if line.strip():
                tail.append(line.rstrip())
        process.wait()
        hung.cancel()
    return Outcome(name, exit_code(process.returncode), time.monotonic() - began, tail[-1] if tail else "")


def _said(code: int) -> str:
    return f"killed by signal {code - 128}" if code > 128 else f"exit code {code}"
