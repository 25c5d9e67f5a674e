# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which keyrings are trusted, and what one that fails is worth."""

import keyring.backends.chainer
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring
from keyring.errors import KeyringLocked

from lsl_desk.adapters.keyring_slot import OsKeyring, os_keyring


class Held(KeyringBackend):
    """Keeps in memory; passes for the system's."""

    priority = 0

    def __init__(self, *, locked: bool = False) -> None:
        self.locked = locked
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        del self.kept[service, username]

    def _check(self) -> None:
        if self.locked:
            raise KeyringLocked


Held.__module__ = "keyring.backends.SecretService"


class Plain(Held):
    """Writes in clear."""


Plain.__module__ = "keyrings.alt.file"


class Chain(keyring.backends.chainer.ChainerBackend):
    """Several keyrings, as the library chains them."""

    backends: tuple[KeyringBackend, ...] = ()

    def __init__(self, *backends: KeyringBackend) -> None:
        self.backends = backends


@pytest.mark.parametrize("kind", [FailKeyring, NullKeyring, Plain, Chain])
def test_a_keyring_that_does_not_encrypt_is_no_keyring(kind: type[KeyringBackend]) -> None:
    assert os_keyring(kind()) is None
    assert os_keyring(Chain(Plain(), kind())) is None


def test_the_library_is_asked_when_none_is_offered() -> None:
    assert os_keyring() is None, "the tests run with a keyring that fails"


def test_the_first_trusted_one_of_several_is_taken() -> None:
    held = Held()
    found = os_keyring(Chain(Plain(), held))
    assert found is not None
    assert found.put("name", b"secret")
    assert list(held.kept) == [("lsl-desk", "name")]


def test_a_secret_is_kept_read_and_forgotten() -> None:
    ring = OsKeyring(Held())
    assert ring.get("name") is None
    assert ring.put("name", b"\x00\xff secret")
    assert ring.get("name") == b"\x00\xff secret"
    ring.forget("name")
    assert ring.get("name") is None


def test_a_locked_keyring_gives_nothing_and_keeps_nothing() -> None:
    ring = OsKeyring(Held(locked=True))
    assert ring.get("name") is None
    assert not ring.put("name", b"secret")
    ring.forget("name")


def test_what_another_program_wrote_there_is_no_secret() -> None:
    held = Held()
    held.kept["lsl-desk", "name"] = "not base64 ?"
    assert OsKeyring(held).get("name") is None
