# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the file of a case is made from: the same of a Desk and of an academy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lsl_desk.domain.acts import Act
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.minutes import Minutes
from lsl_desk.domain.receipts import Receipt


@dataclass(frozen=True, slots=True)
class CaseAct:
    """An act of the jury as it is kept.

    Attributes:
        act: what was done.
        envelope: DSSE, as JSON bytes.
        key: public key of the post, 32 bytes.
        receipt: the academy's, None while it waits.
        receipt_envelope: of that.
    """

    act: Act
    envelope: bytes
    key: bytes
    receipt: Receipt | None = None
    receipt_envelope: bytes | None = None


@dataclass(frozen=True, slots=True)
class CaseSource:
    """What is held of a jury.

    Attributes:
        number: N° élève of the candidate.
        minutes: the PV as it is now, a draft while the sitting is open.
        pv: its exact bytes.
        fresh: the board before the first act, which is moved to the end.
        acts: every act in the academy's order, then those that wait, in this post's.
        academy: public key of the academy, 32 bytes; None for a jury of no academy.
        made: UTC.
        visas: the envelope of the jury's visas, signed by the academy; None while there is none.
        papers: of the PV, by the names of `wire.pv_record`: the printed one, and the record that binds it.
    """

    number: StudentNumber
    minutes: Minutes
    pv: bytes
    fresh: Board
    acts: Sequence[CaseAct]
    academy: bytes | None
    made: datetime
    visas: bytes | None = None
    papers: Mapping[str, bytes] = field(default_factory=dict)
