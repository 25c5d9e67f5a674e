# SPDX-License-Identifier: AGPL-3.0-or-later
"""A private screen for machines that have none, and the journey played on it."""

import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import environment
from told import Stop, run, say

_START_SECONDS = 30


def headless() -> bool:
    """Tell whether this machine shows no screen to us."""
    if not sys.platform.startswith("linux"):
        return False
    return not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY")


@contextmanager
def virtual(width: int, height: int) -> Iterator[str]:
    """Start a private X server of that many pixels; yield its display name, such as ``:7``, and stop it at the end.

    Raises:
        Stop: Xvfb is not installed or does not start.
    """
    server = shutil.which("Xvfb")
    if server is None:
        raise Stop("Xvfb is not installed, so no window can be shown: apt-get install xvfb")
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"]
    with tempfile.TemporaryFile() as log, os.fdopen(reading, "rb") as answer:
        process = subprocess.Popen(command, pass_fds=[writing], stdout=log, stderr=log)
        os.close(writing)
        try:
            # The server chooses a free number itself and says it when it listens: no race, nothing to guess.
            ready, _, _ = select.select([answer], [], [], _START_SECONDS)
            number = answer.readline().decode().strip() if ready else ""
            if not number:
                log.seek(0)
                raise Stop(f"Xvfb did not start:\n{log.read().decode(errors='replace')}")
            yield f":{number}"
        finally:
            process.terminate()
            process.wait()


def on(display: str, base: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return an environment (ours, by default) whose windows go to that display."""
    env = dict(os.environ if base is None else base)
    env.pop("WAYLAND_DISPLAY", None)
    return env | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}


def play(
    root: Path, python: Path, size: tuple[int, int], pictures: Path, rest: Sequence[str], script: str = "journey.py"
) -> int:
    """Play a scripted journey on a private screen, in a private home, and return its exit code.

    ``packaging/SCRIPT FOLDER`` drives the Desk on the display it is given and writes ``NN-screen.png`` files.
    """
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    journey = root / "packaging" / script
    command = [python, journey, pictures] if journey.exists() else [python, "-P", "-m", "lsl_desk", "--demo"]
    with tempfile.TemporaryDirectory(prefix="lsl-desk-") as home, virtual(*size) as display:
        say(f"no screen here: playing the journey on a private one of {size[0]} x {size[1]}")
        return run([*command, *rest], cwd=root, env=on(display, environment.private(Path(home))))
