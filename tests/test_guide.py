# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guide says what the Desk does: keys, words, commands and answers are held against the real ones."""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLibraryInfo, QTranslator, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from lsl_desk import cli
from lsl_desk.bundled import bundled
from lsl_desk.client.settings import RANGES, Settings
from lsl_desk.client.sit import query
from lsl_desk.client.sit.rows import LIVRET_WORDS
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import ReadState
from lsl_desk.sentences import ANOMALIES, PROBLEMS, READ_STATES, REFUSALS
from lsl_desk.ui.actions import GESTURES, MENUS, TABLE, Actions, shown
from lsl_desk.ui.dialogs.guide_window import GuideWindow
from lsl_desk.ui.dialogs.settings_dialog import SettingsDialog
from lsl_desk.ui.tasks import Tasks
from tests.builders import Line, index_html, livret_pdf, write_folder
from tests.fakes.gate import FakeGate

PAGES: dict[str, str] = {path.name: path.read_text("utf-8") for path in sorted(bundled("guide").glob("*.md"))}
WHOLE = "\n".join(PAGES.values())
KEYS, COMMANDS = PAGES["06-clavier.md"], PAGES["90-commandes.md"]
SENTENCES: dict[Any, str] = {**REFUSALS, **ANOMALIES, **PROBLEMS}

