# SPDX-License-Identifier: AGPL-3.0-or-later
"""A photograph or a scan as grey pixels, at several sizes and slants: what a bar code is looked for in.

PNG, JPEG and TIFF are taken, and PDF, whose first pages are drawn. Run in the page worker only: such a file comes from
anywhere.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from pymupdf import mupdf

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError
from lsl_desk.pdf.render import read_page

MOST_PIXELS = 64_000_000
"""Of a picture, whatever its file says: what a telephone takes, and a decoded picture must fit the worker's memory."""
MOST_PAGES = 4
"""Of a PDF that are looked at."""
_STARTS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_PAGE_DPI = 200
_WIDE, _WIDEST, _NARROW = 2000, 3000, 1500
_SLANT = 45

_GREY = mupdf.FzColorspace(mupdf.FzColorspace.Fixed_GRAY)
_NO_SEPARATIONS = mupdf.FzSeparations()
_EVERYWHERE = mupdf.FzRect(mupdf.FzRect.Fixed_INFINITE)

Grey = tuple[memoryview, int, int]
"""One byte a pixel, 0 black, row by row; pixels across; pixels down."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, or a page, that can be drawn at any size and slant.

    Attributes:
        width: pixels across as it comes, of a page at 200 dots per inch.
        height: pixels down.
        paint: draws it on MuPDF's device, given the matrix that takes a picture of one pixel each way to its place.
    """

    width: int
    height: int
    paint: Callable[[Any, float, float, float, float, float, float], None]

    def views(self) -> Iterator[Grey]:
        """Yield it in greys, the likeliest to be read first: whole, slanted, in detail, enlarged, coarse.

        Bars are read along a line, which must cross them all: between a slant of 0 and one of 45 degrees there is
        always one that does. What is small gains from being enlarged, what is noisy from being reduced.

        Raises:
            UnshowableError: UNREADABLE.
            MemoryError: the memory cap was met.
        """
        longest = max(self.width, self.height)
        sizes = [min(longest, _WIDE)]
        if longest > _WIDE:
            sizes.append(min(longest, _WIDEST))
        if longest < _NARROW:
            sizes.append(2 * longest)
        sizes.append(max(1, sizes[0] // 2))
        for size in sizes:
            for slant in (0, _SLANT):
                yield self._drawn(size / longest, slant)

    def _drawn(self, scale: float, degrees: int) -> Grey:
        cosine, sine = (scale * f(math.radians(degrees)) for f in (math.cos, math.sin))
        across = max(1, math.ceil(self.width * cosine + self.height * sine))
        down = max(1, math.ceil(self.width * sine + self.height * cosine))
        grey = memoryview(bytearray(across * down))
        try:
            room = mupdf.python_buffer_data(grey)
            target = mupdf.fz_new_pixmap_with_data(_GREY, across, down, _NO_SEPARATIONS, 0, across, room)
            mupdf.fz_clear_pixmap_with_value(target, 255)
            device = mupdf.fz_new_draw_device(mupdf.FzMatrix(), target)
            self.paint(device, cosine, sine, -sine, cosine, self.height * sine, 0)
            mupdf.fz_close_device(device)
        except mupdf.FzErrorSystem as error:
            raise MemoryError from error
        except mupdf.FzErrorBase as error:
            raise UnshowableError(LivretProblem.UNREADABLE) from error
        return grey, across, down


def open_pictures(data: bytes, caps: PdfCaps) -> tuple[Picture, ...]:
    """Open a picture file, or the first pages of a PDF.

    Raises:
        UnshowableError: it is none, or one larger than the caps.
        MemoryError: the memory cap was met.
    """
    if data.startswith(_STARTS):
        return (_image(data),)
    document = PdfDocument.open(data, caps)
    return tuple(_page(document, page) for page in range(min(document.page_count, MOST_PAGES)))


def _image(data: bytes) -> Picture:
    try:
        image = mupdf.fz_new_image_from_buffer(mupdf.fz_new_buffer_from_copied_data(data))
        width, height = int(image.w()), int(image.h())
    except mupdf.FzErrorSystem as error:
        raise MemoryError from error
    except mupdf.FzErrorBase as error:
        raise UnshowableError(LivretProblem.UNREADABLE) from error
    _hold_to_cap(width, height)

    def paint(device: Any, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        matrix = mupdf.FzMatrix(a * width, b * width, c * height, d * height, e, f)  # MuPDF's image is one unit wide
        mupdf.fz_fill_image(device, image, matrix, 1, mupdf.FzColorParams())

    return Picture(width, height, paint)


def _page(document: PdfDocument, page: int) -> Picture:
    drawing = read_page(document, page)
    zoom = _PAGE_DPI / 72
    width, height = max(1, round(drawing.width * zoom)), max(1, round(drawing.height * zoom))
    _hold_to_cap(width, height)

    def paint(device: Any, a: float, b: float, c: float, d: float, e: float, f: float) -> None:
        matrix = mupdf.FzMatrix(a * zoom, b * zoom, c * zoom, d * zoom, e, f)
        mupdf.fz_run_display_list(drawing.commands, device, matrix, _EVERYWHERE, mupdf.FzCookie())

    return Picture(width, height, paint)


def _hold_to_cap(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise UnshowableError(LivretProblem.UNREADABLE)
    if width * height > MOST_PIXELS or max(width, height) > MOST_PIXELS // 100:
        raise UnshowableError(LivretProblem.TOO_LARGE)
