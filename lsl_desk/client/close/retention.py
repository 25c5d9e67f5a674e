# SPDX-License-Identifier: AGPL-3.0-or-later
"""Erasure at its date, disputes that hold it back, and its certificates (features N23, K05, decision 019).

Nothing goes before a person confirms; the certificate is kept in the same transaction as the erasure it tells.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from lsl_desk.client.link.erased import CERTIFICATES, answer_to, erased_juries, sealed_certificates
from lsl_desk.client.ports import Clock, DeskStore
from lsl_desk.client.sit.ports import Output
from lsl_desk.client.sit.published import published
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import JuryFile
from lsl_desk.domain.retention import Due, ErasureRecord, Hold, Kept, due, falls

_HOLDS: Final = "retention.holds"


class Certificates(Protocol):
    """The record of an erasure as bytes, and on paper."""

    def seal(self, record: ErasureRecord) -> bytes:
        """Sign it with this post's key."""

    def open(self, sealed: bytes) -> ErasureRecord:
        """Read one that this post sealed."""

    def archive(self, sealed: bytes) -> bytes:
        """The signed record and its paper as one zip, the same bytes each time."""


@dataclass(frozen=True, slots=True)
class KeptJury:
    """A jury of this post before its date.

    Attributes:
        jury: which.
        label: its title.
        due: where it stands.
        erased: livrets that would go now.
        held: livrets that disputes hold.
        elsewhere: livrets that another jury of this post still needs.
        candidates: that would go now, with their sealed names.
    """

    jury: JuryId
    label: str
    due: Due
    erased: int
    held: int
    elsewhere: int
    candidates: int

    @property
    def erases(self) -> bool:
        """Its time has come and something of it is here."""
        return self.due.erases and self.candidates > 0


@dataclass(frozen=True, slots=True)
class KeptLog:
    """The acts of this post, one chain for all its juries: they go with the whole store alone (decision 019).

    Attributes:
        date: UTC, eight months after the last proclamation; None while the results of a jury of it are not public.
        come: that has passed.
        waits: a dispute holds something, or a jury is to be erased first.
    """

    date: datetime | None
    come: bool
    waits: bool

    @property
    def erases(self) -> bool:
        """The whole store may go."""
        return self.come and not self.waits


@dataclass(frozen=True, slots=True)
class RetentionNeeds:
    """What it needs.

    Attributes:
        store: the sealed store.
        certificates: signs and prints.
        output: where a certificate goes.
        clock: the time.
        forget: of a jury, what is in memory.
        waits: told that a certificate waits to be told to the academy.
    """

    store: DeskStore
    certificates: Certificates
    output: Output
    clock: Clock
    forget: Callable[[JuryId], None]
    waits: Callable[[], None]


