# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.demo.candidate_list import candidate_list
from lsl_desk.demo.index_pages import index_pages
from lsl_desk.demo.people import INE_PREFIX, person
from lsl_desk.demo.plan import plan_centre
from lsl_desk.domain.ine import fault_of
from tests.demo.reader import rows_of

JURIES = plan_centre(2018, 5).juries


@pytest.mark.parametrize("jury", JURIES, ids=lambda jury: jury.jury)
def test_an_independent_reader_finds_every_candidate_in_the_index(jury: object) -> None:
    planned = next(one for one in JURIES if one is jury)
    head, *rows = rows_of(index_pages(planned, 2018))
    assert head.cells == ["N° PV candidat", "N° élève", "Série", "Format livret"]
    assert len(rows) == len(planned.candidates)
    for row, candidate in zip(rows, planned.candidates, strict=True):
        number = candidate.pupil.number
        assert row.cells == [candidate.pv, number, candidate.pupil.room.serie, candidate.words]
        assert row.links == ([f"livrets/{number}.pdf"] * 2 if candidate.has_file else [])


def test_one_index_is_in_latin_9_and_another_in_frames() -> None:
    assert {(jury.encoding, jury.layout) for jury in JURIES} >= {("iso-8859-15", "table"), ("utf-8", "frames")}
    latin = next(jury for jury in JURIES if jury.encoding == "iso-8859-15")
    page = index_pages(latin, 2018)["index.html"]
    assert "N° élève".encode("iso-8859-15") in page
    with pytest.raises(UnicodeDecodeError):
        page.decode("utf-8")


@pytest.mark.parametrize("jury", JURIES, ids=lambda jury: jury.jury)
def test_the_index_names_nobody(jury: object) -> None:
    planned = next(one for one in JURIES if one is jury)
    text = b"".join(index_pages(planned, 2018).values()).decode(planned.encoding)
    for candidate in planned.candidates:
        who = person(2018, candidate.pupil.number, 2018)
        assert who.name not in text
        assert who.ine not in text


def test_the_list_has_the_shape_of_a_cyclades_export() -> None:
    data = candidate_list(JURIES[0], 2018, "0750001Z", 2018)
    assert data.startswith(b"\xef\xbb\xbf2018;")
    lines = data.decode("utf-8-sig").split("\r\n")
    header = next(rank for rank, line in enumerate(lines) if line.startswith("Division de classe;"))
    columns = lines[header].split(";")
    assert columns.count("Division de classe") == 2
    rows = [line.split(";") for line in lines[header + 1 :] if line]
    assert len(rows) == 74
    assert {len(row) for row in rows} == {len(columns)}
    assert rows[11][columns.index("N° Candidat")] == "02018990417"
    assert rows[11][columns.index("N° PV candidat")] == "12"
    assert rows[11][columns.index("Nom d'usage")] == " -"
    assert rows[11][columns.index("Spécialité")] == "ES"


def test_every_ine_is_one_that_no_register_holds_and_the_doctor_bears_with() -> None:
    everybody = [candidate.pupil.number for jury in JURIES for candidate in jury.candidates]
    numbers = {person(2018, number, 2018).ine for number in everybody}
    assert len(numbers) == len(everybody)
    for ine in numbers:
        assert ine.startswith(INE_PREFIX)
        assert not ine[: len(INE_PREFIX)].isalnum()
        assert fault_of(ine) is None
