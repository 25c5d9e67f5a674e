# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Mapping

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.columns import Choice
from lsl_desk.formats.jury_index import IndexReading, read_index
from lsl_desk.formats.member_names import MemberNames
from tests.formats.index_shapes import FIVE, HEAD, PDFS, SHAPES, a, only, page, table

WITHOUT_PAPER = {
    "N° PV only, number in the file's name",
    "N° PV as link text, no headings",
    "by N° PV, then by N° élève",
}
"""Shapes that only list the candidates who have a numeric livret."""

FORMATS = {"numérique": LivretFormat.NUMERIQUE, "papier": LivretFormat.PAPIER, "opposition": LivretFormat.ABSENT}


def read(files: Mapping[str, bytes], choice: Choice | None = None) -> IndexReading:
    reading = read_index(MemberNames(sorted(files)), files.__getitem__, choice)
    assert reading is not None
    return reading


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_the_same_candidates(shape: str) -> None:
    reading = read(SHAPES[shape]())
    found = {row.number: row for row in reading.rows}
    for one in FIVE:
        if shape in WITHOUT_PAPER and not one.file:
            continue
        row = found[one.number]
        assert (row.pv, row.file, row.format) == (one.pv, one.file, FORMATS[one.format])
        if shape not in WITHOUT_PAPER:
            assert row.serie == one.serie
    assert not set(found) - {one.number for one in FIVE} - {"0500", "0501"}
    assert reading.title.jury == "J01"
    assert all(not row.broken for row in reading.rows)


def test_the_order_of_the_index_is_kept() -> None:
    assert [row.pv for row in read(SHAPES["table"]()).rows] == ["11", "12", "13", "14", "15"]
    assert [row.pv for row in read(SHAPES["list, labelled"]()).rows] == ["11", "12", "13", "14", "15"]


def opaque(head: str = "") -> Mapping[str, bytes]:
    """Two columns of numbers and file names that tell nothing."""
    letters = "abcde"
    rows = "".join(
        f"<tr><td>{one.number}</td><td>{one.pv}</td><td><a href='{letters[place]}.pdf'>voir</a></td></tr>"
        for place, one in enumerate(FIVE)
    )
    return {
        "index.html": page(f"{HEAD}<table>{head}{rows}</table>"),
        **{f"{letter}.pdf": b"%PDF" for letter in letters},
    }


def test_two_columns_that_nothing_tells_apart_are_both_shown() -> None:
    with pytest.raises(Refusal) as refused:
        read(opaque())
    assert refused.value.code is Code.INDEX_AMBIGUOUS
    assert refused.value.facts == {
        "first": "colonne 1",
        "second": "colonne 2",
        "first_column": "1",
        "second_column": "2",
        "first_rows": "0403\n0417\n0432",
        "second_rows": "11\n12\n13",
    }


@pytest.mark.parametrize(
    "choice",
    [Choice(number="1"), Choice(pv="2"), Choice("2", "1"), Choice(number="Colonne 1"), Choice(number="colonne 1")],
)
def test_a_choice_settles_it(choice: Choice) -> None:
    assert [(row.number, row.pv) for row in read(opaque(), choice).rows][:2] == [("0403", "11"), ("0417", "12")]


def test_a_choice_may_go_the_other_way() -> None:
    assert read(opaque(), Choice(number="2")).rows[1].number == "12"


def test_a_choice_by_heading_beats_what_the_headings_say() -> None:
    files = opaque("<tr><th>N° PV</th><th>N° élève</th><th>Livret</th></tr>")
    assert (read(files).rows[0].number, read(files).rows[0].pv) == ("11", "0403")
    row = read(files, Choice(pv="n° eleve", number="N° PV")).rows[0]
    assert (row.number, row.pv) == ("0403", "11")


@pytest.mark.parametrize("choice", [Choice(number="Numéro secret"), Choice(pv="9"), Choice(pv="0")])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(choice: Choice) -> None:
    with pytest.raises(Refusal) as refused:
        read(only(table()), choice)
    assert refused.value.code is Code.INDEX_COLUMN_UNKNOWN
    assert "« N° PV »" in str(refused.value.facts["columns"])


