# SPDX-License-Identifier: AGPL-3.0-or-later
"""The verifier needs this folder, `cryptography` and Python, and nothing else."""

import ast
import json
import shutil
import subprocess
import sys
from pathlib import Path

import cryptography
import pytest

from tests.backup.builder import CODE, key_print, valid
from tests.backup.proofs.made import ACADEMY
from tests.cases.jury import case

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lsl_desk" / "backup"

_RUN = """
import json, runpy, sys
sys.path[:0] = [{here!r}, {library!r}]
sys.argv = ["lsl-verify", *{arguments!r}]
try:
    runpy.run_module("lsl_desk.backup", run_name="__main__")
except SystemExit as ended:
    print("\\n" + json.dumps([ended.code, sorted(sys.modules)]))
"""


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_the_standard_library_cryptography_and_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    odd = {name for name in named if name.partition(".")[0] not in sys.stdlib_module_names | {"cryptography"}}
    assert {name for name in odd if name != "lsl_desk.backup" and not name.startswith("lsl_desk.backup.")} == set()


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """The package as somebody copies it elsewhere: without the rest, not even the package it is in."""
    shutil.copytree(PACKAGE, tmp_path / "alone" / "lsl_desk" / "backup", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path / "alone"


def _run(alone: Path, library: Path, *arguments: str) -> tuple[int, str, set[str]]:
    code = _RUN.format(here=str(alone), library=str(library), arguments=arguments)
    ended = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], cwd=alone, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.stderr == ""
    said, _, last = ended.stdout.rstrip().rpartition("\n")
    code_given, modules = json.loads(last)
    return code_given, said, set(modules)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder of packages in which there is `cryptography` and what it is made of."""
    place = tmp_path / "library"
    place.mkdir()
    site = Path(cryptography.__file__).parents[1]
    for name in ("cryptography", *(path.name for path in site.glob("*cffi*"))):
        (place / name).symlink_to(site / name)
    return place


def test_alone_it_checks_a_copy_by_its_key_and_by_its_code(alone: Path, library: Path, tmp_path: Path) -> None:
    place = valid().write(tmp_path)
    (tmp_path / "code.txt").write_text(CODE)
    by_key = _run(alone, library, str(place), "--cle", key_print())
    by_code = _run(alone, library, str(place), "--code-file", str(tmp_path / "code.txt"))
    assert (by_key[0], by_code[0]) == (0, 0)
    assert "intact, et signé par la clé attendue" in by_key[1]
    assert "le code du jury répond de chaque livret" in by_code[1]
    for _, _, modules in (by_key, by_code):
        ours = {name for name in modules if name.startswith("lsl_desk")}
        assert {name for name in ours if not name.startswith("lsl_desk.backup")} == {"lsl_desk"}
        outside = {name.partition(".")[0] for name in modules - ours} - sys.stdlib_module_names
        assert outside <= {"cryptography", "_cffi_backend", "_openssl", "__main__"}


def test_alone_it_proves_the_file_of_a_case(alone: Path, library: Path, tmp_path: Path) -> None:
    place = tmp_path / "dossier.zip"
    place.write_bytes(case())
    code, said, modules = _run(alone, library, str(place), "--cle", ACADEMY.public.id)
    assert (code, said.count("a signé ce PV")) == (0, 2)
    ours = {name for name in modules if name.startswith("lsl_desk")}
    assert {name for name in ours if not name.startswith("lsl_desk.backup")} == {"lsl_desk"}


def test_alone_it_refuses_what_was_altered(alone: Path, library: Path, tmp_path: Path) -> None:
    place = valid().changed(livrets__0417_pdf=b"%PDF").write(tmp_path)
    code, said, _ = _run(alone, library, str(place), "--cle", key_print())
    assert code == 1
    assert "livrets/0417.pdf est plus court que le fichier signé" in said


def test_to_check_by_the_key_it_loads_neither_the_words_nor_what_opens_the_box(
    alone: Path, library: Path, tmp_path: Path
) -> None:
    _, _, modules = _run(alone, library, str(valid().write(tmp_path)))
    assert not modules & {"lsl_desk.backup.words", "lsl_desk.backup.sealed_box", "getpass"}
