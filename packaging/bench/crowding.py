# SPDX-License-Identifier: AGPL-3.0-or-later
"""The server under many posts: how long an act takes, how soon the others have it, what it costs, and what was lost."""

import math
import resource
import shutil
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg

import postgresql
from bench.actor import Actor
from bench.figures import Line, Noise
from bench.invented_academy import Invented, Served
from bench.processes import cpu_seconds
from lsl_desk.wire.envelope import SigningKey

if TYPE_CHECKING:
    from lsl_desk.domain.ids import JuryId

EVERY = 20.0
"""Seconds between two acts of a post."""
SEATS = 4
"""Posts of a jury."""
FULL = 2_250
_FILES = 20_000


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many, on what.

    Attributes:
        posts: that work at the same time.
        juries: in the academy; the posts sit in the first of them, `SEATS` in each.
        workers: server processes.
        database: « SQLite » or « PostgreSQL ».
        url: of an empty PostgreSQL database, "" for SQLite.
    """

    posts: int
    juries: int
    workers: int = 1
    database: str = "SQLite"
    url: str = ""


def lines(
    env: Mapping[str, str], noise: Noise, home: Path, crowds: Sequence[Crowd], *, seconds: float
) -> Iterator[Line]:
    """Let crowds of posts work, one after the other.

    Args:
        env: environment.
        noise: listens between them.
        home: a folder to fill and empty.
        crowds: the first is the one that the others are compared with.
        seconds: how long each sends acts.
    """
    _allow_files()
    costs: list[tuple[Crowd, float]] = []
    for place, crowd in enumerate(crowds):
        told, cpu = _work(env, home / f"academy-crowd-{place}", crowd, seconds)
        noise.listen(1)
        cost = cpu * 1000 / max(1, told["acts"])
        costs.append((crowd, cost))
        where = f"{crowd.posts} posts, {crowd.juries} juries, {crowd.workers} × {crowd.database}"
        errors = ", ".join(f"{count} × {what}" for what, count in sorted(told["errors"].items()))
        kept = f"{told['acts']} acts, one in {EVERY:.0f} s of each post; server: {cost:.1f} ms of processor each"
        said = f"{kept}; errors: {errors or 0}; lost: {told['lost']}; twice: {told['twice']}"
        yield Line(f"S{place}", f"an act receipted, {where}", "", told["sent"], note=f"{_p99(told['sent'])}; {said}")
        yield Line("", f"an act seen by another post, {where}", "", told["seen"], note=_p99(told["seen"]))
    first = costs[0][1]
    for crowd, cost in costs[1:]:
        where = f"{crowd.posts} posts, {crowd.juries} juries"
        work = f"growth: the server’s processor for an act, {where}"
        yield Line("G5", work, f"the same, {crowds[0].posts} posts, {crowds[0].juries} juries", [cost], [first], 1.2)


def on_postgresql(env: Mapping[str, str], noise: Noise, home: Path, *, seconds: float) -> Iterator[Line]:
    """The crowd of an academy at the hour when all juries sit: 2,250 posts, two processes, PostgreSQL."""
    found = postgresql.binaries()
    work = f"{FULL} posts on PostgreSQL"
    if found is None:
        yield Line("S", work, "", (), note="not measured: PostgreSQL is not installed")
        return
    with postgresql.cluster(found, durable=True) as folder:
        admin = postgresql.url(folder, "postgres")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        juries = -(-FULL // SEATS)
        crowd = Crowd(FULL, juries, 2, "PostgreSQL", postgresql.url(folder, "bench"))
        yield from lines(env, noise, home / "postgresql", [crowd], seconds=seconds)


def _work(env: Mapping[str, str], folder: Path, crowd: Crowd, seconds: float) -> tuple[dict[str, Any], float]:
    academy = Invented.make(folder, 0, juries=crowd.juries, database=crowd.url)
    keys = [SigningKey.generate() for _ in range(crowd.posts)]
    juries: dict[str, list[JuryId]] = {
        key.public.id: [academy.juries[place // SEATS]] for place, key in enumerate(keys)
    }
    tokens = academy.enrol({key.public.id: key.public.raw for key in keys}, juries)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        servers: tuple[Served, ...] = stack.enter_context(academy.served(env, crowd.workers))
        posts = [
            [
                servers[place % len(servers)].url,
                b64encode(key.raw).decode(),
                tokens[key.public.id],
                juries[key.public.id][0],
            ]
            for place, key in enumerate(keys)
        ]
        actor = stack.enter_context(Actor("posts", env))
        before = sum(cpu_seconds(server.pid) for server in servers)
        told = actor.ask("run", posts=posts, seconds=seconds, every=EVERY)
        return told, sum(cpu_seconds(server.pid) for server in servers) - before


def _p99(samples: Sequence[float]) -> str:
    if not samples:
        return "never"
    high = sorted(samples)[max(0, math.ceil(0.99 * len(samples)) - 1)]
    return f"p99 {high:.0f} ms, {len(samples)} times"


def _allow_files() -> None:
    """Each post is three sockets on either side."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if most == resource.RLIM_INFINITY else min(_FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
