# SPDX-License-Identifier: AGPL-3.0-or-later
"""Make, open, re-key and erase the store of a data folder. Each is all or nothing, whenever it is cut short.

Making writes the sealed file under another name, then the key slots, then gives the file its name: without slots it is
noise and is thrown away, with them it is finished at the next opening.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

from lsl_desk.adapters.store import person
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.errors import refusing
from lsl_desk.adapters.store.keys import Argon2Cost, KeyFile, MasterKey, disk_refusal
from lsl_desk.adapters.store.lock import StoreLock
from lsl_desk.adapters.store.migrations import migrate
from lsl_desk.adapters.store.place import on_network
from lsl_desk.atomic_file import rename_file
from lsl_desk.domain.errors import Code, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lsl_desk.adapters.paths import DataFolder
    from lsl_desk.adapters.secrets import SecretHolder
    from lsl_desk.client.ports import Clock
    from lsl_desk.domain.acts import Author

_SIDES = ("-wal", "-shm", "-journal")


def store_exists(folder: DataFolder) -> bool:
    """Tell whether a data folder holds a store."""
    return KeyFile(folder.keys).exists()


def create_store(
    folder: DataFolder,
    passphrase: str,
    author: Author,
    clock: Clock,
    *,
    keyring: SecretHolder | None = None,
    cost: Argon2Cost | None = None,
    weak_too: bool = False,
) -> SealedDesk:
    """Make a store and open it.

    Args:
        folder: the data folder, made if it is not there.
        passphrase: see `client.passphrase.is_weak`.
        author: who acts.
        clock: tells the time of acts.
        keyring: opens the store too, if it agrees to; the passphrase always does.
        cost: what a try of the passphrase costs; see `Argon2Cost`.
        weak_too: take a weak passphrase; the caller tells the person.

    Raises:
        Refusal: STORE_EXISTS, PASSPHRASE_WEAK, STORE_ON_NETWORK, STORE_BUSY, DISK_FULL, DISK_FAILED,
            OUTPUT_UNWRITABLE.
    """
    folder.make()
    if on_network(folder.root):
        raise Refusal(Code.STORE_ON_NETWORK)
    keys = KeyFile(folder.keys)
    with ExitStack() as undo:
        lock = StoreLock(folder.lock)
        undo.callback(lock.release)
        if keys.exists() or folder.store.exists():
            raise Refusal(Code.STORE_EXISTS)
        fresh = _fresh(folder)
        _remove(fresh)
        master = keys.create(passphrase, lambda key: _make(fresh, key, author), cost, weak_too=weak_too)
        if keyring is not None:
            keys.add_keyring(master, keyring)
        desk = _open(folder, master, clock, lock)
        undo.pop_all()
    return desk


def unlock(folder: DataFolder, passphrase: str, clock: Clock) -> SealedDesk:
    """Open a store with its passphrase.

    Raises:
        Refusal: STORE_MISSING, STORE_BUSY, PASSPHRASE_WRONG, STORE_NEWER, STORE_DAMAGED, STORE_ON_NETWORK, DISK_FULL,
            DISK_FAILED.
    """
    return _unlock(folder, clock, lambda keys: keys.open(passphrase))


def unlock_with_keyring(folder: DataFolder, keyring: SecretHolder | None, clock: Clock) -> SealedDesk:
    """Open a store with what the keyring holds.

    Raises:
        Refusal: as `unlock`, but STORE_LOCKED when there is no keyring or it does not open this store.
    """

    def key(keys: KeyFile) -> MasterKey:
        if keyring is None:
            raise Refusal(Code.STORE_LOCKED)
        return keys.open_with_keyring(keyring)

    return _unlock(folder, clock, key)


def has_keyring_slot(folder: DataFolder) -> bool:
    """Tell whether the keyring may open the store."""
    return KeyFile(folder.keys).has_keyring_slot()


def change_passphrase(folder: DataFolder, old: str, new: str) -> None:
    """Wrap the store's key under another passphrase; the store may be open.

    Raises:
        Refusal: PASSPHRASE_WRONG, PASSPHRASE_WEAK, STORE_MISSING, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
    """
    KeyFile(folder.keys).change_passphrase(old, new)


def add_keyring(folder: DataFolder, passphrase: str, keyring: SecretHolder) -> bool:
    """Let the keyring open the store too.

    Returns:
        False when the keyring would not keep the secret.

    Raises:
        Refusal: as `change_passphrase`.
    """
    keys = KeyFile(folder.keys)
    return keys.add_keyring(keys.open(passphrase), keyring)


def remove_keyring(folder: DataFolder, keyring: SecretHolder | None) -> None:
    """Let only the passphrase open the store; without a keyring there is no secret left to forget.

    Raises:
        Refusal: STORE_MISSING, STORE_DAMAGED, DISK_FULL, DISK_FAILED.
    """
    KeyFile(folder.keys).remove_keyring(keyring)


def erase(folder: DataFolder, keyring: SecretHolder | None = None) -> None:
    """Erase the store: first the keys, after which the rest is noise, then the rest.

    Raises:
        Refusal: STORE_BUSY when it is open, DISK_FAILED.
    """
    lock = StoreLock(folder.lock)
    try:
        KeyFile(folder.keys).erase(keyring)
        _remove(folder.store)
        _remove(_fresh(folder))
    finally:
        lock.release()


def _unlock(folder: DataFolder, clock: Clock, key: Callable[[KeyFile], MasterKey]) -> SealedDesk:
    keys = KeyFile(folder.keys)
    if not keys.exists():
        raise Refusal(Code.STORE_MISSING)
    if on_network(folder.root):
        raise Refusal(Code.STORE_ON_NETWORK)
    with ExitStack() as undo:
        lock = StoreLock(folder.lock)
        undo.callback(lock.release)
        desk = _open(folder, key(keys), clock, lock)
        undo.pop_all()
    return desk


def _open(folder: DataFolder, master: MasterKey, clock: Clock, lock: StoreLock) -> SealedDesk:
    if not folder.store.exists():
        fresh = _fresh(folder)
        if not fresh.exists():
            raise Refusal(Code.STORE_MISSING)
        try:
            rename_file(fresh, folder.store)
        except OSError as error:
            raise disk_refusal(error, folder.store) from error
    if folder.store.stat().st_size == 0:
        raise Refusal(Code.STORE_DAMAGED, detail=folder.store.name)  # opening it would make an empty store of it
    return SealedDesk(folder.store, master, clock, lock)


def _make(fresh: Path, master: MasterKey, author: Author) -> None:
    from lsl_desk.adapters.store.records import Records  # noqa: PLC0415 - only when a store is made

    key = master.part("store")
    try:
        os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise disk_refusal(error, fresh) from error
    with refusing():
        home = connect(fresh, key, writable=True)
        try:
            migrate(home)
            person.keep_author(home, author)
        finally:
            home.close()
    records = Records(fresh, master, key)
    try:
        records.make_device()
    finally:
        records.close()


def _fresh(folder: DataFolder) -> Path:
    return folder.store.with_name(f"{folder.store.name}.new")


def _remove(store: Path) -> None:
    try:
        for side in ("", *_SIDES):
            store.with_name(store.name + side).unlink(missing_ok=True)
    except OSError as error:
        raise Refusal(Code.DISK_FAILED, detail=store.name) from error
