# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QLabel

from lsl_desk.ui.palettes import is_dark

Make = Callable[..., Any]


def test_the_theme_changes_at_once_and_is_kept(bench: Make, qapp: QApplication) -> None:
    driven = bench()
    driven.unlock()
    light = qapp.palette().color(QPalette.ColorRole.Window).lightness()
    driven.window.actions_["theme_dark"].trigger()
    driven.settle()
    assert qapp.palette().color(QPalette.ColorRole.Window).lightness() < 64 < light
    assert driven.window.palette().color(QPalette.ColorRole.Window).lightness() < 64
    assert driven.gate.kept[-1].theme == "dark"
    driven.window.actions_["theme_light"].trigger()
    driven.settle()
    assert qapp.palette().color(QPalette.ColorRole.Window).lightness() == light


def test_the_aspect_of_the_system_is_followed_when_the_desktop_changes_it(bench: Make, qapp: QApplication) -> None:
    driven = bench()
    driven.unlock()
    hints = QGuiApplication.styleHints()  # the desktop of the tests has one aspect: its signal is sent for it
    driven.window.actions_["theme_light"].trigger()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert not is_dark(qapp.palette()), "what a person chose stands"
    driven.window.actions_["theme_system"].trigger()
    driven.settle()
    assert not is_dark(qapp.palette())
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert is_dark(qapp.palette())
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert not is_dark(qapp.palette())


def _ink(drawn: QPixmap) -> int:
    """How light the opaque pixels of a drawing are, 0 to 255."""
    image = drawn.toImage()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    inked = [pixel.lightness() for pixel in pixels if pixel.alpha() > 200]
    return sum(inked) // len(inked)


@pytest.mark.parametrize(("theme", "other"), [("dark", "light"), ("light", "dark")])
def test_every_drawing_takes_the_colours_of_a_theme_chosen_while_it_is_shown(
    bench: Make, theme: str, other: str
) -> None:
    driven = bench()
    driven.unlock()
    driven.window.actions_[f"theme_{other}"].trigger()
    driven.settle()
    driven.window.messages.say("Un message.", "warning")
    driven.window.actions_[f"theme_{theme}"].trigger()
    driven.settle()
    window = driven.window
    drawings = {
        "action": window.actions_["lock"].icon().pixmap(24),
        "close": window.messages.messages[0].close_button.icon().pixmap(16),
        **{f"label {n}": label.pixmap() for n, label in enumerate(window.findChildren(QLabel)) if label.pixmap()},
    }
    assert len(drawings) > 5, "the badge, the message, the padlock and the signs of tiles are labels"
    wrong = {name: _ink(drawn) for name, drawn in drawings.items() if (_ink(drawn) > 140) is (theme == "light")}
    assert wrong == {}
