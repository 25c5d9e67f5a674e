# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strip of page thumbnails, rendered by the same lane after everything else."""

from collections.abc import Callable, Collection, Iterator

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPalette
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.viewer.layout import A4
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.painting import MUTED
from lsl_desk.ui.viewer.requests import Wish

ACROSS = 88
"""Width of a thumbnail, in logical pixels."""

_MARGIN = 8
_LINE = 20

_Index = QModelIndex | QPersistentModelIndex


class Thumbnails(QListWidget):
    """Each page small, with its number and « lue » once it counted."""

    chosen = Signal(int)
    """Page."""
    wanted = Signal()
    """`wishes` may be others: the strip was shown or hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._livret: ShownLivret | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self._seen: frozenset[int] = frozenset()
        self._images: dict[int, QImage] = {}
        self._current = 0
        self._stale = True
        self.setAccessibleName("Vignettes des pages du livret")
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(ACROSS + 2 * _MARGIN + 18)
        self.currentRowChanged.connect(self._row)

    def open(self, livret: ShownLivret | None, sizes: tuple[PageSize, ...]) -> None:
        """Show the pages of another livret."""
        if livret != self._livret:
            self._images = {}
            self._seen = frozenset()
        self._livret = livret
        self._sizes = sizes
        self._stale = True
        self._fill()

    def set_current(self, page: int) -> None:
        """Point at the page the view is at."""
        self._current = page
        if not self.isHidden():
            self.blockSignals(True)
            self.setCurrentRow(page)
            self.blockSignals(False)

    def set_seen(self, pages: Collection[int]) -> None:
        """Say which pages counted as read."""
        self._seen = frozenset(pages)
        for page in range(self.count()):
            self._name(page)
        self.viewport().update()

    def wishes(self) -> Iterator[Wish]:
        """Wish the thumbnails that are not here, when the strip is shown."""
        if self.isHidden() or self._livret is None:
            return
        for page in range(len(self._sizes)):
            if page not in self._images and not self._livret.veiled(page):
                key = self._key(self._livret, page)
                yield Wish(key, True, 4 * key.width * self.tall(page))

    def take(self, key: RenderKey, image: Callable[[RenderKey], QImage | None]) -> None:
        """Keep a small copy of a thumbnail that came, so that its frame need not be held."""
        if self._livret is None or key.page >= len(self._sizes) or key != self._key(self._livret, key.page):
            return
        picture = image(key)
        if picture is not None:
            self._images[key.page] = picture.copy()
            self._images[key.page].setDevicePixelRatio(self.devicePixelRatioF())
            self.viewport().update()

    def tall(self, page: int) -> int:
        """The height of a thumbnail, in logical pixels."""
        size = self._sizes[page] if page < len(self._sizes) else A4
        return min(2 * ACROSS, max(1, round(ACROSS * size.height / size.width)))

    def paint_item(self, painter: QPainter, where: QRect, page: int, *, selected: bool) -> None:
        """Paint an item: the page, then its number and whether it was read."""
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        ink = self.palette().color(role)
        box = QRect(where.x() + _MARGIN, where.y() + _MARGIN, ACROSS, self.tall(page))
        if self._livret is not None and self._livret.veiled(page):
            colours = tints(self.palette())
            painter.fillRect(box, colours.veil)
            painter.setPen(colours.on_veil)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "⚠\nvoilée")
        elif page in self._images:
            painter.drawImage(box, self._images[page])
        else:
            painter.fillRect(box, MUTED)
        under = QRect(where.x(), box.bottom() + 2, ACROSS + 2 * _MARGIN, _LINE)
        seen = page in self._seen
        painter.setPen(ink if selected or not seen else tints(self.palette()).ok)
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, f"{page + 1}\u2002✓\u00a0lue" if seen else f"{page + 1}")

    def setVisible(self, visible: bool) -> None:
        """Ask for thumbnails only while they are shown."""
        super().setVisible(visible)
        self._fill()
        self.set_current(self._current)
        self.wanted.emit()

    def _fill(self) -> None:
        # Not while hidden: a list takes longer to fill than a livret to be shown.
        if self._stale and not self.isHidden():
            self._stale = False
            self.blockSignals(True)
            self.clear()
            for page in range(len(self._sizes)):
                self.addItem(QListWidgetItem())
                self._name(page)
            self.blockSignals(False)

    def _row(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(row)

    def _key(self, livret: ShownLivret, page: int) -> RenderKey:
        return RenderKey(livret.digest, page, round(ACROSS * self.devicePixelRatioF()))

    def _name(self, page: int) -> None:
        words = [f"page\u00a0{page + 1}"]
        if self._livret is not None and self._livret.veiled(page):
            words.append("voilée")
        if page in self._seen:
            words.append("lue")
        self.item(page).setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(words))


class _Delegate(QStyledItemDelegate):
    def __init__(self, strip: Thumbnails) -> None:
        super().__init__(strip)
        self._strip = strip

    def sizeHint(self, _option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(ACROSS + 2 * _MARGIN, self._strip.tall(index.row()) + _LINE + 2 * _MARGIN)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._strip.paint_item(painter, option.rect, index.row(), selected=selected)
        painter.restore()
