# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PV as the exact bytes that are signed: plain JSON, sorted keys, no space, UTF-8. The digest of them is what signs.

It is written only: nobody decides by it. `lsl-verify` reads it for what it says.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from hashlib import sha256
from typing import Any, Final

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.minutes import Minutes
from lsl_desk.domain.period import Period
from lsl_desk.wire.strict import moment_text
from lsl_desk.wire.version import PROTOCOL

_WHEN_SAID: Final = frozenset({"unknown"})
"""Came after the first PVs were signed, and is written when it says something: the bytes of all others stay theirs."""


def encode_minutes(minutes: Minutes) -> bytes:
    """Write the bytes of a PV.

    Every field of `domain.minutes.Minutes` and of what it holds is there under its own name: times as `moment_text`
    writes them, decimals as text in their one shortest writing, what is absent as null; beside them ``protocol``. The
    ``unknown`` of a line with no mark awaited is not written. The period of the year is there for the session de
    remplacement alone: a PV of June keeps the bytes it had.
    """
    said = {"protocol": PROTOCOL, **_plain_fields(minutes)}
    if minutes.heading.period is Period.JUNE:
        said["heading"] = {name: value for name, value in said["heading"].items() if name != "period"}
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def minutes_digest(minutes: Minutes) -> Digest:
    """SHA-256 of a PV's exact bytes."""
    return Digest(sha256(encode_minutes(minutes)).hexdigest())


def _plain_fields(value: object) -> dict[str, Any]:
    assert is_dataclass(value)  # noqa: S101 - only they come here
    told = {one.name: getattr(value, one.name) for one in fields(value)}
    return {name: plain(one) for name, one in told.items() if one or name not in _WHEN_SAID}


def plain(value: object) -> Any:
    """A value of the PV, or of what it holds, as JSON has it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return _plain_fields(value) if is_dataclass(value) else value
