# SPDX-License-Identifier: AGPL-3.0-or-later
"""Deciding the acts of the sitting itself: attendance, who presides, opening, closing (features P23, P26, N27)."""

from lsl_desk.domain.acts import Act, PresidencyHanded
from lsl_desk.domain.board_view import Accepted, BoardView, Outcome, Refused, out_of_turn
from lsl_desk.domain.closing import obstacles
from lsl_desk.domain.composition import head_missing, head_of, in_the_room
from lsl_desk.domain.equal_treatment import unequal
from lsl_desk.domain.errors import Code
from lsl_desk.domain.heads import SEATS


def attend(view: BoardView, act: Act) -> Outcome:
    """Decide an attendance: whoever sits may take it, as often as people come and go, until the closing."""
    return Refused(Code.SITTING_CLOSED, {"jury": act.jury}) if view.closed() else Accepted()


def hand(view: BoardView, act: Act, body: PresidencyHanded) -> Outcome:
    """Decide a handover (« présidents adjoints », code de l'éducation D334-21).

    By who presides; or taken by the other head when the last attendance has who presides out of the room. Never to a
    head whom it has out of the room: nobody would preside.
    """
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    presiding, members = view.presiding(), view.attendance()
    taken = act.author.role is body.to and bool(members) and not in_the_room(members, presiding)
    if body.to not in SEATS or (act.author.role is not presiding and not taken):
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if body.to is presiding:
        return Refused(Code.PRESIDES_ALREADY, {"jury": act.jury})
    if head_of(members, body.to) and not in_the_room(members, body.to):
        return Refused(Code.HEAD_AWAY, {"jury": act.jury})
    return Accepted() if body.reason.strip() else Refused(Code.REASON_MISSING)


def open_sitting(view: BoardView, act: Act) -> Outcome:
    """Decide the opening: by who presides, in the room by the last attendance."""
    if act.author.role is not view.presiding():
        return Refused(Code.PRESIDENT_ONLY, {"jury": act.jury})
    if view.closed():
        return Refused(Code.SITTING_CLOSED, {"jury": act.jury})
    if view.opened():
        return Refused(Code.SITTING_OPENED, {"jury": act.jury})
    missing = head_missing(act.jury, view.attendance(), view.presiding())
    return Accepted() if missing is None else Refused(missing.code, missing.facts)


def close_sitting(view: BoardView, act: Act) -> Outcome:
    """Decide the closing: by who presides, in the room by the last attendance.

    Nothing is disputed, nobody ajourné unread, all are decided on the marks in force, all explained.
    """
    refused = out_of_turn(view, act)
    if refused is not None:
        return refused
    missing = head_missing(act.jury, view.attendance(), view.presiding())
    if missing is not None:  # else nobody could sign for that seat
        return Refused(missing.code, missing.facts)
    waiting = view.open_conflicts()
    if waiting:
        return Refused(Code.CONFLICT_OPEN, {"jury": act.jury, "count": waiting})
    dossiers = tuple(view.dossiers())
    for code, numbers in obstacles(dossiers).items():
        return Refused(code, {"jury": act.jury, "count": len(numbers), "number": numbers[0]})
    asked = [one for one in unequal(dossiers) if one.key not in view.explained()]
    return Refused(Code.CLOSING_UNEQUAL, {"jury": act.jury, "count": len(asked)}) if asked else Accepted()
