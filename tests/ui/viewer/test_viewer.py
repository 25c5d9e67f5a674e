# SPDX-License-Identifier: AGPL-3.0-or-later
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.sit.position import Position, from_note, to_note
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.painting import MUTED
from lsl_desk.ui.viewer.viewer import LivretViewer
from tests.ui.viewer.conftest import Make
from tests.ui.viewer.looking import Heard, colours, screen, shows, turn
from tests.ui.viewer.scripted_pages import GOOD, ScriptedPages, colour_of

CHECKS = (GOOD,) * 4
GREY = (MUTED.red(), MUTED.green(), MUTED.blue())


def show(viewer: LivretViewer, digest: str, position: Position | None = None) -> None:
    viewer.show_livret(Digest(digest), StudentNumber(digest), CHECKS, position)


def test_a_livret_is_shown_at_its_first_page_and_says_when_it_reached_the_screen(
    qtbot: QtBot, viewer: LivretViewer
) -> None:
    heard = Heard(viewer)
    with qtbot.waitSignal(viewer.first_painted) as painted:
        show(viewer, "0417")
    assert painted.args == ["0417"]
    assert heard.readable == (0,)
    assert heard.pages[-1] == (0, 4)
    assert colours(screen(viewer))[colour_of(Digest("0417"), 0)] > 5000


