# SPDX-License-Identifier: AGPL-3.0-or-later
"""J2 and J3, a president's sitting by keyboard alone: 80 candidates in an accelerated hour, and one day without server.

The true window, store, page worker and server. Pictures of each step in ``build/pictures/journey-2``.
"""

import shutil
from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lsl_desk import main, wiring
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.progress import silent
from lsl_desk.client.settings import Settings
from lsl_desk.client.sit.values import CandidateState, Stage
from lsl_desk.domain.acts import Role, Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.main import LocalGate
from lsl_desk.server.db import schema
from lsl_desk.server.settings import Settings as ServerSettings
from lsl_desk.ui.closing.pv_dialog import PvDialog
from lsl_desk.ui.deliberating.choice_panel import ChoicePanel
from lsl_desk.ui.french import FRENCH
from lsl_desk.wire.strict import moment_text
from tests.builders import livret_pdf
from tests.client.sit.sitting_world import marks
from tests.journeys.morning import Clock, NoMouse
from tests.journeys.projected import NAMED, identity_of, names_are_lifted, the_wall_shows
from tests.journeys.test_the_day_cut import LONG, PASSPHRASE, PRESIDENT, Post, Server
from tests.server.serving import ServerLives
from tests.server.world import CENTRE, START, World

J03 = JuryId("J03")
COUNT = 80
NUMBERS = tuple(f"{300 + rank:04d}" for rank in range(COUNT))
NEAR, PAPER, NOTHING, UNMARKED = "0300", "0379", "0377", "0378"
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures" / "journey-2"
_LETTERS = {"admis": Qt.Key.Key_A, "second_groupe": Qt.Key.Key_G, "ajourne": Qt.Key.Key_J}


def given(rank: int) -> Mapping[str, int | None]:
    """Marks of a candidate: 394 points of 400 first, then some of each result; the last ones lack something."""
    number = f"{300 + rank:04d}"
    if number == UNMARKED:
        return {"PHILO": None}
    if number in {PAPER, NOTHING} or rank % 10 == 9:
        return {"MATH": 1, "PC": 3}  # 308 points: ajourné
    ranks: list[dict[str, int | None]] = [{}, {"MATH": 12}, {"PC": 15}, {"MATH": 8}]
    return ranks[rank % 4]


class SittingServer(Server):
    """The academy with J03: 80 candidates of série S with their marks and livrets."""

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'academy.sqlite'}"
        settings = ServerSettings(data=folder / "data", database_url=SecretStr(url), session=2018, port=0)
        self.world = World.create(settings)
        self._seat()
        self.lives = ServerLives(settings)
        self.lives.start()

    def _seat(self) -> None:
        world = self.world
        with world.together():
            world.insert("jury", {"id": J03, "centre": CENTRE, "label": "Jury J03 · S", "serie": "S"})
            for rank in range(COUNT):
                self._candidate(rank)
            person = {"id": self.ACCOUNT, "login": "president", "name": PRESIDENT.name, "role": "president"}
            world.insert("account", {**person, "centre": CENTRE, "state": "active", "created": moment_text(START)})
            world.insert("seat", {"jury": J03, "account": self.ACCOUNT, "role": "president"})
        for rank in range(COUNT):
            number = f"{300 + rank:04d}"
            if number not in {PAPER, NOTHING}:
                world.livret(J03, number, livret_pdf(number, 1))
        world.publish()

    def _candidate(self, rank: int) -> None:
        number = f"{300 + rank:04d}"
        form = {PAPER: "papier", NOTHING: "absent"}.get(number, "numerique")
        blank = {"serie": "S", "format": form, "reason": "", "cyclades": ""}
        self.world.insert("candidate", {"jury": J03, "number": number, "rank": rank + 1, "pv": str(rank + 1), **blank})
        self.world.insert("identity", {"jury": J03, "number": number, **identity_of(rank)})
        for place, mark in enumerate(marks(given(rank)), start=1):
            value = None if mark.value is None else str(mark.value)
            told = {"exam": mark.exam, "rank": place, "coefficient": str(mark.coefficient), "value": value}
            self.world.insert("mark", {"jury": J03, "number": number, **told})

    def decisions(self) -> dict[str, str]:
        """What the academy holds decided, by N° élève: the newest of each."""
        taken = schema.decision_change.c
        with self.world.academy.database.reading() as connection:
            rows = connection.execute(select(taken.number, taken.ruling).order_by(taken.number, taken.version))
            return {row.number: row.ruling for row in rows}


