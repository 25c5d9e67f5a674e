# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury in a few numbers: all that a start asks of the store, apart from the ports, which cost a start more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsl_desk.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lsl_desk.domain.ids import JuryId
    from lsl_desk.domain.livret import LivretFormat


@dataclass(frozen=True, slots=True)
class JurySummary:
    """A jury as the home screen shows it.

    Attributes:
        jury: identifier.
        label: title.
        session: year or None.
        version: current version.
        imported: UTC, of that version.
        candidates: how many.
        livrets: numeric livrets held.
        formats: how many candidates of each format.
        read: livrets read in their current version.
        problems: candidates whose livret is not in the folder, was refused or is not to be trusted.
        period: of the year, as the academy's list says; June of a file that is not the academy's.
    """

    jury: JuryId
    label: str
    session: int | None
    version: int
    imported: datetime
    candidates: int
    livrets: int
    formats: Mapping[LivretFormat, int]
    read: int
    problems: int
    period: Period = Period.JUNE
