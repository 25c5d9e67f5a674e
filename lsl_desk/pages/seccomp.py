# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linux: a filter after which a process can compute, use memory, read and write what is already open, and end. No more.

Every other system call (open, socket, connect, execve, clone, ptrace, kill…) is answered with EPERM, and so is memory
to be executed. The list is what a single-threaded CPython and MuPDF need once all is loaded.
"""

import ctypes
import errno
import platform
import struct
import sys

_READ, _WRITE, _CLOSE = "read", "write", "close"
_NUMBERS = {
    # name: (x86_64, aarch64), from the kernel's asm/unistd.h
    _READ: (0, 63),
    _WRITE: (1, 64),
    _CLOSE: (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "pread64": (17, 67),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "getpid": (39, 172),
    "exit": (60, 93),
    "getrusage": (98, 165),
    "sigaltstack": (131, 132),
    "gettid": (186, 178),
    "futex": (202, 98),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "exit_group": (231, 94),
    "getrandom": (318, 278),
}
_NOT_EXECUTABLE = {"mmap": (9, 222), "mprotect": (10, 226)}
"""Allowed when the third argument, the protection, is without PROT_EXEC."""

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Column of the table above, AUDIT_ARCH."""

_PROT_EXEC = 0x4
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
# struct seccomp_data: int nr; u32 arch; u64 ip; u64 args[6]
_AT_NUMBER, _AT_ARCHITECTURE, _AT_PROTECTION = 0, 4, 16 + 2 * 8
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def refuse_system_calls() -> bool:
    """Install the filter for this process; tell whether the kernel took it. ``no_new_privs`` must be set before."""
    if sys.platform != "linux" or platform.machine() not in _ARCHITECTURES or sys.maxsize < 1 << 32:
        return False
    code = _filter(*_ARCHITECTURES[platform.machine()])
    program = _Program(len(code) // 8, code)
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return bool(prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _filter(column: int, architecture: int) -> bytes:
    steps = [
        _step(_LOAD, _AT_ARCHITECTURE),
        _step(_JUMP_IF_EQUAL, architecture, yes=1),
        _step(_RETURN, _REFUSE),
        _step(_LOAD, _AT_NUMBER),
    ]
    for numbers in _NUMBERS.values():
        steps += [_step(_JUMP_IF_EQUAL, numbers[column], no=1), _step(_RETURN, _ALLOW)]
    for numbers in _NOT_EXECUTABLE.values():
        steps += [
            _step(_JUMP_IF_EQUAL, numbers[column], no=4),
            _step(_LOAD, _AT_PROTECTION),
            _step(_JUMP_IF_BITS, _PROT_EXEC, no=1),
            _step(_RETURN, _REFUSE),
            _step(_RETURN, _ALLOW),
        ]
    return b"".join([*steps, _step(_RETURN, _REFUSE)])


def _step(code: int, value: int, *, yes: int = 0, no: int = 0) -> bytes:
    return struct.pack("=HBBI", code, yes, no, value)
