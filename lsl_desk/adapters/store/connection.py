# SPDX-License-Identifier: AGPL-3.0-or-later
"""A connection to the sealed file, with all that makes it sealed and durable; SQLAlchemy is not needed for this."""

from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

CACHE_KIB: Final = 16_000

_SEAL: Final = (
    # A livret is read in one go: large pages cost 1.4 times less than SQLCipher's 4 KiB (performance study §2).
    "PRAGMA cipher_page_size = 32768",
    # HMAC-SHA-512 costs 1.4 times more on reading, for a tag of which nobody can use the second half.
    "PRAGMA cipher_hmac_algorithm = HMAC_SHA256",
    "PRAGMA cipher_memory_security = ON",
    # SQLCipher would tell the terminal about pages it cannot decrypt; the refusal says it better.
    "PRAGMA cipher_log_level = NONE",
)
_DURABLE: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
    f"PRAGMA cache_size = -{CACHE_KIB}",
)


def connect(path: Path, key: bytes, *, writable: bool) -> sqlcipher.Connection:
    """Open the sealed file. Statements commit by themselves unless a transaction was begun.

    Args:
        path: the file, which exists (an empty one becomes a store).
        key: 32 bytes.
        writable: False makes every attempt to write an error.

    Raises:
        sqlcipher3.dbapi2.Error: see `errors.refusing`.
    """
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for pragma in (*_SEAL, *_DURABLE):
            connection.execute(pragma)
        if not writable:
            connection.execute("PRAGMA query_only = ON")
    except sqlcipher.Error:
        connection.close()
        raise
    return connection
