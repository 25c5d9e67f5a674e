# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long what a jury saw is kept, by rule with its source, and what a dispute holds back (features N23, K05).

Dates are counted in calendar months from the hour at which the results were proclaimed, in UTC.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from lsl_desk.domain.ids import Digest, JuryId, StudentNumber

_YEAR: Final = 12


class Kept(StrEnum):
    """What is kept for a time of its own."""

    ACTIVE = "active"
    """Livrets, their text, names: the active base, that of a Desk above all."""
    ARCHIVE = "archive"
    """The same in the intermediate archive, the academy's only."""
    LOG = "log"
    """Who read what, and when: the acts of a jury."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Until when something is kept.

    Attributes:
        months: after the results were proclaimed.
        source: of the rule, in French.
    """

    months: int
    source: str


_SOURCE: Final = "Arrêté du 8 février 2016, art. 9"

RULES: Final = {
    Kept.ACTIVE: Rule(2, f"{_SOURCE}\u00a0: base active, deux mois au plus après la proclamation des résultats"),
    Kept.ARCHIVE: Rule(8, f"{_SOURCE}\u00a0: archive intermédiaire, six mois de plus"),
    Kept.LOG: Rule(8, f"{_SOURCE}\u00a0: journal des consultations, huit mois après la proclamation"),
}
"""All three are held back by a dispute until its procedure ends (same source)."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A dispute: what it is about is kept until it ends.

    Attributes:
        jury: whose.
        number: N° élève, None for the whole jury.
        reason: « recours gracieux », in a person's words.
        since: UTC.
    """

    jury: JuryId
    number: StudentNumber | None
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """Where a jury stands before a rule.

    Attributes:
        date: UTC, when its time comes; None while no results are proclaimed.
        come: its time has come.
        whole: a dispute holds all of the jury.
        held: the candidates that a dispute holds.
    """

    date: datetime | None
    come: bool
    whole: bool
    held: frozenset[StudentNumber]

    @property
    def erases(self) -> bool:
        """Something of it is to be erased now."""
        return self.come and not self.whole


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """What was erased at its date, without a name: what a post or the academy signs of it.

    Attributes:
        jury: whose.
        session: year, None when no source said.
        published: UTC, when the results were proclaimed.
        date: UTC, from when the erasure was due.
        erased_at: UTC, as the clock of who erased showed it.
        erased: SHA-256 of each livret that is here no more, in order.
        held: N° élève of the disputes, each with the SHA-256 of what is kept of it, in order; "" for no livret.
        elsewhere: SHA-256 of the livrets that another jury still needs, in order.
        acts: of the jury, which stay in the journal until their own date.
    """

    jury: JuryId
    session: int | None
    published: datetime
    date: datetime
    erased_at: datetime
    erased: tuple[Digest, ...]
    held: tuple[tuple[StudentNumber, Digest], ...]
    elsewhere: tuple[Digest, ...]
    acts: int


def falls(published: datetime, kept: Kept) -> datetime:
    """When the time of something comes: the same day and hour, or the last day of a month that has it not."""
    months = published.month - 1 + RULES[kept].months
    year, month = published.year + months // _YEAR, months % _YEAR + 1
    return published.replace(year=year, month=month, day=min(published.day, monthrange(year, month)[1]))


def due(
    published: datetime | None, now: datetime, holds: Iterable[Hold], jury: JuryId, kept: Kept = Kept.ACTIVE
) -> Due:
    """Where a jury stands.

    Args:
        published: UTC, when its results were proclaimed; None while they were not.
        now: UTC.
        holds: the disputes, of any jury.
        jury: which.
        kept: under which rule.
    """
    ours = [one for one in holds if one.jury == jury]
    date = None if published is None else falls(published, kept)
    return Due(
        date=date,
        come=date is not None and date <= now,
        whole=any(one.number is None for one in ours),
        held=frozenset(one.number for one in ours if one.number is not None),
    )
