# SPDX-License-Identifier: AGPL-3.0-or-later
"""``index.html`` read back: plain elements, no script, nothing from elsewhere, and the links of the manifest.

What two browsers could read differently is refused: a comment, an unquoted value, a stray ``<``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from lsl_desk.backup import names
from lsl_desk.backup.flaws import Finding, Flaw, Flawed
from lsl_desk.backup.manifest import CopyCandidate, CopyManifest

_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_TOKEN = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>[^<>]*)>|(?P<text>[^<>]+)")
_ATTRIBUTE = re.compile(r"\s+(?P<name>[a-z][a-z-]*)(?:=(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'))?")
_STYLE_END: Final = "</style>"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PLAIN: Final = _words(
    "html head title body header main footer section nav h1 h2 h3 p br hr span div small strong em b i abbr time "
    "table caption colgroup col thead tbody tfoot tr th td ul ol li dl dt dd meta style a code"
)
_SCRIPTS: Final = _words("script iframe frame frameset object embed applet svg math form input button template")
_LOADING: Final = _words("link img base picture source video audio track image")
_ATTRIBUTES: Final = _words(
    "class id lang dir title role scope colspan rowspan span charset name content http-equiv href rel datetime"
)
_LOADING_STYLE = re.compile(r"url\s*\(|@import|@font-face|image-set|expression|\\|<", re.IGNORECASE)


@dataclass(slots=True)
class _Row:
    cells: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    plain: bool = False


@dataclass(slots=True)
class _Page:
    """What was read: the rows that have a plain cell, and the links outside them."""

    rows: list[_Row] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    row: _Row | None = None


def findings(data: bytes, manifest: CopyManifest) -> Iterator[Finding]:
    """Yield how the index differs from the manifest: one row a candidate, in order, each with its own link or none."""
    try:
        page = _read(data)
    except Flawed as flawed:
        yield flawed.finding
        return
    if len(page.rows) != len(manifest.candidates):
        facts = {"rows": str(len(page.rows)), "candidates": str(len(manifest.candidates))}
        yield Finding(Flaw.INDEX_ROWS, names.INDEX, facts)
        return
    for row, candidate in zip(page.rows, manifest.candidates, strict=True):
        yield from _row_findings(row, candidate)
    for link in page.links:
        if link != names.HASHES and not link.startswith("#"):
            yield Finding(Flaw.INDEX_LINK, names.INDEX, {"link": link, "number": ""})


def _row_findings(row: _Row, candidate: CopyCandidate) -> Iterator[Finding]:
    cells = {" ".join(cell.split()) for cell in row.cells}
    told = {" ".join(text.split()) for text in (candidate.pv, candidate.number, candidate.serie)} - {""}
    if not told <= cells:
        yield Finding(Flaw.INDEX_ROW, names.INDEX, {"number": candidate.number})
    expected = [] if candidate.file is None else [candidate.file]
    if row.links != expected:
        facts = {"link": ", ".join(row.links) or "aucun lien", "number": candidate.number}
        yield Finding(Flaw.INDEX_LINK, names.INDEX, facts)


def _refuse(flaw: Flaw, what: str) -> Flawed:
    return Flawed(flaw, names.INDEX, what=what)


def _read(data: bytes) -> _Page:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _refuse(Flaw.INDEX_TEXT, "UTF-8") from error
    start = _DOCTYPE.match(text)
    if start is None or "\0" in text:
        raise _refuse(Flaw.INDEX_TEXT, "<!doctype html>")
    page, place = _Page(), start.end()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            raise _refuse(Flaw.INDEX_TEXT, text[place : place + 20])
        place = token.end()
        if token["text"] is not None:
            if page.row is not None and page.row.cells:
                page.row.cells[-1] += unescape(token["text"])
        elif token["close"]:
            _close(page, token["name"])
        else:
            _open(page, token["name"], _attributes(token["name"], token["attributes"]))
            if token["name"] == "style":
                place = _style(text, place)
    return page


def _style(text: str, place: int) -> int:
    """Return where a style ends, once it is seen to load nothing."""
    end = text.find(_STYLE_END, place)
    if end < 0:
        raise _refuse(Flaw.INDEX_TEXT, "style")
    if found := _LOADING_STYLE.search(text, place, end):
        raise _refuse(Flaw.INDEX_RESOURCE, found[0])
    return end + len(_STYLE_END)


def _attributes(element: str, text: str) -> dict[str, str]:
    """Read the attributes of an element: quoted, once each, and none that acts or loads."""
    found: dict[str, str] = {}
    place, text = 0, text.rstrip().removesuffix("/").rstrip()
    while place < len(text):
        one = _ATTRIBUTE.match(text, place)
        if one is None:
            raise _refuse(Flaw.INDEX_TEXT, f"<{element}{text[place : place + 20]}")
        name, value = one["name"], unescape(one["double"] or one["single"] or "")
        place = one.end()
        if name.startswith("on") or "javascript:" in value.casefold():
            raise _refuse(Flaw.INDEX_SCRIPT, f"{element} {name}")
        if name in {"src", "srcset", "style", "background", "action", "ping", "poster", "data"}:
            raise _refuse(Flaw.INDEX_RESOURCE, f"{element} {name}")
        if name in found or not (name in _ATTRIBUTES or name.startswith(("aria-", "data-"))):
            raise _refuse(Flaw.INDEX_TEXT, f"{element} {name}")
        found[name] = value
    return found


def _open(page: _Page, name: str, attributes: dict[str, str]) -> None:
    if name in _SCRIPTS:
        raise _refuse(Flaw.INDEX_SCRIPT, name)
    if name in _LOADING or (name != "a" and "href" in attributes):
        raise _refuse(Flaw.INDEX_RESOURCE, name)
    if attributes.get("http-equiv", "Content-Security-Policy").casefold() != "content-security-policy":
        raise _refuse(Flaw.INDEX_RESOURCE, f"meta {attributes['http-equiv'][:40]}")
    if name not in _PLAIN:
        raise _refuse(Flaw.INDEX_TEXT, name)
    if name == "tr":
        if page.row is not None:
            raise _refuse(Flaw.INDEX_TEXT, "tr")
        page.row = _Row()
    elif name in {"td", "th"}:
        if page.row is None:
            raise _refuse(Flaw.INDEX_TEXT, name)
        page.row.cells.append("")
        page.row.plain |= name == "td"
    elif name == "a" and "href" in attributes:
        (page.links if page.row is None else page.row.links).append(attributes["href"])


def _close(page: _Page, name: str) -> None:
    if name not in _PLAIN:
        raise _refuse(Flaw.INDEX_TEXT, name)
    if name == "tr":
        if page.row is None:
            raise _refuse(Flaw.INDEX_TEXT, "tr")
        if page.row.plain:
            page.rows.append(page.row)
        page.row = None
