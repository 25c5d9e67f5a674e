# SPDX-License-Identifier: AGPL-3.0-or-later
"""Selecting text of the livret with the mouse or the keyboard, and copying it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent

from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.selection import Selection, across, as_text, beside, boxes, nearest
from lsl_desk.ui.viewer.text_layer import TextLayer, Words
from lsl_desk.ui.viewer.turning import Rect, to_page

Point = tuple[float, float]


class Picking(QObject):
    """The selection, of one page at a time."""

    changed = Signal()
    """The selection is another one."""

    def __init__(self, view: PageView, text: TextLayer) -> None:
        super().__init__(view)
        self._view = view
        self._text = text
        self.selection: Selection | None = None
        self._page: int | None = None
        self._from: Point = (0.0, 0.0)
        self._to: Point | None = None
        self._waiting: tuple[int, Callable[[Words], Selection | None]] | None = None
        text.arrived.connect(self._resume)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def clear(self) -> None:
        """Select nothing."""
        self._page = self._to = self._waiting = None
        self._select(None)

    def rects(self) -> tuple[Rect, ...]:
        """The rectangles selected, in points of the page."""
        words = self._words()
        return boxes(words, self.selection.ranks) if self.selection and words else ()

    def copied(self) -> str:
        """The text selected, "" when there is none."""
        words = self._words()
        return as_text(words, self.selection) if self.selection and words else ""

    def copy(self) -> None:
        """Put the text selected on the clipboard."""
        if text := self.copied():
            QGuiApplication.clipboard().setText(text)

    def select_page(self) -> None:
        """Select the whole of the current page."""
        page = self._view.sheet.current
        self._with_words(page, lambda words: Selection(page, 0, len(words) - 1) if words else None)

    def extend(self, key: int) -> None:
        """Move the end of the selection by a word (left, right) or a line (up, down), from the top of the page."""
        page = self.selection.page if self.selection else self._view.sheet.current

        def extended(words: Words) -> Selection | None:
            if not words:
                return None
            if self.selection is None:
                return Selection(page, 0, 0)
            step = 1 if key in {Qt.Key.Key_Right, Qt.Key.Key_Down} else -1
            move = beside if key in {Qt.Key.Key_Left, Qt.Key.Key_Right} else across
            return Selection(page, self.selection.fixed, move(words, self.selection.moving, step))

        self._with_words(page, extended)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the mouse over the pages and the keys that select."""
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._mouse(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self._view:
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        arrows = {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down}
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and event.key() in arrows:
            self.extend(event.key())
            return True
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.key() == Qt.Key.Key_A:
            self.select_page()
            return True
        if event.key() == Qt.Key.Key_Escape and self.selection is not None:
            self.clear()
            return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        kind, left = event.type(), Qt.MouseButton.LeftButton
        if kind == QEvent.Type.MouseButtonPress and event.button() == left:
            self.clear()
            self._press(event.position())
        elif kind == QEvent.Type.MouseMove and event.buttons() & left and self._page is not None:
            self._to = self._point(event.position(), self._page)
            self._drag()
        elif kind == QEvent.Type.MouseButtonDblClick and event.button() == left:
            self._press(event.position())
            self._to = self._from if self._page is not None else None
            self._drag()
        else:
            return False
        return True

    def _press(self, where: QPointF) -> None:
        scroll, ratio = self._view.at(), self._view.sheet.layout.view.ratio
        x, y = scroll.left + where.x() * ratio, scroll.top + where.y() * ratio
        hit = [box for box in self._view.on_screen() if box.x <= x < box.x + box.width and box.y <= y < box.bottom]
        self._page = hit[0].page if hit else None
        if self._page is not None:
            self._from = self._point(where, self._page)
            # The words are on their way while the mouse begins to move.
            self._text.words(self._page)

    def _point(self, where: QPointF, page: int) -> Point:
        sheet, scroll = self._view.sheet, self._view.at()
        box = sheet.layout.box(page)
        if box is None:
            return self._from
        ratio = sheet.layout.view.ratio
        x, y = scroll.left + where.x() * ratio, scroll.top + where.y() * ratio
        return to_page(x, y, sheet.sizes[page], box, sheet.mode.rotation)

    def _drag(self) -> None:
        page, end = self._page, self._to
        if page is None or end is None:
            return
        start = self._from

        def dragged(words: Words) -> Selection | None:
            fixed, moving = nearest(words, *start), nearest(words, *end)
            return None if fixed is None or moving is None else Selection(page, fixed, moving)

        self._with_words(page, dragged)

    def _with_words(self, page: int, work: Callable[[Words], Selection | None]) -> None:
        words = self._text.words(page)
        if words is None:
            self._waiting = (page, work)
        else:
            self._select(work(words))

    def _resume(self, page: int) -> None:
        if self._waiting is not None and self._waiting[0] == page:
            work = self._waiting[1]
            self._waiting = None
            self._with_words(page, work)

    def _words(self) -> Words | None:
        return self._text.words(self.selection.page) if self.selection else None

    def _select(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.changed.emit()
