# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state sheet on paper: all of a jury, by number, legible by any reader of PDF."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from lsl_desk.documents.state_sheet import state_sheet_pdf
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.period import Period
from lsl_desk.domain.state_sheet import How, LastAct, StateExam, StateMark, StateRow, StateSheet, StateTable
from tests.documents.pdfs import catalog, pages_text

NINE = datetime(2018, 7, 3, 9, 41, 5, tzinfo=UTC)
EXAMS = (
    StateExam(ExamCode("MATH"), "Mathématiques", (Decimal(7), Decimal(9))),
    StateExam(ExamCode("PHILO"), "Philosophie", (Decimal(3),)),
)


def given(value: str | None, how: How = How.GIVEN, second: str | None = None) -> StateMark:
    return StateMark(None if value is None else Decimal(value), None if second is None else Decimal(second), how)


def row(pv: int, *marks: StateMark | None, ruling: Ruling | None = None) -> StateRow:
    number, pv_number = StudentNumber(f"{400 + pv:04d}"), PvNumber(str(pv))
    return StateRow(pv_number, number, Examination.READ, marks, Decimal(0), Decimal(394), 6, ruling, "", stale=False)


ROWS = (
    row(12, given("9", How.RAISED), given("10", How.PROVISIONAL), ruling=Ruling.ADMIS),
    replace(row(13, given("8", second="11"), None), added=Decimal(2), ruling=Ruling.AJOURNE, stale=True),
    replace(
        row(14, given("0", How.ZERO), given(None, How.MISSING)),
        total=None, short=None, examination=Examination.PAPER_AWAITED,
    ),
    replace(row(15, given("9.5"), given("3")), ruling=Ruling.ADMIS, mention="AB"),
)  # fmt: skip
SHEET = StateSheet(
    JuryId("J01"), "Jury J01 · S", 2018, 1, False, NINE, LastAct("MarkRaised", StudentNumber("0412"), NINE),
    DeviceId("d" * 64), Head(41, Digest("a" * 64)), 108, Digest("b" * 64), (StateTable("S", EXAMS, ROWS),),
)  # fmt: skip


def said(sheet: StateSheet) -> str:
    return " ".join(" ".join(pages_text(state_sheet_pdf(sheet))).replace("\u00a0", " ").replace("\u202f", " ").split())


def test_it_says_every_mark_reading_and_decision_by_number() -> None:
    text = said(SHEET)
    for words in (
        "État de la séance · jury J01",
        "mardi 3 juillet 2018 à 9 h 41 (09:41:05)",
        "2 / 4 candidats décidés · livrets examinés 3 / 4 · admis 2, ajourné 1",
        "Dernier acte : note relevée, n° 0412, 03/07/2018 09:41:05",
        "Série S (4)",
        "12 0412 lu 9* P 10 394 6 admis",
        "13 0413 lu 8|11 – 2 394 6 À REDÉCIDER (ajourné)",
        "14 0414 papier, à examiner abs. ?",
        "9,5 3 394 6 admis, assez bien",
        "MATH : Mathématiques, coef. 7 ou 9 · PHILO : Philosophie, coef. 3",
        "acte n° 41 du poste, empreinte aaaaaaaaaaaaaaaa ; académie : acte n° 108, chaîne bbbbbbbbbbbbbbbb",
        "page 1 / 1",
    ):
        assert words in text


def test_eighty_candidates_are_all_there_and_a_closed_sitting_says_so() -> None:
    rows = tuple(row(pv, given("9"), given("10")) for pv in range(1, 81))
    tables = (StateTable("", EXAMS, rows),)
    sheet = replace(SHEET, tables=tables, closed=True, session=None, label="J01", last=None, fed=0, group=2)
    text = said(sheet)
    assert all(one.number in text for one in rows)
    assert "second groupe · séance close" in text
    assert "Dernier acte : aucun acte" in text
    assert "rien de décidé" in text
    assert "académie" not in text
    assert "Candidats (80)" in text


def test_september_says_so() -> None:
    assert "session 2018 · premier groupe" in said(SHEET)
    assert "session de remplacement 2018 · premier groupe" in said(replace(SHEET, period=Period.SEPTEMBER))


def test_it_is_tagged_and_an_act_of_a_later_version_is_only_an_act() -> None:
    assert catalog(state_sheet_pdf(SHEET), "MarkInfo") is not None
    assert "Dernier acte : acte, 03/07" in said(replace(SHEET, last=LastAct("Later", StudentNumber(""), NINE)))
