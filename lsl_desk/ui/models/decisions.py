# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was decided or is proposed of a candidate, as a sign, a word and a colour; points in French writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.rules.lawful import RULINGS as WORDS
from lsl_desk.domain.rules.lawful import mention_name
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.ui.models.signs import Sign

if TYPE_CHECKING:
    from decimal import Decimal

    from lsl_desk.domain.decisions import DecisionCell

RULINGS: dict[Ruling, Sign] = {
    Ruling.ADMIS: Sign("✓", WORDS[Ruling.ADMIS], "ok"),
    Ruling.SECOND_GROUPE: Sign("→", WORDS[Ruling.SECOND_GROUPE], "accent"),
    Ruling.AJOURNE: Sign("✗", WORDS[Ruling.AJOURNE], "danger"),
    Ruling.SANS_DECISION: Sign("◇", WORDS[Ruling.SANS_DECISION], "warning"),
    Ruling.ABSENT: Sign("–", WORDS[Ruling.ABSENT], "muted"),
    Ruling.SUSPENDU: Sign("◷", WORDS[Ruling.SUSPENDU], "warning"),
}
"""By ruling."""
PROPOSALS: dict[Proposal, Sign] = {
    Proposal.ADMIS: RULINGS[Ruling.ADMIS],
    Proposal.SECOND_GROUPE: RULINGS[Ruling.SECOND_GROUPE],
    Proposal.AJOURNE: RULINGS[Ruling.AJOURNE],
    Proposal.INCOMPLET: Sign("?", "note manquante", "warning"),
}
"""By proposal."""
NONE_YET = Sign("○", "sans décision", "plain")
"""Nothing was decided."""


def points_text(value: Decimal) -> str:
    """« 394 », « 9,5 », « −1,2 »: an exact decimal in its shortest French writing, the minus a true one."""
    return f"{value.normalize():f}".replace(".", ",").replace("-", "−")


def with_mention(word: str, mention: str) -> str:
    """« admis, mention bien »; the word alone without a mention."""
    return f"{word}, mention {mention_name(mention)}" if mention else word


def decision_sign(cell: DecisionCell) -> Sign:
    """What was decided, the mention in its words."""
    taken = cell.decision
    if taken is None:
        return NONE_YET
    sign = RULINGS[taken.ruling]
    return Sign(sign.sign, with_mention(sign.word, taken.mention), sign.tone)
