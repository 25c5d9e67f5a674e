# SPDX-License-Identifier: AGPL-3.0-or-later
"""J3, the president’s day when the server is lost: the true window, store, page worker and server, which is killed.

Steps 1 to 8 and 11 of the journey in one sitting, with a picture of each in ``build/pictures/journey-3``.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lsl_desk.adapters.hall.halls import LocalHalls
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.client.desk import Desk
from lsl_desk.client.progress import silent
from lsl_desk.client.sit.values import Stage
from lsl_desk.domain.acts import Author, LivretOpened, LivretRead, Member, Presence, Quality, Role, Ruling
from lsl_desk.domain.fallback import ACADEMY, COPY
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.rights import Actor
from lsl_desk.domain.rights import Kind as ActorKind
from lsl_desk.main import LocalGate
from lsl_desk.server.db import schema
from lsl_desk.server.services import enrolling
from lsl_desk.server.settings import Settings as ServerSettings
from lsl_desk.ui import menus
from lsl_desk.ui.dialogs.copy_dialog import CopyDialog
from lsl_desk.ui.dialogs.hall_dialog import HallDialog
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.idle_lock import IdleLock
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.reading_room.room import ReadingRoom
from lsl_desk.ui.session import Session
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.window_state import WindowState
from lsl_desk.wire.strict import moment_text
from tests.builders import Line, index_html, livret_pdf, write_folder
from tests.server.serving import ServerLives
from tests.server.world import CENTRE, START, World

J01 = JuryId("J01")
PASSPHRASE = "quatre mots sans aucun lien"
HERE, LATE = ("0417", "0432"), "0455"
LIVRETS = {number: livret_pdf(number, 1) for number in (*HERE, LATE)}
PRESIDENT = Author("Présidente d’essai", Role.PRESIDENT)
HEAD = Author("Chef de centre d’essai", Role.CHEF_DE_CENTRE)
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures" / "journey-3"
LONG = 60_000
"""Milliseconds: nothing here waits for a clock, only for what it expects to see."""


class Post:
    """A computer: its data folder, and the window on it."""

    def __init__(self, qtbot: QtBot, root: Path, author: Author) -> None:
        self._qtbot = qtbot
        self.gate = LocalGate(DataFolder(root), for_window=True)
        self._author = author
        self._pictures = 0
        if not self.gate.exists():
            self.gate.create(PASSPHRASE, author, keyring=False).lock()
        self.open()

    def open(self) -> None:
        """Start the program, and unlock."""
        self.tasks = Tasks()
        settings = self.gate.settings()
        self.session = Session(self.tasks, settings, IdleLock(settings.lock_minutes))
        state = WindowState(DataFolder(self.gate._folder.root).root)
        self.window = MainWindow(self.gate, self.tasks, self.session, state)
        menus.dress(self.window.actions_, self.window.palette())
        self.window.resize(1366, 768)
        self.window.show()
        self._qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.window.unlock_page.look_for_keyring()
        self.until(lambda: not self.tasks.busy)
        self.window.unlock_page.unlock_form.phrase.setText(PASSPHRASE)
        self.window.unlock_page.unlock_form.button.click()
        self.until(lambda: self.window.pages.currentWidget() is self.window.home_page)

    def close(self) -> None:
        """End the program."""
        self.window.close()
        self.tasks.close()
        self.window.deleteLater()

    @property
    def desk(self) -> Desk:
        assert self.session.desk is not None
        return self.session.desk

    @property
    def room(self) -> ReadingRoom:
        room: object = self.window.room
        assert isinstance(room, ReadingRoom)
        return room

    def until(self, wish: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(wish, timeout=LONG)

    def until_says(self, words: str) -> None:
        """Wait until the badge says so."""
        self.until(lambda: words in self.window.badge.words.text())

    def until_at(self, number: str) -> None:
        """Wait until a candidate is on the screen and the store has nothing left to write."""
        self.until(lambda: self.room.state().get("number") == number and not self.tasks.busy)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def place(self) -> tuple[object, ...]:
        """Everything that must not move under the reader."""
        view = self.room.viewer.findChild(PageView)
        assert isinstance(view, PageView)
        bar = view.verticalScrollBar()
        return self.room.state().get("number"), view.sheet.current, view.sheet.layout.box(0), bar.value()

    def said_instead(self) -> str:
        """The sentence in the place of a livret."""
        if self.window.room is None:
            return ""
        return "\n".join(one.text() for one in self.room.viewer.findChildren(QLabel) if one.isVisible())

    def sources(self) -> list[tuple[str, str]]:
        """Kind and source of every reading of the journal."""
        bodies = [one.body for one in self.desk._store.acts(J01)]
        return [(type(one).__name__, one.source) for one in bodies if isinstance(one, LivretOpened | LivretRead)]

    def picture(self, name: str) -> None:
        PICTURES.mkdir(parents=True, exist_ok=True)
        self._pictures += 1
        self.window.grab().save(str(PICTURES / f"{name}.png"))


class Server:
    """The academy’s server: a process that is killed, and lives again on the same port."""

    ACCOUNT = "a" * 32

    def __init__(self, folder: Path) -> None:
        url = f"sqlite:///{folder / 'academy.sqlite'}"
        settings = ServerSettings(data=folder / "data", database_url=SecretStr(url), session=2018, port=0)
        self.world = World.create(settings)
        self._fill()
        self.lives = ServerLives(settings)
        self.lives.start()

    def _fill(self) -> None:
        """J01 with two livrets that are there and one whose file is lost; a president seated in it."""
        world = self.world
        late = {"pv": "3", "cyclades": "", "serie": "ES", "format": "numerique", "reason": ""}
        with world.together():
            world.insert("candidate", {"jury": "J01", "number": LATE, "rank": 3, **late})
            person = {"id": self.ACCOUNT, "login": "president", "name": PRESIDENT.name, "role": "president"}
            world.insert("account", {**person, "centre": CENTRE, "state": "active", "created": moment_text(START)})
            world.insert("seat", {"jury": "J01", "account": self.ACCOUNT, "role": "president"})
        for number in (*HERE, LATE):
            digest = world.livret("J01", number, LIVRETS[number])
        (lost,) = (one for one in (world.academy_folder).rglob(f"{digest}*") if one.is_file())
        lost.unlink()
        world.publish()

    def accept(self, enrolment: str) -> None:
        """Somebody at the academy compared the digits."""
        by = Actor(ActorKind.PERSON, id=self.ACCOUNT, account=self.ACCOUNT)
        with self.world.academy.database.writing() as connection:
            now = datetime.now(UTC)
            enrolling.approve(connection, enrolment, owner=self.ACCOUNT, by=by, now=now)


def enrol(gate: LocalGate, server: Server) -> None:
    """The evening before: the president’s post is enrolled and has all of its juries."""
    desk = gate.create(PASSPHRASE, PRESIDENT, keyring=False)
    offer = desk.link.begin_enrolment(server.lives.url, "Poste 3")
    server.accept(offer.enrolment)
    assert desk.link.enrolment_done(offer) is not None
    desk.link.sync()
    desk.link.check_pages(silent)
    desk.lock()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path / "server")
    yield made
    made.lives.close()


@pytest.fixture
def post(qtbot: QtBot, qapp: QApplication, tmp_path: Path, server: Server) -> Iterator[Post]:
    """The president’s post: enrolled, synchronised the evening before, J01 open on 0417, on line."""
    QLocale.setDefault(FRENCH)
    qapp.setStyle("Fusion")
    root = tmp_path / "post"
    enrol(LocalGate(DataFolder(root)), server)
    made = Post(qtbot, root, PRESIDENT)
    made.window.open_jury("J01", "0417")
    made.until(lambda: made.window.room is not None)
    made.until_at("0417")
    made.until(lambda: made.room.viewer.position() is not None)
    made.until_says("en ligne")
    yield made
    made.close()


def test_the_server_is_lost_and_the_jury_goes_on(post: Post, server: Server) -> None:
    post.picture("0-en-ligne")
    before = post.place()

    # 1 and 2: the page stays, the badge says the copy and its hour, a line says what goes on
    server.lives.kill()
    post.until_says("plan de secours — copie du")
    assert post.place() == before
    assert "envoi en attente" in post.room.header.notice.text()
    post.until(lambda: ("LivretOpened", COPY) in post.sources())  # when it came, in the middle of a candidate
    post.picture("1-plan-de-secours")

    # 3 and 4: reading goes on with the same keys; what is read is on the disk and waits to be sent
    post.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    post.until_at("0432")
    post.until(lambda: post.sources().count(("LivretOpened", COPY)) == 2)
    waiting = post.desk.link.status().outbox
    post.until_says(f" · {waiting} en attente")
    post.picture("3-suivant")

    # 8: a livret that never came is named, with what to do
    post.window.open_jury("J01", LATE)
    post.until_at(LATE)
    found = post.desk.open_jury(J01).file.by_number(LATE)
    assert found is not None
    assert found.problem is LivretProblem.NOT_RECEIVED
    post.until(lambda: "n’est pas dans la copie du" in post.said_instead())
    post.picture("8-livret-absent")

    # 5: the computer is started again in the middle of it: one key, and the reader is where he was
    post.window.open_jury("J01", "0432")
    post.until_at("0432")
    post.close()
    post.open()
    post.window.open_jury("J01")
    post.until(lambda: "Reprendre" in post.said_instead())
    post.picture("5-reprise")
    post.until(lambda: not post.tasks.busy)
    post.key(Qt.Key.Key_Return)
    post.until_at("0432")
    post.until_says("plan de secours — copie du")
    assert post.desk.link.status().outbox >= waiting

    # 11: the way back never comes in the middle of a candidate; what waited goes, once
    post.until(lambda: post.room.viewer.position() is not None)
    before = post.place()
    server.lives.start()
    post.until_says("de retour au candidat suivant")
    assert post.place() == before
    post.picture("11-retour")
    post.until(lambda: post.desk.link.status().outbox == 0)
    post.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    post.until_at("0417")
    post.until_says("en ligne")
    post.until(lambda: post.sources()[-1] == ("LivretOpened", ACADEMY))
    with server.world.academy.database.reading() as connection:
        kept = list(connection.execute(select(schema.act.c.act)).scalars())
    assert sorted(kept) == sorted(set(kept)), "each once"
    assert set(kept) <= {one.act for one in post.desk._store.acts(J01)}
    post.until(lambda: post.desk.link.status().outbox == 0)


def test_another_computer_goes_on_from_the_key_and_its_code(
    post: Post, server: Server, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps 6 and 7: a machine that never saw a server; a wrong code, an altered file named, the others open.

    Then both posts are in one room without server: what one does shows on the other.
    """
    key = tmp_path / "key"
    key.mkdir()
    code, folder = made_on_the_eve(tmp_path, key)
    (folder / "livrets" / "0432.pdf").write_bytes(b"altered" + (folder / "livrets" / "0432.pdf").read_bytes()[7:])
    server.lives.kill()
    other = Post(qtbot, tmp_path / "other", Author("Vice-présidente d’essai", Role.VICE_PRESIDENT))
    try:
        other.window.import_paths([str(folder)])
        dialog = asked_code(other)
        dialog.code.setText("abeille-balcon-cabane-dalle-ecole-fable-galet")
        dialog.button.click()
        other.until(lambda: "Essais restants\u00a0: 4" in dialog.beside.text() or "mots" in dialog.beside.text())
        other.picture("6-code-inexact")
        dialog.code.setText(f"  {code.upper().replace('-', ' ')} ")
        dialog.button.click()
        other.until(lambda: other.desk.juries() != () and not other.tasks.busy)
        other.window.open_jury("J01", "0417")
        other.until_at("0417")
        other.until_says("plan de secours — copie du")
        other.until(lambda: other.room.viewer.position() is not None)
        other.picture("6-autre-poste")
        file = other.desk.open_jury(J01).file
        altered, whole = file.by_number("0432"), file.by_number("0417")
        assert altered is not None
        assert altered.problem is LivretProblem.DIGEST_MISMATCH
        assert whole is not None
        assert whole.livret is not None
        here = post.desk.open_jury(J01).file.by_number("0417")
        assert here is not None
        assert here.livret is not None
        assert whole.livret.digest == here.livret.digest, "an act on either is of one livret"
        assert {source for _kind, source in other.sources()} == {COPY}
        loopback = partial(LocalHalls, near="127.0.0.1", port=0)
        monkeypatch.setattr("lsl_desk.adapters.hall.halls.LocalHalls", loopback)
        in_one_room(post, other)
    finally:
        other.close()


