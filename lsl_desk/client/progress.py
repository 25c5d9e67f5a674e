# SPDX-License-Identifier: AGPL-3.0-or-later
"""Progress and cancellation of a long use case."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a use case is.

    Attributes:
        done: steps finished.
        total: steps in all, 0 while unknown.
        item: what is being done, without a name (« 0417 »).
    """

    done: int
    total: int
    item: str


Report = Callable[[Progress], bool]
"""Called at each step; answering False asks the use case to stop and leave nothing half-done."""


class Cancelled(Exception):  # noqa: N818 - not an error: a person asked for it
    """The person asked to stop; nothing was kept."""


def silent(_progress: Progress) -> bool:
    """Report to nobody and go on."""
    return True
