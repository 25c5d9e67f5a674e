# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shapes shared by all that is signed or sent: strict models, and the few patterns they are made of."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Final, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from lsl_desk.wire.version import UNDERSTOOD


class Unreadable(ValueError):  # noqa: N818 - the state of the bytes, as the caller reports it
    """The bytes are not what was expected. The text names places in them, never a value."""


def moment_of(text: str) -> datetime:
    """Read a time that `moment_text` wrote.

    Raises:
        ValueError: no such day or hour.
    """
    return datetime.fromisoformat(text)


def _existing(text: str) -> str:
    moment_of(text)
    return text


# [0-9] and not \d, which takes the digits of every script.
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Short = Annotated[str, StringConstraints(max_length=400, pattern=r"^[^\x00]*$")]
"""A line of text. Without U+0000, which PostgreSQL cannot store."""
Moment = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z$"),
    AfterValidator(_existing),
]
"""A time that exists, in UTC, to the microsecond: `moment_of` reads it."""
MarkText = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,3}(\.[0-9]{1,3})?$")]
Total = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,6})?$")]
"""Points of all the marks of a candidate."""
Base64 = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$")]
"""Base64 that `base64.b64decode` never refuses."""
Year = Annotated[int, Field(ge=1900, le=9999)]
"""A session."""
MAX_PAGES: Final = 1000
"""Pages of a livret; the page worker shows fewer."""
MAX_CANDIDATES: Final = 2000
"""Candidates of a jury; real ones have some 80."""
Rank = Annotated[int, Field(ge=1, le=2**53)]
"""1, 2, 3…; every database and every JSON reader holds it exactly."""
Count = Annotated[int, Field(ge=0, le=2**53)]
"""0, 1, 2…, within the same bound."""

_OUR_WORD = re.compile(r"[a-z_-]{1,40}")


class Strict(BaseModel):
    """Refuses unknown fields and other types: what is signed and not understood proves nothing."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Dated(Strict):
    """What is signed: it says of which protocol it is."""

    protocol: str


Told = TypeVar("Told", bound=Dated)


def read_dated(adapter: TypeAdapter[Told], payload: bytes, refused: type[Unreadable], what: str) -> Told:
    """Read what is signed, of a protocol that this version understands.

    Args:
        adapter: of the fields.
        payload: the bytes signed.
        refused: what to raise.
        what: begins its text, such as « not an act ».

    Raises:
        Unreadable: as ``refused``: another protocol, an unknown field, or a field of another shape.
    """
    try:
        read = adapter.validate_json(payload)
    except ValidationError as error:
        raise refused(f"{what}: {places(error)}") from None
    if read.protocol not in UNDERSTOOD:
        raise refused(f"{what}: protocol")
    return read


def places(error: ValidationError) -> str:
    """Name where a value was not as expected, and not the value; « ? » for a field whose name is none of ours."""
    return ", ".join(sorted({".".join(map(_place, fault["loc"])) for fault in error.errors(include_input=False)}))


def _place(part: str | int) -> str:
    return str(part) if isinstance(part, int) or _OUR_WORD.fullmatch(part) else "?"


def moment_text(moment: datetime) -> str:
    """Write a time in UTC, to the microsecond.

    Raises:
        ValueError: it is not in UTC.
    """
    if moment.utcoffset() != UTC.utcoffset(None):
        raise ValueError("times are in UTC")
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def decimal_text(value: Decimal) -> str:
    """Write an exact decimal, without exponent."""
    return f"{value:f}"
