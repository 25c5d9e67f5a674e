# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text of livrets: what was printed is read back exactly; what is doubtful is left out; nothing raises."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.adapters.rule_book import BundledRules
from lsl_desk.demo.plan import plan_centre
from lsl_desk.documents.livret import livret_pdf
from lsl_desk.domain.livret_content import Level, LivretContent, Rhythm
from lsl_desk.domain.marks import ExamCode
from lsl_desk.formats.livret_text.reader import LineRead, SubjectRead, read_livret
from lsl_desk.pdf.document import PdfCaps, PdfDocument
from lsl_desk.pdf.text import page_text

HEAD = "Livret scolaire · série S · session 2018 N° élève : 0417 page 1 / 2\n"
CLASS = "Classe terminale, 2017-2018\nEnseignements obligatoires\n"
TERMS = "1er trim.\n11\n2e trim.\n–\n3e trim.\n12\nAnnée\n11,5\nEffectif\n30\nMoyenne\n12,4\n"
LAST = """Avis en vue de l’examen
Très favorable
× Favorable
Assez favorable
Doit faire ses preuves
12 % 40 % 30 % 18 %
Observations du chef d’établissement
Un travail
régulier.
Engagements et vie scolaire
× Délégation de classe
Association sportive
Visa du président du jury
"""


@cache
def printed(rhythm: Rhythm) -> tuple[LivretContent, tuple[str, ...]]:
    """The first livret of the demonstration in a rhythm, and the text of its pages."""
    pupils = (one.pupil.livret() for one in plan_centre(2018, 5).juries[0].candidates)
    content = next(one for one in pupils if {year.rhythm for year in one.years} == {rhythm})
    document = PdfDocument.open(livret_pdf(content), PdfCaps())
    return content, tuple(page_text(document, page) for page in range(len(document.sizes())))


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_every_average_printed_is_read_back_and_no_other(rhythm: Rhythm) -> None:
    content, pages = printed(rhythm)
    printed_marks = {
        (year.level is Level.TERMINALE, one.title): one.periods
        for year in content.years
        for one in year.subjects
        if any(mark is not None for mark in one.periods)
    }
    read = read_livret(pages).subjects
    assert {(one.terminale, one.title): one.periods for one in read} == printed_marks
    assert len(read) == len(printed_marks)
    assert [one.terminale for one in read] == sorted((one.terminale for one in read), reverse=True)


@pytest.mark.parametrize("rhythm", list(Rhythm))
def test_every_line_of_the_card_stands_word_for_word_on_its_page(rhythm: Rhythm) -> None:
    content, pages = printed(rhythm)
    read = read_livret(pages)
    said = [content.head_remark, content.life.remark, *(year.involvement for year in content.years)]
    assert [one.text for one in read.remarks] == [flat(one) for one in said if one]
    assert len(read.opinion) == 1
    assert len(read.engagements) == len(content.life.engagements) + bool(content.life.other)
    for one in (*read.opinion, *read.engagements, *read.remarks):
        assert one.text in flat(pages[one.page])


@pytest.mark.parametrize(
    ("exam", "titles", "beside"),
    [
        ("LV1", ["Anglais, langue vivante 1", "Espagnol, langue vivante 2"], "Anglais, langue vivante 1"),
        ("SPE_LATIN", ["Langues et cultures de l’Antiquité, latin"], "Langues et cultures de l’Antiquité, latin"),
        ("FRA_E", ["Littérature", "Français"], "Français"),
        ("FRA_E", ["Littérature"], None),
        ("LITT", ["Littérature"], "Littérature"),
    ],
)
def test_a_title_as_livrets_print_it_stands_beside_its_exam(exam: str, titles: list[str], beside: str | None) -> None:
    rules = BundledRules().rules(2018, "L")
    assert rules is not None
    assert rules.exams[ExamCode(exam)].beside(titles) == beside


def test_a_plain_page() -> None:
    read = read_livret([f"{HEAD}{CLASS}Mathématiques\n{TERMS}", LAST])
    marks = (Decimal(11), None, Decimal(12))
    assert read.subjects == (SubjectRead("Mathématiques", marks, 0, terminale=True),)
    assert read.opinion == (LineRead("Favorable", 1),)
    assert read.engagements == (LineRead("Délégation de classe", 1),)
    assert read.remarks == (LineRead("Un travail régulier.", 1),)


@pytest.mark.parametrize(
    "page",
    [
        f"{HEAD}{CLASS}Mathématiques\n{TERMS.replace('11,5', '12,4')}",
        f"{HEAD}{CLASS}Mathématiques\n{TERMS.replace('Année', 'Moyenne')}",
        f"{HEAD}{CLASS}Mathématiques\n{TERMS.replace('11', '31').replace('12', '32').replace('31,5', '31,50')}",
        f"{HEAD}{CLASS}Mathématiques\n{TERMS} Bien.\nMathématiques\n{TERMS}",
        f"{HEAD}Mathématiques\n{TERMS}",
        f"{CLASS.strip()} suite sans fin de phrase Mathématiques\n{'x' * 130} {TERMS}",
        f"{HEAD}{CLASS}Travaux personnels encadrés\nEnseignement sans évaluation chiffrée\n",
        LAST.replace("Très", "× Très").split("Observations")[0],
        "",
        "N° élève : 0417",
    ],
    ids=[
        "not-its-mean",
        "no-year",
        "over-20",
        "twice",
        "no-class",
        "no-title",
        "no-marks",
        "two-opinions",
        "scan",
        "number-only",
    ],
)
def test_what_is_doubtful_is_left_out(page: str) -> None:
    read = read_livret([page])
    assert read.subjects == ()
    assert read.opinion == ()
    assert not read.readable


def test_a_title_that_begins_nowhere_is_no_title() -> None:
    assert read_livret([f"{HEAD}{CLASS}", f"Mathématiques\n{TERMS}"]).subjects == ()
    assert len(read_livret([f"{HEAD}{CLASS}", f"{HEAD}Mathématiques\n{TERMS}"]).subjects) == 1


PIECES = st.sampled_from([*HEAD.split(), *CLASS.split("\n"), *TERMS.split("\n"), *LAST.split("\n"), "×", "99,99", "NE"])
PAGES = st.lists(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map(" ".join)), max_size=4)


@given(PAGES)
def test_no_text_breaks_it_and_nothing_is_given_that_is_not_there(pages: Sequence[str]) -> None:
    read = read_livret(pages)
    for line in (*read.opinion, *read.engagements, *read.remarks):
        assert line.text
        assert line.text in flat(pages[line.page])
    for subject in read.subjects:
        assert all(mark is None or 0 <= mark <= 20 for mark in subject.periods)
