# SPDX-License-Identifier: AGPL-3.0-or-later
"""The case of one candidate, for an appeal: played again on the screen, or written as one file (features N10, N24)."""

from lsl_desk.client.close.needs import Needs
from lsl_desk.client.close.ports import CaseAsked
from lsl_desk.client.close.replay import CaseReplay, replay_case
from lsl_desk.client.close.view import minutes_here
from lsl_desk.domain.ids import JuryId, StudentNumber


def replayed(needs: Needs, jury: JuryId, number: StudentNumber) -> CaseReplay:
    """Play it again.

    Raises:
        Refusal: NUMBER_UNKNOWN, REPLAY_GAP, REPLAY_BROKEN.
    """
    sitting = needs.sittings.of(jury)
    fresh, cut = needs.sittings.before(sitting).board, needs.sittings.outside.cut()
    return replay_case(jury, sitting.dossier(number), fresh, needs.cases.acts(jury), cut=cut)


def case_file(needs: Needs, jury: JuryId, number: StudentNumber, paper: str, visas: str) -> bytes:
    """Make its file.

    Raises:
        Refusal: NUMBER_UNKNOWN, REPLAY_GAP, REPLAY_BROKEN, CASE_STALE, CASE_PAPERS.
    """
    sitting = needs.sittings.of(jury)
    asked = CaseAsked(
        stored=sitting.dossier(number),
        minutes=minutes_here(needs, sitting),
        fresh=needs.sittings.before(sitting).board,
    )
    return needs.cases.make(asked, paper=paper, visas=visas)
