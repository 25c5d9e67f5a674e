# SPDX-License-Identifier: AGPL-3.0-or-later
"""The house rules hold, everywhere; and each rule is shown something that it must refuse."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.guards import house_rules

ROOT = Path(__file__).resolve().parent.parent
OURS = ("lsl_desk", "packaging", "tests")
_NOT_OURS = {".git", ".venv", "build", "__pycache__", ".hypothesis", ".coverage", "LICENSE"}
_TEXT = {".py", ".md", ".toml", ".svg", ".html", ".css", ".typ", ".txt", ".json", ".csv", ".cfg", ".sh", ".lock", ""}

Rule = Callable[[str], Iterator[str]]


def _faults(rule: Rule, files: list[Path]) -> list[str]:
    texts = ((path, path.read_text("utf-8", "replace")) for path in files)
    return [f"{path.relative_to(ROOT)}:{fault}" for path, text in texts for fault in rule(text)]


def _texts() -> list[Path]:
    """Return the text files of the checkout, committed or about to be: a bare Debian has no git to ask."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _NOT_OURS and not name.endswith("_cache")]
        found += [Path(folder, name) for name in names if Path(name).suffix in _TEXT and name not in _NOT_OURS]
    return found


@pytest.mark.parametrize(
    ("rule", "folders"),
    [
        (house_rules.size, OURS),
        (house_rules.licence, OURS),
        (house_rules.docstrings, ("lsl_desk", "packaging")),
        (house_rules.excuses, OURS),
        (house_rules.waits, ("tests",)),
        (
            house_rules.typography,
            (
                *("lsl_desk/client", "lsl_desk/ui", "lsl_desk/server", "lsl_desk/documents", "lsl_desk/formats/lists"),
                *(
                    "lsl_desk/backup",
                    "lsl_desk/sentences.py",
                    "lsl_desk/cli.py",
                    "lsl_desk/case_command.py",
                    "lsl_desk/eve_commands.py",
                    "lsl_desk/retention_command.py",
                    "lsl_desk/sync_words.py",
                    "lsl_desk/pv_words.py",
                ),
            ),
        ),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_our_code_keeps_the_rule(rule: Rule, folders: tuple[str, ...]) -> None:
    assert _faults(rule, house_rules.under(ROOT, *folders)) == []


def test_no_text_names_the_place_it_was_written_at() -> None:
    assert _faults(house_rules.workplace, _texts()) == []


def test_no_blank_of_the_memo_is_left_in_what_users_read() -> None:
    shipped = [path for path in _texts() if path.relative_to(ROOT).parts[0] in {"lsl_desk", "resources"}]
    assert _faults(house_rules.blanks, shipped) == []


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (house_rules.size, "x = 1\n" * 501),
        (house_rules.size, "def f():\n" + "    x = 1\n" * 60),
        (house_rules.licence, '"""No licence."""\n'),
        (house_rules.docstrings, "x = 1\n"),
        (house_rules.docstrings, '"""Module."""\nclass Public:\n    pass\n'),
        (house_rules.docstrings, '"""Module."""\nclass Public:\n    """Is."""\n    def does(self): ...\n'),
        (house_rules.excuses, "x = 1  # type: ignore\n"),
        (house_rules.excuses, "x = 1  # type: ignore[assignment]\n"),
        (house_rules.waits, "import time\ntime.sleep(1)\n"),
        (house_rules.waits, "def test(qtbot):\n    qtbot.wait(100)\n"),
        (house_rules.workplace, "see /wo" + "rk/shared\n"),
        (house_rules.workplace, "pip install --index" + "-url=https://example.org\n"),
        (house_rules.workplace, "from https://py" + "pi.org/simple\n"),
        (house_rules.blanks, "cliquez à tel en" + "droit"),
        (house_rules.blanks, "le XX" + " XX 2019"),
        (house_rules.blanks, "le jj/mm" + "/aaaa"),
        (house_rules.blanks, "appelez le [ " + "… ]"),
        (house_rules.blanks, "Lorem" + " ipsum"),
        (house_rules.blanks, "TO" + "DO: dire quoi faire"),
        (house_rules.typography, 'x = "Déjà lu ?"'),
        (house_rules.typography, 'x = "Déjà lu\u00a0?"'),
        (house_rules.typography, 'x = "Déjà lu!"'),
        (house_rules.typography, 'x = "fermé ; ouvert"'),
        (house_rules.typography, 'x = "état : fermé"'),
        (house_rules.typography, 'x = "état: fermé"'),
        (house_rules.typography, 'x = "le jury « J01\u00a0»"'),
        (house_rules.typography, 'x = "le jury «\u00a0J01 »"'),
        (house_rules.typography, 'x = "l\'état ouvert"'),
        (house_rules.typography, 'x = "ouvert à demi..."'),
    ],
)
def test_a_rule_refuses_what_breaks_it(rule: Rule, wrong: str) -> None:
    assert list(rule(wrong)) != []


