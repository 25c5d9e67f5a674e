# SPDX-License-Identifier: AGPL-3.0-or-later
"""The number lock on the screen (features N02): a page that bears another number is covered, and says why."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.ui.palettes import Tints


def veil_sentence(number: StudentNumber, check: PageCheck) -> str:
    """Say why a page is veiled, both numbers named."""
    if check.check is NumberCheck.OTHER and check.found:
        return (
            f"Cette page porte le n°\u00a0{check.found}\u202f; le livret demandé est le n°\u00a0{number}. "
            "Lecture non comptée."
        )
    return f"Cette page ne porte pas le n°\u00a0{number} du livret demandé. Lecture non comptée."


def scan_sentence(page: int) -> str:
    """Say that a page (index from 0) has no text layer, so that the jury checks its number by eye."""
    return f"Page\u00a0{page + 1} numérisée\u00a0: vérifiez le numéro vous-même"


def paint_veil(painter: QPainter, box: QRect, seen: QRect, sentence: str, tints: Tints, ratio: float) -> None:
    """Cover a page.

    Args:
        painter: in device pixels.
        box: the page.
        seen: the part of the view in which the sentence must be legible.
        sentence: why.
        tints: the colours of the theme.
        ratio: device pixels in a logical one.
    """
    painter.fillRect(box, tints.veil)
    write(painter, box.intersected(seen), f"⚠\n{sentence}", tints.on_veil, ratio, bold=True)


def write(painter: QPainter, where: QRect, text: str, ink: QColor, ratio: float, *, bold: bool = False) -> None:
    """Write a sentence in the middle of a rectangle of device pixels, smaller where the room is short."""
    font = QFont(painter.font())
    size = max(9, min(round(18 * ratio), where.width() // 16))
    font.setPixelSize(size)
    font.setBold(bold)
    painter.setFont(font)
    painter.setPen(ink)
    room = where.adjusted(size, size, -size, -size)
    painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
