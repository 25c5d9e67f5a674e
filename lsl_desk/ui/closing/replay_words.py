# SPDX-License-Identifier: AGPL-3.0-or-later
"""The steps of a replayed case in French words (features N24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.close.replay import StepWord
from lsl_desk.domain import acts, closing_acts
from lsl_desk.domain.errors import Refusal
from lsl_desk.sentences import SEATS, sentence
from lsl_desk.ui.french import moment
from lsl_desk.ui.models.decisions import RULINGS, points_text, with_mention
from lsl_desk.ui.sitting_words import attendance_line

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo
    from decimal import Decimal
    from typing import Any

    from lsl_desk.client.close.replay import CaseReplay, ReplayedStep
    from lsl_desk.domain.acts import Body

_WORDS: dict[StepWord, str] = {
    StepWord.DONE: "✓ fait",
    StepWord.PROPOSED: "≠ proposé",
    StepWord.REFUSED: "✗ refusé",
}


def did(step: ReplayedStep) -> str:
    """« Physique-chimie : 8 → 9 (année régulière) », what a person did."""
    exam = "" if step.mark is None else step.mark.name
    said = _DID[type(step.body)](step.body, exam)
    reason = getattr(step.body, "reason", "")
    return f"{said} ({reason})" if reason else said


def who(step: ReplayedStep) -> str:
    """« Camille Exemple, président »."""
    return f"{step.author.name}, {SEATS[step.author.role]}"


def effect(step: ReplayedStep) -> str:
    """« ✓ fait · hors ligne »."""
    return _WORDS[step.word] + (" · hors ligne" if step.offline else "")


def place(replay: CaseReplay, row: int) -> str:
    """« Étape 3 sur 7 », or that it is the whole jury’s."""
    rank, last = replay.steps[row].rank, max(one.rank for one in replay.steps)
    return f"Étape {rank} sur {last}" if rank else "Acte de la séance, pour tout le jury"


def told(step: ReplayedStep, zone: tzinfo | None = None) -> str:
    """When, by whom, and whether the academy has it; why it was refused under it."""
    received = f"reçu par l’académie (n°\u00a0{step.sequence})" if step.sequence else "enregistré ici, attend l’envoi"
    said = f"{moment(step.time, zone)} · {who(step)} · {effect(step)} · {received}"
    if step.refused is None:
        return said
    return f"{said}\n{sentence(Refusal(step.refused.code, **step.refused.facts))}"


def ending(replay: CaseReplay) -> str:
    """That the replay ends on what was kept, and on which marks."""
    if not replay.steps:
        return f"Aucun acte ne concerne le jury {replay.jury}\u00a0: il n’y a rien à rejouer."
    said = f"L’état rejoué est celui qui a été conservé\u00a0: empreinte {replay.digest}"
    if replay.stale:
        return f"{said}. Les notes ont changé depuis la décision, à l’étape {replay.stale}\u00a0: elle est à reprendre."
    return said


def _value(value: Decimal | None) -> str:
    return "manquante" if value is None else points_text(value)


def _change(name: str, body: acts.MarkRaised | acts.PointsAdded) -> str:
    said = f"{name}\u00a0: {_value(body.before)}\u00a0→\u00a0{_value(body.after)}"
    return f"annulation, {said}" if body.undoes else said


def _read(body: acts.LivretRead) -> str:
    pages = len(body.seconds)
    return f"livret lu, p.\u00a01{f'…{pages}' if pages > 1 else ''} ({body.source})"


def _incident(body: acts.NumberIncident) -> str:
    found = f"N°\u00a0{body.found}" if body.found else "numéro illisible"
    return f"livret, p.\u00a0{body.page + 1} voilée\u00a0: {found}"


def _missing(name: str, body: acts.MissingMarkRuled) -> str:
    done = {
        acts.MissingRule.WAIT: "la décision l’attend",
        acts.MissingRule.ABSENT: "absence, zéro",
        acts.MissingRule.PROVISIONAL: f"P provisoire {_value(body.value)}, {body.origin}",
    }
    return f"{name} manquante\u00a0: {done[body.rule]}"


def _settled(name: str, body: acts.ConflictSettled) -> str:
    kept = "la note de la DEC, ou son attente" if body.chosen is None else f"{points_text(body.chosen)} retenu"
    return f"désaccord réglé, {name}\u00a0: {kept}"


def _attended(body: acts.AttendanceTaken) -> str:
    return f"émargement\u00a0: {attendance_line([one.presence for one in body.members])}"


def _handed(body: acts.PresidencyHanded) -> str:
    return f"la présidence passe au {SEATS[body.to]}" + (f", {body.name}" if body.name else "")


def _named(body: acts.HeadNamed) -> str:
    return f"{SEATS[body.role]} nommé\u00a0: {body.name}" if body.name else f"{SEATS[body.role]}\u00a0: nom retiré"


def _taken(body: acts.DecisionTaken) -> str:
    return f"décision\u00a0: {with_mention(RULINGS[body.ruling].word, body.mention)}"


_DID: Mapping[type[Body], Callable[[Any, str], str]] = {
    acts.LivretOpened: lambda body, _: f"livret ouvert ({body.source})",
    acts.LivretRead: lambda body, _: _read(body),
    acts.NumberIncident: lambda body, _: _incident(body),
    acts.MarkRaised: lambda body, name: _change(name, body),
    acts.PointsAdded: lambda body, name: _change(name, body),
    acts.MissingMarkRuled: lambda body, name: _missing(name, body),
    acts.ConflictSettled: lambda body, name: _settled(name, body),
    acts.DecisionTaken: lambda body, _: _taken(body),
    acts.DecisionWithdrawn: lambda _body, _: "décision retirée",
    acts.PaperExamined: lambda body, _: f"livret papier {'examiné' if body.examined else 'à examiner de nouveau'}",
    acts.NoLivretDeclared: lambda body, _: "aucun livret fourni" if body.declared else "livret attendu de nouveau",
    acts.PaperReceived: lambda body, _: f"livret papier {'reçu' if body.received else 'attendu de nouveau'}",
    acts.OfficeTold: lambda body, _: f"message à la DEC\u00a0: {body.text}",
    closing_acts.CaseReopened: lambda _body, _: "dossier repris",
    acts.AttendanceTaken: lambda body, _: (
        f"émargement\u00a0: {attendance_line([one.presence for one in body.members])}"
    ),
    acts.SittingOpened: lambda _body, _: "séance ouverte",
    acts.SittingClosed: lambda _body, _: "séance close",
    acts.PresidencyHanded: lambda body, _: _handed(body),
    acts.HeadNamed: lambda body, _: _named(body),
    closing_acts.AnonymityLifted: lambda _body, _: "noms portés à la connaissance du jury",
    closing_acts.PvSigned: lambda body, _: f"PV signé par {body.name}, {SEATS[body.seat]}",
    closing_acts.SignatureRefused: lambda body, _: f"{body.name}, {SEATS[body.seat]}, refuse de signer le PV",
}
"""By kind of act: those of a candidate, then those of the whole sitting."""
