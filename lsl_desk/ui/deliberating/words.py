# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sentences of the column, made of what the Desk answered; nothing here decides."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate

from lsl_desk.client.sit.values import MarkState
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.rules.lawful import mention_name
from lsl_desk.domain.rules.pack import RuleId
from lsl_desk.domain.rules.result import Proposal
from lsl_desk.ui.french import FRENCH, counted, moment
from lsl_desk.ui.models.decisions import PROPOSALS, RULINGS, points_text, with_mention
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.sitting_words import candidate_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from lsl_desk.client.sit.values import CandidateSheet, ChangeLine, MarkLine, Precedent, YearLine
    from lsl_desk.domain.acts import Ruling
    from lsl_desk.domain.rules.pack import LegalText, SerieRules
    from lsl_desk.domain.rules.raises import Raise
    from lsl_desk.domain.rules.result import Result

POINTS_LABEL = "Points de jury"
ONE = Decimal(1)
NO_MARKS = "Aucune note de l’examen sur ce poste pour ce candidat."
NO_RULES = "Règles inconnues pour cette série\u00a0: décision sans aide au calcul."
LAWS: dict[Code, RuleId] = {
    Code.MARK_ANTICIPATED: RuleId.NOT_RAISABLE,
    Code.MARK_NOT_RAISABLE: RuleId.NOT_RAISABLE,
    Code.MARK_LOWERED: RuleId.NO_LOWERING,
    Code.MARK_WHOLE: RuleId.MARK,
    Code.MARK_OUT_OF_RANGE: RuleId.MARK,
    Code.MARK_TENTH: RuleId.CONTINUOUS,
    Code.MARK_MISSING: RuleId.PROVISIONAL,
    Code.AVERAGE_NONE: RuleId.PROVISIONAL,
    Code.RAISE_FORBIDDEN: RuleId.RAISE,
    Code.POINTS_FORBIDDEN: RuleId.POINTS,
    Code.POINTS_CAP: RuleId.POINTS,
    Code.POINTS_WHOLE: RuleId.POINTS,
    Code.HELP_UNDER: RuleId.NO_HELP,
    Code.DECISION_TOTAL: RuleId.ADMISSION,
    Code.DECISION_PRESENT: RuleId.ABSENCE,
    Code.DECISION_MENTION: RuleId.MENTION,
    Code.DECISION_GROUP: RuleId.SECOND_GROUP,
    Code.LIVRET_UNREAD: RuleId.LIVRET,
    Code.LIVRET_NOT_EXAMINED: RuleId.LIVRET,
    Code.LIVRET_TO_READ: RuleId.LIVRET,
    Code.LIVRET_IS_THERE: RuleId.LIVRET,
}
"""The rule whose text stands beside a refusal."""
_STATES: dict[MarkState, Sign | None] = {
    MarkState.GIVEN: None,
    MarkState.RAISED: Sign("▲", "relevée", "accent"),
    MarkState.MISSING: Sign("?", "manque", "danger"),
    MarkState.WAITING: Sign("…", "attendue", "warning"),
    MarkState.ZERO: Sign("0", "absent, zéro", "warning"),
    MarkState.PROVISIONAL: Sign("P", "provisoire", "warning"),
    MarkState.REPLACED: Sign("P", "provisoire remplacée, la meilleure est gardée", "accent"),
    MarkState.TRIED: Sign("≈", "essayée, rien n’est gardé", "accent"),
}
EXAMINED: dict[Examination, Sign] = {
    Examination.READ: Sign("●", "livret lu page par page", "ok"),
    Examination.PAPER: Sign("▤", "livret papier examiné", "ok"),
    Examination.NONE_GIVEN: Sign("–", "aucun livret fourni, déclaré", "ok"),
    Examination.UNREAD: Sign("○", "livret pas encore lu jusqu’au bout", "plain"),
    Examination.PAPER_AWAITED: Sign("▤", "livret papier à examiner", "plain"),
    Examination.MISSING: Sign("✗", "livret annoncé, inutilisable sur ce poste", "warning"),
    Examination.UNDECLARED: Sign("?", "livret\u00a0: rien de déclaré", "warning"),
}
"""How the livret stands."""


