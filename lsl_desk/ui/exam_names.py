# SPDX-License-Identifier: AGPL-3.0-or-later
"""The name of an épreuve where the whole does not fit: what everybody in the room calls it, cut between words."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_LITTLE = {"de", "la", "le", "les", "et", "du", "des", "à", "l’", "d’", "en", "-"}
_SHORT = (
    ("Langue vivante", "LV"),
    ("Éducation physique et sportive", "EPS"),
    ("Histoire-géographie", "Histoire-géo."),
    ("Physique-chimie", "Physique-ch."),
    ("Sciences de la vie et de la Terre", "SVT"),
    ("Sciences économiques et sociales", "SES"),
    ("Travaux personnels encadrés", "TPE"),
    ("Sciences physiques et chimiques", "Sc. physiques"),
    ("Sciences de l’ingénieur", "Sc. ingénieur"),
    ("EPS de complément", "EPS compl."),
    ("Mathématiques", "Maths"),
    ("Enseignement scientifique", "Ens. scientif."),
    ("Contrôle continu", "C. continu"),
)
"""What everybody in the room calls them, for when the whole does not fit: two épreuves never look the same."""
_PIECES = re.compile(r"[^\s-]+-?")


def cut_at_word(text: str, metrics: QFontMetrics, width: int) -> str:
    """A text that fits, cut between words; « Sciences… » and never « Sciences de la v… »."""
    if metrics.horizontalAdvance(text) <= width:
        return text
    for whole, short in _SHORT:
        if text.startswith(whole):
            return cut_at_word(f"{short}{text[len(whole) :]}", metrics, width)
    ends = [piece.end() for piece in _PIECES.finditer(text)][:-1]
    for end in reversed(ends):
        kept = text[:end].rstrip("-.,; (")
        while kept.rpartition(" ")[2].casefold() in _LITTLE:
            kept = kept.rpartition(" ")[0]
        if kept and metrics.horizontalAdvance(f"{kept}…") <= width:
            return f"{kept}…"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