class Sitter(Post):
    """The president's post, in J03."""

    closed = False
    pictures = PICTURES

    def close(self) -> None:
        self.closed = True
        super().close()

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        shown = self.dialog()
        (shown or self.window).grab().save(str(PICTURES / f"{name}.png"))

    def dialog(self) -> QDialog | None:
        found = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
        return found[0] if found else None

    def alt(self, key: Qt.Key) -> None:
        """Alt and a letter, in the dialog that is open."""
        shown = self.dialog()
        assert shown is not None
        QTest.keyClick(shown, key, Qt.KeyboardModifier.AltModifier)

    def type(self, words: str) -> None:
        """Keys of the first 128 signs, which is what the test library knows."""
        for sign in words:
            QTest.keyClicks(QApplication.focusWidget() or self.window, sign)

    def state(self, number: str) -> CandidateState:
        assert self.room.sitting.state is not None
        return self.room.sitting.state.states[StudentNumber(number)]

    def ruling(self, number: str) -> Ruling | None:
        taken = self.state(number).decision.decision
        return None if taken is None else taken.ruling

    def stage(self) -> Stage:
        assert self.room.sitting.state is not None
        return self.room.sitting.state.stage

    def go_to(self, number: str) -> None:
        """Jump to a candidate by typing the number."""
        self.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
        self.type(number)
        self.key(Qt.Key.Key_Return)
        self.until_at(number)
        self.until_sheet(number)

    def until_sheet(self, number: str) -> None:
        self.until(lambda: self.sheet_number() == number and not self.tasks.busy)

    def sheet_number(self) -> str:
        column = self.room.decision.column
        sheet = None if column is None else column.current.sheet
        return "" if sheet is None else sheet.number

    def panel(self) -> ChoicePanel:
        column = self.room.decision.column
        assert column is not None
        return column.panel

    def said(self) -> str:
        """What stands beside what was asked."""
        column = self.room.decision.column
        assert column is not None
        return "\n".join(one.text() for one in column.findChildren(QLabel) if one.isVisible())

    def choose_exam(self, exam: str) -> None:
        """M, then down to the line of an épreuve."""
        column = self.room.decision.column
        assert column is not None
        self.key(Qt.Key.Key_M)
        while column.table.current is None or column.table.current.exam != exam:
            self.key(Qt.Key.Key_Down)

    def raise_mark(self, exam: str, mark: str, reason: str) -> None:
        self.choose_exam(exam)
        self.type(mark)
        self.key(Qt.Key.Key_Tab)
        self.type(reason)
        self.key(Qt.Key.Key_Return)

    def give_reason(self, reason: str) -> None:
        self.until(lambda: isinstance(QApplication.focusWidget(), QLineEdit | QComboBox))
        self.type(reason)
        self.key(Qt.Key.Key_Return)

    def declare_none(self, reason: str) -> None:
        """E, the line « aucun livret fourni », its reason."""
        self.key(Qt.Key.Key_E)
        self.until(lambda: self.panel().isVisible())
        self.key(Qt.Key.Key_A)
        self.give_reason(reason)
        self.until(lambda: self.state(NOTHING).examination is Examination.NONE_GIVEN)

    def decide_as_proposed(self, number: str) -> int:
        """Decide by the key of the proposal; 1 when the livret had to be read first."""
        letter = _LETTERS[self.state(number).proposal]
        before = self.state(number).examination
        self.decide(letter)
        if letter is Qt.Key.Key_J and before is not Examination.READ:
            self.until(lambda: "non lu" in self.said() or self.ruling(number) is not None)
            if self.ruling(number) is None:
                self.key(Qt.Key.Key_Return)
                self.until(lambda: self.state(number).examination is Examination.READ)
                self.until(lambda: not self.tasks.busy)
                self.decide(letter)
                return 1
        return 0

    def half_typed(self) -> str:
        column = self.room.decision.column
        return "" if column is None else column.changing.value.reason.line.text()

    def back(self) -> None:
        """A dialog was closed: without a window manager nobody gives the keyboard back to the window."""
        self.window.activateWindow()
        self.until(lambda: self.window.isActiveWindow() and not self.tasks.busy)

    def decide(self, letter: Qt.Key) -> None:
        """D, then the key of a decision."""
        self.key(Qt.Key.Key_D)
        self.until(lambda: self.room.decision.column is not None and self.room.decision.column.panel.isVisible())
        self.key(letter)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (main, wiring):
        monkeypatch.setattr(module, "SystemClock", lambda: made)
    return made


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SittingServer]:
    made = SittingServer(tmp_path / "server")
    yield made
    made.lives.close()


