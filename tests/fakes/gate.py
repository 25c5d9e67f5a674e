# SPDX-License-Identifier: AGPL-3.0-or-later
"""A gate without a disk or a keyring: what the window has before the store is open."""

from itertools import count
from typing import TYPE_CHECKING

from lsl_desk.client.desk import Desk
from lsl_desk.client.gate import KeyringUse
from lsl_desk.client.settings import Settings
from lsl_desk.domain.acts import Author
from lsl_desk.domain.errors import Code, Refusal
from tests.fakes.desk import AUTHOR, PASSPHRASE, FakeSources, MemoryStore, make_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.close.for_screens import ClosingDesk
    from lsl_desk.client.hall.for_screens import HallDesk
    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from tests.fakes.link import FakeLink


class FakeGate:
    """A gate in memory: one passphrase, a keyring that may hold a slot, settings that are kept."""

    def __init__(self, *, exists: bool = True, keyring: bool = False, juries: int = 2) -> None:
        self.store = MemoryStore()
        self.sources = FakeSources()
        self.passphrase = PASSPHRASE if exists else None
        self.author: Author | None = None
        self.kept: list[Settings] = []
        self.settings_refusal: Refusal | None = None
        self.opened = count()
        self._keyring = keyring
        self.without_keyring = False
        self.keyring_refuses = False
        self._juries = juries if exists else 0
        self.desk: Desk | None = None
        self.link: FakeLink | None = None
        self.hall: Callable[[Desk], HallDesk] | None = None
        self.preparation: Callable[[Desk], PreparationDesk] | None = None
        self.deliberation: Callable[[Desk], DeliberationDesk] | None = None
        self.closing: Callable[[Desk], ClosingDesk] | None = None
        self.seat = AUTHOR
        self.erased = 0

    def exists(self) -> bool:
        return self.passphrase is not None

    def has_keyring_slot(self) -> bool:
        return self._keyring

    def create(self, passphrase: str, author: Author, *, keyring: bool) -> Desk:
        if len(passphrase) < 12:
            raise Refusal(Code.PASSPHRASE_WEAK)
        if keyring and self.without_keyring:
            raise Refusal(Code.KEYRING_ABSENT)
        self.passphrase, self.author, self._keyring = passphrase, author, keyring and not self.keyring_refuses
        return self._open()

    def keyring(self) -> KeyringUse:
        if self._keyring:
            return KeyringUse.ON
        return KeyringUse.ABSENT if self.without_keyring else KeyringUse.OFF

    def add_keyring(self, passphrase: str) -> None:
        if passphrase != self.passphrase:
            raise Refusal(Code.PASSPHRASE_WRONG)
        if self.keyring_refuses:
            raise Refusal(Code.KEYRING_REFUSED)
        self._keyring = True

    def remove_keyring(self) -> None:
        self._keyring = False

    def unlock(self, passphrase: str | None) -> Desk:
        if passphrase is None and not self._keyring:
            raise Refusal(Code.STORE_LOCKED)
        if passphrase is not None and passphrase != self.passphrase:
            raise Refusal(Code.PASSPHRASE_WRONG)
        return self._open()

    def change_passphrase(self, old: str, new: str) -> None:
        if old != self.passphrase:
            raise Refusal(Code.PASSPHRASE_WRONG)
        if len(new) < 12:
            raise Refusal(Code.PASSPHRASE_WEAK)
        self.passphrase = new

    def erase(self) -> None:
        self.erased += 1
        self.passphrase, self.store = None, MemoryStore()

    def settings(self) -> Settings:
        if self.settings_refusal:
            raise self.settings_refusal
        return self.kept[-1] if self.kept else Settings()

    def keep_settings(self, settings: Settings) -> None:
        self.kept.append(settings)

    def _open(self) -> Desk:
        first = next(self.opened) == 0
        self.desk = make_desk(
            self._juries if first else 0,
            self.store,
            self.sources,
            self.link,
            self.seat,
            self.preparation,
            self.deliberation,
            self.hall,
            self.closing,
        )
        return self.desk
