# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks are changed under their line, by the keyboard alone (features P19, P20, P21, N05, N06, N11)."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem

from lsl_desk.client.sit.values import MarkState, Stage
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.ui import tasks
from lsl_desk.ui.deliberating.editors import Editor
from lsl_desk.ui.deliberating.marks_model import Column
from lsl_desk.ui.deliberating.saying import NamesCut
from lsl_desk.ui.deliberating.words import missing_text
from lsl_desk.ui.palettes import DARK, apply_theme, is_dark
from tests.fakes.dossiers import jury_2026
from tests.ui.conftest import unnamed
from tests.ui.deliberating.conftest import JuryAt
from tests.ui.paints import PAINT, Paints

J01, N0417 = JuryId("J01"), StudentNumber("0417")
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def cut(editor: Editor) -> list[str]:
    """The texts that stand in less height than they need, or whose frame has another height than it needs."""
    labels = [one for one in editor.findChildren(QLabel) if one.isVisible() and one.text()]
    found = [one.text() for one in labels if one.height() < one.heightForWidth(one.width())]
    needed = editor.column.totalHeightForWidth(editor.width())
    return found + ([f"{editor.height()} for {needed}"] if editor.height() != needed else [])


def test_the_column_shows_the_total_what_is_missing_and_the_proposal_that_nobody_took(jury_at: JuryAt) -> None:
    jury = jury_at()
    head = jury.column.head
    assert head.total.text() == "394\u00a0/\u00a0400"
    assert head.missing.text() == "6\u00a0points pour l’admission"
    assert "second groupe" in head.proposal.text()
    assert "sans décision" in head.decision.text()
    assert [jury.cell("HG", column) for column in Column] == ["Histoire-géographie", "3", "8", "24", "14 13 15", "6"]
    assert unnamed(jury.column) == []


