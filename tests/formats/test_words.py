# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words of the field: headings, titles, numbers in file names, charsets."""

import pytest

from lsl_desk.formats.charset import decode
from lsl_desk.formats.file_numbers import bears, numbers_of_files
from lsl_desk.formats.headings import Column, column_of
from lsl_desk.formats.jury_folder import jury_places
from lsl_desk.formats.jury_title import JuryTitle, read_titles


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("N° PV", Column.PV),
        ("No PV candidat", Column.PV),
        ("N°PV", Column.PV),
        ("Numéro de PV", Column.PV),
        ("N° Elève", Column.NUMBER),
        ("No Elève", Column.NUMBER),
        ("N° de l’élève", Column.NUMBER),
        ("Numéro", Column.NUMERO),
        ("N°", Column.NUMERO),
        ("N° Candidat", Column.CANDIDATE),
        ("N° Inscription", Column.OTHER_NUMBER),
        ("N° Océan", Column.OTHER_NUMBER),
        ("UAI", Column.SCHOOL),
        ("Code établissement", Column.SCHOOL),
        ("RNE de l'établissement d'origine", Column.SCHOOL),
        ("UAI du centre", Column.OTHER_NUMBER),
        ("Établissement", Column.SCHOOL_NAME),
        ("Nom de l’établissement", Column.SCHOOL_NAME),
        ("Téléphone établissement", Column.SCHOOL_PHONE),
        ("Centre établissement", None),
        ("INE", Column.INE),
        ("N° INE de l'élève", Column.INE),
        ("Nom", Column.NAME),
        ("Nom de l'élève", Column.NAME),
        ("Nom 3", Column.THIRD_NAME),
        ("Nom d'usage", Column.USAGE_NAME),
        ("Prénom(s)", Column.FIRST_NAMES),
        ("Format livret", Column.FORMAT),
        ("Type de livret", Column.FORMAT),
        ("Livret", Column.LIVRET),
        ("Date d'envoi des identifiants", Column.SENT),
        ("Date de Naissance", Column.OTHER),
        ("Code Spécialité", Column.OTHER),
        ("Spécialité", Column.SPECIALITY),
        ("Structure", Column.DIVISION),
        ("Série", Column.SERIE),
        ("ES", None),
        ("papier", None),
        ("0417", None),
        ("", None),
        ("Le livret de chaque élève porte son numéro sur chacune de ses pages", None),
    ],
)
def test_a_heading_says_what_its_column_holds(heading: str, column: Column | None) -> None:
    assert column_of(heading) is column


@pytest.mark.parametrize(
    ("titles", "notes", "said"),
    [
        (["Jury J01 · ES"], [], JuryTitle("J01", "Jury J01 · ES", None, None)),
        (["Jury n° 3"], ["422 élèves"], JuryTitle("3", "Jury n° 3", None, 422)),
        (["LSL par jury — J01 — Session 2018"], [], JuryTitle("J01", "LSL par jury — J01 — Session 2018", 2018)),
        (["Livrets"], ["Jury : A", "57 sur 422 élèves"], JuryTitle("A", "Livrets", None, 422)),
        (["Jury de délibération 2018"], [], JuryTitle("", "Jury de délibération 2018")),
        (["№ 1, JURY N°5Z-J01"], ["baccalauréat général 2026"], JuryTitle("5Z-J01", "№ 1, JURY N°5Z-J01", 2026)),
        ([], ["74 candidats dont 5 candidats papier", "Session de juin 2019"], JuryTitle("", "", 2019, 74)),
        (["Jury 2018"], [], JuryTitle("", "Jury 2018")),
    ],
)  # fmt: skip
def test_titles_say_the_jury_the_session_and_the_count(titles: list[str], notes: list[str], said: JuryTitle) -> None:
    assert read_titles(titles, notes) == said


@pytest.mark.parametrize(
    ("files", "numbers"),
    [
        (["livrets/0417.pdf", "livrets/0418.pdf"], ["0417", "0418"]),
        (["J01_0417_2018.pdf", "J01_0418_2018.pdf"], ["0417", "0418"]),
        (["livret0417.pdf", "livret0418.pdf"], ["0417", "0418"]),
        (["0417.pdf"], ["0417"]),
        (["J01_0417.pdf"], [""]),
        (["12_0417.pdf", "13_0418.pdf"], ["", ""]),
        (["000000001AB.pdf", "000000002AB.pdf"], ["", ""]),
        (["scan.pdf", "0418.pdf"], ["", "0418"]),
        (["0.pdf", "1.pdf", "2.pdf"], ["", "", ""]),
        (["livret01.pdf", "", "livret02.pdf"], ["", "", ""]),
        (["1.pdf", "", "3.pdf"], ["", "", ""]),
        (["J01_417.pdf", "", "J01_432.pdf"], ["417", "", "432"]),
        (["2.pdf", "1.pdf"], ["2", "1"]),
        (["0001.pdf", "0002.pdf"], ["0001", "0002"]),
        ([], []),
    ],
)
def test_file_names_give_the_number_that_changes_or_none(files: list[str], numbers: list[str]) -> None:
    assert numbers_of_files(files) == numbers


def test_the_pv_number_in_a_file_name_is_not_the_student_number() -> None:
    assert numbers_of_files(["12_0417.pdf", "PV13_0418.pdf"], ["12", "13"]) == ["0417", "0418"]
    assert bears("livrets/LSL-417.pdf", "0417")
    assert not bears("livrets/10417.pdf", "0417")


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("élève".encode("utf-8-sig"), "élève"),
        ("élève".encode("utf-16"), "élève"),
        ("élève".encode("utf-16-be"), "élève"),
        ("élève".encode("utf-32"), "élève"),
        (b"<meta charset=iso-8859-15>\xa4\xe9", "<meta charset=iso-8859-15>€é"),
        (b"<meta charset=iso-8859-1>\x80\xe9", "<meta charset=iso-8859-1>€é"),
        (b"<meta charset=klingon>\xe9", "<meta charset=klingon>é"),
        (b"\xe9l\xe8ve", "élève"),
        (b"", ""),
    ],
)
def test_bytes_are_text_in_the_charset_they_are_in(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    ("names", "places"),
    [
        (["index.html", "livrets/1.pdf"], ("",)),
        (["a/b/index.html", "a/b/livrets/1.pdf"], ("a/b/",)),
        (["J01/index.html", "J02/index.html", "J02/1.pdf"], ("J01/", "J02/")),
        (["J01/a.html", "J01/1.pdf", "J02/a.html", "J02/1.pdf"], ("J01/", "J02/")),
        (["J01/1.pdf", "J02/1.pdf"], ("J01/", "J02/")),
        (["html/liste.html", "pdf/1.pdf"], ("",)),
        (["J01/index.html", "J01/1.pdf", "annexes/2.pdf"], ("J01/",)),
        (["menu/index.html", "livrets/1.html", "livrets/1.pdf"], ("menu/",)),
        (["a/l1.csv", "b/l2.csv"], ("a/", "b/")),
        (["x.txt"], ()),
    ],
)
def test_the_jury_stands_where_its_index_or_livrets_are(names: list[str], places: tuple[str, ...]) -> None:
    assert jury_places(names) == places
