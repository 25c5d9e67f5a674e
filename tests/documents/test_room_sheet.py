# SPDX-License-Identifier: AGPL-3.0-or-later
import re
from typing import Any

import pytest

from lsl_desk.backup.names import INDEX
from lsl_desk.documents.room_sheet import MOST_PRINTS, STEPS, room_sheets_pdf
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import Footing
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.ui.badge import BACK_NEXT, copy_words
from lsl_desk.ui.reading_room.header import COPY_LABEL
from tests.documents.pdfs import pages_text
from tests.documents.samples import HARD, sheet

_MODEL = "XX" + " XX XX XX XX"


def joined(pdf: bytes) -> str:
    return " ".join(" ".join(pages_text(pdf)).replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize("livrets", [1, 40, 80, 100, MOST_PRINTS])
def test_a_sheet_is_one_page_and_names_every_livret_with_its_print(livrets: int) -> None:
    whole = sheet(livrets)
    pages = pages_text(room_sheets_pdf([whole]))
    assert len(pages) == 1
    shown = re.findall(r"^(\d{4}) ([0-9a-f]{8})$", pages[0], re.MULTILINE)
    assert [tuple(one) for one in shown] == list(whole.prints)


def test_beyond_what_a_page_shows_it_sends_to_the_list_of_the_copy() -> None:
    (page,) = pages_text(room_sheets_pdf([sheet(MOST_PRINTS + 1)]))
    assert "empreintes.txt de la copie" in page.replace("\n", " ")
    assert "0417 " not in page


@pytest.mark.parametrize("words", HARD, ids=range(len(HARD)))
def test_a_hundred_livrets_and_any_words_are_one_page(words: str) -> None:
    numbers = [StudentNumber(f"0A12345678{rank:02d}") for rank in range(100)]
    crowded: dict[str, Any] = {
        "president": words,
        "vice_president": words,
        "label": words,
        "sitting": None,
        "code": "-".join(["contrefort"] * 7),
        "prints": tuple((number, "0123abcd") for number in numbers),
        "papers": tuple(numbers),
    }
    assert len(pages_text(room_sheets_pdf([sheet(100, **crowded), sheet(100)]))) == 2


def test_it_says_all_that_the_morning_needs() -> None:
    text = joined(room_sheets_pdf([sheet()]))
    for words in (
        "Jury J01",
        "Centre 0750001Z · session 2018",
        "mardi 3 juillet 2018 à 8 h",
        "Hortense Valdieu",
        "Anselme Corbières",
        "01 44 62 40 40",
        "clé USB, version 2, lundi 2 juillet 2018 à 17 h 42",
        "80 livrets · sur papier : 0902, 0903",
        "0123 4567 89ab cdef",
    ):
        assert words in text
    assert "canal-tulipe-orage-vigne-lampe-sentier-ruban" in text.replace("- ", "-").replace("\u200b", "")


def test_a_seat_or_an_hour_that_nobody_gave_is_said_in_words() -> None:
    text = joined(room_sheets_pdf([sheet(vice_president="", sitting=None)]))
    assert "non désigné" in text
    assert "Jour et heure de la délibération : non communiqués" in text


def test_a_centre_or_a_session_that_is_not_known_is_left_out() -> None:
    text = joined(room_sheets_pdf([sheet(centre="", session=None)]))
    assert "Centre" not in text
    assert "session" not in text


def test_many_paper_livrets_are_counted_instead_of_named() -> None:
    papers = tuple(StudentNumber(f"09{rank:02d}") for rank in range(25))
    assert "sur papier : 25" in joined(room_sheets_pdf([sheet(papers=papers)]))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"phone": ""}, "le téléphone d’assistance"),
        ({"phone": _MODEL}, "le téléphone d’assistance"),
        ({"president": " \u202e "}, "le nom du président"),
        ({"president": "[ " + "… ]"}, "le nom du président"),
        ({"vice_president": "[" + "…]"}, "le nom du vice-président"),
        ({"label": "jury du jj/mm" + "/aaaa"}, "le titre du jury"),
        ({"code": ""}, "le code du jury"),
        ({"centre": "XXX" + "X"}, "le centre"),
        ({"copy": 0}, "un plan de secours fait sur ce poste"),
        ({"manifest": ""}, "un plan de secours fait sur ce poste"),
        ({"prints": ()}, "un plan de secours fait sur ce poste"),
        (
            {"phone": "", "president": "", "copy": 0},
            "le nom du président, le téléphone d’assistance, un plan de secours fait sur ce poste",
        ),
    ],
)
def test_nothing_is_printed_with_an_empty_field(changes: dict[str, Any], missing: str) -> None:
    with pytest.raises(Refusal) as refused:
        room_sheets_pdf([sheet(), sheet(**changes)])
    assert refused.value.code is Code.SHEET_INCOMPLETE
    assert refused.value.facts == {"jury": "J01", "missing": missing}


def test_what_it_quotes_are_words_of_the_screens_and_files_of_the_copy() -> None:
    """The five sentences change with the screens, or this fails."""
    quoted = re.findall("«\u00a0(.+?)\u00a0»", " ".join(STEPS))
    assert len(STEPS) == 5
    assert quoted == [copy_words(Footing(fallen=True)), BACK_NEXT, COPY_LABEL, INDEX]
