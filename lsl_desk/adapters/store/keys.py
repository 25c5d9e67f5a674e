# SPDX-License-Identifier: AGPL-3.0-or-later
"""The key slots: one random master key, wrapped for each way there is to open the store (design §6).

The file ``desk.keys.json`` holds no secret in clear. Slot 1 is the passphrase, through Argon2id; slot 2, where there is
one, is a random key held by the system's keyring. Without a slot the store is noise: erasing this file erases all.
"""

import base64
import binascii
import contextlib
import errno
import json
import os
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from lsl_desk.adapters.secrets import SecretHolder
from lsl_desk.atomic_file import remove_leftovers, replace_file, sync_folder
from lsl_desk.client.passphrase import is_weak
from lsl_desk.domain.errors import Code, Refusal

_FORMAT: Final = "lsl-desk-keys"
_VERSION: Final = 1
_KEY_BYTES: Final = 32
_MOST_MEMORY_KIB: Final = 4 * 1024 * 1024
_MOST_PASSES: Final = 64
_MOST_LANES: Final = 64


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one try of a passphrase costs (RFC 9106); kept in the slot, so that it may rise.

    Attributes:
        memory_kib: memory, in KiB.
        passes: passes over it.
        lanes: lanes, computed side by side.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def derive(self, passphrase: str, salt: bytes) -> bytes:
        """Return the 32 bytes that a passphrase gives, once composed (NFC): keyboards do not agree on accents."""
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id  # noqa: PLC0415 - a keyring start needs none

        kdf = Argon2id(
            salt=salt, length=_KEY_BYTES, iterations=self.passes, lanes=self.lanes, memory_cost=self.memory_kib
        )
        return kdf.derive(unicodedata.normalize("NFC", passphrase).encode())


@dataclass(frozen=True, slots=True)
class _Slots:
    """The file, read."""

    store: str
    cost: Argon2Cost
    salt: bytes
    passphrase: bytes
    keyring: bytes | None


@dataclass(frozen=True, slots=True)
class MasterKey:
    """The key of everything. It is never written and never shown.

    Attributes:
        raw: 32 bytes.
    """

    raw: bytes = field(repr=False)

    def part(self, label: str) -> bytes:
        """Return the 32-byte key of one use (HKDF-SHA-256)."""
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - not before the window paints
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - the same

        return HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"lsl-desk/" + label.encode()).derive(self.raw)


