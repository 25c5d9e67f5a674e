# SPDX-License-Identifier: AGPL-3.0-or-later
"""The closing of an unlocked Desk, ready-wired: implements `for_screens.ClosingDesk`."""

from collections.abc import Mapping

from lsl_desk.client.close.case_file import case_file, replayed
from lsl_desk.client.close.leaving import Leaving
from lsl_desk.client.close.needs import Needs
from lsl_desk.client.close.papers import archive, paper
from lsl_desk.client.close.replay import CaseReplay
from lsl_desk.client.close.retention import Retention
from lsl_desk.client.close.values import ClosingView
from lsl_desk.client.close.view import closing_view
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.client.sit.said import short
from lsl_desk.domain.acts import Body
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.roles import Role


class Closing:
    """Each method is a few lines over the sittings of the deliberation. Store lane only."""

    def __init__(self, needs: Needs, retention: Retention, leaving: Leaving) -> None:
        """Take what is needed, what this post keeps, and what keeps its store."""
        self._needs = needs
        self.retention = retention
        self.leaving = leaving

    def view(self, jury: JuryId) -> ClosingView:
        """See `ClosingDesk.view`."""
        return closing_view(self._needs, self._needs.sittings.of(jury))

    def explain(self, jury: JuryId, case: Digest, reason: str) -> ClosingView:
        """See `ClosingDesk.explain`."""
        return self._recorded(jury, InequalityExplained(case, short(reason)))

    def lift(self, jury: JuryId) -> ClosingView:
        """See `ClosingDesk.lift`."""
        return self._recorded(jury, AnonymityLifted())

    def names(self, jury: JuryId) -> Mapping[StudentNumber, SealedIdentity]:
        """See `ClosingDesk.names`."""
        if not self._needs.names.sealed(jury):
            raise Refusal(Code.NAMES_ABSENT, jury=jury)
        if not self._needs.sittings.of(jury).board.lifted():
            raise Refusal(Code.NAMES_SEALED, jury=jury)
        return {one.number: one for one in self._needs.names.unseal(jury)}

    def reopen(self, jury: JuryId, number: StudentNumber, reason: str) -> ClosingView:
        """See `ClosingDesk.reopen`."""
        return self._recorded(jury, CaseReopened(number, short(reason)))

    def sign(self, jury: JuryId, seat: Role, name: str, *, seen: Digest) -> ClosingView:
        """See `ClosingDesk.sign`."""
        closing = self._closing(jury)
        if self.view(jury).digest != seen:
            raise Refusal(Code.PV_CHANGED, jury=jury)
        return self._recorded(jury, PvSigned(seat, name, closing, seen))

    def refuse(self, jury: JuryId, seat: Role, name: str, reason: str) -> ClosingView:
        """See `ClosingDesk.refuse`."""
        return self._recorded(jury, SignatureRefused(seat, name, self._closing(jury), short(reason)))

    def write_paper(
        self,
        path: str,
        jury: JuryId,
        kind: ClosingPaper,
        form: ListKind = ListKind.PDF,
        numbers: tuple[StudentNumber, ...] = (),
    ) -> None:
        """See `ClosingDesk.write_paper`."""
        made = paper(self._needs, self._needs.sittings.of(jury), kind, form, numbers)
        self._needs.output.write(path, made)

    def archive(self, path: str, jury: JuryId) -> None:
        """See `ClosingDesk.archive`."""
        self._needs.output.write(path, archive(self._needs, self._needs.sittings.of(jury)))

    def replay(self, jury: JuryId, number: StudentNumber) -> CaseReplay:
        """See `ClosingDesk.replay`."""
        return replayed(self._needs, jury, number)

    def write_case(self, path: str, jury: JuryId, number: StudentNumber, *, paper: str = "", visas: str = "") -> None:
        """See `ClosingDesk.write_case`."""
        self._needs.output.write(path, case_file(self._needs, jury, number, paper, visas))

    def _closing(self, jury: JuryId) -> ActId:
        closing = self._needs.sittings.of(jury).board.closing()
        if closing is None:
            raise Refusal(Code.PV_NOT_CLOSED, jury=jury)
        return closing

    def _recorded(self, jury: JuryId, body: Body) -> ClosingView:
        sitting = self._needs.sittings.of(jury)
        self._needs.sittings.record(sitting, body)
        return closing_view(self._needs, sitting)
