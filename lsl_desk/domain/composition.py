# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a jury so attended may deliberate (code de l'éducation D334-20 to D334-21-1, D336-19 to D336-20-1; P26).

The code gives no quorum. It wants who presides in the room, and says of the voie technologique that a jury whose
third of professionals is not reached deliberates all the same: the PV says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lsl_desk.domain.acts import Member, Presence, Quality, Role
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.rules.lawful import Forbidden
from lsl_desk.domain.rules.pack import RuleId

HEADS = {Role.PRESIDENT: Quality.PRESIDENT, Role.VICE_PRESIDENT: Quality.VICE_PRESIDENT}
"""Who may preside, and in what quality they are on the list of members."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What the law says of an attendance.

    Attributes:
        refused: why the sitting may not open, None when it may.
        notes: what is allowed and written in the PV, in French.
    """

    refused: Forbidden | None
    notes: tuple[str, ...] = ()


def composed(jury: JuryId, members: Sequence[Member], presiding: Role, *, technological: bool) -> Composed:
    """Check an attendance.

    Args:
        jury: for the sentence of a refusal.
        members: all of the jury, those who are away among them.
        presiding: who presides.
        technological: voie technologique (`series.is_technological`).
    """
    notes = _third_of_professionals(members) if technological else ()
    return Composed(head_missing(jury, members, presiding), notes)


def head_missing(jury: JuryId, members: Sequence[Member], presiding: Role) -> Forbidden | None:
    """Why the sitting may not open without who presides in the room, None when they are."""
    if in_the_room(members, presiding):
        return None
    remote = any((one.quality, one.presence) == (Quality.PRESIDENT, Presence.REMOTE) for one in members)
    code = Code.PRESIDENT_REMOTE if remote and presiding is Role.PRESIDENT else Code.HEAD_AWAY
    return Forbidden(code, {"jury": jury}, RuleId.HEAD)


def in_the_room(members: Sequence[Member], role: Role) -> bool:
    """Whether a head of the jury attends in person: all but the president may do so from afar (D334-21-1)."""
    return any((one.quality, one.presence) == (HEADS.get(role), Presence.HERE) for one in members)


def head_of(members: Sequence[Member], role: Role) -> str:
    """Who sits in the seat of a head: of several on the list, one in the room, else from afar; "" for nobody."""
    listed = [one for one in members if one.quality is HEADS.get(role)]
    return next((one.name for presence in Presence for one in listed if one.presence is presence), "")


def _third_of_professionals(members: Sequence[Member]) -> tuple[str, ...]:
    """Of those who attend and vote: an examiner has a consultative voice."""
    voting = [one for one in members if one.quality is not Quality.EXAMINER and one.presence is not Presence.AWAY]
    known = sum(one.quality is Quality.PROFESSIONAL for one in voting)
    if 3 * known >= len(voting):
        return ()
    return (
        f"Tiers de représentants des professions non atteint ({known} sur {len(voting)} membres présents)\u00a0: "
        "le jury délibère valablement (code de l’éducation, D336-19 s.).",
    )
