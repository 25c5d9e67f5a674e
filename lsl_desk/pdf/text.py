# SPDX-License-Identifier: AGPL-3.0-or-later
"""The text layer of a page: its text, and its words with their boxes.

What is read is what is drawn: the page with its annotations and form fields.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pymupdf
from pymupdf import mupdf

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.document import PdfDocument, UnshowableError

MAX_CHARACTERS = 500_000
"""Characters of a page; a livret's page has some thousands."""

_OPTIONS = mupdf.FzStextOptions()
_OPTIONS.flags = mupdf.FZ_STEXT_PRESERVE_WHITESPACE  # no images, no vectors, no structure: the cheapest pass there is


class WordBox(NamedTuple):
    """A word with its box in points, y downwards, in the page as `PdfDocument.size` measures it; lines count from 0."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    line: int


def page_text(document: PdfDocument, page: int) -> str:
    """Return the text of a page, a line of it a line, "" for a page with no text layer (a scan).

    The lines count: the number lock trusts a label and a number of one line more than those of two.

    Raises:
        UnshowableError: the page cannot be read, or TOO_LARGE when it holds more than `MAX_CHARACTERS`.
        MemoryError: the memory cap was met.
    """
    with _refusals():
        layer = pymupdf.TextPage(_layer(document, page))  # type: ignore[no-untyped-call] # PyMuPDF declares no types
        text = str(layer.extractText())
    if len(text) > MAX_CHARACTERS:
        raise UnshowableError(LivretProblem.TOO_LARGE)
    return _clean(text) if text.strip() else ""


def page_words(document: PdfDocument, page: int) -> tuple[WordBox, ...]:
    """Return the words of a page in reading order.

    Raises:
        UnshowableError: as `page_text`.
        MemoryError: the memory cap was met.
    """
    with _refusals():
        layer = pymupdf.TextPage(_layer(document, page))  # type: ignore[no-untyped-call] # PyMuPDF declares no types
        found = layer.extractWORDS()  # type: ignore[no-untyped-call] # the same
    if sum(len(word[4]) for word in found) > MAX_CHARACTERS:
        raise UnshowableError(LivretProblem.TOO_LARGE)
    lines: dict[tuple[int, int], int] = {}
    return tuple(
        WordBox(x0, y0, x1, y1, _clean(text), lines.setdefault((block, line), len(lines)))
        for x0, y0, x1, y1, text, block, line, _rank in found
    )


def _layer(document: PdfDocument, page: int) -> Any:
    loaded = document.page(page)
    layer = mupdf.FzStextPage(mupdf.fz_bound_page(loaded))
    device = mupdf.fz_new_stext_device(layer, _OPTIONS)
    mupdf.fz_run_page(loaded, device, mupdf.FzMatrix(), mupdf.FzCookie())
    mupdf.fz_close_device(device)
    return layer


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except mupdf.FzErrorSystem as error:
        raise MemoryError from error
    except mupdf.FzErrorBase as error:
        raise UnshowableError(LivretProblem.UNREADABLE) from error


def _clean(text: str) -> str:
    """Make it text that any store and any encoding takes: no half of a surrogate pair, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
