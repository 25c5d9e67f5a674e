# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan de secours made of a jury so far, and what changed since (features I01, I02, P44)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.acts import Act, CopyMade
from lsl_desk.domain.ids import Digest, StudentNumber

Livrets = Mapping[StudentNumber, Digest]
"""N° élève → the livret's bytes, by digest."""


@dataclass(frozen=True, slots=True)
class MadeCopy:
    """A copy that was made.

    Attributes:
        body: what the act says.
        at: UTC.
        jury_version: of the jury's file it was made of, as its post counts.
    """

    body: CopyMade
    at: datetime
    jury_version: int


def copies_made(acts: Iterable[Act]) -> tuple[MadeCopy, ...]:
    """The copies in the order of acts; the last one is the one to carry."""
    return tuple(MadeCopy(act.body, act.time, act.version) for act in acts if isinstance(act.body, CopyMade))


def next_version(made: Iterable[MadeCopy]) -> int:
    """The number of the copy to be: « refaire crée la version 2 »."""
    return 1 + max((one.body.copy for one in made), default=0)


def changed_since(held: Livrets, now: Livrets, livrets: int) -> tuple[StudentNumber, ...]:
    """The candidates whose livret changed, came or went since a copy was made.

    Args:
        held: the livrets of the version it was made of, as far as this post knows.
        now: the livrets of the current version.
        livrets: how many it holds, by its act. Another number than `held` has means that this post does not know what
            is in it: then every livret has to be taken as changed.
    """
    if len(held) != livrets:
        return tuple(dict.fromkeys((*held, *now)))
    numbers = dict.fromkeys((*now, *held))
    return tuple(number for number in numbers if held.get(number) != now.get(number))
