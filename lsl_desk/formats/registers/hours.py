# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days and hours as the exam office's lists write them, on the clock of their own zone."""

import re
from datetime import datetime

_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_HOUR = re.compile(r"(\d{1,2})\s*[h:]\s*(\d{2})?")


def local_moment(day: str, hour: str, *, default: int = 8) -> datetime | None:
    """Day and hour as written; the hour may stand beside the day in its cell.

    Args:
        day: « 03/07/2018 », « 03/07/2018 8h30 », or "".
        hour: « 8h30 », « 08:30 », or "".
        default: the hour when none is written.

    Returns:
        without a zone, which whoever knows it adds; None when no day is written.

    Raises:
        ValueError: no such day or hour.
    """
    if not day:
        return None
    date = _DAY.search(day)
    if date is None:
        raise ValueError
    time = _HOUR.search(hour or day[date.end() :])
    hours, minutes = (int(time[1]), int(time[2] or 0)) if time else (default, 0)
    return datetime(int(date[3]), int(date[2]), int(date[1]), hours, minutes)  # noqa: DTZ001 - see the docstring
