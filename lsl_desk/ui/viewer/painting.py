# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paints one page: its true picture, or what stands in for it until it comes. In device pixels."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from lsl_desk.domain.pages import RenderKey
from lsl_desk.sentences import sentence
from lsl_desk.ui.palettes import Tints
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.pictures import Pictures
from lsl_desk.ui.viewer.turning import Rect
from lsl_desk.ui.viewer.veil import paint_veil, veil_sentence, write

MUTED = QColor(0xDA, 0xDA, 0xDA)
"""A page that is not there yet: even, so that nothing of another livret is ever readable in its place."""

_INK = QColor(0x40, 0x40, 0x40)
_FOUND = QColor(0xFF, 0xE4, 0x7A)
_CURRENT = QColor(0xFF, 0xA9, 0x40)
_SELECTED = QColor(0xA8, 0xCB, 0xFF)


@dataclass(frozen=True, slots=True)
class Marks:
    """What is laid over a page, in its points."""

    found: tuple[Rect, ...] = ()
    current: tuple[Rect, ...] = ()
    selected: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True)
class Brush:
    """What painting needs to know beyond the page.

    Attributes:
        painter: whose unit is the device pixel of the view.
        seen: the view.
        ratio: device pixels in a logical one.
        tints: the colours of the theme.
        late: what is not here yet is said to be late.
    """

    painter: QPainter
    seen: QRect
    ratio: float
    tints: Tints
    late: bool = False


LATE_SAID = (
    "Cette page tarde à s’afficher. Le livret est sur ce poste\u202f; la copie de secours a le même fichier, que tout "
    "lecteur de PDF ouvre."
)
"""What is here and in the copy is one file: it is the drawing of it that is slow."""


def paint_page(brush: Brush, livret: ShownLivret, key: RenderKey, box: QRect, pictures: Pictures) -> bool:
    """Paint a page in its box; return True when its true picture was painted."""
    check = livret.check(key.page)
    if check.veiled:
        paint_veil(brush.painter, box, brush.seen, veil_sentence(livret.number, check), brush.tints, brush.ratio)
        return False
    image = pictures.image(key)
    if image is not None:
        _paint_true(brush.painter, box, image)
        return True
    brush.painter.fillRect(box, MUTED)
    refusal = pictures.refusal(livret.digest, key.page)
    if refusal is not None:
        write(brush.painter, box.intersected(brush.seen), f"⚠\n{sentence(refusal)}", _INK, brush.ratio)
        return False
    other = pictures.stand_in(key)
    scaled = None if other is None else pictures.image(other)
    if other is not None and scaled is not None:
        _paint_scaled(brush.painter, box, scaled, (key.rotation - other.rotation) % 360)
    elif brush.late:
        write(brush.painter, box.intersected(brush.seen), f"◷\n{LATE_SAID}", _INK, brush.ratio)
    return False


def paint_marks(painter: QPainter, marks: Marks, convert: Callable[[Rect], Rect]) -> None:
    """Lay marks over a page as a highlighter does, the text staying legible; ``convert`` gives pixels of the view."""
    painter.save()
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
    for rects, colour in ((marks.found, _FOUND), (marks.current, _CURRENT), (marks.selected, _SELECTED)):
        for rect in map(convert, rects):
            painter.fillRect(QRectF(rect.x0, rect.y0, rect.x1 - rect.x0, rect.y1 - rect.y0), colour)
    painter.restore()


def _paint_true(painter: QPainter, box: QRect, image: QImage) -> None:
    # The renderer may round the height of a page otherwise than the layout: a row more or less is no reason to scale.
    if image.width() == box.width() and abs(image.height() - box.height()) <= 2:
        if image.height() < box.height():
            painter.fillRect(box, Qt.GlobalColor.white)
        painter.drawImage(box.topLeft(), image, QRect(0, 0, box.width(), min(image.height(), box.height())))
    else:
        _paint_scaled(painter, box, image, 0)


def _paint_scaled(painter: QPainter, box: QRect, image: QImage, turn: int) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    centre = QRectF(box).center()
    painter.translate(centre)
    painter.rotate(turn)
    across, down = (box.height(), box.width()) if turn % 180 else (box.width(), box.height())
    painter.drawImage(QRectF(-across / 2, -down / 2, across, down), image)
    painter.restore()