def law_text(text: LegalText) -> str:
    """« code de l’éducation, art. D334-8 (depuis le 1 juillet 2004) : … »."""
    since = "" if text.since is None else f" (depuis le {_day(text)})"
    return f"{text.reference}{since}\u00a0: «\u00a0{text.said}\u00a0»"


def _day(text: LegalText) -> str:
    day = text.since
    if day is None:
        return ""
    said = FRENCH.toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")
    return f"1er{said[1:]}" if day.day == 1 else said


def law_of(code: Code, rules: SerieRules | None, rule: RuleId | None = None) -> str:
    """The text behind a refusal, "" when none is needed or known."""
    wanted = rule or LAWS.get(code)
    found = None if rules is None or wanted is None else rules.texts.get(wanted)
    return "" if found is None else law_text(found)


def mark_sign(line: MarkLine) -> Sign | None:
    """The state of a mark, None for a plain one."""
    return Sign("≠", "deux valeurs, à régler (F7)", "danger") if line.disputed else _STATES[line.state]


def mark_cell(line: MarkLine) -> str:
    """What stands in the column of marks: « 8 », « 8 → 9 », « P 11 », « ? »."""
    sign = _STATES[line.state]
    value = "" if line.value is None else points_text(line.value)
    said = f"{sign.sign}\u00a0{value}".rstrip() if sign is not None else value
    if line.disputed:
        return f"≠\u00a0{value}".rstrip()  # both are under F7; with the one before it would be cut
    if line.state in {MarkState.RAISED, MarkState.TRIED} and line.office is not None:
        said = f"{points_text(line.office)}\u00a0→\u00a0{value}"
    elif line.state is MarkState.ZERO:
        said = "0\u00a0abs."
    elif line.second is not None:
        first = "–" if line.office is None else points_text(line.office)
        said = f"{first}\u00a0|\u00a0{points_text(line.second)}"
    elif line.awaited:
        said = f"{said}\u00a0|\u00a0?"
    return said


def year_told(year: YearLine) -> str:
    """« année 9,6\u202f; 9,6\u202f; 6,9 (moyenne 8,7) »; a dash for a period not assessed."""
    periods = "\u202f; ".join("–" if one is None else tenth_text(one) for one in year.periods)
    average = "" if year.average is None else f" (moyenne\u00a0{tenth_text(year.average)})"
    return f"année {periods}{average}"


def year_short(year: YearLine | None) -> str:
    """« 12 12 11 »: the same to the unit, for the column; three periods with their tenths have no room in it."""
    if year is None:
        return ""
    return " ".join("–" if one is None else f"{one.quantize(ONE, ROUND_HALF_UP):f}" for one in year.periods)


def tenth_text(value: Decimal) -> str:
    """A decimal cut to the tenth, for showing."""
    return points_text(round(value, 1) + 0)  # a twentieth under nothing is nothing: never « −0 »


def mark_brief(line: MarkLine) -> str:
    """What the cells of a line do not say: for the two lines under the table."""
    parts = [line.label] + (["oral du second groupe attendu"] if line.awaited else [])
    parts += ["la meilleure des deux compte"] if line.second is not None and line.office is not None else []
    sign = mark_sign(line)
    if sign is not None:
        parts.append(f"{sign.sign}\u00a0{sign.word}")
    if line.origin:
        parts.append(line.origin)
    if line.not_raisable is not None:
        parts.append("non relevable (Entrée\u00a0: le texte)")
    elif line.year is not None and line.year.average is not None:
        parts.append(year_told(line.year))
    return " · ".join(parts)


