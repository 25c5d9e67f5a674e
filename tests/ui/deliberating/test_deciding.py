# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions by one key each; what the law forbids is a sentence beside, with its text (features P18, N01, N08)."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from lsl_desk.client.sit.values import Obstacle
from lsl_desk.domain.acts import Member, Presence, Quality, Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode
from lsl_desk.ui.deliberating.choices import options_of
from lsl_desk.ui.deliberating.words import precedent_text
from lsl_desk.ui.sitting_words import decided_line, obstacle_lines
from tests.fakes.dossiers import jury_2026
from tests.ui.deliberating.conftest import Jury, JuryAt

J01, N0417 = JuryId("J01"), StudentNumber("0417")
ENTER, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


def ruling(jury: Jury, number: str = "0417") -> Ruling | None:
    taken = jury.fake.sheet(J01, StudentNumber(number)).decision.decision
    return None if taken is None else taken.ruling


def test_the_proposal_is_in_hand_and_taken_only_by_who_presides(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("D")
    assert jury.column.panel.list.texts[1] == "G   →\u00a0second groupe — proposé"
    assert ruling(jury) is None
    jury.key(ENTER)
    assert ruling(jury) is Ruling.SECOND_GROUPE
    assert "second groupe\u00a0: enregistré ici" in jury.said
    assert "second groupe" in jury.column.head.decision.text()


def test_who_may_decide_nothing_now_is_told_why_before_choosing(jury_at: JuryAt) -> None:
    jury = jury_at()
    here = (Member("Claire Vasseur", Quality.PRESIDENT, Presence.HERE),)
    for presence, told in ((Presence.AWAY, "corrigez l’émargement"), (Presence.REMOTE, "siéger à distance")):
        away = (replace(here[0], presence=presence),)
        jury.room.take_sitting(jury.fake.take_attendance(J01, away))
        jury.key("D")
        assert told in jury.said
        assert not jury.column.panel.isVisible()
    jury.fake.june_over.add(J01)
    jury.room.take_sitting(jury.fake.take_attendance(J01, here))
    jury.key("D")
    assert "lecture seule" in jury.said
    jury.fake.june_over.clear()
    jury.room.take_sitting(jury.fake.sitting(J01))
    jury.key("D")
    assert jury.column.panel.isVisible()


def test_a_decision_against_the_total_is_refused_with_its_text(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("D")
    jury.key("A")
    assert ruling(jury) is None
    assert "les règles disent" in jury.column.panel.answer.text
    assert "D334-8" in jury.column.panel.answer.text
    jury.key(ESCAPE)
    assert not jury.column.panel.isVisible()


def test_an_ajourne_unread_is_refused_and_enter_opens_the_page_to_read(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.fake.give(J01, N0417, {"HG": 1, "MATH": 2, "PC": 3})
    jury.room.moved(J01)
    jury.settle()
    jury.key("D")
    jury.key("J")
    assert ruling(jury) is None
    assert "non lu jusqu’au bout" in jury.column.panel.answer.text
    assert "D334-10" in jury.column.panel.answer.text
    jury.key(ENTER)
    assert jury.room.viewer.isAncestorOf(jury.focus())
    assert not jury.column.panel.isVisible()
    jury.read_livret()
    jury.key("D")
    jury.key("J")
    assert ruling(jury) is Ruling.AJOURNE


def test_marks_that_change_after_the_decision_make_it_stale(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("D")
    jury.key("G")
    jury.fake.give(J01, N0417, {"HG": 12})
    jury.room.moved(J01)
    jury.settle()
    assert jury.column.head.decision.text() == "↻\u00a0notes changées depuis la décision\u00a0: second groupe"


def test_a_suspended_candidate_needs_a_reason(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("D")
    jury.key("S")
    assert ruling(jury) is None
    assert not jury.column.panel.save.isEnabled()
    jury.key("livret attendu")
    jury.key(ENTER)
    assert ruling(jury) is Ruling.SUSPENDU
    jury.key("D")
    jury.key("R")
    jury.key("livret venu")
    jury.key(ENTER)
    assert ruling(jury) is None


def test_a_paper_livret_is_declared_examined_with_one_key(jury_at: JuryAt) -> None:
    jury = jury_at("0418")
    jury.fake.give(J01, StudentNumber("0418"), {"HG": 1, "MATH": 2, "PC": 3})
    jury.room.moved(J01)
    jury.settle()
    jury.key("D")
    jury.key("J")
    assert "E le déclare" in jury.column.panel.answer.text, "the key is named where it is wanted"
    jury.key("E")
    assert jury.fake.sheet(J01, StudentNumber("0418")).examination is Examination.PAPER
    assert "livret papier examiné" in jury.column.head.livret.text()
    jury.key("E")
    jury.column.label_wanted.disconnect()  # no dialog of files in a test
    with jury.qtbot.waitSignal(jury.column.label_wanted):
        jury.key("E")
    jury.room.decision.write_label("/invented/label.pdf", StudentNumber("0418"))
    jury.settle()
    assert jury.fake.written == {"/invented/label.pdf": ("0418",)}
    assert "étiquette de 0418 écrite" in jury.said


def test_no_livret_at_all_is_declared_with_a_reason(jury_at: JuryAt) -> None:
    jury = jury_at("0455")
    jury.key("E")
    jury.key("A")
    jury.key("aucun envoi")
    jury.key(ENTER)
    assert jury.fake.sheet(J01, StudentNumber("0455")).examination is Examination.NONE_GIVEN


def test_a_numeric_livret_is_examined_by_reading_it(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("E")
    assert "c’est en le lisant" in jury.said


def test_like_cases_decided_today_are_shown_by_their_number(jury_at: JuryAt) -> None:
    jury = jury_at()
    jury.key("D")
    jury.key("G")
    jury.fake.give(J01, StudentNumber("0432"), {"MATH": 1})
    jury.room.open(J01, "0432")
    jury.settle()
    assert len(jury.column.precedents.texts) == 1
    assert jury.column.precedents.texts[0].startswith("N° PV\u00a012 · 0417 · 9,85 · second groupe")
    sheet = jury.fake.sheet(J01, StudentNumber("0432"))
    raised = jury.fake.raise_mark(J01, N0417, ExamCode("PC"), "9", "progrès", seen=0).changes
    told = precedent_text(sheet, replace(sheet.precedents[0], raised=raised, reason="progrès"))
    assert told.endswith("Physique-chimie 8\u00a0→\u00a09 · progrès"), "its name, not its code"


def test_congratulations_are_offered_and_the_mention_below_too(jury_at: JuryAt) -> None:
    jury = jury_at("2601", "J26", jury_2026())
    number = StudentNumber("2601")
    marks = dict.fromkeys(("FRA_E", "FRA_O", "HG", "PHILO", "GO", "SPE1", "SPE2", "CC"), 19)
    jury.fake.give(JuryId("J26"), number, marks)
    options, place = options_of(jury.fake.sheet(JuryId("J26"), number))
    assert [(one.ruling, one.mention) for one in options[:2]] == [(Ruling.ADMIS, "TBF"), (Ruling.ADMIS, "TB")]
    assert place == 0


def test_an_ajourne_only_proposed_is_not_said_to_be_decided(jury_at: JuryAt) -> None:
    jury = jury_at()
    waiting = (Obstacle(Code.CLOSING_UNREAD, (N0417,)),)
    proposed = replace(jury.fake.sitting(J01), obstacles=waiting)
    assert list(obstacle_lines(proposed)) == [(N0417, "ajourné proposé, livret non examiné")]
    jury.key("D")
    jury.key("G")
    taken = replace(jury.fake.sitting(J01), obstacles=waiting)
    assert list(obstacle_lines(taken)) == [(N0417, "ajourné, livret non examiné")]


def test_a_decision_to_take_again_is_not_counted_with_those_that_stand(jury_at: JuryAt) -> None:
    jury = jury_at()
    whole = decided_line(jury.fake.sitting(J01)).replace("rien de décidé", "")
    jury.fake.decide(J01, N0417, Ruling.SECOND_GROUPE, "", "", seen=0)
    assert decided_line(jury.fake.sitting(J01)) == f"{whole}1 au second groupe"
    jury.fake.give(J01, N0417, {"PC": 12})
    assert decided_line(jury.fake.sitting(J01)) == f"{whole}1 à décider de nouveau"


def test_tab_comes_to_every_stop_of_the_room_and_round_again(jury_at: JuryAt) -> None:
    """What was open then too: thumbnails, the line of search, a reason (features P40)."""
    jury = jury_at()
    jury.key("V")
    jury.key("F", Qt.KeyboardModifier.ControlModifier)
    jury.key("words")
    jury.column.decide_button.click()
    jury.settle()
    jury.key("S")
    first = jury.focus()
    waiting = {one for one in jury.window.findChildren(QWidget) if _is_stop(one)} - {first}
    for _ in range(80):
        jury.key(Qt.Key.Key_Tab)
        waiting.discard(jury.focus())
        if jury.focus() is first:
            break
    assert jury.focus() is first
    assert {one.accessibleName() or one.objectName() for one in waiting} == set()


def _is_stop(one: QWidget) -> bool:
    taken = bool(one.focusPolicy() & Qt.FocusPolicy.TabFocus) and one.isEnabled() and one.isVisible()
    return taken and one.focusProxy() is None and not one.objectName().startswith("qt_")
