# SPDX-License-Identifier: AGPL-3.0-or-later
"""What comes from another post without the academy: in a plan de secours, or by the room. All of it was proved before.

Envelopes are opaque bytes up here, as in `client.link.values`.
"""

from dataclasses import dataclass

from lsl_desk.domain.acts import Act
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.receipts import Receipt


@dataclass(frozen=True, slots=True)
class CarriedAct:
    """An act of any post of a jury, whose signature was verified.

    Attributes:
        act: what was done.
        digest: SHA-256 of its signed bytes.
        envelope: DSSE, as JSON bytes.
        key: of the post that signed it, 32 bytes.
    """

    act: Act
    digest: Digest
    envelope: bytes
    key: bytes


@dataclass(frozen=True, slots=True)
class CarriedReceipt:
    """An act and the academy's receipt of it, whose chain was proved from the first act of the jury.

    Attributes:
        carried: the act.
        receipt: what the academy says of it.
        envelope: of the receipt, DSSE as JSON bytes.
    """

    carried: CarriedAct
    receipt: Receipt
    envelope: bytes


@dataclass(frozen=True, slots=True)
class CarriedJury:
    """What a plan de secours brings besides the table and the livrets.

    Attributes:
        academy: key of the academy that signed the list and the receipts, 32 bytes; empty when there is none.
        number: of the list, 0 without one.
        listed: the list as the academy signed it, with the marks; None without one.
        ordered: the acts that the academy ordered, from the first.
        waiting: the acts that it had not, in the order of the post that made the copy.
    """

    academy: bytes = b""
    number: int = 0
    listed: bytes | None = None
    ordered: tuple[CarriedReceipt, ...] = ()
    waiting: tuple[CarriedAct, ...] = ()
