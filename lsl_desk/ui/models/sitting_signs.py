# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a line of the table says of marks and decision: a sign, a word and a tone (features P16, P18, P21)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from lsl_desk.client.sit.rows import CandidateRow, LivretState
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.rules.lawful import RULINGS
from lsl_desk.ui.french import counted
from lsl_desk.ui.models.decisions import RULINGS as RULING_SIGNS
from lsl_desk.ui.models.signs import Sign, Tone, reading_sign

if TYPE_CHECKING:
    from decimal import Decimal

    from lsl_desk.client.sit.values import CandidateState

NEAR = "▲"
"""Within the lens under a threshold; the threshold stands beside it."""
MUST = "⚠"
"""The livret must be examined before the decision the rules propose."""
PROVISIONAL = "P"
NONE_YET = "—"
_DECIDING = (10, 8)
"""Averages that a decision hangs on. At the second group 8 is none, and there the distance is what lacks for 10."""

_SHORT = {
    Ruling.ADMIS: "admis",
    Ruling.SECOND_GROUPE: "2e groupe",
    Ruling.AJOURNE: "ajourné",
    Ruling.SANS_DECISION: "sans déc.",
    Ruling.ABSENT: "absent",
    Ruling.SUSPENDU: "à reprendre",
}
STALE = Sign("↻", "à redécider", "warning")
"""The marks changed since the decision."""
CONTESTED = Sign("≠", "contesté", "danger")
"""Two posts decided differently."""


def points_sign(row: CandidateRow) -> Sign | None:
    """« −6 ▲10 »: whole points to the next threshold; what is missing or provisional is said as such."""
    state = row.state
    if state is None or (state.points is None and not state.unknown):
        return None
    parts = [] if state.short is None else [f"\u2212{state.short}"]
    if state.near and state.threshold is not None:
        parts.append(f"{NEAR}{average(state.threshold)}")
    if state.provisional:
        parts.append(PROVISIONAL)
    if state.unknown:
        parts.append("?" if state.unknown == 1 else f"?{state.unknown}")
    if state.disputed:
        parts.append("≠")
    tone: Tone = "danger" if state.disputed else "warning" if state.unknown else "accent" if state.near else "plain"
    return Sign(parts[0] if parts else "✓", "\u00a0".join(parts[1:]), tone)


def points_text(row: CandidateRow) -> str:
    """The sign and its word in a cell, "" without marks."""
    sign = points_sign(row)
    return "" if sign is None else str(sign).rstrip("\u00a0")


def points_spoken(row: CandidateRow) -> str:
    """« 6 points pour 10, cas proche », "" without marks."""
    state = row.state
    if state is None or (state.points is None and not state.unknown):
        return ""
    parts = [] if state.average is None else [f"moyenne {average(state.average)}"]
    if state.short is not None and state.threshold is not None:
        parts.append(f"{counted(state.short, 'point')} pour {average(state.threshold)}")
    parts += [_above(state)] if _above(state) else []
    parts += ["cas proche du seuil"] if state.near else []
    parts += ["note provisoire"] if state.provisional else []
    parts += [counted(state.unknown, "note manquante", "notes manquantes")] if state.unknown else []
    parts += [counted(state.disputed, "note contestée", "notes contestées")] if state.disputed else []
    return ", ".join(parts)


def _above(state: CandidateState) -> str:
    """« 3 points au-dessus de 10 », where the nearer threshold of a decision is the one that was passed; else ""."""
    if state.distance is None or state.average is None or state.short is None:
        return ""
    if math.ceil(state.distance) >= state.short:
        return ""  # the one ahead is as near
    passed = next((one for one in _DECIDING if state.average >= one), None)
    if passed is None:
        return ""
    if not state.distance:
        return f"tout juste {passed}"
    several = "s" if state.distance >= 2 else ""
    return f"{average(state.distance)} point{several} au-dessus de {passed}"


def decision_sign(row: CandidateRow) -> Sign | None:
    """What was decided, and whether it still stands. A proposal is no decision and is not shown here (features P18)."""
    state = row.state
    if state is None:
        return None
    if state.contested:
        return CONTESTED
    if row.ruling is None:
        return Sign(NONE_YET, "", "muted")
    if state.stale:
        return STALE
    known = RULING_SIGNS[row.ruling]
    mention = "" if state.decision.decision is None else state.decision.decision.mention
    return Sign(known.sign, f"{_SHORT[row.ruling]}\u00a0{mention}".rstrip("\u00a0"), known.tone)


def decision_spoken(row: CandidateRow) -> str:
    """« décision : admis », « décision à reprendre, les notes ont changé », "" without a sitting."""
    state = row.state
    if state is None:
        return ""
    if state.contested:
        return "décisions contestées de deux postes"
    if row.ruling is None:
        return "sans décision"
    said = f"décision\u00a0: {RULINGS[row.ruling]}"
    mention = "" if state.decision.decision is None else state.decision.decision.mention
    said += f", mention {mention}" if mention else ""
    return f"{said}, prise avant que les notes changent" if state.stale else said


def examined_sign(row: CandidateRow) -> Sign:
    """How far the livret is read, in a narrow column: ⚠ when the law waits for it, « exam. » when examined on paper."""
    sign = reading_sign(row)
    state = row.state
    if state is not None and state.examination is Examination.PAPER:
        return Sign("●", "exam.", "ok")
    if state is not None and state.examination is Examination.NONE_GIVEN:
        return Sign("●", "aucun", "ok")
    word = "sans" if row.livret is LivretState.NONE else sign.word
    return Sign(MUST, word, "warning") if row.compulsory else Sign(sign.sign, word, sign.tone)


def average(value: Decimal) -> str:
    """A number as French writes it: « 9,85 », « 10 »."""
    return f"{value.normalize():f}".replace(".", ",")
