# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commands themselves, the lock file, and the private screen."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import academy
import checks
import command_line
import screens
from lsl_desk.demo import registers
from lsl_desk.demo.centre import SEED
from lsl_desk.demo.plan import plan_centre
from lsl_desk.server.services import demo
from told import Stop, exit_code

ROOT = Path(__file__).resolve().parent.parent.parent
LOCK = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")


def test_an_old_python_can_read_the_way_in() -> None:
    source = (ROOT / "packaging" / "dev.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 4))
    assert source.index("sys.version_info < (3, 11)") < source.index("from command_line")


def test_the_lock_names_neither_an_index_nor_a_place() -> None:
    assert not re.search(r"://|--index|--find-links|--extra|(?<!\w)/\w", LOCK)


def test_every_requirement_of_the_lock_is_pinned_and_hashed() -> None:
    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", LOCK) if not block.startswith("#")]
    assert len(blocks) > 40
    for block in blocks:
        assert re.match(r"[\w.\[\]-]+==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]


def test_the_lock_holds_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *(name for extra in project["optional-dependencies"].values() for name in extra)]
    names = {re.split(r"[<>=!~; \[]", requirement)[0].lower() for requirement in asked}
    assert names <= set(re.findall(r"^([\w.-]+)(?:\[.*?\])?==", LOCK, re.MULTILINE))


@pytest.mark.parametrize("line", [["--no-apt", "test"], ["test", "--no-apt"], ["test", "--no-apt", "--", "-k", "x"]])
def test_options_stand_before_or_after_the_command(line: list[str]) -> None:
    options = command_line._parser().parse_args(line)
    assert (options.command, options.no_apt, options.repair) == ("test", True, False)


def test_what_follows_the_dashes_goes_on() -> None:
    options = command_line._parser().parse_args(["test", "--", "tests/domain", "--no-apt"])
    assert options.rest[-2:] == ["tests/domain", "--no-apt"]
    assert not options.no_apt


def test_the_demonstration_is_the_head_s_unless_a_president_is_asked_for() -> None:
    assert command_line._parser().parse_args(["demo"]).role == "head"
    options = command_line._parser().parse_args(["demo", "--as", "president", "--", "--jury", "J01"])
    assert (options.role, options.rest[-2:]) == ("president", ["--jury", "J01"])
    logins = {line.split(";")[3] for line in registers.seats(plan_centre(SEED, 1)).decode("utf-8-sig").splitlines()}
    assert academy.PRESIDENT in logins
    assert academy.HEAD == demo.HEAD


@pytest.mark.parametrize(
    ("folder", "president", "played"),
    [
        (False, False, ["journey 1366x768", "journey 1920x1080", "sitting_journey president-1366x768"]),
        (False, True, ["sitting_journey president-1366x768", "sitting_journey president-1920x1080"]),
        (True, False, ["journey 1366x768", "journey 1920x1080"]),
    ],
)
def test_without_a_screen_the_president_s_part_is_played_too(
    monkeypatch: pytest.MonkeyPatch, folder: bool, president: bool, played: list[str]
) -> None:
    found: list[str] = []

    def play(*args: object) -> int:
        place, script = args[3], args[5] if len(args) > 5 else "journey.py"
        assert isinstance(place, Path)
        found.append(f"{str(script).removesuffix('.py')} {place.name}")
        return 0

    monkeypatch.setattr(screens, "headless", lambda: True)
    monkeypatch.setattr(screens, "play", play)
    assert command_line._demo(Path(sys.executable), [], folder=folder, president=president) == 0
    assert found == played


def test_a_death_by_signal_is_told_as_a_shell_does() -> None:
    assert exit_code(-6) == 134
    assert exit_code(3) == 3


def _step(body: str, tmp_path: Path) -> checks.Outcome:
    return checks._step("step", [sys.executable, "-c", body], tmp_path, {})


def test_a_step_tells_its_exit_code_and_last_line(tmp_path: Path) -> None:
    outcome = _step("print('first'); print('last'); print(); raise SystemExit(3)", tmp_path)
    assert (outcome.code, outcome.last) == (3, "last")
    assert _step("import os; os.abort()", tmp_path).code == 134


def test_one_failed_check_fails_all_and_holds_the_tests_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "_STATIC", (("good", ("-c", "")), ("bad", ("-c", "raise SystemExit(7)"))))
    assert checks.every(tmp_path, Path(sys.executable), []) == 7
    printed = capsys.readouterr().out
    assert re.search(r"good +\d+\.\d s  ok\nbad +\d+\.\d s  FAILED \(exit code 7\)\npytest was not run", printed)


def test_the_tests_run_when_the_checks_hold_and_their_summary_comes_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "_STATIC", (("good", ("-c", "")),))
    (tmp_path / "test_here.py").write_text("def test_it(): assert False\n", "utf-8")
    assert checks.every(tmp_path, Path(sys.executable), ["-q"]) == 1
    *_, summary, verdict = capfd.readouterr().out.splitlines()
    assert summary.startswith("1 failed in")
    assert verdict == "1 of 2 checks failed: pytest"


def test_the_tests_write_in_memory_when_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.fast_folder(tmp_path / "none") is None
    free = shutil.disk_usage(tmp_path).free
    monkeypatch.setattr(checks, "_ROOM", free // 2)
    assert checks.fast_folder(tmp_path) == tmp_path
    monkeypatch.setattr(checks, "_ROOM", 2 * free)
    assert checks.fast_folder(tmp_path) is None


def test_a_private_screen_starts_and_stops() -> None:
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    code = "from PySide6.QtGui import QGuiApplication as A; a = A([]); s = a.primaryScreen().size(); print(s.width())"
    with screens.virtual(1366, 768) as display:
        command = [sys.executable, "-c", code]
        shown = subprocess.run(command, env=screens.on(display), capture_output=True, encoding="utf-8", check=False)
        assert shown.stdout == "1366\n", shown.stderr


def test_without_an_x_server_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Stop, match="xvfb"), screens.virtual(10, 10):
        pass


def test_a_campaign_is_played_with_what_follows_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("environment.ensure", lambda *_, **__: Path(sys.executable))
    monkeypatch.setattr("system_libraries.ensure", lambda **_: None)
    flips = ["campaign", "flip", "--size", "50", "--seed", "3"]
    assert command_line.main(flips) == 0
    assert command_line.main([*flips, "--broken", "unverified"]) == 0, "the broken build was seen"
    assert command_line.main([*flips, "--broken", "nothing"]) == 2
