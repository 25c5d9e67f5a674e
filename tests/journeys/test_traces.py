# SPDX-License-Identifier: AGPL-3.0-or-later
"""No word or number of a jury stays on the disk in clear, whatever the commands and the window did (features P33).

`tests/adapters/store/test_canary.py` holds the store alone to this; here the program runs as a person runs it: an
import from a zip, every command, refusals that name what was typed, a window that reads and is killed, another that is
closed.
"""

import os
import random
import subprocess
import sys
from pathlib import Path

from lsl_desk.cli import DONE, REFUSED
from tests.adapters.store.test_canary import found, words
from tests.builders import Line, index_html, livret_pdf, write_zip

ROOT = Path(__file__).resolve().parents[2]
PASSPHRASE = "quatre mots sans aucun lien"

_WINDOW = """
import os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from lsl_desk import cli
from lsl_desk.ui.main_window import MainWindow

jury, number, end = sys.argv[1:]

def look():
    application = QApplication.instance()
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)] if application else []
    window = shown[0] if shown and shown[0]._was_painted else None
    form = window and window.unlock_page.unlock_form
    if window and window.session.desk is None and form.button.isEnabled():
        form.phrase.setText(os.environ["LSL_PASSPHRASE"])
        form.button.click()
    elif window and window.room is not None and window.room.counter.clock.timed:
        if window.session.desk.pages_seen(jury, number) or end == "close":
            window.close() if end == "close" else os.kill(os.getpid(), signal.SIGKILL)
            return
    QTimer.singleShot(20, look)

application = QApplication([])
QTimer.singleShot(0, look)
sys.exit(cli.main(["--jury", jury, "--livret", number]))
"""


def test_commands_and_windows_leave_no_word_of_a_jury_in_clear(tmp_path: Path, rng: random.Random) -> None:
    told = words(f"{rng.random()}") | {"passphrase": PASSPHRASE}
    jury, number = told["jury"], told["number"]
    data, home, away = (tmp_path / name for name in ("data", "home", "away"))
    for folder in (data, home, away):
        folder.mkdir()
    environment = os.environ | {
        "LSL_HOME": str(data), "HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home / "cache"),
        "LSL_PASSPHRASE": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
    }  # fmt: skip
    files = {
        "index.html": index_html(
            [Line(told["pv"], number, file=f"{number}.pdf"), Line("2", f"{number}2", file="absent.pdf")],
            title=f"Jury n° 7 {told['text']} · Session 2018",
        ),
        f"{number}.pdf": livret_pdf(number, 2, wrong={1: f"{number}3"}),
        "liste.csv": "N° élève;Nom;Prénom;INE;Série\n{number};{name};{first};{ine};ES\n".format(**told).encode(),
    }
    archive = write_zip(away / f"{told['author']}.zip", files)

    def run(*arguments: str) -> int:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=home, env=environment, capture_output=True, check=False, timeout=120
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()[-2000:]
        return done.returncode

    def command(*arguments: str) -> int:
        return run("-m", "lsl_desk", *arguments)

    assert command("import", str(archive), "--jury", jury) == DONE
    assert command("import", str(away / told["searched"])) == REFUSED
    assert command("import", str(archive), "--jury", jury, "--number-column", told["note"]) == REFUSED
    assert [command(one, jury) for one in ("jury", "check")] == [DONE, DONE]
    assert command("jury", told["note"]) == REFUSED
    assert command("page", jury, number, "-o", str(away / "page.png")) == DONE
    assert command("page", jury, number, "--page", "2", "-o", str(away / "page.png")) == REFUSED
    assert run("-c", _WINDOW, jury, number, "kill") < 0
    assert run("-c", _WINDOW, jury, number, "close") == DONE

    assert found([data, home], told) == []
    log = (data / "desk.log").read_text("utf-8")
    assert "import: refused, index_column_unknown" in log
    assert log.count("window: begun") == 2
