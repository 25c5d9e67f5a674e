# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a closing needs to print and to list, as small protocols; adapters provide them."""

from typing import Protocol

from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.ids import StudentNumber


class ClosingPapers(Protocol):
    """The papers of a closing."""

    def print(self, kind: ClosingPaper, closing: PrintedClosing, numbers: tuple[StudentNumber, ...] = ()) -> bytes:
        """Set one, as the bytes of a PDF: the same for the same closing once it is final, whenever it is asked for.

        Args:
            kind: which.
            closing: of what; its names are printed where the law wants them and nowhere else.
            numbers: N° élève of those whose transcript or notice is wanted, all of them when none is named.
        """


class ClosingSheets(Protocol):
    """The lists of a closing as an office opens them."""

    def sheet(self, kind: ClosingPaper, closing: PrintedClosing, form: ListKind) -> bytes:
        """Write one as XLSX, or as CSV of either sort.

        Never asked for ListKind.PDF, nor for a paper of one candidate (`closing_papers.FOR_ONE`).
        """
