# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that a command writes for a person."""

from pathlib import Path

from lsl_desk.atomic_file import replace_file
from lsl_desk.domain.errors import Code, Refusal


def write_for(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, readable by its owner only.

    Raises:
        Refusal: OUTPUT_UNWRITABLE.
    """
    try:
        replace_file(path, data)
    except OSError as error:
        raise Refusal(Code.OUTPUT_UNWRITABLE, path=str(path)) from error
