# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import asks a person in the window."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.dialogs.other_name_dialog import OtherNameDialog
from tests.fakes.desk import jury_source
from tests.fakes.gate import FakeGate
from tests.ui.conftest import unnamed

Make = Callable[..., Any]


def _dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def _offer(driven: Any, paths: list[str]) -> None:
    driven.window.import_paths(paths)
    driven.settle()


def test_each_ambiguous_index_has_its_question(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    for jury in ("J07", "J08"):
        driven.gate.sources.folders[f"/in/{jury} ambigu"] = jury_source(jury, jury, 5)
    _offer(driven, ["/in/J07 ambigu", "/in/J08 ambigu"])
    first, second = _dialogs()
    for dialog in (first, second):
        dialog.buttons[1].click()  # type: ignore[attr-defined] # an AmbiguousDialog
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J07", "J08"]


def test_a_question_put_off_can_be_asked_again_and_enter_answers_nothing(bench: Make) -> None:
    driven = bench(FakeGate(juries=0))
    driven.unlock()
    driven.gate.sources.folders["/in/J07 ambigu"] = jury_source("J07", "J07", 5)
    _offer(driven, ["/in/J07 ambigu"])
    (dialog,) = _dialogs()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    driven.settle()
    assert (_dialogs(), driven.gate.store.files) == ([], {})
    (message,) = driven.window.messages.messages
    message.buttons[0].click()
    (dialog,) = _dialogs()
    dialog.buttons[1].click()  # type: ignore[attr-defined] # an AmbiguousDialog
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J07"]


def test_a_jury_of_another_session_is_kept_under_the_name_given(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    later = jury_source("J01", "J01", 5)
    later._offered = replace(later._offered, session=2019)
    driven.gate.sources.folders["/in/J01"] = later
    _offer(driven, ["/in/J01"])
    (message,) = driven.window.messages.messages
    assert "session 2019" in message.text
    message.buttons[0].click()
    (dialog,) = _dialogs()
    assert isinstance(dialog, OtherNameDialog)
    assert unnamed(dialog) == []
    assert dialog.name.text() == "J01-2019"
    dialog.name.setText(" J01 ")
    dialog.button.click()
    assert dialog.beside.text().startswith("✗")
    dialog.name.setText("J01 de 2019")
    dialog.button.click()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01", "J01 de 2019", "J02"]
    assert driven.gate.store.files[JuryId("J01")].session == 2018
