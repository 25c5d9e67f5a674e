# SPDX-License-Identifier: AGPL-3.0-or-later
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from lsl_desk.ui.single_instance import SingleInstance, Wanted

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from lsl_desk.ui.single_instance import SingleInstance, Wanted
app = QCoreApplication([])
second = SingleInstance(Path(sys.argv[1]))
assert not second.claim()
sys.exit(0 if second.hand_over(Wanted("J02", "1417")) else 9)
"""


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[SingleInstance]:
    del qtbot
    instance = SingleInstance(tmp_path / "data")
    assert instance.claim()
    instance.listen()
    yield instance
    instance.close()


def test_a_second_process_hands_over_and_the_first_hears(qtbot: QtBot, first: SingleInstance, tmp_path: Path) -> None:
    process = QProcess()
    said: list[Wanted] = []
    first.asked.connect(said.append)
    with qtbot.waitSignals([first.asked, process.finished]):
        process.start(sys.executable, ["-c", _SECOND, str(tmp_path / "data")])
    assert process.exitCode() == 0, process.readAllStandardError().data()
    assert said == [Wanted("J02", "1417")]


def test_another_folder_is_another_window(first: SingleInstance, tmp_path: Path) -> None:
    del first
    other = SingleInstance(tmp_path / "other")
    assert other.claim()
    other.close()


def test_a_closed_window_frees_its_folder(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    for _ in range(2):
        instance = SingleInstance(tmp_path)
        assert instance.claim()
        instance.close()


def test_a_killed_window_leaves_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    del qtbot
    killed = _SECOND.replace("assert not second.claim()", "assert second.claim()").replace(
        'sys.exit(0 if second.hand_over(Wanted("J02", "1417")) else 9)', "import os; os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", killed, str(tmp_path)], check=False, timeout=20)
    assert done.returncode != 0
    after = SingleInstance(tmp_path)
    assert after.claim()
    after.listen()
    assert after.listening
    after.close()


@pytest.mark.parametrize("said", [b"nonsense\n", b"[1]\n", b'{"jury": 3}\n', b"x" * 5000])
def test_nonsense_is_not_listened_to(qtbot: QtBot, first: SingleInstance, said: bytes) -> None:
    socket = QLocalSocket()
    with qtbot.assertNotEmitted(first.asked):
        socket.connectToServer(first._name())
        assert socket.waitForConnected(2000)
        with qtbot.waitSignal(socket.disconnected if len(said) > 4096 else socket.readyRead):
            socket.write(said)
            socket.flush()
    socket.close()


def test_a_start_waits_for_the_first_window_to_listen(qtbot: QtBot, tmp_path: Path) -> None:
    instance = SingleInstance(tmp_path / "data")
    assert instance.claim()
    said: list[Wanted] = []
    instance.asked.connect(said.append)
    process = QProcess()
    process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
    waiting = _SECOND.replace("sys.exit(", 'print("here", flush=True)\nsys.exit(')
    with qtbot.waitSignal(process.readyRead):
        process.start(sys.executable, ["-c", waiting, str(tmp_path / "data")])
    with qtbot.waitSignals([instance.asked, process.finished]):
        instance.listen()
    assert process.exitCode() == 0
    assert said == [Wanted("J02", "1417")]
    instance.close()
