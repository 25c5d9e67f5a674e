# SPDX-License-Identifier: AGPL-3.0-or-later
"""The chair turns the pages of a post that wants it, over whatever carries them (features P28)."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from lsl_desk.client.hall.values import HallStatus, PageTurn, Part
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.following import FOLLOWS, LEFT, Following
from tests.fakes.dossiers import small_jury
from tests.ui.reading_room.seat import Seat, SeatAt, shown

J01 = JuryId("J01")
CONTROL = Qt.KeyboardModifier.ControlModifier


class Carried(QObject):
    """What carries pages between two posts, without a network: each hears what the other tells."""

    page_turned = Signal(object)
    status_moved = Signal(object)

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.status = HallStatus(part, J01)
        self.told: list[PageTurn] = []
        self.other: Carried | None = None

    def turn_page(self, jury: JuryId, number: StudentNumber, page: int) -> None:
        if self.status.part is Part.HOST:
            self.told.append(PageTurn(jury, number, page))
            if self.other is not None:
                self.other.page_turned.emit(self.told[-1])

    def become(self, status: HallStatus) -> None:
        self.status = status
        self.status_moved.emit(status)


class Post:
    """A seat that tells and hears pages."""

    def __init__(self, seat: Seat, part: Part) -> None:
        self.seat, self.carried = seat, Carried(part)
        seat.window.actions_ = seat.actions  # type: ignore[attr-defined]  # as the main window has them
        seat.window.linked_room = lambda: (seat.room, J01)  # type: ignore[attr-defined]  # as the main window tells it
        self.following = Following(seat.window)  # type: ignore[arg-type]  # now it has
        seat.window.statusBar().addPermanentWidget(self.following.state)
        self.following.follow(seat.room)
        self.following.attach(self.carried)

    @property
    def page(self) -> tuple[str, int]:
        """N° élève and page (from 1) on the screen."""
        return shown(self.seat), self.seat.room.where[1] + 1

    def wait(self, number: str, page: int) -> None:
        self.seat.qtbot.waitUntil(lambda: self.page == (number, page) and self.seat.room.where[0] is not None)


@pytest.fixture
def posts(seat_at: SeatAt) -> tuple[Post, Post]:
    """The chair's post and another one, on the livret of 0432 (three pages)."""
    chair, other = (Post(seat_at("J01", "0432", source=small_jury()), part) for part in (Part.HOST, Part.GUEST))
    chair.carried.other = other.carried
    other.seat.window.activateWindow()
    other.seat.qtbot.waitUntil(other.seat.window.isActiveWindow)
    return chair, other


def go(post: Post, number: str, page: int) -> None:
    """The chair opens a page."""
    post.seat.room.show_page(StudentNumber(number), page - 1)
    post.seat.settle()


def test_page_three_here_is_page_three_there_and_the_keyboard_stays(posts: tuple[Post, Post]) -> None:
    chair, other = posts
    other.seat.wait_for_pages()
    go(chair, "0432", 3)
    other.seat.qtbot.waitUntil(lambda: bool(chair.carried.told) and chair.carried.told[-1].page == 3)
    assert other.page == ("0432", 1), "nobody is led who did not ask"
    keyboard = QApplication.focusWidget()
    other.seat.key("S")
    assert other.following.state.text() == FOLLOWS
    assert other.page == ("0432", 3), "where the chair is already"
    steps = (("0432", 2), ("0417", 1), ("0440", 3), ("0432", 1))
    for number, page in steps:
        go(chair, number, page)
        other.wait(number, page)
        assert other.following.on, f"{number}, page {page}"
    assert [(one.number, one.page) for one in chair.carried.told[-4:]] == [*steps], "each once, and no page on the way"
    assert QApplication.focusWidget() is keyboard
    assert chair.carried.told[-1] == PageTurn(J01, StudentNumber("0432"), 1)
    assert other.carried.told == [], "who follows tells nobody"


@pytest.mark.parametrize("own", [("page", Qt.Key.Key_PageDown, CONTROL), ("candidate", Qt.Key.Key_Down, None)])
def test_a_page_of_one_s_own_ends_the_following_and_says_so(
    posts: tuple[Post, Post], own: tuple[str, Qt.Key, Qt.KeyboardModifier | None]
) -> None:
    chair, other = posts
    other.seat.wait_for_pages()
    other.seat.key("S")
    go(chair, "0432", 2)
    other.wait("0432", 2)
    other.seat.key(own[1], own[2] or Qt.KeyboardModifier.AltModifier)
    other.seat.settle()
    assert not other.following.on
    assert other.following.state.text() == LEFT
    there = other.page
    go(chair, "0440", 1)
    other.seat.qtbot.waitUntil(lambda: chair.carried.told[-1].number == "0440")
    assert other.page == there


def test_a_livret_that_is_shorter_here_and_a_candidate_without_one_are_followed_too(posts: tuple[Post, Post]) -> None:
    chair, other = posts
    other.seat.key("S")
    pages = other.seat.room.where[2]
    other.carried.page_turned.emit(PageTurn(J01, StudentNumber("0432"), 40))
    other.wait("0432", pages)
    assert other.following.on
    go(chair, "0418", 1)
    other.wait("0418", 1)
    assert other.following.on
    other.carried.page_turned.emit(PageTurn(JuryId("J02"), StudentNumber("0440"), 1))
    assert (other.page, other.following.on) == (("0418", 1), True), "another jury's page leads nowhere"
    other.carried.page_turned.emit(PageTurn(J01, StudentNumber("0440"), 3))  # opened at its first page on the way
    other.wait("0440", 3)
    assert other.following.on
    other.carried.page_turned.emit(PageTurn(J01, StudentNumber("0440"), 40))
    other.seat.key(Qt.Key.Key_PageUp, CONTROL)
    assert not other.following.on, "its last page was the chair's; the one before is one's own"


def test_who_leaves_the_room_of_the_chair_is_led_no_more(posts: tuple[Post, Post]) -> None:
    chair, other = posts
    assert not chair.seat.actions["follow_chair"].isEnabled(), "the chair follows nobody"
    other.seat.key("S")
    other.carried.become(HallStatus(Part.NONE))
    assert not other.following.on
    assert other.following.state.isHidden()
    assert not other.seat.actions["follow_chair"].isEnabled()
