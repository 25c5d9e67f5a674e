# SPDX-License-Identifier: AGPL-3.0-or-later
"""An HTML page as tables and lines: what a person sees in it, whatever the markup. No rule of the trade is here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree, html

from lsl_desk.formats.charset import decode
from lsl_desk.formats.member_names import is_html, is_pdf, link_targets, quoted_files

MAX_SPAN = 64
"""Columns or rows a cell may span; a page that asks for more is not a list of candidates."""

MAX_COLUMNS = 200
"""Columns read of a table."""

_HEADINGS = {"title", "h1", "h2", "h3", "h4", "h5", "h6", "caption", "legend", "summary"}
_UNSEEN = {"script", "style", "head", "template", "noframes"}
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "area",
        "b",
        "big",
        "cite",
        "code",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "select",
        "iframe",
        "object",
        "embed",
        "param",
    }
)
_GOES_ON = re.compile(
    r"\blocation(?:\.href)?\s*=\s*(?P<set>[\"'][^\"'<>]+[\"'])|\blocation\.(?:replace|assign)\(\s*(?P<call>[\"'][^\"'<>]+[\"'])"
)
"""A script that goes on to another page: a frame of one page, like a refresh."""
_EMBEDDING = {"iframe": "src", "frame": "src", "embed": "src", "object": "data"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell or line: its text, with single spaces, and where its links lead, as written."""

    text: str
    links: tuple[str, ...] = ()
    heading: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table that holds data: its rows, spans spread out. Tables that only lay the page out are not kept."""

    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text outside tables: a paragraph, a list item, a « dt » with its « dd », an option."""

    cell: Cell


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """What a page holds, in document order.

    Attributes:
        titles: title, headings, captions.
        blocks: tables and lines.
        embedded: what frames, iframes, objects and embeds show, as written.
    """

    titles: tuple[str, ...] = ()
    blocks: tuple[PageTable | PageLine, ...] = ()
    embedded: tuple[str, ...] = ()

    @property
    def links(self) -> tuple[str, ...]:
        """Every link of the page, as written, in order."""
        cells = (
            cell
            for block in self.blocks
            for cell in ((block.cell,) if isinstance(block, PageLine) else (one for row in block.rows for one in row))
        )
        return tuple(link for cell in cells for link in cell.links)


def read_page(data: bytes) -> HtmlPage:
    """Read a page; an empty or broken one gives what could be read, perhaps nothing. Never fails."""
    root = _parsed(data)
    if root is None:
        return HtmlPage()
    titles = tuple(_text(one) for one in root.iter(*_HEADINGS))
    embedded = [one.get(_EMBEDDING[one.tag]) or "" for one in root.iter(*_EMBEDDING)]
    embedded += [
        one.get("value") or "" for one in root.iter("param") if (one.get("name") or "").lower() in {"src", "movie"}
    ]
    embedded += [content.split("=", 1)[1].strip(" '\"") for content in _refreshes(root)]
    embedded += _scripted(root)
    return HtmlPage(
        tuple(one for one in titles if one),
        tuple(_Reader(root).blocks()),
        tuple(target for one in embedded for target in link_targets(one)),
    )


def _parsed(data: bytes) -> html.HtmlElement | None:
    text = decode(data).replace("\0", "")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None  # nothing in it


def _refreshes(root: html.HtmlElement) -> Iterator[str]:
    """« <meta http-equiv=refresh content="0; url=menu.html"> »: a frame of one page."""
    for one in root.iter("meta"):
        content = one.get("content") or ""
        if (one.get("http-equiv") or "").lower() == "refresh" and "url=" in content.lower().replace(" ", ""):
            yield content


def _scripted(root: html.HtmlElement) -> Iterator[str]:
    """« location.href = 'livret.pdf' » in a script or in the page's onload."""
    scripts = [one.text or "" for one in root.iter("script")] + [one.get("onload") or "" for one in root.iter("body")]
    for script in scripts:
        for found in _GOES_ON.finditer(script):
            yield from quoted_files(found["set"] or found["call"])


def _is_block(tag: object) -> bool:
    return isinstance(tag, str) and tag not in _INLINE


def _text(element: html.HtmlElement) -> str:
    """The text of an element with single spaces: words apart where a block or a « br » parts them, and only there."""
    parts: list[str] = []
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if _is_block(one.tag):
            parts.append(" ")
        if event == "start":
            parts.append("" if one.tag in _UNSEEN else one.text or "")
        elif one is not element:
            parts.append(one.tail or "")
    return " ".join("".join(parts).split())


def _own_links(element: html.HtmlElement) -> Iterator[str]:
    """The links an element itself carries: href, a PDF or page as an option's value, files quoted in its onclick."""
    if element.tag in {"a", "area"} and element.get("href"):
        yield from link_targets(element.get("href") or "")
    value = element.get("value") or ""
    if element.tag == "option" and (is_pdf(value) or is_html(value)):
        yield from link_targets(value)
    yield from quoted_files(element.get("onclick") or "")


