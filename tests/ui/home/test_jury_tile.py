# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from zoneinfo import ZoneInfo

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lsl_desk.client.summary import JurySummary
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.ui.home.jury_tile import JuryTile
from lsl_desk.ui.home.tile_lines import Line, tile_lines
from tests.fakes.desk import IMPORTED

SUMMARY = JurySummary(
    jury=JuryId("J01"),
    label="Jury J01 · ES",
    session=2018,
    version=2,
    imported=IMPORTED,
    candidates=74,
    livrets=67,
    formats={
        LivretFormat.NUMERIQUE: 68,
        LivretFormat.PAPIER: 5,
        LivretFormat.ABSENT: 0,
        LivretFormat.INCONNU: 1,
    },
    read=12,
    problems=3,
)


def test_a_tile_says_what_is_held_and_what_is_not() -> None:
    assert tile_lines(SUMMARY) == (
        Line("Numériques", "67 / 68", "1 à réclamer", "warning"),
        Line("À contrôler", "2", "voilés ou refusés", "danger"),
        Line("Lus", "12 / 67", "55 à lire", "none"),
        Line("Papier", "5"),
        Line("Inconnus", "1", "à demander", "warning"),
    )


def test_a_tile_says_that_all_is_done() -> None:
    done = replace(
        SUMMARY, livrets=68, read=68, problems=0, formats={LivretFormat.NUMERIQUE: 68, LivretFormat.ABSENT: 1}
    )
    assert tile_lines(done) == (
        Line("Numériques", "68 / 68", "complets", "ok"),
        Line("Lus", "68 / 68", "tous lus", "ok"),
        Line("Sans livret", "1", "motif connu"),
    )


def test_a_tile_of_a_jury_that_awaits_no_livret_says_so_and_that_nothing_is_complete_or_read() -> None:
    none = replace(SUMMARY, candidates=1, livrets=0, read=0, problems=0, formats={LivretFormat.ABSENT: 1})
    assert tile_lines(none) == (Line("Numériques", "0", "aucun attendu"), Line("Sans livret", "1", "motif connu"))
    awaited = replace(none, formats={LivretFormat.NUMERIQUE: 2}, problems=2)
    assert tile_lines(awaited) == (Line("Numériques", "0 / 2", "2 à réclamer", "warning"),)


def test_a_tile_tells_the_time_of_the_centre_and_all_of_it_to_a_screen_reader(qtbot: QtBot) -> None:
    tile = JuryTile(SUMMARY, ZoneInfo("Europe/Paris"))
    qtbot.addWidget(tile)
    shown = [label.text() for label in tile.findChildren(QLabel)]
    assert "version 2, importée le 2 juillet 17:42" in shown
    interface = QAccessible.queryAccessibleInterface(tile)
    said = interface.text(QAccessible.Text.Name)
    assert said.startswith("Jury J01, Jury J01 · ES, 74 candidats. Numériques 67 / 68 1 à réclamer")
    assert interface.role() is QAccessible.Role.Button


def test_a_jury_without_a_title_is_not_named_twice(qtbot: QtBot) -> None:
    tile = JuryTile(replace(SUMMARY, label="J01"))
    qtbot.addWidget(tile)
    assert [label.text() for label in tile.findChildren(QLabel) if label.text()][:2] == ["J01", "74 candidats"]
