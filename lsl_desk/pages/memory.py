# SPDX-License-Identifier: AGPL-3.0-or-later
"""Memory that the window and the worker both see: the worker draws into it, the window paints from it, nobody copies.

It is reserved, not used: only what a picture has touched takes memory. It has no name in any folder, so a crash leaves
nothing behind; on Windows the name dies with the last process that holds it.
"""

import mmap
import os
import secrets
import sys
from typing import Self


class SharedMemory:
    """One stretch of shared memory.

    Attributes:
        size: bytes.
        address: what a child needs on its command line to find it.
        inherited: the file descriptors a child must inherit for that.
    """

    def __init__(self, size: int, address: str, mapped: mmap.mmap, handle: int | None = None) -> None:
        self.size = size
        self.address = address
        self.inherited: tuple[int, ...] = () if handle is None else (handle,)
        self._map = mapped
        self._closed = False

    @classmethod
    def make(cls, size: int) -> Self:
        """Reserve shared memory."""
        if sys.platform == "win32":
            name = f"lsl-desk-{secrets.token_hex(16)}"
            return cls(size, f"{size}:{name}", mmap.mmap(-1, size, tagname=name))
        handle = _nameless_file(size)
        return cls(size, f"{size}:{handle}", mmap.mmap(handle, size), handle)

    @classmethod
    def find(cls, address: str) -> Self:
        """Open, in the child, what `make` reserved in the parent."""
        length, _, name = address.partition(":")
        size = int(length)
        if sys.platform == "win32":
            return cls(size, address, mmap.mmap(-1, size, tagname=name))
        mapped = mmap.mmap(int(name), size)
        os.close(int(name))
        return cls(size, address, mapped)

    def view(self, offset: int, size: int) -> memoryview:
        """Return some of the bytes; the memory lives as long as any view of it."""
        return memoryview(self._map)[offset : offset + size]

    def give_back(self, offset: int, size: int) -> None:
        """Return the memory under some bytes to the system; they read as zeros from now on.

        Where the system cannot do that, the bytes are overwritten.
        """
        if hasattr(mmap, "MADV_REMOVE"):
            whole = offset % mmap.PAGESIZE == 0 and size % mmap.PAGESIZE == 0
            if whole:
                self._map.madvise(mmap.MADV_REMOVE, offset, size)
                return
        for start in range(offset, offset + size, 1 << 20):
            end = min(start + (1 << 20), offset + size)
            self._map[start:end] = bytes(end - start)

    def close(self) -> None:
        """Let go of the descriptor; views stay valid until they are gone."""
        if not self._closed:
            self._closed = True
            for handle in self.inherited:
                os.close(handle)


if sys.platform != "win32":

    def _nameless_file(size: int) -> int:
        if hasattr(os, "memfd_create"):
            handle = os.memfd_create("lsl-desk-pages", os.MFD_CLOEXEC)
        else:
            # macOS: what multiprocessing.shared_memory stands on, without its tracker process. No stub on Linux.
            import _posixshmem  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415

            name = f"/lsl-{secrets.token_hex(8)}"
            handle = _posixshmem.shm_open(name, os.O_CREAT | os.O_EXCL | os.O_RDWR, mode=0o600)
            _posixshmem.shm_unlink(name)
        os.ftruncate(handle, size)
        return handle
