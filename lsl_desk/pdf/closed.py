# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lock of one PDF as it is handed to the page worker. Made by `pdf.lock`, used by `pdf.protection`."""

from dataclasses import dataclass
from typing import Final

_TRAILER: Final = 4096
"""Bytes at the end of a file in which its lock stands; ours takes 900."""


@dataclass(frozen=True, slots=True)
class ClosedPdf:
    """The lock of one file, in two parts.

    Attributes:
        data: an empty PDF under the file's key, in revision 5, which opens at once: MuPDF takes the key from it.
        once: what opens it, this time only.
        true: the encryption dictionary of revision 6, which takes the place of the other before anything is written.
    """

    data: bytes
    once: str
    true: bytes

    def closes(self, data: bytes) -> bool:
        """Tell whether a PDF ends with this lock."""
        start = self.true.index(b"/UE<") + 4
        return self.true[start : start + 64] in data[-_TRAILER:].lower()
