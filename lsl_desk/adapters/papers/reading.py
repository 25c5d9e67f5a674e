# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file that somebody chose, read within a limit."""

import stat
from pathlib import Path

from lsl_desk.domain.errors import Code, Refusal


def read_capped(path: str, most: int) -> bytes | None:
    """Return the bytes of a plain file, None when it has more than ``most``.

    Raises:
        Refusal: PATH_MISSING; PATH_UNREADABLE, also for a folder or a device.
    """
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise Refusal(Code.PATH_UNREADABLE, path=path)
        with Path(path).open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError as error:
        raise Refusal(Code.PATH_MISSING, path=path) from error
    except (OSError, ValueError) as error:
        raise Refusal(Code.PATH_UNREADABLE, path=path) from error
    return data if len(data) <= most else None
