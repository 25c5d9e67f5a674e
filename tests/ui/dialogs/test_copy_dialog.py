# SPDX-License-Identifier: AGPL-3.0-or-later
"""The code of a plan de secours, asked in the window: what it says and refuses, what the centre's head alone may."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from lsl_desk.client.prepare.import_jury import ImportReport
from lsl_desk.client.prepare.open_copy import CopyCard
from lsl_desk.client.progress import Cancelled, Progress, Report
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.ui.dialogs.copy_dialog import CopyDialog
from lsl_desk.ui.tasks import Tasks
from tests.ui.conftest import unnamed

CARD = CopyCard(JuryId("J01"), "Jury J01", 2, datetime(2018, 7, 2, 15, 42, tzinfo=UTC), 68, "0011 2233 4455 6677")
DONE = ImportReport(JuryId("J01"), 1, 74, {}, 68, (), (), 0)
GOOD = "sept mots"


class Looked:
    card = CARD
    closed = 0

    def close(self) -> None:
        self.closed += 1


class Shelf:
    """As much of a `Desk` as the dialog asks."""

    def __init__(self, role: Role = Role.PRESIDENT) -> None:
        self.author = Author("Poste 3", role)
        self.looked: Looked | Refusal = Looked()
        self.older: list[bool] = []
        self.refusals: list[Refusal] = []
        self.go_on: Callable[[], bool] = lambda: True

    def look_at_copy(self, _path: str) -> Looked:
        if isinstance(self.looked, Refusal):
            raise self.looked
        return self.looked

    def open_copy(self, _looked: Looked, _typed: str, *, older_too: bool, report: Report) -> ImportReport:
        self.older.append(older_too)
        if self.refusals:
            raise self.refusals.pop(0)
        for done in range(3):
            if not report(Progress(done, 2, "0417")):
                raise Cancelled
        return DONE


@pytest.fixture
def ask(qtbot: QtBot, tasks: Tasks) -> Callable[[Shelf], CopyDialog]:
    def make(shelf: Shelf) -> CopyDialog:
        desk: Any = shelf
        dialog = CopyDialog(desk, tasks, "/cle/plan-de-secours-J01-v2")
        qtbot.addWidget(dialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        dialog.show()
        qtbot.waitUntil(lambda: not tasks.busy)
        return dialog

    return make


def send(qtbot: QtBot, tasks: Tasks, dialog: CopyDialog, typed: str = GOOD) -> None:
    dialog.code.setText(typed)
    QTest.keyClick(dialog.code, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not tasks.busy)


Ask = Callable[[Shelf], CopyDialog]


def test_it_says_what_the_copy_is_and_what_to_compare(ask: Ask) -> None:
    dialog = ask(Shelf())
    assert "jury J01, copie n°\u00a02 du 2 juillet" in dialog.said.text()
    assert CARD.key in dialog.said.text()
    assert unnamed(dialog) == []


def test_the_good_code_opens_the_jury_and_lets_go_of_the_copy(qtbot: QtBot, tasks: Tasks, ask: Ask) -> None:
    shelf = Shelf()
    dialog = ask(shelf)
    with qtbot.waitSignal(dialog.opened) as told:
        send(qtbot, tasks, dialog)
    assert told.args == [DONE]
    assert not dialog.isVisible()
    assert isinstance(shelf.looked, Looked)
    assert shelf.looked.closed == 1


def test_no_word_at_all_is_said_at_once_and_costs_no_try(qtbot: QtBot, tasks: Tasks, ask: Ask) -> None:
    shelf = Shelf()
    dialog = ask(shelf)
    send(qtbot, tasks, dialog, "  ")
    assert "sept mots" in dialog.beside.text()
    assert shelf.older == []


def test_a_wrong_code_is_said_with_the_tries_left_and_after_five_one_waits(
    qtbot: QtBot, tasks: Tasks, ask: Ask
) -> None:
    shelf = Shelf()
    shelf.refusals = [Refusal(Code.COPY_CODE_WRONG, left=4), Refusal(Code.COPY_CODE_WAIT, jury="J01", minutes=5)]
    dialog = ask(shelf)
    send(qtbot, tasks, dialog)
    assert dialog.beside.text().endswith("Essais restants\u00a0: 4.")
    assert dialog.button.isEnabled()
    send(qtbot, tasks, dialog)
    assert "attendez 5\u00a0min" in dialog.beside.text()
    assert not dialog.button.isEnabled()


@pytest.mark.parametrize("role", [Role.CHEF_DE_CENTRE, Role.PRESIDENT])
def test_an_older_copy_is_for_the_centre_head_to_open_all_the_same(
    qtbot: QtBot, tasks: Tasks, ask: Ask, role: Role
) -> None:
    shelf = Shelf(role)
    shelf.refusals = [Refusal(Code.COPY_OLDER, jury="J01", found=1, held=2)]
    dialog = ask(shelf)
    send(qtbot, tasks, dialog)
    may = role is Role.CHEF_DE_CENTRE
    assert dialog.button.isEnabled() is may
    assert dialog.button.text() == ("Ouvrir quand même" if may else "Ouvrir")
    if may:
        dialog.button.click()
        qtbot.waitUntil(lambda: not tasks.busy)
        assert shelf.older == [False, True]


def test_what_is_no_copy_is_said_and_asks_for_no_code(ask: Ask) -> None:
    shelf = Shelf()
    shelf.looked = Refusal(Code.COPY_BROKEN, path="/cle", flaw="empreinte")
    dialog = ask(shelf)
    assert "n’est pas un plan de secours intact" in dialog.beside.text()
    assert not dialog.code.isEnabled()
    assert not dialog.button.isEnabled()


def test_given_up_while_it_opens_nothing_is_kept(qtbot: QtBot, tasks: Tasks, ask: Ask) -> None:
    shelf = Shelf()
    dialog = ask(shelf)
    dialog._stop.set()
    opened: list[object] = []
    dialog.opened.connect(opened.append)
    send(qtbot, tasks, dialog)
    assert opened == []
    dialog.reject()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert isinstance(shelf.looked, Looked)
    assert shelf.looked.closed == 1
