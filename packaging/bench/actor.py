# SPDX-License-Identifier: AGPL-3.0-or-later
"""Processes that take turns: each does what a line of JSON asks, and answers with a line of JSON.

The limit and ours never share a process, so that neither pays for what the other imported.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent.parent
Handlers = Mapping[str, Callable[..., object]]


def environment_of(base: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which Python finds the package and the benchmarks."""
    # Compiled once and kept, as an installed program is, whatever the shell around us says.
    kept = {name: value for name, value in base.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "packaging")))}


class Actor:
    """A child process, asked and answering in turn.

    Args:
        module: of ``bench``, run as a program.
        env: its environment.
        arguments: its arguments.
    """

    def __init__(self, module: str, env: Mapping[str, str], *arguments: str | Path) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", f"bench.{module}", *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment_of(env),
            cwd=ROOT,
        )

    @property
    def pid(self) -> int:
        """The process id."""
        return self._child.pid

    def ask(self, what: str, **facts: object) -> Any:
        """Ask, and wait for the answer.

        Raises:
            RuntimeError: the child ended.
        """
        if self._child.stdin is None:
            raise RuntimeError(what)
        self._child.stdin.write(json.dumps({"ask": what, **facts}).encode() + b"\n")
        self._child.stdin.flush()
        return self.hear(what)

    def hear(self, what: str) -> Any:
        """Wait for a line that the child says by itself.

        Raises:
            RuntimeError: the child ended.
        """
        line = self._child.stdout.readline() if self._child.stdout is not None else b""
        if not line:
            raise RuntimeError(f"{self._child.args!r} ended at « {what} »: exit code {self._child.wait()}")
        return json.loads(line)

    def close(self) -> None:
        """End its input, at which it ends, and wait for it."""
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        try:
            self._child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """End it."""
        self.close()


def answer(line: bytes, handlers: Handlers) -> None:
    """In the child: do what a line asks and say the answer."""
    facts = json.loads(line)
    say(handlers[facts.pop("ask")](**facts))


def say(answer: object) -> None:
    """In the child: say a line."""
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


def serve(handlers: Handlers) -> None:
    """In a child without a window: answer until the input ends."""
    for line in sys.stdin.buffer:
        answer(line, handlers)
