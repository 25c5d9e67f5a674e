# SPDX-License-Identifier: AGPL-3.0-or-later
"""Nothing goes before a person read what is lost and said yes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QApplication, QLabel

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.erase_dialog import EraseDialog
from tests.fakes.gate import FakeGate
from tests.ui.conftest import unnamed

Make = Callable[..., Any]


def _asked(driven: Any, action: str) -> EraseDialog:
    driven.window.actions_[action].trigger()
    driven.settle()
    (dialog,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, EraseDialog) and one.isVisible()]
    return dialog


def _said(dialog: EraseDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel))


def test_a_jury_is_erased_once_a_person_confirmed_and_its_acts_stay(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.gate.desk.opened(JuryId("J01"), StudentNumber("0403"))
    dialog = _asked(driven, "erase_jury")
    assert "74 candidats" in _said(dialog)
    assert "1 acte" in _said(dialog)
    assert unnamed(dialog) == []
    assert dialog.cancel.isDefault()
    dialog.cancel.click()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J01", "J02"]

    _asked(driven, "erase_jury").button.click()
    driven.settle()
    driven.settle()
    assert sorted(driven.gate.store.files) == ["J02"]
    assert len(driven.gate.store.journal) == 1
    assert driven.window.messages.texts == ("Le jury J01 est effacé de ce poste. 1 acte reste au journal.",)
    assert [tile.summary.jury for tile in driven.window.home_page.tiles] == ["J02"]


def test_the_last_jury_erased_leaves_nothing_to_erase(bench: Make) -> None:
    driven = bench(FakeGate(juries=1))
    driven.unlock()
    _asked(driven, "erase_jury").button.click()
    driven.settle()
    driven.settle()
    assert driven.window.home_page.tiles == ()
    assert not driven.window.actions_["erase_jury"].isEnabled()


def test_the_store_is_not_erased_while_its_journal_is_to_be_kept(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    driven.gate.desk.opened(JuryId("J01"), StudentNumber("0403"))
    driven.window.actions_["erase_store"].trigger()
    driven.settle()
    assert driven.window.messages.texts == (sentence(Refusal(Code.JOURNAL_KEPT, acts=1)),)
    assert driven.gate.exists()


def test_a_store_without_acts_is_erased_and_another_can_be_made(bench: Make) -> None:
    driven = bench()
    driven.unlock()
    _asked(driven, "erase_store").button.click()
    driven.settle()
    driven.settle()
    assert not driven.gate.exists()
    assert driven.session.desk is None
    assert driven.window.unlock_page.create_form.isVisible()
