# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one signature envelope of the project: DSSE over exact bytes, with Ed25519.

Acts, manifests, receipts and visas differ only in their payload type, which is under the signature: none can pass for
another. Format: github.com/secure-systems-lab/dsse, protocol and envelope 1.0.
"""

import json
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol, Self, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import FormatError, VerificationError
from securesystemslib.signer import (  # type: ignore[attr-defined]  # it re-exports them without saying so to mypy
    CryptoSigner,
    Signature,
    SSlibKey,
)

from lsl_desk.domain.ids import DeviceId, Digest

ACT: Final = "application/vnd.lsl-desk.act+json"
MANIFEST: Final = "application/vnd.lsl-desk.manifest+json"
RECEIPT: Final = "application/vnd.lsl-desk.receipt+json"
CHALLENGE: Final = "application/vnd.lsl-desk.challenge"
VISA: Final = "application/vnd.lsl-desk.visa+json"
PV: Final = "application/vnd.lsl-desk.pv+json"
STATE: Final = "application/vnd.lsl-desk.state+json"
ERASURE: Final = "application/vnd.lsl-desk.erasure+json"

_SIGNATURE_BYTES = 64
_BEGIN: Final = b'{"payload":"'


class EnvelopeBroken(ValueError):  # noqa: N818 - the state of the envelope, as the caller reports it
    """The envelope is not one, is of another type, or bears no valid signature of the key expected."""


@dataclass(frozen=True, slots=True)
class Signed:
    """An envelope with its one signature, as it is kept in a table.

    Attributes:
        payload_type: one of the constants of this module.
        payload: the exact bytes signed.
        key: whose signature it is.
        signature: Ed25519, 64 bytes.
    """

    payload_type: str
    payload: bytes
    key: DeviceId
    signature: bytes

    @property
    def digest(self) -> Digest:
        """SHA-256 of the bytes under the signature: what the next act of the chain names."""
        return digest_of(self.payload_type, self.payload)

    def to_bytes(self) -> bytes:
        """Write the DSSE envelope as JSON."""
        return json.dumps(self._envelope().to_dict(), sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read a DSSE envelope that bears exactly one signature. Nothing is verified yet.

        Raises:
            EnvelopeBroken: not an envelope, or with no, several or odd signatures.
        """
        try:
            envelope = Envelope.from_dict(json.loads(data))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, FormatError) as error:
            raise EnvelopeBroken("not an envelope") from error
        if len(envelope.signatures) != 1:
            raise EnvelopeBroken("one signature is expected")
        ((key, signature),) = envelope.signatures.items()
        names: tuple[object, object] = (key, envelope.payload_type)  # as they came, whatever the library declares
        if not all(isinstance(name, str) for name in names):
            raise EnvelopeBroken("not an envelope")
        return cls(envelope.payload_type, envelope.payload, DeviceId(key), bytes.fromhex(signature.signature))

    def _envelope(self) -> Envelope:
        signature = Signature(self.key, self.signature.hex())
        return Envelope(self.payload, self.payload_type, {self.key: signature})


class Keyed(Protocol):
    """What is signed, and names the key that signs it."""

    @property
    def key(self) -> str:
        """The 32 bytes of a public key, in hexadecimal."""


Read = TypeVar("Read", bound=Keyed)


def open_keyed(data: bytes, payload_type: str, read: Callable[[bytes], Read]) -> tuple[Read, DeviceId]:
    """Read an envelope signed by the key that its content names; whose key that is, the caller knows or not.

    Args:
        data: the envelope.
        payload_type: of its content.
        read: reads the content.

    Returns:
        The content, and who signed it.

    Raises:
        EnvelopeBroken: not an envelope of this type, or its signature does not hold.
    """
    signed = Signed.from_bytes(data)
    if signed.payload_type != payload_type:
        raise EnvelopeBroken("another payload type")
    content = read(signed.payload)
    key = VerifyingKey(bytes.fromhex(content.key))
    key.verify(signed, payload_type)
    return content, key.id


def payload_of(data: bytes) -> bytes:
    """The bytes signed in an envelope that was verified before it was kept: ten times faster than reading all of it.

    Raises:
        EnvelopeBroken: not an envelope.
    """
    # As `to_bytes` writes it. A second "payload", or one spelt with a backslash, would be what the JSON reader took.
    if data.startswith(_BEGIN) and data.count(b'"payload"') == 1 and b"\\" not in data:
        with suppress(ValueError):
            return b64decode(data[len(_BEGIN) : data.index(b'"', len(_BEGIN))], validate=True)
    try:
        return b64decode(json.loads(data)["payload"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return Signed.from_bytes(data).payload  # in the other alphabet of base64, or not an envelope, which it says


class VerifyingKey:
    """An Ed25519 public key, named by the SHA-256 of its 32 bytes."""

    def __init__(self, raw: bytes) -> None:
        """Take a public key.

        Args:
            raw: its 32 bytes.

        Raises:
            ValueError: another length.
        """
        self.raw = raw
        self.id = DeviceId(sha256(raw).hexdigest())
        self._key = SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(raw), keyid=self.id)

    def verify(self, signed: Signed, payload_type: str) -> None:
        """Verify the signature of this key over an envelope of this type.

        Raises:
            EnvelopeBroken: another type, another key, or the signature does not hold.
        """
        if signed.payload_type != payload_type:
            raise EnvelopeBroken("another payload type")
        if len(signed.signature) != _SIGNATURE_BYTES:
            raise EnvelopeBroken("not an Ed25519 signature")
        try:
            signed._envelope().verify([self._key], 1)  # noqa: SLF001 - same idea, same file
        except VerificationError as error:
            raise EnvelopeBroken("the signature does not hold") from error


class SigningKey:
    """An Ed25519 private key."""

    def __init__(self, raw: bytes) -> None:
        """Take a private key.

        Args:
            raw: its 32 bytes.

        Raises:
            ValueError: another length.
        """
        private = Ed25519PrivateKey.from_private_bytes(raw)
        self.raw = raw
        self.public = VerifyingKey(private.public_key().public_bytes_raw())
        self._signer = CryptoSigner(private, SSlibKey.from_crypto(private.public_key(), keyid=self.public.id))

    @classmethod
    def generate(cls) -> Self:
        """Make a new key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    def sign(self, payload_type: str, payload: bytes) -> Signed:
        """Sign exact bytes under a payload type."""
        signature = Envelope(payload, payload_type, {}).sign(self._signer)
        return Signed(payload_type, payload, self.public.id, bytes.fromhex(signature.signature))


def digest_of(payload_type: str, payload: bytes) -> Digest:
    """SHA-256 of the bytes that DSSE signs for a payload: its pre-authentication encoding."""
    return Digest(sha256(Envelope(payload, payload_type, {}).pae()).hexdigest())
