# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was decided of a candidate, and on which marks: when they change the decision is stale, and says so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

from lsl_desk.domain.acts import Act, Author, DecisionTaken, DecisionWithdrawn, Ruling
from lsl_desk.domain.ids import ActId, DeviceId, Digest, StudentNumber
from lsl_desk.domain.rules.result import Entry


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision in force, or proposed by an act that came second.

    Attributes:
        act: that took it.
        ruling: what was decided.
        mention: code of the mention, "" for none.
        marks: digest of the marks it saw.
        points: the total it saw.
        reason: in the person's words, or "".
        author: who.
        time: UTC, as that post's clock showed it.
        device: the post.
    """

    act: ActId
    ruling: Ruling
    mention: str
    marks: Digest
    points: Decimal
    reason: str
    author: Author
    time: datetime
    device: DeviceId


@dataclass(frozen=True, slots=True)
class DecisionCell:
    """A decision as it stands.

    Attributes:
        version: 0 before the first, then one more at each decision or withdrawal.
        decision: None while there is none.
    """

    version: int = 0
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class DecisionConflict:
    """Two decisions on one candidate, the second made without seeing the first: whoever presides decides again.

    Attributes:
        act: the act that came second; it names the conflict.
        number: N° élève.
        kept: in force; None when the first was a withdrawal.
        proposed: what came second; None when it was a withdrawal.
    """

    act: ActId
    number: StudentNumber
    kept: Decision | None
    proposed: Decision | None


def decision_of(act: Act, body: DecisionTaken | DecisionWithdrawn) -> Decision | None:
    """The decision that an act takes, or proposes; None for a withdrawal."""
    if isinstance(body, DecisionWithdrawn):
        return None
    return Decision(
        act=act.act,
        ruling=body.ruling,
        mention=body.mention,
        marks=body.marks,
        points=body.points,
        reason=body.reason,
        author=act.author,
        time=act.time,
        device=act.device,
    )


def marks_digest(entries: Iterable[Entry], added: Decimal) -> Digest:
    """SHA-256 over the marks that count, their coefficients and the points of the jury; the order does not matter."""
    lines = sorted(f"{one.exam}\t{_text(one.coefficient)}\t{_text(one.best)}" for one in entries)
    return Digest(sha256("\n".join([*lines, f"+\t{_text(added)}"]).encode()).hexdigest())


def _text(value: Decimal | None) -> str:
    """An exact decimal in its one shortest writing: 9, 9.0 and 9.00 are the same mark."""
    return "" if value is None else f"{value.normalize():f}"
