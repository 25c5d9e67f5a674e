# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one candidate is handed: of that candidate alone."""

from dataclasses import replace

from lsl_desk.documents.closing.candidate import ALONE, candidate_pdf
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.closing_papers import ClosingPaper
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.minutes import Awaited, LivretExamined
from tests.documents.closing.papers import MARKS, PROVISIONAL, closing, line, number
from tests.documents.pdfs import flat, one_line, pages_text


def test_a_transcript_has_the_marks_as_they_count_and_no_other_candidate() -> None:
    pdf = candidate_pdf(ClosingPaper.TRANSCRIPT, closing(4), (number(2),))
    text = flat(pdf)
    for words in (
        ALONE,
        "ZYLBERVAL2 Aurore Émérence",
        "N° élève : 0419",
        "Philosophie 4 12 48",
        "Mathématiques 5 P 11 55",
        "Latin (points au-dessus de 10) 3 13,5 10,5",
        "Histoire-géographie 5 8 14 70",
        "Langue vivante 2 3 note attendue",
        "points de jury 3",
        "P : note provisoire",
        "admis, mention assez bien",
        "Total : 372 points, coefficients : 40, moyenne : 9,29 / 20",
        "page 1 / 1",
    ):
        assert words in text
    assert "ZYLBERVAL1" not in text


def test_all_of_them_are_set_when_none_is_named_each_on_a_page_that_says_whose_it_is_alone() -> None:
    pages = pages_text(candidate_pdf(ClosingPaper.TRANSCRIPT, closing(4)))
    assert len(pages) == 4
    for rank, page in enumerate(pages):
        assert ALONE in page
        assert page.count("ZYLBERVAL") == 1
        assert f"ZYLBERVAL{rank}" in page


def test_the_second_group_has_its_column_when_something_was_taken_there() -> None:
    first = tuple(replace(one, second=None) for one in MARKS)
    text = flat(candidate_pdf(ClosingPaper.TRANSCRIPT, replace(closing(1), marks={number(0): first})))
    assert "Note sur 20 Points" in text


def test_no_total_of_some_marks_is_handed_to_a_candidate() -> None:
    awaited = (Awaited("MATH", "Mathématiques"),)
    for kind in (ClosingPaper.TRANSCRIPT, ClosingPaper.NOTICE):
        text = flat(candidate_pdf(kind, closing(0, lines=(line(0, ruling=Ruling.SANS_DECISION, unknown=awaited),))))
        assert "sans décision" in text
        assert "Total" not in text


def test_a_notice_tells_what_the_decision_asks_of_the_candidate() -> None:
    lines = (
        line(1),
        line(3),
        line(7, livret=LivretExamined(Examination.NONE_GIVEN)),
        line(2, changes=(PROVISIONAL, replace(PROVISIONAL, origin=""))),
    )
    pdf = candidate_pdf(ClosingPaper.NOTICE, closing(0, lines=lines, opened=None))
    second, failed, without, provisional = map(one_line, pages_text(pdf))
    assert "deux disciplines au plus" in second
    assert "Première épreuve choisie" in second
    assert "Le jury a examiné votre livret scolaire avant de décider." in failed
    assert "épreuve choisie" not in failed
    assert "Aucun livret scolaire n’a été fourni au jury." in without
    assert "Mathématiques : P 11 (moyenne du livret, page 2) : note provisoire" in provisional
    assert "Mathématiques : P 11 : note provisoire" in provisional
    assert "séance du" not in provisional
