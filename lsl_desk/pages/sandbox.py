# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a worker gives up once everything it needs is loaded: files, network, other processes, memory beyond its cap.

Each guard that the system does not offer (an old kernel, a container, macOS, Windows) is left out and not named in the
answer: the worker still runs, and says so. On Windows the parent holds it in a Job Object (`job_object`).
"""

import contextlib
import ctypes
import sys

from lsl_desk.pages.landlock import give_up_files
from lsl_desk.pages.seccomp import refuse_system_calls

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SIGKILL = 9


def die_with_parent() -> None:
    """Linux: be killed when the parent's thread that started us ends, even in the midst of a drawing."""
    if sys.platform == "linux":
        _prctl(_PR_SET_PDEATHSIG, _SIGKILL)  # should it have gone already, our standard input ends


def close_the_doors(memory: int) -> tuple[str, ...]:
    """Apply every guard there is, for good, and name those that hold.

    Args:
        memory: bytes of private memory; an allocation beyond it fails.
    """
    # In this order: Landlock needs a file descriptor, and once system calls are refused no limit can be set.
    guards = [*_privileges(), *_limits(memory)]
    if "no new privileges" in guards and refuse_system_calls():
        guards.append("seccomp")
    return tuple(guards)


def _privileges() -> list[str]:
    if sys.platform != "linux":
        return []
    guards = []
    if _prctl(_PR_SET_DUMPABLE, 0):
        guards.append("no dump")
    if _prctl(_PR_SET_NO_NEW_PRIVS, 1):
        guards.append("no new privileges")
        if give_up_files():
            guards.append("landlock")
    return guards


def _limits(memory: int) -> list[str]:
    if sys.platform == "win32":
        return []
    wanted = [
        ("no core", resource.RLIMIT_CORE, 0),
        ("no file written", resource.RLIMIT_FSIZE, 0),
        ("no file opened", resource.RLIMIT_NOFILE, 0),
        # Not the address space: 400 MiB of reserved pictures are in it, and only what is private can run away.
        ("memory", resource.RLIMIT_DATA, memory),
    ]
    held = []
    for name, limit, value in wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(limit, (value, value))
            held.append(name)
    return held


def _prctl(option: int, value: int) -> bool:
    return bool(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) == 0)
