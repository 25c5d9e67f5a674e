# SPDX-License-Identifier: AGPL-3.0-or-later
"""``manifest.json``: a manifest in its DSSE envelope, signed with Ed25519 by the post that made the copy.

Format: github.com/secure-systems-lab/dsse, envelope and protocol 1.0. Ours has one signature and one way of being
written, so that no byte of the file can be changed without being seen.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lsl_desk.backup import names, strict_json
from lsl_desk.backup.flaws import CONTENT, ENVELOPE, Flaw, Flawed
from lsl_desk.backup.manifest import CopyManifest, decode, encode

PAYLOAD_TYPE: Final = "application/vnd.lsl-desk.plan-de-secours+json"
_PRINT_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class Sealed:
    """A manifest whose signature holds; whose key it is, is not said by that.

    Attributes:
        manifest: what is signed.
        keyid: SHA-256 of the public key.
        digest: SHA-256 of the bytes of ``manifest.json``: what `sha256sum manifest.json` gives.
    """

    manifest: CopyManifest
    keyid: str
    digest: str

    @property
    def key_print(self) -> str:
        """The short print of the key, to compare with the room sheet."""
        return short(self.keyid)

    @property
    def manifest_print(self) -> str:
        """The short print of the whole manifest, to compare two copies."""
        return short(self.digest)


def key_id(key: str) -> str:
    """Name a public key, 64 hexadecimal digits, by the SHA-256 of its 32 bytes."""
    return sha256(bytes.fromhex(key)).hexdigest()


def short(digest: str) -> str:
    """Write the first 16 digits of a digest in four groups, such as ``0a1b 2c3d 4e5f 6789``."""
    return " ".join(digest[start : start + 4] for start in range(0, _PRINT_DIGITS, 4))


def seal(manifest: CopyManifest, private: Ed25519PrivateKey) -> bytes:
    """Write ``manifest.json``.

    Raises:
        Flawed: `unseal` would refuse it; KEYID_OTHER when the manifest names another key.
        ValueError: the time is not in UTC.
    """
    if manifest.key != private.public_key().public_bytes_raw().hex():
        raise Flawed(Flaw.KEYID_OTHER, names.MANIFEST)
    return seal_by(manifest, lambda payload: private.sign(pre_authentication(payload)))


def seal_by(manifest: CopyManifest, sign: Callable[[bytes], bytes]) -> bytes:
    """Write ``manifest.json`` where the key does not leave its place.

    Args:
        manifest: names the key.
        sign: gives that key's signature over what DSSE signs for a payload of our type.

    Raises:
        Flawed: `unseal` would refuse it.
        ValueError: the time is not in UTC.
    """
    payload = encode(manifest)
    signature = {"keyid": key_id(manifest.key), "sig": _base64(sign(payload))}
    return strict_json.written({"payload": _base64(payload), "payloadType": PAYLOAD_TYPE, "signatures": [signature]})


def pre_authentication(payload: bytes) -> bytes:
    """Return the bytes that DSSE signs for a payload of our type."""
    kind = PAYLOAD_TYPE.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def unseal(data: bytes) -> Sealed:
    """Read ``manifest.json``: the signature is verified before anything else that is signed is believed.

    Raises:
        Flawed: it is not one, or its signature does not hold; `finding` says how.
    """
    payload, keyid, signature = _opened(strict_json.read(data, ENVELOPE, names.MANIFEST))
    key = _key(payload)
    if key_id(key) != keyid:
        raise Flawed(Flaw.KEYID_OTHER, names.MANIFEST)
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(signature, pre_authentication(payload))
    except InvalidSignature as error:
        raise Flawed(Flaw.SIGNATURE_WRONG, names.MANIFEST) from error
    return Sealed(decode(payload), keyid, sha256(data).hexdigest())


def _opened(read: Any) -> tuple[bytes, str, bytes]:
    """Return the payload, the keyid and the signature."""
    if not isinstance(read, dict) or read.keys() != {"payload", "payloadType", "signatures"}:
        raise Flawed(Flaw.ENVELOPE_FIELDS, names.MANIFEST)
    if read["payloadType"] != PAYLOAD_TYPE:
        raise Flawed(Flaw.PAYLOAD_TYPE, names.MANIFEST)
    signatures = read["signatures"]
    if not isinstance(signatures, list):
        raise Flawed(Flaw.ENVELOPE_FIELDS, names.MANIFEST)
    if len(signatures) != 1:
        raise Flawed(Flaw.SIGNATURE_SEVERAL if signatures else Flaw.SIGNATURE_NONE, names.MANIFEST)
    (one,) = signatures
    if not isinstance(one, dict) or one.keys() != {"keyid", "sig"}:
        raise Flawed(Flaw.ENVELOPE_FIELDS, names.MANIFEST)
    signature = _unbased(one["sig"], Flaw.SIGNATURE_SHAPE)
    if len(signature) != 64:
        raise Flawed(Flaw.SIGNATURE_SHAPE, names.MANIFEST)
    return _unbased(read["payload"], Flaw.PAYLOAD_BASE64), one["keyid"], signature


def _key(payload: bytes) -> str:
    read = strict_json.read(payload, CONTENT, names.MANIFEST)
    key = read.get("key") if isinstance(read, dict) else None
    try:
        if isinstance(key, str) and len(bytes.fromhex(key)) == 32 and bytes.fromhex(key).hex() == key:
            return key
    except ValueError as error:
        raise Flawed(Flaw.KEY_SHAPE, names.MANIFEST) from error
    raise Flawed(Flaw.KEY_SHAPE, names.MANIFEST)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unbased(text: object, flaw: Flaw) -> bytes:
    """Read base64 that has one way of being written: no other alphabet, no space, no spare bit."""
    if not isinstance(text, str):
        raise Flawed(flaw, names.MANIFEST)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Flawed(flaw, names.MANIFEST) from error
    if _base64(data) != text:
        raise Flawed(flaw, names.MANIFEST)
    return data
