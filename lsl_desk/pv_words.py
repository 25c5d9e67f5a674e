# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of a PV and of what is listed beside it, the same on paper and in a spreadsheet."""

from collections.abc import Iterator
from decimal import Decimal

from lsl_desk.domain.acts import MissingRule, Presence, Quality, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.minutes import Line, LivretExamined, MarkChanged
from lsl_desk.domain.period import Period
from lsl_desk.domain.rules.lawful import RULINGS, mention_name
from lsl_desk.domain.visas import How

TITLES: dict[ClosingPaper, str] = {
    ClosingPaper.PV: "Procès-verbal de délibération",
    ClosingPaper.ATTENDANCE: "Feuille d’émargement",
    ClosingPaper.LIVRETS: "Livrets scolaires examinés",
    ClosingPaper.CHANGES: "Notes changées par le jury",
    ClosingPaper.SECOND_GROUP: "Candidats au second groupe",
    ClosingPaper.SERVICE: "Service fait du jury",
    ClosingPaper.TRANSCRIPT: "Relevé de notes",
    ClosingPaper.NOTICE: "Notification de résultat",
}
"""Of each paper; 31 signs at most, which is what the tab of a spreadsheet takes."""


def session_words(year: int | None, period: Period) -> str:
    """« session 2018 », « session de remplacement 2018 »; "" when there is nothing to say."""
    if period is Period.JUNE and not year:
        return ""
    kind = "session" if period is Period.JUNE else "session de remplacement"
    return f"{kind} {year}" if year else kind


GROUPS = {1: "premier groupe d’épreuves", 2: "second groupe d’épreuves"}

QUALITIES: dict[Quality, str] = {
    Quality.PRESIDENT: "présidence du jury",
    Quality.VICE_PRESIDENT: "vice-présidence du jury",
    Quality.HIGHER_EDUCATION: "enseignement supérieur",
    Quality.INSPECTOR: "corps d’inspection",
    Quality.PUBLIC_TEACHER: "enseignement public",
    Quality.PRIVATE_TEACHER: "enseignement privé",
    Quality.PROFESSIONAL: "représentation des professions",
    Quality.EXAMINER: "examinateur, voix consultative",
}
PRESENCES: dict[Presence, str] = {
    Presence.HERE: "en salle",
    Presence.REMOTE: "à distance",
    Presence.AWAY: "absence",
}
EXAMINED: dict[Examination, str] = {
    Examination.READ: "lu page par page",
    Examination.PAPER: "examiné sur papier",
    Examination.NONE_GIVEN: "aucun livret fourni",
    Examination.UNREAD: "non examiné",
    Examination.PAPER_AWAITED: "sur papier, non examiné",
    Examination.MISSING: "annoncé, non ouvert",
    Examination.UNDECLARED: "rien de déclaré",
}
MISSING: dict[MissingRule, str] = {
    MissingRule.WAIT: "note attendue",
    MissingRule.ABSENT: "absence non justifiée, zéro",
    MissingRule.PROVISIONAL: "note provisoire",
}
HOWS: dict[How, str] = {
    How.ONLINE: "lus en ligne",
    How.COPY: "lus sur le plan de secours",
    How.PAPER: "examinés sur papier",
    How.NONE_GIVEN: "aucun livret fourni",
    How.NOT_REQUIRED: "non requis",
}
"""How the livrets of some visas were examined."""
HOW: dict[How, str] = {
    How.ONLINE: "livret lu en ligne",
    How.COPY: "livret lu sur le plan de secours",
    How.PAPER: "livret examiné sur papier",
    How.NONE_GIVEN: "aucun livret fourni",
    How.NOT_REQUIRED: "examen non requis",
}
"""How the livret of one visa was."""
CLOCKS = (
    "Des heures de ce procès-verbal reculent\u00a0: l’horloge d’un poste a été changée, ou celles de deux postes "
    "diffèrent. L’ordre des actes fait foi\u202f; il ne dépend d’aucune horloge."
)
"""A note of the PV (`Minutes.times_go_back`)."""
PROVISIONAL = "P"
"""Stands before a provisional mark, wherever it is shown (features N11)."""