class Retention:
    """What this post keeps and until when. Store lane only; every method may raise DISK_FULL, DISK_FAILED."""

    def __init__(self, needs: RetentionNeeds) -> None:
        """Take what is needed."""
        self._needs = needs

    def juries(self) -> tuple[KeptJury, ...]:
        """Every jury of this post whose results are proclaimed, by identifier."""
        store = self._needs.store
        told = [one.jury for one in store.summaries() if published(store, one.jury) is not None]
        return tuple(self._kept(store.jury(jury)) for jury in told)

    def log(self) -> KeptLog:
        """Until when the acts are kept."""
        store, now = self._needs.store, self._needs.clock.now()
        told = {one.jury: one.published for one in self.certificates()}
        juries = told.keys() | {one.jury for one in store.summaries()}
        date = self._last(told, juries)
        if date is not None and date <= now:  # to read every act costs more: a jury may have left nothing else
            date = self._last(told, juries | {one.jury for one in store.acts()})
        come = date is not None and date <= now
        return KeptLog(date, come, bool(self.holds()) or any(one.erases for one in self.juries()))

    def untold(self) -> int:
        """How many certificates the academy has not heard of."""
        return self.answers().count(None)

    def holds(self) -> tuple[Hold, ...]:
        """The disputes, in the order in which they were entered."""
        lines = json.loads(self._needs.store.note(_HOLDS) or "[]")
        return tuple(
            Hold(
                JuryId(one["jury"]),
                None if one["number"] is None else StudentNumber(one["number"]),
                one["reason"],
                datetime.fromisoformat(one["since"]),
            )
            for one in lines
        )

    def hold(self, jury: JuryId, number: str, reason: str) -> None:
        """Enter a dispute; one already entered about the same takes the new reason.

        Args:
            jury: whose.
            number: N° élève, "" for the whole jury.
            reason: « recours gracieux ».

        Raises:
            Refusal: JURY_UNKNOWN, NUMBER_UNKNOWN, REASON_MISSING.
        """
        file, about = self._needs.store.jury(jury), number.strip()
        candidate = file.by_number(about) if about else None
        if about and candidate is None:
            raise Refusal(Code.NUMBER_UNKNOWN, number=about, jury=jury)
        if not reason.strip():
            raise Refusal(Code.REASON_MISSING)
        made = Hold(jury, None if candidate is None else candidate.number, reason.strip(), self._needs.clock.now())
        self._keep([*self._without(jury, made.number), made])

    def release(self, jury: JuryId, number: StudentNumber | None) -> None:
        """A dispute has ended: what it held goes at its date."""
        self._keep(self._without(jury, number))

    def erase(self, jury: JuryId) -> ErasureRecord:
        """Erase what a jury's date lets go; a person has confirmed it.

        Raises:
            Refusal: JURY_UNKNOWN; RETENTION_EARLY before its date or while a dispute holds all of it.
        """
        store = self._needs.store
        file, at, now = store.jury(jury), published(store, jury), self._needs.clock.now()
        stands = due(at, now, self.holds(), jury)
        if at is None or stands.date is None or not stands.erases:
            raise Refusal(Code.RETENTION_EARLY, jury=jury)
        gone, elsewhere = store.livrets_of(jury, stands.held)
        record = ErasureRecord(
            jury=jury,
            session=file.session,
            published=at,
            date=stands.date,
            erased_at=now,
            erased=tuple(sorted(gone)),
            held=_held(file, stands.held),
            elsewhere=tuple(sorted(elsewhere)),
            acts=sum(1 for _ in store.acts(jury)),
        )
        lines = sealed_certificates(store)
        lines.append((jury, self._needs.certificates.seal(record).decode()))
        store.erase_jury(jury, but=_here(file, stands.held), told=(CERTIFICATES, json.dumps(lines)))
        self._needs.forget(jury)
        self._needs.waits()
        return record

    def erased(self) -> frozenset[JuryId]:
        """The juries erased at their date: none is asked of the academy again."""
        return erased_juries(self._needs.store)

    def certificates(self) -> tuple[ErasureRecord, ...]:
        """What was erased at its date on this post, the first one first."""
        return tuple(
            self._needs.certificates.open(sealed.encode()) for _, sealed in sealed_certificates(self._needs.store)
        )

    def answers(self) -> tuple[datetime | Refusal | None, ...]:
        """What the academy answered to each of `certificates`: since when it knows; why it took none; None, nothing."""
        store = self._needs.store
        return tuple(answer_to(store, jury, sealed) for jury, sealed in sealed_certificates(store))

    def write_certificate(self, path: str, place: int = -1) -> None:
        """Write a certificate, paper and signed record in one zip.

        Args:
            path: where.
            place: in `certificates`, the last one by default.

        Raises:
            Refusal: OUTPUT_UNWRITABLE; RETENTION_NONE when nothing was erased.
        """
        lines = sealed_certificates(self._needs.store)
        if not lines:
            raise Refusal(Code.RETENTION_NONE)
        self._needs.output.write(path, self._needs.certificates.archive(lines[place][1].encode()))

    def _last(self, told: Mapping[JuryId, datetime], juries: Iterable[JuryId]) -> datetime | None:
        """When the last of some juries leaves the log; None when there is none, or one was not proclaimed."""
        known = [told.get(one) or published(self._needs.store, one) for one in juries]
        dates = [falls(at, Kept.LOG) for at in known if at is not None]
        return max(dates) if dates and len(dates) == len(known) else None

    def _kept(self, file: JuryFile) -> KeptJury:
        store, jury = self._needs.store, file.jury
        stands = due(published(store, jury), self._needs.clock.now(), self.holds(), jury)
        gone, elsewhere = store.livrets_of(jury, stands.held)
        return KeptJury(
            jury=jury,
            label=file.label,
            due=stands,
            erased=len(gone),
            held=sum(1 for _, livret in _held(file, stands.held) if livret),
            elsewhere=len(elsewhere),
            candidates=sum(1 for one in file.candidates if one.number not in stands.held),
        )

    def _without(self, jury: JuryId, number: StudentNumber | None) -> list[Hold]:
        return [one for one in self.holds() if (one.jury, one.number) != (jury, number)]

    def _keep(self, holds: list[Hold]) -> None:
        lines = [
            {"jury": one.jury, "number": one.number, "reason": one.reason, "since": one.since.isoformat()}
            for one in holds
        ]
        self._needs.store.keep_note(_HOLDS, json.dumps(lines, ensure_ascii=False))


def _here(file: JuryFile, held: frozenset[StudentNumber]) -> frozenset[StudentNumber]:
    """Those of the held that the file still has: with none left, all of the jury goes."""
    return held & {one.number for one in file.candidates}


def _held(file: JuryFile, held: frozenset[StudentNumber]) -> tuple[tuple[StudentNumber, Digest], ...]:
    return tuple(
        (one.number, one.livret.digest if one.livret else Digest(""))
        for one in sorted(file.candidates, key=lambda one: one.number)
        if one.number in held
    )
