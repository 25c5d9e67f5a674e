# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which livrets were read on the other posts of a jury, and by whom."""

from collections.abc import Mapping

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.values import ReadBy
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.ids import JuryId, StudentNumber


def readers_of(store: LinkStore, jury: JuryId) -> Mapping[StudentNumber, tuple[ReadBy, ...]]:
    """For each candidate, the readings of other posts, in the order of the board, whatever the livret's version."""
    mine = {one.act.device for one in store.own_acts(0, 1)}
    found: dict[StudentNumber, tuple[ReadBy, ...]] = {}
    for act in (*(line.act for line in store.feed(jury)), *store.waiting(jury)):
        if isinstance(act.body, LivretRead) and act.device not in mine:
            one = ReadBy(act.body.digest, act.author, act.time)
            found[act.body.number] = (*found.get(act.body.number, ()), one)
    return found
