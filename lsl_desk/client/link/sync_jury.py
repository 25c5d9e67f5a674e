# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fetch one jury: its list, then only the livrets that are not here; each is kept as soon as it is whole.

A cut, a pause or a kill leaves the version before, and the livrets that were whole for the next time. One bad livret is
named and stops nothing (reliability study §2).
"""

import time
from collections.abc import Callable
from typing import Final

from lsl_desk.client.link.control import Control
from lsl_desk.client.link.meter import Meter, Ticks
from lsl_desk.client.link.ports import Academy, LinkStore
from lsl_desk.client.link.sealing import Sealing
from lsl_desk.client.link.values import HeldVersion, JuryProgress, JurySynced, Phase, SignedManifest, TakenList
from lsl_desk.client.ports import Clock
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.sync_plan import OfferedVersion, Wanted, plan

Tell = Callable[[JuryProgress], None]

BUNDLE: Final = 500
"""Livrets asked for in one stream, at most (`wire.routes.MAX_BUNDLE`)."""
FEW: Final = 2
"""Up to so many are fetched one by one, each of which can be taken up again where it was cut."""
BATCH_LIVRETS: Final = 32
BATCH_BYTES: Final = 4 * 1024 * 1024
"""What is written in one transaction: a commit costs as much as writing some megabytes."""


def sync_jury(
    academy: Academy,
    store: LinkStore,
    clock: Clock,
    offered: OfferedVersion,
    *,
    control: Control | None = None,
    tell: Tell = lambda _: None,
    ticks: Ticks = time.monotonic,
) -> JurySynced:
    """Bring a jury to the academy's version.

    Args:
        academy: where it is.
        store: the sealed store.
        clock: tells when it was confirmed.
        offered: the jury's line in the academy's list.
        control: pause and cancel.
        tell: told how far it is, from this thread.
        ticks: for the rate.

    Raises:
        Refusal: MANIFEST_OLDER, MANIFEST_UNSIGNED, ACTIVE_ENDED, a NET_* one, DISK_FULL…; livrets that were whole are
            kept, the version before stays current.
        Cancelled: someone asked to stop; the same holds.
    """
    current = store.manifest(offered.jury)
    signed = _newer(academy, offered, current, store.taken(offered.jury))
    manifest = signed.manifest if signed else current
    if manifest is None:
        raise Refusal(Code.NET_ANSWER, host=academy.url)  # « not modified », of what was never had
    with Sealing(store) as sealing:
        run = _Fetching(academy, store, sealing, control or Control(), manifest, tell, ticks)
        run.fetch()
    if signed is not None:
        store.commit_version(signed, clock.now())
    else:
        if run.fetched:
            store.complete_version(manifest.jury)
        store.keep_contact([manifest.jury], clock.now())
    run.say(Phase.DONE)
    before = {one.number: one.livret.digest for one in current.candidates if one.livret} if current else {}
    return JurySynced(
        jury=manifest.jury,
        label=manifest.label,
        version=manifest.version,
        fetched=len(run.fetched),
        changed=sum(
            one.livret.digest in run.fetched and before.get(one.number, one.livret.digest) != one.livret.digest
            for one in manifest.candidates
            if one.livret is not None
        ),
        kept=len(manifest.livrets) - len(run.fetched) - len(run.lost),
        missing=run.missing,
    )


def _newer(
    academy: Academy, offered: OfferedVersion, current: JuryManifest | None, taken: TakenList | None
) -> SignedManifest | None:
    """The list to take, None when it is the one that is current here."""
    top = taken.edition if taken else None
    here = top if top and current and current.version == top.version else None
    signed = None
    if offered.edition.follows(top):
        signed = academy.manifest(offered.jury, here)
        if signed is None:
            return None
    if taken is not None and (signed is None or not signed.edition.follows(top)):
        # It was restored from a backup and counts again: shown what it signed, it goes past it (decision 008).
        if taken.envelope is None:
            raise Refusal(Code.MANIFEST_OLDER, jury=offered.jury)
        signed = academy.renumber(offered.jury, taken.envelope)
    if signed is None or signed.manifest.jury != offered.jury:
        raise Refusal(Code.MANIFEST_UNSIGNED, jury=offered.jury)
    if not signed.edition.follows(top):
        raise Refusal(Code.MANIFEST_OLDER, jury=offered.jury)
    return None if signed.edition == here else signed


class _Fetching:
    """The livrets of one manifest on their way.

    Attributes:
        lost: those that could not be had.
    """

    def __init__(
        self,
        academy: Academy,
        store: LinkStore,
        sealing: Sealing,
        control: Control,
        manifest: JuryManifest,
        tell: Tell,
        ticks: Ticks,
    ) -> None:
        self.lost: set[Digest] = set()
        self._ended: Refusal | None = None
        self._academy = academy
        self._sealing = sealing
        self._control = control
        self._manifest = manifest
        self._tell = tell
        self._wanted = plan(manifest, store.held())
        self._meter = Meter(sum(one.size for one in self._wanted), ticks)
        self._batch: list[tuple[Digest, bytes]] = []

    @property
    def fetched(self) -> set[Digest]:
        """Those that came in this run and are on the disk."""
        return self._sealing.kept

    @property
    def missing(self) -> tuple[StudentNumber, ...]:
        """The candidates whose livret could not be had, in the order of the PV."""
        return tuple(one.number for one in self._manifest.candidates if one.livret and one.livret.digest in self.lost)

    def fetch(self) -> None:
        """Fetch what is not here."""
        self.say(Phase.FETCHING)
        while left := self._left():
            if self._control.paused:
                self.say(Phase.PAUSED)
                self._control.wait()
                self._meter.restart()
                self.say(Phase.FETCHING)
            try:
                self._control.check()
                self._some(left)
            except Cancelled:
                if not self._control.paused:
                    raise
        if self._ended is not None and not self.fetched:
            raise self._ended

    def say(self, phase: Phase) -> None:
        """Tell how far it is."""
        total = len(self._manifest.livrets)
        self._tell(
            JuryProgress(
                jury=self._manifest.jury,
                label=self._manifest.label,
                version=self._manifest.version,
                phase=phase,
                done=total - len(self._wanted) + len(self.fetched) + self._sealing.under_way + len(self._batch),
                total=total,
                bytes_done=min(self._meter.done, self._meter.total),
                bytes_total=self._meter.total,
                rate=self._meter.rate if phase is Phase.FETCHING else None,
                remaining=self._meter.remaining if phase is Phase.FETCHING else None,
                missing=self.missing,
            )
        )

    def _left(self) -> list[Wanted]:
        return [one for one in self._wanted if one.digest not in self.fetched and one.digest not in self.lost]

    def _some(self, left: list[Wanted]) -> None:
        try:
            if len(left) <= FEW:
                self._one_by_one([one.digest for one in left])
            else:
                self._stream([one.digest for one in left[:BUNDLE]])
        finally:
            self._flush()
            self._sealing.settle()

    def _stream(self, digests: list[Digest]) -> None:
        doubtful = []
        came = set()
        for digest, data in self._academy.livrets(self._manifest.jury, digests, self._tick):
            if digest not in digests or digest in came:
                raise Refusal(Code.NET_ANSWER, host=self._academy.url)
            came.add(digest)
            if data is None:
                doubtful.append(digest)
            else:
                self._take(digest, data)
        self._flush()
        self._one_by_one([*doubtful, *(one for one in digests if one not in came)])

    def _one_by_one(self, digests: list[Digest]) -> None:
        for digest in digests:
            try:
                self._take(digest, self._academy.livret(self._manifest.jury, digest, self._tick))
            except Refusal as refusal:
                if refusal.code is Code.ACTIVE_ENDED:  # the others of the jury may be held by a dispute
                    self._ended = refusal
                elif refusal.code not in {Code.LIVRET_ALTERED, Code.NOT_FOUND}:
                    raise
                self.lost.add(digest)
                self.say(Phase.FETCHING)

    def _take(self, digest: Digest, data: bytes) -> None:
        self._batch.append((digest, data))
        if len(self._batch) >= BATCH_LIVRETS or sum(len(one) for _, one in self._batch) >= BATCH_BYTES:
            self._flush()

    def _flush(self) -> None:
        """Keep what is whole. It is forgotten first: what the disk refused is fetched again, not written again."""
        batch, self._batch = self._batch, []
        if batch:
            self._sealing.give(batch)
            self.say(Phase.FETCHING)

    def _tick(self, count: int) -> bool:
        if self._meter.add(count):
            self.say(Phase.FETCHING)
        return self._control.going


def unchanged(offered: OfferedVersion, held: HeldVersion, tell: Tell) -> JurySynced:
    """What a jury comes to whose version is here already, with every livret: nothing is asked of it."""
    count = held.livrets
    tell(JuryProgress(offered.jury, offered.label, offered.version, Phase.DONE, done=count, total=count))
    return JurySynced(offered.jury, offered.label, offered.version, fetched=0, changed=0, kept=count, missing=())


def failed(offered: OfferedVersion, problem: Refusal) -> JuryProgress:
    """The progress bar of a jury that stopped."""
    return JuryProgress(offered.jury, offered.label, offered.version, Phase.FAILED, problem=problem)


def waiting(jury: JuryId, label: str, version: int) -> JuryProgress:
    """The progress bar of a jury whose turn has not come."""
    return JuryProgress(jury, label, version, Phase.WAITING)
