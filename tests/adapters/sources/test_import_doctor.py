# SPDX-License-Identifier: AGPL-3.0-or-later
"""The import doctor on whole sources (features P45, E08 to E12), with its sentences."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.client.ports import OfferedJury
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.sentences import anomaly_sentence
from tests.builders import MEMO_HEADINGS, Line, fx_j_files, index_html, memo_table, write_folder
from tests.formats.index_shapes import th, tr
from tests.formats.test_candidate_list import as_csv, as_xlsx, cyclades

TITLE = "Jury J01 · Session 2018"


def offer(tmp_path: Path, files: Mapping[str, bytes]) -> OfferedJury:
    return LocalSources().open(str(write_folder(tmp_path / "J01", files))).offer()


def of(offered: OfferedJury, code: AnomalyCode) -> list[Anomaly]:
    return [odd for odd in offered.anomalies if odd.code is code]


def jury(lines: Sequence[Line], **more: bytes) -> dict[str, bytes]:
    return {"index.html": index_html(lines, title=TITLE), **{one.file: b"%PDF" for one in lines if one.file}, **more}


THREE = [Line(str(pv), f"04{pv}", "ES", "", f"04{pv}.pdf") for pv in (11, 12, 13)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("numbered", [False, True])
def test_the_memo_s_table_gives_exactly_its_four_oddities(tmp_path: Path, kind: str, *, numbered: bool) -> None:
    """P45: 1 INE error, 1 date of another session, 22 empty formats, 22 rows for 422 announced."""
    lines = [Line(str(place), f"{400 + place:04d}", "", "", f"livrets/{400 + place:04d}.pdf") for place in range(1, 23)]
    heads = ("N° élève", *MEMO_HEADINGS) if numbered else MEMO_HEADINGS
    rows = [(one.number, *row) if numbered else row for one, row in zip(lines, memo_table(), strict=True)]
    table = [heads, *rows, ("422 élèves",)]
    data = as_csv(table) if kind == "csv" else as_xlsx(list(table))
    offered = offer(tmp_path, jury(lines) | {f"liste.{kind}": data})
    counts = Counter(odd.code for odd in offered.anomalies)
    assert counts == {
        AnomalyCode.INE_FORMAT: 1,
        AnomalyCode.OTHER_SESSION: 1,
        AnomalyCode.FORMAT_EMPTY: 22,
        AnomalyCode.ROWS_ANNOUNCED: 1,
    } | ({} if numbered else {AnomalyCode.LIST_WITHOUT_MATCH: 1})
    said = {odd.code: (odd.where, anomaly_sentence(odd)) for odd in offered.anomalies}
    assert said[AnomalyCode.INE_FORMAT][0] == f"liste.{kind}, ligne 4"
    assert "INE\u00a0: 11 caractères attendus, 13 lus" in said[AnomalyCode.INE_FORMAT][1]
    assert said[AnomalyCode.OTHER_SESSION] == (f"liste.{kind}, ligne 10", "date d’une autre session\u00a0: 02/05/2017")
    assert said[AnomalyCode.ROWS_ANNOUNCED][1].startswith("422 annoncées, 22 lues")
    assert len(offered.candidates) == 22
    assert sum(bool(one.serie) for one in offered.candidates) == (22 if numbered else 0)


def test_the_memo_s_table_alone_gives_22_unknown_and_no_numeric(tmp_path: Path) -> None:
    rows = [("Session 2018",), MEMO_HEADINGS, *memo_table(), ("422 élèves",)]
    offered = offer(tmp_path, {"liste.csv": as_csv(rows)})
    assert Counter(one.format for one in offered.candidates) == {LivretFormat.INCONNU: 22}
    counts = Counter(odd.code for odd in offered.anomalies)
    del counts[AnomalyCode.NUMBER_MISSING]
    assert counts == {
        AnomalyCode.INE_FORMAT: 1,
        AnomalyCode.OTHER_SESSION: 1,
        AnomalyCode.FORMAT_EMPTY: 22,
        AnomalyCode.ROWS_ANNOUNCED: 1,
    }
    assert offered.session == 2018


def test_no_name_and_no_ine_stands_in_the_doctor_s_list(tmp_path: Path) -> None:
    rows = [("N° élève", *MEMO_HEADINGS), *((f"0{400 + place}", *row) for place, row in enumerate(memo_table()))]
    offered = offer(tmp_path, jury(THREE) | {"liste.csv": as_csv(rows)})
    said = " ".join(f"{odd.where} {odd.value} {odd.expected}" for odd in offered.anomalies)
    assert not any(cell in said for row in memo_table() for cell in (row[0], row[1], row[3]) if cell)
    assert not any("Inventé" in str(one) for one in offered.candidates)


def test_a_list_brings_serie_format_and_sealed_names(tmp_path: Path) -> None:
    lines = [
        Line("11", "0411", "", "", "0411.pdf"),
        Line("12", "0412", "", ""),
        Line("13", "0413", "", ""),
        Line("14", "0414", "", ""),
    ]
    rows = [
        ("N° élève", "Nom", "Prénom", "Nom 3", "INE", "Série", "Structure", "Format livret"),
        ("411", "Inventé", "Zoé", "X", "000000001AB", "ES", "T1", "papier"),
        ("0412", "Feint", "Léo", "", "000000002AB", "S", "T2", "papier"),
        ("0413", "Faux", "Ana", "", "", "S", "T2", "Numérique"),
        ("0414", "", "", "", "", "XYZ", "", "sans profil type"),
    ]
    offered = offer(tmp_path, jury(lines) | {"liste.csv": as_csv(rows)})
    assert [(one.serie, one.format, one.reason) for one in offered.candidates] == [
        ("ES", LivretFormat.NUMERIQUE, ""),
        ("S", LivretFormat.PAPIER, ""),
        ("S", LivretFormat.NUMERIQUE, ""),
        ("XYZ", LivretFormat.PAPIER, "sans profil type"),
    ]
    assert [(one.number, one.name, one.third_name, one.division) for one in offered.identities] == [
        ("0411", "Inventé", "X", "T1"),
        ("0412", "Feint", "", "T2"),
        ("0413", "Faux", "", "T2"),
    ]
    assert [odd.value for odd in of(offered, AnomalyCode.CANDIDATE_WITHOUT_PDF)] == ["0413"]
    assert [odd.value for odd in of(offered, AnomalyCode.SERIE_UNKNOWN)] == ["XYZ"]
    (odd,) = of(offered, AnomalyCode.LIST_CONTRADICTS)  # the livret of 0411 is there
    assert (odd.where, odd.value, odd.expected) == ("liste.csv, ligne 2", "papier", "numérique")


def test_a_list_that_says_otherwise_or_twice_is_told_and_the_index_is_followed(tmp_path: Path) -> None:
    rows = [
        ("N° PV", "N° élève", "Série", "Nom"),
        ("11", "0411", "L", "Inventé"),
        ("11", "0411", "ES", "Feint"),
        ("12", "0999", "es", ""),
        ("98", "0413", "", ""),
    ]
    lines = [
        Line(pv, number, "ES", "", f"{number}.pdf") for pv, number in (("11", "0411"), ("12", "0412"), ("13", "0413"))
    ]
    offered = offer(tmp_path, jury(lines) | {"liste.csv": as_csv(rows)})
    assert [(one.pv, one.number, one.serie) for one in offered.candidates] == [
        ("11", "0411", "ES"), ("12", "0412", "ES"), ("13", "0413", "ES"),
    ]  # fmt: skip
    assert [(odd.where, odd.value, odd.expected) for odd in of(offered, AnomalyCode.LIST_CONTRADICTS)] == [
        ("liste.csv, ligne 2", "série L", "série ES"),
        ("liste.csv, ligne 4", "N° élève 0999", "N° élève 0412"),
        ("liste.csv, ligne 5", "N° PV 98", "N° PV 13"),
    ]
    (twice,) = of(offered, AnomalyCode.NUMBER_DUPLICATE)
    assert (twice.where, twice.value) == ("liste.csv, ligne 3 (déjà ligne 2)", "0411")
    assert [one.name for one in offered.identities] == ["Inventé"]


def test_cyclades_joins_by_candidate_number_and_tells_the_zeros_given_back(tmp_path: Path) -> None:
    lines = [Line("02011557741", "0411", "", "", "0411.pdf"), Line("02113557743", "0412", "", "", "0412.pdf")]
    offered = offer(tmp_path, jury(lines) | {"liste.csv": cyclades()})
    assert [one.serie for one in offered.candidates] == ["ES", "S"]
    assert [(one.number, one.usage_name) for one in offered.identities] == [("0411", ""), ("0412", "DUBOIS")]
    assert [odd.value for odd in of(offered, AnomalyCode.ZERO_RESTORED)] == ["02011557741"]


def test_lines_without_a_candidate_are_told_one_by_one_or_together(tmp_path: Path) -> None:
    rows = [("N° PV", "Nom"), ("11", "Inventé"), ("98", "Feint"), ("99", "Faux")]
    offered = offer(tmp_path, jury(THREE) | {"liste.csv": as_csv(rows)})
    assert [(odd.where, odd.value) for odd in of(offered, AnomalyCode.LIST_WITHOUT_MATCH)] == [
        ("liste.csv, ligne 3", "98"),
        ("liste.csv, ligne 4", "99"),
    ]
    many = [("N° PV", "Nom"), *((str(place), "Inventé") for place in range(100, 448))]
    offered = offer(tmp_path / "b", jury(THREE) | {"liste.csv": as_csv(many)})
    assert [(odd.where, odd.value) for odd in of(offered, AnomalyCode.LIST_WITHOUT_MATCH)] == [
        ("liste.csv", "348 lignes")
    ]


def test_a_spreadsheet_that_is_no_list_is_told(tmp_path: Path) -> None:
    offered = offer(tmp_path, jury(THREE) | {"planning.csv": b"salle;heure\n12;8 h\n"})
    assert [odd.where for odd in of(offered, AnomalyCode.LIST_WITHOUT_MATCH)] == ["planning.csv"]


def test_a_list_of_another_session_is_told(tmp_path: Path) -> None:
    rows = [("Session 2017",), ("N° PV", "Nom"), ("11", "Inventé")]
    offered = offer(tmp_path, jury(THREE) | {"liste.csv": as_csv(rows)})
    assert [(odd.value, odd.expected) for odd in of(offered, AnomalyCode.OTHER_SESSION)] == [
        ("session 2017", "session 2018")
    ]
    assert offered.session == 2018


def test_livrets_without_an_index_take_their_register_from_the_list(tmp_path: Path) -> None:
    rows = [
        ("N° élève", "N° PV", "Nom", "Format livret"),
        ("0411", "1", "Inventé", "numérique"),
        ("0412", "2", "Feint", "papier"),
    ]
    offered = offer(tmp_path, {"0411.pdf": b"%PDF", "liste.csv": as_csv(rows)})
    assert [(one.number, one.format, one.file) for one in offered.candidates] == [
        ("0411", LivretFormat.NUMERIQUE, "0411.pdf"),
        ("0412", LivretFormat.PAPIER, None),
    ]
    assert not of(offered, AnomalyCode.LIST_WITHOUT_MATCH)


def test_livrets_without_an_index_and_a_list_without_numbers_stay_apart(tmp_path: Path) -> None:
    offered = offer(tmp_path, {"0411.pdf": b"%PDF", "liste.csv": as_csv([MEMO_HEADINGS, *memo_table()])})
    assert len(offered.candidates) == 1
    assert [odd.value for odd in of(offered, AnomalyCode.LIST_WITHOUT_MATCH)] == ["22 lignes"]


def test_a_number_given_twice_names_the_first_candidate_only(tmp_path: Path) -> None:
    lines = [*THREE, Line("14", "0412", "ES", "", "autre/0412.pdf"), Line("15", "412", "ES", "papier")]
    offered = offer(tmp_path, jury(lines))
    assert [(one.pv, one.number) for one in offered.candidates] == [("11", "0411"), ("12", "0412"), ("13", "0413")]
    odd = of(offered, AnomalyCode.NUMBER_DUPLICATE)
    assert [one.value for one in odd] == ["0412", "412"]
    assert odd[0].where == "index.html, ligne 4 (N° PV 14, déjà index.html, ligne 2, N° PV 12)"
    assert offered.unlisted == ("autre/0412.pdf",)


def test_a_pv_number_given_twice_is_told_and_both_are_kept(tmp_path: Path) -> None:
    offered = offer(tmp_path, jury([*THREE, Line("12", "0499", "ES", "papier")]))
    assert len(offered.candidates) == 4
    assert [odd.value for odd in of(offered, AnomalyCode.PV_DUPLICATE)] == ["12"]


def test_a_file_named_by_two_candidates_goes_to_the_one_whose_number_it_bears(tmp_path: Path) -> None:
    offered = offer(tmp_path, jury([Line("11", "0411", "ES", "", "0412.pdf"), *THREE[1:]]))
    assert [(one.number, one.file) for one in offered.candidates] == [
        ("0411", None),
        ("0412", "0412.pdf"),
        ("0413", "0413.pdf"),
    ]
    assert [(odd.where, odd.value) for odd in of(offered, AnomalyCode.SAME_FILE_TWICE)] == [
        ("index.html, ligne 1", "0412.pdf")
    ]


def test_a_file_that_bears_no_number_stays_with_the_first(tmp_path: Path) -> None:
    offered = offer(tmp_path, jury([Line("11", "0411", "ES", "", "x.pdf"), Line("12", "0412", "ES", "", "x.pdf")]))
    assert [one.file for one in offered.candidates] == ["x.pdf", None]


def test_broken_links_and_livrets_that_are_not_there_are_told(tmp_path: Path) -> None:
    files = jury(
        [
            *THREE,
            Line("14", "0414", "ES", "numérique"),
            Line("15", "", "ES", "papier"),
            Line("16", "0416", "ES", "parchemin"),
        ]
    )
    del files["0412.pdf"]
    offered = offer(tmp_path, files)
    assert [odd.value for odd in of(offered, AnomalyCode.LINK_BROKEN)] == ["0412.pdf"]
    assert [odd.value for odd in of(offered, AnomalyCode.CANDIDATE_WITHOUT_PDF)] == ["0412", "0414"][1:]
    assert [odd.value for odd in of(offered, AnomalyCode.NUMBER_MISSING)] == ["N° PV 15"]
    assert [odd.value for odd in of(offered, AnomalyCode.FORMAT_UNKNOWN)] == ["parchemin"]
    assert [one.format for one in offered.candidates][1] is LivretFormat.NUMERIQUE


def test_fewer_rows_than_the_index_announces_are_told(tmp_path: Path) -> None:
    files = {**fx_j_files(1), "index.html": index_html(THREE, title=TITLE, announced=422)}
    odd = of(offer(tmp_path, files), AnomalyCode.ROWS_ANNOUNCED)
    assert [(one.value, one.expected) for one in odd] == [("3", "422")]


def test_an_index_with_the_columns_of_lsl_is_checked_like_a_list(tmp_path: Path) -> None:
    head = th("N° PV", "N° élève", "Nom", "INE", "Série", "Date d'envoi des identifiants")
    rows = tr("1", "<a href='0411.pdf'>0411</a>", "Inventé", "1531437393KKG", "ES", "2017-05-02")
    offered = offer(
        tmp_path, {"index.html": f"<h1>{TITLE}</h1><table>{head}{rows}</table>".encode(), "0411.pdf": b"%PDF"}
    )
    assert {odd.code for odd in offered.anomalies} == {AnomalyCode.INE_FORMAT, AnomalyCode.OTHER_SESSION}
    assert [one.name for one in offered.identities] == ["Inventé"]


def test_dates_of_the_session_s_school_year_are_not_odd(tmp_path: Path) -> None:
    rows = [
        ("N° PV", "Nom", "Date d'envoi"),
        ("11", "A", "01/09/2017"),
        ("12", "B", "31/12/2018"),
        ("13", "C", "31/02/2018"),
    ]
    assert not of(offer(tmp_path, jury(THREE) | {"l.csv": as_csv(rows)}), AnomalyCode.OTHER_SESSION)


def test_the_list_brings_the_number_the_index_lacks(tmp_path: Path) -> None:
    by_number = "".join(f"<li><a href='{one.file}'>N° élève {one.number}</a></li>" for one in THREE)
    rows = [("N° PV", "N° élève", "Série"), *((one.pv, one.number.lstrip("0"), "ES") for one in THREE)]
    files = {one.file or "": b"%PDF" for one in THREE} | {"liste.csv": as_csv(rows)}
    offered = offer(tmp_path / "a", files | {"index.html": f"<h1>Jury J01</h1><ul>{by_number}</ul>".encode()})
    assert [(one.pv, one.number) for one in offered.candidates] == [(one.pv, one.number) for one in THREE]

    heads = th("N° PV", "Livret")
    by_pv = heads + "".join(tr(one.pv, "papier") for one in THREE)
    link = heads + tr("20", "<a href='livret.pdf'>voir</a>")
    table = f"<h1>Jury J01</h1><table>{by_pv}</table><table>{link}</table>"
    rows = [("N° PV", "N° élève", "Nom"), *((one.pv, one.number, f"NOM{one.pv}") for one in THREE)]
    offered = offer(tmp_path / "b", {"index.html": table.encode(), "livret.pdf": b"%PDF", "liste.csv": as_csv(rows)})
    assert [one.number for one in offered.candidates] == [*(one.number for one in THREE), ""]
    assert len(offered.identities) == 3


def test_file_names_that_label_both_numbers_leave_no_doubt(tmp_path: Path) -> None:
    names = {f"PV_{one.pv}_Elève_{one.number}.pdf": b"%PDF" for one in THREE}
    offered = offer(tmp_path, names)
    assert [(one.pv, one.number) for one in offered.candidates] == [(one.pv, one.number) for one in THREE]
