# SPDX-License-Identifier: AGPL-3.0-or-later
"""What SQLite says, as a refusal: blame the disk or the file where it is theirs, and nobody else."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from lsl_desk.domain.errors import Code, Refusal

_PRIMARY: Final[dict[int, Code]] = {
    3: Code.DISK_FAILED,  # SQLITE_PERM
    5: Code.STORE_BUSY,  # SQLITE_BUSY
    6: Code.STORE_BUSY,  # SQLITE_LOCKED
    8: Code.DISK_FAILED,  # SQLITE_READONLY
    10: Code.DISK_FAILED,  # SQLITE_IOERR
    11: Code.STORE_DAMAGED,  # SQLITE_CORRUPT
    13: Code.DISK_FULL,  # SQLITE_FULL
    14: Code.DISK_FAILED,  # SQLITE_CANTOPEN
    26: Code.STORE_DAMAGED,  # SQLITE_NOTADB: the key was right, so the bytes are wrong
}
"""SQLite's primary result codes (sqlite.org/rescode.html) that are not a fault of ours."""


def refusal_for(error: sqlcipher.Error) -> Refusal | None:
    """Return the refusal that says what SQLite met, None when it is a fault of ours."""
    code = _PRIMARY.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    return None if code is None else Refusal(code, detail=getattr(error, "sqlite_errorname", ""))


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what the database driver raises into refusals.

    Raises:
        Refusal: DISK_FULL, DISK_FAILED, STORE_DAMAGED, STORE_BUSY.
    """
    try:
        yield
    except sqlcipher.Error as error:
        refusal = refusal_for(error)
        if refusal is None:
            raise
        raise refusal from error
