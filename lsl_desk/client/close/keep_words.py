# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said of a jury before its date, and before it is erased."""

from datetime import datetime

from lsl_desk.client.close.retention import KeptJury, KeptLog
from lsl_desk.client.prepare.understood import counted
from lsl_desk.domain.errors import Refusal
from lsl_desk.sentences import sentence


def told(kept: KeptJury) -> str:
    """Where a jury stands, in a sentence."""
    date = "" if kept.due.date is None else f"{kept.due.date.astimezone():%d/%m/%Y}"
    if kept.due.whole:
        return f"gardé en entier pour un recours (date\u00a0: {date})."
    held = f", gardés pour un recours\u00a0: {kept.held}" if kept.held else ""
    livrets = counted(kept.erased, "livret")
    if kept.erases:
        return f"à effacer depuis le {date} ({livrets}{held})."
    if kept.due.come:
        return f"effacé\u202f; ce qui reste est gardé pour un recours ({counted(kept.held, 'livret')})."
    return f"à effacer à partir du {date} ({livrets}{held})."


def log_told(log: KeptLog) -> str:
    """Until when the acts are kept, in a sentence; "" while nobody can say."""
    if log.date is None:
        return ""
    date = f"{log.date.astimezone():%d/%m/%Y}"
    if log.erases:
        return f"Journal\u00a0: gardé huit mois, jusqu’au {date}. Il peut partir avec tout le coffre."
    waits = ", et tant qu’un recours ou un jury à effacer le retient" if log.waits else ""
    return f"Journal\u00a0: à garder jusqu’au {date}{waits}."


def announced(answer: datetime | Refusal | None) -> str:
    """What the academy knows of an erasure."""
    if answer is None:
        return "pas encore annoncé à l’académie (au prochain lien)"
    if isinstance(answer, Refusal):
        return f"annonce refusée par l’académie\u00a0: {sentence(answer)}"
    return f"annoncé à l’académie le {answer.astimezone():%d/%m/%Y à %H:%M}"


def sentences(kept: KeptJury) -> tuple[str, ...]:
    """What goes and what stays, before it is done."""
    said = [
        f"Seront effacés\u00a0: {counted(kept.candidates, 'candidat')}, {counted(kept.erased, 'livret')} (toutes "
        "versions), leur texte et les noms scellés.",
    ]
    if kept.held:
        said.append(f"Restent pour un recours\u00a0: {counted(kept.held, 'livret')}, avec le nom de ces candidats.")
    if kept.elsewhere:
        said.append(f"Restent pour un autre jury de ce poste\u00a0: {counted(kept.elsewhere, 'livret')}.")
    said.append(
        "Le journal reste entier. Le certificat, signé par ce poste, donne l’empreinte de chaque livret effacé. Les "
        "copies du plan de secours, sur clé ou dans un dossier, sont à détruire à part."
    )
    return tuple(said)
