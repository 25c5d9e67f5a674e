# SPDX-License-Identifier: AGPL-3.0-or-later
"""A viewer on the screen, over a lane that answers as the test says."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.scripted_pages import ScriptedPages

Make = Callable[..., LivretViewer]


@pytest.fixture
def pages() -> ScriptedPages:
    return ScriptedPages()


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    del qtbot
    made = Actions()
    made.show_screen("room")
    yield made
    made.deleteLater()


@pytest.fixture
def make_viewer(qtbot: QtBot, pages: ScriptedPages, actions: Actions) -> Make:
    """A viewer of 640 × 500 logical pixels, shown."""

    def make(width: int = 640, height: int = 500) -> LivretViewer:
        viewer = LivretViewer(pages, actions)
        qtbot.addWidget(viewer)
        viewer.resize(width, height)
        with qtbot.waitExposed(viewer):
            viewer.show()
        return viewer

    return make


@pytest.fixture
def viewer(make_viewer: Make) -> LivretViewer:
    return make_viewer()
