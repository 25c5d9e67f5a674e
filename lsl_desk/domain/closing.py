# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps a sitting from closing (features P23, N01): the guard once more, over what was decided."""

from collections.abc import Iterable, Mapping
from typing import Final

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.rules.result import Proposal, Result

_WITHOUT_MARKS: Final = {Ruling.SANS_DECISION, Ruling.ABSENT}


def ruled(dossier: Dossier) -> Ruling | None:
    """The final decision in force, None while there is none: « suspendu » is « à reprendre »."""
    taken = dossier.decision.decision
    return None if taken is None or taken.ruling is Ruling.SUSPENDU else taken.ruling


def is_compulsory(dossier: Dossier, result: Result | None) -> bool:
    """The livret must still be examined: the candidate is ajourné, or nothing is decided and the rules say so.

    Args:
        dossier: of the candidate.
        result: `Dossier.result`, which whoever asks has at hand.
    """
    ruling = ruled(dossier)
    failing = ruling is Ruling.AJOURNE
    if ruling is None:
        failing = result is not None and result.proposal is Proposal.AJOURNE
    return failing and not dossier.examination.done


def obstacles(dossiers: Iterable[Dossier]) -> Mapping[Code, tuple[StudentNumber, ...]]:
    """What keeps a sitting from closing: the candidates of each refusal, in the order given, the gravest first."""
    found: dict[Code, list[StudentNumber]] = {
        Code.CLOSING_UNREAD: [],
        Code.CLOSING_UNDECIDED: [],
        Code.CLOSING_STALE: [],
    }
    for one in dossiers:
        result, ruling, number = one.result, ruled(one), one.candidate.number
        if is_compulsory(one, result):
            found[Code.CLOSING_UNREAD].append(number)
        incomplete = result is not None and result.proposal is Proposal.INCOMPLET and ruling not in _WITHOUT_MARKS
        if ruling is None or incomplete:
            found[Code.CLOSING_UNDECIDED].append(number)
        elif one.stale:
            found[Code.CLOSING_STALE].append(number)
    return {code: tuple(numbers) for code, numbers in found.items() if numbers}
