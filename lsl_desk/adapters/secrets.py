# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the key slots need from a keyring, so that tests hold secrets in a dictionary."""

from typing import Protocol


class SecretHolder(Protocol):
    """Holds small secrets for the person signed in to this machine."""

    def get(self, name: str) -> bytes | None:
        """Return a secret, None when there is none or the keyring would not answer."""

    def put(self, name: str, secret: bytes) -> bool:
        """Keep a secret; False when the keyring would not."""

    def forget(self, name: str) -> None:
        """Erase a secret, if there is one."""
