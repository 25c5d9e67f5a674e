# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes of a good PDF what offices also send: a scan without text, a file with a page of somebody else."""

import math

import pymupdf

_JPEG_QUALITY = 60


def scanned(pdf: bytes, *, dpi: int, tilt: float) -> bytes:
    """Turn every page into a grey picture, as a scanner would, so that no text layer is left.

    Args:
        pdf: any PDF that opens.
        dpi: resolution of the pictures, dots per inch.
        tilt: degrees by which each sheet lies askew, alternately one way and the other.

    Returns:
        the PDF; the same bytes for the same arguments.
    """
    with _opened(pdf) as source, _opened(None) as scan:
        for rank, page in enumerate(source):
            askew = _askew(dpi / 72, tilt if rank % 2 else -tilt)
            picture = page.get_pixmap(matrix=askew, colorspace=pymupdf.csGRAY)
            sheet = scan.new_page(width=page.rect.width, height=page.rect.height)
            sheet.insert_image(sheet.rect, stream=picture.tobytes("jpg", jpg_quality=_JPEG_QUALITY))
        scan.set_metadata({})
        return bytes(scan.tobytes(no_new_id=True))


def with_page_of(pdf: bytes, page: int, other: bytes) -> bytes:
    """Replace page ``page`` (from 1) by the page of the same rank of another PDF, as a badly merged batch does."""
    with _opened(pdf) as good, _opened(other) as stray:
        good.insert_pdf(stray, from_page=page - 1, to_page=page - 1, start_at=page - 1)
        good.delete_page(page)
        return bytes(good.tobytes(no_new_id=True, garbage=1))


def _opened(pdf: bytes | None) -> pymupdf.Document:
    # PyMuPDF leaves its constructors without types.
    return pymupdf.open(stream=pdf, filetype="pdf") if pdf else pymupdf.open()  # type: ignore[no-untyped-call]


def _askew(zoom: float, degrees: float) -> pymupdf.Matrix:
    cosine, sine = zoom * math.cos(math.radians(degrees)), zoom * math.sin(math.radians(degrees))
    return pymupdf.Matrix(cosine, sine, -sine, cosine, 0, 0)  # type: ignore[no-untyped-call]  # as above
