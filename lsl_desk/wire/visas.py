# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas of a jury as the exact bytes that the academy signs, and back. Strict, as `wire.receipts`.

They travel in an envelope of the type `wire.envelope.VISA`, and name the academy's key, so that they can be verified
where nothing else of it is known. `lsl-verify` reads the same bytes with code of its own.
"""

import json
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, TypeAdapter

from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role
from lsl_desk.domain.visas import ExaminedBy, How, JuryVisas, Visa
from lsl_desk.wire.envelope import VISA, Signed, SigningKey, VerifyingKey
from lsl_desk.wire.strict import (
    MAX_CANDIDATES,
    Dated,
    Moment,
    Rank,
    Sha256,
    Short,
    Strict,
    Unreadable,
    Uuid,
    Year,
    moment_of,
    moment_text,
    read_dated,
)
from lsl_desk.wire.version import PROTOCOL


class VisasUnreadable(Unreadable):
    """The bytes are not the visas of a jury that this version understands."""


class _By(Strict):
    name: Short
    seat: Literal["president", "vice_president"]
    time: Moment
    act: Uuid


class _Visa(Strict):
    number: Short
    livret: Sha256 | None
    how: Literal["online", "copy", "paper", "none_given", "not_required"]
    by: _By | None


def _whole(visa: _Visa) -> _Visa:
    """Somebody examined, or nobody had to; who read page by page read a livret."""
    how = How(visa.how)
    if (visa.by is None) != (how is How.NOT_REQUIRED) or (visa.livret is None and how in {How.ONLINE, How.COPY}):
        raise ValueError("of nobody or of nothing")
    return visa


class _Visas(Dated):
    session: Year | None
    academy: Short
    centre: Short
    jury: Short
    group: Annotated[int, Field(ge=1, le=2)]
    edition: Rank
    pv: Sha256
    president: Short
    sequence: Rank
    chain: Sha256
    key: Sha256
    """Of the academy: the 32 bytes of its public key, in hexadecimal."""
    made: Moment
    visas: Annotated[list[Annotated[_Visa, AfterValidator(_whole)]], Field(max_length=MAX_CANDIDATES)]
    later: Annotated[list[Short], Field(max_length=MAX_CANDIDATES)]
    period: Literal["juin", "septembre"] = "juin"


def _once(read: _Visas) -> _Visas:
    numbers = [one.number for one in read.visas] + read.later
    if len(set(numbers)) != len(numbers):
        raise ValueError("named twice")
    if read.period == "juin" and "period" in read.model_fields_set:
        raise ValueError("June is not told")
    return read


_ADAPTER: TypeAdapter[_Visas] = TypeAdapter(Annotated[_Visas, AfterValidator(_once)])


def seal_visas(visas: JuryVisas, key: SigningKey) -> bytes:
    """Write the visas of a jury in their envelope, signed by the academy: the file that is sent and verified.

    Raises:
        ValueError: a time is not in UTC.
        VisasUnreadable: `decode_visas` would refuse them.
    """
    return key.sign(VISA, encode_visas(visas, key.public)).to_bytes()


def open_visas(data: bytes, key: VerifyingKey) -> JuryVisas:
    """Read an envelope that `seal_visas` wrote.

    Raises:
        EnvelopeBroken: not an envelope of this type, or not signed by this key.
        VisasUnreadable: see `decode_visas`; or they name another key.
    """
    signed = Signed.from_bytes(data)
    key.verify(signed, VISA)
    if _read(signed.payload).key != key.raw.hex():
        raise VisasUnreadable("not visas: key")
    return decode_visas(signed.payload)


def encode_visas(visas: JuryVisas, key: VerifyingKey) -> bytes:
    """Write the bytes that are signed for the visas of a jury.

    Args:
        visas: what they say.
        key: of the academy that signs them.

    Raises:
        ValueError: a time is not in UTC.
        VisasUnreadable: `decode_visas` would refuse them.
    """
    fields: dict[str, object] = {
        "protocol": PROTOCOL,
        "session": visas.session,
        "academy": visas.academy,
        "centre": visas.centre,
        "jury": visas.jury,
        "group": visas.group,
        "edition": visas.edition,
        "pv": visas.pv,
        "president": visas.president,
        "sequence": visas.sequence,
        "chain": visas.chain,
        "key": key.raw.hex(),
        "made": moment_text(visas.made),
        "visas": [visa_fields(one) for one in visas.visas],
        "later": list(visas.later),
    }
    if visas.period is not Period.JUNE:
        fields["period"] = visas.period.value
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return payload


def visa_fields(visa: Visa) -> dict[str, object]:
    """One visa as JSON fields.

    Raises:
        ValueError: its time is not in UTC.
    """
    by = visa.by
    return {
        "number": visa.number,
        "livret": visa.livret or None,
        "how": visa.how.value,
        "by": by and {"name": by.name, "seat": by.seat.value, "time": moment_text(by.time), "act": by.act},
    }


def decode_visas(payload: bytes) -> JuryVisas:
    """Read the visas of a jury from the bytes that were signed.

    Raises:
        VisasUnreadable: another protocol, an unknown field, a field of another shape, one candidate twice, or a visa
            that says neither who examined nor that nobody had to.
    """
    read = _read(payload)
    return JuryVisas(
        session=read.session,
        academy=read.academy,
        centre=CentreId(read.centre),
        jury=JuryId(read.jury),
        group=read.group,
        edition=read.edition,
        pv=Digest(read.pv),
        president=read.president,
        sequence=read.sequence,
        chain=Digest(read.chain),
        made=moment_of(read.made),
        visas=tuple(_visa(one) for one in read.visas),
        later=tuple(map(StudentNumber, read.later)),
        period=Period(read.period),
    )


def _visa(read: _Visa) -> Visa:
    by = None if read.by is None else _examined_by(read.by)
    return Visa(StudentNumber(read.number), Digest(read.livret or ""), How(read.how), by)


def _examined_by(read: _By) -> ExaminedBy:
    return ExaminedBy(read.name, Role(read.seat), moment_of(read.time), ActId(read.act))


def _read(payload: bytes) -> _Visas:
    return read_dated(_ADAPTER, payload, VisasUnreadable, "not visas")
