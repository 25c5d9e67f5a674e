# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every step does: say a line, run a command, stop with a sentence."""

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class Stop(Exception):  # noqa: N818 - not an error of ours: a sentence for the person at the keyboard
    """What keeps the command from going on, and what to do about it."""


def say(line: str) -> None:
    """Print a line at once, so that it stands in order among the lines of the commands run."""
    print(line, flush=True)


def run(command: Sequence[str | Path], *, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> int:
    """Run a command on our own terminal and return its exit code, as `exit_code` tells it."""
    return exit_code(subprocess.run([str(word) for word in command], cwd=cwd, env=env, check=False).returncode)


def run_quietly(command: Sequence[str]) -> int:
    """Run a command that has much to say, let it say it only when it fails, and return its exit code."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if ended.returncode != 0:
        say(ended.stdout.decode(errors="replace").rstrip())
    return exit_code(ended.returncode)


def exit_code(returncode: int) -> int:
    """Tell a death by signal as a shell does, 128 + signal: a negative code would be lost on the way out."""
    return 128 - returncode if returncode < 0 else returncode
