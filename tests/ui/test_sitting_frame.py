# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sitting in the window, by keyboard alone: opened, handed over, closed; its stage and pace (J2 steps 1, 2, 13)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.client.close.replay import CaseReplay
from lsl_desk.client.close.values import Names
from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.values import Composition, Pace, Stage
from lsl_desk.domain.acts import NO_PREVIOUS, Author, Member, Presence, Quality, Role, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import ActId, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.marks import POINTS
from lsl_desk.domain.rules.lawful import Forbidden
from lsl_desk.ui.closing.replay_dialog import ReplayDialog
from lsl_desk.ui.dialogs.closing_dialog import ClosingDialog
from lsl_desk.ui.dialogs.conflicts_dialog import ConflictsDialog
from lsl_desk.ui.dialogs.handover_dialog import HandoverDialog
from lsl_desk.ui.dialogs.opening_dialog import OpeningDialog
from lsl_desk.ui.idle_lock import IdleLock
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.rooms import reading_room
from lsl_desk.ui.session import Session
from lsl_desk.ui.sitting_end import KNOWN, SEALED
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.window_state import WindowState
from tests.fakes.deliberation import START, FakeDeliberation
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate
from tests.ui.conftest import unnamed

J01, N0402 = JuryId("J01"), StudentNumber("0402")
HEADS = (
    Member("Claire Vasseur", Quality.PRESIDENT, Presence.AWAY),
    Member("Marc Denis", Quality.VICE_PRESIDENT, Presence.AWAY),
    Member("Luce Aubry", Quality.PUBLIC_TEACHER, Presence.AWAY),
)


class Sat(FakeDeliberation):
    """A sitting whose composition says what a test wants noted, and whose pace a test chooses."""

    notes: tuple[str, ...] = ()
    paced: Pace | None = None

    def composition(self, jury: JuryId, members: Any) -> Composition:
        found = super().composition(jury, members)
        return Composition(found.refused, self.notes)

    def pace(self, jury: JuryId) -> Pace:
        return self.paced or super().pace(jury)


class Replaying:
    """A closing of which only the replay is asked; nothing was done of anybody."""

    def replay(self, jury: JuryId, number: StudentNumber) -> CaseReplay:
        return CaseReplay(jury, PvNumber("2"), number, (), NO_PREVIOUS, stale=0)


class Views:
    """A closing of which the window asks how the names stand."""

    names = Names.SEALED

    def view(self, jury: JuryId) -> Any:
        return SimpleNamespace(jury=jury, names=self.names, sealed=74, reopened=(), refused=None)


