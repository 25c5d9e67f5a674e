# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages on the screen: scrolls, paints what is there, and tells what was truly painted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar, QWidget

from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.ui.messages import announce
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.viewer.layout import Box, Mode, Place, Scroll, View
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.painting import LATE_SAID, Brush, Marks, paint_marks, paint_page
from lsl_desk.ui.viewer.pictures import Pictures
from lsl_desk.ui.viewer.scroll_bar import FlatScrollBar
from lsl_desk.ui.viewer.sheet import Sheet
from lsl_desk.ui.viewer.turning import Rect, rect_to_content

SETTLE = 120
"""Milliseconds without a change of size before pages are asked for at the new size."""

LATE = 1000
"""Milliseconds without a page of the screen after which the view says so (J2, step 3)."""


class PageView(QAbstractScrollArea):
    """Shows a livret. It asks for no picture itself: `moved` says that others may be wanted."""

    moved = Signal()
    """What is on the screen, or its size, changed."""
    reached = Signal()
    """What was painted last is on the screen."""
    current_changed = Signal()
    """The current page is another one."""
    mode_changed = Signal()
    """Zoom (that of a page fitted to a view of another size too), rotation or continuity changed."""

    _painted = Signal()

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = Sheet()
        self._pictures = pictures
        self._arranging = False
        self._true: dict[int, RenderKey] = {}
        self._marks: Mapping[int, Marks] = {}
        self._settling = QTimer(self, singleShot=True, interval=SETTLE)
        self._settling.timeout.connect(self.moved)
        self._late = QTimer(self, singleShot=True, interval=LATE)
        self._late.timeout.connect(self._say_late)
        self._is_late = False
        # Queued, so that it comes once the window was flushed to the screen.
        self._painted.connect(self.reached, Qt.ConnectionType.QueuedConnection)
        self.setVerticalScrollBar(FlatScrollBar(Qt.Orientation.Vertical, self))
        self.setHorizontalScrollBar(FlatScrollBar(Qt.Orientation.Horizontal, self))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        # Always there: a bar that came and went would change the width of the pages.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.verticalScrollBar().setAccessibleName("Défilement du livret")
        self.horizontalScrollBar().setAccessibleName("Défilement du livret vers les côtés")

    @property
    def settling(self) -> bool:
        """The size is still changing: it is too early to ask for pictures."""
        return self._settling.isActive()

    def open(self, livret: ShownLivret | None, sizes: tuple[PageSize, ...], mode: Mode, place: Place) -> None:
        """Show a livret from a place, or nothing. Nothing of the one before is painted any more."""
        changed = mode != self.sheet.mode
        self._true.clear()
        self._marks = {}
        self._settling.stop()
        self._in_time()
        self.sheet.open(livret, sizes, mode, place)
        self._arrange()
        if changed:
            self.mode_changed.emit()

    def learn_sizes(self, sizes: tuple[PageSize, ...]) -> None:
        """Put the true sizes in place of those assumed, the place kept."""
        if sizes != self.sheet.sizes:
            self.sheet.open(self.sheet.livret, sizes, self.sheet.mode, self.sheet.place)
            self._arrange()
            self.current_changed.emit()

    def set_mode(self, mode: Mode) -> None:
        """Show the pages otherwise, at the same place."""
        if mode != self.sheet.mode:
            self.sheet.turn_to(mode)
            self._arrange()
            self.mode_changed.emit()

    def zoom_at(self, zoom: str, x: int, y: int) -> None:
        """Zoom, the point of the page at a point of the view (device pixels) staying there."""
        scroll = self.at()
        anchor = self.sheet.layout.anchor(scroll.left + x, scroll.top + y)
        self.sheet.turn_to(replace(self.sheet.mode, zoom=zoom))
        self._arrange()
        self._scroll_to(self.sheet.hold(anchor, x, y))
        self.mode_changed.emit()

    def go_to(self, page: int, offset: float = 0.0) -> None:
        """Bring a page to the top of the view; it becomes the current one even when the view cannot scroll so far."""
        if not self.sheet.sizes:
            return
        before = self.sheet.current
        layout = self.sheet.layout
        scroll = self.sheet.go_to(page, offset)
        if self.sheet.layout is not layout:
            self._arrange()
        else:
            self._arranging = True
            self._scroll_to(scroll)
            self._arranging = False
            self.viewport().update()
            self.moved.emit()
        if self.sheet.current != before:
            self.current_changed.emit()

    def bring(self, page: int, rects: Sequence[Rect]) -> None:
        """Bring rectangles of a page (points) into the view, a third of the way down unless they are in it already."""
        if self.sheet.layout.box(page) is None:
            self.go_to(page)
        box = self.sheet.layout.box(page)
        if box is None or not rects:
            return
        size, view, scroll = self.sheet.sizes[page], self.sheet.layout.view, self.at()
        spot = rect_to_content(rects[0], size, box, self.sheet.mode.rotation)
        if not (scroll.top <= spot.y0 and spot.y1 <= scroll.top + view.height):
            self.scroll_by(0, round(spot.y0 - view.height / 3) - scroll.top)
        if not (scroll.left <= spot.x0 and spot.x1 <= scroll.left + view.width):
            self.scroll_by(round(spot.x0 - view.width / 3) - scroll.left, 0)

    def scroll_by(self, across: int, down: int) -> bool:
        """Scroll by device pixels, as far as the content goes; return False when it could move neither way."""
        here = self.at()
        there = self.sheet.layout.clamp(Scroll(here.left + across, here.top + down))
        self._scroll_to(there)
        return there != here

    def at(self) -> Scroll:
        """The content's point at the top left of the view, in device pixels."""
        return Scroll(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def on_screen(self) -> tuple[Box, ...]:
        """The pages of which something is in the view."""
        return self.sheet.layout.visible(self.at())

    def painted(self, page: int) -> bool:
        """Tell whether the page on the screen is its true picture, at the size and rotation wanted now."""
        box = self.sheet.layout.box(page)
        return box is not None and page in self._true and self._true[page] == self.sheet.key(box)

    def readable(self) -> tuple[int, ...]:
        """The pages that can be read now: see `Layout.readable`, painted with their true picture."""
        return tuple(page for page in self.sheet.layout.readable(self.at()) if self.painted(page))

    def mark(self, marks: Mapping[int, Marks]) -> None:
        """Lay marks over pages, in place of those before."""
        before, self._marks = self._marks, marks
        for page in {*marks, *before}:
            if marks.get(page) != before.get(page):
                self._update_page(page)

    def renew(self, key: RenderKey) -> None:
        """Repaint the page whose picture came."""
        if self.sheet.livret is not None and key.digest == self.sheet.livret.digest:
            self._update_page(key.page)

    def _arrange(self) -> None:
        self._arranging = True
        # Twice when a scroll bar came or went, which changes the view.
        for _ in range(2):
            view = self._view()
            scroll = self.sheet.arrange(view)
            most = self.sheet.layout.furthest
            _range(self.horizontalScrollBar(), most.left, view.width, view.ratio)
            _range(self.verticalScrollBar(), most.top, view.height, view.ratio)
            if self._view() == view:
                break
        self._scroll_to(scroll)
        self.sheet.arrived(scroll)
        self._arranging = False
        self.viewport().update()
        self.moved.emit()

    def _scroll_to(self, scroll: Scroll) -> None:
        self.horizontalScrollBar().setValue(scroll.left)
        self.verticalScrollBar().setValue(scroll.top)

    def _view(self) -> View:
        ratio = self.devicePixelRatioF()
        size = self.viewport().size()
        return View(max(1, int(size.width() * ratio)), max(1, int(size.height() * ratio)), ratio)

    def _follow_size(self) -> None:
        if not self._arranging and self._view() != self.sheet.layout.view:
            before, factor = self.sheet.current, self.sheet.factor()
            if self.isVisible():
                self._settling.start()
            self._arrange()
            if self.sheet.current != before:
                self.current_changed.emit()
            if self.sheet.factor() != factor:
                self.mode_changed.emit()

    def _update_page(self, page: int) -> None:
        box = self.sheet.layout.box(page)
        if box is not None:
            scroll, ratio = self.at(), self.sheet.layout.view.ratio
            x, y = int((box.x - scroll.left) / ratio) - 1, int((box.y - scroll.top) / ratio) - 1
            self.viewport().update(x, y, int(box.width / ratio) + 3, int(box.height / ratio) + 3)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - Qt's signature
        """Repaint, and see which page is the current one."""
        if not self._arranging:
            before = self.sheet.current
            self.sheet.scrolled(self.at())
            self.viewport().update()
            self.moved.emit()
            if self.sheet.current != before:
                self.current_changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new size at once, and ask for pictures once it no longer changes."""
        super().resizeEvent(event)
        self._follow_size()

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for the pictures that were not worth asking while hidden."""
        super().showEvent(event)
        self.moved.emit()

    def event(self, event: QEvent) -> bool:
        """Lay out again on a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._follow_size()
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages that the region touches."""
        layout = self.sheet.layout
        ratio = layout.view.ratio
        painter = QPainter(self.viewport())
        painter.scale(1 / ratio, 1 / ratio)
        dirty = _scaled(event.rect(), ratio)
        scroll = self.at()
        boxes = [
            (box, QRect(box.x - scroll.left, box.y - scroll.top, box.width, box.height)) for box in self.on_screen()
        ]
        self._paint_ground(painter, dirty, [where for _box, where in boxes])
        seen = QRect(0, 0, layout.view.width, layout.view.height)
        brush = Brush(painter, seen, ratio, tints(self.palette()), late=self._is_late)
        for box, where in boxes:
            if where.intersects(dirty):
                self._paint_box(brush, box, where)
        painter.end()
        self._watch(box for box, _where in boxes)
        self._painted.emit()

    def _watch(self, boxes: Iterable[Box]) -> None:
        """A page of the screen that does not come is said after a while."""
        livret = self.sheet.livret
        keys = [] if livret is None else [self.sheet.key(box) for box in boxes if not livret.veiled(box.page)]
        if all(self._pictures.holds(key) for key in keys):
            self._in_time()
        elif not self._is_late and not self._late.isActive():
            self._late.start()

    def _in_time(self) -> None:
        self._late.stop()
        self._is_late = False

    def _say_late(self) -> None:
        self._is_late = True
        announce(self, LATE_SAID)
        self.viewport().update()

    def _paint_box(self, brush: Brush, box: Box, where: QRect) -> None:
        livret = self.sheet.livret
        if livret is None:
            return
        key = self.sheet.key(box)
        if paint_page(brush, livret, key, where, self._pictures):
            self._true[box.page] = key
        else:
            self._true.pop(box.page, None)
        if box.page in self._marks and not livret.veiled(box.page):
            shifted = replace(box, x=where.x(), y=where.y())
            size, rotation = self.sheet.sizes[box.page], self.sheet.mode.rotation
            paint_marks(
                brush.painter, self._marks[box.page], lambda rect: rect_to_content(rect, size, shifted, rotation)
            )

    def _paint_ground(self, painter: QPainter, dirty: QRect, pages: Iterable[QRect]) -> None:
        # Around the pages only: what a page covers is not painted twice.
        colour = self.palette().color(QPalette.ColorRole.Mid)
        top = dirty.top()
        for page in pages:
            painter.fillRect(QRect(dirty.left(), top, dirty.width(), page.top() - top), colour)
            painter.fillRect(QRect(dirty.left(), page.top(), page.left() - dirty.left(), page.height()), colour)
            right = page.right() + 1
            painter.fillRect(QRect(right, page.top(), dirty.right() + 1 - right, page.height()), colour)
            top = page.bottom() + 1
        painter.fillRect(QRect(dirty.left(), top, dirty.width(), dirty.bottom() + 1 - top), colour)


def _range(bar: QScrollBar, most: int, page: int, ratio: float) -> None:
    bar.setRange(0, most)
    bar.setPageStep(page)
    bar.setSingleStep(round(48 * ratio))


def _scaled(rect: QRect, ratio: float) -> QRect:
    if ratio == 1:
        return rect
    left, top = int(rect.left() * ratio) - 1, int(rect.top() * ratio) - 1
    right, bottom = int((rect.right() + 1) * ratio) + 2, int((rect.bottom() + 1) * ratio) + 2
    return QRect(left, top, right - left, bottom - top)
