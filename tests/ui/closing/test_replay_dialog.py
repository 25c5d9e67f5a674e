# SPDX-License-Identifier: AGPL-3.0-or-later
"""The replay of a case on the screen, over the real closing of a sitting in memory: by keys, read only (N24)."""

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal
from typing import get_args

import pytest
import shiboken6
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.ports import SatAct
from lsl_desk.domain.acts import Body, LivretRead, MarkRaised
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.domain.replay import SITTING
from lsl_desk.ui.closing.case_panel import CHANGED
from lsl_desk.ui.closing.replay_dialog import ReplayDialog
from lsl_desk.ui.closing.replay_words import _DID
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.widgets.line_table import LineTable
from tests.client.close.test_closing import closing_of, decide_all
from tests.client.sit.sitting_world import J01, N0417, PC, World, world
from tests.fakes.desk import FakeSources
from tests.fakes.pages import PaintedPages
from tests.ui.conftest import unnamed

Show = Callable[..., ReplayDialog]


@pytest.fixture
def w() -> World:
    """A jury that is closed, its names known and its PV signed; the academy has all but the signature."""
    made = world()
    made.sit()
    decide_all(made)
    closing = closing_of(made)
    closing.lift(J01)
    made.deliberation.close_sitting(J01)
    chain = NO_CHAIN
    for sequence, one in enumerate(made.store.acts(J01), 1):
        digest = Digest(f"{sequence:064x}")
        chain = next_chain(chain, digest, Verdict.ACCEPTED)
        late = timedelta(minutes=3) if isinstance(one.body, LivretRead) else timedelta()
        receipt = Receipt(one.act, digest, J01, sequence, chain, Verdict.ACCEPTED, one.time + late)
        made.acts.fed.append(SatAct(one, receipt))
    view = closing.view(J01)
    closing.sign(J01, view.seats[0].seat, "Camille Exemple", seen=view.digest)
    return made


@pytest.fixture
def show(qtbot: QtBot, tasks: Tasks, w: World) -> Iterator[Show]:
    """Open the dialog, and wait until it says something."""
    opened: list[ReplayDialog] = []

    def make(number: StudentNumber = N0417) -> ReplayDialog:
        pages = PaintedPages({})
        desk = Desk(
            store=w.store,
            pages=pages,
            inspect_later=lambda data: lambda: pages.inspect(data),
            sources=FakeSources(),
            clock=w.clock,
            author=w.store.author,
            closing=lambda _desk: closing_of(w),
        )
        dialog = ReplayDialog(desk, tasks, J01, number, saved)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: not tasks.busy and dialog.isActiveWindow())
        assert unnamed(dialog) == []
        opened.append(dialog)
        return dialog

    yield make
    for one in opened:
        if shiboken6.isValid(one):
            one.close()


def saved(title: str, name: str, kinds: tuple[str, ...], chosen: Callable[[str], None]) -> None:
    """Stands in for the file dialog: a person keeps the name proposed."""
    assert title
    assert kinds
    chosen(f"/chosen/{name}")


def cells(model: QAbstractItemModel, column: int) -> list[str]:
    return [str(model.index(row, column).data()) for row in range(model.rowCount())]


def press(dialog: ReplayDialog, key: Qt.Key) -> int:
    """A key where the keyboard is; the step that is then shown."""
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)
    return dialog.steps.currentIndex().row()


def test_a_case_is_gone_through_by_keys_and_ends_on_the_stored_hash(w: World, show: Show) -> None:
    dialog = show()
    assert cells(dialog.steps.model(), 0) == ["séance", "séance", "1", "2", "3", "séance", "séance", "séance"]
    assert cells(dialog.steps.model(), 3) == [
        "émargement\u00a0: 2 membres · 2 présents · 0 à distance · 0 absent",
        "séance ouverte",
        "livret lu, p.\u00a01…2 (dossier)",
        "Physique-chimie\u00a0: 8\u00a0→\u00a09 (année régulière)",
        "décision\u00a0: admis",
        "noms portés à la connaissance du jury",
        "séance close",
        "PV signé par Camille Exemple, président",
    ]
    assert cells(dialog.steps.model(), 4)[1:3] == ["✓ fait", "✓ fait · hors ligne"]
    assert set(cells(dialog.steps.model(), 2)) == {"Camille Exemple, président"}
    assert [press(dialog, one) for one in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left)] == [1, 2, 1]
    assert [press(dialog, one) for one in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home)] == [7, 7, 0]
    assert not dialog.previous.isEnabled()
    dialog.next.click()
    assert dialog.steps.currentIndex().row() == 1
    digest = w.sittings.of(J01).dossier(N0417).digest
    assert dialog.end.text() == f"✓ L’état rejoué est celui qui a été conservé\u00a0: empreinte {digest}"


