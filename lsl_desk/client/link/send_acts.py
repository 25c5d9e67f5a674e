# SPDX-License-Identifier: AGPL-3.0-or-later
"""Send this post's acts, in order, each until the academy's signed receipt is on this disk (design §5, features P30).

Nothing is forgotten and nothing is counted twice: the academy knows an act by its identifier, answers the same act with
the same receipt, and says from which rank on it misses some.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from lsl_desk.client.link.ports import Academy, LinkStore
from lsl_desk.client.link.values import DeviceState, Gap, Invalid, Kept, RefusedAct, SendReport, SignedAct
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.receipts import Verdict

BATCH: Final = 50
BATCH_BYTES: Final = 250 * 1024
"""Of a request's 256 KiB (`wire.routes.MAX_BODY`), what its envelopes may take."""
GAPS: Final = 2
"""Times in a run that the academy may say it misses earlier acts: it was restored while we sent."""
LONGEST_PAUSE: Final = 30.0
"""Seconds."""


def send_acts(academy: Academy, store: LinkStore, *, told: Callable[[int], None] = lambda _: None) -> SendReport:
    """Send the acts that the academy misses.

    Args:
        academy: where to.
        store: the sealed store.
        told: told how many are left, after each batch.

    Raises:
        Refusal: CHAIN_FORKED when this post's acts are not those the academy holds: nothing was sent. RECEIPT_UNSIGNED,
            ACT_ALTERED… or a NET_* one; what was receipted before is kept.
    """
    state = academy.device()
    _same_chain(store, state)
    at = min(store.receipted(), state.head.sequence)
    sent = gaps = 0
    refused: list[RefusedAct] = []
    while batch := fitting(store.own_acts(at, BATCH)):
        answers = academy.send(batch)
        kept = [answer for answer in answers if isinstance(answer, Kept)]
        store.keep_receipts([answer.receipt for answer in kept])
        sent += len(kept)
        refused += [
            RefusedAct(one.act, answer.receipt.receipt)
            for one, answer in zip(batch, kept, strict=False)
            if answer.receipt.receipt.verdict is Verdict.REFUSED
        ]
        told(store.outbox())
        last = answers[-1]
        if isinstance(last, Invalid):
            raise last.problem
        if isinstance(last, Gap):
            gaps += 1
            if last.expected > at or gaps > GAPS:  # it misses what it cannot miss, or changes its mind for ever
                raise Refusal(Code.CHAIN_FORKED, sequence=last.expected)
            at = last.expected - 1
        else:
            at += len(kept)
    return SendReport(sent, store.outbox(), tuple(refused), state.revoked, state.reason)


def fitting(acts: Sequence[SignedAct]) -> tuple[SignedAct, ...]:
    """As many of these acts as one request takes; at least the first."""
    size = 0
    for count, one in enumerate(acts):
        size += 4 * -(-len(one.envelope) // 3) + 3
        if size > BATCH_BYTES and count:
            return tuple(acts[:count])
    return tuple(acts)


def pause_after(failures: int, chance: Random) -> float:
    """Seconds to wait after some failures in a row: anything up to twice as long each time, at most half a minute.

    All of the range is drawn from (« full jitter »), so that the posts of a centre whose line comes back do not all ask
    at once.
    """
    # Capped before it is raised: after a night of failures the power would be no float any more.
    return chance.uniform(0, min(LONGEST_PAUSE, 2.0 ** min(failures, 10)))


def _same_chain(store: LinkStore, state: DeviceState) -> None:
    held = state.head
    if held.sequence:
        at_that_rank = store.own_acts(held.sequence - 1, 1)
        if not at_that_rank or at_that_rank[0].digest != held.digest:
            raise Refusal(Code.CHAIN_FORKED, sequence=held.sequence)
