# SPDX-License-Identifier: AGPL-3.0-or-later
"""The projector on two true screens of Qt, in a process of its own: that of the tests has one."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"desk": (0, 0, 1366, 768), "wall": (1366, 0, 1920, 1080)}
PROGRAM = """
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from lsl_desk.ui.projector.screens import TrueScreens
from lsl_desk.ui.projector.window import ProjectorWindow
application = QApplication([])
screens, main, gone = TrueScreens(), QWidget(), []
main.setGeometry(10, 10, 800, 500)
main.show()
main.activateWindow()
application.processEvents()
wall = ProjectorWindow()
screens.put(wall, "wall")
screens.put(wall, "not there")
main.activateWindow()
application.processEvents()
screens.removed.connect(gone.append)
application.screenRemoved.emit(QGuiApplication.screens()[1])
print([one.name for one in screens.all()], screens.of(main), screens.of(wall), wall.geometry().getRect(),
      wall.isFullScreen(), main.isActiveWindow(), gone)
"""


def test_it_fills_the_second_screen_and_hears_when_it_is_unplugged(tmp_path: Path) -> None:
    more = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screens = [
        {"name": name, **dict(zip(("x", "y", "width", "height"), place, strict=True)), **more}
        for name, place in SIZES.items()
    ]
    config = tmp_path / "screens.json"
    config.write_text(json.dumps({"synchronousWindowSystemEvents": False, "screens": screens}), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": f"offscreen:configfile={config}"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == "['desk', 'wall'] desk wall (1366, 0, 1920, 1080) True True ['wall']"
    assert "requestActivate" not in done.stderr, "it never asks for the keyboard"
