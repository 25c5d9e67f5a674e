# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open a livret's PDF within caps, or say why not.

MuPDF's own bindings (`pymupdf.mupdf`) are used rather than `pymupdf.Document`, which also reads the outline and the
metadata and guesses other formats from the bytes. Nothing is executed: MuPDF runs JavaScript only for a program that
enables it, and drawing a page follows no link, launch action or embedded file.
"""

import math
import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Self

from pymupdf import mupdf

from lsl_desk.domain.livret import LivretProblem

_HEADER_WITHIN = 1024
"""Bytes in which ``%PDF-`` must stand (ISO 32000-1, annex H, note 13)."""

_LINEARIZED = re.compile(rb"/Linearized\b[^>]{0,200}?/L\s+(\d{1,12})")
_OBJECT_START = re.compile(rb"\d\s+\d+\s+obj\b|\bendobj\b|\bendstream\b")


@dataclass(frozen=True, slots=True)
class PdfCaps:
    """How large a livret may be.

    Attributes:
        size: bytes of the file.
        pages: number of pages.
        side: points (1/72 inch) of either side of a page.
    """

    size: int = 64 << 20
    pages: int = 200
    side: float = 5000.0


class UnshowableError(Exception):
    """The PDF cannot be shown; ``problem`` is the code a person is told."""

    def __init__(self, problem: LivretProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


class PdfDocument:
    """An open PDF, within its caps."""

    def __init__(self, document: Any, data: bytes, caps: PdfCaps) -> None:
        self._document = document
        self._data = data  # MuPDF reads from these bytes for as long as it lives
        self._caps = caps
        self.page_count = int(mupdf.pdf_count_pages(document))

    @classmethod
    def open(cls, data: bytes, caps: PdfCaps, *, code: str | None = None) -> Self:
        """Open a PDF from its bytes.

        Args:
            data: the file.
            caps: how large it may be.
            code: its password, when it has one.

        Raises:
            UnshowableError: EMPTY_FILE, TOO_LARGE, NOT_A_PDF, TRUNCATED, PASSWORD, NO_PAGE, TOO_MANY_PAGES, UNREADABLE.
        """
        problem = _problem_of_bytes(data, caps)
        if problem is not None:
            raise UnshowableError(problem)
        try:
            document = open_bytes(data)
            if mupdf.pdf_needs_password(document) and not (
                code is not None and mupdf.pdf_authenticate_password(document, code)
            ):
                raise UnshowableError(LivretProblem.PASSWORD)
            opened = cls(document, data, caps)
        except mupdf.FzErrorSystem as error:
            raise MemoryError from error
        except mupdf.FzErrorBase as error:
            raise UnshowableError(_unreadable_or_cut(data)) from error
        opened._hold_to_caps()
        return opened

    @property
    def handle(self) -> Any:
        """MuPDF's document (``PdfDocument``), for as long as this one lives."""
        return self._document

    def _hold_to_caps(self) -> None:
        ending = _ending(self._data)
        if ending is _Ending.CUT or (ending is _Ending.MISSING and mupdf.pdf_was_repaired(self._document)):
            raise UnshowableError(LivretProblem.TRUNCATED)
        if self.page_count < 1:
            raise UnshowableError(LivretProblem.NO_PAGE)
        if self.page_count > self._caps.pages:
            raise UnshowableError(LivretProblem.TOO_MANY_PAGES)

    def sizes(self) -> tuple[tuple[float, float], ...]:
        """Return width and height of every page in points, the PDF's own rotation applied.

        Raises:
            UnshowableError: TOO_LARGE, UNREADABLE, TRUNCATED.
        """
        return tuple(self.size(page) for page in range(self.page_count))

    def size(self, page: int) -> tuple[float, float]:
        """Return width and height of a page in points, the PDF's own rotation applied.

        Raises:
            UnshowableError: TOO_LARGE, UNREADABLE, TRUNCATED.
        """
        box = mupdf.fz_bound_page(self.page(page))
        width, height = box.x1 - box.x0, box.y1 - box.y0
        if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
            raise UnshowableError(LivretProblem.UNREADABLE)
        if max(width, height) > self._caps.side:
            raise UnshowableError(LivretProblem.TOO_LARGE)
        return width, height

    def page(self, page: int) -> Any:
        """Return MuPDF's page (``FzPage``); indices count from 0.

        Raises:
            UnshowableError: UNREADABLE, or TRUNCATED when the file's end is missing.
        """
        try:
            return mupdf.pdf_load_page(self._document, page).super()
        except mupdf.FzErrorSystem as error:
            raise MemoryError from error
        except mupdf.FzErrorBase as error:
            raise UnshowableError(_unreadable_or_cut(self._data)) from error


def open_bytes(data: bytes) -> Any:
    """MuPDF's document over bytes, which must outlive it.

    Raises:
        mupdf.FzErrorBase: they are no PDF.
    """
    stream = mupdf.fz_open_memory(mupdf.python_buffer_data(data), len(data))
    return mupdf.pdf_open_document_with_stream(stream)


def _problem_of_bytes(data: bytes, caps: PdfCaps) -> LivretProblem | None:
    if not data:
        return LivretProblem.EMPTY_FILE
    if len(data) > caps.size:
        return LivretProblem.TOO_LARGE
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        return LivretProblem.NOT_A_PDF
    linearized = _LINEARIZED.search(data[: 2 * _HEADER_WITHIN])
    if linearized is not None and int(linearized[1]) > len(data):
        return LivretProblem.TRUNCATED
    return None


class _Ending(Enum):
    WHOLE = auto()
    CUT = auto()
    MISSING = auto()


def _ending(data: bytes) -> _Ending:
    """Tell whether the file ends as ISO 32000-1 §7.5.5 wants: ``startxref``, a number, ``%%EOF``, and no object after.

    A linearized file and one saved twice have an earlier ``%%EOF`` of their own: objects after the last one mean a cut.
    Bytes that a server or a mail program added after the end are no objects, and cut nothing off. A file that has lost
    the mark alone is whole as long as MuPDF had nothing to repair.
    """
    end = data.rfind(b"%%EOF")
    if end < 0 or data.rfind(b"startxref", 0, end) < 0:
        return _Ending.MISSING
    return _Ending.CUT if _OBJECT_START.search(data, end) else _Ending.WHOLE


def _unreadable_or_cut(data: bytes) -> LivretProblem:
    return LivretProblem.UNREADABLE if _ending(data) is _Ending.WHOLE else LivretProblem.TRUNCATED