def test_lines_of_two_numbers_are_asked_about_too() -> None:
    letters = "abcde"
    body = HEAD + "".join(
        f"<p><a href='{letters[place]}.pdf'>{one.number} {one.pv}</a></p>" for place, one in enumerate(FIVE)
    )
    files = {"index.html": page(body), **{f"{letter}.pdf": b"%PDF" for letter in letters}}
    with pytest.raises(Refusal) as refused:
        read(files)
    assert refused.value.facts["second_rows"] == "11\n12\n13"
    assert read(files, Choice(number="1")).rows[0].number == "0403"


@pytest.mark.parametrize("start", [0, 1])
@pytest.mark.parametrize("paper", [None, 1])
def test_files_that_only_count_tell_nothing_and_a_person_is_asked(start: int, paper: int | None) -> None:
    """Where one column counts too, and with a paper livret that the count leaves out or passes over."""
    files: dict[str, bytes] = {}
    rows = ""
    for place, one in enumerate(FIVE):
        name = f"livrets/{place + start}.pdf"
        linked = one.number if place == paper else f"<a href='{name}'>{one.number}</a>"
        rows += f"<tr><td>{place + start}</td><td>{linked}</td></tr>"
        files |= {} if place == paper else {name: b"%PDF"}
    with pytest.raises(Refusal) as refused:
        read({"index.html": page(f"{HEAD}<table>{rows}</table>"), **files})
    assert refused.value.code is Code.INDEX_AMBIGUOUS
    assert (refused.value.facts["first"], refused.value.facts["second"]) == ("colonne 1", "colonne 2")


def test_a_column_beside_files_that_only_count_is_the_number() -> None:
    rows = "".join(
        f"<tr><td><a href='livrets/{place}.pdf'>{one.number}</a></td></tr>" for place, one in enumerate(FIVE)
    )
    files = {f"livrets/{place}.pdf": b"%PDF" for place in range(len(FIVE))}
    reading = read({"index.html": page(f"<table>{rows}</table>"), **files})
    assert [row.number for row in reading.rows] == [one.number for one in FIVE]


def test_three_columns_of_numbers_leave_the_counter_out() -> None:
    rows = "".join(
        f"<tr><td>{place}</td><td>{one.number}</td><td>{one.pv}</td><td><a href='{place}x.pdf'>v</a></td></tr>"
        for place, one in enumerate(FIVE, 1)
    )
    files = {"index.html": page(f"<table>{rows}</table>"), **{f"{place}x.pdf": b"%PDF" for place in range(1, 6)}}
    with pytest.raises(Refusal) as refused:
        read(files)
    assert (refused.value.facts["first"], refused.value.facts["second"]) == ("colonne 2", "colonne 3")


@pytest.mark.parametrize(
    ("cell", "form", "reason"),
    [
        ("papier", LivretFormat.PAPIER, ""),
        ("Livret papier (non reçu)", LivretFormat.PAPIER, ""),
        ("sans profil type", LivretFormat.PAPIER, "sans profil type"),
        ("absent", LivretFormat.ABSENT, "absent"),
        ("Opposition de la famille", LivretFormat.ABSENT, "opposition de la famille"),
        ("non fourni", LivretFormat.ABSENT, "non fourni"),
        ("aucun livret", LivretFormat.ABSENT, "sans livret"),
        ("", LivretFormat.INCONNU, ""),
        ("non renseigné", LivretFormat.INCONNU, ""),
        ("bizarre", LivretFormat.INCONNU, ""),
        ("numérique", LivretFormat.NUMERIQUE, ""),
        ("NUM", LivretFormat.NUMERIQUE, ""),
        ("P", LivretFormat.PAPIER, ""),
    ],
)
def test_the_words_of_the_format_are_understood_and_silence_is_unknown(
    cell: str, form: LivretFormat, reason: str
) -> None:
    row = read(only(table().replace("<td>papier</td>", f"<td>{cell}</td>"))).rows[2]
    assert (row.format, row.reason, row.file) == (form, reason, None)


def test_a_row_with_a_livret_is_numeric_whatever_it_says() -> None:
    assert read(only(table().replace("numérique", ""))).rows[0].format is LivretFormat.NUMERIQUE
    assert read(only(table().replace("numérique", "papier"))).rows[0].format is LivretFormat.NUMERIQUE


def test_a_broken_link_is_told_and_still_a_numeric_livret() -> None:
    files = dict(only(table()))
    del files["livrets/0417.pdf"]
    row = read(files).rows[1]
    assert (row.number, row.file, row.broken, row.format) == ("0417", None, "livrets/0417.pdf", LivretFormat.NUMERIQUE)


