# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from lsl_desk.backup import command
from lsl_desk.backup.check import Expected
from lsl_desk.backup.flaws import Finding, Flaw
from lsl_desk.backup.sentences import SENTENCES, sentence
from lsl_desk.bundled import bundled
from tests.backup.builder import CODE, KNOWN, LIVRETS, OTHER_CODE, ROGUE, key_print, valid

ROOT = Path(__file__).resolve().parents[2]


def _run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str]:
    code = command.main([str(one) for one in arguments])
    out, err = capsys.readouterr()
    return code, out + err


@pytest.fixture
def code_file(tmp_path: Path) -> Path:
    path = tmp_path / "code.txt"
    path.write_text(f"{CODE}\n")
    return path


def test_intact_alone_does_not_pass_for_true(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _run(capsys, valid().write(tmp_path))
    assert code == command.UNCOMPARED == 3
    assert "intact, mais personne n’a encore comparé la clé" in said
    assert f'--cle "{valid_print()}"' in said


def valid_print() -> str:
    digits = key_print()
    return " ".join(digits[start : start + 4] for start in range(0, 16, 4))


@pytest.mark.parametrize("between", [" ", "", "-", "\u00a0"])
def test_a_key_is_compared_however_it_is_typed(
    between: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, typed = valid().write(tmp_path), valid_print().replace(" ", between)
    assert _run(capsys, place, "--cle", typed.upper())[0] == command.SETTLED == 0
    assert _run(capsys, "--cle", *typed.split(" "), place)[0] == command.SETTLED
    assert _run(capsys, place, "--cle", *typed.split(" "))[0] == command.SETTLED


def test_the_code_settles_it_too(code_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = _run(capsys, valid().write(tmp_path), "--code-file", code_file)
    assert code == command.SETTLED
    assert "le code du jury répond de chaque livret" in said
    rogue = valid(key=ROGUE).write(tmp_path / "rogue")
    code, said = _run(capsys, rogue, "--code-file", code_file, "--cle", valid_print())
    assert code == command.REFUSED == 1
    code_file.write_text(OTHER_CODE)
    code, said = _run(capsys, valid().write(tmp_path), "--code-file", code_file)
    assert code == command.REFUSED
    assert "Le code n’ouvre pas jury.lsl" in said


def test_a_half_broken_copy_says_which_livrets_are_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = valid().changed(livrets__0417_pdf=b"%PDF", livrets__0432_pdf=None).write(tmp_path)
    code, said = _run(capsys, place, "--cle", valid_print())
    assert code == command.REFUSED
    assert "REFUSÉ (2 défauts)" in said
    assert (
        "Livrets conformes au manifeste\u00a0: 2 sur 4. À ne pas employer\u00a0: 0417, 0432. Entiers\u00a0: 0418, A-7."
        in said
    )


def test_several_flaws_are_all_listed_within_a_bound(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = valid().changed(index_html=b"x").write(tmp_path)
    for rank in range(300):
        (place / f"plus{rank:03}").touch()
    code, said = _run(capsys, place)
    assert code == command.REFUSED
    assert "REFUSÉ (301 défauts)" in said
    assert "plus000" in said
    assert "… et 101 autres défauts" in said


def test_a_key_that_holds_several_copies_is_checked_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for jury in ("J01", "J04"):
        valid(jury=jury).write(tmp_path)
    valid(jury="J02").write_zip(tmp_path)
    (tmp_path / "autre.txt").touch()
    code, said = _run(capsys, tmp_path, "--cle", valid_print())
    assert code == command.SETTLED
    assert said.count("intact, et signé par la clé attendue") == 3
    assert said.endswith("Copies vérifiées\u00a0: 3, intactes\u00a0: 3, refusées\u00a0: 0.\n")
    code, said = _run(capsys, tmp_path, "--cle", valid_print(), "--jury", "J02")
    assert said.count("intact") == 1
    code, said = _run(capsys, tmp_path, "--jury", "J03")
    assert code == command.REFUSED
    assert "ne contient aucune copie du jury J03 (il y a\u00a0: J01, J02, J04)" in said


def test_a_newer_version_of_another_key_does_not_make_a_copy_old(tmp_path: Path) -> None:
    places = [valid(2).write(tmp_path), valid(3, key=ROGUE).write(tmp_path)]
    (_, known), (_, rogue) = command.verify(places, KNOWN)
    assert known.settled
    assert [one.flaw for one in rogue.findings] == [Flaw.KEY_UNKNOWN]


def test_an_answer_in_json_has_the_keys_that_were_promised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = valid().changed(livrets__0417_pdf=b"%PDF").write(tmp_path)
    code, said = _run(capsys, place, "--json")
    told = json.loads(said)
    assert code == command.REFUSED
    assert (told["ok"], told["settled"], told["kind"]) == (False, False, "plan_de_secours")
    (finding,) = told["findings"]
    assert (finding["code"], finding["file"]) == ("member_short", "livrets/0417.pdf")
    assert finding["message"].startswith("livrets/0417.pdf est plus court")
    (copy,) = told["copies"]
    assert (copy["jury"], copy["version"], copy["made"]) == ("J01", 2, "2018-07-02T12:42:07Z")
    assert (copy["whole"], copy["broken"]) == (["0418", "0432", "A-7"], ["0417"])
    assert copy["key"] == valid_print()
    code, said = _run(capsys, valid().write(tmp_path / "whole"), "--json")
    assert code == command.UNCOMPARED
    assert json.loads(said)["copies"][0]["whole"] == list(LIVRETS)
    assert (json.loads(said)["ok"], json.loads(said)["settled"]) == (True, False)
    code, said = _run(capsys, tmp_path / "nowhere", "--json")
    assert json.loads(said)["findings"][0]["code"] == "place_missing"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--cle"],
        ["x", "--cle", "abcd"],
        ["x", "--cle", "zzzz zzzz zzzz zzzz"],
        ["--cle", "0" * 16],
        ["x", "--plancher", "0"],
        ["x", "--plancher", "²"],
        ["x", "--code", "--code-file", "y"],
        ["x", "--code-file", "nowhere"],
        ["x", "--unknown"],
    ],
)
def test_a_command_line_that_is_not_understood_is_one_french_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(arguments) == command.USAGE == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.rstrip().endswith((".", "»."))


def test_the_help_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("utilisation\u00a0: lsl-verify CHEMIN…")
    assert "montrer cette aide" in said
    assert "positional" not in said
    assert "..." not in said


def test_every_flaw_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Flaw)


@pytest.mark.parametrize("flaw", Flaw)
def test_a_sentence_stands_without_its_facts_and_lets_no_order_through(flaw: Flaw) -> None:
    said = sentence(Finding(flaw))
    assert said[-1] == "."
    assert "{" not in said
    facts = dict.fromkeys(("place", "what", "link", "name", "other"), "\x1b\n" * 99)
    hostile = sentence(Finding(flaw, "\x1b[2J\u202e{x}", facts))
    assert not set(hostile) & set("\x1b\n\u202e")


def test_a_key_that_fails_while_it_is_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, real = valid().write(tmp_path), os.open

    def failing(path: Path, flags: int) -> int:
        if path.name == "0417.pdf":
            raise OSError(5, "Input/output error")
        return real(path, flags)

    monkeypatch.setattr("lsl_desk.backup.folder.os.open", failing)
    ((_, report),) = command.verify([place], Expected())
    assert [(one.flaw, one.file) for one in report.findings] == [(Flaw.MEMBER_UNREADABLE, "livrets/0417.pdf")]
    assert report.broken == ("0417",)


def test_a_place_that_cannot_be_listed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("lsl_desk.backup.folder.os.scandir", failing)
    ((_, report),) = command.verify([valid().write(tmp_path)], Expected())
    assert [one.flaw for one in report.findings] == [Flaw.PLACE_UNREADABLE]


def test_a_terminal_without_our_signs_is_spoken_to_all_the_same(tmp_path: Path) -> None:
    place = valid().changed(index_html=None).write(tmp_path)
    for encoding in ("ascii", "cp1252", "cp850"):
        ended = subprocess.run(
            [sys.executable, "-X", "utf8=0", "-m", "lsl_desk.backup", place],
            cwd=ROOT,
            env={"PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (command.REFUSED, b"")
        assert b"index.html manque" in ended.stdout


def test_a_reader_that_left_does_not_make_it_pass(tmp_path: Path) -> None:
    place = valid().write(tmp_path)
    line = f'"{sys.executable}" -m lsl_desk.backup "{place}" --json | head -c 1 > /dev/null; exit "${{PIPESTATUS[0]}}"'
    ended = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert ended.returncode in {command.REFUSED, command.UNCOMPARED}
    assert ended.stderr == b""


def test_the_guide_tells_every_option_and_exit_code() -> None:
    page = bundled("guide").joinpath("15-verifier-un-plan-de-secours.md").read_text("utf-8")
    options = {word for one in command._parser()._actions for word in one.option_strings if word.startswith("--")}
    assert options <= set(re.findall(r"--[a-z-]+", page))
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert told == {command.SETTLED, command.REFUSED, command.USAGE, command.UNCOMPARED}


def test_the_guide_tells_the_keys_of_the_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = bundled("guide").joinpath("90-commandes.md").read_text("utf-8")
    told = json.loads(re.findall(r"```json\n(.+?)```", page.partition("## lsl-verify")[2], re.DOTALL)[0])
    code, said = _run(capsys, valid().changed(livrets__0417_pdf=b"%PDF").write(tmp_path), "--json")
    real = json.loads(said)
    assert (code, told.keys()) == (command.REFUSED, real.keys())
    for name in ("findings", "copies"):
        assert told[name][0].keys() == real[name][0].keys()


@pytest.mark.parametrize("typed", [CODE, CODE.upper(), CODE.replace("-", " ")])
def test_the_code_is_asked_and_not_given_on_the_command_line(
    typed: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: typed)
    assert _run(capsys, valid().write(tmp_path), "--code")[0] == command.SETTLED


def test_no_code_where_one_is_asked_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", closed)
    code, said = _run(capsys, valid().write(tmp_path), "--code")
    assert code == command.USAGE
    assert "Aucun code n’a été donné" in said


def test_stopped_by_the_person_it_says_that_nothing_is_verified(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lsl_desk.backup.command.check", stopped)
    code, said = _run(capsys, valid().write(tmp_path))
    assert code == command.INTERRUPTED == 130
    assert "rien n’est vérifié" in said


def test_the_command_that_is_installed_is_this_one() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert scripts["lsl-verify"] == f"{command.__name__}:{command.main.__name__}"
