# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from pytestqt.qtbot import QtBot

from lsl_desk.ui.dialogs.passphrase_dialog import PassphraseDialog
from lsl_desk.ui.tasks import Tasks
from tests.fakes.desk import PASSPHRASE
from tests.fakes.gate import FakeGate

NEW = "cinq autres mots sans lien"


def _fill(dialog: PassphraseDialog, old: str, new: str, again: str) -> None:
    dialog.old.setText(old)
    dialog.new.setText(new)
    dialog.again.setText(again)
    dialog.buttons.button(dialog.buttons.StandardButton.Save).click()


def test_the_passphrase_is_changed(qtbot: QtBot, tasks: Tasks) -> None:
    gate = FakeGate()
    dialog = PassphraseDialog(gate, tasks)
    with qtbot.waitSignal(dialog.changed):
        _fill(dialog, PASSPHRASE, NEW, NEW)
    assert gate.passphrase == NEW


@pytest.mark.parametrize(
    ("old", "new", "again", "beside"),
    [
        ("fausse", NEW, NEW, "beside_old"),
        (PASSPHRASE, "court", "court", "beside_new"),
        (PASSPHRASE, NEW, NEW + "x", "beside_again"),
    ],
)
def test_a_refusal_is_beside_the_field_and_what_was_typed_stays(
    qtbot: QtBot, tasks: Tasks, old: str, new: str, again: str, beside: str
) -> None:
    gate = FakeGate()
    dialog = PassphraseDialog(gate, tasks)
    qtbot.addWidget(dialog)
    _fill(dialog, old, new, again)
    qtbot.waitUntil(lambda: not tasks.busy)
    assert getattr(dialog, beside).text().startswith("✗")
    assert (dialog.old.text(), dialog.new.text(), dialog.again.text()) == (old, new, again)
    assert gate.passphrase == PASSPHRASE
    assert dialog.buttons.isEnabled()
