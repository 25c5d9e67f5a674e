# SPDX-License-Identifier: AGPL-3.0-or-later
"""J1, the centre head's day before: the true window over a real store, page workers, papers, copies and academy.

A picture of each screen is left in ``build/pictures/journey-1``.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from lsl_desk.adapters.paths import DataFolder
from lsl_desk.domain.acts import Author, Entry, Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.main import LocalGate
from lsl_desk.server.app import create_app
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.idle_lock import IdleLock
from lsl_desk.ui.main_window import MainWindow
from lsl_desk.ui.palettes import apply_theme
from lsl_desk.ui.prepare.copies import CopiesPage
from lsl_desk.ui.prepare.drill import DrillPage
from lsl_desk.ui.prepare.gaps import GapsPage
from lsl_desk.ui.prepare.heads import HeadsPage
from lsl_desk.ui.prepare.paper import PaperPage
from lsl_desk.ui.prepare.presence import PresencePage
from lsl_desk.ui.prepare.seat import StationPage
from lsl_desk.ui.prepare.sheet import SheetPage
from lsl_desk.ui.run import make_application
from lsl_desk.ui.session import Session
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.window_state import WindowState
from tests.builders import livret_pdf
from tests.journeys.eve_academy import EveAcademy
from tests.server.serving import serving

PASSPHRASE = "quatre mots sans aucun lien"
J01, J02 = JuryId("J01"), JuryId("J02")
PATIENCE = 60_000
PICTURES = Path(__file__).resolve().parents[2] / "build" / "pictures" / "journey-1"
P = TypeVar("P", bound=StationPage)


class Eve:
    """The window of a centre's head, and what a person does with it."""

    def __init__(self, qtbot: QtBot, gate: LocalGate, folder: Path) -> None:
        self._qtbot = qtbot
        self._pictures = PICTURES
        shutil.rmtree(self._pictures, ignore_errors=True)
        self._pictures.mkdir(parents=True)
        self.tasks = Tasks()
        settings = gate.settings()
        self.session = Session(self.tasks, settings, IdleLock(settings.lock_minutes))
        self.window = MainWindow(gate, self.tasks, self.session, WindowState(folder))
        self.window.resize(1366, 768)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def until(self, wanted: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(wanted, timeout=PATIENCE)

    def settle(self) -> None:
        """Wait until the store and what lasts have answered."""
        long = self.window.prepared._long
        self.until(lambda: not self.tasks.busy and (long is None or not long.busy))

    def unlock(self) -> None:
        form = self.window.unlock_page.unlock_form
        QTest.keyClicks(form.phrase, PASSPHRASE)
        QTest.keyClick(form.phrase, Qt.Key.Key_Return)
        self.until(lambda: self.window.pages.currentWidget() is self.window.home_page)

    def sync(self) -> None:
        """F5, and wait until a newer version of J01 is on the home."""
        before = self._versions().get(J01, 0)
        self.window.actions_["sync"].trigger()
        self.until(lambda: self._versions().get(J01, 0) > before and J02 in self._versions())
        self.until(lambda: not self.window.actions_["sync_stop"].isEnabled())  # whom to call comes last
        self.settle()

    def _versions(self) -> dict[JuryId, int]:
        return {tile.summary.jury: tile.summary.version for tile in self.window.home_page.tiles}

    def at(self, kind: type[P], jury: JuryId | None = None) -> P:
        """Go to a station."""
        self.window.prepared.open(jury, kind.station)
        self.until(lambda: self.window.pages.currentWidget() is self.window.prepared.page)
        self.settle()
        page = self.window.prepared.page
        assert page is not None
        shown = page.pages[kind.station]
        assert isinstance(shown, kind)
        return shown

    def home(self) -> dict[str, tuple[str, str]]:
        """Go home; how each jury stands, as its state and its word."""
        self.window.actions_["home"].trigger()
        self.until(lambda: self.window.pages.currentWidget() is self.window.home_page)
        self.window.prepared.ask()
        self.settle()
        return {tile.summary.jury: tile._stands for tile in self.window.home_page.tiles}

    def lines(self, jury: str) -> dict[str, tuple[str, str]]:
        """What a tile says of each matter."""
        (tile,) = [one for one in self.window.home_page.tiles if one.summary.jury == jury]
        return {line.what: (line.value, line.word) for line in tile._lines}

    def save(self, path: Path) -> None:
        """Type a path in the file dialog that is open, and Enter."""
        self.until(lambda: bool(_dialogs()))
        (dialog,) = _dialogs()
        field = dialog.findChild(QLineEdit)
        assert isinstance(field, QLineEdit)
        field.setText(str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def picture(self, name: str) -> None:
        """Keep what is on the screen, for whoever looks after the run."""
        assert self.window.grab().save(
            str(self._pictures / f"{len(list(self._pictures.iterdir())) + 1:02d}-{name}.png")
        )

    def close(self) -> None:
        self.window.close()
        self.tasks.close()
        self.window.deleteLater()


def _dialogs() -> list[QFileDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()]


@pytest.fixture
def academy(tmp_path: Path) -> Iterator[EveAcademy]:
    made = EveAcademy(tmp_path)
    yield made
    made.close()


@pytest.fixture
def eve(qtbot: QtBot, academy: EveAcademy, tmp_path: Path) -> Iterator[Eve]:
    """A post that the academy took, whose store holds no jury yet."""
    make_application()
    QLocale.setDefault(FRENCH)
    apply_theme("light")
    gate = LocalGate(DataFolder(tmp_path / "data"), for_window=True)
    with serving(create_app(academy.academy, academy.settings)) as url:
        desk = gate.create(PASSPHRASE, Author("Poste du chef", Role.CHEF_DE_CENTRE), keyring=False)
        offer = desk.link.begin_enrolment(url, "Poste du chef")
        academy.approve(offer.digits)
        assert desk.link.enrolment_done(offer) is not None
        desk.lock()
        made = Eve(qtbot, gate, tmp_path)
        yield made
        made.close()


def _home_is_red(eve: Eve) -> None:
    """1 to 3: two tiles once synchronised, red, and a panel that names what is missing."""
    eve.unlock()
    eve.until(lambda: "en ligne" in eve.window.badge.words.text())
    eve.sync()
    stands = eve.home()
    assert stands[J01][0] == stands[J02][0] == "danger"
    assert eve.lines("J01") == {
        "Numériques": ("1 / 2", "1 à réclamer"),
        "Papier": ("0 / 1", "1 attendu"),
        "Inconnus": ("1", "à demander"),
        "Président": ("", "désigné"),
        "Secours": ("", "à faire"),
        "Exercice": ("", "à faire"),
    }
    assert eve.lines("J02")["Président"] == ("1 / 2", "à compléter")
    panel = eve.window.home_page.eve
    assert panel is not None
    assert panel.title.text().startswith("Avant le 3 juillet, ")
    assert panel.lines[1].todo is not None
    assert panel.lines[1].todo.text == "2 livrets papier attendus (J01, J02)"
    eve.picture("accueil")


def _presence(eve: Eve) -> None:
    """4: what is missing alone; the exam office is told of the one nobody knows, and has received it."""
    presence = eve.at(PresencePage, J01)
    presence.only_missing.setChecked(True)
    assert [line[2] for line in presence.table.lines.texts] == ["0432", "0418", "0419"]
    assert presence.table.lines.texts[1][6] == "Lycée des Tilleuls, 01\u00a099\u00a000\u00a012\u00a034"
    presence.table.selectRow(2)
    QTest.keyClicks(presence.office.text, "Format du livret inconnu")
    QTest.keyClick(presence.office.text, Qt.Key.Key_Return)
    eve.settle()
    eve.picture("presence")

    def received() -> bool:
        presence.office.load()
        eve.settle()
        return "reçu par l’académie (n°" in presence.office.messages.item(0).text()

    eve.until(received)


def _papers(eve: Eve, folder: Path) -> None:
    """5: paper livrets, typed; a stranger's is another centre's."""
    paper = eve.at(PaperPage)
    paper.take_keyboard()
    for number in ("0418", "1418", "0902"):
        QTest.keyClicks(paper.field, number)
        QTest.keyClick(paper.field, Qt.Key.Key_Return)
        eve.settle()
    assert "0902 appartient au centre 0990020B" in paper.answer.text()
    assert [line[4][0] for line in paper.table.lines.texts] == ["✓", "✓"]
    eve.picture("papier-recus")
    paper.save.menu().actions()[1].trigger()
    eve.save(folder / "liste.xlsx")
    assert (folder / "liste.xlsx").read_bytes().startswith(b"PK")


def _gaps(eve: Eve) -> None:
    """6: OCEAN's list beside DELIBNET's."""
    gaps = eve.at(GapsPage, J01)
    assert gaps.differences.text() == "!\u00a02 différences"
    assert {line[2]: line[5] for line in gaps.table.lines.texts} == {
        "0432": "!\u00a0dans OCEAN seulement",
        "0418": "!\u00a0dans DELIBNET seulement",
    }
    eve.picture("ecarts")


def _heads(eve: Eve) -> None:
    """7: a jury without president; one person who sits twice at 8:00."""
    heads = eve.at(HeadsPage)
    assert "Exemple Camille" in heads.clash.text()
    line = heads.cards[J02].president
    QTest.keyClicks(line.field, "Mme Claire Bertin")
    QTest.keyClick(line.field, Qt.Key.Key_Return)
    eve.settle()
    assert heads.cards[J02].beside.text() == "✓ J02\u00a0: enregistré ici."
    eve.picture("presidents")


def _numbers(eve: Eve, academy: EveAcademy) -> None:
    """9: the page that bears another number goes back to the exam office, and its new file comes alone."""
    academy.send({"0432": livret_pdf("0432", 2)})
    academy.settle_unknown()
    eve.home()
    eve.sync()
    eve.until(lambda: eve.lines("J01")["Numériques"] == ("2 / 2", "complets"))
    eve.settle()
    paper = eve.at(PaperPage, J01)
    paper.receive("0419", Entry.TYPED)
    eve.settle()


def _copies(eve: Eve, folder: Path) -> None:
    """8 and 11: the plan de secours of every jury on a key, read again there; its code is shown when asked."""
    key = folder / "cle"
    key.mkdir()
    copies = eve.at(CopiesPage)
    copies.place.add(str(folder / "absente"))
    copies.make.click()
    eve.settle()
    assert copies.beside.text().startswith("✗")
    copies.place.add(str(key))
    copies.make.click()
    eve.settle()
    assert copies.beside.text() == "✓ 2 jurys édités, relus et vérifiés sur place."
    assert {path.name for path in key.iterdir()} == {"plan-de-secours-J01-v1", "plan-de-secours-J02-v1"}
    assert copies.again.text() == "Déjà fait pour chaque jury\u202f; refaire crée une version de plus."
    copies.table.selectRow(0)
    copies.code.show_button.click()
    eve.settle()
    assert copies.code.field.text().count("-") >= 4
    eve.picture("edition")
    copies.code.hide_code()


def _drill(eve: Eve, folder: Path) -> None:
    """10: the drill, and its certificate."""
    drill = eve.at(DrillPage)
    drill.minutes.setValue(0)
    drill.start.click()
    eve.settle()
    assert drill.beside.text().startswith("✓ 3 livrets ouverts, 7 pages")
    eve.picture("exercice")
    drill.certificate.click()
    eve.save(folder / "attestation.pdf")
    assert (folder / "attestation.pdf").read_bytes().startswith(b"%PDF")


def _sheets(eve: Eve, folder: Path) -> None:
    """12: the room sheets; the home is green."""
    sheet = eve.at(SheetPage)
    assert "".join(filter(str.isdigit, sheet.phone.text())) == "0199000017", "the academy gave it"
    sheet.write.click()
    eve.save(folder / "feuilles.pdf")
    assert (folder / "feuilles.pdf").read_bytes().startswith(b"%PDF")
    eve.picture("feuille")
    assert eve.home() == {J01: ("ok", "prêt"), J02: ("ok", "prêt")}
    eve.picture("accueil-vert")


def _change(eve: Eve, academy: EveAcademy) -> None:
    """18:05: a livret changes; one is protected again, one is drilled again."""
    academy.send({"0417": livret_pdf("0417", 2)})
    eve.sync()
    assert eve.home() == {J01: ("warning", "à rafraîchir"), J02: ("ok", "prêt")}
    assert eve.lines("J01")["Secours"] == ("v1", "1 à rafraîchir")
    eve.picture("accueil-ambre")
    copies = eve.at(CopiesPage, J01)
    copies.make.click()
    eve.settle()
    assert "version 2, 2 livrets (1 à jour, 1 refait)" in copies.results.item(0).text()
    drill = eve.at(DrillPage, J01)
    drill.only_waiting.setChecked(True)
    drill.start.click()
    eve.settle()
    assert drill.beside.text().startswith("✓ 1 livret ouvert, 2 pages")
    assert eve.home() == {J01: ("ok", "prêt"), J02: ("ok", "prêt")}


def test_every_jury_is_made_safe_on_the_eve(eve: Eve, academy: EveAcademy, tmp_path: Path) -> None:
    _home_is_red(eve)
    _presence(eve)
    _papers(eve, tmp_path)
    _gaps(eve)
    _heads(eve)
    _numbers(eve, academy)
    _copies(eve, tmp_path)
    _drill(eve, tmp_path)
    _sheets(eve, tmp_path)
    _change(eve, academy)
