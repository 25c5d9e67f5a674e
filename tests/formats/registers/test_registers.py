# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's lists: headings in any order and words, each oddity named with its line."""

import io
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from lsl_desk.domain.acts import Quality, Role
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.period import Period
from lsl_desk.formats.registers.centres import CentreRow, read_centres
from lsl_desk.formats.registers.juries import JuryRow, read_juries
from lsl_desk.formats.registers.marks import read_marks
from lsl_desk.formats.registers.members import read_members
from lsl_desk.formats.registers.seats import read_seats
from lsl_desk.formats.registers.table import LONGEST_CELL, HeaderMissing
from lsl_desk.formats.spreadsheet import UnreadableSheet


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _codes(anomalies: tuple[Anomaly, ...]) -> list[tuple[str, AnomalyCode]]:
    return [(odd.where, odd.code) for odd in anomalies]


def test_centres_are_read_under_any_heading_and_below_any_preamble() -> None:
    rows, odd = read_centres(_csv("Académie inventée;", "", "Nom de l’établissement;UAI", "Lycée Exemple;0999999a"))
    assert rows == (CentreRow("ligne 4", CentreId("0999999A"), "Lycée Exemple"),)
    assert odd == ()


def test_a_spreadsheet_says_the_same_as_csv() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (("Code centre", "Libellé"), ("0999999A", "Lycée Exemple")):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    assert read_centres(out.getvalue()) == read_centres(_csv("Code centre;Libellé", "0999999A;Lycée Exemple"))


def test_a_centre_whose_code_is_no_uai_or_repeated_or_without_name_is_named() -> None:
    _, odd = read_centres(_csv("centre;nom", "99;Un", "0999999A;Deux", "0999999A;Trois", "0999998B;"))
    assert _codes(odd) == [
        ("ligne 5", AnomalyCode.CELL_EMPTY),
        ("ligne 4", AnomalyCode.ROW_REPEATED),
        ("ligne 2", AnomalyCode.CELL_FORMAT),
    ]


def test_juries_have_their_centre_and_hour() -> None:
    rows, odd = read_juries(
        _csv(
            "N° jury;UAI;Libellé;Date;Heure",
            "J01;0999999A;Jury J01 · ES;03/07/2018;8h30",
            "J02;0999999A;;5-7-2018 14:00;",
            "J03;0999999A;;06/07/2018;",
            "J04;0999999A;;;",
        )
    )
    assert odd == ()
    assert [(row.jury, row.label, row.sitting) for row in rows] == [
        ("J01", "Jury J01 · ES", datetime(2018, 7, 3, 8, 30)),  # noqa: DTZ001
        ("J02", "J02", datetime(2018, 7, 5, 14, 0)),  # noqa: DTZ001
        ("J03", "J03", datetime(2018, 7, 6, 8, 0)),  # noqa: DTZ001
        ("J04", "J04", None),
    ]
    assert isinstance(rows[0], JuryRow)


@pytest.mark.parametrize(
    "cells", ["J01;0999999A;31/02/2018;8h", "J01;0999999A;demain;", f"{'J' * 41};0999999A;;", "J01;0999999A;;;3"]
)
def test_a_jury_with_an_odd_cell_is_named_and_left_out(cells: str) -> None:
    rows, odd = read_juries(_csv("jury;centre;date;heure;groupe", cells))
    assert rows == ()
    assert _codes(odd) == [("ligne 2", AnomalyCode.CELL_FORMAT)]


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ("Président", Role.PRESIDENT),
        ("PRÉSIDENTE", Role.PRESIDENT),
        ("Vice-président(e)", Role.VICE_PRESIDENT),
        ("vice  présidente", Role.VICE_PRESIDENT),
    ],
)
def test_a_seat_is_said_in_any_of_its_forms(said: str, role: Role) -> None:
    rows, odd = read_seats(_csv("Jury;Qualité;Nom et prénom;Courriel", f"J01;{said};Exemple Alix;alix@exemple.invalid"))
    assert odd == ()
    assert [(row.jury, row.role, row.name, row.login) for row in rows] == [
        ("J01", role, "Exemple Alix", "alix@exemple.invalid")
    ]


def test_a_seat_that_is_none_and_one_given_twice_are_named() -> None:
    _, odd = read_seats(_csv("jury;qualité;nom", "J01;membre;A", "J01;président;B", "J01;Président;C"))
    assert _codes(odd) == [("ligne 4", AnomalyCode.ROW_REPEATED), ("ligne 2", AnomalyCode.CELL_FORMAT)]


def test_marks_are_exact_decimals_missing_ones_stay_missing_and_absent_is_zero() -> None:
    rows, odd = read_marks(
        _csv("N° élève;Épreuve;Coef;Note", "0417;MATH;7;09", "0417;PHYS;6;12,5", "0417;PHILO;3;", "0417;LV1;3;ABS")
    )
    assert odd == ()
    assert [(row.number, row.mark.exam, row.mark.coefficient, row.mark.value) for row in rows] == [
        ("0417", "MATH", Decimal(7), Decimal(9)),
        ("0417", "PHYS", Decimal(6), Decimal("12.5")),
        ("0417", "PHILO", Decimal(3), None),
        ("0417", "LV1", Decimal(3), Decimal(0)),
    ]


