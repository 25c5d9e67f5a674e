# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from lsl_desk.client.settings import Settings
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog
from lsl_desk.ui.single_instance import Wanted
from tests.fakes.desk import PASSPHRASE, HeldSource, jury_source
from tests.fakes.gate import FakeGate
from tests.ui.conftest import unnamed

Make = Callable[..., Any]


def _press(widget: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifier)


def _focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def _dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


# --------------------------------------------------------------------------------------------------- unlocking


def test_the_first_start_makes_a_store_with_the_keyboard_alone(bench: Make, qtbot: QtBot) -> None:
    driven = bench(FakeGate(exists=False))
    form = driven.window.unlock_page.create_form
    qtbot.waitUntil(form.phrase.hasFocus)
    QTest.keyClicks(form.phrase, PASSPHRASE)
    _press(form.phrase, Qt.Key.Key_Tab)
    QTest.keyClicks(_focused(), PASSPHRASE)
    _press(_focused(), Qt.Key.Key_Tab)
    _press(_focused(), Qt.Key.Key_Down)
    _press(_focused(), Qt.Key.Key_Tab)
    QTest.keyClicks(_focused(), "Poste 3")
    _press(_focused(), Qt.Key.Key_Return)
    driven.settle()
    assert driven.gate.passphrase == PASSPHRASE
    assert driven.gate.author.role is Role.PRESIDENT
    assert driven.gate.author.name == "Poste 3"
    assert driven.window.pages.currentWidget() is driven.window.home_page
    assert form.phrase.text() == "", "the passphrase does not stay in the form"


@pytest.mark.parametrize(
    ("phrase", "again", "beside"),
    [("court", "court", "beside_phrase"), (PASSPHRASE, PASSPHRASE + "x", "beside_again")],
)
def test_a_bad_new_passphrase_is_said_beside_it(bench: Make, phrase: str, again: str, beside: str) -> None:
    driven = bench(FakeGate(exists=False))
    form = driven.window.unlock_page.create_form
    form.phrase.setText(phrase)
    form.again.setText(again)
    form.button.click()
    driven.settle()
    assert getattr(form, beside).text().startswith("✗")
    assert form.phrase.text() == phrase, "what was typed stays"
    assert driven.gate.passphrase is None
    assert _dialogs() == []


def test_a_wrong_passphrase_is_said_beside_the_field_which_keeps_the_keyboard(bench: Make, qtbot: QtBot) -> None:
    driven = bench()
    driven.unlock("une autre phrase")
    form = driven.window.unlock_page.unlock_form
    assert "Phrase de passe inexacte" in form.beside.text()
    qtbot.waitUntil(form.phrase.hasFocus)
    assert form.phrase.selectedText(), "typing again replaces it"
    assert driven.window.pages.currentWidget() is driven.window.unlock_page
    assert _dialogs() == []


def test_the_keyring_is_offered_only_when_it_may_open(bench: Make) -> None:
    assert not bench(FakeGate(keyring=False)).window.unlock_page.unlock_form.keyring.isVisible()
    driven = bench(FakeGate(keyring=True))
    driven.window.unlock_page.unlock_form.keyring.click()
    driven.settle()
    assert driven.window.pages.currentWidget() is driven.window.home_page


def test_while_the_key_is_worked_out_nothing_can_be_sent_twice(bench: Make) -> None:
    driven = bench()
    page = driven.window.unlock_page
    page.unlock_form.phrase.setText(PASSPHRASE)
    page.unlock_form.button.click()
    assert page.unlock_form.phrase.isReadOnly()
    assert not page.unlock_form.button.isEnabled()
    assert page.progress.isVisible()
    driven.settle()
    assert not page.progress.isVisible()


# --------------------------------------------------------------------------------------------------- locking


