# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a test sees of a viewer: the colours on its screen and the signals it sent."""

from collections import Counter

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import PageCheck
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.scripted_pages import GONE, colour_of

Colour = tuple[int, int, int]


def turn(qtbot: QtBot, times: int = 3) -> None:
    """Let the event loop do what is waiting, and what that puts in line; it waits for no time to pass."""
    for _ in range(times):
        with qtbot.waitCallback() as turned:
            QTimer.singleShot(0, turned)


def screen(widget: QWidget) -> QImage:
    """What the widget shows now."""
    return widget.grab().toImage()


def colours(image: QImage) -> Counter[Colour]:
    """How many of the pixels of an image (one in four each way) have each colour."""
    found: Counter[Colour] = Counter()
    for y in range(0, image.height(), 4):
        for x in range(0, image.width(), 4):
            pixel = QColor(image.pixel(x, y))
            found[pixel.red(), pixel.green(), pixel.blue()] += 1
    assert GONE not in found, "memory given back was painted"
    return found


def shows(viewer: LivretViewer, digest: str, page: int) -> bool:
    """Tell whether any of a page's picture is on the screen, the scaled one included."""
    return _near(colours(screen(viewer)), colour_of(Digest(digest), page)) > 20


def _near(found: Counter[Colour], colour: Colour) -> int:
    return sum(
        count for other, count in found.items() if all(abs(a - b) <= 2 for a, b in zip(other, colour, strict=True))
    )


class Heard(QObject):
    """The signals of a viewer, in order."""

    def __init__(self, viewer: LivretViewer) -> None:
        super().__init__(viewer)
        self.visible: list[tuple[int, ...]] = []
        self.pages: list[tuple[int, int]] = []
        self.veils: list[tuple[int, PageCheck]] = []
        self.painted: list[str] = []
        self.failures: list[object] = []
        viewer.pages_visible.connect(self._visible)
        viewer.page_changed.connect(self._page)
        viewer.veiled.connect(self._veil)
        viewer.first_painted.connect(self.painted.append)
        viewer.failed.connect(self.failures.append)

    @property
    def readable(self) -> tuple[int, ...]:
        """The pages that can be read now."""
        return self.visible[-1] if self.visible else ()

    def _visible(self, pages: tuple[int, ...]) -> None:
        self.visible.append(pages)

    def _page(self, page: int, count: int) -> None:
        self.pages.append((page, count))

    def _veil(self, page: int, check: PageCheck) -> None:
        self.veils.append((page, check))


def delete(widget: QWidget) -> None:
    """Destroy a widget at once, as Qt does when its parent goes."""
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)