def mark_told(line: MarkLine) -> str:
    """A line whole, for the tooltip, the line under the table and a screen reader."""
    parts = [line.label, f"coefficient {points_text(line.coefficient)}"]
    if line.second is None or line.office is None:  # with two marks, which counts is told below
        parts.append("note manquante" if line.value is None else f"note {points_text(line.value)}")
    sign = mark_sign(line)
    if sign is not None and line.state is not MarkState.MISSING:
        parts.append(sign.word)
    if line.state in {MarkState.RAISED, MarkState.TRIED} and line.office is not None:
        parts.append(f"avant {points_text(line.office)}")
    if line.second is not None and line.office is not None:
        one, two = points_text(line.office), points_text(line.second)
        parts.append(f"premier groupe {one}, second groupe {two}\u00a0: la meilleure est gardée")
    if line.awaited:
        parts.append("note de l’oral du second groupe attendue de la DEC")
    if line.origin:
        parts.append(line.origin)
    if line.points is not None:
        several = "s" if abs(line.points) >= 2 else ""
        parts.append(f"{points_text(line.points)} point{several}" + (" au-dessus de 10" if line.above_ten else ""))
    if line.year is not None:
        parts.append(year_told(line.year))
    if line.gap is not None:
        parts.append(f"écart {tenth_text(line.gap)}")
    return " · ".join(parts)


def total_text(result: Result, rules: SerieRules) -> str:
    """« 394 / 400 »: the total, on what admission needs."""
    return f"{points_text(result.points)}\u00a0/\u00a0{points_text(rules.admission * result.coefficients)}"


def missing_text(result: Result, rules: SerieRules) -> str:
    """« 6 points pour l’admission »; what was reached when nothing is left to reach; « partiel » while a mark lacks."""
    missing = result.missing
    partial = "partiel\u00a0: " if result.proposal is Proposal.INCOMPLET else ""
    if missing is None:
        return f"{partial}dernier seuil atteint"
    several = "s" if missing.points > 1 else ""
    return f"{partial}{missing.points}\u00a0point{several} pour {_threshold(missing.threshold, rules)}"


def _threshold(threshold: Decimal, rules: SerieRules) -> str:
    if threshold == rules.admission:
        return "l’admission"
    if threshold == rules.second_group:
        return "le second groupe"
    mention = next((one.mention for one in rules.mentions if one.least == threshold), None)
    return f"le seuil {points_text(threshold)}" if mention is None else f"la mention {mention_name(mention)}"


def proposal_sign(result: Result) -> Sign:
    """What the rules propose, the mention in its words."""
    sign = PROPOSALS[result.proposal]
    return Sign(sign.sign, with_mention(sign.word, "" if result.mention is None else result.mention.value), sign.tone)


_NOT_RAISED: dict[Code, str] = {
    Code.MARK_ANTICIPATED: "non relevable\népreuve anticipée, délibérée l’an dernier",
    Code.MARK_NOT_RAISABLE: "non relevable\nles règles de la session l’excluent",
    Code.RAISE_FORBIDDEN: "non relevable\nla session ne permet pas de relever une note",
    Code.RAISE_SHORT: "pas assez\nmême à 20, points manquants\u00a0: {points}",
    Code.HELP_UNDER: "non relevable\nsous {under} de moyenne, aucune aide vers le second groupe",
    Code.MARK_MISSING: "non relevable\nnote manquante, à régler d’abord",
}
"""Over why: what a line of « au plus juste » says of what cannot be raised."""


def raise_text(one: Raise) -> str:
    """« Physique-chimie c6 : 8 → 9, +1 · excédent 0, écart 6 »; « non relevable » over why."""
    who = f"{one.label} c{points_text(one.coefficient)}"
    if one.forbidden is not None:
        why = _NOT_RAISED.get(one.forbidden.code, "non relevable")
        return f"{who}\u00a0: {why.format(**one.forbidden.facts)}"
    before, after = points_text(one.before), points_text(one.after)
    gap = "" if one.gap is None else f", écart {tenth_text(one.gap)}"
    more = points_text(one.after - one.before)
    return f"{who}\u00a0: {before}\u00a0→\u00a0{after}, +{more} · excédent {points_text(one.excess)}{gap}"


