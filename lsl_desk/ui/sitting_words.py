# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting in French words: its stage, who presides, who attends, what keeps it from closing (P23, P26, N27)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.close.values import Names
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Presence, Role, Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.period import Period
from lsl_desk.pv_words import full_name
from lsl_desk.sentences import SEATS
from lsl_desk.ui.french import counted, moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from lsl_desk.client.close.values import ClosingView
    from lsl_desk.client.sit.values import Handover, SittingState
    from lsl_desk.domain.ids import PvNumber, StudentNumber
    from lsl_desk.domain.jury import SealedIdentity

STAGES: dict[Stage, str] = {
    Stage.PREPARED: "préparé",
    Stage.OPENED: "ouvert",
    Stage.DELIBERATED: "délibéré",
    Stage.CLOSED: "clos",
    Stage.PUBLISHED: "publié",
}

CHANGELESS = frozenset({Stage.CLOSED, Stage.PUBLISHED})
"""Stages at which a jury is read, and nothing in it is changed."""

PRESENCE_SIGNS: dict[Presence, str] = {Presence.HERE: "✓", Presence.REMOTE: "◐", Presence.AWAY: "–"}
"""Beside the word, which is the PV's (`pv_words.PRESENCES`)."""


def stage_line(state: SittingState) -> str:
    """« ouvert · préside Claire Vasseur », beside the jury's title."""
    parts = [STAGES[state.stage]]
    parts += ["lecture seule"] if state.refused is Code.JUNE_OVER else []
    parts += ["session de remplacement"] if state.period is Period.SEPTEMBER else []
    parts += ["second groupe"] if state.group == 2 else []
    if state.president:
        seat = f" ({SEATS[state.presiding]})" if state.presiding is not Role.PRESIDENT else ""
        parts.append(f"préside {state.president}{seat}")
    return " · ".join(parts)


def attendance_line(present: list[Presence]) -> str:
    """« 12 membres · 10 présents · 1 à distance · 1 absent »."""
    here, away = present.count(Presence.HERE), present.count(Presence.AWAY)
    parts = [counted(len(present), "membre"), counted(here, "présent")]
    parts += [f"{present.count(Presence.REMOTE)} à distance", counted(away, "absent")]
    return " · ".join(parts)


def handover_line(one: Handover, zone: tzinfo | None = None) -> str:
    """« 3 juillet 10:42 : Claire Vasseur → Marc Denis, 30 décisions prises, après le N° PV 30 (malaise) »."""
    before = one.before_name or SEATS[one.before]
    done = counted(one.decided, "décision prise", "décisions prises")
    after = f", après le N° PV\u00a0{one.pv}" if one.pv else ""
    return f"{moment(one.time, zone)}\u00a0: {before} → {one.name or SEATS[one.to]}, {done}{after} ({one.reason})"


def candidate_line(number: StudentNumber, pv: PvNumber, who: SealedIdentity | None = None) -> str:
    """« N° PV 12 · 0417 », and the name once the jury knows it."""
    return " · ".join(part for part in (f"N° PV\u00a0{pv}" if pv else "", number, full_name(who)) if part)


def obstacle_lines(state: SittingState) -> Iterator[tuple[StudentNumber, str]]:
    """Each candidate who keeps the sitting from closing, once, with the gravest why; the first to deal with first."""
    told: set[StudentNumber] = set()
    for obstacle in state.obstacles:
        for number in obstacle.numbers:
            if number in told:
                continue
            told.add(number)
            words = _OBSTACLES.get(obstacle.code, "à régler")
            one = state.states.get(number)
            taken = None if one is None else one.decision.decision
            if obstacle.code is Code.CLOSING_UNREAD and (taken is None or taken.ruling is Ruling.SUSPENDU):
                words = "ajourné proposé, livret non examiné"
            if obstacle.code is Code.CLOSING_UNDECIDED and taken is not None and taken.ruling is Ruling.SUSPENDU:
                words = "à reprendre" + (f"\u00a0: {taken.reason}" if taken.reason else "")
            yield number, words


_OBSTACLES = {
    Code.CLOSING_UNREAD: "ajourné, livret non examiné",
    Code.CLOSING_UNDECIDED: "sans décision",
    Code.CLOSING_STALE: "les notes ont changé depuis la décision",
    Code.CONFLICT_OPEN: "désaccord sur une note (F7)",
}


def decided_line(state: SittingState) -> str:
    """« 74 candidats : 52 admis dont 20 avec mention, 14 au second groupe, 8 ajournés, 1 à décider de nouveau »."""
    taken = [one for one in state.states.values() if one.decision.decision is not None]
    standing = [one for one in taken if one.stands]
    rulings = [one.decision.decision for one in standing if one.decision.decision is not None]
    count = {ruling: sum(one.ruling is ruling for one in rulings) for ruling in Ruling}
    honours = sum(bool(one.mention) for one in rulings)
    several = count[Ruling.AJOURNE] > 1
    parts = [
        f"{count[Ruling.ADMIS]} admis" + (f" dont {honours} avec mention" if honours else ""),
        f"{count[Ruling.SECOND_GROUPE]} au second groupe",
        f"{count[Ruling.AJOURNE]} ajourné{'s' if several else ''}",
        f"{count[Ruling.SANS_DECISION]} sans décision finale",
        counted(count[Ruling.ABSENT], "absent"),
        f"{len(taken) - len(standing)} à décider de nouveau",
    ]
    said = ", ".join(part for part in parts if not part.startswith("0 "))
    return f"{counted(len(state.states), 'candidat')}\u00a0: {said or 'rien de décidé'}"


def names_line(view: ClosingView) -> str:
    """How the names stand."""
    if view.names is Names.ABSENT:
        return (
            "Les noms des candidats ne sont pas sur ce poste\u00a0: le PV porte les seuls numéros, l’académie tient la "
            "liste des noms."
        )
    count = counted(view.sealed, "nom")
    if view.names is Names.KNOWN:
        again = f", sauf celles des dossiers repris\u00a0: {', '.join(view.reopened)}" if view.reopened else ""
        return f"L’anonymat est levé\u00a0: {count} sur le PV. Les notes et les décisions sont figées{again}."
    return (
        f"{count} encore sous scellés. Une fois toutes les décisions prises, levez l’anonymat avant de clore et de "
        "signer\u00a0: les noms sont alors connus du jury et portés au PV (code de l’éducation, D334-9), notes et "
        "décisions sont figées, et tout dossier repris est noté au PV."
    )
