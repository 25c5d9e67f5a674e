# SPDX-License-Identifier: AGPL-3.0-or-later
"""The log of the data folder, for the window and the commands: what was done, refused or went wrong.

It holds codes, types and places in the code. No name, number, path or text ever reaches it (features P33): who logs
says nothing that a person typed or a file holds, and a test searches the log of a whole scenario.
"""

import contextlib
import io
import logging
import os
import time
from collections.abc import Iterator
from pathlib import Path

from lsl_desk.client.faults import places
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Refusal

_LOG_BYTES = 512 * 1024
_log = logging.getLogger(__name__)


class LogFile(logging.FileHandler):
    """Keeps this log and the two before it, each about `_LOG_BYTES` long; a log that cannot be written stops nobody.

    `logging.handlers` rotates too, and brings sockets, pickles and queues into every start.
    """

    def __init__(self, path: Path) -> None:
        """Log into a file, made at the first line; nothing is made where its folder does not exist."""
        super().__init__(path, encoding="utf-8", delay=True)
        made = logging.Formatter("%(asctime)sZ %(process)d %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        made.converter = time.gmtime
        self.setFormatter(made)

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record, into a new file when this one is full."""
        path = Path(self.baseFilename)
        with contextlib.suppress(OSError):  # no file yet, or another program holds it: it grows on
            if path.stat().st_size >= _LOG_BYTES:
                self._turn(path)
        with contextlib.suppress(OSError):  # no folder yet, a disk without room or rights
            super().emit(record)

    def _open(self) -> io.TextIOWrapper:
        """Open the file, which only its owner may read."""
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return open(descriptor, "a", encoding="utf-8")  # noqa: PTH123 - a descriptor opened 0600 from the first instant

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Say nothing: a full disk is told by what cannot be kept, and never by a traceback."""

    def _turn(self, path: Path) -> None:
        self.close()
        for older, newer in (("2", ".1"), ("1", "")):
            kept = path.with_name(f"{path.name}{newer}")
            if kept.exists():
                kept.replace(path.with_name(f"{path.name}.{older}"))


@contextlib.contextmanager
def logged(path: Path, what: str) -> Iterator[None]:
    """Log into a file what is done inside, and how it ends.

    Args:
        path: the log.
        what: a word of ours for what is done: « import », « window ».
    """
    handler = LogFile(path)
    ours = logging.getLogger("lsl_desk")
    level = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.INFO)
    try:
        _log.info("%s: begun", what)
        yield
        _log.info("%s: ended", what)
    except Refusal as refusal:
        _log.info("%s: refused, %s", what, refusal.code.value)
        raise
    except (KeyboardInterrupt, Cancelled, BrokenPipeError):
        _log.info("%s: stopped", what)
        raise
    except Exception as fault:
        _log.critical("%s: %s", what, places(fault))
        raise
    finally:
        ours.setLevel(level)
        ours.removeHandler(handler)
        handler.close()