def in_one_room(post: Post, other: Post) -> None:
    """Step 7: the president opens the room, the other post types what it shows; a decision of one is on both."""
    opening, joining = hall_of(post), hall_of(other)
    opening.open_button.click()
    post.until(opening.digits.isVisible)
    joining.address.setText(opening.where.text().split(" ou ")[0])
    joining.code.setText(opening.digits.text().replace("\u2009", ""))
    joining.join_button.click()
    post.until_says("en salle, 2 postes")
    other.until_says("en salle, 2 postes")
    post.picture("7-salle-ouverte")
    other.picture("7-salle-rejointe")
    post.until(lambda: not post.tasks.busy)
    number = StudentNumber("0417")
    sitting = post.desk.deliberation
    sitting.take_attendance(J01, (Member(PRESIDENT.name, Quality.PRESIDENT, Presence.HERE),))
    sitting.open_sitting(J01)
    sitting.decide(J01, number, Ruling.SANS_DECISION, "", "épreuves étalées", seen=0)
    other.until(lambda: other.desk.decided(J01) == {number: "sans_decision"} and not other.tasks.busy)
    assert other.desk.deliberation.sitting(J01).stage is Stage.OPENED
    opening.leave_button.click()
    post.until_says("plan de secours — copie du")
    for dialog in (opening, joining):
        dialog.close()


