# SPDX-License-Identifier: AGPL-3.0-or-later
"""A state as a sign, a word and a colour that means something: never by colour alone (features P02, N02)."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor

from lsl_desk.client.sit.rows import LIVRET_WORDS, CandidateRow, LivretState
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck
from lsl_desk.domain.reading import ReadState
from lsl_desk.sentences import FORMATS, READ_STATES
from lsl_desk.ui.palettes import Tints

Tone = Literal["plain", "accent", "ok", "warning", "danger", "muted"]


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands for a state: a sign drawn by any font, a word in French, and a tone."""

    sign: str
    word: str
    tone: Tone

    def __str__(self) -> str:
        return f"{self.sign}\u00a0{self.word}"


def colour(tone: Tone, shown: Tints) -> QColor | None:
    """The colour of a tone in a palette, None for that of plain text."""
    return {
        "plain": None,
        "accent": shown.accent,
        "ok": shown.ok,
        "warning": shown.warning,
        "danger": shown.danger,
        "muted": shown.muted,
    }[tone]


def format_sign(form: LivretFormat) -> Sign:
    """The format announced for a candidate."""
    sign, tone = _FORMATS[form]
    return Sign(sign, FORMATS[form], tone)


def livret_sign(state: LivretState) -> Sign:
    """What the Desk holds for a candidate."""
    sign, tone = _LIVRETS[state]
    return Sign(sign, LIVRET_WORDS[state], tone)


def reading_sign(row: CandidateRow) -> Sign:
    """How far a candidate's livret is read, or why there is none to read."""
    if not row.held:
        return livret_sign(row.livret)
    state = row.reading.state
    sign, tone = _READINGS[state]
    if state is ReadState.PARTIAL:
        return Sign(sign, pages_text(row), tone)
    return Sign(sign, READ_STATES[ReadState.UNREAD if state is ReadState.NO_LIVRET else state], tone)


def pages_text(row: CandidateRow) -> str:
    """« 2 / 4 », the pages that counted, or "" without a livret."""
    return f"{row.reading.seen}\u00a0/\u00a0{row.reading.pages}" if row.held else ""


def pages_spoken(row: CandidateRow) -> str:
    """« 2 pages lues sur 4 », or why there is no page to read."""
    if not row.held:
        return f"livret {LIVRET_WORDS[row.livret]}"
    several = "s" if row.reading.seen > 1 else ""
    said = f"{row.reading.seen} page{several} lue{several} sur {row.reading.pages}"
    return f"{said}, à relire" if row.reading.state is ReadState.STALE else said


def number_lock_sign(livret: LivretRef) -> Sign:
    """What the number lock says of a livret (features N02): on every page, on none, or another number."""
    veiled = [page + 1 for page, check in enumerate(livret.pages) if check.veiled]
    if veiled:
        return Sign("✗", f"numéro différent {_pages(veiled)}\u00a0: lecture non comptée", "danger")
    blind = [page + 1 for page, check in enumerate(livret.pages) if check.check is NumberCheck.NO_TEXT]
    if blind:
        which = "livret" if len(blind) == livret.page_count else _pages(blind)
        return Sign("◇", f"{which} sans texte\u00a0: vérifiez le numéro", "warning")
    return Sign("✓", "numéro vérifié sur chaque page", "ok")


def _pages(pages: list[int]) -> str:
    if len(pages) > 3:
        return f"sur {len(pages)} pages"
    return f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))}"


_FORMATS: dict[LivretFormat, tuple[str, Tone]] = {
    LivretFormat.NUMERIQUE: ("▣", "muted"),
    LivretFormat.PAPIER: ("▤", "plain"),
    LivretFormat.ABSENT: ("–", "muted"),
    LivretFormat.INCONNU: ("?", "warning"),
}
_LIVRETS: dict[LivretState, tuple[str, Tone]] = {
    LivretState.PRESENT: ("✓", "muted"),
    LivretState.OTHER_NUMBER: ("≠", "danger"),
    LivretState.REFUSED: ("✗", "danger"),
    LivretState.MISSING: ("✗", "danger"),
    LivretState.PAPER: ("▤", "plain"),
    LivretState.NONE: ("–", "muted"),
    LivretState.UNKNOWN: ("?", "warning"),
}
_READINGS: dict[ReadState, tuple[str, Tone]] = {
    ReadState.NO_LIVRET: ("○", "plain"),
    ReadState.UNREAD: ("○", "plain"),
    ReadState.PARTIAL: ("◐", "accent"),
    ReadState.READ: ("●", "ok"),
    ReadState.STALE: ("↻", "warning"),
}