def _links(element: html.HtmlElement) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link for one in element.iter() for link in _own_links(one)))


def _span(cell: html.HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), MAX_SPAN) if value.isdecimal() and len(value) < 6 and int(value) > 0 else 1


@dataclass(slots=True)
class _OpenLine:
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def taken(self) -> PageLine | None:
        text, links = " ".join("".join(self.parts).split()), tuple(dict.fromkeys(self.links))
        self.parts.clear()
        self.links.clear()
        return PageLine(Cell(text, links)) if text or links else None


class _Reader:
    """Walks a page once, taking tables of data whole and everything else as lines."""

    def __init__(self, root: html.HtmlElement) -> None:
        self._root = root
        self._rows = {table: _rows_of(table) for table in root.iter("table")}
        self._line = _OpenLine()

    def blocks(self) -> Iterator[PageTable | PageLine]:
        """Yield what the page shows, in order."""
        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, one in walk:
            if event == "end":
                yield from self._ended(one)
                continue
            if one.tag in _UNSEEN or one.tag in _HEADINGS:
                yield from self._flushed()
                if one.tag in _HEADINGS:
                    yield PageLine(Cell(_text(one), _links(one), heading=True))
                walk.skip_subtree()
            elif one.tag == "table" and self._holds_data(one):
                yield from self._flushed()
                yield PageTable(tuple(_spread(self._rows[one])))
                walk.skip_subtree()
            else:
                yield from self._started(one)

    def _started(self, one: html.HtmlElement) -> Iterator[PageLine]:
        if _is_block(one.tag) and one.tag != "dd":
            yield from self._flushed()
        self._line.parts.append(" " if one.tag == "dd" else "")
        self._line.links += _own_links(one)
        yield from self._typed(one.text or "", one)

    def _ended(self, one: html.HtmlElement) -> Iterator[PageLine]:
        if _is_block(one.tag) and one.tag not in {"dt", "dd"}:
            yield from self._flushed()
        if one is not self._root:
            yield from self._typed(one.tail or "", one.getparent())

    def _typed(self, text: str, holder: html.HtmlElement | None) -> Iterator[PageLine]:
        if holder is None or holder.tag not in {"pre", "xmp", "plaintext", "listing"}:
            self._line.parts.append(text)
            return
        first, *others = text.split("\n")
        self._line.parts.append(first)
        for other in others:
            yield from self._flushed()
            self._line.parts.append(other)

    def _flushed(self) -> Iterator[PageLine]:
        line = self._line.taken()
        if line is not None:
            yield line

    def _holds_data(self, table: html.HtmlElement) -> bool:
        """A table lays the page out when one inside it holds several rows, or a row in a cell that stands alone."""
        for inner in table.iterdescendants("table"):
            widths = [len(row) for row in self._rows[inner]]
            if len(widths) > 1 and max(widths) > 1:
                return False
            if widths and max(widths) > 1 and _alone(inner, table):
                return False
        return True


def _alone(inner: html.HtmlElement, table: html.HtmlElement) -> bool:
    """Whether the cell of ``table`` around ``inner`` is the only one of its row."""
    cell = inner
    for above in inner.iterancestors():
        if above.tag == "tr" and next(above.iterancestors("table"), None) is table:
            return len([one for one in above if one.tag in {"td", "th"}]) == 1
        cell = above
    return cell is not table


def _rows_of(table: html.HtmlElement) -> list[html.HtmlElement]:
    """Rows that are the table's own, not those of a table inside it; « dl » and « div » tables are not tables."""
    return [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]


def _spread(rows: list[html.HtmlElement]) -> Iterator[Row]:
    """Rows with spans spread out: the text of a cell that spans rows stands in each, its links only in the first."""
    hanging: dict[int, tuple[int, Cell]] = {}
    for row in rows:
        cells: list[Cell] = []
        row_links = tuple(_own_links(row))
        for one in row.iterchildren("td", "th"):
            if len(cells) >= MAX_COLUMNS:
                break
            _drop_hanging(cells, hanging)
            cell = Cell(_text(one), _links(one) + row_links, one.tag == "th")
            row_links = ()
            below = _span(one, "rowspan") - 1
            for offset in range(_span(one, "colspan")):
                if below:
                    hanging[len(cells)] = (below, Cell(cell.text if offset == 0 else "", (), cell.heading))
                cells.append(cell if offset == 0 else Cell("", (), cell.heading))
        _drop_hanging(cells, hanging)
        yield tuple(cells)


def _drop_hanging(cells: list[Cell], hanging: dict[int, tuple[int, Cell]]) -> None:
    while len(cells) in hanging:
        left, cell = hanging.pop(len(cells))
        if left > 1:
            hanging[len(cells)] = (left - 1, cell)
        cells.append(cell)
