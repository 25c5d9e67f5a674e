# SPDX-License-Identifier: AGPL-3.0-or-later
import pymupdf
import pytest

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError
from tests.hostile import bombs, broken, loops
from tests.hostile.writer import livret, page

CAPS = PdfCaps()


def problem_of(data: bytes, caps: PdfCaps = CAPS) -> LivretProblem | None:
    try:
        PdfDocument.open(data, caps).sizes()
    except UnshowableError as error:
        return error.problem
    return None


def saved(**options: object) -> bytes:
    """A livret as PyMuPDF writes it."""
    with pymupdf.open(stream=livret(), filetype="pdf") as document:  # type: ignore[no-untyped-call] # it declares no types
        return bytes(document.tobytes(**options))


def test_an_honest_livret_opens_with_its_pages_and_sizes() -> None:
    document = PdfDocument.open(livret(pages=3), CAPS)
    assert document.page_count == 3
    assert document.sizes() == ((595.0, 842.0),) * 3


def test_a_page_turned_by_the_file_itself_is_as_wide_as_it_shows() -> None:
    assert PdfDocument.open(page(b"", entries=b"/Rotate 90"), CAPS).sizes() == ((842.0, 595.0),)


def test_a_crop_box_is_the_page() -> None:
    assert PdfDocument.open(page(b"", entries=b"/CropBox[100 100 300 200]"), CAPS).sizes() == ((200.0, 100.0),)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", LivretProblem.EMPTY_FILE),
        (broken.not_a_pdf(), LivretProblem.NOT_A_PDF),
        (broken.garbage_before(), LivretProblem.NOT_A_PDF),
        (broken.header_only(), LivretProblem.TRUNCATED),
        (broken.zeros(), LivretProblem.TRUNCATED),
        (broken.encrypted(), LivretProblem.PASSWORD),
        (broken.no_page(), LivretProblem.NO_PAGE),
        (loops.page_tree_loop(), LivretProblem.UNREADABLE),
        (bombs.ten_thousand_pages(), LivretProblem.TOO_MANY_PAGES),
        (bombs.huge_box(), LivretProblem.TOO_LARGE),
        (broken.garbage_everywhere(), LivretProblem.UNREADABLE),
    ],
)
def test_each_problem_has_its_code(data: bytes, problem: LivretProblem) -> None:
    assert problem_of(data) is problem


def test_the_caps_hold_at_their_very_edge() -> None:
    data = livret(pages=3)
    assert problem_of(data, PdfCaps(size=len(data), pages=3, side=842.0)) is None
    assert problem_of(data, PdfCaps(size=len(data) - 1)) is LivretProblem.TOO_LARGE
    assert problem_of(data, PdfCaps(pages=2)) is LivretProblem.TOO_MANY_PAGES
    assert problem_of(data, PdfCaps(side=841.9)) is LivretProblem.TOO_LARGE


def test_a_livret_cut_anywhere_says_so() -> None:
    data = livret(pages=3)
    last_needed = data.rindex(b"%%EOF") - 3  # whoever loses only the last word has lost nothing of the livret
    for cut in range(len(b"%PDF-"), last_needed, 7):
        assert problem_of(data[:cut]) is LivretProblem.TRUNCATED, cut


def test_a_livret_made_by_pymupdf_with_object_streams_cut_anywhere_says_so() -> None:
    data = saved(use_objstms=1, garbage=3, deflate=True)
    assert problem_of(data) is None
    for cut in range(50, data.rindex(b"startxref"), 31):
        assert problem_of(data[:cut]) is LivretProblem.TRUNCATED, cut


def test_a_livret_with_a_wrong_table_but_its_end_is_shown() -> None:
    assert problem_of(broken.wrong_table()) is None


@pytest.mark.parametrize("tail", [b"\n", b"\r\n\r\n", b"\0" * 5000, b"<!-- sent by a proxy -->" * 200])
def test_bytes_added_after_the_end_cut_nothing_off(tail: bytes) -> None:
    assert problem_of(livret() + tail) is None


def test_a_livret_saved_twice_is_whole_and_its_second_saving_cut_is_not() -> None:
    first = livret()
    start = len(first)
    second = (
        b"10 0 obj\n<</Producer(invente)>>\nendobj\nxref\n10 1\n%010d 00000 n \n"
        b"trailer\n<</Root 1 0 R/Size 11/Info 10 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    ) % (start, first.rindex(b"xref\n0 "), start + len(b"10 0 obj\n<</Producer(invente)>>\nendobj\n"))
    assert problem_of(first + second) is None
    assert problem_of(first + second[: len(second) // 2]) is LivretProblem.TRUNCATED


def test_a_linearized_livret_shorter_than_it_says_is_cut_although_it_has_an_end() -> None:
    whole = livret()
    announced = b"%%PDF-1.7\n99 0 obj\n<</Linearized 1/L %d/H[0 0]/O 3/E 9/N 3/T 9>>\nendobj\n"
    body = whole.removeprefix(b"%PDF-1.7\n")
    size = len(announced % 0) + len(body)
    complete = announced % (size + len(str(size)) - 1) + body
    assert problem_of(complete) is None
    assert problem_of(announced % (size + 5000) + body) is LivretProblem.TRUNCATED


def test_a_file_that_asks_no_password_to_be_read_opens() -> None:
    aes_256 = 5
    assert problem_of(saved(encryption=aes_256, owner_pw="x", user_pw="")) is None
    assert problem_of(saved(encryption=aes_256, owner_pw="x", user_pw="y")) is LivretProblem.PASSWORD
