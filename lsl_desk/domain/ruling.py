# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding an act that decides of a candidate, or declares how a livret was examined: the guard is here (N01, J04).

Code de l'éducation D334-10, D336-10: no candidate who gave a livret is ajourné unless the jury examined it.
"""

from typing import Final

from lsl_desk.domain.acts import (
    Act,
    DecisionTaken,
    DecisionWithdrawn,
    LivretRead,
    NoLivretDeclared,
    PaperExamined,
    Ruling,
)
from lsl_desk.domain.board_view import (
    Accepted,
    BoardView,
    Conflicted,
    Outcome,
    Refused,
    frozen,
    out_of_turn,
    refused_by,
)
from lsl_desk.domain.decisions import DecisionConflict, decision_of
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import held, may_be_none
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.rules.lawful import decision_forbidden

Deciding = DecisionTaken | DecisionWithdrawn
Declaring = PaperExamined | NoLivretDeclared

_WITH_REASON: Final = {Ruling.SANS_DECISION, Ruling.ABSENT, Ruling.SUSPENDU}


def rule(view: BoardView, act: Act, body: Deciding) -> Outcome:
    """Decide a decision, or its withdrawal: by who presides, on the marks in force, in place of the one they saw."""
    refused = out_of_turn(view, act)
    if refused is not None:
        return refused
    dossier = view.dossier(body.number)
    if dossier is None:
        return _unknown(act, body.number)
    if frozen(view, body.number):
        return Refused(Code.CASE_FROZEN, {"number": body.number})
    refused = _not_to_decide(dossier, body) if isinstance(body, DecisionTaken) else _not_to_withdraw(dossier, body)
    if refused is not None:
        return refused
    if body.seen == dossier.decision.version:
        return Accepted()
    kept, proposed = dossier.decision.decision, decision_of(act, body)
    return Conflicted(DecisionConflict(act.act, body.number, kept, proposed))


def declare(view: BoardView, act: Act, body: Declaring) -> Outcome:
    """Decide a declaration on a livret: by a head of the jury, and never against a livret on the post of who does."""
    if act.author.role not in SEATS:
        return Refused(Code.FORBIDDEN)
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    dossier = view.dossier(body.number)
    if dossier is None:
        return _unknown(act, body.number)
    if frozen(view, body.number):
        return Refused(Code.CASE_FROZEN, {"number": body.number})
    return _not_to_declare(dossier.candidate, body) or Accepted()


def read_whole(view: BoardView, body: LivretRead) -> Outcome:
    """Decide a reading: one that does not tell of each page of a livret known here examines nothing (P13, P14).

    Of a version not known here nobody can say yet; `examination_of` holds it to the livret in force once it is.
    """
    pages, told = view.pages(body.number, body.digest), len(body.seconds)
    if pages is None or pages == told:
        return Accepted()
    return Refused(Code.LIVRET_PAGES, {"number": body.number, "told": told, "pages": pages})


def _not_to_declare(candidate: Candidate, body: Declaring) -> Refused | None:
    """To take a declaration back is always possible."""
    match body:
        case PaperExamined(number, examined=True, instead=False) if held(candidate):
            return Refused(Code.LIVRET_TO_READ, {"number": number})
        case NoLivretDeclared(number, declared=True) if not may_be_none(candidate):
            return Refused(Code.LIVRET_IS_THERE, {"number": number})
        case NoLivretDeclared(declared=True, reason=reason) if not reason.strip():
            return Refused(Code.REASON_MISSING)
        case _:
            return None


def _unknown(act: Act, number: StudentNumber) -> Refused:
    return Refused(Code.CANDIDATE_UNKNOWN, {"jury": act.jury, "number": number})


def _not_to_decide(dossier: Dossier, body: DecisionTaken) -> Refused | None:
    if body.ruling is Ruling.AJOURNE and not dossier.examination.done:
        here = held(dossier.candidate)
        return Refused(Code.LIVRET_UNREAD if here else Code.LIVRET_NOT_EXAMINED, {"number": body.number})
    if body.ruling in _WITH_REASON and not body.reason.strip():
        return Refused(Code.REASON_MISSING)
    if body.marks != dossier.digest:
        # What was said aloud before the marks changed is kept: it is stale, says so, and no sitting closes on it.
        return None
    return refused_by(decision_forbidden(dossier, body.ruling, body.mention, body.reason))


def _not_to_withdraw(dossier: Dossier, body: DecisionWithdrawn) -> Refused | None:
    if dossier.decision.decision is None:
        return Refused(Code.DECISION_NONE, {"number": body.number})
    return None if body.reason.strip() else Refused(Code.REASON_MISSING)
