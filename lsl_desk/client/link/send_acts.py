# SPDX-License-Identifier: AGPL-3.0-or-later
"""Send this post's acts, in order, each until the academy's signed receipt is on this disk (design §5, features P30).

Nothing is forgotten and nothing is counted twice: the academy knows an act by its identifier, answers the same act with
the same receipt, and says from which rank on it misses some.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from random import Random
from typing import Final, Self

from lsl_desk.client.link.ports import Academy, LinkStore
from lsl_desk.client.link.values import (
    DeviceState,
    Gap,
    Invalid,
    Kept,
    RefusedAct,
    SendReport,
    SignedAct,
    SignedReceipt,
)
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.receipts import Verdict

BATCH: Final = 50
BATCH_BYTES: Final = 250 * 1024
"""Of a request's 256 KiB (`wire.routes.MAX_BODY`), what its envelopes may take."""
GAPS: Final = 2
"""Times in a run that the academy may say it misses earlier acts: it was restored while we sent."""
LONGEST_PAUSE: Final = 30.0
"""Seconds."""


def send_acts(
    academy: Academy,
    store: LinkStore,
    *,
    told: Callable[[int], None] = lambda _: None,
    before: int | None = None,
) -> SendReport:
    """Send the acts that the academy misses.

    Args:
        academy: where to.
        store: the sealed store.
        told: told how many are left, after each batch, from a thread of its own.
        before: rank of this post's chain from which acts wait for their turn (`turns`); None sends all.

    Raises:
        Refusal: CHAIN_FORKED when this post's acts are not those the academy holds: nothing was sent. RECEIPT_UNSIGNED,
            ACT_ALTERED… or a NET_* one; what was receipted before is kept.
    """
    state = academy.device()
    _same_chain(store, state)
    at = min(store.receipted(), state.head.sequence)
    sent = gaps = 0
    refused: list[RefusedAct] = []
    with _Keeping(store, told) as keeping:
        while batch := fitting(_in_turn(store.own_acts(at, BATCH), before)):
            answers = academy.send(batch)
            kept = [answer for answer in answers if isinstance(answer, Kept)]
            keeping.give([answer.receipt for answer in kept])
            sent += len(kept)
            refused += [
                RefusedAct(one.act, answer.receipt.receipt)
                for one, answer in zip(batch, kept, strict=False)
                if answer.receipt.receipt.verdict is Verdict.REFUSED
            ]
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
        keeping.settle()
    return SendReport(sent, store.outbox(), tuple(refused), state.revoked, state.reason)


def _in_turn(acts: Sequence[SignedAct], before: int | None) -> Sequence[SignedAct]:
    return acts if before is None else [one for one in acts if one.act.sequence < before]


class _Keeping:
    """Receipts on their way to the disk, in a thread of their own: the next batch is on the line meanwhile.

    One batch at a time. To leave, whatever the reason, is to have kept all that was given or to have met a refusal.
    """

    def __init__(self, store: LinkStore, told: Callable[[int], None]) -> None:
        self._store = store
        self._told = told
        self._thread = ThreadPoolExecutor(1, "receipts")
        self._under_way: Future[None] | None = None

    def give(self, receipts: Sequence[SignedReceipt]) -> None:
        """Have receipts kept soon, once those before are.

        Raises:
            Refusal: what the disk refused, of the receipts before.
        """
        self.settle()
        self._under_way = self._thread.submit(self._keep, receipts)

    def settle(self) -> None:
        """Wait until all that was given is kept.

        Raises:
            Refusal: what the disk refused.
        """
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            under_way.result()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(self, *exc: object) -> None:
        """End the thread, which ends what it was given."""
        self._thread.shutdown()

    def _keep(self, receipts: Sequence[SignedReceipt]) -> None:
        self._store.keep_receipts(receipts)
        self._told(self._store.outbox())


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
