# SPDX-License-Identifier: AGPL-3.0-or-later
"""Numbers, plurals and dates as a French screen writes them."""

from datetime import datetime, tzinfo

from PySide6.QtCore import QDateTime, QLocale

from lsl_desk.domain.acts import Role

FRENCH = QLocale(QLocale.Language.French, QLocale.Country.France)


ROLE_WORDS = {
    Role.CHEF_DE_CENTRE: "Chef de centre",
    Role.PRESIDENT: "Président ou présidente de jury",
    Role.VICE_PRESIDENT: "Vice-président ou vice-présidente",
}
"""The qualities in which one acts."""


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