def measure_text(sheet: CandidateSheet, tried: CandidateSheet, exam: str, after: Decimal) -> tuple[str, str]:
    """What a raise that reaches no threshold, or is larger than the next one needs, comes to, and the text on it.

    It is no refusal: the jury is sovereign (note de service 98-075: no more than the threshold needs).

    Args:
        sheet: before it.
        tried: with it.
        exam: of which épreuve; `POINTS` for the points of the jury.
        after: the mark, or the points, that would be given.
    """
    text = None if sheet.rules is None else sheet.rules.texts.get(RuleId.RAISE_LEAST)
    now, then = sheet.result, tried.result
    if text is None or now is None or then is None or now.missing is None or then.unknown:
        return "", ""  # with a mark that is awaited, nobody can say what a raise reaches
    threshold = now.missing.threshold
    if then.missing is not None and then.missing.threshold == threshold:
        return "n’atteint aucun seuil", law_text(text)
    least = next((one.after for one in sheet.raises if one.exam == exam), sheet.added + now.missing.points)
    if after <= least:
        return "", ""
    excess = points_text(then.points - threshold * then.coefficients)
    return f"excédent {excess}, {points_text(least)} suffit", law_text(text)


def exam_label(sheet: CandidateSheet, exam: str) -> str:
    """What an épreuve is called; « Points de jury » for those."""
    if exam == POINTS:
        return POINTS_LABEL
    return next((line.label for line in sheet.lines if line.exam == exam), exam)


def change_text(sheet: CandidateSheet, one: ChangeLine, zone: tzinfo | None) -> str:
    """A change on two lines: what and by whom."""
    what = f"{exam_label(sheet, one.exam)}\u00a0: {became(one)}"
    marks = [
        word
        for word, so in (("annulé", one.undone), ("annulation", bool(one.undoes)), (offline_words(one), one.offline))
        if so
    ]
    told = f" ({', '.join(marks)})" if marks else ""
    reason = f" · {one.reason}" if one.reason else ""
    return f"{what}{told}\n{moment(one.time, zone)} · {one.name}{reason}"


def became(one: ChangeLine) -> str:
    """« 8 → 9 »; « 9, note de la DEC retenue » where that one was chosen over a raise."""
    before, after = _value(one.before), _value(one.after)
    return f"{after}, note de la DEC retenue" if one.before == one.after else f"{before}\u00a0→\u00a0{after}"


def offline_words(one: ChangeLine) -> str:
    """« hors ligne, écart +3 s »: a wrong clock is seen beside the time it gave."""
    if one.drift is None:
        return "hors ligne"
    return f"hors ligne, écart {one.drift.total_seconds():+.0f}\u00a0s".replace("-", "−")


def _value(value: Decimal | None) -> str:
    if value is None:
        return "manquante"
    return points_text(value)


def precedent_text(sheet: CandidateSheet, one: Precedent) -> str:
    """A case like a candidate's on two lines, by its numbers, never a name; an unknown épreuve has its code."""
    taken = one.decision.decision
    decided = "sans décision" if taken is None else with_mention(RULINGS[taken.ruling].word, taken.mention)
    raised = ", ".join(f"{exam_label(sheet, line.exam)} {became(line)}" for line in one.raised)
    second = " · ".join(part for part in (raised, one.reason) if part) or "sans relèvement"
    return f"{candidate_line(one.number, one.pv)} · {points_text(one.average)} · {decided}\n{second}"


def decided_text(ruling: Ruling, mention: str) -> str:
    """« admis, mention bien : enregistré ici »."""
    return f"{with_mention(RULINGS[ruling].word, mention)}\u00a0: enregistré ici"


def provisional_text(sheet: CandidateSheet) -> str:
    """« 2 notes « P » provisoires », "" when there is none."""
    count = sum(line.state is MarkState.PROVISIONAL for line in sheet.lines)
    return counted(count, "note\u00a0P provisoire", "notes\u00a0P provisoires") if count else ""
