# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import fields

from pytestqt.qtbot import QtBot

from lsl_desk.client.settings import RANGES, Settings
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import FakeGate


class FullDisk(FakeGate):
    """Settings cannot be kept."""

    def keep_settings(self, settings: Settings) -> None:
        del settings
        raise Refusal(Code.DISK_FULL)


def test_every_setting_has_its_field_with_its_bounds(qtbot: QtBot, tasks: Tasks) -> None:
    dialog = SettingsDialog(FakeGate(), tasks, Settings())
    qtbot.addWidget(dialog)
    for field in fields(Settings):
        assert hasattr(dialog, field.name)
    for name, (least, most) in RANGES.items():
        shown = getattr(dialog, name)
        assert (shown.minimum(), shown.maximum()) == (least, most)


def test_what_is_shown_is_what_is_kept(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    given = Settings(page_seconds=2.5, lock_minutes=3, theme="dark", ahead=1, behind=4)
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
