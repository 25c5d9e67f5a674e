# SPDX-License-Identifier: AGPL-3.0-or-later
"""The projector beside a jury that sits: what the room sees, and what it never must (features N02, N17, P08, P27)."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, QObject, QRect, Qt, Signal
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from lsl_desk.domain.acts import Member, NumberIncident, Presence, Quality, Ruling
from lsl_desk.domain.closing_acts import AnonymityLifted
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.projecting import GONE, Projecting
from lsl_desk.ui.projector.canvas import AWAITED, MASKED, NONE, WAITING
from lsl_desk.ui.projector.screens import ScreenSeen
from lsl_desk.ui.projector.window import ProjectorWindow
from tests.fakes.desk import livret_text
from tests.fakes.dossiers import small_jury
from tests.fakes.pages import PaintedPages
from tests.ui.deliberating.conftest import Jury, JuryAt
from tests.ui.reading_room.planted import IDENTITY, PLANTED, NamedStore, everything, told

J01, N0417 = JuryId("J01"), StudentNumber("0417")
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


class TwoScreens(QObject):
    """A screen of the president, and a projector that can be unplugged."""

    removed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.seen = [ScreenSeen("desk", QRect(0, 0, 1366, 768)), ScreenSeen("wall", QRect(1366, 0, 800, 450))]

    def all(self) -> tuple[ScreenSeen, ...]:
        return tuple(self.seen)

    def of(self, window: QWidget) -> str:
        del window
        return "desk"

    def put(self, window: QWidget, name: str) -> None:
        window.setGeometry(next(one.place for one in self.seen if one.name == name))
        window.show()

    def unplug(self, name: str) -> None:
        self.seen = [one for one in self.seen if one.name != name]
        self.removed.emit(name)


class Projected:
    """A jury with something on the wall."""

    def __init__(self, jury: Jury) -> None:
        self.jury, self.screens = jury, TwoScreens()
        window: object = jury.window
        assert isinstance(window, QWidget)
        window.actions_ = jury.actions  # type: ignore[attr-defined]  # as the main window has them
        self.projecting = Projecting(window, self.screens)  # type: ignore[arg-type]  # now it has
        jury.window.statusBar().addPermanentWidget(self.projecting.state)
        self.projecting.follow(jury.room)
        self.press_f9()

    def press_f9(self) -> None:
        """Project; the platform of the tests gives the keyboard to any window that is shown, real ones do not."""
        self.jury.key(Qt.Key.Key_F9)
        self.jury.qtbot.waitUntil(lambda: self.window.windowHandle().isExposed())
        self.jury.window.activateWindow()
        self.jury.qtbot.waitUntil(self.jury.window.isActiveWindow)

    @property
    def window(self) -> ProjectorWindow:
        assert self.projecting.projector is not None
        return self.projecting.projector

    @property
    def painted(self) -> str:
        """The text that is truly painted: what a drawing of the window holds."""
        sheet = QBuffer()
        drawing = QSvgGenerator()
        drawing.setOutputDevice(sheet)
        drawing.setSize(self.window.size())
        self.window.render(drawing)
        return bytes(sheet.data().data()).decode()

    def says(self, *words: str) -> bool:
        return all(f">{word}</text>" in self.painted for word in words)

    def page(self, page: int) -> None:
        """Wait until the true picture of this page is on the wall."""
        canvas = self.window.canvas
        self.jury.qtbot.waitUntil(lambda: not canvas.words and f"page {page} sur" in canvas.accessibleName())


@pytest.fixture
def projected(jury_at: JuryAt) -> Iterator[Callable[..., Projected]]:
    """Project a jury."""
    made: list[Projected] = []

    def project(*args: object, **more: object) -> Projected:
        made.append(Projected(jury_at(*args, **more)))
        return made[-1]

    yield project
    for one in made:
        one.projecting.close()


def test_the_room_sees_a_number_a_page_and_marks_on_the_second_screen(projected: Callable[..., Projected]) -> None:
    one = projected()
    one.page(1)
    assert one.window.size() == one.screens.seen[1].place.size()
    assert one.says("0417", "394\u00a0/\u00a0400", "Philosophie")
    model = one.window.model
    assert (model.number, model.serie, model.missing) == ("0417", "S", "6\u00a0points pour l’admission")
    assert one.projecting.state.text() == "▣\u00a0projeté, écran 2"
    assert one.jury.room.isActiveWindow(), "the keyboard stays with whoever presides"
    one.jury.key(Qt.Key.Key_PageDown, CONTROL)
    one.page(2)
    one.jury.room._go(StudentNumber("0418"))
    one.jury.settle()
    assert (one.window.canvas.words, one.window.model.number) == (NONE, "0418")
    one.jury.room._go(StudentNumber("0433"))
    one.jury.settle()
    assert one.window.model.missing.startswith("partiel\u00a0: "), "a mark is missing: the wall says so too"
    one.jury.key(Qt.Key.Key_F9)
    assert one.projecting.projector is None
    assert one.projecting.state.isHidden()


def test_a_raise_is_seen_once_recorded_and_the_bench_the_reasons_and_the_drafts_never(
    projected: Callable[..., Projected],
) -> None:
    one = projected()
    jury = one.jury
    jury.marks("PC")
    before = one.window.model.marks
    jury.key("B")
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.qtbot.waitUntil(lambda: jury.column.head.ground.tried)
    assert one.window.model.marks == before
    jury.key("B")
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.key("bien au troisieme trimestre")
    assert "troisieme" not in one.painted
    assert one.window.model.marks == before
    jury.key(ENTER)
    assert one.says("8\u00a0→\u00a09", "400\u00a0/\u00a0400")
    assert "troisieme" not in one.painted + " ".join(everything(one.window)) + repr(one.window.model)


def test_a_decision_is_seen_once_taken_and_only_by_choice(projected: Callable[..., Projected]) -> None:
    one = projected()
    jury = one.jury
    jury.read_livret()
    jury.fake.decide(J01, N0417, Ruling.SECOND_GROUPE, "", "", seen=0)
    jury.column.refresh()
    jury.settle()
    assert one.window.model.decision == ""
    jury.key(Qt.Key.Key_F9, CONTROL)
    assert one.says("→\u00a0second groupe")
    jury.key(Qt.Key.Key_F9, CONTROL)
    assert one.window.model.decision == ""


def test_no_name_reaches_the_second_screen_not_even_once_anonymity_is_lifted(
    projected: Callable[..., Projected],
) -> None:
    source = small_jury()
    source._offered = replace(source._offered, identities=(replace(IDENTITY, number=N0417),))
    store = NamedStore()
    one = projected(source=source, store=store)
    jury = one.jury
    assert store.identities, "the names must be on this Desk for the test to mean anything"
    sitting = jury.fake.jury(J01)
    sitting.president = IDENTITY.name
    sitting.members = (Member(IDENTITY.usage_name, Quality.PRESIDENT, Presence.HERE),)
    jury.fake.raise_mark(J01, N0417, "PC", "9", IDENTITY.name, seen=0)  # type: ignore[arg-type]  # a code is text
    jury.fake.keep_draft(J01, N0417, "reason:HG", IDENTITY.first_names)
    seen: list[str] = []
    for lift in (False, True):
        if lift:
            store.record(J01, 1, AnonymityLifted())
        for number in ("0432", "0417", "0418", "0455"):
            jury.room.moved(J01)
            jury.room._go(StudentNumber(number), again=True)
            jury.settle()
            seen += [*everything(one.window), *told(one.projecting.state), repr(one.window.model), one.painted]
    assert any("0417" in text for text in seen), "the walk must see what is on the wall"
    assert not [text for text in seen if any(name in text.casefold() for name in PLANTED)]


def test_three_numbers_that_differ_leave_the_wall_black_and_are_recorded(projected: Callable[..., Projected]) -> None:
    source = small_jury()
    source._livrets = {**source._livrets, "livrets/0432.pdf": livret_text("0471", 2)}
    one = projected(source=source)
    one.page(1)
    one.jury.room._go(StudentNumber("0432"))
    one.jury.settle()
    one.jury.qtbot.waitUntil(lambda: bool(one.jury.bodies(NumberIncident)))
    assert one.says(MASKED)
    drawn = one.window.grab().toImage()
    assert {drawn.pixelColor(x, 20).name() for x in range(0, drawn.width(), 40)} == {"#000000"}, "from edge to edge"
    assert one.painted.count("</text>") == 1, "and nothing else is written"
    (incident,) = one.jury.bodies(NumberIncident)
    assert isinstance(incident, NumberIncident)
    assert (incident.number, incident.found) == ("0432", "0471")
    one.jury.look(5)
    assert "0432" not in one.jury.store.pages_seen(J01), "nothing of it counts as read"
    one.jury.room._go(N0417)
    one.jury.settle()
    one.page(1)


def test_the_room_keeps_what_it_sees_while_the_president_looks_at_something_else(
    projected: Callable[..., Projected],
) -> None:
    one = projected()
    one.page(1)
    kept = one.window.model
    one.jury.room.viewer._pictures._cache.budget = 1  # only what is on a screen stays
    one.jury.key(Qt.Key.Key_F9, SHIFT)
    for number in ("0432", "0433", "0440"):
        one.jury.room._go(StudentNumber(number))
        one.jury.settle()
        one.jury.wait_for_pages()
    assert (one.window.model, one.window.canvas.words) == (kept, ""), "its picture too"
    assert one.projecting.state.text() == "❚❚\u00a0figé sur 0417, écran 2"
    one.jury.key(Qt.Key.Key_F9, SHIFT)
    assert one.window.model.number == "0440"


def test_an_unplugged_projector_changes_nothing_in_the_main_window(projected: Callable[..., Projected]) -> None:
    one = projected()
    one.jury.key(Qt.Key.Key_PageDown, CONTROL)
    one.page(2)
    window, place = one.jury.window, one.jury.room.viewer.position()
    before = window.geometry(), QApplication.focusWidget(), one.jury.room.header.number.text()
    one.screens.unplug("wall")
    assert one.projecting.projector is None
    assert (window.geometry(), QApplication.focusWidget(), one.jury.room.header.number.text()) == before
    assert one.jury.room.viewer.position() == place
    assert one.projecting.state.text() == GONE
    one.press_f9()
    assert not one.window.isFullScreen(), "with one screen it is a window that can be moved"
    assert one.projecting.state.text() == "▣\u00a0projeté, fenêtre"


def test_of_three_screens_the_next_one_is_a_menu_entry_away(projected: Callable[..., Projected]) -> None:
    one = projected()
    assert not one.jury.actions["project_elsewhere"].isEnabled(), "there is one other screen, and it is on it"
    one.jury.key(Qt.Key.Key_F9)
    one.screens.seen.append(ScreenSeen("side", QRect(0, 768, 640, 360)))
    one.press_f9()
    assert one.window.size() == one.screens.seen[1].place.size()
    for screen in (2, 1):
        one.jury.actions["project_elsewhere"].trigger()
        assert one.window.size() == one.screens.seen[screen].place.size()
        assert one.projecting.state.text() == f"▣\u00a0projeté, écran {screen + 1}"
    one.screens.unplug("side")
    assert one.window.isVisible(), "another screen than the wall's"
    one.window.close()
    assert one.projecting.projector is None, "closed by its own cross"
    assert not one.jury.actions["project"].isChecked()


def test_a_page_that_is_not_there_yet_is_said_in_neutral_words(projected: Callable[..., Projected]) -> None:
    one = projected()
    one.page(1)
    pages: object = one.jury.desk.pages
    assert isinstance(pages, PaintedPages)
    pages.pause()
    one.jury.room._go(StudentNumber("0440"))
    one.jury.settle()
    one.jury.key(Qt.Key.Key_End)
    assert one.window.canvas.words == AWAITED
    pages.go_on()
    one.jury.qtbot.waitUntil(lambda: not one.window.canvas.words)
    one.projecting.lock()
    assert not one.window.isVisible()
    one.projecting.unlock()
    assert one.window.isVisible()
    one.projecting.leave()
    assert (one.window.canvas.words, one.painted.count("0440")) == (WAITING, 0)


def test_a_picture_that_the_viewer_holds_is_never_rendered_twice(projected: Callable[..., Projected]) -> None:
    one = projected()
    one.page(1)
    pages: object = one.jury.desk.pages
    assert isinstance(pages, PaintedPages)
    digest = one.jury.room._candidates[N0417].livret.digest  # type: ignore[union-attr]  # it has one
    viewer = one.jury.room.viewer
    one.jury.qtbot.waitUntil(lambda: not viewer._view.settling and not viewer._pictures._requests.waiting)

    def widths() -> list[int]:
        return [key.width for key in pages.asked if (key.digest, key.page) == (digest, 0)]

    viewers = widths()
    assert one.window.canvas.width() not in viewers, "a smaller wall is painted from the very picture of the viewer"
    one.window.resize(1920, 1080)
    one.jury.qtbot.waitUntil(lambda: widths() != viewers)
    assert len(widths()) == len(viewers) + 1, "a larger one asks for its own, once"
    assert widths()[-1] > max(viewers)
    one.jury.qtbot.waitUntil(lambda: not viewer._pictures._requests.waiting)
    for width, height in ((480, 270), (800, 450), (1920, 1080)):
        one.window.resize(width, height)
        one.window.grab()
    assert len(widths()) == len(viewers) + 1