def test_a_jury_is_of_the_first_group_unless_its_list_says_the_second() -> None:
    rows, odd = read_juries(_csv("jury;centre;groupe", *(f"J{said};0999999A;{said}" for said in ("", "1", "2", "2nd"))))
    assert (odd, [row.group for row in rows]) == ((), [1, 1, 2, 2])


def test_a_jury_sits_in_june_unless_its_list_says_september() -> None:
    said = ("", "2018", "Juin 2018", "Septembre", "Session de remplacement 2018", "juin ou septembre", "hiver")
    rows, odd = read_juries(_csv("jury;centre;session", *(f"J{rank};0999999A;{one}" for rank, one in enumerate(said))))
    assert [row.period for row in rows] == [Period.JUNE] * 3 + [Period.SEPTEMBER] * 2
    assert [(one.where, one.value) for one in odd] == [("ligne 7", said[5]), ("ligne 8", said[6])]


def test_the_marks_of_a_second_group_say_what_was_chosen_and_given_there() -> None:
    rows, odd = read_marks(
        _csv(
            "N° élève;Épreuve;Coef;Note du premier groupe;Note du second groupe;Choisie",
            "0417;MATH;7;8;11;oui",
            "0417;PHYS;6;9;;oui",
            "0417;SVT;6;10;;",
            "0417;PHILO;3;7;12;",
        )
    )
    assert odd == ()
    assert [(row.mark.value, row.mark.second, row.mark.chosen) for row in rows] == [
        (Decimal(8), Decimal(11), True),
        (Decimal(9), None, True),
        (Decimal(10), None, False),
        (Decimal(7), Decimal(12), True),
    ]


def test_a_mark_of_a_second_group_that_cannot_be_is_named() -> None:
    head = "élève;épreuve;coef;note;note second groupe;choix"
    _, odd = read_marks(_csv(head, "1;A;1;8;21;oui", "1;B;1;8;;peut-être"))
    assert [(one.where, one.value) for one in odd] == [("ligne 2", "21"), ("ligne 3", "peut-être")]


@pytest.mark.parametrize(
    ("said", "quality"),
    [
        ("Présidente", Quality.PRESIDENT),
        ("Vice-présidente", Quality.VICE_PRESIDENT),
        ("Enseignant-chercheur", Quality.HIGHER_EDUCATION),
        ("Inspectrice", Quality.INSPECTOR),
        ("Professeur de l’enseignement public", Quality.PUBLIC_TEACHER),
        ("Enseignante du privé", Quality.PRIVATE_TEACHER),
        ("Membre de la profession", Quality.PROFESSIONAL),
        ("Examinatrice", Quality.EXAMINER),
    ],
)
def test_a_member_sits_in_a_quality(said: str, quality: Quality) -> None:
    rows, odd = read_members(_csv("Jury;Qualité;Nom", f"J01;{said};Exemple Alix"))
    assert (odd, [(row.jury, row.quality, row.name) for row in rows]) == ((), [("J01", quality, "Exemple Alix")])


def test_a_member_without_a_known_quality_and_one_given_twice_are_named() -> None:
    _, odd = read_members(_csv("jury;qualité;nom", "J01;gardien;A", "J01;professeur;B", "J01;Professeur;B"))
    assert _codes(odd) == [("ligne 4", AnomalyCode.ROW_REPEATED), ("ligne 2", AnomalyCode.CELL_FORMAT)]


def test_marks_that_cannot_be_are_named() -> None:
    _, odd = read_marks(
        _csv("élève;épreuve;coefficient;note", "1;A;x;10", "1;B;2;32", "1;C;2;dix", "2;A;2;10", "2;A;2;11")
    )
    assert _codes(odd) == [
        ("ligne 6", AnomalyCode.ROW_REPEATED),
        ("ligne 2", AnomalyCode.CELL_FORMAT),
        ("ligne 3", AnomalyCode.CELL_FORMAT),
        ("ligne 4", AnomalyCode.CELL_FORMAT),
    ]


def test_a_cell_without_end_is_cut_in_what_is_said() -> None:
    _, odd = read_centres(_csv("centre;nom", f"0999999A;{'x' * (LONGEST_CELL + 1)}"))
    assert [(one.code, len(one.value)) for one in odd] == [(AnomalyCode.CELL_FORMAT, 41)]


@pytest.mark.parametrize("read", [read_centres, read_juries, read_seats, read_members, read_marks])
def test_a_list_without_its_columns_says_which_are_missing(read: Callable[[bytes], object]) -> None:
    with pytest.raises(HeaderMissing) as refused:
        read(_csv("rien;du;tout", "1;2;3"))
    assert refused.value.headings
    with pytest.raises(UnreadableSheet):
        read(b"\0\0")


def test_the_columns_missing_are_those_of_the_nearest_line() -> None:
    with pytest.raises(HeaderMissing) as refused:
        read_marks(_csv("une note;x", "N° élève;Épreuve;Note", "0417;MATH;9"))
    assert refused.value.headings == ("Coefficient",)
