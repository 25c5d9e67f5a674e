# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings of the Desk: one declaration from which the dialog, the file and the checks derive."""

from dataclasses import dataclass, fields
from typing import Literal, get_args

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.period import Period
from lsl_desk.domain.reading import DEFAULT_PAGE_SECONDS

Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)

SESSIONS = ("", *Period)
"""What the home may show: the latest session that is held, or the one that was chosen."""

RANGES: dict[str, tuple[float, float]] = {
    "page_seconds": (0.2, 30.0),
    "lock_minutes": (1, 240),
    "ahead": (0, 8),
    "behind": (0, 8),
}
"""Least and greatest value of each number, both allowed."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person may set.

    Attributes:
        page_seconds: seconds a page must stay on screen to count as read.
        lock_minutes: minutes without a key or a click before the Desk locks itself.
        theme: « system » follows the desktop.
        ahead: livrets rendered in advance after the one shown, in the order of the table.
        behind: the same, before it.
        shown_session: « juin » or « septembre », chosen at the home; "" for the latest that is held.

    Raises:
        Refusal: VALUE_OUT_OF_RANGE, naming the setting and its bounds.
    """

    page_seconds: float = DEFAULT_PAGE_SECONDS
    lock_minutes: int = 10
    theme: Theme = "system"
    ahead: int = 3
    behind: int = 2
    shown_session: str = ""

    def __post_init__(self) -> None:
        for name, (least, most) in RANGES.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise _out_of_range(name, value, f"de {least:g} à {most:g}".replace(".", ","))
        if self.theme not in THEMES:
            raise _out_of_range("theme", self.theme, ", ".join(THEMES))
        if self.shown_session not in SESSIONS:
            raise _out_of_range("shown_session", self.shown_session, ", ".join(Period))


def _out_of_range(name: str, value: object, allowed: str) -> Refusal:
    return Refusal(Code.VALUE_OUT_OF_RANGE, name=name, value=str(value), allowed=allowed)


NAMES = tuple(field.name for field in fields(Settings))
"""The settings there are, in the order of the dialog."""
