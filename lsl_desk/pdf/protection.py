# SPDX-License-Identifier: AGPL-3.0-or-later
"""Close a livret under a password for any PDF reader, and open it again, within the same caps as reading it."""

from typing import Any

from pymupdf import mupdf

from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pdf.closed import ClosedPdf
from lsl_desk.pdf.document import PdfCaps, PdfDocument, UnshowableError, open_bytes

_OF_THE_FILE = ("Metadata", "Outlines", "OpenAction", "Names", "PieceInfo", "AcroForm", "AA")
"""What a catalogue may hold besides pages: titles and file names of whoever made it, scripts, attached files."""
_OF_ANY_OBJECT = ("Metadata", "PieceInfo", "AA", "JS")


def protect(data: bytes, caps: PdfCaps, lock: ClosedPdf, code: str) -> bytes:
    """Write a livret under a lock: its pages, and nothing that says who made it or that acts; then open it again.

    Args:
        data: the livret, not encrypted.
        caps: how large it may be.
        lock: the lock of this file.
        code: what opens it.

    Raises:
        UnshowableError: as `PdfDocument.open`; UNREADABLE when it cannot be written.
    """
    livret = PdfDocument.open(data, caps)
    try:
        closed = _moved(livret.handle, lock)
    except mupdf.FzErrorSystem as error:
        raise MemoryError from error
    except mupdf.FzErrorBase as error:
        raise UnshowableError(LivretProblem.UNREADABLE) from error
    if PdfDocument.open(closed, caps, code=code).page_count != livret.page_count:
        raise UnshowableError(LivretProblem.UNREADABLE)
    return closed


def unprotect(data: bytes, caps: PdfCaps, code: str) -> bytes:
    """Write a closed livret without its lock.

    Raises:
        UnshowableError: as `PdfDocument.open`; PASSWORD when the code does not open it.
    """
    livret = PdfDocument.open(data, caps, code=code)
    try:
        return _written(livret.handle, mupdf.PDF_ENCRYPT_NONE, len(data))
    except mupdf.FzErrorSystem as error:
        raise MemoryError from error
    except mupdf.FzErrorBase as error:
        raise UnshowableError(LivretProblem.UNREADABLE) from error


def _moved(source: Any, lock: ClosedPdf) -> bytes:
    """Copy all that the catalogue leads to into a PDF whose lock is ours; what it does not lead to stays behind."""
    target = open_bytes(lock.data)
    if not mupdf.pdf_authenticate_password(target, lock.once):
        raise UnshowableError(LivretProblem.PASSWORD)
    catalogue = mupdf.pdf_dict_gets(mupdf.pdf_trailer(source), "Root")
    for key in _OF_THE_FILE:
        mupdf.pdf_dict_dels(catalogue, key)
    copied = mupdf.pdf_graft_object(target, catalogue)
    for number in range(1, mupdf.pdf_xref_len(target)):
        thing = mupdf.pdf_load_object(target, number)
        if mupdf.pdf_is_dict(thing):
            for key in _OF_ANY_OBJECT:
                mupdf.pdf_dict_dels(thing, key)
    trailer = mupdf.pdf_trailer(target)
    mupdf.pdf_dict_puts(trailer, "Root", copied)
    mupdf.pdf_dict_puts(trailer, "Encrypt", _parsed(target, lock.true))
    return _written(target, mupdf.PDF_ENCRYPT_KEEP, 0)


def _parsed(document: Any, text: bytes) -> Any:
    stream = mupdf.fz_open_memory(mupdf.python_buffer_data(text), len(text))
    return mupdf.pdf_parse_stm_obj(document, stream, mupdf.PdfLexbuf(mupdf.PDF_LEXBUF_SMALL))


def _written(document: Any, encryption: int, size: int) -> bytes:
    options = mupdf.PdfWriteOptions()
    options.do_encrypt = encryption
    buffer = mupdf.FzBuffer(size)
    output = mupdf.FzOutput(buffer)
    mupdf.pdf_write_document(document, output, options)
    output.fz_close_output()
    return bytes(mupdf.fz_buffer_extract_copy(buffer))