_ROW = re.compile(r"^\| (`.+`) \| (.+) \|$", re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]+\]\(([^)]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.fixture
def in_french(qapp: QApplication) -> Iterator[None]:
    """Qt's own names of the keys, as the window shows them."""
    translator = QTranslator()
    assert translator.load("qtbase_fr", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def menus_of_the_page() -> dict[str, str]:
    """The keyboard page, cut at its headings."""
    parts = re.split(r"^## (.+)$", KEYS, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("menu", MENUS)
def test_the_keyboard_page_tells_every_key_of_a_menu_and_no_other(menu: str) -> None:
    told = {(keys.replace("`", ""), label) for keys, label in _ROW.findall(menus_of_the_page()[menu])}
    real = {(shown(one.keys), one.label.rstrip("…")) for one in TABLE if one.menu == menu and one.keys}
    real |= {(shown(one.keys), one.label) for one in GESTURES if one.menu == menu}
    assert told == real


@pytest.mark.parametrize("menu", MENUS)
def test_the_keyboard_page_tells_what_a_menu_has_without_a_key(menu: str) -> None:
    told = set(re.findall(r"\*\*(.+?)\*\*", menus_of_the_page()[menu]))
    assert told == {one.label.rstrip("…") for one in TABLE if one.menu == menu and not one.keys}


@pytest.mark.usefixtures("in_french")
@pytest.mark.parametrize("name", PAGES)
def test_a_key_named_anywhere_in_the_guide_is_one_of_the_window(name: str) -> None:
    actions = Actions()
    known = {shown((key,)) for spec in actions.specs.values() for key in spec.keys}
    known |= {"Alt+↓", "Alt+↑", "↑", "↓", "Alt"}  # what French keys bear, where Qt says « Bas » and « Haut »
    text = "".join(PAGES[name].split("```")[::2])
    named = re.findall(r"`((?:Ctrl|Alt|Maj)\+[^`]+|F\d+|[A-Z?/↑↓])`", text)
    if PAGES[name] is not KEYS:
        assert set(named) <= known


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_pages_of_the_guide_and_images_exist(name: str) -> None:
    for target in _LINK.findall(PAGES[name]):
        assert (bundled("guide") / target).is_file(), target


def test_every_page_is_led_to_from_another() -> None:
    led = {target for name, text in PAGES.items() for target in _LINK.findall(text) if target != name}
    assert {target for target in led if target.endswith(".md")} == set(PAGES)


def test_every_picture_is_shown_and_fits_the_guide_window(qtbot: QtBot) -> None:
    shown = {target for text in PAGES.values() for target in _LINK.findall(text) if target.endswith(".png")}
    assert shown == {f"images/{path.name}" for path in bundled("guide", "images").iterdir()}
    window = GuideWindow()
    qtbot.addWidget(window)
    window.pages.setCurrentRow(list(PAGES).index("14-en-cas-de-coupure.md"))
    found = window.text.document().resource(QTextDocument.ResourceType.ImageResource, QUrl("images/coupure.png"))
    picture = window.text.loadResource(QTextDocument.ResourceType.ImageResource, QUrl("images/coupure.png"))
    assert found or picture


@pytest.mark.parametrize("name", PAGES)
def test_the_guide_window_shows_every_page_without_a_trace_of_its_markup(qtbot: QtBot, name: str) -> None:
    window = GuideWindow()
    qtbot.addWidget(window)
    window.pages.setCurrentRow(list(PAGES).index(name))
    text = window.text.toPlainText()
    assert PAGES[name].splitlines()[0].lstrip("# ") in text
    assert not re.search(r"\*\*|\]\(|\|---|^#", text, re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_the_typography_is_french(name: str) -> None:
    text = _CODE.sub("x", PAGES[name]).replace("![", "[")
    prose = "\n".join(line for line in text.splitlines() if not line.startswith("|---"))
    assert not re.findall(r"[^\u202f][;!?](?!\w)", prose)
    assert not re.findall(r"[^\u00a0\n|]:(?!\w)", prose)
    assert not re.findall(r"«[^\u00a0]|[^\u00a0]»|'|\.\.\.", prose)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_left_to_be_written(name: str) -> None:
    assert not re.search(r"TODO|FIXME|XXX|à compléter|à écrire|lorem|CODES_", PAGES[name], re.IGNORECASE)


def words_of(said: str) -> list[str]:
    """The fixed words of a sentence up to where it says what to do: a person searches for what stands between facts."""
    for head in (re.split("\u00a0: |\u202f; |, rien|\\. ", said)[0], said):
        fixed = [part.strip(" «»\u00a0,.:()") for part in re.split(r"\{\w+\}", head)]
        found = [part for part in fixed if len(part) > 3 or part == said.split("\u00a0:", maxsplit=1)[0]]
        if found:
            return found
    raise AssertionError(said)


@pytest.mark.parametrize("code", SENTENCES, ids=lambda code: f"{type(code).__name__}.{code.name}")
def test_every_refusal_anomaly_and_problem_is_found_by_its_words(code: Any) -> None:
    missing = [words for words in words_of(SENTENCES[code]) if words not in WHOLE]
    assert not missing


def test_states_and_fields_of_the_search_line_are_all_told() -> None:
    room = PAGES["04-la-salle-de-lecture.md"]
    fields = set(re.findall(r"^\| `(\w+)` \|", room, re.MULTILINE))
    assert fields == set(query._FIELDS)
    (states,) = re.findall(r"^\| `etat` \| (.+) \|$", room, re.MULTILINE)
    real = {*LIVRET_WORDS.values(), *(word for state, word in READ_STATES.items() if state is not ReadState.NO_LIVRET)}
    assert set(re.split(r", |\u202f; ", states)) == real
    for example in re.findall(r"`(\w+=[^`]+)`", room):
        assert query.parse(example, ("ES",)).tests


def test_the_settings_are_told_by_their_labels_and_bounds(qtbot: QtBot) -> None:
    page = PAGES["01-premiers-pas.md"]
    for least, most in RANGES.values():
        assert f"de {least:g} à {most:g}".replace(".", ",") in page
    tasks = Tasks()
    dialog = SettingsDialog(FakeGate(), tasks, Settings())
    qtbot.addWidget(dialog)
    tasks.close()
    labels = {label.text().replace("&", "") for label in dialog.findChildren(QLabel) if label.buddy() is not None}
    told = re.findall(r"^\| ([A-Z][^|]+?) \|", page, re.MULTILINE)
    assert {label.removesuffix(", et avant") for label in told} == labels - {"Livrets préparés avant"}


# ------------------------------------------------------------------------------------------- the developers' page


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every command of the real parser, "" for the window."""
    parser = cli._parser()
    (under,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return {"": parser, **under.choices}


def told_lines() -> dict[str, str]:
    """The synopsis of each command, as the page gives it."""
    (block,) = re.findall(r"```\n(lsl-desk .+?)```", COMMANDS, re.DOTALL)
    lines = [line.removeprefix("lsl-desk ") for line in block.strip().splitlines()]
    return {"" if line[0] == "[" else line.split()[0]: line for line in lines}


def test_every_command_of_the_parser_is_told_and_no_other() -> None:
    assert set(told_lines()) == set(commands())


@pytest.mark.parametrize("name", commands())
def test_a_command_is_told_with_its_options_and_arguments(name: str) -> None:
    line, real = told_lines()[name], [one for one in commands()[name]._actions if one.dest not in {"help", "run"}]
    options = {option for one in real for option in one.option_strings}
    told = set(re.findall(r"(?<![\w-])-{1,2}[a-z][\w-]*", line))
    assert told | ({"--output"} & options) == options
    assert all(f"`{option}`" in COMMANDS for option in options - told)
    metavars = {str(one.metavar) for one in real if one.metavar and not isinstance(one, argparse._SubParsersAction)}
    assert metavars == set(re.findall(r"(?<![\w-])[A-ZÉ]+(?![\w-])", line))


def test_every_code_of_the_answers_is_told_and_no_other() -> None:
    prose = "".join(COMMANDS.split("```")[::2])
    for kinds, start in (
        (AnomalyCode, "Codes d’anomalie"),
        (LivretFormat, "`format`"),
        (ReadState, "`read`"),
        (LivretProblem, "`problem`"),
    ):
        (said,) = re.findall(rf"{start}\u00a0: ((?:`\w+`(?:, )?)+)", prose)
        assert re.findall(r"`(\w+)`", said) == [one.value for one in kinds]


def test_every_exit_code_is_told() -> None:
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", COMMANDS, re.MULTILINE)}
    assert told == {cli.DONE, cli.OUR_FAULT, cli.REFUSED, cli.INTERRUPTED}


def keys_of(answer: Any) -> Any:
    """The keys of an answer, the first of a list standing for all."""
    if isinstance(answer, dict):
        return {key: keys_of(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [keys_of(one) for one in answer[:1] if isinstance(one, dict)]
    return None


def test_the_answers_told_have_the_keys_of_the_real_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LSL_PASSPHRASE", "quatre mots sans aucun lien")
    files = {
        "index.html": index_html([Line("12", "0417", file="livrets/0417.pdf")]),
        "livrets/0417.pdf": livret_pdf("0417"),
        "livrets/0901.pdf": livret_pdf("0901"),
    }
    folder = write_folder(tmp_path / "J01", files)
    sections = re.split(r"^### ([\w-]+)$", COMMANDS, flags=re.MULTILINE)
    told = dict(zip(sections[1::2], sections[2::2], strict=True))
    assert set(told) == {name for name, parser in commands().items() if "--json" in parser._option_string_actions}
    (tmp_path / "notes.json").write_text('{"MATH": "13"}')
    marks = ["--session", "2018", "--serie", "ES", "--marks", str(tmp_path / "notes.json")]
    for name in ("import", "juries", "jury", "check", "result"):
        arguments = {"import": [str(folder)], "juries": [], "result": marks}.get(name, ["J01"])
        assert cli.main([name, *arguments, "--json"]) == cli.DONE
        real = json.loads(capsys.readouterr().out)
        (shown_answer,) = re.findall(r"```json\n(.+?)```", told[name], re.DOTALL)
        assert keys_of(json.loads(shown_answer)) == keys_of(real), name
        values = told[name].split("```")[-1]
        named = set(re.findall(r"^`(\w+)`|\. `(\w+)`", values, re.MULTILINE))
        assert {first or second for first, second in named} <= set(re.findall(r'"(\w+)":', json.dumps(real)))
