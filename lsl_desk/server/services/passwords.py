# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords and one-time codes: argon2id, at the second recommendation of RFC 9106 §4 (64 MiB, 3 passes, 4 lanes)."""

import secrets
import threading
from functools import cache
from hashlib import sha256
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from lsl_desk.domain.errors import Code, Refusal

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 256
_MIN_DIFFERENT: Final = 6

_CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No 0 or O, 1 or I: it is read on paper."""
_CODE_GROUPS: Final = 4
_CODE_GROUP: Final = 4

_AT_ONCE: Final = 4
"""Hashes computed at the same time: 64 MiB each, whatever the number of people at the door."""


class Passwords:
    """Makes and checks hashes; from any thread.

    Args:
        hasher: with other costs, for the tests and for the day they rise.
    """

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._nobody = cache(lambda: self._hasher.hash(secrets.token_urlsafe()))

    def hash(self, password: str) -> str:
        """Hash a password, with its parameters and salt."""
        with self._slots:
            return self._hasher.hash(password)

    def check(self, kept: str | None, password: str) -> bool:
        """Check a password, at the same cost whether there is a hash to check it against or not."""
        against = kept or self._nobody()
        with self._slots:
            try:
                self._hasher.verify(against, password[:MAX_LENGTH])
            except VerificationError:
                return False
        return kept is not None

    def outdated(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(kept)


def require_strong(password: str, login: str) -> None:
    """Refuse what is guessed at once; length does the rest (ANSSI, Recommandations relatives à l’authentification).

    Raises:
        Refusal: PASSWORD_WEAK.
    """
    folded = password.casefold()
    varied = len(set(folded)) >= _MIN_DIFFERENT
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH or not varied or login.casefold() in folded:
        raise Refusal(Code.PASSWORD_WEAK)


def new_code() -> str:
    """A one-time code of 80 random bits, in groups to be read aloud."""
    letters = [secrets.choice(_CODE_LETTERS) for _ in range(_CODE_GROUPS * _CODE_GROUP)]
    return "-".join("".join(letters[at : at + _CODE_GROUP]) for at in range(0, len(letters), _CODE_GROUP))


def code_digest(code: str) -> str:
    """What is kept of a code: it has 80 bits, so a plain SHA-256 of it cannot be searched."""
    return sha256("".join(code.split()).replace("-", "").upper().encode()).hexdigest()


def new_secret() -> str:
    """A random secret of 256 bits, for cookies and tokens."""
    return secrets.token_urlsafe(32)


def secret_digest(secret: str) -> str:
    """What is kept of a random secret."""
    return sha256(secret.encode()).hexdigest()
