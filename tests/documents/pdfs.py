# SPDX-License-Identifier: AGPL-3.0-or-later
"""Looks into a PDF as an outside reader would."""

from collections.abc import Iterator

import pymupdf


def opened(pdf: bytes) -> pymupdf.Document:
    return pymupdf.open(stream=pdf, filetype="pdf")  # type: ignore[no-untyped-call]  # PyMuPDF's own lack


def pages_text(pdf: bytes) -> list[str]:
    with opened(pdf) as document:
        return [page.get_text() for page in document]


def xmp(pdf: bytes) -> str:
    with opened(pdf) as document:
        return str(document.get_xml_metadata())


def catalog(pdf: bytes, key: str) -> str | None:
    with opened(pdf) as document:
        kind, value = document.xref_get_key(document.pdf_catalog(), key)
        return None if kind == "null" else str(value)


def embedded_fonts(pdf: bytes) -> set[str]:
    with opened(pdf) as document:
        return {font[3].split("+")[-1] for page in document for font in page.get_fonts()}


def every_byte(pdf: bytes) -> bytes:
    """The whole file, its streams decompressed, and the text of each page beside it in UTF-8."""
    with opened(pdf) as document:
        plain = document.tobytes(expand=255, clean=False)
        return bytes(plain) + "\n".join(page.get_text() for page in document).encode()


def overlaps(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Pieces of text set one over the other: the second line begins before the first is cleared."""
    with opened(pdf) as document:
        for page in document:
            lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
            spans = [
                span for line in lines if line["dir"] == (1.0, 0.0) for span in line["spans"] if span["text"].strip()
            ]
            spans.sort(key=lambda span: span["origin"][1])
            for rank, one in enumerate(spans):
                for other in spans[rank + 1 :]:
                    apart = other["origin"][1] - one["origin"][1]
                    if apart > 30:  # points: no text is that high
                        break
                    if apart > 0.85 * other["size"]:
                        continue
                    beside = min(one["bbox"][2], other["bbox"][2]) - max(one["bbox"][0], other["bbox"][0])
                    if beside > 1:
                        yield one["text"], other["text"]


def one_line(text: str) -> str:
    """A text with plain blanks only, wherever its lines were broken."""
    return " ".join(text.replace("\u200b", "").split())


def flat(pdf: bytes) -> str:
    """The text of all pages as one line, to look for words in."""
    return one_line(" ".join(pages_text(pdf)))
