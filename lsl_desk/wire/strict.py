# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shapes shared by all that is signed or sent: strict models, and the few patterns they are made of."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError


class Unreadable(ValueError):  # noqa: N818 - the state of the bytes, as the caller reports it
    """The bytes are not what was expected. The text names places in them, never a value."""


Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Uuid = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Short = Annotated[str, StringConstraints(max_length=400)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")]
MarkText = Annotated[str, StringConstraints(pattern=r"^\d{1,3}(\.\d{1,3})?$")]
Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]*={0,2}$")]


class Strict(BaseModel):
    """Refuses unknown fields and other types: what is signed and not understood proves nothing."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def places(error: ValidationError) -> str:
    """Name where a value was not as expected, and not the value."""
    return ", ".join(sorted({".".join(map(str, fault["loc"])) for fault in error.errors(include_input=False)}))


def moment_text(moment: datetime) -> str:
    """Write a time in UTC, to the microsecond.

    Raises:
        ValueError: it is not in UTC.
    """
    if moment.utcoffset() != UTC.utcoffset(None):
        raise ValueError("times are in UTC")
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment_of(text: str) -> datetime:
    """Read a time that `moment_text` wrote.

    Raises:
        ValueError: no such day or hour.
    """
    return datetime.fromisoformat(text)


def decimal_text(value: Decimal) -> str:
    """Write an exact decimal, without exponent."""
    return f"{value:f}"