def test_the_zoom_said_is_that_of_a_page_fitted_to_the_width_there_is(
    qtbot: QtBot, viewer: LivretViewer, actions: Actions
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    where = next(label for label in viewer.findChildren(QLabel) if "%" in label.text())
    alone = _percent(where)
    actions["thumbnails"].trigger()
    qtbot.waitUntil(lambda: _percent(where) < alone)
    actions["thumbnails"].trigger()
    qtbot.waitUntil(lambda: _percent(where) == alone)


def _percent(label: QLabel) -> int:
    return int(label.text().split()[-2])


def test_the_picture_is_painted_pixel_for_pixel(qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    key = next(frame for frame in pages.frames if frame.key.page == 0).key
    image = screen(viewer)
    row = [image.pixelColor(x, 40).getRgb() for x in range(image.width())]
    red, green, blue = colour_of(Digest("0417"), 0)
    assert row.count((red, green, blue, 255)) == key.width


def test_another_livret_never_appears_under_the_new_number(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    heard = Heard(viewer)
    pages.automatic = False
    show(viewer, "0418")
    assert heard.visible == [()]
    assert not shows(viewer, "0417", 0)
    assert colours(screen(viewer))[GREY] > 5000
    pages.answer("sizes")
    assert not shows(viewer, "0417", 0)
    with qtbot.waitSignal(viewer.first_painted):
        pages.answer()
    assert shows(viewer, "0418", 0)
    assert heard.readable == (0,)


def test_a_neighbour_rendered_ahead_is_shown_without_asking_for_anything_on_the_way(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    viewer.prefetch([Digest("0418"), Digest("0416")])
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    qtbot.waitUntil(lambda: {"0416", "0418"} <= {frame.key.digest for frame in pages.frames})
    qtbot.waitUntil(lambda: not viewer._pictures._requests.waiting)
    pages.automatic = False
    pages.log.clear()
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0418")
    assert shows(viewer, "0418", 0)
    assert [key for key in pages.rendered if key.digest == "0418" and key.page == 0] == []


def test_a_neighbour_s_own_page_is_wished_once_its_shape_is_known(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions
) -> None:
    pages.shapes[Digest("0418")] = (PageSize(842, 595),) * 2
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    actions["fit_page"].trigger()
    viewer.prefetch([Digest("0418")])
    qtbot.waitUntil(lambda: any(frame.key.digest == "0418" and frame.width > frame.height for frame in pages.frames))
    qtbot.waitUntil(lambda: not viewer._pictures._requests.waiting)
    pages.log.clear()
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0418")
    assert [key for key in pages.rendered if key.page == 0] == []


def test_what_is_on_the_screen_is_asked_for_before_what_may_come(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions
) -> None:
    pages.automatic = False
    viewer.prefetch([Digest("0418"), Digest("0416")])
    show(viewer, "0417")
    actions["thumbnails"].trigger()
    qtbot.waitUntil(lambda: len([asked for asked in pages.queue if asked.what == "render"]) >= 6)
    renders = [(asked.key, asked.ahead) for asked in pages.queue if isinstance(asked.key, RenderKey)]
    seen = [(key.digest, key.page, ahead) for key, ahead in renders]
    assert seen[0] == ("0417", 0, False)
    assert seen[1:3] == [("0417", 1, True), ("0418", 0, True)]
    assert len(renders) > 4
    assert max(key.width for key, _ahead in renders[3:-1]) < 100, "thumbnails, which are looked at"
    assert seen[-1] == ("0416", 0, True)


def test_keys_repeated_through_thirty_livrets_show_the_last_and_render_few(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    pages.automatic = False
    for number in range(30):
        viewer.prefetch([Digest(f"{number + step:04d}") for step in (1, 2, -1)])
        show(viewer, f"{number:04d}")
        if number % 7 == 0:
            pages.answer("render", 1)
        turn(qtbot)
    assert len([asked for asked in pages.queue if asked.what == "render"]) <= 6
    pages.automatic = True
    with qtbot.waitSignal(viewer.first_painted) as painted:
        pages.answer()
    assert painted.args == ["0029"]
    assert shows(viewer, "0029", 0)


def test_back_on_a_livret_after_five_others_page_zoom_and_scroll_are_the_same(
    qtbot: QtBot, viewer: LivretViewer, actions: Actions
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    for _ in range(4):
        actions["zoom_in"].trigger()
    viewer.go_to(2)
    viewer._view.scroll_by(37, 411)
    actions["rotate"].trigger()
    viewer._view.scroll_by(23, 171)
    kept, scroll = viewer.position(), viewer._view.at()
    for other in range(5):
        with qtbot.waitSignal(viewer.first_painted):
            show(viewer, f"100{other}")
    again = from_note(to_note(kept))
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417", again)
    assert viewer.position() == kept
    assert viewer._view.at() == scroll


def test_a_position_given_before_the_window_is_laid_out_is_where_it_opens(
    qtbot: QtBot, pages: ScriptedPages, actions: Actions
) -> None:
    viewer = LivretViewer(pages, actions)
    qtbot.addWidget(viewer)
    position = Position(2, 0.375, 0.0, "1.5", 0, True)
    show(viewer, "0417", position)
    viewer.resize(640, 500)
    with qtbot.waitSignal(viewer.first_painted):
        viewer.show()
    assert viewer.position() == position
    box = viewer._view.sheet.layout.box(2)
    assert box is not None
    assert abs(viewer._view.at().top - (box.y + 0.375 * box.height)) < 10


def test_a_position_of_a_livret_that_lost_pages_is_brought_back_into_it(qtbot: QtBot, viewer: LivretViewer) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417", Position(77, 0.5, 0.0, "nonsense", 45, True))
    assert viewer.position() == Position(3, 0.5, 0.0, "width", 0, True)


def test_following_the_page_is_a_habit_that_the_next_livret_opens_with_but_a_factor_is_not(
    qtbot: QtBot, viewer: LivretViewer, actions: Actions
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    actions["fit_page"].trigger()
    actions["zoom_in"].trigger()
    assert viewer.position().zoom not in {"width", "page"}
    show(viewer, "0418")
    assert viewer.position().zoom == "page"


def test_zooming_shows_the_old_picture_scaled_until_the_new_one_comes(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages, actions: Actions
) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    heard = Heard(viewer)
    pages.automatic = False
    for action in ("zoom_in", "zoom_in", "fit_page", "zoom_out", "rotate"):
        actions[action].trigger()
        found = colours(screen(viewer))
        assert found[GREY] < 50, action
        assert shows(viewer, "0417", 0), action
    qtbot.waitUntil(lambda: heard.readable == ())
    pages.automatic = True
    with qtbot.waitSignal(viewer.pages_visible, check_params_cb=lambda now: 0 in now):
        pages.answer()


def test_resizing_paints_scaled_and_asks_once_when_it_settles(
    qtbot: QtBot, make_viewer: Make, pages: ScriptedPages
) -> None:
    viewer = make_viewer(1100)
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    qtbot.waitUntil(lambda: not viewer._pictures._requests.waiting)
    pages.log.clear()
    for width in range(1090, 1000, -10):
        viewer.resize(width, 500)
        assert shows(viewer, "0417", 0)
    assert pages.rendered == []
    with qtbot.waitSignal(viewer.pages_visible, check_params_cb=lambda now: now == (0,)):
        pass
    assert {key.width for key in pages.rendered} == {pages.rendered[0].width}


def test_a_livret_that_cannot_be_opened_says_why_in_place_of_its_pages(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    pages.unreadable.add(Digest("0417"))
    heard = Heard(viewer)
    with qtbot.waitSignal(viewer.failed):
        show(viewer, "0417")
    refusal = heard.failures[0]
    assert isinstance(refusal, Refusal)
    assert refusal.code is Code.PAGE_UNREADABLE
    assert viewer._sentence.isVisible()
    assert "illisible" in viewer._sentence.text()
    assert heard.readable == ()
    pages.unreadable.clear()
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")


def test_a_page_that_cannot_be_rendered_leaves_the_others_readable(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    pages.bad.add((Digest("0417"), 1))
    heard = Heard(viewer)
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    viewer.go_to(1)
    qtbot.waitUntil(lambda: len(heard.failures) == 1 and heard.readable == ())
    viewer.go_to(2)
    qtbot.waitUntil(lambda: heard.readable == (2,))


def test_without_a_livret_a_sentence_stands_in_its_place_and_no_action_pretends(
    viewer: LivretViewer, actions: Actions
) -> None:
    viewer.show_sentence("Livret papier\u00a0: à examiner sur table.")
    assert viewer._sentence.isVisible()
    assert viewer._sentence.accessibleName() == "Livret papier\u00a0: à examiner sur table."
    assert not any(actions[name].isEnabled() for name in ("next_page", "zoom_in", "find", "rotate", "copy"))


def test_a_hundred_and_fifty_livrets_stay_within_the_budget(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    viewer._pictures._cache.budget = 8 * 2**20
    for number in range(150):
        viewer.prefetch([Digest(f"{number + step:04d}") for step in (1, 2, 3, -1, -2)])
        with qtbot.waitSignal(viewer.first_painted):
            show(viewer, f"{number:04d}")
        assert sum(len(frame.memory) for frame in pages.alive) <= 8 * 2**20
    assert {frame.releases for frame in pages.frames} == {0, 1}


def test_the_page_and_its_count_are_said_to_a_screen_reader(qtbot: QtBot, viewer: LivretViewer) -> None:
    with qtbot.waitSignal(viewer.first_painted):
        show(viewer, "0417")
    viewer.go_to(1)
    assert viewer._view.accessibleName() == "Livret 0417, page 2 sur 4"


def test_every_widget_that_takes_the_keyboard_has_a_name(viewer: LivretViewer, actions: Actions) -> None:
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415 - only here

    show(viewer, "0417")
    actions["thumbnails"].trigger()
    actions["find"].trigger()
    nameless = [
        child
        for child in viewer.findChildren(QWidget)
        if child.focusPolicy() != Qt.FocusPolicy.NoFocus and not child.accessibleName()
    ]
    assert nameless == []


def test_thirty_livrets_held_down_leave_no_frame_behind(make_viewer: Make, pages: ScriptedPages, qtbot: QtBot) -> None:
    viewer = make_viewer()
    for number in range(30):
        show(viewer, f"{number:04d}")
        turn(qtbot)
    viewer.shut()
    assert pages.alive == []
    assert {frame.releases for frame in pages.frames} == {1}


def test_a_page_that_is_slow_says_so_where_it_is_awaited_and_no_more_once_it_is_here(
    qtbot: QtBot, viewer: LivretViewer, pages: ScriptedPages
) -> None:
    """J2, step 3: the copy on the key is the same file, for any reader of PDF."""
    view = viewer.findChild(PageView)
    assert isinstance(view, PageView)
    pages.automatic = False
    show(viewer, "0417")
    qtbot.waitUntil(lambda: pages.answer("sizes") > 0)
    qtbot.waitUntil(view._late.isActive)
    blank = len(colours(screen(view.viewport())))
    view._late.timeout.emit()
    qtbot.waitUntil(lambda: len(colours(screen(view.viewport()))) > blank)
    pages.automatic = True
    with qtbot.waitSignal(viewer.first_painted):
        pages.answer()
    qtbot.waitUntil(lambda: not view._is_late)
    assert not view._late.isActive()
