# SPDX-License-Identifier: AGPL-3.0-or-later
"""Take the acts of a jury that other posts made, and prove that none is missing (decision 008)."""

from collections.abc import Sequence
from dataclasses import replace

from lsl_desk.client.link.ports import Academy, LinkStore
from lsl_desk.client.link.values import FeedAct, FeedHead, FeedPage
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.receipts import next_chain


def pull_feed(academy: Academy, store: LinkStore, jury: JuryId) -> int:
    """Take the acts of a jury that are not here.

    An academy restored from a backup has fewer acts, or the same in another order: then all are taken again, and what
    it has lost stays here without a rank until the post that made it has sent it again.

    Returns:
        Acts taken.

    Raises:
        Refusal: FEED_BROKEN when the acts do not follow one another: none of them was kept; those of `Academy.feed`.
    """
    head = store.feed_head(jury)
    # The last act held comes again: an academy restored since may have as many acts, and others.
    page = academy.feed(jury, max(0, head.sequence - 1))
    afresh = head.sequence > 0 and not _begins_with(head, page)
    if afresh:
        head = FeedHead()
        page = academy.feed(jury, 0)
    elif head.sequence:
        page = replace(page, lines=page.lines[1:])
    taken = 0
    while page.lines or afresh:
        head = proved(jury, head, page.lines)
        store.keep_feed(jury, page.lines, afresh=afresh)
        afresh = False
        taken += len(page.lines)
        if head.sequence >= page.last:
            break
        page = academy.feed(jury, head.sequence)
    return taken


def _begins_with(head: FeedHead, page: FeedPage) -> bool:
    return bool(page.lines) and FeedHead(page.lines[0].receipt.sequence, page.lines[0].receipt.chain) == head


def proved(jury: JuryId, head: FeedHead, lines: Sequence[FeedAct]) -> FeedHead:
    """Prove that acts follow one another and what is held, and give the new end.

    Raises:
        Refusal: FEED_BROKEN.
    """
    for one in lines:
        if not _follows(head, one) or one.act.jury != jury or one.receipt.jury != jury:
            raise Refusal(Code.FEED_BROKEN, jury=jury, sequence=head.sequence + 1)
        head = FeedHead(one.receipt.sequence, one.receipt.chain)
    return head


def _follows(head: FeedHead, one: FeedAct) -> bool:
    receipt = one.receipt
    chain = next_chain(head.chain, receipt.digest, receipt.verdict, receipt.code)
    return receipt.sequence == head.sequence + 1 and receipt.chain == chain
