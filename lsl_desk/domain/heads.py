# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who presides and who assists: the exam office's names and the centre's (memo « présidents »; features H01, H02)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lsl_desk.domain.acts import Act, HeadNamed, Role, SittingClosed, SittingOpened
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import JuryId

SEATS: Final = (Role.PRESIDENT, Role.VICE_PRESIDENT)
"""The seats of a jury, in the order shown."""

SAME_HOUR: Final = timedelta(hours=1)
"""Two sittings that begin nearer than this cannot have one head: a jury sits about two hours."""

_TITLES: Final = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "dr", "pr"})


@dataclass(frozen=True, slots=True)
class Named:
    """What the centre last said of a seat.

    Attributes:
        name: who, "" for nobody.
        office: the exam office's name when it said so.
        at: UTC.
    """

    name: str
    office: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InForce:
    """Who holds a seat.

    Attributes:
        name: "" for nobody.
        by_office: it is the exam office's name.
        proposed: the exam office has named another since the centre last looked; it never overwrites by itself.
    """

    name: str
    by_office: bool
    proposed: bool


def last_named(acts: Iterable[Act]) -> Mapping[Role, Named]:
    """Replay what the centre said of each seat, in the order of acts."""
    return {
        act.body.role: Named(act.body.name, act.body.office, act.time)
        for act in acts
        if isinstance(act.body, HeadNamed)
    }


def in_force(office: str, named: Named | None) -> InForce:
    """Say who holds a seat: the centre's last word, else the exam office's name.

    Args:
        office: the exam office's name as it is now, "" when it gives none.
        named: the centre's last word on that seat.
    """
    if named is None:
        return InForce(office, bool(office), proposed=False)
    news = bool(office) and office not in {named.office, named.name}
    return InForce(named.name, bool(office) and named.name == office, proposed=news)


def is_locked(acts: Iterable[Act]) -> bool:
    """Whether the sitting was opened or closed: from then on only a handover changes the heads (features H02)."""
    return any(isinstance(act.body, SittingOpened | SittingClosed) for act in acts)


def person(name: str) -> str:
    """One spelling for one person: « Mme Hélène ROY-MARTIN » and « Roy Martin Hélène » compare equal."""
    words = re.findall(r"\w+", folded(name))
    return " ".join(sorted(word for word in words if word not in _TITLES))


@dataclass(frozen=True, slots=True)
class Sits:
    """A person in a seat of a jury, and when it begins (UTC, None when nobody said)."""

    name: str
    jury: JuryId
    sitting: datetime | None


def clashing(sits: Iterable[Sits]) -> tuple[tuple[Sits, ...], ...]:
    """Find who sits on two juries at the same hour.

    Two juries that have no hour may be at the same one, and are told; one without an hour beside one with an hour is
    not.

    Returns:
        For each person and hour, the seats concerned, one a jury, in the order of the hours then of the juries.
    """
    people: dict[str, dict[JuryId, Sits]] = {}
    for one in sits:
        if key := person(one.name):
            people.setdefault(key, {}).setdefault(one.jury, one)
    found = []
    for seats in people.values():
        found.append(tuple(one for one in seats.values() if one.sitting is None))
        found.extend(_by_hour([(one.sitting, one) for one in seats.values() if one.sitting is not None]))
    return tuple(group for group in found if len(group) > 1)


def _by_hour(seats: list[tuple[datetime, Sits]]) -> list[tuple[Sits, ...]]:
    groups: list[list[tuple[datetime, Sits]]] = []
    for at, one in sorted(seats, key=lambda seat: (seat[0], seat[1].jury)):
        if groups and at - groups[-1][-1][0] < SAME_HOUR:
            groups[-1].append((at, one))
        else:
            groups.append([(at, one)])
    return [tuple(one for _, one in group) for group in groups]
