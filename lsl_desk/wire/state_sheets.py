# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of a state sheet: the bytes of its PDF, and where the chains of acts stood."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from lsl_desk.domain.ids import DeviceId, Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.wire.strict import Count, Moment, Sha256, Short, Strict, Unreadable, moment_of, moment_text, places


class StateUnreadable(Unreadable):
    """The bytes are not the word of a state sheet that this version understands."""


@dataclass(frozen=True, slots=True)
class SignedState:
    """The word of a post on a sheet.

    Attributes:
        jury: identifier.
        made: when, UTC.
        pdf: SHA-256 of the bytes of the PDF.
        device: the post.
        head: of its own chain.
        fed: acts of the jury that the academy had ordered, as the post knew.
        chain: of those.
    """

    jury: JuryId
    made: datetime
    pdf: Digest
    device: DeviceId
    head: Head
    fed: int
    chain: Digest


class _State(Strict):
    format: Literal["lsl-desk-state/1"]
    jury: Short
    made: Moment
    pdf: Sha256
    device: Sha256
    sequence: Count
    head: Sha256
    fed: Count
    chain: Sha256


_ADAPTER: TypeAdapter[_State] = TypeAdapter(_State)


def encode_state(state: SignedState) -> bytes:
    """Write the bytes that are signed.

    Raises:
        ValueError: its time is not in UTC.
        StateUnreadable: `decode_state` would refuse it.
    """
    fields = {
        "format": "lsl-desk-state/1",
        "jury": state.jury,
        "made": moment_text(state.made),
        "pdf": state.pdf,
        "device": state.device,
        "sequence": state.head.sequence,
        "head": state.head.digest,
        "fed": state.fed,
        "chain": state.chain,
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    decode_state(payload)
    return payload


def decode_state(payload: bytes) -> SignedState:
    """Read the bytes that were signed.

    Raises:
        StateUnreadable: anything else; the text names the place, never a value.
    """
    try:
        found = _ADAPTER.validate_json(payload)
    except ValidationError as error:
        raise StateUnreadable(places(error)) from error
    return SignedState(
        JuryId(found.jury),
        moment_of(found.made),
        Digest(found.pdf),
        DeviceId(found.device),
        Head(found.sequence, Digest(found.head)),
        found.fed,
        Digest(found.chain),
    )
