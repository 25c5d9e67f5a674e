# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linux 5.13 and later: give up every file and, from 6.7, every TCP connection. A second wall behind `seccomp`."""

import ctypes
import os
import struct
import sys

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # the same numbers on every architecture
_VERSION = 1
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of the interface knows; later versions keep the last figure."""

_TCP_SINCE, _TCP_RIGHTS = 4, 0b11


def give_up_files() -> bool:
    """Handle every right and allow none; tell whether the kernel took it. ``no_new_privs`` must be set before."""
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    files = (1 << _FILE_RIGHTS[min(version, 5)]) - 1
    rights = struct.pack("=QQ", files, _TCP_RIGHTS) if version >= _TCP_SINCE else struct.pack("=Q", files)
    ruleset = system.syscall(_CREATE_RULESET, rights, len(rights), 0)
    if ruleset < 0:
        return False
    taken = system.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(taken)
