# SPDX-License-Identifier: AGPL-3.0-or-later
"""A closing in French words (features N09, N12, N18, N25, P25)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.close.values import SeatWord
from lsl_desk.domain.rules.lawful import RULINGS
from lsl_desk.sentences import SEATS
from lsl_desk.ui.french import counted, moment
from lsl_desk.ui.models.decisions import with_mention
from lsl_desk.ui.sitting_words import candidate_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import tzinfo

    from lsl_desk.client.close.values import ClosingView, SeatState, UnequalCase
    from lsl_desk.domain.ids import PvNumber, StudentNumber
    from lsl_desk.domain.minutes import Line


def pv_line(view: ClosingView, zone: tzinfo | None = None) -> str:
    """« Procès-verbal n° 1, séance close le 3 juillet 11:52 », or that it is a draft."""
    pv = view.minutes
    if pv.closing is None or pv.closed is None:
        again = f" n°\u00a0{pv.edition}" if pv.edition > 1 else ""
        return f"Projet de procès-verbal{again}\u00a0: la séance n’est pas close."
    return f"Procès-verbal n°\u00a0{pv.edition}, séance close le {moment(pv.closed, zone)}"


def words_lines(view: ClosingView) -> str:
    """The eight words, four a line; "" for a draft."""
    return "\n".join(" · ".join(view.words[start : start + 4]) for start in range(0, len(view.words), 4))


def seat_line(one: SeatState, zone: tzinfo | None = None) -> str:
    """« ✓ signé par Claire Vasseur, le 3 juillet 11:55 », a sign and words."""
    signature, refusal = one.signature, one.refusal
    if refusal is not None:
        said = f"{refusal.name} a refusé de signer le {moment(refusal.time, zone)}\u00a0: {refusal.reason}"
        return f"✗ {said}. Personne ne signe à cette place\u202f; la DEC en est avertie."
    if signature is None:
        return "○ signature attendue"
    when = moment(signature.time, zone)
    if one.word is SeatWord.VOID:
        return (
            f"! signature annulée\u00a0: le PV a changé depuis celle de {signature.name} ({when}), elle est à redonner"
        )
    apart = "" if signature.author.role is one.seat else f", sur le poste du {SEATS[signature.author.role]}"
    return f"✓ signé par {signature.name}, le {when}{apart}"


def case_line(one: UnequalCase, pvs: Mapping[StudentNumber, PvNumber]) -> str:
    """« Série S, 6 points sous 10 : N° PV 12 · 0417 admis ; N° PV 13 · 0432 second groupe », never a name."""
    told = (
        (", ".join(candidate_line(number, pvs[number]) for number in numbers), with_mention(RULINGS[ruling], mention))
        for ruling, mention, numbers in one.outcomes
    )
    outcomes = "\u202f; ".join(map(" ".join, told)).replace(" · ", "\u00a0·\u00a0")  # no number at the end of a line
    points = counted(one.points, "point")
    threshold = f"{one.threshold.normalize():f}".replace(".", ",")
    return f"Série {one.serie}, {points} sous {threshold}\u00a0: {outcomes}"


def line_meant(lines: Iterable[Line], typed: str) -> Line | None:
    """Whom a typed N° élève or N° PV means, as in a jump: N° élève as written, N° PV, either without its zeros."""
    wanted, bare = typed.strip(), typed.strip().lstrip("0")
    kept = list(lines) if wanted else []
    tries = (
        (one for one in kept if one.number == wanted),
        (one for one in kept if one.pv == wanted),
        (one for one in kept if one.pv.lstrip("0") == bare),
        (one for one in kept if one.number.lstrip("0") == bare),
    )
    return next((one for found in tries for one in found), None)


def cases_title(view: ClosingView) -> str:
    """The title of the tab of like cases, with how many wait."""
    waiting = sum(not one.reason for one in view.unequal)
    return f"&Cas semblables ({waiting} à expliquer)" if waiting else "&Cas semblables"