def test_a_step_shows_the_case_as_it_was_and_says_in_words_what_it_changed(show: Show) -> None:
    dialog = show()
    facts = dialog.case.facts
    dialog.go(1)
    assert facts["Livret"].text() == "○\u00a0livret pas encore lu jusqu’au bout"
    assert (facts["Total"].text(), facts["Moyenne"].text()) == ("394", "9,85")
    assert facts["Décision"].text() == "○\u00a0sans décision"
    dialog.go(3)
    assert (dialog.place.text(), facts["Livret"].text()) == ("Étape 2 sur 3", "●\u00a0livret lu page par page")
    assert "reçu par l’académie (n°" in dialog.told.text()
    assert facts["Total"].text() == f"394\u00a0→\u00a0400   {CHANGED}"
    assert facts["Moyenne"].text() == f"9,85\u00a0→\u00a010,00   {CHANGED}"
    marks = dialog.case.marks.model()
    row = cells(marks, 0).index("Physique-chimie")
    assert (cells(marks, 2)[row], cells(marks, 3)[row]) == ("8\u00a0→\u00a09", CHANGED)
    assert cells(marks, 3).count(CHANGED) == 1
    dialog.go(4)
    assert facts["Total"].text() == "400"
    assert facts["Décision"].text() == f"○\u00a0sans décision\u00a0→\u00a0✓\u00a0admis   {CHANGED}"
    dialog.go(9)
    assert dialog.place.text() == "Acte de la séance, pour tout le jury"
    assert dialog.told.text().endswith("enregistré ici, attend l’envoi")
    assert facts["Décision"].text() == "✓\u00a0admis"


def test_nothing_can_be_changed_from_there_and_no_name_is_shown(w: World, show: Show) -> None:
    before = list(w.store.acts(J01))
    dialog = show()
    assert dialog.findChildren(QLineEdit) == []
    for table in dialog.findChildren(LineTable):
        assert table.editTriggers() is QAbstractItemView.EditTrigger.NoEditTriggers
    buttons = [one for one in dialog.findChildren(QPushButton) if one.isVisible()]
    assert buttons == [dialog.previous, dialog.next, dialog.write, dialog.close_button]
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_9, Qt.Key.Key_Space):
        press(dialog, key)
    said = [one.text() for one in dialog.findChildren(QLabel)]
    said += [text for column in range(5) for text in cells(dialog.steps.model(), column)]
    assert not [text for text in said if "Alix" in text], "the names are known, and are of no use here"
    assert list(w.store.acts(J01)) == before


def test_the_file_of_the_case_is_written_from_there(qtbot: QtBot, tasks: Tasks, w: World, show: Show) -> None:
    dialog = show()
    dialog.write.click()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert list(w.paper.written) == ["/chosen/dossier-J01-0417.zip"]
    assert dialog.beside.text() == "✓ Écrit\u00a0: dossier-J01-0417.zip. Contrôlez-le avec lsl-verify."


def test_a_missing_line_is_named_with_its_step_and_nothing_is_shown(w: World, show: Show) -> None:
    w.sittings.of(J01)
    lost = next(rank for rank, one in enumerate(w.acts.fed) if isinstance(one.act.body, LivretRead))
    del w.acts.fed[lost]
    w.store.journal[:] = [one for one in w.store.journal if not isinstance(one.body, LivretRead)]
    dialog = show()
    assert dialog.end.text().startswith(
        f"✗ Le dossier 0417 ne se rejoue pas\u00a0: la ligne {lost + 1} du journal manque"
    )
    assert "à l’étape 1." in dialog.end.text()
    assert dialog.steps.model().rowCount() == 0
    assert [one.isVisible() for one in (dialog.body, dialog.previous, dialog.next)] == [False] * 3
    assert not dialog.write.isEnabled()


def test_a_case_that_parts_from_what_was_kept_names_the_step(w: World, show: Show) -> None:
    w.sittings.of(J01)
    w.acts.fed.clear()
    w.store.journal[:] = [one for one in w.store.journal if not isinstance(one.body, MarkRaised)]
    dialog = show()
    assert dialog.end.text().startswith("✗ Le dossier 0417 rejoué ne finit pas sur l’état gardé")
    assert "à l’étape 2" in dialog.end.text()


def test_marks_that_the_academy_corrected_since_are_said_to_be_so(w: World, show: Show) -> None:
    manifest = w.acts.manifests[J01]
    corrected = tuple(replace(one, value=Decimal(20)) for one in manifest.marks[N0417])
    w.acts.manifests[J01] = replace(manifest, marks={**manifest.marks, N0417: corrected})
    w.deliberation.refresh(J01)
    assert "sans qu’aucun acte du jury n’en rende compte" in show().end.text()


def test_what_was_refused_says_why_and_changes_nothing(w: World, show: Show) -> None:
    late = MarkRaised(N0417, PC, Decimal(9), Decimal(10), 1, "trop tard")
    w.deliberation.took(w.store.record(J01, 1, late))
    dialog = show()
    press(dialog, Qt.Key.Key_End)
    assert dialog.did.text() == "Physique-chimie\u00a0: 9\u00a0→\u00a010 (trop tard)"
    assert "✗ refusé" in dialog.told.text()
    assert "La séance du jury J01 est close" in dialog.told.text()
    assert CHANGED not in dialog.case.text()
    assert set(cells(dialog.case.marks.model(), 3)) == {""}


def test_every_act_that_may_be_a_step_has_its_words() -> None:
    of_a_candidate = {one for one in get_args(Body) if "number" in {field.name for field in fields(one)}}
    assert set(_DID) >= of_a_candidate | set(SITTING)
