# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fetch all juries, the next sitting first. One that fails stops no other, unless the link or the disk does."""

import time
from collections.abc import Collection
from dataclasses import replace

from lsl_desk.client.link.control import Control
from lsl_desk.client.link.meter import Ticks
from lsl_desk.client.link.ports import Academy, LinkStore
from lsl_desk.client.link.sync_jury import Tell, failed, sync_jury, unchanged, waiting
from lsl_desk.client.link.values import JurySynced, SyncReport
from lsl_desk.client.ports import Clock
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.sync_plan import jury_order

OF_ONE_JURY = frozenset(
    {
        Code.MANIFEST_OLDER,
        Code.MANIFEST_UNSIGNED,
        Code.MANIFEST_NEWER,
        Code.JURY_NOT_YOURS,
        Code.JURY_UNKNOWN,
        Code.NOT_FOUND,
        Code.FORBIDDEN,
        Code.TOO_LARGE,
        Code.ACTIVE_ENDED,
    }
)
"""What concerns one jury; anything else would meet the next one too."""


def sync_all(
    academy: Academy,
    store: LinkStore,
    clock: Clock,
    *,
    juries: Collection[JuryId] | None = None,
    gone: Collection[JuryId] = (),
    control: Control | None = None,
    tell: Tell = lambda _: None,
    ticks: Ticks = time.monotonic,
) -> SyncReport:
    """Bring all juries of this post, or some, to the academy's versions; see `sync_jury`.

    Of a jury whose edition is here with every livret nothing more is asked: the list of juries says as much as the
    answer « not modified » would.

    Args:
        academy: whose.
        store: where they are kept.
        clock: the time.
        juries: those wanted, all of this post when None.
        gone: erased here at their date: never fetched again.
        control: to stop it.
        tell: how far it is.
        ticks: a clock that never goes back, in seconds.

    Raises:
        Refusal: the list of juries could not be had.
        Cancelled: someone asked to stop; what is whole is kept.
    """
    control = control or Control()
    offers = academy.juries()
    acts = {offer.offered.jury: offer.head for offer in offers}
    offered = jury_order((offer.offered for offer in offers), clock.now())
    wanted = [one for one in offered if one.jury not in gone and (juries is None or one.jury in juries)]
    for one in wanted:
        tell(waiting(one.jury, one.label, one.version))
    held = store.whole()
    same = {one.jury: held[one.jury] for one in wanted if one.jury in held and held[one.jury].edition == one.edition}
    if same:
        store.keep_contact(same, clock.now())
    done: list[JurySynced] = []
    problems: dict[JuryId, Refusal] = {}
    stopped: Refusal | None = None
    for one in wanted:
        try:
            if one.jury in same:
                synced = unchanged(one, same[one.jury], tell)
            elif stopped is not None:
                raise stopped
            else:
                synced = sync_jury(academy, store, clock, one, control=control, tell=tell, ticks=ticks)
            done.append(replace(synced, head=acts[one.jury]))
        except Refusal as refusal:
            problems[one.jury] = refusal
            stopped = None if refusal.code in OF_ONE_JURY else refusal
            tell(failed(one, refusal))
    ours = {one.jury for one in done} | {jury for jury, no in problems.items() if no.code is Code.ACTIVE_ENDED}
    public = {offer.offered.jury: offer.published for offer in offers if offer.offered.jury in ours}
    return SyncReport(tuple(done), problems, public)
