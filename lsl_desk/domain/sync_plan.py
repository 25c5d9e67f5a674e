# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Desk fetches, and in which order: the sitting's juries first, candidates near a threshold first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.marks import distance_to_threshold

SITTING = timedelta(hours=14)
"""A deliberation begun longer ago is over; a clock wrong by an hour or two changes nothing."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A livret to fetch.

    Attributes:
        digest: SHA-256 of its bytes.
        size: bytes.
    """

    digest: Digest
    size: int


@dataclass(frozen=True, slots=True)
class OfferedVersion:
    """One line of the academy's list of juries.

    Attributes:
        jury: identifier.
        label: title.
        edition: of its manifest.
        sitting: UTC, when it deliberates; None while it is not known.
    """

    jury: JuryId
    label: str
    edition: Edition
    sitting: datetime | None

    @property
    def version(self) -> int:
        """Version of its manifest."""
        return self.edition.version


def jury_order(offered: Iterable[OfferedVersion], now: datetime) -> tuple[OfferedVersion, ...]:
    """The sitting under way or next first, then juries without a date, then sittings that are over, the latest first.

    Among equals, by identifier.

    Args:
        offered: in any order.
        now: UTC; a sitting begun less than `SITTING` ago may still be under way.
    """
    listed = sorted(offered, key=lambda one: one.jury)
    dated = [(one.sitting, one) for one in listed if one.sitting is not None]
    begun = now - SITTING
    coming = sorted((pair for pair in dated if pair[0] >= begun), key=lambda pair: pair[0])
    over = sorted((pair for pair in dated if pair[0] < begun), key=lambda pair: begun - pair[0])
    undated = (one for one in listed if one.sitting is None)
    return (*(one for _, one in coming), *undated, *(one for _, one in over))


def plan(manifest: JuryManifest, held: Collection[Digest]) -> tuple[Wanted, ...]:
    """Say which livrets of a jury to fetch.

    Args:
        manifest: what it holds now.
        held: digests this Desk has already, whatever the jury or version they came with.

    Returns:
        Each livret once: those of candidates nearest to a threshold first, those without a mark last, else in the order
        of the PV.
    """
    ranked: list[tuple[bool, Decimal, int, Wanted]] = []
    for rank, one in enumerate(manifest.candidates):
        if one.livret is None or one.livret.digest in held:
            continue
        distance = distance_to_threshold({mark.exam: mark for mark in manifest.marks.get(one.number, ())})
        wanted = Wanted(one.livret.digest, one.livret.size)
        ranked.append((distance is None, distance or Decimal(0), rank, wanted))
    first: dict[Digest, Wanted] = {}
    for *_, wanted in sorted(ranked, key=lambda one: one[:3]):
        first.setdefault(wanted.digest, wanted)
    return tuple(first.values())
