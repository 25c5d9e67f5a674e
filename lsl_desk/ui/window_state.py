# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the window was, how wide its columns were: kept between two days, brought back to the screens there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication, QScreen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QHeaderView, QSplitter, QToolButton, QWidget

_LEAST_WIDTH, _LEAST_HEIGHT = 900, 600
_NARROWEST = 24


def brought_back(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """Return the place nearest to the wanted one where the whole window can be seen and seized.

    Args:
        wanted: outer rectangle, logical pixels.
        screens: available rectangle of each screen, the main one first.
    """
    if not screens:
        return wanted
    best = max(screens, key=lambda screen: _area(screen.intersected(wanted)))
    if not best.intersects(wanted):
        best = screens[0]
    width = min(max(wanted.width(), min(_LEAST_WIDTH, best.width())), best.width())
    height = min(max(wanted.height(), min(_LEAST_HEIGHT, best.height())), best.height())
    left = min(max(wanted.left(), best.left()), best.left() + best.width() - width)
    top = min(max(wanted.top(), best.top()), best.top() + best.height() - height)
    return QRect(left, top, width, height)


def _area(rectangle: QRect) -> int:
    return max(0, rectangle.width()) * max(0, rectangle.height())


class WindowState:
    """Sizes and places, in ``window.ini`` of the data folder; nothing about a jury or a person is in it."""

    def __init__(self, folder: Path) -> None:
        self._ini = QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)

    def save_window(self, window: QWidget) -> None:
        """Keep the window's place, its normal one when it fills the screen."""
        self._ini.setValue("window/place", window.normalGeometry())
        self._ini.setValue("window/maximised", window.isMaximized())

    def restore_window(self, window: QWidget) -> None:
        """Put the window where it was, or in the middle of the main screen at four fifths of its size."""
        screens = [screen.availableGeometry() for screen in _screens()]
        kept = self._ini.value("window/place")
        if isinstance(kept, QRect) and kept.isValid():
            window.setGeometry(brought_back(kept, screens))
        elif screens:
            size = screens[0].size() * 0.85
            place = QRect(screens[0].topLeft(), size)
            place.moveCenter(screens[0].center())
            window.setGeometry(brought_back(place, screens))
        if self._ini.value("window/maximised", type=bool):
            window.showMaximized()

    def save_layout(self, root: QWidget) -> None:
        """Keep the state of every splitter, table and part that folds of a screen, when it has an object name."""
        for splitter in _splitters(root):
            if splitter.objectName():
                self._ini.setValue(f"splitter/{splitter.objectName()}", splitter.saveState())
        for name, header in _headers(root):
            self._ini.setValue(f"columns/{name}", header.saveState())
        for fold in _folds(root):
            self._ini.setValue(f"fold/{fold.objectName()}", fold.isChecked())

    def restore_layout(self, root: QWidget) -> None:
        """Give splitters and tables their sizes back, and fold what was; a state that hides everything is not taken."""
        for splitter in _splitters(root):
            kept = self._ini.value(f"splitter/{splitter.objectName()}") if splitter.objectName() else None
            if isinstance(kept, QByteArray):
                before = splitter.saveState()
                if splitter.restoreState(kept) and not any(splitter.sizes()):
                    splitter.restoreState(before)
        for name, header in _headers(root):
            kept = self._ini.value(f"columns/{name}")
            if isinstance(kept, QByteArray):
                _restore_columns(header, kept)
        for fold in _folds(root):
            fold.setChecked(bool(self._ini.value(f"fold/{fold.objectName()}", fold.isChecked(), type=bool)))

    def sync(self) -> None:
        """Write to the disk now."""
        self._ini.sync()


def _restore_columns(header: QHeaderView, kept: QByteArray) -> None:
    before = header.saveState()
    count = header.count()
    if not header.restoreState(kept) or header.count() != count or header.hiddenSectionCount() == count:
        header.restoreState(before)
        return
    widest = max((screen.availableGeometry().width() for screen in _screens()), default=_LEAST_WIDTH)
    for section in range(count):
        if not header.isSectionHidden(section):
            header.resizeSection(section, min(max(header.sectionSize(section), _NARROWEST), widest))


def _splitters(root: QWidget) -> list[QSplitter]:
    from PySide6.QtWidgets import QSplitter  # noqa: PLC0415 - the first window has none

    return root.findChildren(QSplitter)


def _headers(root: QWidget) -> list[tuple[str, QHeaderView]]:
    from PySide6.QtWidgets import QTableView, QTreeView  # noqa: PLC0415 - the first window has none

    tables = [(view.objectName(), view.horizontalHeader()) for view in root.findChildren(QTableView)]
    trees = [(view.objectName(), view.header()) for view in root.findChildren(QTreeView)]
    return [(name, header) for name, header in tables + trees if name]


def _folds(root: QWidget) -> list[QToolButton]:
    from PySide6.QtWidgets import QToolButton  # noqa: PLC0415 - the first window has none

    return [one for one in root.findChildren(QToolButton) if one.isCheckable() and one.objectName()]


def _screens() -> list[QScreen]:
    main = QGuiApplication.primaryScreen()
    return sorted(QGuiApplication.screens(), key=lambda screen: screen is not main)
