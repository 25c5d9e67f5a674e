# SPDX-License-Identifier: AGPL-3.0-or-later
"""How near a candidate stands under a threshold: the lens of the table (features N04, P16). Tested in points."""

from decimal import Decimal

from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.result import Proposal, Result

NARROWEST, WIDEST = Decimal("0.05"), Decimal("0.5")
"""Widths of the lens, in points of average."""


def near(result: Result, width: Decimal) -> Decimal | None:
    """The threshold that the candidate stands just under: 8, 10 or a mention's; None when it is farther.

    Args:
        result: what the rules say.
        width: how far under, in points of average: « 9,85 » is near 10 with a width of 0.2, « 12,40 » is near nothing.

    Returns:
        None also while a mark is missing, and above the last threshold.
    """
    if result.missing is None or result.proposal is Proposal.INCOMPLET:
        return None
    short = result.missing.threshold * result.coefficients - result.points
    return result.missing.threshold if short <= width * result.coefficients else None


def distance(rules: SerieRules, result: Result, *, group: int = 1) -> Decimal | None:
    """How far the total is from the nearer threshold of a decision, in points, for the order « nearest first ».

    Args:
        rules: of the session and série.
        result: what they say.
        group: of épreuves; at the second one there is the threshold of admission alone.

    Returns:
        None while no mark counts.
    """
    if not result.coefficients:
        return None
    thresholds = (rules.admission, rules.second_group) if group == 1 else (rules.admission,)
    return min(abs(result.points - one * result.coefficients) for one in thresholds)
