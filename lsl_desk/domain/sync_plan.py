# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a Desk fetches, and in which order: the sitting's juries first, candidates near a threshold first."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import distance_to_threshold


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
        version: version of its manifest.
        sitting: UTC, when it deliberates; None while it is not known.
    """

    jury: JuryId
    label: str
    version: int
    sitting: datetime | None


def jury_order(offered: Iterable[OfferedVersion]) -> tuple[OfferedVersion, ...]:
    """The next sitting first, juries without a date last; then by identifier."""
    listed = sorted(offered, key=lambda one: one.jury)
    dated = [(one.sitting, one) for one in listed if one.sitting is not None]
    by_date = (one for _, one in sorted(dated, key=lambda pair: pair[0]))
    return (*by_date, *(one for one in listed if one.sitting is None))


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
    return tuple(dict.fromkeys(wanted for *_, wanted in sorted(ranked, key=lambda one: one[:3])))
