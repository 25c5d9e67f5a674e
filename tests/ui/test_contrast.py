# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one fills in, ticks or presses, what a frame groups, and where the keyboard is: seen in both themes, in pixels.

WCAG 2.1, 1.4.11 (RGAA 3.3): 3:1 against what stands beside.
"""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QSplitter,
    QStyle,
    QStyleOptionButton,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lsl_desk.client.settings import Theme
from lsl_desk.ui.deliberating.editors import ReasonField
from lsl_desk.ui.palettes import apply_theme, current_tints
from lsl_desk.ui.widgets.focus_ring import WIDTH, FocusRing
from lsl_desk.ui.widgets.group import Card, Group, Tabs
from tests.ui.test_palettes import contrast

LEAST = 3.0


class Shown:
    """One of each, in a group, in a card, in a window."""

    following: FocusRing

    def __init__(self) -> None:
        self.window, self.group, self.card = QWidget(), Group("Groupe"), Card()
        self.parts: dict[str, QWidget] = {
            "case": QCheckBox("case"),
            "radio": QRadioButton("radio"),
            "champ": QLineEdit("champ"),
            "liste": QComboBox(),
            "raison": ReasonField(),
            "nombre": QSpinBox(),
            "bouton": QPushButton("bouton"),
            "outil": QToolButton(),
            "plat": QToolButton(),
            "onglets": QTabBar(),
            "lignes": QListWidget(),
        }
        for flat in ("outil", "plat"):
            self.parts[flat].setFocusPolicy(Qt.FocusPolicy.TabFocus)
        plat, tabs, lines = self.parts["plat"], self.parts["onglets"], self.parts["lignes"]
        assert isinstance(plat, QToolButton)
        assert isinstance(tabs, QTabBar)
        assert isinstance(lines, QListWidget)
        plat.setAutoRaise(True)
        tabs.addTab("onglet")
        lines.addItem("ligne")
        column = QVBoxLayout(self.card)
        for part in self.parts.values():
            column.addWidget(part)
        QVBoxLayout(self.group).addWidget(self.card)
        QVBoxLayout(self.window).addWidget(self.group)
        self.window.resize(320, 620)
        self.window.show()

    def picture(self) -> QImage:
        return self.window.grab().toImage()

    def place(self, part: QWidget) -> QRect:
        return QRect(part.mapTo(self.window, QPoint(0, 0)), part.size())

    def edge(self, part: QWidget) -> QPoint:
        """A point of the left border of what is drawn: of the box or circle of what is ticked."""
        drawn = part.rect()
        if isinstance(part, QCheckBox | QRadioButton):
            option = QStyleOptionButton()
            part.initStyleOption(option)
            ticked = QStyle.SubElement.SE_CheckBoxIndicator
            if isinstance(part, QRadioButton):
                ticked = QStyle.SubElement.SE_RadioButtonIndicator
            drawn = part.style().subElementRect(ticked, option, part)
        return part.mapTo(self.window, QPoint(drawn.left(), drawn.center().y()))


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    del qapp
    apply_theme(request.param)
    yield request.param
    apply_theme("light")


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, theme: Theme) -> Shown:
    del theme
    made = Shown()
    made.following = FocusRing(qapp, made.window)
    qtbot.addWidget(made.window)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def least(picture: QImage, at: QPoint, inside: int) -> float:
    """The contrast of a border with what is outside it and with what is ``inside`` pixels further, the lesser."""
    border = picture.pixelColor(at)
    return min(contrast(border, picture.pixelColor(at + QPoint(step, 0))) for step in (-1, inside))


def test_what_one_fills_in_or_ticks_and_what_a_frame_groups_has_a_border_that_is_seen(shown: Shown) -> None:
    shown.parts["case"].clearFocus()  # whose ring would be measured
    picture = shown.picture()
    for name in ("case", "radio", "champ", "liste", "raison", "nombre"):
        assert least(picture, shown.edge(shown.parts[name]), 2) >= LEAST, name
    for name in ("bouton", "outil"):
        edge = shown.edge(shown.parts[name])
        assert contrast(picture.pixelColor(edge), picture.pixelColor(edge - QPoint(1, 0))) >= LEAST, name
    for frame in (shown.group, shown.card):
        assert least(picture, shown.edge(frame), 2) >= LEAST


def test_the_frame_under_tabs_is_seen_all_around(qtbot: QtBot, theme: Theme) -> None:
    del theme
    tabs = Tabs()
    qtbot.addWidget(tabs)
    tabs.addTab(QWidget(), "Onglet")
    tabs.resize(200, 120)
    picture = tabs.grab().toImage()
    ground = picture.pixelColor(100, 100)
    for at in (QPoint(0, 100), QPoint(199, 100), QPoint(100, 119)):
        assert contrast(picture.pixelColor(at), ground) >= LEAST, at


def test_what_is_ticked_is_seen(shown: Shown) -> None:
    before = shown.picture()
    for name in ("case", "radio"):
        part = shown.parts[name]
        assert isinstance(part, QCheckBox | QRadioButton)
        part.setChecked(True)
    after = shown.picture()
    for name in ("case", "radio"):
        place = shown.place(shown.parts[name])
        spots = [
            QPoint(x, y) for x in range(place.left(), place.left() + 20) for y in range(place.top(), place.bottom())
        ]
        drawn = [contrast(before.pixelColor(at), after.pixelColor(at)) for at in spots]
        assert sum(one >= LEAST for one in drawn) >= 6, name


def test_a_ring_says_where_the_keyboard_is(qtbot: QtBot, shown: Shown) -> None:
    accent = current_tints().accent
    shown.parts["case"].setFocus()
    for name, part in shown.parts.items():
        qtbot.waitUntil(part.hasFocus)
        picture, place = shown.picture(), shown.place(part)
        for y in (place.top() + 3, place.center().y(), place.bottom() - 3):
            for x in (place.left() - WIDTH, place.right() + WIDTH):
                assert picture.pixelColor(x, y) == accent, (name, x, y)
        outside = picture.pixelColor(place.left() - WIDTH - 1, place.center().y())
        assert contrast(accent, outside) >= LEAST, name
        QTest.keyClick(part, Qt.Key.Key_Tab)
    ring = shown.following.ring
    assert ring is not None
    shown.parts["champ"].setFocus()
    assert ring.isVisible()
    shown.card.hide()
    assert not ring.isVisible()


def test_a_ring_makes_no_pane_of_a_splitter_and_goes_where_its_widget_goes(qtbot: QtBot, qapp: QApplication) -> None:
    window = QSplitter()
    qtbot.addWidget(window)
    following = FocusRing(qapp, window)
    first, second = QListWidget(), QLineEdit()
    for part in (first, second):
        window.addWidget(part)
    window.resize(400, 100)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    ring = following.ring
    assert ring is not None
    assert window.count() == 2
    window.setSizes([100, 300])
    assert ring.geometry().right() == first.geometry().right() + WIDTH
    assert (ring.geometry().left(), ring.geometry().top()) == (0, 0), "where there is no room it stands on the edge"
    first.setParent(None)
    first.deleteLater()
    second.setFocus()
    assert following.ring is not None
    assert following.ring.geometry().contains(second.geometry().center())
