# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many posts in one process: each follows its jury's events, reads the feed, and sends an act every so often.

Loopback only; bounded in posts and in time. It speaks HTTP itself: a library would cost more than the server does.
"""

import asyncio
import base64
import json
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from bench.actor import serve
from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, LivretRead, Role
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.wire import envelope, routes
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import SigningKey

MOST_POSTS = 5_000
MOST_SECONDS = 120.0
_KEPT_ALIVE = 4.0
"""Seconds after which a connection is made anew, as a Desk does."""
_SILENCE = 30.0
_LAST = 15.0
"""Seconds given to the last acts to come everywhere."""


@dataclass
class Told:
    """What all posts met together. Milliseconds; counts.

    Attributes:
        sent: from an act's sending to its receipt.
        seen: from an act's sending to its being in another post's hands.
        acts: acts receipted: identifier → when it was sent.
        errors: what went wrong, counted by kind.
    """

    sent: list[float] = field(default_factory=list)
    seen: list[float] = field(default_factory=list)
    acts: dict[str, float] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)


class Wire:
    """One kept connection, made anew when it was idle."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = parts.hostname or "", parts.port or 80
        self._token = token
        self._used = 0.0
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Ask; returns the status and the body."""
        reader = await self.begin(method, path, body)
        status, length = await _head(reader)
        data = await asyncio.wait_for(reader.readexactly(length), _SILENCE)
        self._used = time.monotonic()
        return status, data

    async def begin(self, method: str, path: str, body: bytes = b"") -> asyncio.StreamReader:
        """Send a request."""
        if self._streams is not None and time.monotonic() - self._used > _KEPT_ALIVE:
            self.close()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        head = f"{method} {path} HTTP/1.1\r\nHost: {self._host}\r\nAuthorization: Bearer {self._token}\r\n"
        if body:
            head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        writer.write(head.encode() + b"\r\n" + body)
        return reader

    def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None


async def _head(reader: asyncio.StreamReader) -> tuple[int, int]:
    """The status of an answer and the length of its body, 0 when it does not say."""
    head = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), _SILENCE)).decode("latin-1").lower()
    length = head.partition("content-length:")[2].partition("\r\n")[0]
    return int(head.split(" ", 2)[1]), int(length or 0)


class Post:
    """One post: a chain of acts up, a feed down."""

    def __init__(self, told: Told, url: str, secret: str, token: str, jury: str) -> None:
        self.jury = jury
        self.held: dict[str, float] = {}
        self.receipted: set[str] = set()
        self.doubles = 0
        self._rank = 0
        self._key = SigningKey(base64.b64decode(secret))
        self._told = told
        self._up, self._down, self._events = (Wire(url, token) for _ in range(3))
        self._sequence, self._head = 0, NO_PREVIOUS
        self._mine: set[str] = set()
        self._waiting: tuple[Act, Digest, bytes] | None = None

    async def send_now_and_then(self, every: float, until: float, chance: random.Random) -> None:
        """Send an act, wait, again."""
        await asyncio.sleep(chance.uniform(0, every))
        while time.monotonic() < until:
            began = time.monotonic()
            await self._guarded("send", self._up, self._send())
            await asyncio.sleep(max(0.0, every - (time.monotonic() - began)))

    async def follow(self) -> None:
        """Take what others did, as the academy says so; until cancelled."""
        reader = await self._events.begin("GET", routes.EVENTS)
        status, _ = await _head(reader)
        if status != 200:
            self._told.errors[f"events {status}"] += 1
            return
        while line := await asyncio.wait_for(reader.readline(), _SILENCE):
            if line.startswith(b"data:") and json.loads(line[5:])["sequence"] > self._rank:
                await self.pull()
        self._told.errors["events ended"] += 1

    async def pull(self) -> None:
        """Take the feed from where it was."""
        await self._guarded("feed", self._down, self._pull())

    def close(self) -> None:
        """Hang up everywhere."""
        for wire in (self._up, self._down, self._events):
            wire.close()

    def _next(self) -> tuple[Act, Digest, bytes]:
        """The next act of the chain, its digest and the request that sends it."""
        act = Act(
            act=ActId(uuid.uuid4().hex),
            jury=JuryId(self.jury),
            device=self._key.public.id,
            sequence=self._sequence + 1,
            previous=self._head,
            author=Author("Poste inventé", Role.PRESIDENT),
            time=datetime.now(UTC),
            version=1,
            body=LivretRead(StudentNumber("0001"), Digest("a" * 64), ("1.0",), "académie"),
        )
        signed = self._key.sign(envelope.ACT, encode_act(act))
        body = json.dumps({"acts": [base64.b64encode(signed.to_bytes()).decode()]}).encode()
        self._mine.add(act.act)
        return act, signed.digest, body

    async def _send(self) -> None:
        """Send the act whose answer was lost, again and the same; else the next one."""
        self._waiting = self._waiting or self._next()
        act, digest, body = self._waiting
        began = time.monotonic()
        self._told.acts.setdefault(act.act, began)
        status, data = await self._up.ask("POST", routes.ACTS, body)
        answers = json.loads(data).get("answers", []) if status == 200 else []
        if [one["state"] for one in answers] != ["kept"]:
            self._told.errors[f"send {status} {[one['state'] for one in answers]}"] += 1
            return
        self._told.sent.append((time.monotonic() - began) * 1000)
        self._waiting, self._sequence, self._head = None, act.sequence, digest
        self.receipted.add(act.act)

    async def _pull(self) -> None:
        path = f"{routes.FEED.format(jury=self.jury)}?after={self._rank}"
        status, data = await self._down.ask("GET", path)
        if status != 200:
            self._told.errors[f"feed {status}"] += 1
            return
        now = time.monotonic()
        for line in json.loads(data)["lines"]:
            if line["sequence"] != self._rank + 1:
                self._told.errors["feed out of order"] += 1
            self._rank = line["sequence"]
            name = _act_of(line["act"])
            self.doubles += name in self.held
            self.held[name] = now
            if name not in self._mine and name in self._told.acts:
                self._told.seen.append((now - self._told.acts[name]) * 1000)

    async def _guarded(self, what: str, wire: Wire, work: Any) -> None:
        try:
            await work
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            wire.close()  # what may still come on it would be taken for the next answer
            self._told.errors[f"{what} {type(error).__name__}"] += 1


def run(posts: list[list[str]], seconds: float, every: float) -> dict[str, object]:
    """Let posts work for some seconds.

    Args:
        posts: address, private key in base64, token and jury of each.
        seconds: how long acts are sent.
        every: seconds between two acts of a post.

    Returns:
        Milliseconds of sending and seeing; counts of acts, errors, acts lost and acts twice.
    """
    if len(posts) > MOST_POSTS or seconds > MOST_SECONDS:
        raise ValueError("too many posts, or too long")
    return asyncio.run(_run(posts, seconds, every))


async def _run(posts: list[list[str]], seconds: float, every: float) -> dict[str, object]:
    told = Told()
    chance = random.Random(len(posts))  # noqa: S311 - pauses, not secrets
    made = [Post(told, *one) for one in posts]
    following = []
    for post in made:  # as people arrive, not all at one instant
        following.append(asyncio.create_task(post.follow()))
        await asyncio.sleep(min(0.02, 5 / len(made)))
    until = time.monotonic() + seconds
    await asyncio.gather(*(post.send_now_and_then(every, until, chance) for post in made))
    of_jury: dict[str, set[str]] = {}
    for post in made:
        of_jury.setdefault(post.jury, set()).update(post.receipted)
    end = time.monotonic() + _LAST
    while time.monotonic() < end and any(of_jury[post.jury] - post.held.keys() for post in made):
        await asyncio.sleep(0.1)
    for task in following:
        if task.done() and task.exception() is not None:
            told.errors[f"events {type(task.exception()).__name__}"] += 1
    ended = Counter(told.errors)
    for post in made:
        post.close()  # their streams end, and so do those who read them
    await asyncio.wait(following, timeout=_LAST)
    return {
        "sent": told.sent,
        "seen": told.seen,
        "acts": sum(map(len, of_jury.values())),
        "errors": dict(ended),
        "lost": sum(len(of_jury[post.jury] - post.held.keys()) for post in made),
        "twice": sum(post.doubles for post in made),
    }


def _act_of(text: str) -> str:
    payload = json.loads(base64.b64decode(text))["payload"]
    name: str = json.loads(base64.b64decode(payload))["act"]
    return name


if __name__ == "__main__":
    serve({"run": run})
