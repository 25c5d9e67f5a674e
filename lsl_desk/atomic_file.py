# SPDX-License-Identifier: AGPL-3.0-or-later
"""Replace a small file so that, whatever happens, it is either as before or complete."""

import contextlib
import os
import secrets
import sys
import time
from pathlib import Path

_RETRY_SECONDS = (0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.2)
"""Windows: an antivirus may hold a file that was just written (errors 5, 32, 33); it lets go within seconds."""
_HELD = frozenset({5, 32, 33})


def replace_file(path: Path, data: bytes) -> None:
    """Write a file durably and readable by its owner only (0600), in place of the one there may be.

    Raises:
        OSError: nothing was replaced.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor opened 0600 from the first instant
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        rename_file(fresh, path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise


def remove_leftovers(path: Path) -> None:
    """Remove what a `replace_file` of this file that was killed left beside it.

    Raises:
        OSError: one cannot be removed.
    """
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


def rename_file(old: Path, new: Path) -> None:
    """Rename a file over another of the same folder, durably.

    Raises:
        OSError: the name was not changed.
    """
    for pause in (*_RETRY_SECONDS, None):
        try:
            old.replace(new)
            break
        except PermissionError as error:
            if pause is None or getattr(error, "winerror", None) not in _HELD:
                raise
            time.sleep(pause)
    sync_folder(new.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows has no such call and needs none for NTFS renames."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
