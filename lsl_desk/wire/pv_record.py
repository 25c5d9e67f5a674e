# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of a PV it printed: the digests of the PV's exact bytes and of the paper, bound (decision 015).

The three lie together under the names below, in a folder or a zip, and `lsl-verify` checks them with code of its own.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from lsl_desk.domain.ids import DeviceId, Digest, JuryId
from lsl_desk.domain.minutes import Minutes
from lsl_desk.wire.envelope import PV, Signed, VerifyingKey, open_keyed
from lsl_desk.wire.minutes import encode_minutes
from lsl_desk.wire.strict import Dated, Moment, Rank, Sha256, Short, Unreadable, moment_of, moment_text, read_dated
from lsl_desk.wire.version import PROTOCOL

PV_JSON: Final = "pv.json"
"""`wire.minutes.encode_minutes`, nothing before or after."""
PV_PDF: Final = "pv.pdf"
PV_RECORD: Final = "pv.dsse"
"""The record in its envelope."""

Sign = Callable[[str, bytes], Signed]
"""Signs a payload of a type with the post's key, which stays where it is."""


class RecordUnreadable(Unreadable):
    """The bytes are not the record of a PV that this version understands."""


@dataclass(frozen=True, slots=True)
class PvRecord:
    """What a post says of a PV.

    Attributes:
        jury: whose PV.
        group: of épreuves, 1 or 2.
        edition: of the PV.
        pv: SHA-256 of its exact bytes.
        pdf: SHA-256 of the paper.
        made: UTC, as the post's clock showed it.
        device: the post.
    """

    jury: JuryId
    group: int
    edition: int
    pv: Digest
    pdf: Digest
    made: datetime
    device: DeviceId


class _Record(Dated):
    jury: Short
    group: Annotated[int, Field(ge=1, le=2)]
    edition: Rank
    pv: Sha256
    pdf: Sha256
    made: Moment
    key: Sha256
    """Of the post: the 32 bytes of its public key, in hexadecimal."""


_ADAPTER: TypeAdapter[_Record] = TypeAdapter(_Record)


def seal_record(minutes: Minutes, pdf: bytes, made: datetime, key: VerifyingKey, sign: Sign) -> bytes:
    """Write ``pv.dsse``.

    Args:
        minutes: the PV.
        pdf: the paper printed from it.
        made: UTC.
        key: of the post.
        sign: with that key.

    Raises:
        ValueError: the time is not in UTC.
        RecordUnreadable: `open_record` would refuse it.
    """
    fields = {
        "protocol": PROTOCOL,
        "jury": minutes.heading.jury,
        "group": minutes.heading.group,
        "edition": minutes.edition,
        "pv": sha256(encode_minutes(minutes)).hexdigest(),
        "pdf": sha256(pdf).hexdigest(),
        "made": moment_text(made),
        "key": key.raw.hex(),
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return sign(PV, payload).to_bytes()


def open_record(data: bytes) -> PvRecord:
    """Read ``pv.dsse``; it is signed by the key that it names, and whose key that is, the caller knows or not.

    Raises:
        EnvelopeBroken: not an envelope of this type, or its signature does not hold.
        RecordUnreadable: another protocol, an unknown field, or a field of another shape.
    """
    read, signer = open_keyed(data, PV, _read)
    return PvRecord(
        jury=JuryId(read.jury),
        group=read.group,
        edition=read.edition,
        pv=Digest(read.pv),
        pdf=Digest(read.pdf),
        made=moment_of(read.made),
        device=signer,
    )


def _read(payload: bytes) -> _Record:
    return read_dated(_ADAPTER, payload, RecordUnreadable, "not a record")
