# SPDX-License-Identifier: AGPL-3.0-or-later
"""A thread that takes the interpreter's lock twice a second.

Seen once in many runs: the only two threads of a test process, a window's and its worker's, both stood for three
minutes where the interpreter hands its lock over. A C library before glibc 2.41 can lose the signal of a hand-over
(its bug 25847); any third thread that takes the lock gives it again.
"""

import threading

_SECONDS = 0.5


def pytest_sessionstart() -> None:
    """Begin; it ends with the process."""
    threading.Thread(target=_beat, name="pulse", daemon=True).start()


def _beat() -> None:
    never = threading.Event()
    while not never.wait(_SECONDS):
        pass
