# SPDX-License-Identifier: AGPL-3.0-or-later
"""The limit of any opening: PyMuPDF opening a file that is in memory and rendering a page, in a process of its own."""

from pathlib import Path

import pymupdf

from bench.actor import serve
from bench.figures import milliseconds


def render(files: list[tuple[str, int]]) -> list[float]:
    """Open each file (path, width in pixels) and render its first page; return the milliseconds."""
    return [_one(Path(path).read_bytes(), width) for path, width in files]


def _one(data: bytes, width: int) -> float:
    def work() -> None:
        with pymupdf.open(stream=data, filetype="pdf") as document:  # type: ignore[no-untyped-call] # it has no types
            page = document[0]
            zoom = width / page.rect.width
            page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))  # type: ignore[no-untyped-call] # it has no types

    return milliseconds(work)


if __name__ == "__main__":
    serve({"render": render})
