# SPDX-License-Identifier: AGPL-3.0-or-later
import logging
import os
from pathlib import Path

import pytest

from lsl_desk.adapters.logs import LogFile, logged
from lsl_desk.client.progress import Cancelled
from lsl_desk.domain.errors import Code, Refusal

SECRET = "ZZDUPONT 0417"


def _lines(path: Path) -> list[str]:
    return [line.split(": ", 1)[1] for line in path.read_text("utf-8").splitlines() if ": " in line]


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (Refusal(Code.NUMBER_UNKNOWN, number="0417", jury="J01"), "import: refused, number_unknown"),
        (Cancelled(), "import: stopped"),
        (KeyboardInterrupt(), "import: stopped"),
        (BrokenPipeError(), "import: stopped"),
    ],
)
def test_how_it_ended_is_told_by_code(tmp_path: Path, end: BaseException, told: str) -> None:
    with pytest.raises(type(end)), logged(tmp_path / "desk.log", "import"):
        raise end
    assert _lines(tmp_path / "desk.log") == ["import: begun", told]


@pytest.mark.logs("import: ValueError")
def test_a_fault_is_told_by_its_places_and_no_value(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ZZ"), logged(tmp_path / "desk.log", "import"):
        raise ValueError(SECRET)
    written = (tmp_path / "desk.log").read_text("utf-8")
    assert "adapters/test_logs.py:" in written
    assert "ZZDUPONT" not in written
    assert "0417" not in written


def test_what_goes_well_is_told_and_the_logger_is_left_as_it_was(tmp_path: Path) -> None:
    ours = logging.getLogger("lsl_desk")
    before = ours.level, list(ours.handlers)
    with logged(tmp_path / "desk.log", "check"):
        logging.getLogger("lsl_desk.pages").info("page worker replaced")
    assert _lines(tmp_path / "desk.log") == ["check: begun", "page worker replaced", "check: ended"]
    assert (ours.level, ours.handlers) == before
    if os.name == "posix":
        assert (tmp_path / "desk.log").stat().st_mode & 0o777 == 0o600


def test_no_folder_is_made_for_a_log(tmp_path: Path) -> None:
    with logged(tmp_path / "none" / "desk.log", "juries"):
        pass
    assert not (tmp_path / "none").exists()


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "desk.log").mkdir()
    with logged(tmp_path / "desk.log", "juries"):
        pass
    assert capsys.readouterr().err == ""


def test_a_full_log_makes_room_and_two_before_it_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lsl_desk.adapters.logs._LOG_BYTES", 10)
    log = LogFile(tmp_path / "desk.log")
    log.setFormatter(None)
    for text in ("the first line", "the second line", "the third line", "the fourth line"):
        log.emit(logging.makeLogRecord({"msg": text}))
    log.close()
    kept = {path.name: path.read_text("utf-8").strip() for path in tmp_path.iterdir()}
    assert kept == {"desk.log": "the fourth line", "desk.log.1": "the third line", "desk.log.2": "the second line"}
