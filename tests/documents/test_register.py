# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import date, datetime

import pytest

from lsl_desk.documents.dates import day, hour
from lsl_desk.documents.register import register_pdf
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.documents.pdfs import pages_text
from tests.documents.samples import EVE, J01, register, row


def joined(pdf: bytes) -> str:
    return " ".join(" ".join(pages_text(pdf)).replace("\u00a0", " ").split())


def test_it_lists_each_livret_with_its_source_its_date_and_what_came() -> None:
    text = joined(register_pdf(register(row(), row(1, reason="opposition de la famille"))))
    for words in (
        "reçus 1 / 2",
        "Jury J01, liste : académie, lundi 2 juillet 2018 à 17 h 42",
        "J01 1 0418 ES",
        "sans profil type 02/07/2018 17:42",
        "J01 2 0419 ES",
        "opposition de la famille",
        "jury J01 · centre 0750001Z · session 2018 · lundi 2 juillet 2018 à 17 h 42",
        "page 1 / 1",
    ):
        assert words in text
    assert "Établissement" not in text, "no column for what no row has"


def test_a_long_list_repeats_its_headings_and_its_foot_on_each_page() -> None:
    rows = [row(rank, school="Lycée des Tilleuls, 01 98 76 54 32") for rank in range(120)]
    pages = pages_text(register_pdf(register(*rows)))
    assert len(pages) > 2
    for rank, page in enumerate(pages, start=1):
        text = page.replace("\u00a0", " ")
        assert "N° élève" in text
        assert "Établissement" in text
        assert f"page {rank} / {len(pages)}" in text
        assert "centre 0750001Z" in text
    shown = "\n".join(pages)
    assert all(one.number in shown for one in rows)


def test_leading_zeros_are_kept() -> None:
    assert "0007" in joined(register_pdf(register(row(number=StudentNumber("0007")))))


def test_several_juries_are_named_and_a_centre_that_is_not_known_is_left_out() -> None:
    sources = ((J01, "académie", EVE), (JuryId("J02"), "dossier", EVE))
    text = joined(register_pdf(register(sources=sources, centre="", session=None)))
    assert "jurys J01 et J02 · lundi" in text
    assert "Aucun livret papier n’est attendu." in text
    many = tuple((JuryId(f"J{rank:02d}"), "dossier", EVE) for rank in range(7))
    assert "7 jurys · centre" in joined(register_pdf(register(sources=many)))


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2018, 7, 1), "dimanche 1ᵉʳ juillet 2018"),
        (date(2018, 8, 15), "mercredi 15 août 2018"),
        (date(2020, 2, 29), "samedi 29 février 2020"),
    ],
)
def test_days_are_written_out(when: date, said: str) -> None:
    assert day(when).replace("\u00a0", " ") == said


def test_hours_are_written_the_french_way() -> None:
    times = (datetime(2018, 7, 3, 8, 0, tzinfo=EVE.tzinfo), datetime(2018, 7, 3, 14, 5, tzinfo=EVE.tzinfo))
    assert [hour(one).replace("\u00a0", " ") for one in times] == ["8 h", "14 h 05"]
