# SPDX-License-Identifier: AGPL-3.0-or-later
import pymupdf
import pytest

from lsl_desk.barcodes.drawing import draw_code
from lsl_desk.barcodes.reading import LONGEST_TEXT, MOST_CODES, read_codes
from lsl_desk.documents.labels import PER_SHEET, labels_pdf
from tests.barcodes.pictures import drawn, grey_of, photographed
from tests.documents.pdfs import opened, pages_text
from tests.documents.samples import label


@pytest.mark.parametrize("text", ["0417", "0", "0A-17/b", "1" * 16, "1" * 17, "élève 7", "0" * 120])
def test_what_was_drawn_is_read_as_it_was(text: str) -> None:
    assert read_codes(*grey_of(drawn(text))) == (text,)


def test_a_number_is_bars_and_what_bars_cannot_hold_is_a_square() -> None:
    assert draw_code("0417").linear
    assert not draw_code("1" * 17).linear
    assert not draw_code("élève").linear


@pytest.mark.parametrize("degrees", [0, 12, 90, 180, 270, 333])
def test_a_label_held_nearly_upright_is_read(degrees: float) -> None:
    assert read_codes(*grey_of(photographed("0417", degrees=degrees))) == ("0417",)


@pytest.mark.parametrize(
    ("scale", "black", "white", "noise"),
    [(2, 0, 255, 0), (2, 20, 70, 4), (3, 90, 140, 8), (4, 0, 255, 20), (6, 200, 255, 5)],
    ids=["small", "dark", "flat", "noisy", "washed out"],
)
def test_a_poor_photograph_is_read(scale: float, black: int, white: int, noise: int) -> None:
    poor = photographed("0417", scale=scale, black=black, white=white, noise=noise)
    assert read_codes(*grey_of(poor)) == ("0417",)


def test_a_picture_without_a_code_has_none() -> None:
    assert read_codes(memoryview(bytes([255]) * 10_000), 100, 100) == ()
    assert read_codes(memoryview(bytes(range(250)) * 40), 100, 100) == ()


def test_too_many_or_too_long_texts_are_left_out() -> None:
    pdf = labels_pdf([label(f"{number:04d}") for number in range(PER_SHEET)])
    with opened(pdf) as document:
        sheet = document[0].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    assert len(read_codes(*grey_of(sheet))) == MOST_CODES
    assert read_codes(*grey_of(drawn("7" * (LONGEST_TEXT + 1)))) == ()


def test_every_label_of_a_sheet_bears_its_number_in_words_and_in_bars() -> None:
    numbers = [f"{417 + rank:04d}" for rank in range(12)]
    pdf = labels_pdf([label(number) for number in numbers], skip=3)
    (text,) = pages_text(pdf)
    assert [line for line in text.splitlines() if line in numbers] == numbers
    with opened(pdf) as document:
        sheet = document[0].get_pixmap(dpi=200, colorspace=pymupdf.csGRAY)
    assert read_codes(*grey_of(sheet)) == tuple(numbers)


@pytest.mark.parametrize(("count", "skip", "pages"), [(1, 0, 1), (24, 0, 1), (24, 1, 2), (1, 23, 1), (49, 0, 3)])
def test_labels_fill_their_sheets_of_24(count: int, skip: int, pages: int) -> None:
    with opened(labels_pdf([label()] * count, skip=skip)) as document:
        assert document.page_count == pages
        assert {tuple(map(round, page.rect)) for page in document} == {(0, 0, 595, 842)}


def test_single_labels_have_pages_of_their_size() -> None:
    with opened(labels_pdf([label(), label("0419")], single=True, skip=5)) as document:
        millimetres = [(round(page.rect.width / 72 * 25.4), round(page.rect.height / 72 * 25.4)) for page in document]
        assert millimetres == [(70, 37)] * 2


def test_a_label_has_the_jury_and_the_line_of_the_pv() -> None:
    (text,) = pages_text(labels_pdf([label()]))
    assert text.replace("\u00a0", " ").split("\n")[:4] == ["N° élève", "0418", "jury J01", "N° PV 14"]
