# SPDX-License-Identifier: AGPL-3.0-or-later
"""Enrolling a post: six digits that stand on both screens only if nobody stands between them.

The post commits to its key before it learns anything of the server, and shows it afterwards; so whoever relays between
the two would have to guess six digits at the first try. (Commitment before a short authentication string, as in ZRTP,
RFC 6189 §4.4.1.)
"""

from hashlib import sha256
from typing import Final

DIGITS: Final = 6
NONCE_BYTES: Final = 32


def commitment(device_public: bytes, device_nonce: bytes) -> str:
    """What the post says first: SHA-256, hexadecimal, of its key and a random number it keeps for now.

    Args:
        device_public: Ed25519, 32 bytes.
        device_nonce: 32 random bytes.

    Raises:
        ValueError: another length.
    """
    return sha256(b"lsl-desk enrolment commitment\0" + _joined(device_public, device_nonce)).hexdigest()


def short_digits(*, device_public: bytes, server_public: bytes, device_nonce: bytes, server_nonce: bytes) -> str:
    """The six digits to compare on both screens, with their leading zeros.

    Args:
        device_public: the post's key, 32 bytes.
        server_public: the academy's key, 32 bytes.
        device_nonce: 32 bytes, shown by the post once it has the server's.
        server_nonce: 32 bytes.

    Raises:
        ValueError: another length.
    """
    seen = b"lsl-desk enrolment digits\0" + _joined(device_public, server_public, device_nonce, server_nonce)
    return f"{int.from_bytes(sha256(seen).digest(), 'big') % 10**DIGITS:0{DIGITS}d}"


def challenge_payload(*, server_public: bytes, server_nonce: bytes) -> bytes:
    """What a post signs, as `wire.envelope.CHALLENGE`, to get a token: good for one academy and one time.

    Args:
        server_public: the key of the academy that the post is enrolled at, 32 bytes.
        server_nonce: the challenge, 32 bytes.

    Raises:
        ValueError: another length.
    """
    return b"lsl-desk challenge\0" + _joined(server_public, server_nonce)


def _joined(*parts: bytes) -> bytes:
    """All of one length, so that no other parts join to the same bytes."""
    if any(len(part) != NONCE_BYTES for part in parts):
        raise ValueError(f"keys and nonces have {NONCE_BYTES} bytes")
    return b"".join(parts)