@pytest.fixture
def post(qtbot: QtBot, qapp: QApplication, tmp_path: Path, server: SittingServer) -> Iterator[Sitter]:
    """Enrolled, synchronised the evening before, J03 open on its first candidate; a page counts after 0.2 second."""
    QLocale.setDefault(FRENCH)
    qapp.setStyle("Fusion")
    root = tmp_path / "post"
    gate = LocalGate(DataFolder(root))
    gate.keep_settings(Settings(page_seconds=0.2))
    desk = gate.create(PASSPHRASE, PRESIDENT, keyring=False)
    offer = desk.link.begin_enrolment(server.lives.url, "Poste 3")
    server.accept(offer.enrolment)
    assert desk.link.enrolment_done(offer) is not None
    desk.link.sync()
    desk.link.check_pages(silent)
    desk.lock()
    made = Sitter(qtbot, root, PRESIDENT)
    made.window.open_jury(J03, NEAR)
    made.until(lambda: made.window.room is not None)
    made.until_at(NEAR)
    made.until(lambda: made.room.sitting.state is not None)
    made.until_sheet(NEAR)
    yield made
    if not made.closed:
        made.close()


def open_the_sitting(post: Sitter) -> None:
    """Ctrl+E, everybody is there, Enter."""
    post.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    post.until(lambda: post.dialog() is not None and not post.tasks.busy)
    post.picture("1-ouverture")
    post.alt(Qt.Key.Key_O)
    post.until(lambda: post.dialog() is None and post.stage() is Stage.OPENED)
    post.back()


def test_eighty_candidates_in_an_hour_without_a_mouse(
    post: Sitter, server: SittingServer, clock: Clock, qapp: QApplication, qtbot: QtBot
) -> None:
    watch = NoMouse(qapp)
    open_the_sitting(post)
    opened = clock.now()
    the_table_says_what_is_near_and_compulsory(post)
    the_bench_keeps_nothing(post)
    before = the_wall_shows(post, (PAPER, NEAR))
    a_raise_is_held_to_the_law(post)
    refused = 0
    for number in NUMBERS[1:]:
        clock.leapt += timedelta(seconds=45)
        refused += decide_of(post, number)
    assert refused >= 1, "somebody was to be failed unread, and was refused"
    assert clock.now() - opened < timedelta(minutes=64)
    like_cases_are_told(post)
    names_are_lifted(post, J03)
    after = the_wall_shows(post, NUMBERS[:3])
    assert NAMED not in before + after, "step 10: the room sees numbers, and never a name"
    assert NEAR in before
    the_sitting_closes(post)
    the_pv_is_signed(post)
    assert watch.events == 0

    # What was decided is what the academy holds, once each; what an hour brought in one minute takes a while to go.
    qtbot.waitUntil(lambda: post.desk.link.status().outbox == 0, timeout=3 * LONG)
    held = server.decisions()
    assert len(held) == COUNT
    assert all(held[number] == (post.ruling(number) or "") for number in held)


