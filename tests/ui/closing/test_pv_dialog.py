# SPDX-License-Identifier: AGPL-3.0-or-later
"""The PV on the screen, over the real closing of a sitting in memory (J2 steps 13 and 14)."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.close.values import UnequalCase
from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Role, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
from lsl_desk.pv_words import TITLES
from lsl_desk.ui.closing.pv_dialog import Part, PvDialog
from lsl_desk.ui.closing.words import case_line
from lsl_desk.ui.dialogs.closing_dialog import ClosingDialog
from lsl_desk.ui.sitting_words import names_line
from lsl_desk.ui.tasks import Tasks
from tests.client.close.test_closing import Sealed, closing_of, decide_all
from tests.client.sit.sitting_world import J01, N0417, N0432, VICE, World, world
from tests.fakes.desk import FakeSources
from tests.fakes.pages import PaintedPages
from tests.ui.conftest import unnamed

Show = Callable[..., PvDialog]


@pytest.fixture
def w() -> World:
    made = world()
    made.sit()
    return made


@pytest.fixture
def show(qtbot: QtBot, tasks: Tasks, w: World) -> Iterator[Show]:
    """Open the dialog, and wait until it says something."""
    opened: list[PvDialog] = []

    def make(names: Sealed | None = None, candidate: StudentNumber | None = None) -> PvDialog:
        dialog = PvDialog(desk_of(w, names), tasks, J01, saved, candidate=candidate)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: dialog.view is not None and not tasks.busy and dialog.isActiveWindow())
        assert unnamed(dialog) == []
        opened.append(dialog)
        return dialog

    yield make
    for one in opened:
        if shiboken6.isValid(one):
            one.close()


def desk_of(w: World, names: Sealed | None) -> Desk:
    pages = PaintedPages({})
    return Desk(
        store=w.store,
        pages=pages,
        inspect_later=lambda data: lambda: pages.inspect(data),
        sources=FakeSources(),
        clock=w.clock,
        author=w.store.author,
        closing=lambda _desk: closing_of(w, names),
    )


def saved(title: str, name: str, kinds: tuple[str, ...], chosen: Callable[[str], None]) -> None:
    """Stands in for the file dialog: a person keeps the name proposed."""
    assert title
    assert kinds
    chosen(f"/chosen/{name}")


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: not tasks.busy)


def texts(dialog: PvDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisibleTo(dialog))


def test_a_draft_says_so_and_asks_for_no_signature(show: Show) -> None:
    dialog = show()
    assert dialog.tabs.currentIndex() == 2, "names are to be told before the closing; nothing is to be signed yet"
    assert dialog.said.text() == "Projet de procès-verbal\u00a0: la séance n’est pas close."
    assert not dialog.words.isVisible()
    assert dialog.signatures.rows == {}
    dialog.tabs.setCurrentIndex(0)
    assert dialog.signatures.none.isVisible()


def test_both_sign_and_a_refusal_holds_its_place_with_its_reason(
    qtbot: QtBot, tasks: Tasks, w: World, show: Show
) -> None:
    decide_all(w)
    w.deliberation.close_sitting(J01)
    dialog = show()
    assert dialog.said.text().startswith("Procès-verbal n°\u00a01, séance close le 2 juillet")
    assert len(dialog.words.text().replace("\n", " · ").split(" · ")) == 8
    president, vice = dialog.signatures.rows[Role.PRESIDENT], dialog.signatures.rows[Role.VICE_PRESIDENT]
    assert president.state.text() == "○ signature attendue"
    assert not dialog.close_sitting.isVisible()
    changed: list[bool] = []
    dialog.changed.connect(lambda: changed.append(True))
    president.sign.setFocus()
    QTest.keyClick(president.sign, Qt.Key.Key_Space)
    settle(qtbot, tasks)
    assert dialog.signatures.rows[Role.PRESIDENT].state.text().startswith("✓ signé par Camille Exemple, le 2 juillet")
    assert dialog.beside.text() == "✓ Enregistré ici."
    assert dialog.signatures.names.text().startswith("1 nom encore sous scellés"), "before a signature that it voids"
    assert dialog.signatures.names.isVisible()
    vice = dialog.signatures.rows[Role.VICE_PRESIDENT]
    assert vice.name.hasFocus(), "the next seat, and no button that a key pressed twice would press"
    QTest.keyClick(vice.refuse, Qt.Key.Key_Space)
    QTest.keyClick(vice.reason, Qt.Key.Key_Return)
    assert vice.beside.text() == "✗ Donnez la raison\u00a0: elle sera montrée sur le poste et gardée au journal."
    vice.reason.insert("en désaccord")
    QTest.keyClick(vice.reason, Qt.Key.Key_Return)
    settle(qtbot, tasks)
    vice = dialog.signatures.rows[Role.VICE_PRESIDENT]
    assert "Sacha Modèle a refusé de signer" in vice.state.text()
    assert "Personne ne signe à cette place" in vice.state.text()
    assert [part.isVisible() for part in (vice.sign, vice.refuse, vice.name)] == [False] * 3
    assert changed == [True, True]


def test_a_vice_president_signing_on_the_president_s_post_is_said(
    qtbot: QtBot, tasks: Tasks, w: World, show: Show
) -> None:
    decide_all(w)
    w.deliberation.close_sitting(J01)
    dialog = show()
    dialog.signatures.rows[Role.VICE_PRESIDENT].sign.click()
    settle(qtbot, tasks)
    assert dialog.signatures.rows[Role.VICE_PRESIDENT].state.text().endswith("sur le poste du président")


def test_what_changed_since_it_was_shown_is_not_signed(qtbot: QtBot, tasks: Tasks, w: World, show: Show) -> None:
    decide_all(w)
    w.deliberation.close_sitting(J01)
    dialog = show()
    closing_of(w).lift(J01)
    row = dialog.signatures.rows[Role.PRESIDENT]
    row.sign.click()
    settle(qtbot, tasks)
    assert row.beside.text().startswith("✗ Le PV du jury J01 a changé depuis qu’il a été montré")
    assert dialog.signatures.rows[Role.PRESIDENT].sign.isEnabled()


def test_a_like_case_says_decisions_and_mentions_in_words() -> None:
    outcomes = ((Ruling.ADMIS, "AB", (N0417,)), (Ruling.ADMIS, "", (N0432,)))
    case = UnequalCase(Digest("0" * 64), "S", Decimal(12), 3, outcomes, "")
    told = case_line(case, {N0417: PvNumber("12"), N0432: PvNumber("13")})
    first, second = "N° PV\u00a012\u00a0·\u00a00417 admis, mention assez bien", "N° PV\u00a013\u00a0·\u00a00432 admis"
    assert told == f"Série S, 3 points sous 12\u00a0: {first}\u202f; {second}"


def test_like_cases_are_explained_or_looked_at_again(qtbot: QtBot, tasks: Tasks, w: World, show: Show) -> None:
    manifest = w.acts.manifests[J01]
    w.acts.manifests[J01] = replace(manifest, marks={**manifest.marks, N0432: manifest.marks[N0417]})
    w.deliberation.refresh(J01)
    decide_all(w)
    dialog = show()
    dialog.begin_by(Part.CASES)
    assert dialog.tabs.tabText(1) == "&Cas semblables (1 à expliquer)"
    (row,) = dialog.cases.rows.values()
    first, second = "N° PV\u00a012\u00a0·\u00a00417 admis", "N° PV\u00a013\u00a0·\u00a00432 second groupe"
    told = f"6 points sous 10\u00a0: {first}\u202f; {second}"
    assert told in texts(dialog)
    row.explain.click()
    assert row.beside.text().startswith("✗ Donnez la raison")
    assert row.reason.hasFocus()
    row.reason.insert("progrès constants")
    QTest.keyClick(row.reason, Qt.Key.Key_Return)
    settle(qtbot, tasks)
    assert dialog.tabs.tabText(1) == "&Cas semblables"
    assert dialog.cases.intro.text() == "Chaque cas semblable a sa raison, que le PV garde."
    closing: list[bool] = []
    dialog.closing_wanted.connect(lambda: closing.append(True))
    assert dialog.close_sitting.hasFocus()
    (row,) = dialog.cases.rows.values()
    assert (row.reason.text(), row.reason.isReadOnly()) == ("progrès constants", True)
    wanted: list[str] = []
    dialog.candidate_wanted.connect(wanted.append)
    row.which.setCurrentText("N° PV\u00a013 · 0432")
    row.see.click()
    assert wanted == ["0432"]
    again = show()
    again.closing_wanted.connect(lambda: closing.append(True))
    again.close_sitting.click()
    assert closing == [True]


def test_the_closing_says_that_names_are_sealed_and_leads_to_what_lifts_them(
    qtbot: QtBot, tasks: Tasks, w: World
) -> None:
    decide_all(w)
    desk = desk_of(w, None)

    def closing() -> ClosingDialog:
        dialog = ClosingDialog(desk, tasks, w.deliberation.sitting(J01))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        qtbot.waitUntil(lambda: not tasks.busy and dialog.isActiveWindow())
        return dialog

    asked = closing()
    wanted: list[bool] = []
    asked.naming.connect(lambda: wanted.append(True))
    assert asked.names.text().startswith("1 nom encore sous scellés. Une fois toutes les décisions prises, levez")
    assert "notes et décisions sont figées" in asked.names.text()
    assert asked.lift_button.hasFocus()
    QTest.keyClick(asked.lift_button, Qt.Key.Key_Space)
    assert wanted == [True]
    desk.closing.lift(J01)
    again = closing()
    assert again.names.text().startswith("L’anonymat est levé")
    assert not again.lift_button.isVisible()
    assert again.close_button.hasFocus()
    w.store.files.clear()
    w.deliberation.forget(J01)
    again._ask_names()
    settle(qtbot, tasks)
    assert again.beside.text().startswith("✗")


def test_names_are_lifted_on_purpose_and_a_case_is_reopened_with_a_reason(
    qtbot: QtBot, tasks: Tasks, w: World, show: Show
) -> None:
    dialog = show()
    naming = dialog.naming
    dialog.tabs.setCurrentIndex(2)
    assert naming.said.text().startswith("1 nom encore sous scellés. Une fois toutes les décisions prises, levez")
    assert not naming.lift.isEnabled()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Return):  # Enter alone does nothing
        assert naming.lift_beside.text() == ""
        QTest.keyClick(naming.sure, key)
    settle(qtbot, tasks)
    assert naming.lift_beside.text().startswith("✗ Les noms ne sont connus qu’une fois toutes les décisions prises")
    decide_all(w)
    naming.lift.click()
    settle(qtbot, tasks)
    assert naming.said.text().startswith("L’anonymat est levé\u00a0: 1 nom sur le PV")
    assert not naming.lift.isVisible()
    assert dialog.close_sitting.hasFocus(), "what comes next is the closing"
    led: list[str] = []
    dialog.reopened.connect(led.append)
    naming.reopen.click()
    assert naming.reopen_beside.text() == "✗ Donnez le N° élève ou le N° PV du dossier à reprendre."
    QTest.keyClicks(naming.number, "9999")
    naming.reopen.click()
    assert naming.reopen_beside.text().startswith("✗ Donnez la raison")
    naming.reason.insert("note inversée")
    naming.reopen.click()
    settle(qtbot, tasks)
    assert naming.reopen_beside.text().startswith("✗")
    naming.number.setText("12")
    assert naming.who.text() == "N° PV\u00a012 · 0417 · Exemple Alix\u00a0: admis"
    QTest.keyClick(naming.reason, Qt.Key.Key_Return)
    settle(qtbot, tasks)
    assert w.sittings.of(J01).board.reopened() == {N0417}
    assert led == ["0417"], "the case is corrected in its marks"
    assert not shiboken6.isValid(dialog) or not dialog.isVisible()


def test_the_case_on_the_screen_is_the_one_taken_up_again_and_the_closing_then_tells_it_by_name(
    qtbot: QtBot, tasks: Tasks, w: World, show: Show
) -> None:
    decide_all(w)
    desk = desk_of(w, None)
    desk.closing.lift(J01)
    dialog = show(candidate=N0417)
    assert dialog.naming.reason.hasFocus(), "whose case it is stands there already"
    QTest.keyClick(dialog, Qt.Key.Key_D, Qt.KeyboardModifier.AltModifier)
    assert dialog.papers.paper.hasFocus()
    QTest.keyClick(dialog, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    dialog.naming.reason.insert("note inversée")
    QTest.keyClick(dialog.naming.reason, Qt.Key.Key_Return)
    settle(qtbot, tasks)
    assert names_line(desk.closing.view(J01)).endswith("figées, sauf celles des dossiers repris\u00a0: 0417.")
    w.deliberation.withdraw(J01, N0417, "revu", seen=1)
    closing = ClosingDialog(desk, tasks, w.deliberation.sitting(J01))
    qtbot.addWidget(closing)
    settle(qtbot, tasks)
    assert closing.list.item(0).text() == "N° PV\u00a012 · 0417 · Exemple Alix — sans décision"


def test_who_does_not_preside_sees_and_changes_nothing_and_a_post_without_names_says_so(w: World, show: Show) -> None:
    w.act_as(VICE)
    dialog = show(Sealed({}))
    assert dialog.naming.said.text().startswith("Les noms des candidats ne sont pas sur ce poste")
    assert not dialog.naming.lift.isVisibleTo(dialog)
    assert not dialog.naming.again.isVisibleTo(dialog)
    assert dialog.view is not None
    assert dialog.view.stage is Stage.OPENED


def test_a_jury_of_another_is_said_in_the_dialog(qtbot: QtBot, tasks: Tasks, w: World) -> None:
    desk = desk_of(w, None)
    w.store.files.clear()
    w.deliberation.forget(J01)
    dialog = PvDialog(desk, tasks, J01, saved)
    dialog.show()
    settle(qtbot, tasks)
    assert dialog.beside.text().startswith("✗")
    dialog.close()


def test_papers_are_saved_under_a_name_that_says_what_they_are(
    qtbot: QtBot, tasks: Tasks, w: World, show: Show
) -> None:
    dialog = show()
    dialog.tabs.setCurrentIndex(3)
    papers = dialog.papers
    assert not papers.archive.isEnabled()
    papers.write.click()
    settle(qtbot, tasks)
    assert list(w.paper.written) == ["/chosen/J01-pv.pdf"]
    assert papers.beside.text() == "✓ Écrit\u00a0: J01-pv.pdf."
    papers.paper.setCurrentIndex(list(TITLES).index(ClosingPaper.TRANSCRIPT))
    papers.number.setText("0417")
    papers.write.click()
    settle(qtbot, tasks)
    assert papers.beside.text().startswith("✗ Le PV du jury J01 se signe une fois la séance close")
    decide_all(w)
    w.deliberation.close_sitting(J01)
    dialog = show()
    dialog.papers.archive.click()
    dialog.papers.paper.setCurrentIndex(list(TITLES).index(ClosingPaper.LIVRETS))
    dialog.papers.form.setCurrentIndex(1)
    dialog.papers.write.click()
    settle(qtbot, tasks)
    assert list(w.paper.written)[1:] == ["/chosen/J01-pv-1.zip", "/chosen/J01-livrets.xlsx"]
