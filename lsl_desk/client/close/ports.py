# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a closing needs to print and to list, as small protocols; adapters provide them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from lsl_desk.client.prepare.values import ListKind
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.board import Board
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.minutes import Minutes


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


@dataclass(frozen=True, slots=True)
class CaseAsked:
    """What a Desk knows of a case whose file is asked for.

    Attributes:
        stored: the candidate, as the board holds them.
        minutes: the PV as it is now.
        fresh: the board before the first act.
    """

    stored: Dossier
    minutes: Minutes
    fresh: Board


class CaseFiles(Protocol):
    """The file of a candidate's case (features N10)."""

    def acts(self, jury: JuryId) -> Iterable[SatAct]:
        """Every act of a jury, openings of livrets too, in the order of its board."""

    def make(self, asked: CaseAsked, *, paper: str = "", visas: str = "") -> bytes:
        """Make it, signed by this post.

        Args:
            asked: of whom.
            paper: archive of the PV to join, "" for none.
            visas: envelope of the academy's visas to join, "" for none.

        Raises:
            Refusal: REPLAY_GAP, a line is missing; REPLAY_BROKEN, the acts do not lead to what is stored; CASE_STALE,
                the marks changed since the decision; CASE_PAPERS, a file is of another PV or not the academy's.
        """
