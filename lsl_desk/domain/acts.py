# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts: what people do, as immutable values. Everything changed on the Desk is an act (design §5)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber

NO_PREVIOUS = Digest("0" * 64)
"""The ``previous`` of a device's first act."""


class Role(StrEnum):
    """In what quality a person acts at the Desk."""

    CHEF_DE_CENTRE = "chef_de_centre"
    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts: the words the person gave for the seat, and the quality."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class LivretOpened:
    """A livret was opened (features P38: each opening writes who, what, when, from which source)."""

    number: StudentNumber
    digest: Digest
    source: str


@dataclass(frozen=True, slots=True)
class LivretRead:
    """Every page of a livret was on the screen long enough.

    Attributes:
        number: N° élève.
        digest: the version read.
        seconds: for each page in order, seconds on screen, to a tenth.
        source: from which copy (« dossier », « archive zip », « plan de secours »).
    """

    number: StudentNumber
    digest: Digest
    seconds: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class NumberIncident:
    """A page bears another N° élève than the livret asked for, or none: veiled, reading not counted (features N02).

    Attributes:
        number: N° élève asked for.
        digest: the file.
        page: index from 0.
        found: the number read on the page, "" when the text bears none.
    """

    number: StudentNumber
    digest: Digest
    page: int
    found: str


@dataclass(frozen=True, slots=True)
class MarkRaised:
    """A mark was changed in deliberation.

    Attributes:
        number: N° élève.
        exam: code of the épreuve.
        before: the mark the person saw, None when it was missing.
        after: the mark given, out of 20.
        seen: version of the mark the person saw (`marks.MarkCell`); another one in force makes a conflict.
        reason: in the person's words.
    """

    number: StudentNumber
    exam: str
    before: Decimal | None
    after: Decimal
    seen: int
    reason: str


@dataclass(frozen=True, slots=True)
class ConflictSettled:
    """The president chose between two marks (features P31).

    Attributes:
        conflict: the act that came second, which names the conflict.
        chosen: the mark chosen, out of 20.
        reason: in the president's words.
    """

    conflict: ActId
    chosen: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class SittingClosed:
    """The president closed the sitting; nothing is changed after it.

    Attributes:
        chain: the jury's chain at the academy that the president had seen, `receipts.NO_CHAIN` when there was none.
    """

    chain: Digest


Body = LivretOpened | LivretRead | NumberIncident | MarkRaised | ConflictSettled | SittingClosed


@dataclass(frozen=True, slots=True)
class Act:
    """One signed, immutable record.

    Attributes:
        act: made by the client; the idempotency key.
        jury: the jury concerned.
        device: the installation that made it.
        sequence: 1, 2, 3… of that device, without a gap.
        previous: SHA-256 of the previous act's signed bytes of that device, `NO_PREVIOUS` for the first.
        author: who, in what quality.
        time: UTC, as this machine's clock showed it; order never depends on it.
        version: version of the jury's file it was based on.
        body: what was done.
    """

    act: ActId
    jury: JuryId
    device: DeviceId
    sequence: int
    previous: Digest
    author: Author
    time: datetime
    version: int
    body: Body
