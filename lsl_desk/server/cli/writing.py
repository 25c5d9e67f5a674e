# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that a command writes for a person."""

import contextlib
import os
import secrets
from pathlib import Path

from lsl_desk.domain.errors import Code, Refusal


def write_whole(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, readable by its owner only.

    Raises:
        Refusal: OUTPUT_UNWRITABLE.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor opened 0600 from the first instant
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            fresh.unlink()
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(path)) from error
