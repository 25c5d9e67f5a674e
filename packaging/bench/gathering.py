# SPDX-License-Identifier: AGPL-3.0-or-later
"""Three posts in a room without server: a decision of one on the boards of the others, a page turned (N16, P28)."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise

DECISION, PAGE = 1000.0, 500.0
"""Milliseconds that the study allows."""


def lines(env: Mapping[str, str], noise: Noise, home: Path, *, acts: int, rounds: int) -> Iterator[Line]:
    """Decide and turn pages, again and again.

    Args:
        env: of the posts.
        noise: listens between rounds.
        home: an empty folder of theirs.
        acts: in the journal of the post that opens the room, when the others enter.
        rounds: of each.
    """
    decided: list[float] = []
    turned: list[float] = []
    with ExitStack() as stack:
        host = stack.enter_context(Actor("hall_post", env, home / "1", "president", str(acts)))
        others = [
            stack.enter_context(Actor("hall_post", env, home / name, "vice_president", "0")) for name in ("2", "3")
        ]
        way = host.ask("open")
        for one in others:
            one.ask("join", **way)
        for page in range(1, rounds + 1):
            began = host.ask("decide")
            decided.append(1000 * (max(one.ask("shown") for one in others) - began))
            began = others[0].ask("decide")
            decided.append(1000 * (max(host.ask("shown"), others[1].ask("shown")) - began))
            began = host.ask("turn", page=page)
            turned.append(1000 * (max(one.ask("page") for one in others) - began))
            noise.listen()
        for one in (*others, host):
            one.ask("close")
    room = f"three posts, {acts} acts before"
    yield Line(
        "N16",
        f"room without server: a decision on the boards of the others, {room}",
        "the study's second",
        decided,
        [DECISION],
        1.0,
        by="p95",
    )
    yield Line(
        "P28", f"room without server: a page turned, {room}", "the study's half second", turned, [PAGE], 1.0, by="p95"
    )
