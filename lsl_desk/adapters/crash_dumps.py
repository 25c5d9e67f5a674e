# SPDX-License-Identifier: AGPL-3.0-or-later
"""A crash must not write the memory of an open store to the disk (features P33)."""

import sys

_PR_SET_DUMPABLE = 4


def forbid_crash_dumps() -> None:
    """Have the system write no core file for this process or its children, and no other program read its memory.

    Windows writes none unless an administrator asked for it, and then nothing here can refuse.
    """
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - POSIX only

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - Linux only

        # A core handed to a collecting service ignores the limit above; this it respects.
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