def figure(value: Decimal | None, places: int | None = None) -> str:
    """« 9,5 », « 394 », "" for none; with ``places`` decimals, or as few as it has."""
    if value is None:
        return ""
    text = f"{value:.{places}f}" if places is not None else f"{value.normalize():f}"
    return text.replace(".", ",")


def full_name(one: SealedIdentity | None) -> str:
    """« DUVAL (nom d’usage MARTIN) Léa Anne »; "" without anybody."""
    if one is None:
        return ""
    usage = f"(nom d’usage\u00a0{one.usage_name})" if one.usage_name and one.usage_name != one.name else ""
    return " ".join(part for part in (one.name, usage, one.first_names) if part)


def decision(line: Line) -> str:
    """« admis, mention bien »; says so when nothing was decided, or when the marks changed since."""
    if line.ruling is None:
        return "sans décision"
    mention = f", mention\u00a0{mention_name(line.mention)}" if line.mention else ""
    since = ", avant un changement de note" if line.stale else ""
    return f"{RULINGS[line.ruling]}{mention}{since}"


def change(one: MarkChanged) -> str:
    """« Philosophie : 9 → 12 », « Mathématiques : P 11 », « points de jury : +3 »."""
    return f"{one.name}\u00a0: {change_value(one)}"


def change_value(one: MarkChanged) -> str:
    """What a mark became: « 9 → 12 », « P 11 », « +3 », « 10, note de la DEC retenue »."""
    after = figure(one.after)
    if one.exam == POINTS:
        return f"+{after}"
    if one.missing is MissingRule.PROVISIONAL:
        return f"{PROVISIONAL}\u00a0{after}"
    if one.missing is not None:
        return MISSING[one.missing]
    if one.before == one.after:
        return f"{after}, note de la DEC retenue"
    return f"{figure(one.before) or 'sans note'} → {after or 'sans note'}"


def change_reason(one: MarkChanged) -> str:
    """Why, the origin of a provisional mark before it."""
    return "\u202f; ".join(part for part in (one.origin, one.reason) if part)


def awaited(line: Line) -> str:
    """« note manquante : Mathématiques ; sans elle, 144 points »; "" when no mark is awaited."""
    if not line.unknown:
        return ""
    several = len(line.unknown) > 1
    said = "notes manquantes" if several else "note manquante"
    without = f"sans {'elles' if several else 'elle'}, {figure(line.after)} points" if line.after is not None else ""
    names = f"{said}\u00a0: {', '.join(one.name for one in line.unknown)}"
    return "\u202f; ".join(part for part in (names, without) if part)


def examined(one: LivretExamined) -> str:
    """« lu page par page (plan de secours) »."""
    source = f" ({one.source})" if one.source else ""
    return f"{EXAMINED[one.state]}{source}"


def certified(lines: tuple[Line, ...]) -> Iterator[str]:
    """What is certified of the livrets of who fails (code de l'éducation D334-10, D336-10), and of whom it is not."""
    failed = [one for one in lines if one.ruling is Ruling.AJOURNE]
    if not failed:
        yield "Le jury n’a prononcé aucun ajournement."
        return
    yield (
        "Il est certifié que le jury a examiné le livret scolaire de chaque candidat ajourné qui en a fourni un "
        "(code de l’éducation, articles D.\u00a0334-10 et D.\u00a0336-10)."
    )
    for state in Examination:
        found = [one.number for one in failed if one.livret.state is state]
        if found and state.done:
            yield f"{EXAMINED[state].capitalize()}\u00a0: {', '.join(found)}."
    left = [one.number for one in failed if not one.livret.state.done]
    if left:
        yield f"Cette attestation ne vaut pas pour {', '.join(left)}\u00a0: livret non examiné."
