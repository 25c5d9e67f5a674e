# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError
from lsl_desk.pdf.render import Drawings, draw, png, read_page
from tests.hostile.bombs import huge_box
from tests.hostile.writer import livret, page

# A page of 200 × 100 points with a red square of 20 in its lower left corner and a blue one in its upper right.
SQUARES = page(b"1 0 0 rg 0 0 20 20 re f 0 0 1 rg 180 80 20 20 re f", box=b"0 0 200 100")
RED, BLUE, WHITE = b"\x00\x00\xff\xff", b"\xff\x00\x00\xff", b"\xff\xff\xff\xff"


def opened(data: bytes) -> PdfDocument:
    return PdfDocument.open(data, PdfCaps())


def drawn(data: bytes, width: int, rotation: int = 0) -> tuple[int, int, bytes]:
    drawing = read_page(opened(data), 0)
    across, down = drawing.pixels(width, rotation)
    target = bytearray(across * down * 4 + 8)
    draw(drawing, width, rotation, memoryview(target))
    assert target[-8:] == bytes(8)  # nothing beyond its place
    return across, down, bytes(target[:-8])


@pytest.mark.parametrize(
    ("rotation", "size", "red", "blue"),
    [
        (0, (200, 100), (5, 95), (195, 5)),
        (90, (100, 200), (5, 5), (95, 195)),
        (180, (200, 100), (195, 5), (5, 95)),
        (270, (100, 200), (95, 195), (5, 5)),
    ],
)
def test_a_page_turns_clockwise(
    rotation: int, size: tuple[int, int], red: tuple[int, int], blue: tuple[int, int]
) -> None:
    across, down, pixels = drawn(SQUARES, size[0], rotation)
    assert (across, down) == size

    def at(point: tuple[int, int]) -> bytes:
        start = (point[1] * across + point[0]) * 4
        return pixels[start : start + 4]

    assert (at(red), at(blue), at((across // 2, down // 2))) == (RED, BLUE, WHITE)


@pytest.mark.parametrize("width", [1, 2, 137, 900, 1366])
def test_the_width_is_exactly_what_was_asked(width: int) -> None:
    across, down, pixels = drawn(livret(), width)
    assert across == width
    assert down == max(1, round(width * 842 / 595))
    assert len(pixels) == across * down * 4
    assert set(pixels[3::4]) == {255}


def test_a_drawing_is_kept_for_the_next_zoom_and_the_oldest_forgotten() -> None:
    drawings, document = Drawings(2), opened(livret(pages=3))
    first = drawings.get("a", document, 0)
    assert drawings.get("a", document, 0) is first
    drawings.get("a", document, 1)
    drawings.get("a", document, 2)
    assert drawings.get("a", document, 0) is not first
    drawings.forget("a")
    assert not drawings._held


def test_a_png_is_a_png_of_the_size_its_resolution_makes() -> None:
    packed = png(read_page(opened(livret()), 0), 100)
    assert packed[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(packed[16:20]), int.from_bytes(packed[20:24])) == (826, 1169)


def test_a_page_beyond_the_caps_is_not_read() -> None:
    with pytest.raises(UnshowableError) as error:
        read_page(opened(huge_box()), 0)
    assert error.value.problem is LivretProblem.TOO_LARGE