def the_table_says_what_is_near_and_compulsory(post: Sitter) -> None:
    """Step 2."""
    post.picture("2-jury")
    under_ten = {one for one in NUMBERS if post.state(one).near and post.state(one).threshold == 10}
    assert under_ten == {one for one in NUMBERS if given(int(one) - 300) == {}}
    assert (post.state("0309").compulsory, post.state("0309").proposal) == (True, "ajourne")


def the_bench_keeps_nothing(post: Sitter) -> None:
    """Step 6: 400 / 400 is shown, and no act is made."""
    post.until(lambda: post.state(NEAR).examination is Examination.READ)
    journal = len(list(post.desk._store.acts(J03)))
    post.choose_exam("PC")
    post.key(Qt.Key.Key_B)
    post.type("9")
    post.until(lambda: "400" in post.said())
    post.picture("6-banc-d-essai")
    post.key(Qt.Key.Key_Escape)
    post.key(Qt.Key.Key_Escape)
    post.until(lambda: not post.tasks.busy)
    assert len(list(post.desk._store.acts(J03))) == journal


def a_raise_is_held_to_the_law(post: Sitter) -> None:
    """Steps 7 and 9: refused with its text, then made with its reason, and decided."""
    post.raise_mark("PC", "32", "trop")
    post.until(lambda: "note de 0 à 20" in post.said())
    post.picture("7-refus-32")
    post.key(Qt.Key.Key_Escape)
    post.until(lambda: not post.tasks.busy)
    post.raise_mark("PC", "9", "travail constant au second semestre")
    post.until(lambda: post.state(NEAR).proposal == "admis")
    post.picture("7-releve")
    post.decide(Qt.Key.Key_A)
    post.until(lambda: post.ruling(NEAR) is Ruling.ADMIS)
    post.picture("9-decision")


def decide_of(post: Sitter, number: str) -> int:
    """Go to a candidate and decide by keys; 1 when the livret had to be read first (step 9, 11 and 12)."""
    refused = 0
    post.go_to(number)
    if number == UNMARKED:
        post.decide(Qt.Key.Key_F)
        post.give_reason("note de philosophie attendue")
    elif number == NOTHING:
        post.decide(Qt.Key.Key_J)
        post.until(lambda: "non examiné" in post.said())
        post.key(Qt.Key.Key_Escape)
        post.declare_none("candidat libre, rien au dossier")
        post.decide(Qt.Key.Key_J)
    elif number == PAPER:
        post.key(Qt.Key.Key_E)
        post.until(lambda: post.state(PAPER).examination is Examination.PAPER)
        post.picture("11-papier")
        post.decide(Qt.Key.Key_J)
    else:
        refused = post.decide_as_proposed(number)
    post.until(lambda: post.ruling(number) is not None)
    return refused


def like_cases_are_told(post: Sitter) -> None:
    """Step 8: the other candidates of the same série and average, without a name."""
    post.go_to("0304")
    column = post.room.decision.column
    assert column is not None
    assert column.current.sheet is not None
    told = {one.number for one in column.current.sheet.precedents}
    assert told == {one for one in NUMBERS if given(int(one) - 300) == {}} - {"0304"}
    post.picture("8-precedents")


def the_sitting_closes(post: Sitter) -> None:
    """Step 13: nothing is left to settle but like cases decided differently, which are explained once; then the PV."""
    post.until(lambda: post.stage() is Stage.DELIBERATED)
    assert post.desk.deliberation.pace(J03).decided == COUNT
    close(post)
    pv = pv_of(post)
    assert pv.tabs.currentIndex() == 1, "the closing waits for the reasons"
    post.picture("13-cas-semblables")
    while waiting := [row for row in pv.cases.rows.values() if not row.reason.text()]:
        waiting[0].reason.insert("le livret de l’un montre des progrès constants")
        QTest.keyClick(waiting[0].reason, Qt.Key.Key_Return)
        post.until(lambda: not post.tasks.busy)
    QTest.keyClick(pv, Qt.Key.Key_Escape)
    post.until(lambda: post.dialog() is None)
    post.back()
    close(post)
    post.until(lambda: post.stage() is Stage.CLOSED)
    post.picture("13-close")


