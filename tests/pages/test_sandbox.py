# SPDX-License-Identifier: AGPL-3.0-or-later
"""The doors are closed: what a worker would try is refused, wall by wall, in a process that closed them itself."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lsl_desk.pages.caps import MIB
from tests.hostile.writer import livret
from tests.pages.asking import Shelf, lane_over, pid_of, told
from tests.pages.watching import EXPECTED, open_files

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the walls tried here are those of Linux")

_TRIES = """
import ctypes, json, mmap, os, signal, socket, sys
from lsl_desk.pages import landlock, sandbox, seccomp
system = ctypes.CDLL(None, use_errno=True)
def system_call(*arguments):
    if system.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")
def spare():
    return bytearray(400 << 20)
tries = {
    "read a file": lambda: os.open("/etc/hostname", os.O_RDONLY),
    "write a file": lambda: os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT),
    "list a folder": lambda: os.listdir("/"),
    "look at a file": lambda: os.stat("/etc/hostname"),
    "remove a file": lambda: os.unlink(sys.argv[2] + ".kept"),
    "socket": lambda: socket.socket(),
    "socket pair": lambda: socket.socketpair(),
    "fork": lambda: os.fork() or os._exit(0),
    "run a program": lambda: os.execv("/bin/true", ["true"]),
    "signal its parent": lambda: os.kill(os.getppid(), 0),
    "trace its parent": lambda: system_call(101 if os.uname().machine == "x86_64" else 117, 16, os.getppid(), 0, 0),
    "executable memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC),
    "memory": spare,
}
guards = eval(sys.argv[1])
said = {}
for name in sys.argv[3].split(",") if sys.argv[3] else tries:
    try:
        tries[name]()
        said[name] = "done"
    except MemoryError:
        said[name] = "no memory"
    except OSError as error:
        said[name] = error.errno
print(json.dumps({"guards": guards, "said": said}))
"""


def tried(close: str, tmp_path: Path, names: str = "") -> tuple[list[object], dict[str, object]]:
    """Close some doors and try everything, or what is named; a new file is asked for in ``tmp_path``."""
    wanted = tmp_path / "written"
    (tmp_path / "written.kept").touch()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    command = [sys.executable, "-c", _TRIES, close, str(wanted), names]
    child = subprocess.run(command, env=environment, capture_output=True, check=False, text=True)
    assert child.stdout, child.stderr
    said = json.loads(child.stdout)
    assert (tmp_path / "written.kept").exists()
    return said["guards"], said["said"]


def test_all_doors_closed_nothing_can_be_opened_sent_or_run(tmp_path: Path) -> None:
    guards, said = tried(f"sandbox.close_the_doors({256 * MIB})", tmp_path)
    if "seccomp" not in guards:
        pytest.skip(f"this system has no filter of system calls; what it has: {guards}")
    assert said.pop("memory") == "no memory"
    assert said == dict.fromkeys(said, errno.EPERM)
    assert not (tmp_path / "written").exists()


def test_landlock_alone_keeps_files_out_of_reach(tmp_path: Path) -> None:
    guards, said = tried("[sandbox._prctl(38, 1), landlock.give_up_files()]", tmp_path)
    if guards != [True, True]:
        pytest.skip("this kernel has no Landlock")
    assert [said[name] for name in ("read a file", "write a file", "remove a file")] == [errno.EACCES] * 3
    assert said["run a program"] == errno.EACCES


def test_limits_alone_keep_memory_and_new_files_out_of_reach(tmp_path: Path) -> None:
    guards, said = tried(f"sandbox._limits({256 * MIB})", tmp_path, "memory,read a file,socket")
    assert guards == ["no core", "no file written", "no file opened", "memory"]
    assert said["memory"] == "no memory"
    assert said["read a file"] == said["socket"] == errno.EMFILE


def test_the_true_worker_stands_behind_these_walls() -> None:
    shelf = Shelf()
    lane = lane_over(shelf)
    try:
        told(lane.sizes, shelf.put(livret()))
        guards, pid = lane.reader.guarded, pid_of(lane)
        assert {"no core", "no file written", "no file opened", "memory", "no dump", "no new privileges"} <= set(guards)
        status = Path(f"/proc/{pid}/status").read_text("ascii").split()
        assert status[status.index("NoNewPrivs:") + 1] == "1"
        if "seccomp" in guards:
            assert status[status.index("Seccomp:") + 1] == "2"
        try:
            assert open_files(pid) == EXPECTED
        except PermissionError:
            assert "no dump" in guards
    finally:
        lane.close()