class Hall:
    """A main window over a Desk that deliberates, a keyboard and no mouse."""

    def __init__(self, qtbot: QtBot, folder: Path, role: Role, stage: Stage, closing: Any = None) -> None:
        self.qtbot = qtbot
        self.gate = FakeGate()
        self.gate.seat = Author("Claire Vasseur", role)
        self.made: list[Sat] = []

        def make(_desk: Desk) -> Sat:
            sat = Sat(self.gate.store, self.gate.seat)
            jury = sat.jury(J01)
            jury.stage, jury.president, jury.members = stage, "Claire Vasseur", HEADS
            if stage is not Stage.PREPARED:
                jury.members = tuple(replace(one, presence=Presence.HERE) for one in HEADS)
            self.made.append(sat)
            return sat

        self.gate.deliberation = make
        self.gate.closing = None if closing is None else lambda _desk: closing
        self.tasks = Tasks()
        self.session = Session(self.tasks, self.gate.settings(), IdleLock(60))
        self.window = MainWindow(self.gate, self.tasks, self.session, WindowState(folder), room_factory=reading_room)
        self.window.unlock_page.look_for_keyring()
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.settle()
        self.window.unlock_page.unlock_form.phrase.setText(PASSPHRASE)
        self.window.unlock_page.unlock_form.button.click()
        self.settle()

    @property
    def sat(self) -> Sat:
        return self.made[-1]

    @property
    def room(self) -> Any:
        return self.window.room

    def open(self, jury: str = "J01") -> None:
        self.window.open_jury(jury)
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.tasks.busy)

    def key(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget() or self.window
        if isinstance(key, str):
            QTest.keyClicks(focus, key, modifier)
        else:
            QTest.keyClick(focus, key, modifier)
        self.settle()

    def dialog(self, kind: type[QWidget], action: str) -> Any:
        """Ask for a dialog of the menu « Séance », and wait until it has the keyboard."""
        assert self.window.actions_[action].isEnabled()
        self.window.actions_[action].trigger()
        self.settle()
        (found,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        self.qtbot.waitUntil(found.isActiveWindow)
        self.settle()
        assert unnamed(found) == []
        return found

    def close(self) -> None:
        self.window.close()
        self.tasks.close()


@pytest.fixture
def hall(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[..., Hall]]:
    """Open the window of whoever acts, on a jury at some stage."""
    made: list[Hall] = []

    def make(role: Role = Role.PRESIDENT, stage: Stage = Stage.PREPARED, closing: Any = None) -> Hall:
        made.append(Hall(qtbot, tmp_path, role, stage, closing))
        return made[-1]

    yield make
    for one in made:
        one.close()
        one.window.deleteLater()


def test_members_are_ticked_and_the_sitting_opens_without_a_mouse(hall: Callable[..., Hall]) -> None:
    driven = hall()
    driven.open()
    assert driven.window.about.text() == "Jury J01 · ES · préparé · préside Claire Vasseur"
    asked: OpeningDialog = driven.dialog(OpeningDialog, "open_sitting")
    assert asked.law.text().startswith("✗ Personne n’est présent pour présider"), "nobody attends yet: refused in words"
    assert not asked.send.isEnabled()
    for presses in (1, 2, 0):
        for _ in range(presses):
            driven.key(Qt.Key.Key_Space)
        driven.key(Qt.Key.Key_Down)
    assert asked.count.text() == "3 membres · 1 présent · 1 à distance · 1 absent"
    assert asked.law.text() == "✓ Composition\u00a0: le jury peut délibérer."
    driven.key(Qt.Key.Key_Return)
    driven.key(Qt.Key.Key_Space)
    assert [one.presence for one in driven.sat.jury(J01).members] == [Presence.HERE, Presence.REMOTE, Presence.AWAY]
    assert driven.sat.jury(J01).stage is Stage.OPENED
    assert driven.window.about.text().startswith("Jury J01 · ES · ouvert")
    assert driven.window.sitting.pace.text() == "0 décidé sur 74"
    assert driven.window.messages.texts == ("Séance du jury J01 ouverte\u00a0: émargement enregistré ici.",)


def test_a_member_is_added_named_and_taken_away_by_keyboard(hall: Callable[..., Hall]) -> None:
    driven = hall()
    driven.open()
    asked = driven.dialog(OpeningDialog, "open_sitting")
    driven.key(Qt.Key.Key_Insert)
    assert asked.model.unnamed == 3
    driven.key(Qt.Key.Key_Escape)
    asked.model.cycle(0)
    driven.settle()
    asked.send.click()
    assert asked.beside.text() == "✗ Nommez chaque membre présent, ou enlevez sa ligne (Suppr)."
    driven.key(Qt.Key.Key_F2)
    driven.key("Nadia Ferrand")
    driven.key(Qt.Key.Key_Return)
    driven.qtbot.waitUntil(lambda: len(asked.model.members) == 4)
    assert asked.model.members[3] == Member("Nadia Ferrand", Quality.PUBLIC_TEACHER, Presence.HERE)
    asked.table.setFocus()
    driven.key("q")
    assert asked.model.members[3].quality is Quality.PRIVATE_TEACHER
    driven.key(Qt.Key.Key_Delete)
    assert len(asked.model.members) == 3
    asked.all_here.click()
    assert {one.presence for one in asked.model.members} == {Presence.HERE}


def test_what_is_allowed_and_odd_is_told_as_written_in_the_pv(hall: Callable[..., Hall]) -> None:
    driven = hall()
    driven.open()
    driven.sat.notes = ("tiers de professionnels non atteint",)
    asked = driven.dialog(OpeningDialog, "open_sitting")
    driven.key(Qt.Key.Key_Space)
    assert asked.notes.text() == "! écrit au PV\u00a0: tiers de professionnels non atteint"
    assert asked.send.isEnabled()


def test_a_president_who_is_away_hands_over_with_a_reason_before_the_opening(hall: Callable[..., Hall]) -> None:
    driven = hall(Role.VICE_PRESIDENT)
    driven.open()
    asked = driven.dialog(OpeningDialog, "open_sitting")
    driven.key(Qt.Key.Key_Down)
    driven.key(Qt.Key.Key_Space)
    assert "la présidence passe à Marc Denis" in asked.passing.text()
    assert asked.law.text().startswith("✓")
    asked.send.click()
    assert asked.beside.text().startswith("✗ Donnez la raison")
    asked.reason.setText("président souffrant")
    asked.send.click()
    driven.settle()
    jury = driven.sat.jury(J01)
    assert (jury.stage, jury.presiding, jury.president) == (Stage.OPENED, Role.VICE_PRESIDENT, "Marc Denis")
    assert driven.window.about.text().endswith("préside Marc Denis (vice-président)")


def test_an_attendance_corrected_while_the_jury_sits_opens_nothing_anew(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    asked = driven.dialog(OpeningDialog, "open_sitting")
    assert asked.send.text() == "&Enregistrer l’émargement"
    driven.key(Qt.Key.Key_Space)
    driven.sat.refusals["take_attendance"] = Refusal(Code.DISK_FULL)
    asked.send.click()
    driven.settle()
    assert asked.beside.text().startswith("✗")
    del driven.sat.refusals["take_attendance"]
    asked.send.click()
    driven.settle()
    assert driven.sat.jury(J01).members[0].presence is Presence.HERE


def test_the_presidency_passes_with_a_name_and_a_reason(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    driven.sat.decide(J01, N0402, Ruling.ADMIS, "", "", seen=0)
    asked: HandoverDialog = driven.dialog(HandoverDialog, "hand_over")
    assert asked.name.text() == "Marc Denis", "who assists is known from the attendance"
    assert "Ensuite seul le poste du vice-président décide" in asked.intro.text(), "said before, not found out after"
    driven.key(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is asked.send, "after the reason comes the button at its left, not « Annuler »"
    driven.key(Qt.Key.Key_Backtab)
    driven.key(Qt.Key.Key_Return)
    assert asked.beside.text().startswith("✗ Donnez la raison")
    driven.key("malaise")
    driven.key(Qt.Key.Key_Return)
    (passed,) = driven.sat.jury(J01).handovers
    assert (passed.to, passed.name, passed.reason, passed.decided) == (
        Role.VICE_PRESIDENT, "Marc Denis", "malaise", 1
    )  # fmt: skip
    assert driven.window.about.text().endswith("préside Marc Denis (vice-président)")
    again: HandoverDialog = driven.dialog(HandoverDialog, "hand_over")
    assert again.before.text().endswith(
        "Claire Vasseur → Marc Denis, 1 décision prise, après le N° PV\u00a02 (malaise)"
    )
    assert "si l’émargement (Ctrl+E) met le vice-président hors de la salle" in again.intro.text()
    again.name.clear()
    again.send.click()
    assert again.beside.text() == "✗ Donnez le nom de qui préside désormais."


def test_an_unread_ajourne_keeps_from_closing_and_enter_opens_them_at_the_first_unread_page(
    hall: Callable[..., Hall],
) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    asked: ClosingDialog = driven.dialog(ClosingDialog, "close_sitting")
    assert asked.said.text() == "La séance ne peut pas être close\u00a0: 74 candidats restent à régler."
    first = asked.list.item(0).text()
    assert not asked.close_button.isVisible()
    driven.key(Qt.Key.Key_Return)
    driven.settle()
    assert first.startswith("N° PV\u00a0")
    assert driven.room.header.number.text() == first.split(" — ")[0].split(" · ")[1]
    assert not shiboken6.isValid(asked) or not asked.isVisible()


def _decide_all(sat: Sat) -> None:
    """Everybody is decided; nobody is ajourné here, so that nothing is left to read."""
    for number, dossier in list(sat.jury(J01).dossiers.items()):
        sat.give(J01, number, {mark.exam: 14 for mark in dossier.office})
        sat.decide(J01, number, Ruling.ADMIS, "B", "", seen=0)


def test_a_sitting_whose_everybody_is_decided_closes_and_is_read_only(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    _decide_all(driven.sat)
    driven.room.moved(J01)
    driven.settle()
    assert " · délibéré · " in driven.window.about.text()
    asked = driven.dialog(ClosingDialog, "close_sitting")
    assert asked.counts.text() == "74 candidats\u00a0: 74 admis dont 74 avec mention"
    driven.sat.refusals["close_sitting"] = Refusal(Code.CLOSING_STALE, count=1, number="0402")
    driven.key(Qt.Key.Key_Space)
    assert asked.beside.text().startswith("✗ Clôture impossible")
    del driven.sat.refusals["close_sitting"]
    asked.close_button.setFocus()
    driven.key(Qt.Key.Key_Space)
    assert " · clos · " in driven.window.about.text()
    assert not any(driven.window.actions_[name].isEnabled() for name in ("open_sitting", "hand_over", "close_sitting"))
    assert "Un dossier ne s’y reprend que par le procès-verbal." in driven.window.messages.texts[-1]
    assert not driven.room.sitting.open
    driven.sat.jury(J01).stage = Stage.OPENED  # a case was taken up again
    driven.room.take_sitting(driven.sat.sitting(J01))
    assert driven.window.messages.texts == ()


def test_what_stands_between_the_last_decision_and_the_closing_is_said_once_all_is_decided(
    hall: Callable[..., Hall],
) -> None:
    closing = Views()
    driven = hall(stage=Stage.OPENED, closing=closing)
    driven.open()
    _decide_all(driven.sat)
    driven.room.moved(J01)
    driven.settle()
    (said,) = driven.window.messages.messages
    assert said.text == SEALED
    assert [one.text() for one in said.buttons] == ["Lever l’anonymat…", "Clore la séance…"]
    driven.sat.withdraw(J01, N0402, "revu", seen=1)
    driven.room.moved(J01)
    driven.settle()
    assert driven.window.messages.texts == (), "it is no longer so"
    closing.names = Names.KNOWN
    driven.sat.decide(J01, N0402, Ruling.ADMIS, "B", "", seen=2)
    driven.room.moved(J01)
    driven.settle()
    (said,) = driven.window.messages.messages
    assert said.text == KNOWN
    said.buttons[0].click()
    driven.settle()
    (asked,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ClosingDialog) and one.isVisible()]
    assert driven.window.messages.texts == ()
    asked.reject()
    driven.window.go_home()
    driven.settle()


def test_a_case_taken_up_again_is_led_to_line_in_sight_keyboard_in_its_marks(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    panel = driven.room.panel
    last = panel.shown[-1].number
    panel.query.setText("décision=admis")
    assert panel.model.place_of(last) < 0
    driven.window.sitting._lead_back(last)
    driven.settle()
    driven.qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(chosen(panel)))
    assert panel.shown[panel.table.currentIndex().row()].number == last == driven.room.header.number.text()
    assert panel.said.text() == f"Filtre enlevé\u00a0: il cachait {last}."
    assert QApplication.focusWidget() is driven.room.decision.column.table
    assert driven.window.messages.texts[-1].startswith(f"Dossier {last} repris, enregistré ici. Corrigez-le")
    driven.window.messages.say("un message de plus, qui prend de la place au tableau", "info")
    driven.qtbot.waitUntil(lambda: panel.table.viewport().rect().contains(chosen(panel)))
    panel.table.scrollToTop()
    driven.window.messages.clear()
    driven.settle()
    assert panel.table.verticalScrollBar().value() == 0, "who scrolled away is left there"


def chosen(panel: Any) -> QRect:
    """Where the chosen line is in the table, its first columns."""
    found: QRect = panel.table.visualRect(panel.table.currentIndex())
    return found


def test_only_who_presides_closes(hall: Callable[..., Hall]) -> None:
    driven = hall(Role.VICE_PRESIDENT, Stage.OPENED)
    driven.open()
    for number in driven.sat.jury(J01).dossiers:
        driven.sat.jury(J01).decided.append(number)
    driven.sat.author = replace(driven.sat.author, role=Role.PRESIDENT)
    _decide_all(driven.sat)
    driven.sat.author = replace(driven.sat.author, role=Role.VICE_PRESIDENT)
    asked = driven.dialog(ClosingDialog, "close_sitting")
    assert not asked.close_button.isEnabled()
    assert asked.beside.text().startswith("✗ Seul")


def test_another_jury_than_one_s_own_is_refused_and_one_s_own_offered(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    driven.sat.refusals["sitting"] = Refusal(Code.JURY_NOT_YOURS, jury="J02", yours="J01, J03")
    driven.open("J02")
    (said,) = driven.window.messages.messages
    assert said.text == "Vous présidez J01, J03, pas J02\u00a0: ce jury ne s’ouvre pas sous votre nom."
    assert driven.room.state()["jury"] == "J01"
    del driven.sat.refusals["sitting"]
    assert [one.text() for one in said.buttons] == ["Ouvrir J01", "Ouvrir J03"]
    said.buttons[0].click()
    driven.settle()
    assert driven.room.state()["jury"] == "J01"


def test_a_pace_that_is_unfair_at_the_end_is_told_in_words_and_colour(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    driven.sat.paced = Pace(70, 74, START, 40.0, START, 28, 90.0, 40.0, hurried=True)
    driven.room.moved(J01)
    driven.settle()
    said = driven.window.sitting.pace
    assert said.text().endswith("(+\u00a028\u00a0min) · fin de jury pressée")
    assert said._tone == "warning"
    driven.window.go_home()
    driven.settle()
    assert said.text() == ""
    assert not driven.window.actions_["close_sitting"].isEnabled()


def test_the_law_of_a_refused_composition_stands_under_its_sentence(hall: Callable[..., Hall]) -> None:
    driven = hall()
    driven.open()
    asked = driven.dialog(OpeningDialog, "open_sitting")
    state = driven.window.sitting.state
    assert state is not None
    found = asked._state.texts
    rule = driven.sat.composition(J01, HEADS).refused
    assert isinstance(rule, Forbidden)
    assert rule.rule is not None
    text = state.texts.get(rule.rule.value)
    assert found == state.texts
    assert asked.text.text() == ("" if text is None else f"{text.reference}\u00a0: {text.said}")


def test_a_disagreement_names_its_epreuve_in_words_and_is_settled_by_whoever_presides_now(
    hall: Callable[..., Hall],
) -> None:
    driven = hall(Role.VICE_PRESIDENT, Stage.OPENED)
    driven.open()
    jury = driven.sat.jury(J01)
    exam = driven.sat.sheet(J01, N0402).lines[0]
    driven.sat.dispute(J01, N0402, exam.exam)
    (one,) = jury.conflicts[N0402]
    jury.presiding = Role.VICE_PRESIDENT
    desk = driven.session.desk
    assert desk is not None
    asked = ConflictsDialog(desk, driven.tasks, J01, (one, replace(one, act=ActId("p"), exam=POINTS)))
    asked.show()
    driven.settle()
    assert asked.which.itemText(0) == f"N° élève 0402 · {exam.label}"
    assert asked.which.itemText(1) == "N° élève 0402 · Points de jury"
    assert asked.keep.isVisible()
    asked.which.setCurrentIndex(1)
    assert asked.kept.text().endswith("points — en vigueur")
    asked.close()


def test_the_case_of_the_candidate_on_the_screen_is_replayed_by_a_key_open_or_closed(
    hall: Callable[..., Hall],
) -> None:
    driven = hall(Role.VICE_PRESIDENT, Stage.CLOSED, Replaying())
    assert not driven.window.actions_["replay"].isEnabled(), "no jury is on the screen"
    driven.open()
    driven.window.actions_["replay"].trigger()
    assert driven.window.messages.messages[-1].text == "Choisissez d’abord le candidat dont le dossier est à rejouer."
    driven.room.go_to(N0402)
    driven.settle()
    driven.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    (shown,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, ReplayDialog)]
    assert shown.windowTitle() == "Dossier rejoué — N° élève 0402, jury J01"
    assert shown.end.text() == "Aucun acte ne concerne le jury J01\u00a0: il n’y a rien à rejouer."
    shown.close()


def test_a_desk_that_draws_up_no_pv_replays_nothing(hall: Callable[..., Hall]) -> None:
    driven = hall(stage=Stage.OPENED)
    driven.open()
    assert not driven.window.actions_["replay"].isEnabled()
