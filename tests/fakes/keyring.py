# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keyrings in memory, behind `adapters.secrets.SecretHolder`."""


class MemoryKeyring:
    """Remembers until the test ends."""

    def __init__(self) -> None:
        self.secrets: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        return self.secrets.get(name)

    def put(self, name: str, secret: bytes) -> bool:
        self.secrets[name] = secret
        return True

    def forget(self, name: str) -> None:
        self.secrets.pop(name, None)


class DumbKeyring(MemoryKeyring):
    """Will not keep anything."""

    def put(self, name: str, secret: bytes) -> bool:
        del name, secret
        return False
