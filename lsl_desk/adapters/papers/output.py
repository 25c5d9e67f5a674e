# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a document goes: `client.prepare.ports.Output` over a file that is whole or not there."""

from pathlib import Path

from lsl_desk.atomic_file import replace_file
from lsl_desk.domain.errors import Code, Refusal


class FileOutput:
    """Implements `client.prepare.ports.Output`."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file, whole or not at all, readable by its owner only.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """
        try:
            replace_file(Path(path), data)
        except (OSError, ValueError) as error:
            raise Refusal(Code.OUTPUT_UNWRITABLE, path=path) from error
