# SPDX-License-Identifier: AGPL-3.0-or-later
"""The HTML index of a jury (« Édition LSL par jury »): pages, frames and links to rows of candidates.

The shape of the real index is not public (memo: « en cliquant sur un lien HTML, No PV candidat et No Elève, on accède
directement au livret »): every shape that leads to PDF files is taken, and what is doubtful is asked, never guessed.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.formats.columns import Choice, column_words, ranks_of
from lsl_desk.formats.grid import Grid, GridRow, PageGrids, grids_of, is_headed
from lsl_desk.formats.html_page import HtmlPage, read_page
from lsl_desk.formats.index_rows import IndexRow, RowLinks, merged, rows_of_grid
from lsl_desk.formats.jury_title import JuryTitle, read_titles
from lsl_desk.formats.member_names import MemberNames, is_html, is_pdf

MAX_PAGES = 5_000
"""Pages read of one index: a jury of 150 candidates with a page each is far below."""

MAX_PAGE_BYTES = 32 * 1024 * 1024
"""A page beyond this is no index."""

_MAX_FRAMES = 50
_FIRST_NAMES = ("index", "default", "accueil", "menu", "sommaire", "jury", "liste")


@dataclass(frozen=True, slots=True)
class IndexReading:
    """What an index holds.

    Attributes:
        page: the page read first.
        title: jury, label, session, rows announced.
        rows: the candidates, in order.
    """

    page: str
    title: JuryTitle
    rows: tuple[IndexRow, ...]


def read_index(
    names: MemberNames, read: Callable[[str], bytes], choice: Choice | None = None, under: str = ""
) -> IndexReading | None:
    """Read the index of a jury; None when there is no page, or only pages that each show one livret.

    Args:
        names: every file of the jury's folder.
        read: returns the bytes of a page named there; may raise `Refusal`.
        choice: the columns a person settled.
        under: folder the index stands in, "" for the whole.

    Raises:
        Refusal: INDEX_NO_LINK, INDEX_AMBIGUOUS, INDEX_COLUMN_UNKNOWN, or what ``read`` raises.
    """
    return _Index(names, read).reading(choice or Choice(), under)


class _Index:
    def __init__(self, names: MemberNames, read: Callable[[str], bytes]) -> None:
        self._names = names
        self._read = read
        self._pages: dict[str, HtmlPage] = {}
        self._shows: dict[str, tuple[str, ...]] = {}
        self._gathered: dict[str, PageGrids] = {}

    def reading(self, choice: Choice, under: str) -> IndexReading | None:
        entries = sorted(
            (name for name in self._names.all if is_html(name) and name.startswith(under)), key=_entry_order
        )
        seen: set[str] = set()
        index_like = None
        for entry in entries[:MAX_PAGES]:
            if entry in seen:
                continue
            pages = self._reached(entry)
            seen.update(pages)
            if index_like is None and len(self._shown(entry)) != 1:
                index_like = entry
            if not any(self._leads_somewhere(page) for page in pages):
                continue
            rows = self._rows(pages, choice)
            if any(row.file or row.broken for row in rows):
                return IndexReading(entry, self._title(pages), tuple(rows))
        if index_like is not None:
            raise Refusal(Code.INDEX_NO_LINK, member=index_like)
        return None

    def _page(self, name: str) -> HtmlPage:
        if name not in self._pages:
            if len(self._pages) >= MAX_PAGES:
                return HtmlPage()
            data = self._read(name)
            self._pages[name] = read_page(data) if len(data) <= MAX_PAGE_BYTES else HtmlPage()
        return self._pages[name]

    def _grids(self, name: str) -> PageGrids:
        if name not in self._gathered:
            self._gathered[name] = grids_of(self._page(name).blocks)
        return self._gathered[name]

    def _reached(self, entry: str) -> list[str]:
        """The pages of the index: the entry, what its frames show, and the lists it links to; not the livrets' own."""
        found, queue = {entry: None}, [entry]
        while queue:
            page = queue.pop(0)
            for target in self._pages_of(page, self._page(page).embedded):
                if target not in found:
                    found[target] = None
                    queue.append(target)
            for target in self._pages_of(page, self._page(page).links):
                if target not in found and self._is_list(target):
                    found[target] = None
                    queue.append(target)
        return list(found)

    def _pages_of(self, page: str, hrefs: tuple[str, ...]) -> list[str]:
        return [target for target in self._found(page, hrefs) if is_html(target)]

    def _found(self, page: str, hrefs: tuple[str, ...]) -> list[str]:
        """The files that hrefs of a page lead to, each once."""
        targets = (self._names.find(href, page) for href in dict.fromkeys(hrefs))
        return list(dict.fromkeys(target for target in targets if target is not None))

    def _shown(self, page: str) -> tuple[str, ...]:
        """The PDF files a page shows, or else links to, straight or through its frames."""
        if page not in self._shows:
            self._shows[page] = self._seek_shown(page)
        return self._shows[page]

    def _seek_shown(self, page: str) -> tuple[str, ...]:
        frames, shown = [page], []
        for frame in frames:  # grows on the way: each page is looked at once, whatever frames what
            embedded = self._found(frame, self._page(frame).embedded)
            shown += [target for target in embedded if is_pdf(target)]
            frames += [target for target in embedded if is_html(target) and target not in frames]
            if len(frames) > _MAX_FRAMES:
                return ()
        if not shown:
            shown = [
                target for frame in frames for target in self._found(frame, self._page(frame).links) if is_pdf(target)
            ]
        return tuple(dict.fromkeys(shown))

    def _dead(self, page: str) -> tuple[str, ...]:
        """The PDF files a page names that are not there, as written."""
        content = self._page(page)
        hrefs = dict.fromkeys((*content.embedded, *content.links))
        return tuple(href for href in hrefs if is_pdf(href) and self._names.find(href, page) is None)

    def _is_list(self, page: str) -> bool:
        """A page that is not one livret's, and from which one can go on; a list may hold a single livret."""
        if len(self._shown(page)) + len(self._dead(page)) == 1:
            return any(is_headed(grid) and any(row.links for row in grid.rows) for grid in self._grids(page).grids)
        return self._leads_somewhere(page)

    def _leads_somewhere(self, page: str) -> bool:
        content = self._page(page)
        return any(is_pdf(href) or is_html(href) for href in (*content.links, *content.embedded))

    def _rows(self, pages: list[str], choice: Choice) -> list[IndexRow]:
        grids = [(page, grid) for page in pages for grid in self._grids(page).grids]
        _check_choice([grid for _, grid in grids], choice)
        rows: list[IndexRow] = []
        for place, (page, grid) in enumerate(grids):
            rows += rows_of_grid(grid, page, place, partial(self._row_links, page), choice)
        return merged(sorted(rows, key=lambda row: (pages.index(row.page), row.rank)))

    def _row_links(self, page: str, row: GridRow) -> RowLinks:
        files: list[str] = []
        broken: list[str] = []
        for href in row.links:
            target = self._names.find(href, page)
            if target is None:
                broken += [href] if is_pdf(href) or is_html(href) else []
            elif is_pdf(target):
                files.append(target)
            elif is_html(target) and not self._is_list(target):
                shown = self._shown(target)
                files += shown
                broken += (self._dead(target) or (href,)) if not shown else ()
        return RowLinks(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(broken)))

    def _title(self, pages: list[str]) -> JuryTitle:
        titles = [title for page in pages for title in self._page(page).titles]
        notes = [note for page in pages for note in self._grids(page).notes]
        return read_titles(titles, notes)


def _check_choice(grids: list[Grid], choice: Choice) -> None:
    for wanted in (choice.pv, choice.number):
        if wanted is not None and all(ranks_of(grid, wanted) is None for grid in grids):
            widest = max(grids, key=lambda grid: len(grid.rows), default=None)
            known = [column_words(widest, rank) for rank in range(widest.width)] if widest else []
            raise Refusal(Code.INDEX_COLUMN_UNKNOWN, column=wanted, columns=", ".join(f"« {one} »" for one in known))


def _entry_order(name: str) -> tuple[int, int, str]:
    stem = posixpath.splitext(posixpath.basename(name))[0].casefold()
    rank = next((place for place, first in enumerate(_FIRST_NAMES) if stem.startswith(first)), len(_FIRST_NAMES))
    return name.count("/"), rank, name