class KeyFile:
    """The key slots of one store."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def exists(self) -> bool:
        """Tell whether there is a key file."""
        return self._path.exists()

    def create(
        self,
        passphrase: str,
        make: Callable[[MasterKey], None],
        cost: Argon2Cost | None = None,
        *,
        weak_too: bool = False,
    ) -> MasterKey:
        """Make a master key and its passphrase slot.

        Args:
            passphrase: see `client.passphrase.is_weak`.
            make: makes what the key opens; the slot is written only after it, so a slot always has a store.
            cost: what a try costs.
            weak_too: take a weak passphrase; the caller tells the person.

        Raises:
            Refusal: STORE_EXISTS, PASSPHRASE_WEAK, DISK_FULL, DISK_FAILED.
        """
        if self.exists():
            raise Refusal(Code.STORE_EXISTS)
        if is_weak(passphrase) and not weak_too:
            raise Refusal(Code.PASSPHRASE_WEAK)
        master = MasterKey(secrets.token_bytes(_KEY_BYTES))
        make(master)
        self._write(_with_passphrase(master, passphrase, secrets.token_hex(16), cost or Argon2Cost(), None))
        return master

    def open(self, passphrase: str) -> MasterKey:
        """Return the master key, for its passphrase. A wrong one costs what the right one costs.

        Raises:
            Refusal: PASSPHRASE_WRONG, STORE_MISSING, STORE_DAMAGED.
        """
        slots = self._read()
        raw = _unwrap(slots.cost.derive(passphrase, slots.salt), slots.passphrase, _bound(slots, "passphrase"))
        if raw is None:
            raise Refusal(Code.PASSPHRASE_WRONG)
        return MasterKey(raw)

    def has_keyring_slot(self) -> bool:
        """Tell whether the keyring may open the store; False when there is no readable key file."""
        try:
            return self._read().keyring is not None
        except Refusal:
            return False

    def open_with_keyring(self, holder: SecretHolder) -> MasterKey:
        """Return the master key, for the secret that the keyring holds.

        Raises:
            Refusal: STORE_LOCKED when the keyring does not open it (the passphrase still does), STORE_MISSING,
                STORE_DAMAGED.
        """
        slots = self._read()
        secret = holder.get(slots.store) if slots.keyring is not None else None
        raw = None
        if slots.keyring is not None and secret is not None and len(secret) == _KEY_BYTES:
            raw = _unwrap(secret, slots.keyring, _bound(slots, "keyring"))
        if raw is None:
            raise Refusal(Code.STORE_LOCKED)
        return MasterKey(raw)

    def add_keyring(self, master: MasterKey, holder: SecretHolder) -> bool:
        """Let the keyring open the store too; the passphrase slot stays, always.

        Returns:
            False when the keyring would not keep the secret; the key file is then as before.

        Raises:
            Refusal: STORE_MISSING, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
        """
        slots = self._read()
        secret = secrets.token_bytes(_KEY_BYTES)
        if not holder.put(slots.store, secret):
            return False
        wrapped = _wrap(secret, master.raw, _bound(slots, "keyring"))
        self._write(_Slots(slots.store, slots.cost, slots.salt, slots.passphrase, wrapped))
        return True

    def remove_keyring(self, holder: SecretHolder | None) -> None:
        """Close the keyring's slot, and then have the keyring, if there still is one, forget.

        Raises:
            Refusal: STORE_MISSING, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
        """
        slots = self._read()
        self._write(_Slots(slots.store, slots.cost, slots.salt, slots.passphrase, None))
        if holder is not None:
            holder.forget(slots.store)

    def change_passphrase(self, old: str, new: str, cost: Argon2Cost | None = None) -> None:
        """Wrap the master key under another passphrase; killed at any instant, one of the two opens.

        The old wrapping may survive on the disk's spare blocks: who had a copy of the old file and the old passphrase
        still opens. Only a new store answers that.

        Raises:
            Refusal: PASSPHRASE_WRONG, PASSPHRASE_WEAK, STORE_MISSING, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
        """
        master = self.open(old)
        if is_weak(new):
            raise Refusal(Code.PASSPHRASE_WEAK)
        slots = self._read()
        self._write(_with_passphrase(master, new, slots.store, cost or slots.cost, slots.keyring))

    def erase(self, holder: SecretHolder | None = None) -> None:
        """Erase every slot: what they opened is noise from now on.

        The file is overwritten before it is removed; a disk with spare blocks may keep a copy, still wrapped.

        Raises:
            Refusal: DISK_FAILED.
        """
        if holder is not None:
            with contextlib.suppress(Refusal):  # a file that cannot be read names no secret, and is erased all the same
                holder.forget(self._read().store)
        try:
            remove_leftovers(self._path)
            if self._path.exists():
                with self._path.open("r+b") as file:
                    file.write(os.urandom(self._path.stat().st_size))
                    file.flush()
                    os.fsync(file.fileno())
                self._path.unlink()
                sync_folder(self._path.parent)
        except OSError as error:
            raise Refusal(Code.DISK_FAILED, detail=self._path.name) from error

    def _read(self) -> _Slots:
        try:
            data = self._path.read_bytes()
        except FileNotFoundError as error:
            raise Refusal(Code.STORE_MISSING) from error
        except OSError as error:
            raise Refusal(Code.STORE_DAMAGED, detail=self._path.name) from error
        try:
            return _parse(json.loads(data))
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise Refusal(Code.STORE_DAMAGED, detail=self._path.name) from error

    def _write(self, slots: _Slots) -> None:
        fields = {
            "format": _FORMAT,
            "version": _VERSION,
            "store": slots.store,
            "argon2id": {**asdict(slots.cost), "salt": _text(slots.salt)},
            "passphrase": _text(slots.passphrase),
            "keyring": None if slots.keyring is None else _text(slots.keyring),
        }
        try:
            remove_leftovers(self._path)
            replace_file(self._path, json.dumps(fields, indent=1).encode())
        except OSError as error:
            raise disk_refusal(error, self._path) from error


def disk_refusal(error: OSError, path: Path) -> Refusal:
    """Say what the disk refused, without more of the path than the file's name."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
    return Refusal(Code.DISK_FULL if full else Code.DISK_FAILED, detail=path.name)


def _with_passphrase(master: MasterKey, passphrase: str, store: str, cost: Argon2Cost, keyring: bytes | None) -> _Slots:
    salt = secrets.token_bytes(16)
    bound = _bound(_Slots(store, cost, salt, b"", None), "passphrase")
    return _Slots(store, cost, salt, _wrap(cost.derive(passphrase, salt), master.raw, bound), keyring)


def _bound(slots: _Slots, slot: str) -> bytes:
    """What a wrapping is bound to: nobody moves it to another store or slot, or has it opened at another cost."""
    parts: list[object] = [_FORMAT, _VERSION, slots.store, slot]
    if slot == "passphrase":
        parts += [slots.cost.memory_kib, slots.cost.passes, slots.cost.lanes, slots.salt.hex()]
    return json.dumps(parts).encode()


def _wrap(key: bytes, secret: bytes, bound: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - not before the window paints

    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key).encrypt(nonce, secret, bound)


def _unwrap(key: bytes, wrapped: bytes, bound: bytes) -> bytes | None:
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - not before the window paints
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - the same

    try:
        return AESGCM(key).decrypt(wrapped[:12], wrapped[12:], bound)
    except InvalidTag:
        return None


def _parse(fields: Any) -> _Slots:
    if fields["format"] != _FORMAT:
        raise ValueError("format")
    if fields["version"] != _VERSION:
        raise Refusal(Code.STORE_NEWER)
    argon = fields["argon2id"]
    cost = Argon2Cost(
        _within(argon["memory_kib"], 8, _MOST_MEMORY_KIB),
        _within(argon["passes"], 1, _MOST_PASSES),
        _within(argon["lanes"], 1, _MOST_LANES),
    )
    if not isinstance(fields["store"], str) or cost.memory_kib < 8 * cost.lanes:
        raise ValueError("store")
    keyring = None if fields["keyring"] is None else _bytes(fields["keyring"], 60)
    return _Slots(fields["store"], cost, _bytes(argon["salt"], 16), _bytes(fields["passphrase"], 60), keyring)


def _within(value: Any, least: int, most: int) -> int:
    if type(value) is not int or not least <= value <= most:
        raise ValueError("cost")
    return value


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _bytes(text: Any, length: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("base64") from error
    if len(data) != length:
        raise ValueError("length")
    return data
