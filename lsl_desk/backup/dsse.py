# SPDX-License-Identifier: AGPL-3.0-or-later
"""The signature envelope of all that `lsl-verify` checks: DSSE over exact bytes, with one Ed25519 signature.

Format: github.com/secure-systems-lab/dsse, envelope and protocol 1.0. Ours has one way of being written, so that no
byte of a file changes unseen.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lsl_desk.backup import strict_json
from lsl_desk.backup.flaws import CONTENT, ENVELOPE, Flaw, Flawed

Sign = Callable[[str, bytes], bytes]
"""Gives a key's signature of a payload of a type, as DSSE makes one; the key stays where it is."""
_PRINT_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """An envelope, as yet unverified.

    Attributes:
        kind: payload type.
        payload: the bytes signed.
        keyid: names the key that signs, or is said to.
        signature: 64 bytes.
        file: it was read from.
    """

    kind: str
    payload: bytes
    keyid: str
    signature: bytes
    file: str

    @property
    def digest(self) -> str:
        """SHA-256 of what is signed, by which acts and receipts name each other."""
        return sha256(pre_authentication(self.kind, self.payload)).hexdigest()

    def verify(self, key: str) -> None:
        """Hold the signature against a public key, 64 hexadecimal digits.

        Raises:
            Flawed: KEYID_OTHER, SIGNATURE_WRONG.
        """
        if key_id(key) != self.keyid:
            raise Flawed(Flaw.KEYID_OTHER, self.file)
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key))
        try:
            public.verify(self.signature, pre_authentication(self.kind, self.payload))
        except InvalidSignature as error:
            raise Flawed(Flaw.SIGNATURE_WRONG, self.file) from error

    def verified(self) -> Any:
        """The content signed by the key that it names itself, as ``key``: 64 hexadecimal digits.

        Raises:
            Flawed: KEY_SHAPE, KEYID_OTHER, SIGNATURE_WRONG, and what `strict_json.read` refuses.
        """
        read = strict_json.read(self.payload, CONTENT, self.file)
        self.verify(key_of(read, self.file))
        return read


def key_id(key: str) -> str:
    """Name a public key, 64 hexadecimal digits, by the SHA-256 of its 32 bytes."""
    return sha256(bytes.fromhex(key)).hexdigest()


def short(digest: str) -> str:
    """Write the first 16 digits of a digest in four groups, such as ``0a1b 2c3d 4e5f 6789``."""
    return " ".join(digest[start : start + 4] for start in range(0, _PRINT_DIGITS, 4))


def pre_authentication(kind: str, payload: bytes) -> bytes:
    """Return the bytes that DSSE signs for a payload of a type."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def fields(kind: str, payload: bytes, key: str, sign: Sign) -> dict[str, object]:
    """An envelope as JSON fields.

    Args:
        kind: payload type.
        payload: the bytes to sign.
        key: public key of the one who signs, 64 hexadecimal digits.
        sign: with that key.
    """
    signature = {"keyid": key_id(key), "sig": _base64(sign(kind, payload))}
    return {"payload": _base64(payload), "payloadType": kind, "signatures": [signature]}


def sealed(kind: str, payload: bytes, key: str, sign: Sign) -> bytes:
    """An envelope as the bytes of a file; see `fields`."""
    return strict_json.written(fields(kind, payload, key, sign))


def signer(private: Ed25519PrivateKey) -> Sign:
    """What signs with a key that is here."""
    return lambda kind, payload: private.sign(pre_authentication(kind, payload))


def opened(data: bytes, kind: str, file: str) -> Opened:
    """Read the bytes of an envelope of one type.

    Raises:
        Flawed: they are none; `finding` says how.
    """
    return taken(strict_json.read(data, ENVELOPE, file), kind, file)


def taken(read: Any, kind: str, file: str) -> Opened:
    """Read the fields of an envelope of one type.

    Raises:
        Flawed: they are none; `finding` says how.
    """
    if not isinstance(read, dict) or read.keys() != {"payload", "payloadType", "signatures"}:
        raise Flawed(Flaw.ENVELOPE_FIELDS, file)
    if read["payloadType"] != kind:
        raise Flawed(Flaw.PAYLOAD_TYPE, file)
    signatures = read["signatures"]
    if not isinstance(signatures, list):
        raise Flawed(Flaw.ENVELOPE_FIELDS, file)
    if len(signatures) != 1:
        raise Flawed(Flaw.SIGNATURE_SEVERAL if signatures else Flaw.SIGNATURE_NONE, file)
    (one,) = signatures
    if not isinstance(one, dict) or one.keys() != {"keyid", "sig"}:
        raise Flawed(Flaw.ENVELOPE_FIELDS, file)
    signature = _unbased(one["sig"], Flaw.SIGNATURE_SHAPE, file)
    if len(signature) != 64:
        raise Flawed(Flaw.SIGNATURE_SHAPE, file)
    return Opened(kind, _unbased(read["payload"], Flaw.PAYLOAD_BASE64, file), one["keyid"], signature, file)


def key_of(read: Any, file: str) -> str:
    """The public key that a content names.

    Raises:
        Flawed: KEY_SHAPE.
    """
    key = read.get("key") if isinstance(read, dict) else None
    if not is_key(key):
        raise Flawed(Flaw.KEY_SHAPE, file)
    return str(key)


def is_key(key: object) -> bool:
    """Whether this is a public key in its one writing: 64 lower-case hexadecimal digits."""
    try:
        return isinstance(key, str) and len(bytes.fromhex(key)) == 32 and bytes.fromhex(key).hex() == key
    except ValueError:
        return False


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbased(text: object, flaw: Flaw, file: str) -> bytes:
    """Read base64 that has one way of being written: no other alphabet, no space, no spare bit."""
    if not isinstance(text, str):
        raise Flawed(flaw, file)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Flawed(flaw, file) from error
    if _base64(data) != text:
        raise Flawed(flaw, file)
    return data
