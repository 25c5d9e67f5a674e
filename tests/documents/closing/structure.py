# SPDX-License-Identifier: AGPL-3.0-or-later
"""The structure tree of a tagged PDF, as a screen reader walks it (ISO 14289-1; ISO 32000-1 §14.7)."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.documents.pdfs import opened

_REFERENCE = re.compile(r"(?<!/Pg )\b(\d+) 0 R")


@dataclass
class Node:
    """An element: its type (« Table », « TH »), its keys as text, what is in it."""

    kind: str
    keys: dict[str, str]
    children: list["Node"] = field(default_factory=list)

    def all(self, *kinds: str) -> Iterator["Node"]:
        if self.kind in kinds:
            yield self
        for child in self.children:
            yield from child.all(*kinds)


def structure(pdf: bytes) -> Node:
    """The whole tree; its root has the kind « StructTreeRoot »."""
    with opened(pdf) as document:

        def node(xref: int, kind: str) -> Node:
            keys = {key: document.xref_get_key(xref, key)[1] for key in document.xref_get_keys(xref) if key != "P"}
            found = Node(kind, keys)
            kids = re.sub(r"/Pg \d+ 0 R", "", keys.get("K", ""))
            for kid in map(int, _REFERENCE.findall(kids)):
                name = document.xref_get_key(kid, "S")
                if name[0] == "name":
                    found.children.append(node(kid, name[1].lstrip("/")))
            return found

        kind, value = document.xref_get_key(document.pdf_catalog(), "StructTreeRoot")
        assert kind == "xref", "the document is not tagged"
        return node(int(value.split()[0]), "StructTreeRoot")


def faults(pdf: bytes) -> Iterator[str]:
    """What a screen reader would stumble over."""
    root = structure(pdf)
    yield from _table_faults(root)
    for figure in root.all("Figure"):
        if figure.keys.get("Alt", "null") in {"null", ""}:
            yield "a figure without words"
    levels = [int(one.kind[1]) for one in root.all("H1", "H2", "H3", "H4")]
    if levels[:1] != [1] or any(after > before + 1 for before, after in itertools.pairwise(levels)):
        yield f"headings {levels}"
    with opened(pdf) as document:
        catalog = document.pdf_catalog()
        for path, wanted in (
            ("MarkInfo/Marked", "true"),
            ("ViewerPreferences/DisplayDocTitle", "true"),
            ("Lang", "fr-FR"),
        ):
            if document.xref_get_key(catalog, path)[1] != wanted:
                yield path


def _table_faults(root: Node) -> Iterator[str]:
    for table in root.all("Table"):
        rows = list(table.all("TR"))
        others = {child.kind for row in rows for child in row.children} - {"TH", "TD"}
        if others or {child.kind for child in table.children} - {"THead", "TBody", "TFoot", "TR"}:
            yield f"{others or 'something'} in a table"
        if len({len(row.children) for row in rows}) > 1:
            yield "rows of a table that are not as long"
        heads = [one for row in rows[:1] for one in row.children]
        if not heads or any(one.kind != "TH" or "Column" not in one.keys.get("A", "") for one in heads):
            yield "a table whose columns have no heading"
