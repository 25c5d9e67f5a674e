# SPDX-License-Identifier: AGPL-3.0-or-later
"""A list to be written, before it is known in what form: its headings, and cells that know what they are."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

Cell = str | int | Decimal | datetime | None
"""Text stays text, leading zeros and all; a number is one that may be added up; a time is on the centre's clock."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column.

    Attributes:
        name: as it is written, always the same.
        width: in characters.
    """

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class ListTable:
    """A list.

    Attributes:
        title: of the sheet, 31 characters at most.
        about: what it lists, for the foot of its pages.
        written: when it was made.
        headings: its columns.
        rows: as many cells as headings, each.
    """

    title: str
    about: str
    written: datetime
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


def begins_a_formula(text: str) -> bool:
    """Tell whether a spreadsheet might take a text for a formula and run it (OWASP, « CSV injection »)."""
    return text.startswith(_FORMULA_STARTS)
