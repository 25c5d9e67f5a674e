# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder, disk or key that copies are written to: what it can hold, and durable steps on it.

Nothing here renames over what exists or counts on a folder that can be fsynced: FAT32 and a few network shares cannot.
"""

import contextlib
import errno
import os
import secrets
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lsl_desk.domain.errors import Code, Refusal

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_TOO_LARGE: Final = frozenset({errno.EFBIG})
_LOCKED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NO_FOLDER_SYNC: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.ENOSYS})
_CHUNK: Final = 1 << 20


@contextlib.contextmanager
def blaming(place: Path) -> Iterator[None]:
    """Turn what a disk refuses into what a person is told.

    Raises:
        Refusal: COPY_FULL, COPY_TOO_LARGE, COPY_READ_ONLY, COPY_GONE, COPY_FAILED.
    """
    try:
        yield
    except OSError as error:
        raise _refusal(place, error) from error


def _refusal(place: Path, error: OSError) -> Refusal:
    path = str(place)
    if error.errno in _FULL:
        return Refusal(Code.COPY_FULL, path=path)
    if error.errno in _TOO_LARGE:
        return Refusal(Code.COPY_TOO_LARGE, path=path)
    if not _is_there(place):
        return Refusal(Code.COPY_GONE, path=path)
    if error.errno in _LOCKED:
        return Refusal(Code.COPY_READ_ONLY, path=path)
    return Refusal(Code.COPY_FAILED, path=path, detail=errno.errorcode.get(error.errno or 0, "?"))


def _is_there(place: Path) -> bool:
    try:
        return place.is_dir()
    except OSError:
        return False


def ready(place: str) -> Path:
    """Return the folder that will hold copies; it must be there, since a key that is out is not made anew on the disk.

    Raises:
        Refusal: COPY_GONE, COPY_READ_ONLY, COPY_FAILED.
    """
    folder = Path(place).expanduser().absolute()
    if not _is_there(folder):
        raise Refusal(Code.COPY_GONE, path=place)
    with blaming(folder):
        trial = folder / f".{secrets.token_hex(8)}"
        trial.mkdir()
        trial.rmdir()
    return folder


def need(place: Path, size: int) -> None:
    """Ask for room before anything is written.

    Raises:
        Refusal: COPY_NO_ROOM, with ``needed`` and ``free`` in bytes; COPY_GONE.
    """
    with blaming(place):
        free = shutil.disk_usage(place).free
    if free < size:
        raise Refusal(Code.COPY_NO_ROOM, path=str(place), needed=size, free=free)


def kind_of(place: Path) -> str:
    """« clé USB » for a disk that can be pulled out, else « dossier »."""
    return "clé USB" if _is_removable(place) else "dossier"


def _is_removable(place: Path) -> bool:
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - not elsewhere

        return bool(ctypes.windll.kernel32.GetDriveTypeW(place.anchor) == 2)
    try:
        device = place.stat().st_dev
        block = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve(strict=True)
        disk = next(folder for folder in (block, block.parent) if (folder / "removable").exists())
        return (disk / "removable").read_text("ascii").strip() == "1"
    except (OSError, StopIteration, UnicodeDecodeError):
        return False


def write(path: Path, data: bytes) -> None:
    """Write a new file durably, and let the system forget what it remembers of it: the next reading is the disk's.

    Raises:
        OSError: it is not, or not all, written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
    with open(descriptor, "wb", buffering=0) as file:  # noqa: PTH123 - a descriptor made new, or refused
        view = memoryview(data)
        while view:
            view = view[file.write(view[:_CHUNK]) :]
        os.fsync(file.fileno())
        forget(file.fileno())


def forget(descriptor: int) -> None:
    """Drop the pages that the system keeps of a file that was fsynced, where it can."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def sync(folder: Path) -> None:
    """Make the names in a folder durable, where the file system knows how.

    Raises:
        OSError: the disk refused.
    """
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


def rename(old: Path, new: Path) -> None:
    """Give a finished file or folder its name, durably; what had that name before is removed after.

    Raises:
        OSError: the name was not given, or may not last.
    """
    before = None
    if _exists(new):
        before = hidden(new)
        new.rename(before)
    old.rename(new)
    sync(new.parent)
    if before is not None:
        remove(before)


def retire(path: Path) -> None:
    """Remove a copy that a newer one replaces: its name first, so that what is half-removed is none.

    Raises:
        OSError: its name stays, and all of it.
    """
    nameless = hidden(path)
    path.rename(nameless)
    remove(nameless)


def hidden(path: Path) -> Path:
    """A name beside, of its own, that is no name of a copy."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}")


def remove(path: Path) -> None:
    """Remove a file or folder without the name of a copy, as far as the disk allows."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with contextlib.suppress(OSError):
            path.unlink()


def _exists(path: Path) -> bool:
    try:
        return stat.S_IFMT(path.lstat().st_mode) != 0
    except FileNotFoundError:
        return False