def close(post: Sitter) -> None:
    post.window.actions_["close_sitting"].trigger()
    post.until(lambda: post.dialog() is not None and not post.tasks.busy)
    post.picture("13-cloture")
    post.alt(Qt.Key.Key_C)
    post.until(lambda: isinstance(post.dialog(), PvDialog) and not post.tasks.busy)


def pv_of(post: Sitter) -> PvDialog:
    shown = post.dialog()
    assert isinstance(shown, PvDialog)
    post.until(lambda: shown.view is not None and not post.tasks.busy)
    return shown


def the_pv_is_signed(post: Sitter) -> None:
    """Step 14: the president alone sits at the head of this jury, and signs what was shown."""
    pv = pv_of(post)
    assert pv.view is not None
    assert len(pv.view.words) == 8
    row = pv.signatures.rows[Role.PRESIDENT]
    row.sign.setFocus()
    QTest.keyClick(row.sign, Qt.Key.Key_Space)
    post.until(lambda: pv.view is not None and pv.view.signed)
    post.picture("14-signature")


def test_a_sitting_goes_on_without_its_server_and_loses_nothing(
    post: Sitter, server: SittingServer, clock: Clock, qtbot: QtBot, tmp_path: Path
) -> None:
    """J3, steps 4, 5, 9 and 11: the server is killed in the middle, then the Desk in the middle of a reason."""
    open_the_sitting(post)
    post.decide(Qt.Key.Key_G)
    post.until(lambda: post.ruling(NEAR) is Ruling.SECOND_GROUPE)
    post.until(lambda: post.desk.link.status().outbox == 0)
    server.lives.kill()
    post.until_says("plan de secours — copie du")
    clock.leapt += timedelta(minutes=5)

    # 4 and 9: decided and raised on the disk, waiting to be sent, and said to have been done off line
    post.go_to("0304")
    post.raise_mark("PC", "9", "travail constant")
    post.until(lambda: post.state("0304").proposal == "admis")
    post.decide(Qt.Key.Key_A)
    post.until(lambda: post.ruling("0304") is Ruling.ADMIS)
    waiting = post.desk.link.status().outbox
    assert waiting >= 2
    column = post.room.decision.column
    assert column is not None
    assert column.current.sheet is not None
    assert column.current.sheet.changes[-1].offline
    assert any("hors ligne" in text for text in column.changes.texts)
    post.picture("j3-9-hors-ligne")

    # 5: the computer dies in the middle of a reason; what was typed is there when it comes back
    post.go_to("0308")
    post.choose_exam("MATH")
    post.type("10")
    post.key(Qt.Key.Key_Tab)
    post.type("moyennes en hausse cons")
    post.until(lambda: post.desk.deliberation.drafts(J03, StudentNumber("0308")) != {})
    post.until(lambda: "cons" in str(post.desk.deliberation.drafts(J03, StudentNumber("0308"))))
    # What a killed Desk leaves is what its disk holds at this instant, and nothing it would have said when closing.
    shutil.copytree(tmp_path / "post", tmp_path / "killed")
    post.close()
    again = Sitter(qtbot, tmp_path / "killed", PRESIDENT)
    again.window.open_jury(J03, "0308")
    again.until(lambda: again.window.room is not None)
    again.until_at("0308")
    again.until(lambda: again.room.sitting.state is not None)
    again.until_sheet("0308")
    again.until(lambda: "moyennes en hausse cons" in again.half_typed())
    again.picture("j3-5-reprise")
    assert again.ruling("0304") is Ruling.ADMIS
    assert again.desk.link.status().outbox >= waiting

    # 11: the server comes back; all of it goes, in order and once
    server.lives.start()
    again.until(lambda: again.desk.link.status().outbox == 0)
    assert server.decisions() == {NEAR: "second_groupe", "0304": "admis"}
    again.close()
