# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of a state sheet: the bytes of its PDF, and where the chains of acts stood.

It names the key that signs it, so that it can be verified where nothing else is known. `lsl-verify` reads the same
bytes with code of its own.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.wire.strict import Count, Dated, Moment, Sha256, Short, Unreadable, moment_of, moment_text, read_dated
from lsl_desk.wire.version import PROTOCOL


class StateUnreadable(Unreadable):
    """The bytes are not the word of a state sheet that this version understands."""


@dataclass(frozen=True, slots=True)
class SignedState:
    """The word of a post on a sheet.

    Attributes:
        jury: identifier.
        made: when, UTC.
        pdf: SHA-256 of the bytes of the PDF.
        key: of the post: the 32 bytes of its public key, in hexadecimal.
        head: of its own chain.
        fed: acts of the jury that the academy had ordered, as the post knew.
        chain: of those.
    """

    jury: JuryId
    made: datetime
    pdf: Digest
    key: str
    head: Head
    fed: int
    chain: Digest


class _State(Dated):
    jury: Short
    made: Moment
    pdf: Sha256
    key: Sha256
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
        "protocol": PROTOCOL,
        "jury": state.jury,
        "made": moment_text(state.made),
        "pdf": state.pdf,
        "key": state.key,
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
    found = read_dated(_ADAPTER, payload, StateUnreadable, "not a state")
    return SignedState(
        JuryId(found.jury),
        moment_of(found.made),
        Digest(found.pdf),
        found.key,
        Head(found.sequence, Digest(found.head)),
        found.fed,
        Digest(found.chain),
    )
