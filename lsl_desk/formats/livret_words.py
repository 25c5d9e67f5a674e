# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that say in what form a livret comes, or why none does.

« Sans profil type » means a paper livret (memo, annex 1); the family may oppose the transmission (``domain.md`` §1.4).
The reason kept is always one of ours, never the cell: a cell may hold anything, a name for instance.
"""

import re
from dataclasses import dataclass

from lsl_desk.domain.folding import folded
from lsl_desk.domain.livret import LivretFormat


@dataclass(frozen=True, slots=True)
class FormatWords:
    """What words say of a livret.

    Attributes:
        format: the format they announce.
        reason: why there is no numeric livret, or "".
    """

    format: LivretFormat
    reason: str = ""


_PHRASES: tuple[tuple[re.Pattern[str], FormatWords], ...] = tuple(
    (re.compile(pattern), FormatWords(form, reason))
    for pattern, form, reason in (
        (r"\boppos(?:ition|e|ee)\b", LivretFormat.ABSENT, "opposition de la famille"),
        (r"\b(?:sans|pas de|aucun|hors)\s+profil\b", LivretFormat.PAPIER, "sans profil type"),
        (r"\bpapiers?\b", LivretFormat.PAPIER, ""),
        (r"\bnon (?:numeri|demateriali)", LivretFormat.PAPIER, ""),
        (r"\bnon fournie?s?\b", LivretFormat.ABSENT, "non fourni"),
        (r"\bnon (?:transmi|remi)s(?:e|es)?\b", LivretFormat.ABSENT, "non transmis"),
        (r"\bnon (?:recue?s?|parvenue?s?|disponibles?)\b", LivretFormat.ABSENT, "non reçu"),
        (r"\b(?:sans|pas de|aucun|absence de) livret\b", LivretFormat.ABSENT, "sans livret"),
        (r"\b(?:absente?s?|neant)\b", LivretFormat.ABSENT, "absent"),
        (r"\bmanquante?s?\b", LivretFormat.ABSENT, "manquant"),
        (r"\b(?:inconnue?s?|non renseignee?s?|a verifier|en attente)\b", LivretFormat.INCONNU, ""),
        (r"\b(?:numerique|dematerialisee?|electronique)s?\b", LivretFormat.NUMERIQUE, ""),
    )
)
_CELLS = {
    "n": LivretFormat.NUMERIQUE,
    "num": LivretFormat.NUMERIQUE,
    "pdf": LivretFormat.NUMERIQUE,
    "lsl": LivretFormat.NUMERIQUE,
    "html": LivretFormat.NUMERIQUE,
    "p": LivretFormat.PAPIER,
    "pap": LivretFormat.PAPIER,
    "?": LivretFormat.INCONNU,
}


def format_of(words: str) -> FormatWords | None:
    """Say what words anywhere in a row tell of the livret, None when they tell nothing."""
    plain = " ".join(folded(words).replace("_", " ").split())
    return next((said for pattern, said in _PHRASES if pattern.search(plain)), None)


def format_of_cell(cell: str) -> FormatWords | None:
    """Say what a cell of a « Format livret » column tells: abbreviations are believed there, and only there."""
    abbreviation = _CELLS.get(folded(cell).strip(" ."))
    return FormatWords(abbreviation) if abbreviation else format_of(cell)
