# SPDX-License-Identifier: AGPL-3.0-or-later
"""CPace: two sides that know one short code come to one strong key, and whoever stands between them to none.

A balanced password-authenticated key exchange (draft-irtf-cfrg-cpace, suite CPACE-X25519-SHA512): a run gives an
attacker one guess at the code and nothing to try others on afterwards. The curve is `cryptography`'s; here is the map
of the code to a point of it, and the order of what is hashed. The draft's own vectors are in the tests.
"""

import hmac
from dataclasses import dataclass
from hashlib import sha512
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

SHARE_BYTES: Final = 32
_DSI: Final = b"CPace255"
_BLOCK: Final = 128
"""Bytes that SHA-512 takes at once."""
_P: Final = 2**255 - 19
_A: Final = 486662
"""Of Curve25519: v² = u³ + A·u² + u (RFC 7748 §4.1)."""
_Z: Final = 2
"""A number without a square root modulo p (RFC 9380 §6.7.1)."""


class ExchangeBroken(ValueError):  # noqa: N818 - the state of the exchange, as the caller reports it
    """The other side's share is none, or one that gives no secret."""


@dataclass(frozen=True, slots=True)
class Half:
    """One side of an exchange.

    Attributes:
        share: what the other side is told, 32 bytes.
        said: what this side says of itself, under the key that comes out.
    """

    share: bytes
    said: bytes
    _session: bytes
    _secret: X25519PrivateKey

    @classmethod
    def begin(cls, code: bytes, channel: bytes, session: bytes, said: bytes, secret: bytes | None = None) -> Self:
        """Draw this side's share.

        Args:
            code: what both sides know.
            channel: what both see of the way between them.
            session: random, of both sides, never twice.
            said: see there.
            secret: 32 bytes; drawn when None, as it always is but in a test.
        """
        drawn = X25519PrivateKey.generate() if secret is None else X25519PrivateKey.from_private_bytes(secret)
        share = drawn.exchange(X25519PublicKey.from_public_bytes(point_of(code, channel, session)))
        return cls(share, said, session, drawn)

    def initiator_key(self, share: bytes, said: bytes) -> bytes:
        """The key, for the side that spoke first.

        Args:
            share: of the other side.
            said: by the other side.

        Raises:
            ExchangeBroken: that is no share.
        """
        return self._key(share, _message(self.share, self.said) + _message(share, said))

    def responder_key(self, share: bytes, said: bytes) -> bytes:
        """The key, for the other one.

        Raises:
            ExchangeBroken: that is no share.
        """
        return self._key(share, _message(share, said) + _message(self.share, self.said))

    def _key(self, share: bytes, transcript: bytes) -> bytes:
        try:
            common = self._secret.exchange(X25519PublicKey.from_public_bytes(share))
        except ValueError as error:  # not 32 bytes, or a point of low order
            raise ExchangeBroken("not a share") from error
        return sha512(_cat(_DSI + b"_ISK", self._session, common) + transcript).digest()


def tag(key: bytes, share: bytes, said: bytes) -> bytes:
    """What whoever sent this share proves its key with (draft §9.4): 64 bytes."""
    return hmac.digest(sha512(b"CPaceMac" + key).digest(), _message(share, said), "sha512")


def point_of(code: bytes, channel: bytes, session: bytes) -> bytes:
    """The point of the curve that a code names on a channel, in a session: its u-coordinate, 32 bytes."""
    padding = max(0, _BLOCK - 1 - len(_cat(code)) - len(_cat(_DSI)))
    named = sha512(_cat(_DSI, code, bytes(padding), channel, session)).digest()[:SHARE_BYTES]
    return _elligator2(int.from_bytes(named, "little") % 2**255).to_bytes(SHARE_BYTES, "little")


def _elligator2(field: int) -> int:
    v = -_A * pow(1 + _Z * field * field, -1, _P) % _P
    square = pow(v**3 + _A * v * v + v, (_P - 1) // 2, _P)
    return (square * v - (1 - square) * _A * pow(2, -1, _P)) % _P


def _message(share: bytes, said: bytes) -> bytes:
    return _cat(share, said)


def _cat(*parts: bytes) -> bytes:
    """Each with its length before it, so that no other parts join to the same bytes (draft, appendix A.1)."""
    return b"".join(_length(len(part)) + part for part in parts)


def _length(number: int) -> bytes:
    """As LEB128."""
    head = bytearray()
    while number > 127:
        head.append(number % 128 + 128)
        number //= 128
    return bytes([*head, number])
