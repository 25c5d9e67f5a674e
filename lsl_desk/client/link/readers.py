# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which livrets were read on the other posts of a jury, by whom, and which they have before them."""

from lsl_desk.client.link.ports import LinkStore
from lsl_desk.client.link.values import Elsewhere, ReadBy
from lsl_desk.domain.acts import LivretOpened, LivretRead, SittingClosed, SittingOpened
from lsl_desk.domain.ids import DeviceId, JuryId, StudentNumber


def elsewhere_of(store: LinkStore, jury: JuryId) -> Elsewhere:
    """Tell what other posts read of a jury, and what each of them opened last while it sits (features P05)."""
    mine = {one.act.device for one in store.own_acts(0, 1)}
    found: dict[StudentNumber, tuple[ReadBy, ...]] = {}
    opened: dict[DeviceId, StudentNumber] = {}
    sitting = False
    for act in (*(line.act for line in store.feed(jury)), *store.waiting(jury)):
        if isinstance(act.body, SittingOpened | SittingClosed):
            sitting = isinstance(act.body, SittingOpened)
            opened.clear()
        elif act.device in mine:
            continue
        elif isinstance(act.body, LivretOpened):
            opened[act.device] = act.body.number
        elif isinstance(act.body, LivretRead):
            one = ReadBy(act.body.digest, act.author, act.time)
            found[act.body.number] = (*found.get(act.body.number, ()), one)
    return Elsewhere(found, frozenset(opened.values()) if sitting else frozenset())
