# SPDX-License-Identifier: AGPL-3.0-or-later
"""The copy that LSL Desk makes is the one that `lsl-verify` knows: in a folder, in a zip, and after a change."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lsl_desk import cli
from lsl_desk.backup import command
from tests.builders import Line, index_html, livret_pdf, write_folder


def _folder(place: Path, *, changed: bool = False) -> Path:
    lines = [Line("12", "0417", file="livrets/0417.pdf"), Line("13", "0418", "L & S", file="livrets/0418.pdf")]
    files = {
        "index.html": index_html([*lines, Line("", "0901", "", "papier")]),
        "livrets/0417.pdf": livret_pdf("0417", 3 if changed else 2),
        "livrets/0418.pdf": livret_pdf("0418"),
    }
    return write_folder(place / "J01", files)


def _desk(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> Any:
    assert cli.main([*map(str, arguments), "--json"]) == cli.DONE
    return json.loads(capsys.readouterr().out)


def _verified(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any]:
    code = command.main([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_copy_made_by_the_desk_verifies_by_its_code_and_by_its_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LSL_PASSPHRASE", "quatre mots sans aucun lien")
    key, code = tmp_path / "key", tmp_path / "code.txt"
    key.mkdir()
    _desk(capsys, "import", _folder(tmp_path))
    (made,) = _desk(capsys, "backup", "J01", key, "--code-file", code)["copies"]

    ended, told = _verified(capsys, key, "--code-file", code)
    assert (ended, told["findings"]) == (command.SETTLED, [])
    (copy,) = told["copies"]
    assert (copy["jury"], copy["version"], copy["whole"]) == ("J01", 1, ["0417", "0418"])
    assert copy["manifest"].replace(" ", "") == made["manifest"].replace(" ", "")[:16]
    assert _verified(capsys, key, "--cle", copy["key"])[0] == command.SETTLED
    assert _verified(capsys, key)[0] == command.UNCOMPARED
    if shutil.which("sha256sum"):
        checked = ["sha256sum", "--check", "--strict", "--quiet", "empreintes.txt"]
        subprocess.run(checked, cwd=made["where"], check=True)

    old = shutil.copytree(made["where"], tmp_path / "old" / Path(made["where"]).name)
    _desk(capsys, "import", _folder(tmp_path, changed=True))
    (again,) = _desk(capsys, "backup", "J01", key, "--zip", "--code-file", code)["copies"]
    assert (again["version"], again["kept"]) == (2, 1)
    ended, told = _verified(capsys, key, "--cle", copy["key"], "--plancher", "2", "--code-file", code)
    assert (ended, [one["version"] for one in told["copies"]]) == (command.SETTLED, [2])

    ended, told = _verified(capsys, again["where"], old, "--cle", copy["key"])
    assert (ended, [one["code"] for one in told["findings"]]) == (command.REFUSED, ["version_old"])
    livret = old / "livrets" / "0418.pdf"
    livret.write_bytes(livret.read_bytes()[:-1])
    ended, told = _verified(capsys, old, "--cle", copy["key"])
    assert [(one["code"], one["file"]) for one in told["findings"]] == [("member_short", "livrets/0418.pdf")]
    assert told["copies"][0]["whole"] == ["0417"]
