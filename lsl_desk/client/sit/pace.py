# SPDX-License-Identifier: AGPL-3.0-or-later
"""How fast a sitting goes, and whether the last candidates get as long as the first (features P15, N21)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

from lsl_desk.client.sit.values import Pace

PLANNED: Final = timedelta(hours=2)
"""How long a sitting lasts (design §1)."""


_TELLING: Final = 3
"""How many decisions it takes before an average says anything."""


def pace_of(opened: datetime | None, decided: Sequence[datetime], total: int, now: datetime, *, over: bool) -> Pace:
    """Say it.

    Args:
        opened: UTC, when the sitting opened, None before.
        decided: UTC, when each candidate decided was first decided.
        total: candidates.
        now: UTC.
        over: the sitting is closed: nothing is expected any more.
    """
    count, third = len(decided), -(-total // 3)
    if opened is None or count < _TELLING:
        return Pace(count, total, opened, None, None, None, None, None, hurried=False)
    last = max(decided) if over or count >= total else max(now, *decided)
    each = max((last - opened).total_seconds(), 0.0) / count
    end = opened + timedelta(seconds=each * total)
    late = None if over else round((end - opened - PLANNED).total_seconds() / 60)
    spent = [max((after - before).total_seconds(), 0.0) for before, after in pairwise([opened, *sorted(decided)])]
    first = median(spent[:third]) if count >= third else None
    later = spent[total - third :] if total > third else []
    last_third = median(later) if later else None
    hurried = first is not None and last_third is not None and last_third <= first / 2
    return Pace(count, total, opened, each, None if over else end, late, first, last_third, hurried)
