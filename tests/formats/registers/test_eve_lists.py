# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of the eve: schools with their phone, and the exam office's own list of paper livrets."""

from datetime import datetime

import pytest

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.formats.registers.hours import local_moment
from lsl_desk.formats.registers.papers import PaperRow, read_papers
from lsl_desk.formats.registers.schools import SchoolRow, read_schools, school_in
from lsl_desk.formats.registers.table import HeaderMissing


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _codes(anomalies: tuple[Anomaly, ...]) -> list[tuple[str, AnomalyCode]]:
    return [(odd.where, odd.code) for odd in anomalies]


def test_schools_are_read_with_their_phone_or_without() -> None:
    rows, odd = read_schools(
        _csv("Nom;UAI;Téléphone", "Lycée Exemple;0999991a;0199001234", "Lycée Modèle (0999992B);0999992B;")
    )
    assert rows == (
        SchoolRow("ligne 2", "0999991A", "Lycée Exemple", "01\u00a099\u00a000\u00a012\u00a034"),
        SchoolRow("ligne 3", "0999992B", "Lycée Modèle", ""),
    )
    assert odd == ()


def test_what_is_odd_in_a_register_of_schools_is_named() -> None:
    lines = ("UAI;Nom;Tél.", "099;Court;", "0999991A;Un;XX XX XX XX XX", "0999992B;Deux;", "0999992B;Deux;")
    rows, odd = read_schools(_csv(*lines))
    assert [row.school for row in rows] == ["0999992B", "0999992B"]
    assert _codes(odd) == [
        ("ligne 5", AnomalyCode.ROW_REPEATED),
        ("ligne 2", AnomalyCode.CELL_FORMAT),
        ("ligne 2", AnomalyCode.CELL_FORMAT),
        ("ligne 3", AnomalyCode.CELL_FORMAT),
    ]
    with pytest.raises(HeaderMissing):
        read_schools(_csv("Commune;Ville", "a;b"))


def test_a_school_says_its_code_wherever_it_stands() -> None:
    assert school_in("ligne 1", "", "LYCÉE EXEMPLE (0999991A)", "")[0] == SchoolRow(
        "ligne 1", "0999991A", "LYCÉE EXEMPLE", ""
    )
    assert school_in("ligne 1", "", "Lycée Exemple", "") == (SchoolRow("ligne 1", "", "Lycée Exemple", ""), ())
    assert school_in("ligne 1", "", "", "") == (SchoolRow("ligne 1", "", "", ""), ())


def test_papers_are_named_by_either_number() -> None:
    rows, odd = read_papers(
        _csv(
            "Livrets papier;;;;",
            "Jury;N° élève;N° candidat;Date;Heure",
            "J01;0418;;02/07/2018;10h15",
            ";;2018990419;;",
        )
    )
    assert rows == (
        PaperRow("ligne 3", JuryId("J01"), StudentNumber("0418"), "", datetime(2018, 7, 2, 10, 15)),  # noqa: DTZ001
        PaperRow("ligne 4", JuryId(""), StudentNumber(""), "02018990419", None),
    )
    assert _codes(odd) == [("ligne 4", AnomalyCode.ZERO_RESTORED)]


def test_what_is_odd_in_a_list_of_papers_is_named() -> None:
    rows, odd = read_papers(_csv("N° élève;Jury;Date", "0418;J01;hier", ";J01;", "0419;J01;31/02/2018", "0420;J01;"))
    assert [row.number for row in rows] == ["0420"]
    assert _codes(odd) == [
        ("ligne 2", AnomalyCode.CELL_FORMAT),
        ("ligne 3", AnomalyCode.NUMBER_MISSING),
        ("ligne 4", AnomalyCode.CELL_FORMAT),
    ]


def test_a_list_that_says_no_candidate_is_refused_with_what_it_misses() -> None:
    with pytest.raises(HeaderMissing) as missing:
        read_papers(_csv("Jury;Date", "J01;02/07/2018"))
    assert missing.value.headings == ("N° élève", "N° Candidat")


def test_a_day_may_bear_its_hour() -> None:
    assert local_moment("03/07/2018 8h30", "") == datetime(2018, 7, 3, 8, 30)  # noqa: DTZ001
    assert local_moment("03/07/2018", "", default=0) == datetime(2018, 7, 3)  # noqa: DTZ001
    assert local_moment("", "8h30") is None


def test_a_list_of_all_candidates_gives_those_on_paper_only() -> None:
    lines = (
        "N° élève;Format livret",
        "0417;numérique",
        "0418;papier (sans profil type)",
        "0419;P",
        "0420;inconnu",
        "0421;",
    )
    rows, odd = read_papers(_csv(*lines))
    assert [row.number for row in rows] == ["0418", "0419", "0421"]
    assert odd == ()


def test_a_list_may_say_which_school_to_call() -> None:
    rows, _ = read_papers(
        _csv(
            "N° élève;Établissement;Téléphone",
            "0418;Lycée des Tilleuls;01 98 76 54 32",
            "0419;;01 98 76 54 33",
            "0420;;",
        )
    )
    assert [row.school for row in rows] == ["Lycée des Tilleuls, 01 98 76 54 32", "01 98 76 54 33", ""]