def test_idle_locks_and_nothing_is_lost(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J01", "0417")
    driven.room.query.setText("à lire")
    first = driven.room
    driven.clock.seconds += 599
    driven.idle.look()
    assert driven.window.room is first
    driven.clock.seconds += 1
    driven.idle.look()
    driven.settle()
    assert driven.window.pages.currentWidget() is driven.window.unlock_page
    assert driven.window.room is None, "nothing of the jury is left behind the cover"
    assert driven.gate.store.closed == 1, "the key is forgotten"
    driven.unlock()
    assert driven.window.pages.currentWidget() is driven.room
    assert driven.room is not first
    assert (driven.room.jury, driven.room.number, driven.room.query.text()) == ("J01", "0417", "à lire")


def test_a_key_pressed_puts_the_lock_off(bench: Make, qtbot: QtBot) -> None:
    driven = bench()
    driven.unlock()
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is driven.window.windowHandle())
    driven.clock.seconds += 590
    QTest.keyClick(driven.window.windowHandle(), Qt.Key.Key_Shift)
    driven.clock.seconds += 590
    driven.idle.look()
    assert driven.session.desk is not None


def test_ctrl_l_locks_and_hides_every_other_window(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.actions_["settings"].trigger()
    dialog = driven.window.findChild(SettingsDialog)
    dialog.lock_minutes.setValue(42)
    driven.window.lock()
    driven.settle()
    assert _dialogs() == []
    driven.unlock()
    assert _dialogs() == [dialog]
    assert dialog.lock_minutes.value() == 42, "what was typed is still there"
    dialog.reject()


def test_a_room_still_coming_back_is_not_forgotten_by_a_second_lock(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J02", "1410")
    driven.window.lock()
    driven.unlock()
    driven.room.jury = ""
    driven.window.lock()
    driven.unlock()
    assert (driven.room.jury, driven.room.number) == ("J02", "1410")


def test_an_import_under_way_ends_before_the_key_is_forgotten_and_the_next_waits(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    for jury in ("J01", "J02"):
        driven.gate.sources.folders[f"/in/{jury}"] = jury_source(jury, jury, 10)
    driven.window.import_paths(["/in/J01", "/in/J02"])
    driven.window.lock()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01"]
    assert driven.window.messages.isHidden()
    driven.unlock()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01", "J02"]


# --------------------------------------------------------------------------------------------------- importing


def _offer(driven: Any, paths: list[str]) -> None:
    driven.window.import_paths(paths)
    driven.settle()


def test_an_import_says_what_was_understood_and_leads_to_the_anomalies(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    driven.gate.sources.folders["/in/J01"] = jury_source()
    _offer(driven, ["/in/J01"])
    (message,) = driven.window.messages.messages
    assert message.text.startswith("J01\u00a0: 74 lignes, 65 PDF, 5 papier")
    assert message.buttons[0].text().startswith("Voir 5 points")
    assert [tile.summary.jury for tile in driven.window.home_page.tiles] == ["J01"]
    message.buttons[0].click()
    (dialog,) = _dialogs()
    assert "J01" in dialog.windowTitle()
    dialog.close()


def test_a_refused_import_is_a_sentence_in_place(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    refusal = driven.gate.sources.folders["/in/bad.zip"] = Refusal(Code.ZIP_BAD, path="bad.zip")
    _offer(driven, ["/in/bad.zip"])
    assert driven.window.messages.texts == (sentence(refusal),)
    assert _dialogs() == []


def test_a_folder_of_several_juries_is_imported_with_one_click(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    folders = driven.gate.sources.folders
    folders["/in"] = Refusal(Code.SEVERAL_JURIES, path="in", names="J01, J02")
    folders["/in/J01"], folders["/in/J02"] = jury_source("J01", "J01", 8), jury_source("J02", "J02", 9)
    _offer(driven, ["/in"])
    (message,) = driven.window.messages.messages
    (button,) = message.buttons
    assert button.text() == "Importer les 2 jurys"
    button.click()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01", "J02"]


def test_an_ambiguous_index_shows_both_readings_and_takes_the_answer(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    driven.gate.sources.folders["/in/ambigu"] = jury_source("J07", "J07", 5)
    _offer(driven, ["/in/ambigu"])
    assert driven.gate.store.files == {}
    (dialog,) = _dialogs()
    assert unnamed(dialog) == []
    assert driven.window.messages.texts
    dialog.buttons[1].click()  # type: ignore[attr-defined] # an AmbiguousDialog
    driven.settle()
    assert not any("colonne" in said for said in driven.window.messages.texts), "the question was answered"
    assert [choice and (choice.pv, choice.number) for choice in driven.gate.sources.choices] == [
        None,
        ("1", "2"),
    ]
    assert sorted(driven.gate.store.files) == ["J07"]


def test_an_import_can_be_stopped_and_leaves_nothing(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    held = driven.gate.sources.folders["/in/J01"] = HeldSource(jury_source())
    driven.window.import_paths(["/in/J01"])
    assert held.reached.wait(10)
    assert driven.window.strip.isVisible()
    driven.window.strip.stop_button.click()
    held.go_on.set()
    driven.settle()
    assert driven.gate.store.files == {}
    assert driven.window.messages.texts == ("Import arrêté\u00a0: rien n’en a été gardé.",)
    assert not driven.window.strip.isVisible()


def test_a_folder_dropped_on_the_window_is_imported(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    path = QUrl.fromLocalFile("/in/J01").toLocalFile()
    driven.gate.sources.folders[path] = jury_source("J01", "J01", 6)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/in/J01")])
    keys, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, keys)
    driven.window.dragEnterEvent(entering)
    assert entering.isAccepted()
    driven.window.dropEvent(QDropEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, left, keys))
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01"]


def test_nothing_is_dropped_on_a_locked_desk(bench: Make) -> None:
    driven = bench()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/in/J01")])
    entering = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    entering.ignore()
    driven.window.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_an_import_seen_from_the_room_tells_the_room(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J01")
    driven.gate.sources.folders["/in/J01"] = jury_source("J01", "J01", 12)
    _offer(driven, ["/in/J01"])
    assert driven.room.news == ["J01"]


# --------------------------------------------------------------------------------------------------- going about


def test_home_is_walked_with_the_arrows_and_enter_opens(bench: Make, qtbot: QtBot) -> None:
    driven = bench(FakeGate(juries=5))
    driven.unlock()
    home = driven.window.home_page
    qtbot.waitUntil(home.tiles[0].hasFocus)
    _press(home.tiles[0], Qt.Key.Key_Right)
    assert home.tiles[1].hasFocus()
    _press(home.tiles[1], Qt.Key.Key_End)
    assert home.tiles[4].hasFocus()
    _press(home.tiles[4], Qt.Key.Key_Up)
    assert home.tiles[0].hasFocus(), "one row of four, one of one"
    _press(home.tiles[0], Qt.Key.Key_Return)
    assert driven.room.jury == "J01"
    assert "J01" in driven.window.windowTitle()
    _press(driven.window, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    driven.settle()
    assert driven.window.pages.currentWidget() is home
    assert driven.window.room is None


def test_a_single_jury_stands_under_the_title_of_the_home(bench: Make) -> None:
    driven = bench(FakeGate(juries=1))
    driven.window.resize(1366, 768)
    driven.unlock()
    (tile,) = driven.window.home_page.tiles
    title = next(one for one in driven.window.home_page.findChildren(QLabel) if one.text() == "Jurys")
    assert tile.mapToGlobal(QPoint()).x() == title.mapToGlobal(QPoint()).x()


def test_a_jury_wanted_on_the_command_line_opens_once_unlocked(bench: Make) -> None:
    driven = bench(wanted=Wanted("J02", "1417"))
    driven.unlock()
    assert (driven.room.jury, driven.room.number) == ("J02", "1417")


def test_a_second_start_opens_its_jury_in_the_first_window(bench: Make) -> None:
    driven = bench()
    driven.window.open_wanted(Wanted("J02"))
    assert driven.window.room is None, "not while locked"
    driven.unlock()
    assert driven.room.jury == "J02"
    driven.window.open_wanted(Wanted("J01", "0405"))
    assert (driven.room.jury, driven.room.number) == ("J01", "0405")


def test_a_letter_typed_in_a_text_field_is_text(bench: Make, qtbot: QtBot) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J01")
    acted: list[str] = []
    driven.window.actions_["next_to_read"].triggered.connect(lambda: acted.append("N"))
    driven.room.query.setFocus()
    qtbot.waitUntil(driven.room.query.hasFocus)
    QTest.keyClicks(driven.room.query, "n? /")
    assert driven.room.query.text() == "n? /"
    assert acted == []
    driven.room.livret.setFocus()
    QTest.keyClicks(driven.room.livret, "n")
    assert acted == ["N"]


def test_other_settings_remake_the_room_at_the_same_place(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J01", "0417")
    driven.window.actions_["settings"].trigger()
    dialog = driven.window.findChild(SettingsDialog)
    dialog.page_seconds.setValue(2.5)
    dialog.lock_minutes.setValue(1)
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    driven.settle()
    assert driven.gate.kept == [Settings(page_seconds=2.5, lock_minutes=1)]
    assert driven.room.settings.page_seconds == 2.5
    assert driven.room.number == "0417"
    driven.clock.seconds += 60
    driven.idle.look()
    assert driven.session.desk is None, "the new delay is the one that counts"


def test_qt_speaks_french(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.actions_["settings"].trigger()
    dialog = driven.window.findChild(SettingsDialog)
    assert dialog.buttons.button(dialog.buttons.StandardButton.Cancel).text() == "Annuler"
    assert dialog.buttons.button(dialog.buttons.StandardButton.Save).text() == "Enregistrer"
    assert dialog.page_seconds.text() == "1,0\u00a0s"
    dialog.reject()


def test_full_screen_and_back(bench: Make) -> None:
    driven = bench()
    driven.window.actions_["full_screen"].trigger()
    assert driven.window.isFullScreen()
    driven.window.actions_["full_screen"].trigger()
    assert not driven.window.isFullScreen()


def test_closing_closes_the_desk(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.window.open_jury("J01")
    driven.window.actions_["quit"].trigger()
    driven.tasks.close()
    assert driven.gate.store.closed == 1
    assert not driven.window.isVisible()


# --------------------------------------------------------------------------------------------------- for everybody


def test_every_control_of_every_screen_has_a_name(bench: Make) -> None:
    for driven in (bench(FakeGate(exists=False)), bench(FakeGate(keyring=True))):
        assert unnamed(driven.window) == []
    driven.unlock()
    driven.gate.sources.folders["/in"] = Refusal(Code.SEVERAL_JURIES, path="in", names="J08, J09")
    _offer(driven, ["/in"])
    assert unnamed(driven.window) == []
    for name in ("settings", "change_passphrase", "doctor", "keys", "about"):
        driven.window.actions_[name].trigger()
        driven.settle()
        (dialog,) = _dialogs()
        assert unnamed(dialog) == [], name
        dialog.close()


def test_a_control_without_a_name_would_be_found(bench: Make) -> None:
    driven = bench()
    field = QLineEdit(driven.window.home_page)
    assert len(unnamed(driven.window)) == 1
    field.deleteLater()


def test_no_name_of_a_person_is_asked_or_shown_before_unlocking(bench: Make) -> None:
    driven = bench()
    texts = [label.text() for label in driven.window.unlock_page.findChildren(QLineEdit)]
    assert set(texts) <= {"", "Poste 1"}


@pytest.mark.parametrize(
    ("action", "first", "second"),
    [("settings", "page_seconds", "lock_minutes"), ("change_passphrase", "old", "new")],
)
def test_a_dialog_begins_at_its_first_field(bench: Make, qtbot: QtBot, action: str, first: str, second: str) -> None:
    driven = bench()
    driven.unlock()
    driven.window.actions_[action].trigger()
    dialog = _dialogs()[0]
    qtbot.waitUntil(lambda: getattr(dialog, first).hasFocus())
    _press(_focused(), Qt.Key.Key_Tab)
    assert getattr(dialog, second).hasFocus()
    dialog.close()
