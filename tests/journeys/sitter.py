# SPDX-License-Identifier: AGPL-3.0-or-later
"""The true window, store, page worker and server of a sitting of 80 candidates, and the keys of who presides."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from pydantic import SecretStr
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QMenu
from sqlalchemy import func, select

from lsl_desk.client.sit.deliberation import Deliberation
from lsl_desk.client.sit.values import CandidateState, Stage
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.server.db import heads, schema
from lsl_desk.server.services.drawn import Drawn, drawn
from lsl_desk.server.services.imports import exam_marks
from lsl_desk.server.settings import Settings as ServerSettings
from lsl_desk.ui.closing.pv_dialog import PvDialog
from lsl_desk.ui.deliberating.choice_panel import ChoicePanel
from lsl_desk.wire.strict import moment_text
from tests.builders import livret_pdf
from tests.client.sit.sitting_world import COEFFICIENTS, marks
from tests.journeys.projected import identity_of
from tests.journeys.test_the_day_cut import PRESIDENT, Post, Server
from tests.server.serving import ServerLives
from tests.server.world import CENTRE, START, World

J03 = JuryId("J03")
COUNT = 80
NUMBERS = tuple(f"{300 + rank:04d}" for rank in range(COUNT))
NEAR, PAPER, NOTHING, UNMARKED = "0300", "0379", "0377", "0378"
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures" / "journey-2"


def _letter(action: QAction) -> Qt.Key:
    """The letter that is underlined in its words."""
    _, _, after = action.text().partition("&")
    return Qt.Key(ord(after[0].upper()))


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
    """The academy with J03: candidates of série S with their marks and livrets, 80 unless fewer are asked."""

    def __init__(self, folder: Path, count: int = COUNT) -> None:
        self._count = count
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
            for rank in range(self._count):
                self._candidate(rank)
            person = {"id": self.ACCOUNT, "login": "president", "name": PRESIDENT.name, "role": "president"}
            world.insert("account", {**person, "centre": CENTRE, "state": "active", "created": moment_text(START)})
            world.insert("seat", {"jury": J03, "account": self.ACCOUNT, "role": "president"})
        for rank in range(self._count):
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

    def corrects(self, number: str, exam: str, mark: int) -> None:
        """The exam office brings in another mark, and publishes it."""
        line = f"N° élève;Épreuve;Coef;Note\n{number};{exam};{COEFFICIENTS[exam]};{mark}\n"
        report = exam_marks.import_marks(self.world.academy, line.encode(), "corrigee.csv", apply=True)
        assert report.applied
        self.world.publish()

    def mark(self, number: str, exam: str) -> tuple[Decimal, Decimal, int]:
        """What the exam office gives, what the jury made it, and how many conflicts are open on it."""
        given, made, open_ = schema.mark.c, schema.mark_change.c, schema.mark_conflict.c
        with self.world.academy.database.reading() as connection:
            of = [(one.jury == J03, one.number == number, one.exam == exam) for one in (given, made, open_)]
            office = connection.execute(select(given.value).where(*of[0])).scalar_one()
            newest = select(made.value).where(*of[1]).order_by(made.version.desc()).limit(1)
            now = connection.execute(newest).scalar_one()
            left = select(func.count()).select_from(schema.mark_conflict).where(*of[2], open_.settled.is_(None))
            return Decimal(office), Decimal(now), connection.execute(left).scalar_one()

    def drawn(self) -> Drawn:
        """The PV as the academy draws it up itself, with what its signatures are worth."""
        with self.world.academy.database.reading() as connection:
            return drawn(self.world.academy, connection, J03)

    def chain(self) -> str:
        """Of the last act of J03."""
        with self.world.academy.database.reading() as connection:
            return heads.of(connection, [J03])[J03].chain

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

    def menu(self, name: str) -> None:
        """Alt and the letter of a menu, then the letter of what it offers, as they are underlined there."""
        action = self.window.actions_[name]
        (title,) = (one.menuAction() for one in self.window.menuBar().findChildren(QMenu) if action in one.actions())
        QTest.keyClick(self.window, _letter(title), Qt.KeyboardModifier.AltModifier)
        self.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
        shown = QApplication.activePopupWidget()
        assert shown is not None
        QTest.keyClick(shown, _letter(action))

    def pv(self) -> PvDialog:
        """The PV, once it is drawn up; offscreen no window manager makes it the active window."""
        self.until(lambda: isinstance(self.dialog(), PvDialog))
        shown = self.dialog()
        assert isinstance(shown, PvDialog)
        shown.activateWindow()
        self.until(lambda: shown.isActiveWindow() and shown.view is not None and not self.tasks.busy)
        return shown

    def leave(self) -> None:
        """Escape: the dialog is closed, and the window has the keyboard again."""
        shown = self.dialog()
        assert shown is not None
        QTest.keyClick(shown, Qt.Key.Key_Escape)
        self.until(lambda: self.dialog() is None)
        self.back()

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

    def until_ordered(self, server: SittingServer) -> None:
        """Wait until the sitting was read with all that the academy has: a receipt alone puts an act in no order."""
        deliberation = self.desk.deliberation
        assert isinstance(deliberation, Deliberation)
        self.until(lambda: self.desk.link.status().outbox == 0)
        self.until(lambda: deliberation._sittings.of(J03).chain == server.chain() and not self.tasks.busy)

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


def open_the_sitting(post: Sitter) -> None:
    """Ctrl+E, everybody is there, Enter."""
    post.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    post.until(lambda: post.dialog() is not None and not post.tasks.busy)
    post.picture("1-ouverture")
    post.alt(Qt.Key.Key_O)
    post.until(lambda: post.dialog() is None and post.stage() is Stage.OPENED)
    post.back()
