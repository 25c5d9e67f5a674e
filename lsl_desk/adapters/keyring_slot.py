# SPDX-License-Identifier: AGPL-3.0-or-later
"""The operating system's keyring, when it is one that keeps secrets.

Any program of the same session can read it: it spares typing, it never is the only holder of a key, and a key file
that loses it still opens with the passphrase (reliability study §4.2: changed backends cost others all their data).
"""

import base64
import binascii
import contextlib

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError

_SERVICE = "lsl-desk"
_TRUSTED = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.Windows",
    "keyring.backends.macOS",
)
"""The backends that encrypt. A list of the good ones: fail, null and plaintext backends come under many names."""


class OsKeyring:
    """Implements `adapters.secrets.SecretHolder` over one trusted backend."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    def get(self, name: str) -> bytes | None:
        """Return a secret, None when there is none or the keyring would not answer."""
        try:
            text = self._backend.get_password(_SERVICE, name)
            return None if text is None else base64.b64decode(text, validate=True)
        except (KeyringError, binascii.Error, OSError):
            return None

    def put(self, name: str, secret: bytes) -> bool:
        """Keep a secret, and read it back before believing it."""
        try:
            self._backend.set_password(_SERVICE, name, base64.b64encode(secret).decode())
        except (KeyringError, OSError):
            return False
        return self.get(name) == secret

    def forget(self, name: str) -> None:
        """Erase a secret, if there is one."""
        with contextlib.suppress(KeyringError, OSError):
            self._backend.delete_password(_SERVICE, name)


def os_keyring(offered: KeyringBackend | None = None) -> OsKeyring | None:
    """Return the system's keyring, None when there is none that encrypts.

    Args:
        offered: the backend to judge; the one the library chose by default.
    """
    backend = keyring.get_keyring() if offered is None else offered
    several = backend.backends if isinstance(backend, ChainerBackend) else (backend,)
    for one in several:
        if type(one).__module__.startswith(_TRUSTED):
            return OsKeyring(one)
    return None
