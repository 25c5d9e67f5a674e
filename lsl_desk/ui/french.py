# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers, plurals and dates as a French screen writes them."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDateTime, QLocale

FRENCH = QLocale(QLocale.Language.French, QLocale.Country.France)


def number(value: int) -> str:
    """A whole number, thousands parted by a narrow no-break space."""
    return f"{value:,}".replace(",", "\u202f")


def counted(value: int, word: str, several: str = "") -> str:
    """« 1 candidat », « 74 candidats », « 0 candidat »; ``several`` when the plural is not made with an s."""
    return f"{number(value)} {(several or word + 's') if value > 1 else word}"


def moment(when: datetime, zone: tzinfo | None = None) -> str:
    """« 2 juillet 17:42 », in the centre's zone: that of this computer unless one is given."""
    local = when.astimezone(zone)
    shown = QDateTime(local.year, local.month, local.day, local.hour, local.minute, 0)
    return FRENCH.toString(shown, "d MMMM HH:mm")
