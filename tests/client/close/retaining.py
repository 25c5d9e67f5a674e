# SPDX-License-Identifier: AGPL-3.0-or-later
"""A store whose results are proclaimed, a clock that a test moves, and certificates signed by an invented key."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from lsl_desk.adapters.papers.erasures import SignedErasures
from lsl_desk.client.close.retention import Retention, RetentionNeeds
from lsl_desk.client.link.values import SignedAct
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.sit.ports import Output
from lsl_desk.domain.acts import NO_PREVIOUS
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.domain.retention import ErasureRecord, Kept, falls
from lsl_desk.wire.envelope import SigningKey
from lsl_desk.wire.erasure_record import seal_erasure

KEY = SigningKey(b"r" * 32)
PUBLISHED = datetime(2018, 7, 6, 8, tzinfo=UTC)
DATE = falls(PUBLISHED, Kept.ACTIVE)


def sealed_erasure(key: SigningKey, erased: str = "a") -> bytes:
    """What the post of a key signed of the erasure of J01."""
    record = ErasureRecord(JuryId("J01"), 2018, PUBLISHED, DATE, DATE, (Digest(erased * 64),), (), (), 1)
    return seal_erasure(record, key.public, key.sign)


@dataclass
class MovedClock:
    """Tells the time that a test gives it."""

    at: datetime = PUBLISHED

    def now(self) -> datetime:
        return self.at


@dataclass
class MemoryOutbox:
    """The acts of this post that no academy has."""

    acts: list[SignedAct] = field(default_factory=list)
    before: int = 0

    def own_head(self) -> Head:
        return Head(self.before + len(self.acts), NO_PREVIOUS)

    def own_acts(self, after: int, limit: int) -> tuple[SignedAct, ...]:
        return tuple(one for one in self.acts[:limit] if one.act.sequence > after)

    def pending(self, limit: int) -> tuple[SignedAct, ...]:
        return tuple(self.acts[:limit])


@dataclass
class Retaining:
    """The use case, its clock, the juries it let go of in memory, and those whose certificates were said to wait."""

    retention: Retention
    clock: MovedClock
    forgotten: list[JuryId]
    waiting: list[JuryId]


def retention_of(store: DeskStore, output: Output) -> Retaining:
    """On the day of the proclamation."""
    clock, forgotten, waiting = MovedClock(), list[JuryId](), list[JuryId]()
    certificates = SignedErasures(lambda: KEY.public.raw, KEY.sign)

    def waits() -> None:
        waiting.append(forgotten[-1])

    needs = RetentionNeeds(store, certificates, output, clock, forgotten.append, waits)
    return Retaining(Retention(needs), clock, forgotten, waiting)
