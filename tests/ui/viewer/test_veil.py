# SPDX-License-Identifier: AGPL-3.0-or-later
"""The number lock on the screen (features N02)."""

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.viewer.veil import scan_sentence, veil_sentence
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.looking import Heard, colours, screen, shows, turn
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages, line_of

OTHER = PageCheck(NumberCheck.OTHER, StudentNumber("0471"))
MISSING = PageCheck(NumberCheck.ABSENT)
SCAN = PageCheck(NumberCheck.NO_TEXT)
DIGEST, NUMBER = Digest("0417"), StudentNumber("0417")


def test_the_veil_names_both_numbers() -> None:
    assert veil_sentence(NUMBER, OTHER) == (
        "Cette page porte le n°\u00a00471\u202f; le livret demandé est le n°\u00a00417. Lecture non comptée."
    )
    assert veil_sentence(NUMBER, MISSING) == (
        "Cette page ne porte pas le n°\u00a00417 du livret demandé. Lecture non comptée."
    )


@pytest.mark.parametrize("check", [OTHER, MISSING])
def test_no_pixel_of_a_veiled_page_is_ever_asked_for_or_shown(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions, check: PageCheck
) -> None:
    heard = Heard(viewer)
    actions["thumbnails"].trigger()
    viewer.show_livret(DIGEST, NUMBER, (check, GOOD, GOOD, GOOD), None)
    qtbot.waitUntil(lambda: heard.veils == [(0, check)])
    for action in ("zoom_in", "rotate", "fit_page", "continuous", "fit_width"):
        actions[action].trigger()
        assert not shows(viewer, "0417", 0)
    veil = tints(viewer.palette()).veil
    assert colours(screen(viewer))[veil.red(), veil.green(), veil.blue()] > 2000
    assert heard.painted == []
    viewer.go_to(1)
    qtbot.waitUntil(lambda: 1 in heard.readable)
    assert 0 not in {page for pages_ in heard.visible for page in pages_}
    assert 0 not in {key.page for key in pages.rendered}


def test_a_veiled_neighbour_that_was_rendered_ahead_is_still_not_shown(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    viewer.prefetch([DIGEST])
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show_livret(Digest("0400"), StudentNumber("0400"), (GOOD,) * 4, None)
    qtbot.waitUntil(lambda: DIGEST in {frame.key.digest for frame in pages.frames})
    qtbot.waitUntil(lambda: not viewer._pictures._requests.waiting)
    viewer.show_livret(DIGEST, NUMBER, (OTHER, GOOD, GOOD, GOOD), None)
    assert not shows(viewer, "0417", 0)


def test_the_text_of_a_veiled_page_is_neither_sought_nor_selected(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions
) -> None:
    pages.texts = {(DIGEST, 0): line_of("avis réservé"), (DIGEST, 1): line_of("avis favorable")}
    viewer.show_livret(DIGEST, NUMBER, (OTHER, GOOD, GOOD, GOOD), None)
    viewer.go_to(0, "avis")
    qtbot.waitUntil(lambda: viewer._find_bar.findings.complete and bool(viewer._find_bar.findings.matches))
    assert [match.page for match in viewer._find_bar.findings.matches] == [1]
    viewer.go_to(0)
    viewer._picking.select_page()
    assert not actions["copy"].isEnabled()
    assert (DIGEST, 0) not in [key for what, key in pages.log if what == "words"]
    QGuiApplication.clipboard().clear()
    viewer._picking.copy()
    assert QGuiApplication.clipboard().text() == ""


def test_a_veil_is_told_once_each_time_the_livret_is_shown(qtbot: QtBot, viewer: LivretViewer) -> None:
    heard = Heard(viewer)
    for _ in range(2):
        viewer.show_livret(DIGEST, NUMBER, (GOOD, OTHER, GOOD, GOOD), None)
        qtbot.waitUntil(lambda: heard.readable == (0,))
        for page in (1, 0, 1):
            viewer.go_to(page)
            qtbot.waitUntil(lambda page=page: viewer._view.sheet.current == page)  # type: ignore[misc] # bound now
            turn(qtbot)
    assert heard.veils == [(1, OTHER), (1, OTHER)]


def test_a_page_that_nobody_checked_is_veiled(qtbot: QtBot, viewer: LivretViewer) -> None:
    heard = Heard(viewer)
    viewer.show_livret(DIGEST, NUMBER, (GOOD, GOOD), None)
    qtbot.waitUntil(lambda: heard.pages[-1] == (0, 4))
    viewer.go_to(3)
    qtbot.waitUntil(lambda: [page for page, _check in heard.veils] == [3])


def test_a_scanned_page_says_that_the_eye_must_check_its_number(qtbot: QtBot, viewer: LivretViewer) -> None:
    heard = Heard(viewer)
    viewer.show_livret(DIGEST, NUMBER, (GOOD, SCAN, GOOD, GOOD), None)
    assert viewer._bar._note.text() == ""
    viewer.go_to(1)
    assert viewer._bar._note.text() == scan_sentence(1)
    qtbot.waitUntil(lambda: heard.readable == (1,))
    assert scan_sentence(1) == ("Page\u00a02 numérisée\u00a0: vérifiez le numéro vous-même")
