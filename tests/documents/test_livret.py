# SPDX-License-Identifier: AGPL-3.0-or-later
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lsl_desk.documents.livret import french_number, livret_pdf
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import NumberCheck
from lsl_desk.domain.livret_content import (
    Cefr,
    Competence,
    Engagement,
    ExamAdvice,
    ExamOpinion,
    GroupStatistics,
    Level,
    LivretContent,
    Mastery,
    Rhythm,
    SchoolLife,
    SubjectGroup,
    SubjectRecord,
    YearRecord,
)
from lsl_desk.domain.page_number import check_page
from tests.documents.pdfs import catalog, embedded_fonts, pages_text, xmp

NUMBER = StudentNumber("0417")


def subject(title: str, appreciation: str = "Un ensemble convenable.") -> SubjectRecord:
    return SubjectRecord(
        title,
        (Decimal("12.4"), None, Decimal("13.5")),
        GroupStatistics(31, Decimal("10.84"), Decimal(19), Decimal(42), Decimal(39)),
        (Competence("Mener des raisonnements", Mastery.GOOD), Competence("Interaction orale", Cefr.B1)),
        appreciation,
    )


def livret(appreciation: str = "Un ensemble convenable.", subjects: int = 12) -> LivretContent:
    group = SubjectGroup("Enseignements communs", tuple(subject(f"Matière {n}", appreciation) for n in range(subjects)))
    return LivretContent(
        number=NUMBER,
        session=2018,
        serie="ES",
        serie_title="Économique et sociale",
        speciality="Mathématiques",
        years=(
            YearRecord(Level.PREMIERE, 2016, Rhythm.TRIMESTRE, (group,), "Une attitude positive."),
            YearRecord(Level.TERMINALE, 2017, Rhythm.TRIMESTRE, (group,), "Une attitude positive."),
        ),
        life=SchoolLife((Engagement.CA_MEMBER,), "Chorale du lycée", "Une assiduité exemplaire."),
        advice=ExamAdvice(ExamOpinion.MUST_PROVE, (Decimal(25), Decimal(40), Decimal("20.5"), Decimal("14.5")), 63),
        head_remark="Des preuves restent à faire.",
    )


def test_the_number_is_in_the_text_of_every_page() -> None:
    texts = pages_text(livret_pdf(livret()))
    assert len(texts) >= 3
    for rank, text in enumerate(texts, start=1):
        assert f"N° élève\u00a0: {NUMBER}" in text.replace("N°\u00a0", "N° ")
        assert f"page {rank} / {len(texts)}" in text
        assert check_page(text, NUMBER, frozenset({NUMBER, "0471"})).check is NumberCheck.MATCH


def test_it_is_tagged_pdf_ua_in_french_with_a_title() -> None:
    pdf = livret_pdf(livret())
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(pdf)
    assert catalog(pdf, "Lang") == "fr-FR"
    assert catalog(pdf, "MarkInfo/Marked") == "true"
    assert catalog(pdf, "StructTreeRoot") is not None
    assert "Livret scolaire, N°\u00a0élève 0417, session 2018" in xmp(pdf)


def test_the_same_content_gives_the_same_bytes_and_no_date() -> None:
    pdf = livret_pdf(livret())
    assert livret_pdf(livret(subjects=1)) != pdf
    assert livret_pdf(livret()) == pdf
    assert b"CreationDate" not in pdf
    assert "CreateDate" not in xmp(pdf)


def test_only_the_fonts_inside_typst_are_used() -> None:
    assert {name.split("-")[0] for name in embedded_fonts(livret_pdf(livret()))} == {"LibertinusSerif"}


def test_what_a_person_wrote_is_never_markup() -> None:
    words = '#pagebreak() $x$ *gras* _ital_ `code` @ref <label> \\ // = Titre #sys.inputs "{}[]'
    plain, marked = pages_text(livret_pdf(livret())), pages_text(livret_pdf(livret(words)))
    assert len(marked) == len(plain)
    text = " ".join(" ".join(marked).split())
    assert text.count(words) == 24


@settings(max_examples=15)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300))
@example("\N{ARABIC DATE SEPARATOR} \N{GRINNING FACE} \x00 \u202e \ue000")
def test_no_text_of_a_school_stops_the_press(words: str) -> None:
    content = livret(words if words.strip() else "x", subjects=1)
    content = replace(content, head_remark=words, life=SchoolLife((), words, words))
    assert livret_pdf(content).startswith(b"%PDF-")


def test_everything_the_jury_must_read_is_there() -> None:
    text = " ".join(" ".join(pages_text(livret_pdf(livret()))).replace("\u00a0", " ").split())
    for words in (
        "Série ES, Économique et sociale",
        "Classe de première, 2016-2017",
        "Classe terminale, 2017-2018",
        "12,40",
        "12,95",
        "10,84",
        "42 %",
        "3 Mener des raisonnements",
        "B1 Interaction orale",
        "Avis en vue de l’examen",
        "14,5 %",
        "Chorale du lycée",
        "Une assiduité exemplaire.",
        "Premier groupe",
        "Deuxième groupe",
        "D. 334-10",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [("12.4", 2, "12,40"), ("12.40", None, "12,4"), ("100", None, "100"), ("20", 2, "20,00"), ("0", None, "0")],
)
def test_numbers_have_a_decimal_comma(value: str, places: int | None, text: str) -> None:
    assert french_number(Decimal(value), places) == text


def test_the_template_shows_text_only_from_data() -> None:
    template = (Path(__file__).parents[2] / "resources" / "typst" / "livret.typ").read_text("utf-8")
    assert "eval(" not in template
    assert template.count("sys.inputs") == 2, "the data, and the comment that tells of it"
    assert json.dumps("sys.inputs") not in template