def hall_of(post: Post) -> HallDialog:
    """« Salle sans serveur », by its key."""
    post.window.activateWindow()
    post.window.actions_["hall"].trigger()
    (found,) = post.window.findChildren(HallDialog)
    return found


def made_on_the_eve(tmp_path: Path, key: Path) -> tuple[str, Path]:
    """The centre’s head writes the copy of J01 on a key: its code, and where it is."""
    lines = [Line(str(pv), number, file=f"livrets/{number}.pdf") for pv, number in enumerate(HERE, start=1)]
    files = {f"livrets/{number}.pdf": data for number, data in LIVRETS.items() if number in HERE}
    jury = write_folder(tmp_path / "J01", {"index.html": index_html(lines), **files})
    desk = LocalGate(DataFolder(tmp_path / "head")).create(PASSPHRASE, HEAD, keyring=False)
    try:
        desk.import_jury(str(jury))
        (done,) = desk.copying.make([J01], str(key), archive=False, report=silent)
        assert done.refusal is None
        return desk.copying.code(J01), Path(done.where)
    finally:
        desk.lock()


def asked_code(post: Post) -> CopyDialog:
    """The dialog that asks for the code, once it has looked at the copy."""
    found: list[CopyDialog] = []

    def there() -> bool:
        found[:] = [one for one in QApplication.topLevelWidgets() if isinstance(one, CopyDialog) and one.isVisible()]
        return bool(found) and found[0].button.isEnabled()

    post.until(there)
    return found[0]
