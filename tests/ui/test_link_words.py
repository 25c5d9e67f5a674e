# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the panel of the link says of the acts that the academy keeps without effect."""

from lsl_desk.client.link.values import LinkStatus, RefusedAct
from lsl_desk.domain.connection import Link, LinkState
from lsl_desk.domain.receipts import Verdict
from lsl_desk.ui.link_words import problems
from tests.domain.sitting import START, act, raised, receipt


def test_why_the_newest_acts_had_no_effect_is_said_with_both_marks() -> None:
    both = {"number": "0417", "exam": "Philosophie", "office": "11", "before": "9", "typed": "12"}
    acts = [act(rank, raised("12", "9")) for rank in range(1, 5)]
    receipts = [
        receipt(acts[0], Verdict.REFUSED, "sitting_closed", jury="J01"),
        receipt(acts[1], Verdict.REFUSED, "mark_overtaken", **both),
        receipt(acts[2], Verdict.REFUSED, "moon_full"),
        receipt(acts[3], Verdict.REFUSED, "device_revoked"),
    ]
    refused = tuple(map(RefusedAct, acts, receipts))
    said = problems(LinkStatus(Link(LinkState.ONLINE, START), None, 0, refused))
    assert said[0] == "4 actes gardés sans effet par l’académie"
    assert len(said) == 4, "the last three, each with its reason"
    for words in ("«\u00a0Philosophie\u00a0»", "0417", "11, et non 9", "la saisie 12"):
        assert words in said[1]
    assert "moon_full" in said[2]
