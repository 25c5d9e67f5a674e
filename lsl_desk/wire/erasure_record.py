# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of an erasure at its date: digests and N° élève, no name (features N23, decision 019)."""

import json
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from lsl_desk.domain.ids import DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import ErasureRecord
from lsl_desk.wire.envelope import ERASURE, VerifyingKey, open_keyed
from lsl_desk.wire.pv_record import Sign
from lsl_desk.wire.strict import (
    MAX_CANDIDATES,
    Count,
    Dated,
    Moment,
    Sha256,
    Short,
    Strict,
    Unreadable,
    Year,
    moment_of,
    moment_text,
    read_dated,
)
from lsl_desk.wire.version import PROTOCOL

CERTIFICATE_PDF: Final = "effacement.pdf"
"""The paper."""
CERTIFICATE_RECORD: Final = "effacement.dsse"
"""The record in its envelope."""

_MAX_LIVRETS = 4 * MAX_CANDIDATES
"""Several versions of each."""


class ErasureUnreadable(Unreadable):
    """The bytes are not the record of an erasure that this version understands."""


class _Held(Strict):
    number: Short
    livret: Sha256 | Literal[""]


_Livrets = Annotated[list[Sha256], Field(max_length=_MAX_LIVRETS)]


class _Record(Dated):
    jury: Short
    session: Year | None
    published: Moment
    date: Moment
    erased_at: Moment
    erased: _Livrets
    held: Annotated[list[_Held], Field(max_length=MAX_CANDIDATES)]
    elsewhere: _Livrets
    acts: Count
    key: Sha256
    """Of the post: the 32 bytes of its public key, in hexadecimal."""


_ADAPTER: TypeAdapter[_Record] = TypeAdapter(_Record)


def seal_erasure(record: ErasureRecord, key: VerifyingKey, sign: Sign) -> bytes:
    """Write ``effacement.dsse``.

    Args:
        record: what was erased.
        key: of the post.
        sign: with that key.

    Raises:
        ValueError: a time is not in UTC.
        ErasureUnreadable: `open_erasure` would refuse it.
    """
    fields = {
        "protocol": PROTOCOL,
        "jury": record.jury,
        "session": record.session,
        "published": moment_text(record.published),
        "date": moment_text(record.date),
        "erased_at": moment_text(record.erased_at),
        "erased": list(record.erased),
        "held": [{"number": number, "livret": livret} for number, livret in record.held],
        "elsewhere": list(record.elsewhere),
        "acts": record.acts,
        "key": key.raw.hex(),
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return sign(ERASURE, payload).to_bytes()


def open_erasure(data: bytes) -> tuple[ErasureRecord, DeviceId]:
    """Read ``effacement.dsse``, and who signed it: the key that it names; whose that is, the caller knows or not.

    Raises:
        EnvelopeBroken: not an envelope of this type, or its signature does not hold.
        ErasureUnreadable: another protocol, an unknown field, or a field of another shape.
    """
    read, signer = open_keyed(data, ERASURE, _read)
    record = ErasureRecord(
        jury=JuryId(read.jury),
        session=read.session,
        published=moment_of(read.published),
        date=moment_of(read.date),
        erased_at=moment_of(read.erased_at),
        erased=tuple(map(Digest, read.erased)),
        held=tuple((StudentNumber(one.number), Digest(one.livret)) for one in read.held),
        elsewhere=tuple(map(Digest, read.elsewhere)),
        acts=read.acts,
    )
    return record, signer


def _read(payload: bytes) -> _Record:
    return read_dated(_ADAPTER, payload, ErasureUnreadable, "not an erasure")
