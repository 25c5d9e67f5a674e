# SPDX-License-Identifier: AGPL-3.0-or-later
"""A real Chromium without a window, spoken to over its DevTools pipe: no driver, no port, no library."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

_ON_PIPES = (
    "import os, sys; reads, writes = map(int, sys.argv[1:3]);"
    "os.dup2(reads, 3); os.dup2(writes, 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""Chromium reads its commands on descriptor 3 and writes its answers on 4."""


def found() -> str | None:
    """The path of Chromium, None when there is none on this machine."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """One tab."""

    def __init__(self, reads: int, writes: int) -> None:
        self._answers = os.fdopen(reads, "rb")
        self._commands = os.fdopen(writes, "wb")
        self._last = 0
        self._session = ""
        self._events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.command("Page.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._session = ""
        self.command("Browser.close")
        self._commands.close()
        self._answers.close()

    def command(self, method: str, **params: Any) -> Any:
        """Have something done; returns its result."""
        self._last += 1
        asked = {"id": self._last, "method": method, "params": params}
        if self._session:
            asked["sessionId"] = self._session
        self._commands.write(json.dumps(asked).encode() + b"\0")
        self._commands.flush()
        while (answer := self._next()).get("id") != self._last:
            self._events.append(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def goto(self, url: str) -> None:
        """Open an address and wait until it is there."""
        self._events.clear()
        assert "errorText" not in self.command("Page.navigate", url=url)
        self._loaded()

    def evaluate(self, script: str) -> Any:
        """The value of an expression in the page, waited for when it is promised."""
        answer = self.command("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """What is written in an element."""
        return str(self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def fill(self, selector: str, value: str) -> None:
        """Type into a field, in place of what it held."""
        self.evaluate(f"document.querySelector({json.dumps(selector)}).select()")
        self.evaluate(f"document.querySelector({json.dumps(selector)}).focus()")
        self.command("Input.insertText", text=value)

    def choose(self, selector: str, words: str) -> None:
        """Choose the option of a list that says this."""
        self.evaluate(
            f"[...document.querySelector({json.dumps(selector)}).options]"
            f".find(o => o.text.includes({json.dumps(words)})).selected = true"
        )

    def press(self, selector: str) -> None:
        """Press a button or follow a link, and wait for the next page."""
        self._events.clear()
        self.evaluate(f"document.querySelector({json.dumps(selector)}).click()")
        self._loaded()

    def shown(self, width: int, height: int, *, dark: bool = False) -> None:
        """Take a screen of this size."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self.command("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.command("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self, path: Path) -> None:
        """Keep a picture of the page."""
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))

    def _loaded(self) -> None:
        while not any(event.get("method") == "Page.loadEventFired" for event in self._events):
            self._events.append(self._next())

    def _next(self) -> dict[str, Any]:
        read = bytearray()
        while (letter := self._answers.read(1)) != b"\0":
            assert letter, "Chromium is gone"
            read += letter
        answer: dict[str, Any] = json.loads(bytes(read))
        return answer


@contextmanager
def browsing(path: str, profile: Path) -> Iterator[Browser]:
    """Start a Chromium with a profile of its own, and end it."""
    reads, their_writes = os.pipe()
    their_reads, writes = os.pipe()
    command = [
        sys.executable, "-c", _ON_PIPES, str(their_reads), str(their_writes), path,
        "--headless", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-sandbox", "--disable-gpu",
        "--no-first-run", "--disable-dev-shm-usage", "--disable-background-networking", "--lang=fr",
    ]  # fmt: skip
    environment = {**os.environ, "HOME": str(profile)}
    process = subprocess.Popen(
        command, pass_fds=(their_reads, their_writes), stderr=subprocess.DEVNULL, env=environment
    )
    os.close(their_reads)
    os.close(their_writes)
    try:
        with Browser(reads, writes) as browser:
            yield browser
    finally:
        process.wait(timeout=30)
