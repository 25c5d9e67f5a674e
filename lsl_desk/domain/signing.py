# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding the acts of a closing: names, cases, signatures (features N09, N12, N18, P25)."""

from lsl_desk.domain.acts import Act, Member, Presence
from lsl_desk.domain.board_view import Accepted, BoardView, Outcome, Refused, frozen, out_of_turn
from lsl_desk.domain.closing import obstacles
from lsl_desk.domain.closing_acts import (
    AnonymityLifted,
    CaseReopened,
    Closing,
    InequalityExplained,
    PvSigned,
    SignatureRefused,
)
from lsl_desk.domain.composition import HEADS
from lsl_desk.domain.equal_treatment import unequal
from lsl_desk.domain.errors import Code
from lsl_desk.domain.heads import SEATS, person
from lsl_desk.domain.roles import Role
from lsl_desk.domain.signatures import SeatRefusal

Signing = PvSigned | SignatureRefused


def close_out(view: BoardView, act: Act, body: Closing) -> Outcome:
    """Decide an act of a closing, the closing itself apart."""
    match body:
        case AnonymityLifted():
            return _lift(view, act)
        case CaseReopened():
            return _reopen(view, act, body)
        case InequalityExplained():
            return _explain(view, act, body)
        case _:
            return _sign(view, act, body)


def _lift(view: BoardView, act: Act) -> Outcome:
    """By who presides, once everybody is decided; also after the closing, since a PV without names is closed too."""
    refused = _not_presiding(view, act)
    if refused is not None:
        return refused
    if view.lifted():
        return Refused(Code.NAMES_KNOWN, {"jury": act.jury})
    waiting = {number for numbers in obstacles(view.dossiers()).values() for number in numbers}
    count = len(waiting) + view.open_conflicts()
    return Refused(Code.NAMES_EARLY, {"jury": act.jury, "count": count}) if count else Accepted()


def _reopen(view: BoardView, act: Act, body: CaseReopened) -> Outcome:
    refused = _not_presiding(view, act)
    if refused is not None:
        return refused
    if view.dossier(body.number) is None:
        return Refused(Code.CANDIDATE_UNKNOWN, {"jury": act.jury, "number": body.number})
    if not (view.closed() or frozen(view, body.number)):
        return Refused(Code.CASE_OPEN, {"number": body.number})
    return Accepted() if body.reason.strip() else Refused(Code.REASON_MISSING)


def _explain(view: BoardView, act: Act, body: InequalityExplained) -> Outcome:
    refused = out_of_turn(view, act)
    if refused is not None:
        return refused
    if all(one.key != body.case for one in unequal(view.dossiers())):
        return Refused(Code.INEQUALITY_UNKNOWN, {"jury": act.jury})
    return Accepted() if body.reason.strip() else Refused(Code.REASON_MISSING)


def _sign(view: BoardView, act: Act, body: Signing) -> Outcome:  # noqa: PLR0911 - one a reason
    """On the post of either head: both seats sit in one room. Only who the last attendance has there may."""
    if act.author.role not in SEATS:
        return Refused(Code.FORBIDDEN)
    closing = view.closing()
    if closing is None:
        return Refused(Code.PV_NOT_CLOSED, {"jury": act.jury})
    if closing != body.closing:
        return Refused(Code.PV_CHANGED, {"jury": act.jury})
    if signer(view.attendance(), body.seat, body.name) is None:
        return Refused(Code.SIGNER_OTHER, {"seat": body.seat.value})
    before = view.standing(body.seat)
    if isinstance(before, SeatRefusal):
        return Refused(Code.SIGNATURE_REFUSED, {"seat": body.seat.value})
    if isinstance(body, SignatureRefused):
        if before is not None:
            return Refused(Code.SIGNATURE_GIVEN, {"seat": body.seat.value})
        return Accepted() if body.reason.strip() else Refused(Code.REASON_MISSING)
    if before is not None and before.pv == body.pv:
        return Refused(Code.SIGNATURE_GIVEN, {"seat": body.seat.value})
    return Accepted()


def _not_presiding(view: BoardView, act: Act) -> Refused | None:
    if act.author.role is not view.presiding():
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    return None if view.opened() else Refused(Code.SITTING_NOT_OPEN, {"jury": act.jury})


def signer(members: tuple[Member, ...], seat: Role, name: str) -> Member | None:
    """The member who signs for a seat: in that quality on the list, not away, and of that name; None for nobody."""
    return next((one for one in signers(members, seat) if person(one.name) == person(name)), None)


def signers(members: tuple[Member, ...], seat: Role) -> tuple[Member, ...]:
    """Those of an attendance who may sign for a seat, in its order."""
    quality = HEADS.get(seat)
    return tuple(one for one in members if one.quality is quality and one.presence is not Presence.AWAY)


def seats_to_sign(members: tuple[Member, ...]) -> tuple[Role, ...]:
    """The seats whose signature the PV asks for: those that somebody present holds."""
    return tuple(seat for seat in SEATS if signers(members, seat))
