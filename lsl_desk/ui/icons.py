# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our own icons: one stroke on a 24-unit grid, given the palette's colour when they are loaded."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from lsl_desk.bundled import bundled

SIZES = (16, 24, 32, 48)
"""Pixels: menus and buttons at 100 %, 150 % and 200 %, and the tiles."""


def svg(name: str, colour: QColor) -> bytes:
    """The drawing of an icon in a colour.

    Raises:
        FileNotFoundError: no such icon, which is a fault of ours.
    """
    return bundled("icons", f"{name}.svg").read_bytes().replace(b"currentColor", colour.name().encode())


def icon(name: str, colour: QColor, disabled: QColor | None = None) -> QIcon:
    """Return an icon of ``resources/icons`` in a colour, and in another when its action is disabled."""
    return _icon(name, colour.name(), (disabled or colour).name())


def pixmap(name: str, colour: QColor, size: int, ratio: float = 1.0) -> QPixmap:
    """Draw an icon ``size`` logical pixels wide for a screen of this device pixel ratio."""
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg(name, colour))).render(painter)
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    return drawn


@lru_cache(maxsize=256)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for size in SIZES:
        made.addPixmap(pixmap(name, QColor(colour), size), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, QColor(disabled), size), QIcon.Mode.Disabled)
    return made
