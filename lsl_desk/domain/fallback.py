# SPDX-License-Identifier: AGPL-3.0-or-later
"""On which copy of a jury's file the work stands: the academy's, or the plan de secours kept here (memo, point 4; J3).

The livrets on the screen are the same bytes either way: the local copy is all that screens ever read. What changes is
whether the academy still confirms it, which the badge says, and every reading keeps.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lsl_desk.domain.connection import LinkState

ACADEMY: Final = "académie"
"""`JuryFile.source` of a version that the academy published."""
COPY: Final = "plan de secours"
"""`JuryFile.source` of a version that was opened from a copy, and of a reading done while the academy is cut."""


@dataclass(frozen=True, slots=True)
class Footing:
    """On what the work stands.

    Attributes:
        fallen: on the copy kept here.
        copy: UTC, when the academy last confirmed it, or when it was made; None when nobody knows.
        back: the academy answers again: the next candidate is read on it.
    """

    fallen: bool
    copy: datetime | None = None
    back: bool = False


def falls(fallen: bool, state: LinkState, *, between: bool) -> bool:
    """Say whether the work stands on the copy kept here.

    A cut takes effect at once; the way back only between two candidates, so that a candidate is read from one source.

    Args:
        fallen: it did so far.
        state: of the link.
        between: another candidate is being opened.
    """
    if state is LinkState.CUT:
        return True
    return fallen and not (between and state in {LinkState.ONLINE, LinkState.DEGRADED})
