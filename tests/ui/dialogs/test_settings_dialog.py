# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import fields

from pytestqt.qtbot import QtBot

from lsl_desk.client.gate import KeyringUse
from lsl_desk.client.settings import RANGES, Settings
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate
from tests.ui.conftest import unnamed


class FullDisk(FakeGate):
    """Settings cannot be kept."""

    def keep_settings(self, settings: Settings) -> None:
        del settings
        raise Refusal(Code.DISK_FULL)


def test_every_setting_has_its_field_with_its_bounds(qtbot: QtBot, tasks: Tasks) -> None:
    dialog = SettingsDialog(FakeGate(), tasks, Settings())
    qtbot.addWidget(dialog)
    for field in fields(Settings):
        assert hasattr(dialog, field.name) or field.name == "shown_session", "that one is chosen at the home"
    for name, (least, most) in RANGES.items():
        shown = getattr(dialog, name)
        assert (shown.minimum(), shown.maximum()) == (least, most)


def test_what_is_shown_is_what_is_kept(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    given = Settings(page_seconds=2.5, lock_minutes=3, theme="dark", ahead=1, behind=4, shown_session="juin")
    dialog = SettingsDialog(gate, tasks, given)
    assert dialog.wanted == given
    dialog.page_seconds.setValue(0.2)
    with qtbot.waitSignal(dialog.kept):
        dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    assert gate.kept[0].page_seconds == 0.2


def test_a_refusal_is_said_in_the_dialog(qtbot: QtBot, tasks: Tasks) -> None:
    dialog = SettingsDialog(FullDisk(), tasks, Settings())
    qtbot.addWidget(dialog)
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert sentence(Refusal(Code.DISK_FULL)) in dialog.beside.text()
    assert dialog.buttons.isEnabled()


def _shown(qtbot: QtBot, tasks: Tasks, gate: FakeGate) -> SettingsDialog:
    dialog = SettingsDialog(gate, tasks, Settings())
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: not tasks.busy)
    return dialog


def _save(qtbot: QtBot, tasks: Tasks, dialog: SettingsDialog) -> None:
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()
    qtbot.waitUntil(lambda: not tasks.busy)


def test_the_keyring_is_added_with_the_passphrase_and_removed_without(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    dialog = _shown(qtbot, tasks, gate)
    assert not dialog.phrase.isVisible()
    dialog.keyring.setChecked(True)
    assert dialog.phrase.isVisible()
    assert unnamed(dialog) == []
    dialog.phrase.setText("une autre phrase")
    _save(qtbot, tasks, dialog)
    assert sentence(Refusal(Code.PASSPHRASE_WRONG)) in dialog.beside_keyring.text()
    assert (gate.keyring(), gate.kept) == (KeyringUse.OFF, [])
    dialog.phrase.setText(PASSPHRASE)
    with qtbot.waitSignal(dialog.kept):
        _save(qtbot, tasks, dialog)
    assert gate.keyring() is KeyringUse.ON

    dialog = _shown(qtbot, tasks, gate)
    assert dialog.keyring.isChecked()
    dialog.keyring.setChecked(False)
    assert not dialog.phrase.isVisible()
    with qtbot.waitSignal(dialog.kept):
        _save(qtbot, tasks, dialog)
    assert gate.keyring() is KeyringUse.OFF


def test_a_keyring_that_keeps_nothing_says_so(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    gate.keyring_refuses = True
    dialog = _shown(qtbot, tasks, gate)
    dialog.keyring.setChecked(True)
    dialog.phrase.setText(PASSPHRASE)
    _save(qtbot, tasks, dialog)
    assert sentence(Refusal(Code.KEYRING_REFUSED)) in dialog.beside_keyring.text()


def test_without_a_keyring_there_is_nothing_to_choose_and_it_is_said(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    gate.without_keyring = True
    dialog = _shown(qtbot, tasks, gate)
    assert not dialog.keyring.isEnabled()
    assert dialog.beside_keyring.text() == sentence(Refusal(Code.KEYRING_ABSENT))
