# SPDX-License-Identifier: AGPL-3.0-or-later
"""An act as the exact bytes that are signed, and back.

Writing is plain JSON: sorted keys, no space, UTF-8. Reading is strict: an unknown version, kind or field, or a field of
another shape, is refused, since a signature over words one does not understand proves nothing.
"""

import json
from datetime import UTC, datetime
from typing import Annotated, Literal, assert_never

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from lsl_desk.domain.acts import Act, Author, Body, LivretOpened, LivretRead, NumberIncident, Role
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire.version import PROTOCOL, UNDERSTOOD


class ActUnreadable(ValueError):  # noqa: N818 - the state of the bytes, as the caller reports it
    """The bytes are not an act that this version understands. The text names a place, never a value."""


_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_Short = Annotated[str, StringConstraints(max_length=400)]
_Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Opened(_Strict):
    kind: Literal["livret_opened"]
    number: _Short
    digest: _Sha256
    source: _Short


class _Read(_Strict):
    kind: Literal["livret_read"]
    number: _Short
    digest: _Sha256
    seconds: list[Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d)?$")]]
    source: _Short


class _Incident(_Strict):
    kind: Literal["number_incident"]
    number: _Short
    digest: _Sha256
    page: Annotated[int, Field(ge=0)]
    found: _Short


class _Author(_Strict):
    name: _Short
    role: Literal["chef_de_centre", "president", "vice_president"]


class _Act(_Strict):
    protocol: str
    act: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
    jury: _Short
    device: _Sha256
    sequence: Annotated[int, Field(ge=1)]
    previous: _Sha256
    author: _Author
    time: _Moment
    version: Annotated[int, Field(ge=1)]
    body: Annotated[_Opened | _Read | _Incident, Field(discriminator="kind")]


_ADAPTER: TypeAdapter[_Act] = TypeAdapter(_Act)


def encode_act(act: Act) -> bytes:
    """Write the bytes that are signed for an act.

    Raises:
        ValueError: its time is not in UTC.
    """
    if act.time.utcoffset() != UTC.utcoffset(None):
        raise ValueError("the time of an act is in UTC")
    fields = {
        "protocol": PROTOCOL,
        "act": act.act,
        "jury": act.jury,
        "device": act.device,
        "sequence": act.sequence,
        "previous": act.previous,
        "author": {"name": act.author.name, "role": act.author.role.value},
        "time": act.time.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
        "version": act.version,
        "body": _body_fields(act.body),
    }
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def decode_act(payload: bytes) -> Act:
    """Read an act from the bytes that were signed.

    Raises:
        ActUnreadable: another protocol, an unknown kind or field, or a field of another shape.
    """
    try:
        read = _ADAPTER.validate_json(payload)
        moment = datetime.fromisoformat(read.time)
    except ValidationError as error:
        places = {".".join(str(part) for part in fault["loc"]) for fault in error.errors(include_input=False)}
        raise ActUnreadable(f"not an act: {', '.join(sorted(places))}") from None
    except ValueError:
        raise ActUnreadable("not an act: time") from None
    if read.protocol not in UNDERSTOOD:
        raise ActUnreadable("not an act: protocol")
    return Act(
        act=ActId(read.act),
        jury=JuryId(read.jury),
        device=DeviceId(read.device),
        sequence=read.sequence,
        previous=Digest(read.previous),
        author=Author(read.author.name, Role(read.author.role)),
        time=moment,
        version=read.version,
        body=_body(read.body),
    )


def _body_fields(body: Body) -> dict[str, object]:
    match body:
        case LivretOpened(number, digest, source):
            return {"kind": "livret_opened", "number": number, "digest": digest, "source": source}
        case LivretRead(number, digest, seconds, source):
            return {"kind": "livret_read", "number": number, "digest": digest, "seconds": seconds, "source": source}
        case NumberIncident(number, digest, page, found):
            return {"kind": "number_incident", "number": number, "digest": digest, "page": page, "found": found}
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def _body(read: _Opened | _Read | _Incident) -> Body:
    number, digest = StudentNumber(read.number), Digest(read.digest)
    if isinstance(read, _Read):
        return LivretRead(number, digest, tuple(read.seconds), read.source)
    if isinstance(read, _Opened):
        return LivretOpened(number, digest, read.source)
    return NumberIncident(number, digest, read.page, read.found)
