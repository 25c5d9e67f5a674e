# SPDX-License-Identifier: AGPL-3.0-or-later
"""One process at a time holds the store; the system lets go of the lock when that process dies, however it dies."""

import os
import sys
from pathlib import Path

from lsl_desk.domain.errors import Code, Refusal

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl


class StoreLock:
    """The lock of a data folder, held from construction to `release`."""

    def __init__(self, path: Path) -> None:
        """Take the lock.

        Raises:
            Refusal: STORE_BUSY when another process holds it, DISK_FAILED when the file cannot be made.
        """
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise Refusal(Code.DISK_FAILED, detail=path.name) from error
        try:
            if sys.platform == "win32":
                msvcrt.locking(self._descriptor, msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._descriptor)
            raise Refusal(Code.STORE_BUSY) from error

    def release(self) -> None:
        """Let go, once."""
        os.close(self._descriptor)
