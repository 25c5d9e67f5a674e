# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file written beside, flushed, then named (restic's order): it is as before, or whole."""

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file readable by its owner only (0600), in place of the one there may be; `flush` makes its name last.

    Raises:
        OSError: it is as before.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor opened 0600 from the first instant
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def flush(folder: Path) -> None:
    """Have a name in a folder survive a power cut; Windows does it by itself.

    Raises:
        OSError: the disk.
    """
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
