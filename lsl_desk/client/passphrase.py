# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes a passphrase too weak for a store."""

import unicodedata
from typing import Final

LEAST_LENGTH: Final = 12
"""Characters of the shortest passphrase taken."""

_LEAST_DIFFERENT: Final = 5
_ROWS: Final = ("1234567890", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz")
_WORDS: Final = ("motdepasse", "mot de passe ", "password", "baccalauréat", "baccalaureat", "lsldesk", "lsl desk ")
_RUNS: Final = tuple(one * 6 for row in _ROWS for one in (row, row[::-1])) + tuple(word * 6 for word in _WORDS)


def is_weak(passphrase: str) -> bool:
    """Tell whether a list of common passphrases would find it.

    The rule: at least `LEAST_LENGTH` characters, at least five of them different, and not a run such as
    « 123456789012 » or « azertyuiopqs ». Argon2id makes each try cost a tenth of a second and 64 MiB, so length is what
    counts; no rule on kinds of characters, which only makes passphrases that people write down (ANSSI, 2021; NIST
    SP 800-63B §5.1.1.2).
    """
    folded = unicodedata.normalize("NFKC", passphrase).casefold().strip()
    return len(folded) < LEAST_LENGTH or len(set(folded)) < _LEAST_DIFFERENT or any(folded in run for run in _RUNS)
