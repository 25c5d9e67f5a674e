# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all papers of the eve keep: no blank of a model, French typography, tagged, the same bytes, words as data."""

import re
from pathlib import Path

import pytest

from lsl_desk.documents.press import counted, plain
from tests.documents.pdfs import catalog, opened, pages_text, xmp
from tests.documents.samples import HARD, MARKUP, every_paper
from tests.guards.house_rules import blanks

TEMPLATES = Path(__file__).parents[2] / "resources" / "typst"
PAPERS = every_paper()
_LIBRARY = {"livret", "paper", "closing", "closing_list", "pv", "candidate", "state_sheet"}
"""Not of the eve (they are held in `closing.test_every_paper`, `test_state_sheet`), or not a document."""


def text_of(pdf: bytes) -> str:
    return "\n".join(pages_text(pdf))


def test_every_template_is_held_to_what_follows() -> None:
    assert set(PAPERS) == {path.stem for path in TEMPLATES.glob("*.typ")} - _LIBRARY


@pytest.mark.parametrize("name", PAPERS)
def test_no_blank_of_a_model_is_printed(name: str) -> None:
    assert list(blanks(text_of(PAPERS[name]))) == []
    assert list(blanks("le " + "XX" + " XX")) != []


@pytest.mark.parametrize("name", PAPERS)
def test_the_typography_is_french(name: str) -> None:
    text = text_of(PAPERS[name])
    assert not re.findall(r"[^\u202f\s][;!?](?=\s)|[ \u00a0][;!?](?=\s)", text.replace("\n! ", "\n"))
    assert not re.findall(r"[^\u00a0]:(?=\s)", text)
    assert not re.findall(r"«[^\u00a0]|[^\u00a0]»|\w'\w|\.\.\.", text)


@pytest.mark.parametrize("name", PAPERS)
def test_it_is_tagged_pdf_ua_in_french_with_a_title(name: str) -> None:
    pdf = PAPERS[name]
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(pdf)
    assert catalog(pdf, "Lang") == "fr-FR"
    assert catalog(pdf, "StructTreeRoot") is not None
    assert "<dc:title>" in xmp(pdf)


@pytest.mark.parametrize("name", PAPERS)
def test_the_same_values_give_the_same_bytes_without_a_date_of_making(name: str) -> None:
    assert every_paper()[name] == PAPERS[name]
    assert b"CreationDate" not in PAPERS[name]


@pytest.mark.parametrize("words", HARD, ids=range(len(HARD)))
def test_no_word_of_a_person_stops_the_press_or_adds_a_page(words: str) -> None:
    for name, pdf in every_paper(words).items():
        with opened(pdf) as document:
            assert document.page_count == 1, name
            assert all(inside(page) for page in document), name


def inside(page: object) -> bool:
    """Tell whether every word stands on the paper."""
    rectangle = page.rect  # type: ignore[attr-defined]  # PyMuPDF declares no types
    words = page.get_text("words")  # type: ignore[attr-defined]  # as above
    return all(rectangle.x0 - 1 <= word[0] and word[2] <= rectangle.x1 + 1 for word in words)


@pytest.mark.parametrize("name", ["room_sheet", "certificate", "register"])
def test_markup_is_shown_as_it_was_written(name: str) -> None:
    text = re.sub(r"\s+", "", text_of(every_paper(MARKUP)[name])).replace("\u200b", "")
    assert re.sub(r"\s+", "", MARKUP) in text


@pytest.mark.parametrize("name", PAPERS)
def test_a_template_shows_text_only_from_data(name: str) -> None:
    template = (TEMPLATES / f"{name}.typ").read_text("utf-8")
    assert "eval(" not in template
    assert template.count("sys.inputs") == 2, "the data, and the comment that tells of it"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("deux\n mots", "deux mots"),
        ("a\u202eb\x00", "a b"),
        ("x" * 12, "xxxxxxxxx…"),
        ("01 44 62", "01\u00a044\u00a062"),
        ("« a » : b", "«\u00a0a\u00a0»\u00a0: b"),
        ("a ; b !", "a\u202f; b\u202f!"),
        ("a :b", "a :b"),
        ("", ""),
    ],
)
def test_a_persons_words_are_one_line(text: str, shown: str) -> None:
    assert plain(text, 10) == shown


def test_what_is_counted_is_singular_up_to_one() -> None:
    assert [counted(value, "livret") for value in (0, 1, 2)] == ["0\u00a0livret", "1\u00a0livret", "2\u00a0livrets"]
