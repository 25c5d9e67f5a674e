# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of a drill: every page painted by bare PyMuPDF as wide as ours and its text taken, in a waiting process."""

from pathlib import Path

import pymupdf

from bench.actor import serve


def paint(files: list[str], width: int) -> int:
    """Paint all pages of these PDFs and throw them away; return how many pages there were."""
    pages = 0
    for file in files:
        with pymupdf.open(stream=Path(file).read_bytes(), filetype="pdf") as document:  # type: ignore[no-untyped-call] # it has no types
            for page in document:
                scale = width / page.rect.width
                page.get_pixmap(matrix=pymupdf.Matrix(scale, scale))  # type: ignore[no-untyped-call]  # as above
                page.get_text()
                pages += 1
    return pages


if __name__ == "__main__":
    serve({"paint": paint})
