# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates and hours as paper writes them: « mardi 3 juillet 2018 », « 14 h 30 » (ecosystem survey §7.1).

A time is aware and in the centre's zone: whoever prints has turned it into that zone.
"""

from datetime import date, datetime

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_FIRST = "1ᵉʳ"


def day(when: date) -> str:
    """« mardi 3 juillet 2018 »; blanks that do not break between the figure and the month."""
    figure = _FIRST if when.day == 1 else str(when.day)
    return f"{_DAYS[when.weekday()]} {figure}\u00a0{_MONTHS[when.month - 1]}\u00a0{when.year}"


def hour(when: datetime) -> str:
    """« 14 h 30 », « 8 h »."""
    return f"{when.hour}\u00a0h\u00a0{when.minute:02d}" if when.minute else f"{when.hour}\u00a0h"


def moment(when: datetime) -> str:
    """« mardi 3 juillet 2018 à 8 h »."""
    return f"{day(when)} à\u00a0{hour(when)}"


def short(when: datetime) -> str:
    """« 02/07/2018 17:42 », in the cell of a table."""
    return f"{when:%d/%m/%Y %H:%M}"
