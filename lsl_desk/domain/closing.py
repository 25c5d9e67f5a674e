# SPDX-License-Identifier: AGPL-3.0-or-later
"""What keeps a sitting from closing (features P23, N01): the guard once more, over what was decided."""

from collections.abc import Iterable, Mapping

from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.rules.lawful import decision_forbidden
from lsl_desk.domain.rules.result import Proposal, Result


def ruled(dossier: Dossier) -> Ruling | None:
    """The final decision in force, None while there is none: « suspendu » is « à reprendre »."""
    taken = dossier.decision.decision
    return None if taken is None or taken.ruling is Ruling.SUSPENDU else taken.ruling


def is_compulsory(dossier: Dossier, result: Result | None) -> bool:
    """The livret must still be examined: the candidate is ajourné, or nothing is decided and the rules say so.

    Args:
        dossier: of the candidate.
        result: `Dossier.result`, which whoever asks has at hand; it is not looked at once a decision is in force.
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
        ruling = ruled(one)
        if is_compulsory(one, one.result if ruling is None else None):
            found[Code.CLOSING_UNREAD].append(one.number)
        if ruling is None:
            found[Code.CLOSING_UNDECIDED].append(one.number)
        elif one.stale:
            found[Code.CLOSING_STALE].append(one.number)
        elif _unlawful(one):
            found[Code.CLOSING_UNDECIDED].append(one.number)
    return {code: tuple(numbers) for code, numbers in found.items() if numbers}


def _unlawful(dossier: Dossier) -> bool:
    """The decision is none that the law knows on these marks: it was taken on others, which have come only since."""
    taken = dossier.decision.decision
    return taken is not None and decision_forbidden(dossier, taken.ruling, taken.mention, taken.reason) is not None
