# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ask the page lane and wait for the answer; livrets by digest, as the sealed store gives them."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from hashlib import sha256
from typing import Any

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.lane import PageLane

PATIENCE = 60.0
"""Seconds before a test gives up: far beyond any cap, so that only a hang meets it."""


class Shelf:
    """The livrets of a test; ``closed`` makes the lane wait on its own thread when it fetches one."""

    def __init__(self) -> None:
        self.livrets: dict[Digest, bytes] = {}
        self.fetched: list[Digest] = []
        self.open = threading.Event()
        self.open.set()
        self.asked = threading.Event()

    def put(self, data: bytes) -> Digest:
        digest = Digest(sha256(data).hexdigest())
        self.livrets[digest] = data
        return digest

    def fetch(self, digest: Digest) -> bytes:
        self.asked.set()
        assert self.open.wait(PATIENCE)
        self.fetched.append(digest)
        if digest not in self.livrets:
            raise Refusal(Code.NO_LIVRET, number="0000")
        return self.livrets[digest]


def lane_over(shelf: Shelf, caps: Caps | None = None) -> PageLane:
    return PageLane(shelf.fetch, caps=caps or Caps(inspectors=1, handover=0.0))


def pid_of(lane: PageLane) -> int:
    """The worker that reads for a lane: there is one, else a signal to « 0 » would end all the tests."""
    pid = lane.reader.pid
    assert pid
    return pid


def asked(request: Callable[..., None], *arguments: Any, **options: Any) -> "Future[Any]":
    """Begin to ask; the answer comes in the future."""
    answer: Future[Any] = Future()
    request(*arguments, answer.set_result, **options)
    return answer


def told(request: Callable[..., None], *arguments: Any, **options: Any) -> Any:
    """Ask and wait."""
    return asked(request, *arguments, **options).result(PATIENCE)


def code_of(answer: object) -> Code | None:
    return answer.code if isinstance(answer, Refusal) else None


def key(digest: Digest, page: int = 0, width: int = 300, rotation: int = 0) -> RenderKey:
    return RenderKey(digest, page, width, rotation)
