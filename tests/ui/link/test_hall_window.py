# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window and a room without server in memory: opened, joined, lost, left; the badge stays at its place."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from lsl_desk.client.hall.for_screens import ActsCame
from lsl_desk.client.hall.values import NotTaken, PageTurn
from lsl_desk.client.link.for_screens import JuryMoved
from lsl_desk.domain.connection import Contact
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, JuryId, StudentNumber
from lsl_desk.ui.dialogs.connection_panel import ConnectionPanel
from lsl_desk.ui.dialogs.hall_dialog import HallDialog
from tests.fakes.gate import FakeGate
from tests.fakes.hall import NOW, VICE, FakeHall
from tests.fakes.link import FakeLink
from tests.ui.conftest import Bench, unnamed

J01 = JuryId("J01")


class Window:
    """An unlocked window on J01, whose academy is cut."""

    def __init__(self, bench: Callable[..., Bench]) -> None:
        gate = FakeGate(juries=1)
        self.link = gate.link = FakeLink()
        made = self.hall = FakeHall()
        gate.hall = lambda _desk: made
        self.driven = bench(gate)
        self.driven.unlock()
        self.window = self.driven.window
        self.until = self.driven.qtbot.waitUntil
        self.until(lambda: self.window.linked._made is not None)
        for _ in range(2):
            self.link.contact_came(Contact.FAILED)
        self.window.open_jury(J01)
        self.until(lambda: self.window.linked_room() is not None)

    def dialog(self) -> HallDialog:
        self.window.actions_["hall"].trigger()
        (found,) = [one for one in self.window.findChildren(HallDialog) if one.isVisible()]
        return found

    def badge(self) -> str:
        return self.window.badge.words.text()

    def until_badge(self, said: str) -> None:
        self.until(lambda: self.badge() == said)


@pytest.fixture
def seen(bench: Callable[..., Bench]) -> Window:
    return Window(bench)


def texts(widget: QDialog) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def press(button: QPushButton) -> None:
    assert button.isVisible()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)


def test_a_room_is_opened_its_code_read_and_closed_by_keys(seen: Window) -> None:
    seen.until(lambda: seen.badge().startswith("coupé"))
    before, place = seen.badge(), QRect(seen.window.badge.geometry())
    dialog = seen.dialog()
    assert unnamed(dialog) == []
    press(dialog.open_button)
    seen.until(dialog.digits.isVisible)
    assert dialog.digits.text() == "048\u2009213"
    assert dialog.digits.accessibleName() == "Code de la salle\u00a0: 0 4 8 2 1 3"
    said = texts(dialog)
    assert "192.168.1.12" in said
    assert "pare-feu" in said, "one post is enough, in plain words, while nobody is there"
    seen.until_badge("en salle, 1 poste")
    seen.hall.becomes(replace(seen.hall.now, seated=(*seen.hall.now.seated, VICE, replace(VICE, here=False)), last=NOW))
    seen.until_badge("en salle, 2 postes")
    said = texts(dialog)
    assert "Sacha Modèle (vice-président)\u00a0: présent" in said
    assert "sans nouvelles" in said
    assert "pare-feu" not in said
    press(dialog.renew_button)
    seen.until(lambda: dialog.digits.text() == "771\u2009204")
    assert seen.window.badge.geometry() == place
    press(dialog.leave_button)
    seen.until_badge(before)
    assert dialog.open_button.isVisible()
    assert seen.hall.asked[:3] == ["open J01", "renew", "leave"]


def test_a_room_is_joined_lost_found_again_and_over(seen: Window) -> None:
    dialog = seen.dialog()
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    assert "à remplir" in dialog.beside.text()
    seen.hall.trouble = Refusal(Code.HALL_CODE_WRONG, left=4)
    QTest.keyClicks(dialog.address, "192.168.1.12")
    QTest.keyClick(dialog.address, Qt.Key.Key_Return)
    QTest.keyClicks(dialog.code, "048214")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    seen.until(lambda: "Essais restants\u00a0: 4" in dialog.beside.text())
    assert dialog.code.selectedText() == "048214"
    seen.hall.trouble = None
    QTest.keyClicks(dialog.code, "048 213")
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    seen.until_badge("en salle, 2 postes")
    assert seen.hall.asked[-1] == "join J01 192.168.1.12 048 213"
    assert not dialog.digits.isVisible()
    assert not dialog.renew_button.isVisible()
    joined = seen.hall.now
    seen.hall.becomes(replace(joined, problem=Refusal(Code.HALL_UNREACHABLE, address="192.168.1.12")))
    seen.until_badge("en salle, sans réponse")
    assert "le travail continue ici" in texts(dialog)
    refused = (NotTaken(ActId("1" * 32), Refusal(Code.ROLE_OTHER)),)
    seen.hall.becomes(replace(joined, not_taken=refused))
    seen.until(lambda: "n’est pas pris par la salle" in texts(dialog))
    seen.hall.becomes(replace(joined, not_taken=refused * 2))
    seen.until(lambda: "2 actes de ce poste ne sont pas pris" in texts(dialog))
    seen.hall.becomes(replace(joined, over=True, problem=Refusal(Code.HALL_OVER)))
    seen.until(dialog.join_button.isVisible)
    assert "n’est plus là" in dialog.beside.text()


def test_on_line_the_badge_says_so_and_what_came_by_the_room_is_shown(
    seen: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    halls = seen.window.linked.halling()
    seen.until(lambda: halls._hall is not None)
    turned: list[object] = []
    halls.page_turned.connect(turned.append)
    halls.turn_page(J01, StudentNumber("0401"), 3)
    halls.ask(lambda hall: hall.open(J01), lambda _refusal: None, owner=halls)
    seen.until_badge("en salle, 1 poste")
    halls.turn_page(J01, StudentNumber("0401"), 3)
    assert [one for one in seen.hall.asked if one.startswith("turn")] == ["turn J01 0401 3"]
    shown = seen.window.linked_room()
    assert shown is not None
    came: list[JuryId] = []
    monkeypatch.setattr(shown[0], "moved", came.append)
    seen.hall.tell(ActsCame(J01))
    seen.until(lambda: came == [J01])
    seen.hall.tell(PageTurn(J01, StudentNumber("0401"), 2))
    seen.until(lambda: turned == [PageTurn(J01, StudentNumber("0401"), 2)])
    seen.link.tell(JuryMoved(J01, acts=True))
    seen.until(lambda: "feed_moved J01" in seen.hall.asked)
    for _ in range(3):
        seen.link.contact_came(Contact.ANSWERED)
    seen.until(lambda: "en ligne" in seen.badge() or "retour" in seen.badge())
    seen.window.actions_["connection"].trigger()
    (panel,) = [one for one in seen.window.findChildren(ConnectionPanel) if one.isVisible()]
    assert "Salle sans serveur…" in {button.text() for button in panel.findChildren(QPushButton)}


def test_locking_shuts_the_room_and_says_nothing_of_it_afterwards(seen: Window) -> None:
    halls = seen.window.linked.halling()
    halls.ask(lambda hall: hall.open(J01), lambda _refusal: None, owner=halls)
    seen.until_badge("en salle, 1 poste")
    seen.window.actions_["lock"].trigger()
    seen.until(lambda: "close" in seen.hall.asked)
    assert not seen.badge().startswith("en salle")
    seen.hall.becomes(replace(seen.hall.now, code="000000"))
    seen.driven.settle()
    assert not seen.badge().startswith("en salle")
