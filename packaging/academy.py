# SPDX-License-Identifier: AGPL-3.0-or-later
"""The invented academy of the demonstration: its server on loopback, started, stopped, and its exam office's yes."""

import contextlib
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from told import Stop, exit_code, say

HEAD = "chef@exemple.invalid"
"""Whose post the demonstration's is (`lsl_desk.server.services.demo.HEAD`): its first day is the eve, all juries."""
PRESIDENT = "president.j01@exemple.invalid"
"""Whose it is on the day: one jury, and nothing of the eve."""

_READY = re.compile(r"^prêt (http://\S+)$")
DIGITS = re.compile(r"\b(\d{3}) (\d{3})$")


class DemoAcademy:
    """One server process at a time, over one data folder, at one port once it has had one.

    Args:
        root: the checkout.
        python: of `.venv`.
        data: the academy's folder; made by the first start.
        login: whose post it takes.
    """

    def __init__(self, root: Path, python: Path, data: Path, login: str = HEAD) -> None:
        self._root = root
        self._python = python
        self._env = {**os.environ, "LSL_SERVER_DATA": str(data), "PYTHONIOENCODING": "utf-8"}
        self._log = data / "server.log"
        self.login = login
        self._port = 0
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> str:
        """Start it, and return its address once it listens. The first start makes the invented centre.

        Raises:
            Stop: it ended before it listened; its last word is in the message.
        """
        env = {**self._env, "LSL_SERVER_PORT": str(self._port)}
        self._log.parent.mkdir(parents=True, exist_ok=True)
        with self._log.open("a", encoding="utf-8") as log:
            serving = subprocess.Popen(
                self._command("demo"), cwd=self._root, env=env, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self._process = serving
        for line in serving.stdout or ():
            ready = _READY.match(line.strip())
            if ready:
                self.url = ready[1]
                self._port = int(self.url.rsplit(":", 1)[1])
                return self.url
            say(line.rstrip())
        words = self._log.read_text("utf-8").splitlines()
        raise Stop(f"the invented academy did not start: {words[-1] if words else 'it said nothing'}")

    def stop(self) -> None:
        """Stop it; twice does no harm."""
        process, self._process = self._process, None
        if process is not None:
            process.terminate()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()

    def approve(self, digits: str) -> None:
        """Say yes to the post that shows these six digits, as the exam office does once it has compared them.

        Raises:
            Stop: the academy did not take it.
        """
        command = self._command("approve", digits, "--login", self.login)
        if subprocess.run(command, cwd=self._root, env=self._env, check=False).returncode != 0:
            raise Stop("the invented academy did not take the post.")

    def _command(self, *words: str) -> list[str]:
        return [str(self._python), "-P", "-m", "lsl_desk.server", *words]

    def __enter__(self) -> Self:
        """Start it."""
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop it."""
        self.stop()


def open_desk(root: Path, python: Path, data: Path, rest: list[str], *, president: bool = False) -> int:
    """Start the academy, open the Desk on what it gives, and return the Desk's exit code.

    Args:
        root: the checkout.
        python: of `.venv`.
        data: the academy's folder.
        rest: arguments of the Desk.
        president: open it as a president's, which keeps a data folder of its own.
    """
    with DemoAcademy(root, python, data, PRESIDENT if president else HEAD) as academy:
        say(f"invented academy: {academy.url}, sign in as {academy.login}")
        command = [str(python), "-P", "-m", "lsl_desk", "--demo", "--academy", academy.url, *rest]
        env: dict[str, str] = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        if president:
            env["LSL_HOME"] = str(data.parent / "desk-president")
        with subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.PIPE, text=True) as desk:
            for line in _said(desk):
                say(line)
                digits = DIGITS.search(line)
                if digits:
                    academy.approve("".join(digits.groups()))
        return exit_code(desk.returncode)


def _said(desk: "subprocess.Popen[str]") -> Iterator[str]:
    with contextlib.suppress(ValueError):
        for line in desk.stdout or ():
            yield line.rstrip()
