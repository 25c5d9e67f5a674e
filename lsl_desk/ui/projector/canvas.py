# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page on the projector: its picture, or a few neutral words."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.projector.pictures import PictureSource, Placed, key_of, placed
from lsl_desk.ui.projector.values import NOBODY, Shown

MASKED = "page masquée"
AWAITED = "page en préparation"
NONE = "pas de page à montrer"
WAITING = "en attente d’un candidat"
_EVEN = QColor(0xE4, 0xE4, 0xE4)
_INK = QColor(0x40, 0x40, 0x40)
_ON_BLACK = QColor(0xB8, 0xB8, 0xB8)


class Canvas(QWidget):
    """Paints a page of the model, from pictures that the viewer holds; it has no picture of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = NOBODY
        self._source: PictureSource | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._say()

    @property
    def words(self) -> str:
        """What is written in the place of a page, "" while its picture is there."""
        shown = self._shown
        if shown.masked:
            return MASKED
        if shown.page is not None:
            return "" if self._at_hand() is not None else AWAITED
        if not shown.number:
            return WAITING
        return AWAITED if shown.awaited else NONE

    def take(self, shown: Shown) -> None:
        """Show another model."""
        self._shown = shown
        self._seek()
        self._say()
        self.update()

    def draw_from(self, source: PictureSource | None) -> None:
        """Take pictures from here; None when there are none any more."""
        self._source = source
        self._seek()
        self._say()
        self.update()

    def renew(self, key: RenderKey) -> None:
        """A picture came."""
        page = self._shown.page
        if page is not None and (key.digest, key.page) == (page.digest, page.page):
            self._seek()
            self._say()
            self.update()

    def _place(self) -> tuple[Placed, RenderKey] | None:
        page, ratio = self._shown.page, self.devicePixelRatioF()
        if page is None:
            return None
        place = placed(page, max(1, int(self.width() * ratio)), max(1, int(self.height() * ratio)))
        return place, key_of(page, place)

    def _at_hand(self) -> RenderKey | None:
        """The picture to paint now: the one of this size, else the widest there is."""
        found, source = self._place(), self._source
        if found is None or source is None:
            return None
        return found[1] if source.image(found[1]) is not None else source.nearest(found[1])

    def _seek(self) -> None:
        """Have the picture kept; one that is wider is painted smaller, and no second one is rendered."""
        source, found = self._source, self._place()
        if source is None:
            return
        if found is None:
            source.show_elsewhere(None, 0)
            return
        place, key = found
        at_hand = self._at_hand()
        enough = at_hand is not None and at_hand.width >= key.width and at_hand.rotation == key.rotation
        source.show_elsewhere(at_hand if enough else key, place.height)

    def _say(self) -> None:
        page = self._shown.page
        where = "" if page is None else f", page {page.page + 1} sur {page.count}"
        self.setAccessibleName(self.words or f"Livret {self._shown.number}{where}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size, another picture."""
        super().resizeEvent(event)
        self._seek()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page, black, or the words."""
        painter = QPainter(self)
        if self._shown.masked:
            painter.fillRect(self.rect(), Qt.GlobalColor.black)
            self._write(painter, QRect(self.rect()), MASKED, _ON_BLACK)
            return
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
        found, source = self._place(), self._source
        if found is None or source is None:
            self._write(painter, QRect(self.rect()), self.words, self.palette().color(QPalette.ColorRole.WindowText))
            return
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        place, key = found
        box = QRect(place.x, place.y, place.width, place.height)
        at_hand = self._at_hand()
        image = None if at_hand is None else source.image(at_hand)
        if image is None or at_hand is None:
            painter.fillRect(box, _EVEN)
            view = QRect(0, 0, round(self.width() * ratio), round(self.height() * ratio))
            self._write(painter, box.intersected(view), AWAITED, _INK)
        elif at_hand == key and abs(image.height() - box.height()) <= 2:
            painter.fillRect(box, Qt.GlobalColor.white)  # the renderer may round a row away
            painter.drawImage(box.topLeft(), image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.translate(QRectF(box).center())
            turn = (key.rotation - at_hand.rotation) % 360
            painter.rotate(turn)
            across, down = (box.height(), box.width()) if turn % 180 else (box.width(), box.height())
            painter.drawImage(QRectF(-across / 2, -down / 2, across, down), image)

    @staticmethod
    def _write(painter: QPainter, where: QRect, text: str, ink: QColor) -> None:
        font = painter.font()
        font.setPixelSize(max(12, min(where.height() // 14, where.width() // 14)))
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(where, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)
