# SPDX-License-Identifier: AGPL-3.0-or-later
"""A president reads a jury, on the real store, page worker and window: no mouse, no server, no network."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.desk import Desk
from lsl_desk.client.settings import Settings
from lsl_desk.client.sit.order import Column
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.pages import Frame, RenderKey
from lsl_desk.domain.reading import ReadState
from lsl_desk.main import LocalGate
from lsl_desk.ui.actions import Actions
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.widgets.status_line import StatusLine
from tests.builders import fx_j_files, livret_pdf, write_folder

PASSPHRASE = "quatre mots sans aucun lien"
J01 = JuryId("J01")


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is asked of the network from now on.

    No audit hook: one in Python stays for the whole run, and lets two threads that begin under coverage meet in
    `sys.settrace`, which then refuses one of them.
    """
    asked: list[str] = []

    def watched(name: str, known: Callable[..., Any]) -> Callable[..., Any]:
        def ask(*arguments: Any, **named: Any) -> Any:
            asked.append(name)
            return known(*arguments, **named)

        return ask

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, watched(name, getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", watched("getaddrinfo", socket.getaddrinfo))
    return asked


@pytest.fixture
def gate(private_home: Path) -> LocalGate:
    return LocalGate(DataFolder(private_home))


@pytest.fixture
def desk(gate: LocalGate, tmp_path: Path) -> Iterator[Desk]:
    """A Desk that holds FX-J, imported from its folder; 0417 has three pages, page 2 of 0410 bears 0471."""
    files = fx_j_files(1)
    files["livrets/0417.pdf"] = livret_pdf("0417", 3)
    files["livrets/0410.pdf"] = livret_pdf("0410", 2, wrong={1: "0471"})
    opened = gate.create(PASSPHRASE, Author("Poste 1", Role.PRESIDENT), keyring=False)
    opened.import_jury(str(write_folder(tmp_path / "J01", files)))
    yield opened
    opened.lock()


class Seat:
    """A person at the room: keys go where the keyboard is."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self._qtbot = qtbot
        self._left = False
        self.tasks = Tasks()
        self.actions = Actions()
        self.room = ReadingRoom(desk, self.tasks, self.actions, Settings(page_seconds=0.2))
        for name in self.actions:
            self.room.addAction(self.actions[name])
        self.actions.show_screen("room")
        self.room.resize(1366, 768)
        self.room.show()
        self.room.activateWindow()
        self.until(self.room.isActiveWindow)
        self.room.open(J01)
        self.until(lambda: len(self.room.panel.shown) == 74)

    def until(self, wish: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(wish)

    def type(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            if isinstance(key, str):
                for character in key:
                    QTest.keyClicks(self._focus(), character)
            else:
                QTest.keyClick(self._focus(), key)

    def until_at(self, number: str) -> None:
        """Wait until this candidate is the one shown."""
        self.until(lambda: self.number == number)

    def until_state(self, number: str, state: ReadState) -> None:
        """Wait until the table says so."""
        self.until(lambda: self.state_of(number) is state)

    def until_moved(self, before: str) -> None:
        """Wait until another candidate is shown."""
        self.until(lambda: self.number not in {"", before})

    @property
    def number(self) -> str:
        return self.room.state().get("number", "")

    def state_of(self, number: str) -> ReadState:
        row = next(one for one in self.room.panel.shown if one.number == number)
        return row.reading.state

    def leave(self) -> None:
        if self._left:
            return
        self._left = True
        self.room.close()
        self.tasks.close()
        self.room.deleteLater()

    def _focus(self) -> Any:
        return QApplication.focusWidget() or self.room


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, desk: Desk) -> Iterator[Seat]:
    QLocale.setDefault(FRENCH)
    qapp.setStyle("Fusion")
    made = Seat(qtbot, desk)
    yield made
    made.leave()


def test_ten_candidates_are_read_by_the_keyboard_alone_and_the_journal_knows(
    network: list[str], seat: Seat, desk: Desk
) -> None:
    read = []
    for _ in range(10):
        before = seat.number
        seat.type("n")
        seat.until_moved(before)
        number = seat.number
        if number == "0410":  # its second page is another's: it can be seen, never read
            continue
        read.append(number)
        seat.until_state(number, ReadState.READ)
    assert network == []
    kept = desk.open_jury(J01).readings
    assert [number for number, reading in kept.items() if reading.state is ReadState.READ] == read
    assert len(read) == 9


def test_a_number_typed_anywhere_opens_that_livret(seat: Seat) -> None:
    for typed in ("12", "0417", "417"):
        seat.type("0420", Qt.Key.Key_Return)
        seat.until_at("0420")
        seat.type(typed, Qt.Key.Key_Return)
        seat.until_at("0417")


def test_each_of_the_74_lines_opens_the_right_number_or_says_why_not(seat: Seat, desk: Desk) -> None:
    file = desk.open_jury(J01).file
    painted: list[str] = []
    seat.room.viewer.first_painted.connect(painted.append)
    said = {LivretFormat.NUMERIQUE: 0, LivretFormat.PAPIER: 0, LivretFormat.INCONNU: 0, LivretFormat.ABSENT: 0}
    for one in file.candidates:
        seat.room.open(J01, one.number)
        if one.livret is not None:
            until_painted(seat, painted, one.livret.digest)
        seat.until_at(one.number)
        said[one.format] += 1
    assert (said[LivretFormat.NUMERIQUE], said[LivretFormat.PAPIER], said[LivretFormat.INCONNU]) == (68, 5, 1)


def test_pages_seen_are_on_the_disk_and_come_back_after_the_desk_was_closed(
    seat: Seat, desk: Desk, gate: LocalGate
) -> None:
    seat.type("0417", Qt.Key.Key_Return)
    seat.until(lambda: pages_kept(desk, "0417") == 1)
    seat.until_state("0417", ReadState.PARTIAL)  # the disk first, the screen after
    seat.leave()
    desk.lock()
    again = gate.unlock(PASSPHRASE)
    assert pages_kept(again, "0417") == 1
    again.lock()


def test_a_page_of_another_is_veiled_said_and_never_counts(seat: Seat, desk: Desk) -> None:
    seat.type("0410", Qt.Key.Key_Return)
    seat.until(lambda: pages_kept(desk, "0410") == 1)
    seat.type(Qt.Key.Key_End)
    lines = seat.room.header.findChildren(StatusLine)
    seat.until(lambda: any("numéro différent" in line.text() for line in lines))
    seat.until_state("0410", ReadState.PARTIAL)
    assert pages_kept(desk, "0410") == 1


def until_painted(seat: Seat, painted: list[str], digest: str) -> None:
    """Wait until this livret's true picture is the last that reached the screen."""
    seat.until(lambda: painted[-1:] == [digest])


def pages_kept(desk: Desk, number: str) -> int:
    """Pages of a livret that counted, as the disk knows them."""
    readings = desk.open_jury(J01).readings
    return next(reading.seen for one, reading in readings.items() if one == number)


@pytest.mark.parametrize("screen", [(1366, 768), (1920, 1080)], ids=["1366x768", "1920x1080"])
def test_two_before_and_three_after_in_the_current_order_are_pictures_before_they_are_asked_for(
    seat: Seat, desk: Desk, screen: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    came, hurried = set[Digest](), set[Digest]()
    true_render = desk.pages.render

    def render(key: RenderKey, done: Callable[[Frame | Refusal], None], *, ahead: bool = False) -> None:
        def answered(answer: Frame | Refusal) -> None:
            if ahead and key.page == 0:
                came.add(key.digest)
            done(answer)

        if not ahead:
            hurried.add(key.digest)
        true_render(key, answered, ahead=ahead)

    monkeypatch.setattr(desk.pages, "render", render)
    seat.room.resize(*screen)
    seat.room.panel.table.sortByColumn(Column.NUMBER.value, Qt.SortOrder.DescendingOrder)
    held = [row for row in seat.room.panel.shown if row.held]
    place = next(place for place, row in enumerate(held) if row.number == "0432")
    digests = {one.number: one.livret.digest for one in desk.open_jury(J01).file.candidates if one.livret}
    around = [held[place + step].number for step in (1, -1, 2, -2, 3)]
    seat.type("0432", Qt.Key.Key_Return)
    seat.until(lambda: {digests[number] for number in around} <= came)
    painted: list[str] = []
    seat.room.viewer.first_painted.connect(painted.append)
    hurried.clear()
    for number in around[:2]:
        seat.room.open(J01, number)
        until_painted(seat, painted, digests[number])
    assert not hurried & {digests[number] for number in around}
