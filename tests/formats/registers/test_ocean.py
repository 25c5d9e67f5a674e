# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.formats.registers.ocean import read_ocean
from lsl_desk.formats.registers.table import HeaderMissing


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode("cp1252")


def test_a_list_of_paper_livrets_gives_its_numbers_and_whom_to_call() -> None:
    rows, odd = read_ocean(
        _csv(
            "Livrets papier, édité le 19/06/2018",
            "Jury;N° PV;N° élève;Établissement;Téléphone",
            "J01;14;0418;Lycée des Tilleuls;01 98 76 54 32",
            "J02;3;0902;;",
        )
    )
    assert [(row.jury, row.pv, row.number, row.school) for row in rows] == [
        ("J01", "14", "0418", "Lycée des Tilleuls, 01 98 76 54 32"),
        ("J02", "3", "0902", ""),
    ]
    assert odd == ()


def test_a_list_of_all_candidates_gives_those_on_paper_only() -> None:
    rows, _ = read_ocean(
        _csv("N° élève;Format livret", "0417;numérique", "0418;papier (sans profil type)", "0419;P", "0420;inconnu")
    )
    assert [row.number for row in rows] == ["0418", "0419"]


def test_a_number_alone_is_a_list() -> None:
    rows, _ = read_ocean(_csv("Numéro élève", "0418"))
    assert [(row.number, row.jury, row.where) for row in rows] == [("0418", "", "ligne 2")]


def test_a_line_without_a_number_and_one_said_twice_are_named() -> None:
    rows, odd = read_ocean(_csv("N° élève;Jury", ";J01", "0418;J01", "0418;J01"))
    assert {row.number for row in rows} == {"0418"}
    assert [one.code for one in odd] == [AnomalyCode.CELL_EMPTY, AnomalyCode.ROW_REPEATED]


def test_a_list_without_the_number_is_refused_by_the_missing_heading() -> None:
    with pytest.raises(HeaderMissing) as missing:
        read_ocean(_csv("Nom;Prénom", "Exemple;Alix"))
    assert missing.value.headings == ("N° élève",)
