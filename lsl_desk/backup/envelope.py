# SPDX-License-Identifier: AGPL-3.0-or-later
"""``manifest.json``: a manifest in its envelope (`dsse`), signed by the post that made the copy."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lsl_desk.backup import dsse, names
from lsl_desk.backup.dsse import short
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.manifest import CopyManifest, decode, encode

PAYLOAD_TYPE: Final = "application/vnd.lsl-desk.plan-de-secours+json"


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


def seal(manifest: CopyManifest, private: Ed25519PrivateKey) -> bytes:
    """Write ``manifest.json``.

    Raises:
        Flawed: `unseal` would refuse it; KEYID_OTHER when the manifest names another key.
        ValueError: the time is not in UTC.
    """
    if manifest.key != private.public_key().public_bytes_raw().hex():
        raise Flawed(Flaw.KEYID_OTHER, names.MANIFEST)
    return dsse.sealed(PAYLOAD_TYPE, encode(manifest), manifest.key, dsse.signer(private))


def seal_by(manifest: CopyManifest, sign: dsse.Sign) -> bytes:
    """Write ``manifest.json`` where the key does not leave its place.

    Args:
        manifest: names the key.
        sign: with that key.

    Raises:
        Flawed: `unseal` would refuse it.
        ValueError: the time is not in UTC.
    """
    return dsse.sealed(PAYLOAD_TYPE, encode(manifest), manifest.key, sign)


def unseal(data: bytes) -> Sealed:
    """Read ``manifest.json``: the signature is verified before anything else that is signed is believed.

    Raises:
        Flawed: it is not one, or its signature does not hold; `finding` says how.
    """
    read = dsse.opened(data, PAYLOAD_TYPE, names.MANIFEST)
    read.verified()
    return Sealed(decode(read.payload), read.keyid, sha256(data).hexdigest())