@pytest.mark.parametrize(
    "href", ["../../etc/passwd.pdf", "/etc/passwd.pdf", "..\\..\\secret.pdf", "%2e%2e/%2e%2e/secret.pdf"]
)
def test_a_link_out_of_the_folder_leads_nowhere(href: str) -> None:
    row = read(only(table().replace("livrets/0417.pdf", href))).rows[1]
    assert row.file is None
    assert row.broken == href


def test_a_second_pdf_of_a_row_is_kept_apart() -> None:
    files = {**only(table().replace("<td>ES</td>", "<td>ES <a href='annexe.pdf'>+</a></td>", 1)), "annexe.pdf": b"%PDF"}
    row = read(files).rows[0]
    assert (row.file, row.other_files) == ("livrets/0403.pdf", ("annexe.pdf",))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Rien ici</p>",
        "<table><tr><th>N° PV</th><th>N° élève</th></tr><tr><td>1</td><td>2</td></tr></table>",
        "<a href='http://example.org/'>site</a>",
        "<a href='#x'>x</a><a href='mailto:a@b'>y</a>",
    ],
)
def test_an_index_that_leads_to_no_livret_is_refused(body: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(only(body))
    assert refused.value.code is Code.INDEX_NO_LINK
    assert refused.value.facts == {"member": "index.html"}


def test_pages_that_each_show_one_livret_are_no_index() -> None:
    files = {f"{one.number}.html": page(f"<embed src='{one.file}'>") for one in FIVE if one.file} | PDFS
    assert read_index(MemberNames(files), files.__getitem__) is None
    assert read_index(MemberNames(PDFS), PDFS.__getitem__) is None


def test_pages_that_frame_each_other_for_ever_come_to_an_end() -> None:
    files = {
        "index.html": b"<iframe src='a.html'></iframe>",
        "a.html": b"<iframe src='index.html'></iframe><a href='a.html'>a</a>",
    }
    with pytest.raises(Refusal):
        read({**files, **PDFS})


def test_names_and_ine_in_an_index_are_read_apart() -> None:
    head = "<tr><th>N° PV</th><th>N° élève</th><th>Nom</th><th>Prénom</th><th>INE</th></tr>"
    rows = "".join(
        f"<tr><td>{one.pv}</td><td>{a(one, one.number)}</td><td>Inventé</td><td>Zoé</td><td>000000001AB</td></tr>"
        for one in FIVE
    )
    row = read(only(f"<table>{head}{rows}</table>")).rows[0]
    assert set(row.cells.values()) == {"Inventé", "Zoé", "000000001AB"}
    assert (row.serie, row.reason) == ("", "")


def test_a_livret_behind_frames_without_end_is_not_looked_for() -> None:
    chain = {f"c{place}.html": page(f"<iframe src='c{place + 1}.html'></iframe>") for place in range(60)}
    files = {
        **only(table().replace("livrets/0417.pdf", "c0.html")),
        **chain,
        "c60.html": page("<embed src='livrets/0417.pdf'>"),
    }
    assert (read(files).rows[1].file, read(files).rows[1].format) == (None, LivretFormat.NUMERIQUE)


def test_a_page_that_shows_a_livret_that_is_not_there_is_a_broken_link() -> None:
    body = "<embed src='../livrets/0999.pdf'><a href='../index.html'>retour</a>"
    files = {**only(table().replace("livrets/0417.pdf", "pages/0417.html")), "pages/0417.html": page(body)}
    row = read(files).rows[1]
    assert (row.file, row.broken, row.format) == (None, "../livrets/0999.pdf", LivretFormat.NUMERIQUE)


def test_a_table_of_livrets_side_by_side_is_a_candidate_a_cell() -> None:
    cells = [f"<td><a href='{one.file}'>PV {one.pv}<br>N° élève {one.number}</a></td>" for one in FIVE if one.file]
    body = f"{HEAD}<table><tr>{cells[0]}{cells[1]}</tr><tr>{cells[2]}<td>&nbsp;</td></tr></table>"
    rows = read(only(body)).rows
    assert [(row.pv, row.number, row.file) for row in rows] == [
        (one.pv, one.number, one.file) for one in FIVE if one.file
    ]


def test_a_number_written_in_groups_is_one_number() -> None:
    row = read(only(table().replace(">0432<", ">1&nbsp;432<"))).rows[2]
    assert (row.number, row.file) == ("1432", None)
