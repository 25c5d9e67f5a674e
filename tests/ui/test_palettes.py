# SPDX-License-Identifier: AGPL-3.0-or-later
import dataclasses
import math

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from lsl_desk.ui.palettes import DARK, LIGHT, Tints, apply_theme, is_dark, mixed, palette, tints

_ROLE = QPalette.ColorRole


def _luminance(colour: QColor) -> float:
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4) for part in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.1 contrast ratio (RGAA 3.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_can_be_read_on_every_background(dark: bool) -> None:
    shown = palette(dark=dark)
    backgrounds = {
        _ROLE.WindowText: (_ROLE.Window,),
        _ROLE.Text: (_ROLE.Base, _ROLE.AlternateBase),
        _ROLE.PlaceholderText: (_ROLE.Base,),
        _ROLE.ButtonText: (_ROLE.Button,),
        _ROLE.HighlightedText: (_ROLE.Highlight,),
        _ROLE.ToolTipText: (_ROLE.ToolTipBase,),
        _ROLE.Link: (_ROLE.Base, _ROLE.Window),
    }
    for text, grounds in backgrounds.items():
        for ground in grounds:
            assert contrast(shown.color(text), shown.color(ground)) >= 4.5, (text, ground)


@pytest.mark.parametrize(("shown", "meaning"), [(palette(dark=False), LIGHT), (palette(dark=True), DARK)])
def test_colours_that_mean_something_can_be_read(shown: QPalette, meaning: Tints) -> None:
    grounds = [shown.color(_ROLE.Window), shown.color(_ROLE.Base), shown.color(_ROLE.AlternateBase), meaning.soft]
    for name in ("accent", "ok", "warning", "danger", "muted"):
        for ground in grounds:
            assert contrast(getattr(meaning, name), ground) >= 4.5, name
    for ground in grounds:
        assert contrast(meaning.border, ground) >= 3, "a border is no text (WCAG 2.1, 1.4.11)"
    assert contrast(meaning.on_accent, meaning.accent) >= 4.5
    assert contrast(meaning.on_veil, meaning.veil) >= 4.5


def test_tints_follow_the_palette() -> None:
    assert tints(palette(dark=False)) is LIGHT
    assert tints(palette(dark=True)) is DARK
    assert {field.name for field in dataclasses.fields(Tints)} >= {"accent", "ok", "warning", "danger", "veil", "muted"}


def test_a_chosen_theme_dresses_the_application(qapp: QApplication) -> None:
    apply_theme("dark")
    assert is_dark(qapp.palette())
    apply_theme("light")
    assert not is_dark(qapp.palette())
    apply_theme("system")
    assert not is_dark(qapp.palette()), "the offscreen desktop has no dark theme"


def test_mixing_goes_from_one_colour_to_the_other() -> None:
    black, white = QColor("#000000"), QColor("#ffffff")
    assert mixed(black, white, 0.0) == black
    assert mixed(black, white, 1.0) == white
    assert mixed(black, white, 0.5) == QColor("#808080")
