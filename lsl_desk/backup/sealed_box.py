# SPDX-License-Identifier: AGPL-3.0-or-later
"""``jury.lsl``: bytes sealed under the jury code, by AES-256-GCM under a key that Argon2id makes of it (RFC 9106).

What it is bound to is not written in it: whoever opens it says it again, so a box opens beside its own manifest only.
"""

import base64
import binascii
import json
import os
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from lsl_desk.backup.manifest import MAX_SIZES, CopyManifest, moment_text
from lsl_desk.backup.names import BOX

FORMAT: Final = "1"
_KDF: Final = "argon2id"
_SALT, _NONCE, _KEY = 16, 12, 32
_MEMORY = (64, 1024 * 1024)
"""KiB, least and most: a box may not ask for all the memory of the machine that opens it."""
_PASSES = (1, 16)
_LANES = (1, 16)


class BoxBroken(ValueError):  # noqa: N818 - the state of the box, as the caller reports it
    """The bytes are not a box that this version reads. The text names a place, never a value."""


class CodeWrong(ValueError):  # noqa: N818 - the same
    """The code is not the box's, or the box is not that of this manifest, or its bytes were altered."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a code costs.

    Attributes:
        memory: KiB.
        passes: over it.
        lanes: computed side by side.
    """

    memory: int = 64 * 1024
    passes: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class Binding:
    """What a box belongs to: the manifest beside it, but for its digests, which the box is one of.

    Attributes:
        jury: identifier.
        version: of the copy.
        made: as the manifest writes it.
        key: of the post that signs, 64 hexadecimal digits.
    """

    jury: str
    version: int
    made: str
    key: str

    @classmethod
    def of(cls, manifest: CopyManifest) -> "Binding":
        """What a manifest's box is bound to."""
        return cls(manifest.jury, manifest.version, moment_text(manifest.made), manifest.key)

    @property
    def data(self) -> bytes:
        """The bytes under the seal besides the content."""
        return json.dumps([FORMAT, self.jury, self.version, self.made, self.key], separators=(",", ":")).encode()


def seal(content: bytes, code: str, binding: Binding, cost: Cost | None = None) -> bytes:
    """Seal bytes under a code."""
    cost = cost or Cost()
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_derived(code, salt, cost)).encrypt(nonce, content, binding.data)
    kdf = {"name": _KDF, "salt": _text(salt), "memory": cost.memory, "passes": cost.passes, "lanes": cost.lanes}
    fields = {"format": FORMAT, "kdf": kdf, "nonce": _text(nonce), "sealed": _text(sealed)}
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()


def opened(box: bytes, code: str, binding: Binding) -> bytes:
    """Return what is sealed in a box.

    Raises:
        BoxBroken: it is no box, or asks for more memory or time than a box may.
        CodeWrong: the code does not open it beside this manifest.
    """
    if len(box) > MAX_SIZES[BOX]:
        raise BoxBroken("size")
    read = _shaped(_parsed(box), {"format": str, "kdf": dict, "nonce": str, "sealed": str}, "box")
    if read["format"] != FORMAT:
        raise BoxBroken("format")
    kdf = _shaped(read["kdf"], {"name": str, "salt": str, "memory": int, "passes": int, "lanes": int}, "kdf")
    if kdf["name"] != _KDF:
        raise BoxBroken("kdf.name")
    bounds = {"memory": _MEMORY, "passes": _PASSES, "lanes": _LANES}
    for name, (least, most) in bounds.items():
        if not least <= kdf[name] <= most:
            raise BoxBroken(f"kdf.{name}")
    cost = Cost(kdf["memory"], kdf["passes"], kdf["lanes"])
    if cost.memory < 8 * cost.lanes:
        raise BoxBroken("kdf.memory")
    salt, nonce = _bytes(kdf["salt"], _SALT, "kdf.salt"), _bytes(read["nonce"], _NONCE, "nonce")
    sealed = _bytes(read["sealed"], None, "sealed")
    try:
        return AESGCM(_derived(code, salt, cost)).decrypt(nonce, sealed, binding.data)
    except InvalidTag as error:
        raise CodeWrong from error


def _derived(code: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=_KEY, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory)
    return kdf.derive(code.encode())


def _parsed(box: bytes) -> Any:
    try:
        return json.loads(box.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise BoxBroken("box") from error


def _shaped(read: Any, fields: dict[str, type], place: str) -> dict[str, Any]:
    if not isinstance(read, dict) or read.keys() != fields.keys():
        raise BoxBroken(place)
    for name, kind in fields.items():
        if type(read[name]) is not kind:
            raise BoxBroken(f"{place}.{name}")
    return read


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: str, length: int | None, place: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BoxBroken(place) from error
    if length is not None and len(data) != length:
        raise BoxBroken(place)
    return data
