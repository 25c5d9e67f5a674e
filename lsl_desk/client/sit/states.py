# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate's deliberation as a line of the table (features N04, P05, P16, P17)."""

from decimal import Decimal

from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.acts import MissingRule
from lsl_desk.domain.board import Board
from lsl_desk.domain.closing import is_compulsory
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.rules.near import distance, near


def state_of(board: Board, dossier: Dossier, width: Decimal, disputed: int) -> CandidateState:
    """Say it.

    Args:
        board: of the jury.
        dossier: the candidate.
        width: of the lens.
        disputed: how many of the marks two posts changed.
    """
    result, number = dossier.result, dossier.candidate.number
    cells = [dossier.cells[one.exam] for one in dossier.office if one.exam in dossier.cells]
    replaced = any(one.missing is MissingRule.PROVISIONAL and one.office is None for one in cells)
    missing = result.missing if result else None
    known = result is not None and bool(result.coefficients)
    return CandidateState(
        number=number,
        pv=dossier.candidate.pv,
        points=result.points if result and known else None,
        average=result.average if result else None,
        short=missing.points if missing else None,
        threshold=missing.threshold if missing else None,
        near=result is not None and near(result, width) is not None,
        distance=distance(dossier.rules, result, group=dossier.group) if dossier.rules and result else None,
        proposal=result.proposal.value if result else "",
        decision=dossier.decision,
        stale=dossier.stale,
        contested=board.decision_conflict(number) is not None,
        compulsory=is_compulsory(dossier, result),
        examination=dossier.examination,
        provisional=replaced,
        unknown=sum(one.value is None for one in cells),
        disputed=disputed,
    )
