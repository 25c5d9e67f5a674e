# SPDX-License-Identifier: AGPL-3.0-or-later
"""A plain reader of the demonstration's index, apart from the product's own import."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path


@dataclass
class Row:
    cells: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.frames: list[str] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "tr":
            self.rows.append(Row())
        elif tag in {"td", "th"}:
            self.rows[-1].cells.append("")
            self._in_cell = True
        elif tag == "a":
            self.rows[-1].links.append(named["href"] or "")
        elif tag == "frame" and named.get("src"):
            self.frames.append(named["src"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            self.rows[-1].cells[-1] += data


def rows_of(pages: dict[str, bytes], name: str = "index.html") -> list[Row]:
    page = pages[name]
    declared = re.search(rb"charset=([\w-]+)", page)
    assert declared is not None
    reader = _Tables()
    reader.feed(page.decode(declared[1].decode("ascii")))
    return reader.rows or [row for frame in reader.frames for row in rows_of(pages, frame)]


def pages_in(folder: Path) -> dict[str, bytes]:
    return {page.name: page.read_bytes() for page in folder.glob("*.html")}
