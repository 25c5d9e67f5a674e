# SPDX-License-Identifier: AGPL-3.0-or-later
"""Settings from a file and the environment; log lines as JSON, without what an error says."""

import json
import logging
from pathlib import Path

import pytest
from pydantic import ValidationError

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server import logs
from lsl_desk.server.db import academy as rows
from lsl_desk.server.services.academy import create_academy, open_academy
from lsl_desk.server.settings import Settings


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "server.toml"
    file.write_text('port = 9000\nhost = "0.0.0.0"\nsession = 2018\n', "utf-8")
    monkeypatch.setenv("LSL_SERVER_DATA", str(tmp_path))
    monkeypatch.setenv("LSL_SERVER_PORT", "9001")
    made = Settings.load()
    assert (made.port, made.host, made.session, made.data) == (9001, "0.0.0.0", 2018, tmp_path)  # noqa: S104
    assert made.url == "http://0.0.0.0:9001"
    assert made.database == f"sqlite:///{tmp_path / 'academy.sqlite'}"


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "autre.toml"
    file.write_text('public_url = "https://lsl.exemple.fr/"\nkey_file = "/cle"\n', "utf-8")
    monkeypatch.setenv("LSL_SERVER_CONFIG", str(file))
    made = Settings.load()
    assert (made.url, made.key_path) == ("https://lsl.exemple.fr", Path("/cle"))
    assert Settings.load(file).model_dump() == made.model_dump()
    monkeypatch.delenv("LSL_SERVER_CONFIG")
    assert Settings.load().port == 8350


@pytest.mark.parametrize(
    ("text", "where"),
    [("port = 70000", "port"), ("prot = 1\nhots = 2", "hots, prot"), ("port =", "TOML"), ("\udcff", "TOML")],
)
def test_settings_that_cannot_be_are_named_without_their_value(tmp_path: Path, text: str, where: str) -> None:
    file = tmp_path / "server.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Refusal) as refused:
        Settings.load(file)
    assert (refused.value.code, refused.value.facts) == (Code.SETTINGS_UNREADABLE, {"where": where})


def test_the_phone_of_the_day_is_written_one_way_or_refused() -> None:
    assert Settings(help_phone="01.99.00.00.17").help_phone == "01\u00a099\u00a000\u00a000\u00a017"
    assert Settings(help_phone=" ").help_phone == ""
    with pytest.raises(ValidationError, match="help_phone"):
        Settings(help_phone="le standard")


def test_a_password_in_the_address_is_not_shown() -> None:
    made = Settings.model_validate({"database_url": "postgresql://lsl:sésame@hote/base"})
    assert "sésame" not in repr(made)
    assert "sésame" in made.database


def _line(record: logging.LogRecord) -> dict[str, object]:
    read = json.loads(logs.JsonLines().format(record))
    assert isinstance(read, dict)
    return read


def test_a_line_is_an_object_with_what_was_chosen_for_it() -> None:
    record = logging.makeLogRecord(
        {"name": "x", "levelno": 30, "levelname": "WARNING", "msg": "l’acte %d", "args": (3,)}
    )
    record.device = "abc"
    line = _line(record)
    assert (line["level"], line["logger"], line["event"], line["device"]) == ("warning", "x", "l’acte 3", "abc")
    assert str(line["time"]).endswith("Z")


def test_an_error_is_told_by_types_and_places_only() -> None:
    try:
        try:
            int("NOMÉTAIT")
        except ValueError as error:
            raise KeyError("0417") from error
    except KeyError as error:
        record = logging.makeLogRecord({"msg": "x", "exc_info": (KeyError, error, error.__traceback__)})
    told = _line(record)["error"]
    assert isinstance(told, list)
    assert [one for one in told if " in " not in one] == ["KeyError", "ValueError"]
    assert not any(word in str(told) for word in ("NOMÉTAIT", "0417"))


def test_everything_the_process_logs_is_such_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        logs.to_stderr()
        logging.getLogger("uvicorn.error").info("écoute")
        logging.getLogger("uvicorn.access").info("GET /0417?nom=NOMÉTAIT")
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "écoute"


def test_an_academy_is_made_once_and_opened_with_its_own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Settings(data=tmp_path / "a", timezone="Indian/Reunion")
    with pytest.raises(Refusal) as refused:
        open_academy(made)
    assert refused.value.code is Code.STORE_MISSING
    one = create_academy(made, "Académie inventée")
    one.database.close()
    with pytest.raises(Refusal) as refused:
        create_academy(made, "Une autre")
    assert refused.value.code is Code.STORE_EXISTS
    aside = made.key_path.rename(tmp_path / "aside")
    with monkeypatch.context() as both:
        both.setattr(rows, "find", lambda _connection: None)  # another `init` began before that row and key were there
        with pytest.raises(Refusal) as refused:
            create_academy(made, "Une autre")
    assert refused.value.code is Code.STORE_EXISTS
    assert not made.key_path.exists()
    aside.rename(made.key_path)
    again = open_academy(made)
    again.database.close()
    assert (again.name, again.key.public.id) == ("Académie inventée", one.key.public.id)
    assert (one.zone, again.zone) == ("Indian/Reunion",) * 2
    assert made.key_path.stat().st_mode & 0o777 == 0o600
    for wrong in (b"\0" * 32, b"court", None):
        made.key_path.unlink(missing_ok=True)
        if wrong is not None:
            made.key_path.write_bytes(wrong)
        with pytest.raises(Refusal) as refused:
            open_academy(made)
        assert refused.value.code is Code.STORE_DAMAGED


def test_tables_without_an_academy_are_none(tmp_path: Path) -> None:
    made = Settings(data=tmp_path)
    with pytest.raises(Refusal) as refused:
        open_academy(made)
    assert refused.value.code is Code.STORE_MISSING
