# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may be decided of a candidate, one key each; the rules' own proposal first in hand, and never taken alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.rules.lawful import mentions_of
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.ui.models.decisions import RULINGS, with_mention

if TYPE_CHECKING:
    from lsl_desk.client.sit.values import CandidateSheet

REASONED = frozenset({Ruling.SANS_DECISION, Ruling.SUSPENDU})
"""A reason is asked at once; elsewhere the Desk says when it wants one."""
_LETTERS = {
    Ruling.ADMIS: "A",
    Ruling.SECOND_GROUPE: "G",
    Ruling.AJOURNE: "J",
    Ruling.SANS_DECISION: "F",
    Ruling.ABSENT: "B",
    Ruling.SUSPENDU: "S",
}
_PROPOSED = {
    Proposal.ADMIS: Ruling.ADMIS,
    Proposal.SECOND_GROUPE: Ruling.SECOND_GROUPE,
    Proposal.AJOURNE: Ruling.AJOURNE,
}
_LESS = "M"
"""The key of the mention without what the jury offers."""


@dataclass(frozen=True, slots=True)
class Option:
    """A decision that may be taken.

    Attributes:
        ruling: which.
        mention: code, "" for none.
        letter: its key.
        text: its words.
    """

    ruling: Ruling
    mention: str
    letter: str
    text: str


def options_of(sheet: CandidateSheet, group: int = 1) -> tuple[tuple[Option, ...], int]:
    """The decisions in the order of the list, and the place of the one the rules propose (0 without).

    Args:
        sheet: of the candidate.
        group: of the sitting; from the second one nobody is sent to the second.
    """
    result, rules = sheet.result, sheet.rules
    proposed = None if result is None else _PROPOSED.get(result.proposal)
    mentions = () if result is None or rules is None else mentions_of(rules, result)
    options = []
    for ruling, letter in _LETTERS.items():
        if ruling is Ruling.SECOND_GROUPE and group != 1:
            continue
        earned, *less = mentions if ruling is Ruling.ADMIS and mentions else ("",)
        options.append(_option(ruling, earned, letter, proposed=ruling is proposed))
        options += [_option(ruling, one, _LESS, proposed=False) for one in less]
    place = next((place for place, one in enumerate(options) if one.ruling is proposed), 0)
    return tuple(options), place


def _option(ruling: Ruling, mention: str, letter: str, *, proposed: bool) -> Option:
    sign = RULINGS[ruling]
    text = f"{sign.sign}\u00a0{with_mention(sign.word, mention)}"
    return Option(ruling, mention, letter, f"{text} — proposé" if proposed else text)
