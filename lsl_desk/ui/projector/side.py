# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beside the page: the N° élève as large as can be, the marks, the total; sized to be read from the end of a room."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QWidget

from lsl_desk.ui.exam_names import cut_at_word
from lsl_desk.ui.projector.values import NOBODY, MarkShown, Shown

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TALLEST_ROW = 4.4
"""Hundredths of the height that a mark takes at the most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and where it stands.

    Attributes:
        text: whole.
        box: logical pixels.
        size: of the letters, in pixels.
        bold: strong.
        muted: secondary.
        right: at the right edge of its box.
        wraps: on several lines rather than cut.
    """

    text: str
    box: QRect
    size: int
    bold: bool = False
    muted: bool = False
    right: bool = False
    wraps: bool = False


class Side(QWidget):
    """Paints the model's words; `pieces` are all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = NOBODY
        self.setAccessibleName("Candidat à l’écran")

    def take(self, shown: Shown) -> None:
        """Show another model; a page that only scrolls changes nothing here."""
        before, self._shown = self._shown, shown
        if _written(before) == _written(shown):
            return
        self.setAccessibleDescription(" · ".join(piece.text for piece in self.pieces()))
        self.update()

    def pieces(self) -> tuple[Piece, ...]:
        """Everything that is written, at the size there is."""
        return tuple(self._laid())

    def _laid(self) -> Iterator[Piece]:
        shown = self._shown
        if not shown.number:
            return
        unit, edge = self.height() / 100, max(8, self.width() // 18)
        left, across = edge, self.width() - 2 * edge

        def box(top: float, height: float) -> QRect:
            return QRect(left, round(top * unit), across, round(height * unit))

        yield Piece(shown.number, box(2, 15), self._fitting(shown.number, across, round(14 * unit)), bold=True)
        about = [f"série\u00a0{shown.serie}"] if shown.serie else []
        about += [] if shown.page is None else [f"page\u00a0{shown.page.page + 1}\u00a0/\u00a0{shown.page.count}"]
        yield Piece(" · ".join(about), box(17.5, 5), round(3.2 * unit), muted=True)
        yield from self._marks(shown.marks, box(25, 50))
        yield Piece(shown.total, box(77, 7), self._fitting(shown.total, across, round(5.4 * unit)), bold=True)
        yield Piece(shown.missing, box(84, 7), round(2.7 * unit), wraps=True)
        yield Piece(shown.decision, box(91.5, 7), round(2.9 * unit), bold=True, wraps=True)

    def _marks(self, marks: tuple[MarkShown, ...], room: QRect) -> Iterator[Piece]:
        if not marks:
            return
        tall = min(room.height() / len(marks), _TALLEST_ROW * self.height() / 100)
        size = max(9, round(tall * 0.62))
        strong, plain = QFontMetrics(self._font(size, bold=True)), QFontMetrics(self._font(size, bold=False))
        value = max(strong.horizontalAdvance(one.mark) for one in marks) + size // 3
        weight = max(plain.horizontalAdvance(one.coefficient) for one in marks) + size // 2
        for place, mark in enumerate(marks):
            row = QRect(room.left(), round(room.top() + place * tall), room.width(), round(tall))
            name = row.adjusted(0, 0, -value - weight, 0)
            yield Piece(cut_at_word(mark.label, plain, name.width()), name, size)
            middle = row.adjusted(row.width() - value - weight, 0, -value, 0)
            yield Piece(mark.coefficient, middle, round(size * 0.85), muted=True, right=True)
            yield Piece(mark.mark, row.adjusted(row.width() - value, 0, 0, 0), size, bold=True, right=True)

    def _fitting(self, text: str, across: int, size: int) -> int:
        font = self._font(100, bold=True)
        wide = QFontMetrics(font).horizontalAdvance(text)
        return max(9, min(size, int(100 * across / max(1, wide))))

    def _font(self, size: int, *, bold: bool) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(max(9, size))
        font.setBold(bold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Write every piece."""
        painter = QPainter(self)
        colours = self.palette()
        painter.fillRect(self.rect(), colours.color(QPalette.ColorRole.Window))
        for piece in self.pieces():
            painter.setFont(self._font(piece.size, bold=piece.bold))
            role = QPalette.ColorRole.PlaceholderText if piece.muted else QPalette.ColorRole.WindowText
            painter.setPen(colours.color(role))
            flags = _RIGHT if piece.right else _LEFT
            if piece.wraps:
                painter.drawText(piece.box, flags | Qt.TextFlag.TextWordWrap, piece.text)
            else:
                cut = painter.fontMetrics().elidedText(piece.text, Qt.TextElideMode.ElideRight, piece.box.width())
                painter.drawText(piece.box, flags, cut)


def _written(shown: Shown) -> tuple[object, ...]:
    """What of a model is written here."""
    page = shown.page and (shown.page.page, shown.page.count)
    return shown.number, shown.serie, page, shown.marks, shown.total, shown.missing, shown.decision
