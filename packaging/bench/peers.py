# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 10: what an exam centre would fetch the same files with otherwise: curl, rsync, rclone; those that are here.

curl and rclone fetch from a file server of the kernel's own speed (`os.sendfile`), rsync from its own daemon.
"""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from bench.figures import milliseconds


@dataclass(frozen=True, slots=True)
class Tool:
    """A program, and how it is said to have been used."""

    name: str
    said: str


CURL = Tool("curl", "curl --parallel")
RSYNC = Tool("rsync", "rsync --whole-file, from its daemon")
RCLONE = Tool("rclone", "rclone copy --transfers 8, from HTTP")


class Peers:
    """The tools that are installed, each fetching all files into an empty folder when asked.

    Attributes:
        samples: milliseconds of each, the files in the system's memory when it ended.
        durable: the same with each file flushed to the disk.
        missing: those that are not measured, and why.
    """

    def __init__(self, home: Path, files: Sequence[Path]) -> None:
        self._home = home
        self._files = files
        self._root = files[0].parents[2]
        self._stack = ExitStack()
        self._http = self._rsync = 0
        here = {tool: shutil.which(tool.name) for tool in (CURL, RSYNC, RCLONE)}
        self.samples: dict[Tool, list[float]] = {tool: [] for tool, found in here.items() if found}
        self.durable: dict[Tool, list[float]] = {tool: [] for tool in self.samples}
        self.missing = {tool: f"{tool.name} is not installed" for tool, found in here.items() if not found}

    def fetch(self) -> None:
        """Have each tool fetch once."""
        for tool, samples in self.samples.items():
            target = self._home / "target"
            target.mkdir()
            command = self._command(tool, target)
            samples.append(milliseconds(partial(subprocess.run, command, check=True)))
            kept = [path for path in target.rglob("*") if path.is_file()]
            self.durable[tool].append(samples[-1] + milliseconds(partial(_flush, kept)))
            assert len(kept) == len(self._files), f"{tool.name} kept {len(kept)} files"
            shutil.rmtree(target)

    def _command(self, tool: Tool, target: Path) -> list[str]:
        if tool is CURL:
            return ["curl", "--fail", "--no-progress-meter", "--parallel", "--config", str(self._config(target))]
        if tool is RSYNC:
            return ["rsync", "-r", "--whole-file", f"rsync://127.0.0.1:{self._rsync}/livrets/", str(target)]
        wanted = self._home / "wanted"
        wanted.write_text("\n".join(map(self._name, self._files)))
        source = ["--http-url", f"http://127.0.0.1:{self._http}/", ":http:"]
        return [
            "rclone",
            "copy",
            "--transfers",
            "8",
            "--files-from",
            str(wanted),
            "--no-traverse",
            *source,
            str(target),
        ]

    def _config(self, target: Path) -> Path:
        config = self._home / "curl"
        config.write_text(
            "\n".join(
                f'url = "http://127.0.0.1:{self._http}/{self._name(path)}"\noutput = "{target / path.name}"'
                for path in self._files
            )
        )
        return config

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def __enter__(self) -> Self:
        """Start what serves them."""
        self._home.mkdir(parents=True)
        self._stack.callback(shutil.rmtree, self._home)
        server = _server(self._root)
        self._http = server.server_port
        self._stack.callback(server.server_close)
        self._stack.callback(server.shutdown)
        threading.Thread(target=server.serve_forever).start()
        if RSYNC in self.samples:
            self._start_rsync()
        return self

    def __exit__(self, *exc: object) -> None:
        """Stop it."""
        self._stack.close()

    def _start_rsync(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self._rsync = free.getsockname()[1]
        config = self._home / "rsyncd.conf"
        config.write_text(f"use chroot = no\n[livrets]\npath = {self._root}\nread only = yes\n")
        command = ["rsync", "--daemon", "--no-detach", f"--port={self._rsync}", "--address=127.0.0.1"]
        daemon = subprocess.Popen([*command, f"--config={config}"])
        self._stack.callback(daemon.wait)
        self._stack.callback(daemon.terminate)
        asked = ["rsync", f"rsync://127.0.0.1:{self._rsync}/"]
        while subprocess.run(asked, capture_output=True, check=False).returncode and daemon.poll() is None:
            pass


def _flush(files: Sequence[Path]) -> None:
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _server(root: Path) -> ThreadingHTTPServer:
    class Files(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(body=True)

        def do_HEAD(self) -> None:
            self._answer(body=False)

        def _answer(self, *, body: bool) -> None:
            with (root / self.path.lstrip("/")).open("rb") as file:
                self.send_response(200)
                self.send_header("Content-Length", str((root / self.path.lstrip("/")).stat().st_size))
                self.end_headers()
                self.wfile.flush()
                if body:
                    self.connection.sendfile(file)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
            """Nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 256  # curl opens fifty connections at once

    return Server(("127.0.0.1", 0), Files)
