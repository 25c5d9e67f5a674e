# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration's centre, imported by the ordinary path into a store that lasts as long as the run."""

import os
from pathlib import Path

from lsl_desk import main
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.desk import Desk
from lsl_desk.domain.acts import Author, Role

PASSPHRASE = "phrase de passe du banc d’essai"  # noqa: S105 - of invented livrets
AUTHOR = Author("Banc d’essai", Role.PRESIDENT)


class FileKeyring:
    """A keyring for a machine that has none: a file beside the store, which dies with it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str) -> bytes | None:
        """Return a secret."""
        place = self._place(name)
        return place.read_bytes() if place.exists() else None

    def put(self, name: str, secret: bytes) -> bool:
        """Keep a secret."""
        self._place(name).write_bytes(secret)
        return True

    def forget(self, name: str) -> None:
        """Erase a secret."""
        self._place(name).unlink(missing_ok=True)

    def _place(self, name: str) -> Path:
        return self._folder / f"keyring-{name.encode().hex()[:40]}"


class BenchGate(main.LocalGate):
    """The product's gate, its keyring slot opened by the file: unlocking by itself, as on a person's machine."""

    def __init__(self, folder: DataFolder, *, for_window: bool = True) -> None:
        super().__init__(folder, for_window=for_window)
        self._root = folder

    def unlock(self, passphrase: str | None) -> Desk:
        """Open the store."""
        if passphrase is not None:
            return super().unlock(passphrase)
        from lsl_desk.adapters.store.opening import unlock_with_keyring  # noqa: PLC0415 - as late as the product does

        store = unlock_with_keyring(self._root, FileKeyring(self._root.root), SystemClock())
        return self._desk(store)


def folder() -> DataFolder:
    """The data folder of the run."""
    return DataFolder.find(os.environ)


def fill(data: DataFolder, juries: list[Path]) -> None:
    """Make a store with a keyring slot and import jury folders into it."""
    from lsl_desk.adapters.store.opening import create_store  # noqa: PLC0415 - not at the start of a window

    create_store(data, PASSPHRASE, AUTHOR, SystemClock(), keyring=FileKeyring(data.root)).close()
    desk = BenchGate(data, for_window=False).unlock(None)
    try:
        for path in juries:
            desk.import_jury(str(path))
    finally:
        desk.lock()