@pytest.mark.parametrize(
    ("rule", "right"),
    [
        (house_rules.excuses, "x = 1  # type: ignore[assignment] # the stub is wrong\n"),
        (house_rules.excuses, "# the stub is wrong\nx = 1  # type: ignore[assignment]\n"),
        (house_rules.typography, 'x = "Déjà lu\u202f? Oui\u202f; état\u00a0: «\u00a0l’été\u00a0», 14:30…"'),
        (house_rules.typography, '"""A docstring: what ? « this »."""\nx = "plain : words"'),
        (house_rules.workplace, f"https://www.education.gouv.fr{'/work'}/reading and ~/work and a/work"),
    ],
)
def test_a_rule_lets_the_right_thing_pass(rule: Rule, right: str) -> None:
    assert list(rule(right)) == []


_WRONG_IMPORTS = {
    "Floors": ("domain/wrong.py", "import lsl_desk.client.ports"),
    "Qt lives in ui": ("client/wrong.py", "import PySide6.QtCore"),
    "PyMuPDF lives in pdf": ("adapters/wrong.py", "import pymupdf"),
    "Floors of the server": ("server/settings.py", "import lsl_desk.server.services.academy"),
    "The server knows nothing of the Desk": ("server/services/wrong.py", "import lsl_desk.client.ports"),
    "The web lives in server": ("wire/wrong.py", "import fastapi"),
    "Passwords and OpenID live in server.services": ("server/pages/wrong.py", "import argon2"),
    "Templates live in server.pages": ("server/services/wrong.py", "import jinja2"),
    "Alembic lives in server.db": ("server/services/wrong.py", "import alembic"),
    "Object storage lives in server.files": ("server/services/wrong.py", "import obstore"),
    "SQLAlchemy lives in adapters.store and server.db": ("server/services/wrong.py", "import sqlalchemy"),
    "SQLCipher lives in adapters.store": ("server/db/wrong.py", "import sqlcipher3"),
    "typst lives in documents": ("adapters/wrong.py", "import typst"),
    "zxing-cpp lives in barcodes": ("documents/wrong.py", "import zxingcpp"),
    "openpyxl lives in formats.lists": ("documents/wrong.py", "import openpyxl"),
    "Signatures live in wire": ("adapters/wrong.py", "import securesystemslib"),
    "A plan de secours is checked with no other part of the product": ("backup/wrong.py", "import lsl_desk.domain.ids"),
    "Client and ui touch no outside file, wire, PDF or document": ("ui/wrong.py", "import lsl_desk.pdf"),
    # By a chain: a module of colours that imports the settings, which import a candidate.
    "Nothing that carries a name reaches the projector": ("ui/projector/side.py", "import lsl_desk.ui.palettes"),
    "Domain and client use the standard library only": ("domain/wrong.py", "import pydantic"),
    "No cycles between siblings": ("client/desk.py", "import lsl_desk.client.gate"),
}


def test_every_contract_has_its_wrong_import() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    assert {contract["name"] for contract in declared} == set(_WRONG_IMPORTS)


@pytest.mark.parametrize("contract", _WRONG_IMPORTS)
def test_import_linter_catches_a_wrong_import(contract: str, tmp_path: Path) -> None:
    where, statement = _WRONG_IMPORTS[contract]
    shutil.copytree(ROOT / "lsl_desk", tmp_path / "lsl_desk", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "lsl_desk" / where).open("a", encoding="utf-8") as file:
        file.write(f"\n{statement}\n")
    assert re.search(re.escape(contract) + r" BROKEN", _lint(tmp_path))


def _lint(root: Path) -> str:
    code = "import sys; sys.path.insert(0, sys.argv.pop()); from importlinter.cli import lint_imports_command as c; c()"
    command = [sys.executable, "-c", code, "--no-cache", str(root)]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False).stdout


def test_qt_returns_none_without_losing_it() -> None:
    """Guard a Qt upgrade: PySide6 6.12.0 on Python 3.11 loses a reference to None at each call that returns nothing."""
    code = (
        "import sys\n"
        "from PySide6.QtCore import QObject, QTimer, Signal\n"
        "class Sender(QObject):\n"
        "    sent = Signal()\n"
        "sender, timer = Sender(), QTimer()\n"
        "before = sys.getrefcount(None), sys.getrefcount(True)\n"
        "for _ in range(20_000):\n"
        "    timer.setInterval(5)\n"
        "    sender.sent.emit()\n"
        "after = sys.getrefcount(None), sys.getrefcount(True)\n"
        "lost = [b - a for b, a in zip(before, after)]\n"
        "sys.exit(f'lost references: {lost}' if max(lost) > 1000 else 0)\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
