# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates of the juries: a list by jury, and a CYCLADES export that completes one."""

from pathlib import Path

import pytest

from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.registers.candidates import read_candidates
from lsl_desk.formats.registers.table import HeaderMissing

EXPORT = Path(__file__).resolve().parents[4] / "shared" / "formats" / "cyclades" / "cyclade1.csv"


def _csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_a_list_by_jury_gives_candidates_with_their_format_and_names() -> None:
    rows, odd = read_candidates(
        _csv(
            "Jury;N° PV;N° élève;Série;Format livret;Nom;Prénom;INE",
            "J01;12;0417;ES;numérique;Exemple;Alix;",
            "J01;13;0418;ES;papier (sans profil type);Exemple;Sacha;",
            "J02;1;0432;S;;;;",
        ),
        2018,
    )
    assert [(row.jury, row.pv, row.number, row.serie, row.format) for row in rows] == [
        ("J01", "12", "0417", "ES", LivretFormat.NUMERIQUE),
        ("J01", "13", "0418", "ES", LivretFormat.PAPIER),
        ("J02", "1", "0432", "S", LivretFormat.INCONNU),
    ]
    assert (rows[0].identity.name, rows[0].identity.first_names, rows[0].identity.number) == ("Exemple", "Alix", "0417")
    assert [(one.code, one.where) for one in odd] == [(AnomalyCode.FORMAT_EMPTY, "ligne 4")]


def test_a_line_without_any_number_is_named_and_left_out() -> None:
    rows, odd = read_candidates(_csv("Jury;N° PV;N° élève;Série", "J01;;;ES"), 2018)
    assert rows == ()
    assert [one.code for one in odd] == [AnomalyCode.NUMBER_MISSING]


def test_a_list_of_another_session_an_odd_ine_and_a_lost_zero_are_named() -> None:
    rows, odd = read_candidates(
        _csv("2017;;;", "N° Candidat;Nom de famille;INE;Série", "2011557741;Exemple;1531437393KKG;ES"), 2018
    )
    assert rows[0].candidate == "02011557741"
    assert {one.code for one in odd} == {
        AnomalyCode.OTHER_SESSION,
        AnomalyCode.INE_FORMAT,
        AnomalyCode.ZERO_RESTORED,
    }


@pytest.mark.skipif(not EXPORT.exists(), reason="the real CYCLADES export is not beside this checkout")
def test_a_real_cyclades_export_is_understood() -> None:
    rows, _ = read_candidates(EXPORT.read_bytes(), 2023)
    assert len(rows) > 10
    assert all(len(row.candidate) == 11 and row.candidate.startswith("0") and row.identity.name for row in rows)


def test_what_names_no_candidate_is_no_list() -> None:
    for lines in (("Nom;Prénom;Série", "Exemple;Alix;ES"), ("bonjour",)):
        with pytest.raises(HeaderMissing):
            read_candidates(_csv(*lines), 2018)
