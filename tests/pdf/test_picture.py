# SPDX-License-Identifier: AGPL-3.0-or-later
import itertools
import struct
import zlib
from typing import Any

import pymupdf as untyped
import pytest

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.document import PdfCaps, UnshowableError
from lsl_desk.pdf.picture import MOST_PAGES, MOST_PIXELS, open_pictures
from tests.barcodes.pictures import drawn
from tests.hostile.writer import livret

CAPS = PdfCaps()
pymupdf: Any = untyped
"""PyMuPDF declares no types."""


def png_saying(width: int, height: int) -> bytes:
    """A PNG whose header says a size, and whose pixels are missing."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", len(header)) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize("kind", ["png", "jpg"])
def test_a_picture_is_drawn_whole_then_slanted_then_at_other_sizes(kind: str) -> None:
    picture = drawn("0417")
    (opened,) = open_pictures(picture.tobytes(kind), CAPS)
    assert (opened.width, opened.height) == (picture.width, picture.height)
    sizes = [(across, down) for _, across, down in opened.views()]
    assert sizes[0] == (picture.width, picture.height)
    assert sizes[1][0] == sizes[1][1] > max(sizes[0])
    assert sizes[2] == (2 * picture.width, 2 * picture.height)
    assert sizes[4] == (picture.width // 2, picture.height // 2)
    first = next(iter(opened.views()))[0]
    if kind == "png":
        assert bytes(first) == picture.samples


def test_what_leaves_the_slanted_picture_is_white() -> None:
    (opened,) = open_pictures(drawn("0417").tobytes("png"), CAPS)
    grey, across, down = next(itertools.islice(opened.views(), 1, None))
    assert [grey[place] for place in (0, across - 1, across * (down - 1), across * down - 1)] == [255] * 4


def test_a_large_picture_is_looked_at_reduced_then_in_detail() -> None:
    white = pymupdf.Pixmap(pymupdf.csGRAY, 5000, 3000, b"\xff" * 15_000_000, False)
    (opened,) = open_pictures(white.tobytes("png"), CAPS)
    assert [max(across, down) for _, across, down in itertools.islice(opened.views(), 0, None, 2)] == [
        2000,
        3000,
        1000,
    ]


def test_the_first_pages_of_a_pdf_are_pictures_at_200_dots_per_inch() -> None:
    pages: Any = open_pictures(livret("0417", pages=6), CAPS)
    assert len(pages) == MOST_PAGES
    assert abs(pages[0].height - 842 / 72 * 200) < 10


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", LivretProblem.EMPTY_FILE),
        (b"GIF89a" + b"\0" * 40, LivretProblem.NOT_A_PDF),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", LivretProblem.NOT_A_PDF),
        (b"II*\0" + b"\xff" * 64, LivretProblem.UNREADABLE),
        (b"\xff\xd8\xff" + b"\0" * 64, LivretProblem.UNREADABLE),
        (png_saying(9000, 9000), LivretProblem.TOO_LARGE),
        (png_saying(MOST_PIXELS // 100 + 1, 1), LivretProblem.TOO_LARGE),
        (png_saying(0, 10), LivretProblem.UNREADABLE),
    ],
    ids=["empty", "gif", "svg", "tiff", "jpeg", "endless", "a line", "no width"],
)
def test_what_is_no_picture_or_too_large_is_refused_before_it_is_decoded(data: bytes, problem: LivretProblem) -> None:
    with pytest.raises(UnshowableError) as refused:
        open_pictures(data, CAPS)
    assert refused.value.problem is problem


def test_a_picture_that_is_cut_short_is_unreadable_or_seen_in_part() -> None:
    whole = drawn("0417").tobytes("png")
    problems = set()
    for length in range(60, len(whole), len(whole) // 7):
        try:
            (opened,) = open_pictures(whole[:length], CAPS)
            assert all(len(grey) == across * down for grey, across, down in opened.views())
        except UnshowableError as error:
            problems.add(error.problem)
    assert problems <= {LivretProblem.UNREADABLE}
