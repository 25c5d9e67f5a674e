# SPDX-License-Identifier: AGPL-3.0-or-later
"""An act as the exact bytes that are signed, and back.

Writing is plain JSON: sorted keys, no space, UTF-8. Reading is strict: an unknown version, kind or field, or a field of
another shape, is refused, since a signature over words one does not understand proves nothing.
"""

import json
from decimal import Decimal
from typing import Annotated, Literal, assert_never

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from lsl_desk.domain.acts import (
    Act,
    Author,
    Body,
    ConflictSettled,
    LivretOpened,
    LivretRead,
    MarkRaised,
    NumberIncident,
    Role,
    SittingClosed,
)
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire.strict import (
    MAX_PAGES,
    Count,
    MarkText,
    Moment,
    Rank,
    Sha256,
    Short,
    Strict,
    Unreadable,
    Uuid,
    decimal_text,
    moment_of,
    moment_text,
    places,
)
from lsl_desk.wire.version import PROTOCOL, UNDERSTOOD


class ActUnreadable(Unreadable):
    """The bytes are not an act that this version understands. The text names a place, never a value."""


class _Opened(Strict):
    kind: Literal["livret_opened"]
    number: Short
    digest: Sha256
    source: Short


class _LivretRead(Strict):
    kind: Literal["livret_read"]
    number: Short
    digest: Sha256
    seconds: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9])?$")]], Field(max_length=MAX_PAGES)
    ]
    source: Short


class _Incident(Strict):
    kind: Literal["number_incident"]
    number: Short
    digest: Sha256
    page: Count
    found: Short


class _Raised(Strict):
    kind: Literal["mark_raised"]
    number: Short
    exam: Short
    before: MarkText | None
    after: MarkText
    seen: Count
    reason: Short


class _Settled(Strict):
    kind: Literal["conflict_settled"]
    conflict: Uuid
    chosen: MarkText
    reason: Short


class _Closed(Strict):
    kind: Literal["sitting_closed"]
    chain: Sha256


class _Author(Strict):
    name: Short
    role: Literal["chef_de_centre", "president", "vice_president"]


class _Act(Strict):
    protocol: str
    act: Uuid
    jury: Short
    device: Sha256
    sequence: Rank
    previous: Sha256
    author: _Author
    time: Moment
    version: Rank
    body: Annotated[_Opened | _LivretRead | _Incident | _Raised | _Settled | _Closed, Field(discriminator="kind")]


_ADAPTER: TypeAdapter[_Act] = TypeAdapter(_Act)


def encode_act(act: Act) -> bytes:
    """Write the bytes that are signed for an act.

    Raises:
        ValueError: its time is not in UTC.
        ActUnreadable: `decode_act` would refuse it. Signed all the same, it would stop its post's chain for ever.
    """
    fields = {
        "protocol": PROTOCOL,
        "act": act.act,
        "jury": act.jury,
        "device": act.device,
        "sequence": act.sequence,
        "previous": act.previous,
        "author": {"name": act.author.name, "role": act.author.role.value},
        "time": moment_text(act.time),
        "version": act.version,
        "body": _body_fields(act.body),
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return payload


def decode_act(payload: bytes) -> Act:
    """Read an act from the bytes that were signed.

    Raises:
        ActUnreadable: another protocol, an unknown kind or field, or a field of another shape.
    """
    read = _read(payload)
    return Act(
        act=ActId(read.act),
        jury=JuryId(read.jury),
        device=DeviceId(read.device),
        sequence=read.sequence,
        previous=Digest(read.previous),
        author=Author(read.author.name, Role(read.author.role)),
        time=moment_of(read.time),
        version=read.version,
        body=_body(read.body),
    )


def _read(payload: bytes) -> _Act:
    try:
        read = _ADAPTER.validate_json(payload)
    except ValidationError as error:
        raise ActUnreadable(f"not an act: {places(error)}") from None
    if read.protocol not in UNDERSTOOD:
        raise ActUnreadable("not an act: protocol")
    return read


def _body_fields(body: Body) -> dict[str, object]:
    match body:
        case LivretOpened(number, digest, source):
            return {"kind": "livret_opened", "number": number, "digest": digest, "source": source}
        case LivretRead(number, digest, seconds, source):
            return {"kind": "livret_read", "number": number, "digest": digest, "seconds": seconds, "source": source}
        case NumberIncident(number, digest, page, found):
            return {"kind": "number_incident", "number": number, "digest": digest, "page": page, "found": found}
        case MarkRaised(number, exam, before, after, seen, reason):
            return {
                "kind": "mark_raised",
                "number": number,
                "exam": exam,
                "before": None if before is None else decimal_text(before),
                "after": decimal_text(after),
                "seen": seen,
                "reason": reason,
            }
        case ConflictSettled(conflict, chosen, reason):
            return {
                "kind": "conflict_settled",
                "conflict": conflict,
                "chosen": decimal_text(chosen),
                "reason": reason,
            }
        case SittingClosed(chain):
            return {"kind": "sitting_closed", "chain": chain}
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def _body(read: _Opened | _LivretRead | _Incident | _Raised | _Settled | _Closed) -> Body:
    match read:
        case _Opened():
            return LivretOpened(StudentNumber(read.number), Digest(read.digest), read.source)
        case _LivretRead():
            return LivretRead(StudentNumber(read.number), Digest(read.digest), tuple(read.seconds), read.source)
        case _Incident():
            return NumberIncident(StudentNumber(read.number), Digest(read.digest), read.page, read.found)
        case _Raised():
            before = None if read.before is None else Decimal(read.before)
            number = StudentNumber(read.number)
            return MarkRaised(number, read.exam, before, Decimal(read.after), read.seen, read.reason)
        case _Settled():
            return ConflictSettled(ActId(read.conflict), Decimal(read.chosen), read.reason)
        case _Closed():
            return SittingClosed(Digest(read.chain))
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)
