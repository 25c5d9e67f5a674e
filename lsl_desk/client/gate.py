# SPDX-License-Identifier: AGPL-3.0-or-later
"""What there is before the Desk is unlocked: the sealed file, its passphrase and its keyring, and the settings."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.settings import Settings
    from lsl_desk.domain.acts import Author


class KeyringUse(StrEnum):
    """Whether the account's keyring opens the store beside the passphrase."""

    ABSENT = "absent"
    """No keyring of this system encrypts what it keeps, and none opens the store."""
    OFF = "off"
    ON = "on"
    FIXED = "fixed"
    """The store opens by itself and there is nothing to choose: the demonstration."""


class Gate(Protocol):
    """What there is before the store is open. `main` provides it; heavy parts are imported when it is used."""

    def exists(self) -> bool:
        """Tell whether this data folder holds a store."""

    def has_keyring_slot(self) -> bool:
        """Tell whether the account's keyring may open it; reads a small file, so not on the GUI thread."""

    def create(self, passphrase: str, author: Author, *, keyring: bool) -> Desk:
        """Make a store and open it. A keyring that would not keep the key leaves a store that `keyring` says is OFF.

        Raises:
            Refusal: PASSPHRASE_WEAK, STORE_EXISTS, DISK_FULL; KEYRING_ABSENT when there is none to use.
        """

    def keyring(self) -> KeyringUse:
        """Say how the keyring stands; it loads the system's keyring, so not on the GUI thread."""

    def add_keyring(self, passphrase: str) -> None:
        """Let the keyring open the store too.

        Raises:
            Refusal: PASSPHRASE_WRONG, KEYRING_ABSENT, KEYRING_REFUSED, DISK_FULL.
        """

    def remove_keyring(self) -> None:
        """Let only the passphrase open the store.

        Raises:
            Refusal: STORE_MISSING, DISK_FULL.
        """

    def unlock(self, passphrase: str | None) -> Desk:
        """Open the store with its passphrase, or with the keyring when None.

        Raises:
            Refusal: PASSPHRASE_WRONG, STORE_MISSING, STORE_LOCKED, STORE_BUSY, STORE_NEWER, STORE_DAMAGED.
        """

    def change_passphrase(self, old: str, new: str) -> None:
        """Wrap the store's key under another passphrase.

        Raises:
            Refusal: PASSPHRASE_WRONG, PASSPHRASE_WEAK.
        """

    def erase(self) -> None:
        """Erase the store, which is locked: its keys first, after which the rest is noise, then the rest.

        Raises:
            Refusal: STORE_BUSY when it is open, DISK_FAILED.
        """

    def settings(self) -> Settings:
        """The settings kept, or the defaults.

        Raises:
            Refusal: SETTINGS_UNREADABLE; the file is left as it is.
        """

    def keep_settings(self, settings: Settings) -> None:
        """Keep the settings."""
