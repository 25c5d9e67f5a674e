# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens of a closing ask: one object, as `client.sit.for_screens.DeliberationDesk` is for the sitting."""

from collections.abc import Mapping
from typing import Protocol

from lsl_desk.client.close.leaving import Leaving
from lsl_desk.client.close.replay import CaseReplay
from lsl_desk.client.close.retention import Retention
from lsl_desk.client.close.values import ClosingView, Names
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.roles import Role


class ClosingDesk(Protocol):
    """The closing of an unlocked Desk. Every method blocks, and may raise `Refusal`.

    What it records is on the disk when it returns.
    """

    @property
    def retention(self) -> Retention:
        """What this post keeps and until when."""

    @property
    def leaving(self) -> Leaving:
        """What keeps the whole store from being erased."""

    def view(self, jury: JuryId) -> ClosingView:
        """The closing as last known; it reads the store the first time.

        Raises:
            Refusal: JURY_UNKNOWN, JURY_NOT_YOURS.
        """

    def explain(self, jury: JuryId, case: Digest, reason: str) -> ClosingView:
        """Give the reason of an unequal case.

        Raises:
            Refusal: INEQUALITY_UNKNOWN, REASON_MISSING, PRESIDENT_ONLY, SITTING_NOT_OPEN, SITTING_CLOSED.
        """

    def lift(self, jury: JuryId) -> ClosingView:
        """Make the names known to the jury.

        Raises:
            Refusal: NAMES_EARLY, NAMES_KNOWN, PRESIDENT_ONLY, SITTING_NOT_OPEN.
        """

    def names(self, jury: JuryId) -> Mapping[StudentNumber, SealedIdentity]:
        """The names, once they are known.

        Raises:
            Refusal: NAMES_SEALED before; NAMES_ABSENT when none came to this post.
        """

    def reopen(self, jury: JuryId, number: StudentNumber, reason: str) -> ClosingView:
        """Take a case up again, after the names were known or the closing.

        Raises:
            Refusal: CASE_OPEN, CANDIDATE_UNKNOWN, REASON_MISSING, PRESIDENT_ONLY.
        """

    def sign(self, jury: JuryId, seat: Role, name: str, *, seen: Digest) -> ClosingView:
        """Sign the PV that was shown.

        Args:
            jury: which.
            seat: in what quality.
            name: who signs, as the attendance has it.
            seen: digest of the PV on the screen.

        Raises:
            Refusal: PV_NOT_CLOSED, PV_CHANGED, SIGNER_OTHER, SIGNATURE_GIVEN, SIGNATURE_REFUSED, FORBIDDEN, DISK_FULL.
        """

    def refuse(self, jury: JuryId, seat: Role, name: str, reason: str) -> ClosingView:
        """Record a refusal to sign; nobody signs in that place, and the exam office is told.

        Raises:
            Refusal: as `sign`, and REASON_MISSING.
        """

    def write_paper(
        self,
        path: str,
        jury: JuryId,
        kind: ClosingPaper,
        form: ListKind = ListKind.PDF,
        numbers: tuple[StudentNumber, ...] = (),
    ) -> None:
        """Write one paper or list; of the candidates named, for a transcript or a notice.

        Raises:
            Refusal: OUTPUT_UNWRITABLE; PV_NOT_CLOSED for a transcript or a notice before the closing.
        """

    def archive(self, path: str, jury: JuryId) -> None:
        """Write the PV to keep, as a zip that `lsl-verify` checks: bytes, paper, and what binds them.

        Raises:
            Refusal: OUTPUT_UNWRITABLE, PV_NOT_CLOSED.
        """

    def replay(self, jury: JuryId, number: StudentNumber) -> CaseReplay:
        """Play the case of a candidate again, read only (features N24).

        Raises:
            Refusal: NUMBER_UNKNOWN; REPLAY_GAP when a line of the journal is missing, REPLAY_BROKEN when it does not
                end on what is stored: both name the step.
        """

    def write_case(self, path: str, jury: JuryId, number: StudentNumber, *, paper: str = "", visas: str = "") -> None:
        """Write the file of a candidate's case, which `lsl-verify` checks (features N10).

        Args:
            path: of the zip to write.
            jury: which.
            number: N° élève.
            paper: archive of the PV to join, "" for none: it has names.
            visas: envelope of the academy's visas to join, "" for none.

        Raises:
            Refusal: NUMBER_UNKNOWN, REPLAY_GAP, REPLAY_BROKEN, CASE_STALE, CASE_PAPERS, OUTPUT_UNWRITABLE.
        """


def known_names(closing: ClosingDesk, jury: JuryId) -> Mapping[StudentNumber, SealedIdentity]:
    """The names of a jury that knows them, else none; in the lane.

    Raises:
        Refusal: JURY_UNKNOWN, JURY_NOT_YOURS.
    """
    return closing.names(jury) if closing.view(jury).names is Names.KNOWN else {}