def test_a_raise_typed_shows_its_effect_at_once_and_is_recorded_with_its_reason(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    assert jury.column.head.total.text() == "400\u00a0/\u00a0400"
    assert jury.column.head.title.text() == "Essai · moyenne 10,00"
    assert jury.cell("PC", Column.MARK) == "8\u00a0→\u00a09"
    assert not jury.column.changing.value.save.isEnabled(), "no reason, no record"
    jury.key(ENTER)
    jury.key(ENTER)
    assert "Donnez la raison" in jury.column.changing.value.answer.text
    assert jury.fake.sheet(J01, N0417).changes == ()
    jury.key("troisieme trimestre")
    assert jury.column.changing.value.answer.text == ""
    jury.key(ENTER)
    assert [one.reason for one in jury.fake.sheet(J01, N0417).changes] == ["troisieme trimestre"]
    assert not jury.column.head.ground.tried
    assert jury.column.head.total.text() == "400\u00a0/\u00a0400"
    assert "enregistré ici" in jury.said
    assert "admis" in jury.column.head.proposal.text()
    jury.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert jury.column.head.total.text() == "394\u00a0/\u00a0400"
    assert [one.undone for one in jury.fake.sheet(J01, N0417).changes] == [True, False]


def test_a_raise_larger_than_needed_shows_the_text_and_its_excess_and_is_no_refusal(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    editor = jury.column.changing.value
    assert editor.answer.text == ""
    jury.key("\b")
    jury.key("10")
    assert editor.answer.text == (
        "excédent 6, 9 suffit\nnote de service 98-075 du 9 avril 1998 (depuis le 9 avril 1998)\u00a0: "
        "«\u00a0Le jury ne donne pas plus que le seuil ne demande.\u00a0»"
    )
    assert cut(editor) == []
    jury.key(ENTER)
    jury.key(ENTER)
    assert "Donnez la raison" in editor.answer.text
    assert cut(editor) == []


def test_the_mark_in_force_is_told_before_a_reason_is_typed_and_another_goes_over_it(
    jury_at: JuryAt,
) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("8")
    editor, told = jury.column.changing.value, "a déjà cette note"
    assert told in editor.answer.text
    assert (editor.effect.text(), jury.column.head.ground.tried) == ("", False), "it tries nothing"
    assert cut(editor) == []
    jury.key(ENTER)
    assert told in editor.answer.text
    assert jury.focus() is editor.value, "it is the mark that is wrong: no reason helps"
    jury.key("9")
    assert (editor.value.text(), told in editor.answer.text) == ("9", False)
    jury.key(ESCAPE)
    jury.fake.give(J01, N0417, {"EPS": 1})
    jury.room.moved(J01)
    jury.settle()
    jury.marks("EPS")
    jury.key("1")
    assert told not in editor.answer.text, "it may become 14"
    jury.key("4")
    assert told not in editor.answer.text
    jury.key("\b")
    jury.key(ENTER)
    assert told in editor.answer.text


def test_what_is_typed_under_a_line_takes_the_colours_of_a_theme_chosen_meanwhile(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("10")
    editor = jury.column.changing.value
    said = (editor.answer.said, editor.answer.law)
    apply_theme("dark")
    jury.qtbot.waitUntil(lambda: is_dark(editor.palette()))
    ground = editor.grab().toImage().pixelColor(editor.width() - 3, 3)
    inks = [one.palette().color(one.foregroundRole()) for one in said]
    title = editor.title.palette().color(editor.title.foregroundRole())
    apply_theme("light")
    assert (ground, inks) == (DARK.soft, [DARK.muted, DARK.muted])
    assert title.lightness() > 128


def test_the_reason_of_a_change_is_read_whole_under_the_marks(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.column.changing.value.reason.line.insert("travail constant au second semestre, dit le conseil de classe")
    jury.key(ENTER)
    jury.column.folds["changes"].unfold()
    jury.settle()
    changes = jury.column.changes
    assert changes.wordWrap()
    assert changes.visualItemRect(changes.item(0)).height() >= 3 * changes.fontMetrics().lineSpacing()
    jury.qtbot.waitUntil(lambda: changes.viewport().height() > changes.visualItemRect(changes.item(0)).bottom())


def test_a_raise_that_reaches_no_threshold_shows_the_text_and_is_no_refusal(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("HG")
    jury.key("9")
    answer = jury.column.changing.value.answer
    assert answer.text.startswith("n’atteint aucun seuil\nnote de service 98-075 du 9 avril 1998 ")
    assert answer.text.endswith("«\u00a0Le jury ne donne pas plus que le seuil ne demande.\u00a0»")
    jury.fake.give(J01, N0417, {"LV2": None})
    jury.key("\b")
    jury.key("9")
    assert answer.text == "", "a mark is awaited: nobody can say"


def test_escape_leaves_no_trace_of_a_raise(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.key("bien")
    jury.key(ESCAPE)
    assert not jury.column.changing.open
    assert (jury.fake.acts, jury.fake.drafts(J01, N0417)) == (0, {})
    assert jury.cell("PC", Column.MARK) == "8"


@pytest.mark.parametrize(
    ("exam", "typed", "said"),
    [("HG", "32", "note de 0 à 20"), ("HG", "3,5", "points entiers"), ("HG", "1x", "n’est pas une note")],
)
def test_what_is_no_mark_is_refused_beside_the_field(jury_at: JuryAt, exam: str, typed: str, said: str) -> None:
    jury = jury_at()
    jury.marks(exam)
    jury.key(typed)
    assert said in jury.column.changing.value.answer.text


def test_french_is_refused_in_2018_with_the_text_that_says_so(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("FRA_E")
    jury.key("12")
    assert "épreuve anticipée" in jury.said
    assert "note de service 98-075" in jury.said
    assert not jury.column.changing.open


def test_points_of_the_jury_are_refused_in_2018_and_capped_in_2026(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("M")
    jury.key(Qt.Key.Key_End)
    jury.key("5")
    assert "pas de points de jury" in jury.said
    assert "note de service" in jury.said
    later = jury_at("2601", "J26", jury_2026())
    later.fake.give(JuryId("J26"), StudentNumber("2601"), {"CC": 12})  # 5 points short
    later.room.moved(JuryId("J26"))
    later.settle()
    later.key("M")
    later.key(Qt.Key.Key_End)
    later.key("60")
    assert "plafond 50" in later.column.changing.value.answer.text
    assert "décret 2025-1159" in later.column.changing.value.answer.text
    for typed, told in (("1", "n’atteint aucun seuil"), ("5", ""), ("10", "excédent 5, 5 suffit")):
        later.column.changing.value.value.clear()
        later.key(typed)
        said = later.column.changing.value.answer.text
        assert (told in said, "seuil ne demande" in said) == (True, bool(told))


def test_the_bench_leaves_nothing_behind(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("B")
    for exam, mark in (("HG", "11"), ("MATH", "10")):
        jury.marks(exam)
        jury.key(mark)
        jury.key(ENTER)
    assert jury.column.head.total.text() == "410\u00a0/\u00a0400"
    assert [one.exam for one in jury.column.table.marks.lines if one.tried] == ["HG", "MATH"]
    jury.key(ESCAPE)
    assert not jury.column.changing.bench
    assert jury.column.head.total.text() == "394\u00a0/\u00a0400"
    assert (jury.fake.acts, jury.fake.drafts(J01, N0417)) == (0, {})


def test_a_mark_that_the_rules_refuse_does_not_stay_on_the_bench(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("B")
    jury.marks("HG")
    jury.key("2")
    jury.key(ENTER)
    assert "ne baisse pas la note" in jury.said
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    assert jury.column.head.total.text() == "400\u00a0/\u00a0400", "the next one is tried without it"
    assert [one.exam for one in jury.column.table.marks.lines if one.tried] == ["PC"]


def test_the_least_raise_is_taken_into_the_editor_with_one_key(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("J")
    assert "Physique-chimie c6\u00a0: 8\u00a0→\u00a09, +1 · excédent 0, écart 1" in jury.column.raises.texts
    french = "Français, écrit c2\u00a0: non relevable\népreuve anticipée, délibérée l’an dernier"
    told = jury.column.raises.texts
    barred = [place for place, one in enumerate(told) if "excédent" not in one]
    assert french in told
    assert barred == list(range(barred[0], len(told))), "what cannot be raised comes after what can"
    assert jury.column.folds["raises"].button.text() == f"Au plus juste ({barred[0]} sur {len(told)})"
    shown = QStyleOptionViewItem()
    shown.rect = QRect(0, 0, 320, 40)
    NamesCut(jury.column.raises).initStyleOption(shown, jury.column.raises.model().index(told.index(french), 0))
    assert shown.text.startswith("Français, écrit c2\u00a0: non relevable\u2028"), (
        "a name on a line of its own is whole"
    )
    jury.key(ENTER)
    assert jury.column.changing.value.exam == "HG", "the largest gap comes first"
    assert jury.column.changing.value.value.text() == "10"
    assert jury.focus() is jury.column.changing.value.reason, "the mark is chosen: what is typed next is why"
    jury.key("regulier")
    jury.key(ENTER)
    assert [one.reason for one in jury.fake.sheet(J01, N0417).changes] == ["regulier"]
    jury.fake.give(J01, N0417, dict.fromkeys([one.exam for one in jury.fake.sheet(J01, N0417).lines], 20))
    jury.room.moved(J01)
    jury.settle()
    jury.key("J")
    assert "aucun seuil au-dessus" in jury.said, "a key that has nothing to show says so"


def test_the_raises_that_are_enough_come_first_and_what_is_not_says_how_much_is_missing(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.fake.give(J01, N0417, {"EPS": 0, "LV2": 1})  # 54 points short: history, whose gap is the largest, brings 36
    jury.room.moved(J01)
    jury.settle()
    jury.key("J")
    short = "Histoire-géographie c3\u00a0: pas assez\nmême à 20, points manquants\u00a0: 18"
    told = jury.column.raises.texts
    assert "excédent" in told[0]
    assert short in told
    jury.key(ENTER)
    assert jury.column.changing.value.exam in {"PC", "MATH"}


def test_a_missing_mark_takes_the_average_of_the_livret_and_bears_its_p(jury_at: JuryAt) -> None:
    jury = jury_at("0433")
    assert "1 note à régler" in jury.column.head.proposal.text()
    assert jury.column.head.missing.text().startswith("partiel\u00a0: "), "nobody takes it for the whole total"
    assert " · moyenne partielle " in jury.column.head.title.text()
    sheet = jury.column.current.sheet
    assert sheet is not None
    assert sheet.result is not None
    assert sheet.rules is not None
    assert missing_text(replace(sheet.result, missing=None), sheet.rules) == "partiel\u00a0: dernier seuil atteint"
    jury.key("J")
    assert "une note manque, à régler d’abord" in jury.said
    jury.key("D")
    jury.key("A")
    assert "Entrée mène à la note qui manque" in jury.column.panel.answer.text
    jury.key(ENTER)
    assert (jury.column.panel.isVisible(), jury.column.changing.missing.exam) == (False, "PHILO")
    jury.key("P")
    jury.key("non parvenue")
    jury.key(ENTER)
    assert jury.cell("PHILO", Column.MARK) == "P\u00a011"
    assert "1 note\u00a0P provisoire" in jury.column.head.proposal.text()
    line = next(one for one in jury.fake.sheet(J01, StudentNumber("0433")).lines if one.exam == "PHILO")
    assert (line.state, line.origin) == (MarkState.PROVISIONAL, "moyenne du livret, page 1")


def test_without_an_average_the_exam_office_is_asked_for_the_mark_with_one_key(jury_at: JuryAt) -> None:
    jury = jury_at("0433")
    jury.fake.years = False
    jury.marks("PHILO")
    jury.key(ENTER)
    jury.key("P")
    missing = jury.column.changing.missing
    assert missing.office.isHidden(), "offered when it helps"
    jury.key("non parvenue")
    jury.key(ENTER)
    assert "ne donne pas de moyenne" in missing.answer.text
    assert missing.office.hasFocus()
    jury.key(Qt.Key.Key_Space)
    assert jury.fake.office_asked == [("0433", "PHILO")]
    assert "demandée à la DEC" in jury.said
    assert not jury.column.changing.open


def test_what_was_half_typed_comes_back_with_its_candidate(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.key("progres const")
    jury.room.open(J01, "0432")
    jury.settle()
    assert jury.fake.drafts(J01, N0417) == {"mark:PC": "9", "reason:PC": "progres const"}
    jury.room.open(J01, "0417")
    jury.settle()
    assert jury.column.changing.value.reason.line.text() == "progres const"
    assert "est revenu" in jury.said


def test_a_change_is_one_picture_and_what_nobody_waits_for_comes_after_it(
    jury_at: JuryAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_HELD_MS", 60_000)  # a busy machine may paint later than a tenth of a second
    jury = jury_at()
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.key("progres")
    jury.settle()
    jury.fake.keep_draft(J01, N0417, "reason:PC", "progres")
    told: list[str] = []
    monkeypatch.setattr(jury.fake, "_ask", told.append)
    column, sitting = jury.column, jury.room.sitting
    column.asking.shown.connect(lambda _sheet: told.append("shown"))
    sitting.candidate_changed.connect(lambda _line: told.append("line"))
    Paints(column.head.ground, told)
    monkeypatch.setattr("lsl_desk.ui.tasks._HELD_MS", 60_000)
    jury.key(ENTER)
    jury.settle()
    jury.qtbot.waitUntil(lambda: jury.fake.drafts(J01, N0417) == {})
    assert [one for one in told if one != PAINT][:3] == ["raise_mark", "line", "shown"], "one answer, one picture"
    after = told[told.index("shown") :]
    assert after.index(PAINT) < after.index("keep_draft"), "the draft goes once the change is seen"


def test_at_launch_whoever_is_half_typed_is_named(jury_at: JuryAt) -> None:
    jury = jury_at("")
    jury.fake.keep_draft(J01, N0417, "reason:PC", "progres")
    jury.room.moved(J01)
    jury.settle()
    assert jury.column.told.text() == "En cours de frappe\u00a0: 0417. Le texte revient avec son livret."


def test_a_disputed_mark_says_that_it_is_settled_first(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.fake.dispute(J01, N0417, ExamCode("MATH"))
    jury.room.moved(J01)
    jury.settle()
    jury.marks("MATH")
    jury.key("12")
    assert "désaccord (F7)" in jury.said
    assert "≠\u00a0deux valeurs, à régler (F7)" in jury.column.told.text()
    assert "clore" not in jury.said
    jury.fake.raise_mark(J01, N0417, ExamCode("MATH"), "11", "progrès", seen=0)
    jury.room.moved(J01)
    jury.settle()
    assert jury.cell("MATH", Column.MARK) == "≠\u00a011", "there is no room for what stood before"
    jury.fake.jury(J01).conflicts[N0417].clear()
    jury.room.moved(J01)
    jury.settle()
    assert jury.said == "", "settled, nothing more is asked"


def test_nothing_is_typed_before_the_sitting_opens(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.fake.jury(J01).stage = Stage.PREPARED
    jury.room.moved(J01)
    jury.settle()
    jury.marks("PC")
    jury.key("9")
    assert "n’est pas ouverte" in jury.said


def test_a_refusal_of_the_disk_is_beside_and_nothing_is_said_to_be_kept(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.fake.refusals["raise_mark"] = Refusal(Code.DISK_FULL, needed=1, free=0)
    jury.marks("PC")
    jury.key("9")
    jury.key(ENTER)
    jury.key("bien")
    jury.key(ENTER)
    assert jury.column.changing.open
    assert "✗" in jury.column.changing.value.answer.text
    assert jury.column.changing.value.reason.line.text() == "bien"


def test_the_largest_gap_with_the_year_comes_first_when_asked(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("G")
    assert [one.exam for one in jury.column.table.marks.lines][:2] == ["HG", "PHILO"]
    jury.key("G")
    assert jury.column.table.marks.lines[0].exam == "FRA_E"


def test_on_a_low_screen_what_the_livret_says_steps_aside_while_a_mark_is_typed(jury_at: JuryAt) -> None:
    jury = jury_at()
    card = jury.column.card.fold
    assert card.body.isVisible()
    jury.window.resize(1366, 560)
    jury.marks("PC")
    jury.key("9")
    assert not card.body.isVisible()
    card.button.click()
    assert card.body.isVisible(), "asked for, it is there"
    jury.key(ESCAPE)
    assert card.body.isVisible()


def test_the_number_of_a_candidate_typed_in_the_marks_says_where_it_is_typed(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.marks("PC")
    jury.key("32")
    assert "Ctrl+J" not in jury.column.changing.value.answer.text
    jury.key("1")
    assert "note de 0 à 20" in jury.column.changing.value.answer.text
    assert "Échap, puis Ctrl+J" in jury.column.changing.value.answer.text
    assert cut(jury.column.changing.value) == []


def test_a_list_that_has_nothing_more_to_show_gives_the_livret_its_place_back(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.window.resize(1366, 560)
    jury.key("J")
    card = jury.column.card.fold
    assert not card.body.isVisible()
    jury.fake.give(J01, N0417, dict.fromkeys([one.exam for one in jury.fake.sheet(J01, N0417).lines], 20))
    jury.room.moved(J01)
    jury.settle()
    assert not jury.column.folds["raises"].isVisible(), "no threshold is above"
    assert card.body.isVisible()
