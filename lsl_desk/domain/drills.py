# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the outage drills of a jury prove (features N13): a livret that changed needs only itself drilled again."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lsl_desk.domain.acts import Act, DrillDone
from lsl_desk.domain.ids import Digest, StudentNumber

Bytes = tuple[StudentNumber, Digest]
"""A livret as it was: whose, and which bytes; "" for one that was not there."""

MISSING: Final = Digest("")
"""Stands for the bytes of a livret that was not there."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the drills prove.

    Attributes:
        proved: livrets opened whole, whose last drill went well.
        failed: livrets that could not be opened in their last drill.
        last: UTC, end of the last drill, None when there was none.
        seconds: how long the network was cut in it.
        pages: painted in it.
    """

    proved: frozenset[Bytes] = frozenset()
    failed: frozenset[Bytes] = frozenset()
    last: datetime | None = None
    seconds: int = 0
    pages: int = 0


def proof(acts: Iterable[Act], livrets: Callable[[int], Mapping[StudentNumber, Digest]]) -> Proof:
    """Replay the drills of a jury, in the order of acts: of two drills of the same bytes, the later one stands.

    Args:
        acts: of one jury.
        livrets: the livrets that a version of its file held; none for a version that is not here, which proves nothing.
    """
    proved: set[Bytes] = set()
    failed: set[Bytes] = set()
    last, seconds, pages = None, 0, 0
    for act in acts:
        if isinstance(act.body, DrillDone):
            held = livrets(act.version)
            good = {(number, held[number]) for number in act.body.opened if number in held}
            bad = {(number, held.get(number, MISSING)) for number in act.body.failed}
            proved, failed = (proved | good) - bad, (failed - good) | bad
            last, seconds, pages = act.time, act.body.seconds, act.body.pages
    return Proof(frozenset(proved), frozenset(failed), last, seconds, pages)
