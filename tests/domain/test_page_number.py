# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.page_number import check_page, number_of

JURY = frozenset({"0417", "0418", "0471", "2018"})
N0417 = StudentNumber("0417")


@pytest.mark.parametrize(
    "label",
    [
        "N° élève : 0417",
        "N°\u00a0élève\u00a0: 0417",
        "No Elève 0417",
        "NO ELEVE 0417",
        "Nº élève 0417",
        "№ élève 0417",
        "N° e\u0301le\u0300ve: 0417",
        "Numéro d'élève 0417",
        "Numéro d’élève : 0417",
        "Num. élève 0417",
        "N° de l'élève : 0417",
        "n° d'élève 417",
        "élève n° 0417",
        "Élève numéro 0417",
        "Élève no 0417",
        "N° élève :\n0417",
        "N° élève : 0417-2/4",
        "N° élève : 0417.",
    ],
)
def test_every_spelling_of_the_label_matches(label: str) -> None:
    assert check_page(f"Session 2018\n{label}\nPhysique 12,5", N0417, JURY) == PageCheck(NumberCheck.MATCH)


def test_a_labelled_number_that_differs_is_named() -> None:
    assert check_page("N° élève : 0471  page 3", N0417, JURY) == PageCheck(NumberCheck.OTHER, StudentNumber("0471"))


def test_a_labelled_number_that_nobody_bears_is_another_one() -> None:
    assert check_page("N° élève : 9999 0417", N0417, JURY) == PageCheck(NumberCheck.OTHER, StudentNumber("9999"))


def test_one_wrong_label_veils_a_page_that_also_bears_the_right_one() -> None:
    text = "N° élève : 0417\navis favorable\nN° élève : 0471"
    assert check_page(text, N0417, JURY) == PageCheck(NumberCheck.OTHER, StudentNumber("0471"))


def test_a_suffix_that_makes_another_number_of_the_jury_is_another_number() -> None:
    check = check_page("N° élève : 0417-2", N0417, JURY | {"0417-2"})
    assert check == PageCheck(NumberCheck.OTHER, StudentNumber("0417-2"))


def test_under_a_heading_the_next_line_may_be_another_column() -> None:
    assert check_page("Session N° élève\n1999 0417", N0417, JURY).check is NumberCheck.MATCH
    assert check_page("Session N° élève\n0471", N0417, JURY).check is NumberCheck.OTHER
    assert check_page("Session N° élève\n0471\nclasse 0417", N0417, JURY).check is NumberCheck.OTHER
    assert check_page("Session N° élève\n1999", N0417, JURY).check is NumberCheck.ABSENT


@pytest.mark.parametrize("text", ["0417", "livret\n0417\nES", "(0417)", "417", "J01 0417 p. 2"])
def test_a_number_by_itself_matches(text: str) -> None:
    assert check_page(text, N0417, JURY).check is NumberCheck.MATCH


@pytest.mark.parametrize(
    "text", ["10417", "04171", "A0417B", "0417,5", "12/0417", "page 0417", "0417-2018", "avis favorable"]
)
def test_a_number_inside_something_else_is_not_the_number(text: str) -> None:
    assert check_page(text, N0417, JURY).check is NumberCheck.ABSENT


def test_another_number_of_the_jury_by_itself_is_named() -> None:
    assert check_page("livret 418", N0417, JURY) == PageCheck(NumberCheck.OTHER, StudentNumber("418"))


@pytest.mark.parametrize(
    "text",
    [
        "session 2018",
        "année scolaire 2018",
        "2017-2018",
        "2017/2018",
        "le 3 juillet 2018",
        "03/07/2018",
        "03-07-2018",
        "2018 h",
    ],
)
def test_a_year_is_never_the_number(text: str) -> None:
    assert check_page(text, StudentNumber("2018"), JURY).check is NumberCheck.ABSENT


@pytest.mark.parametrize(
    "text", ["12", "12/20", "note 12", "12 sur 20", "page 12", "12,5", "12 %", "12 h 30", "12 élèves"]
)
def test_a_mark_is_never_the_number(text: str) -> None:
    assert check_page(text, StudentNumber("12"), JURY).check is NumberCheck.ABSENT
    assert check_page("N° élève 12", StudentNumber("12"), JURY).check is NumberCheck.MATCH


@pytest.mark.parametrize("text", ["", " \n\t", "\u00a0", "\u200b\ufeff"])
def test_a_scan_has_no_text(text: str) -> None:
    assert check_page(text, N0417, JURY) == PageCheck(NumberCheck.NO_TEXT)


def test_an_unknown_number_never_matches() -> None:
    assert check_page("N° élève : 0417", StudentNumber(""), frozenset({""})).check is NumberCheck.OTHER
    assert check_page("avis", StudentNumber(""), frozenset({""})).check is NumberCheck.ABSENT


def test_the_school_s_other_numbers_are_no_label() -> None:
    text = "Numéro national de l'élève\nN° INE 153\nL'élève non évalué 12\nl'élève n'a pas 7\n0417"
    assert check_page(text, N0417, JURY).check is NumberCheck.MATCH


def test_a_number_with_letters_is_compared_whatever_the_case() -> None:
    assert check_page("N° élève : e0417", StudentNumber("E0417"), frozenset()).check is NumberCheck.MATCH


def test_the_number_of_a_livret_is_the_one_most_pages_bear() -> None:
    assert number_of(["N° élève : 0417", "N° élève 417", "N° élève : 0471", ""]) == "0417"


def test_no_number_leads_when_pages_disagree_or_bear_none() -> None:
    assert number_of(["N° élève : 0417", "N° élève : 0471"]) is None
    assert number_of(["0417", "session 2018"]) is None
    assert number_of([]) is None


@given(st.text(max_size=400), st.text(max_size=8))
def test_any_text_gets_a_verdict(text: str, expected: str) -> None:
    assert check_page(text, StudentNumber(expected), JURY).check in NumberCheck
    number_of([text])


def test_the_label_is_found_in_linear_time() -> None:
    text = "eleve n " * 20_000 + "1" * 50_000 + "a-" * 20_000
    assert check_page(text, N0417, JURY).check is NumberCheck.ABSENT
