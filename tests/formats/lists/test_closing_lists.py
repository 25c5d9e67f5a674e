# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of a closing for a spreadsheet."""

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from lsl_desk.domain.closing_papers import FOR_ONE, NOMINATIVE, ClosingPaper
from lsl_desk.domain.ids import CentreId
from lsl_desk.domain.minutes import Awaited
from lsl_desk.formats.lists.closing_lists import HEADINGS, closing_table
from lsl_desk.formats.lists.csv_text import csv_for_excel
from lsl_desk.formats.lists.xlsx import xlsx
from lsl_desk.formats.spreadsheet import read_cells
from tests.documents.closing.papers import HEADING, RAISE, closing, identity, line, number
from tests.documents.samples import digest

LISTED = [kind for kind in ClosingPaper if kind not in FOR_ONE]


def rows(kind: ClosingPaper, **changes: Any) -> list[dict[str, str]]:
    """As a French spreadsheet opens it."""
    data = csv_for_excel(closing_table(kind, closing(4, **changes)))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.parametrize("kind", LISTED)
def test_every_list_is_read_back_from_a_workbook_with_its_headings(kind: ClosingPaper) -> None:
    table = closing_table(kind, closing(4))
    assert all(len(row) == len(table.headings) for row in table.rows)
    assert len(table.title) <= 31
    cells = read_cells(xlsx(table))
    assert cells[0] == tuple(one.name for one in HEADINGS[kind])
    assert len(cells) == len(table.rows) + 1


@pytest.mark.parametrize("kind", LISTED)
def test_a_candidate_is_named_in_the_lists_where_the_law_wants_it(kind: ClosingPaper) -> None:
    data = csv_for_excel(closing_table(kind, closing(4))).decode()
    assert bool(re.search("ZYLBERVAL", data)) is (kind in NOMINATIVE)
    assert not re.search("ZYLBERVAL", csv_for_excel(closing_table(kind, closing(4, names=False))).decode())


def test_the_total_of_some_marks_stands_in_no_column() -> None:
    (row,) = rows(ClosingPaper.PV, lines=(line(0, unknown=(Awaited("MATH", "Mathématiques"),)),))
    assert row["Notes changées et points ajoutés"] == "note manquante\u00a0: Mathématiques\u202f; sans elle, 370 points"
    totals = ("Total avant", "Moyenne avant", "Total après", "Moyenne après", "Coefficients")
    assert {row[name] for name in totals} == {""}


def test_the_service_done_holds_only_those_who_attended() -> None:
    found = rows(ClosingPaper.SERVICE)
    assert [(one["Nom"], one["Présence"]) for one in found] == [
        ("Hortense Valdieu", "en salle"),
        ("Anselme Corbières", "en salle"),
        ("Ondine Marcillac", "en salle"),
        ("Florimond Després", "à distance"),
    ]
    assert found[0]["Début"] == "03/07/2018 08:05"
    assert rows(ClosingPaper.SERVICE, opened=None)[0]["Début"] == ""
    assert len(rows(ClosingPaper.ATTENDANCE)) == 5


def test_the_pv_is_a_table_of_its_candidates() -> None:
    first, _, third, _ = rows(ClosingPaper.PV, lines=(line(0, changes=(RAISE, replace(RAISE, reason=""))), *LINES))
    assert (first["N° élève"], first["Nom"], first["Prénoms"]) == ("0417", "ZYLBERVAL0", "Aurore Émérence")
    assert first["Notes changées et points ajoutés"] == (
        "Philosophie\u00a0: 9 → 12 (progrès au dernier trimestre)\u202f; Philosophie\u00a0: 9 → 12"
    )
    assert (first["Total avant"], first["Moyenne avant"], first["Décision"]) == ("370", "9,25", "admis")
    assert (third["Mention"], third["Décision"]) == ("assez bien", "")


LINES = (line(1), line(2, ruling=None), line(3))


def test_livrets_and_changes_are_listed_whole() -> None:
    livret = rows(ClosingPaper.LIVRETS)[0]
    assert (livret["Livret"], livret["Source"], livret["Le"]) == ("lu page par page", "académie", "03/07/2018 08:05")
    assert (livret["Par"], livret["En qualité de"]) == ("Hortense Valdieu", "président")
    assert livret["Empreinte SHA-256"] == digest("0")
    raised, provisional, added = rows(ClosingPaper.CHANGES)
    assert (raised["Code"], raised["Avant"], raised["Après"]) == ("PHILO", "9", "12")
    assert (provisional["Note manquante"], provisional["Origine"]) == ("note provisoire", "moyenne du livret, page 2")
    assert (added["Épreuve"], added["Après"], added["Motif"]) == ("points de jury", "3", "assiduité")
    (second,) = rows(ClosingPaper.SECOND_GROUP)
    assert (second["N° élève"], second["Total"], second["Moyenne"]) == ("0418", "371", "9,27")


def test_no_word_of_a_person_runs_in_a_spreadsheet() -> None:
    of = closing(1, lines=(line(0, changes=(replace(RAISE, reason="=HYPERLINK(0)"),), before=Decimal(-1)),))
    named = replace(of, names={number(0): identity(0, "+1")})
    assert "'=HYPERLINK(0)" in csv_for_excel(closing_table(ClosingPaper.CHANGES, named)).decode()
    assert ";'+1;" in csv_for_excel(closing_table(ClosingPaper.PV, named)).decode()


def test_the_foot_says_of_which_jury_and_whether_it_is_final() -> None:
    about = closing_table(ClosingPaper.PV, closing(1)).about
    assert about == (
        "Procès-verbal de délibération · jury J01 · centre 0750001Z · session 2018 · séance close le 03/07/2018 12:12"
    )
    unknown = replace(HEADING, centre=CentreId(""), session=None)
    draft = closing_table(ClosingPaper.PV, closing(1, draft=True, heading=unknown)).about
    assert draft == "Procès-verbal de délibération · jury J01 · projet du 04/07/2018 12:12"
