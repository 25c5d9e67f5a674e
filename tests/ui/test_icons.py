# SPDX-License-Identifier: AGPL-3.0-or-later
import re

import pytest
from lxml import etree
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from lsl_desk.bundled import bundled
from lsl_desk.ui.actions import TABLE
from lsl_desk.ui.icons import icon, pixmap, svg

NAMES = sorted(path.stem for path in bundled("icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_icons_are_of_one_hand(name: str) -> None:
    root = etree.fromstring(bundled("icons", f"{name}.svg").read_bytes())
    assert root.get("viewBox") == "0 0 24 24"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.75"
    assert root.get("fill") == "none"
    assert not re.search(rb"#[0-9a-f]{3}|rgb|href|<text|<image|<style", bundled("icons", f"{name}.svg").read_bytes())


def test_every_icon_of_the_table_exists() -> None:
    assert {spec.icon for spec in TABLE if spec.icon} <= set(NAMES)


def test_an_icon_takes_the_colour_given(qapp: QApplication) -> None:
    del qapp
    drawn = pixmap("check", QColor("#ff0000"), 24).toImage()
    inked = [drawn.pixelColor(x, y) for x in range(24) for y in range(24) if drawn.pixelColor(x, y).alpha() > 200]
    assert inked
    assert all(colour.red() > 250 and colour.green() < 5 for colour in inked)
    assert b"#00ff00" in svg("check", QColor("#00ff00"))


def test_an_icon_is_as_sharp_as_the_screen(qapp: QApplication) -> None:
    del qapp
    assert pixmap("check", QColor("black"), 16, 2.0).width() == 32
    assert sorted(size.width() for size in icon("check", QColor("black")).availableSizes()) == [16, 24, 32, 48]
