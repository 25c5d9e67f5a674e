# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jury folders built for tests, in the shape of « Édition LSL par jury ». Every person, number and INE is invented."""

import html
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

FAKE_INE_PREFIX = "00000"
"""No INE begins with five zeros."""


class Line(NamedTuple):
    """A candidate of an invented index; no file means no link."""

    pv: str
    number: str
    serie: str = "ES"
    format: str = "numérique"
    file: str | None = None


def livret_pdf(number: str, pages: int = 2, *, wrong: Mapping[int, str] | None = None, scan: bool = False) -> bytes:
    """A small valid PDF that prints « N° élève : 0417 » on each page.

    Args:
        number: N° élève.
        pages: how many.
        wrong: page index from 0 → another number printed there.
        scan: draw a box instead of text, as a scanned page has no text layer.
    """
    texts = [
        "0 0 100 100 re f"
        if scan
        else _shown(f"N° élève : {(wrong or {}).get(page, number)}", f"page {page + 1} / {pages}")
        for page in range(pages)
    ]
    return minimal_pdf(texts)


def minimal_pdf(contents: Iterable[str]) -> bytes:
    """A PDF with one A4 page for each content stream, Helvetica as ``/F1`` in WinAnsi."""
    streams = [content.encode("cp1252") for content in contents]
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(streams)}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for place, stream in enumerate(streams):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % (5 + 2 * place)
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for rank, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (rank, body)
    xref = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, xref)
    return bytes(out)


def _shown(*lines: str) -> str:
    return "BT /F1 14 Tf 50 780 Td 20 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"


def index_html(
    lines: Iterable[Line], *, title: str = "Jury J01 · ES · Session 2018", announced: int | None = None
) -> bytes:
    """The plainest index: a table with headings, a link on the number of each numeric livret."""
    rows = "".join(
        f"<tr><td>{one.pv}</td><td>{_link(one)}</td><td>{one.serie}</td><td>{one.format}</td></tr>\n" for one in lines
    )
    count = f"<p>{announced} candidats</p>" if announced is not None else ""
    return (
        f"<!DOCTYPE html><html lang='fr'><head><meta charset='utf-8'><title>{html.escape(title)}</title></head><body>"
        f"<h1>{html.escape(title)}</h1>{count}<table><tr><th>N° PV candidat</th><th>N° élève</th><th>Série</th>"
        f"<th>Format</th></tr>\n{rows}</table></body></html>"
    ).encode()


def _link(one: Line) -> str:
    return f"<a href='{one.file}'>{one.number}</a>" if one.file else one.number


def fx_j_lines() -> list[Line]:
    """FX-J: 74 candidates, 68 numeric, 5 paper, 1 unknown; N° PV 12 is N° élève 0417."""
    lines = []
    for place in range(74):
        number = f"{406 + place:04d}"
        if place in {3, 20, 33, 47, 60}:
            lines.append(Line(f"{place + 1}", number, "ES", "papier"))
        elif place == 70:
            lines.append(Line(f"{place + 1}", number, "ES", ""))
        else:
            lines.append(Line(f"{place + 1}", number, "ES", "numérique", f"livrets/{number}.pdf"))
    return lines


def fx_j_files(pages: int = 2) -> dict[str, bytes]:
    """FX-J as files: the index, 68 livrets, and 2 PDF that the index does not name."""
    lines = fx_j_lines()
    files = {"index.html": index_html(lines, announced=74)}
    files |= {one.file: livret_pdf(one.number, pages) for one in lines if one.file}
    return files | {"livrets/0901.pdf": livret_pdf("0901", pages), "livrets/0902.pdf": livret_pdf("0902", pages)}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files under a folder, made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def write_zip(path: Path, files: Mapping[str, bytes], prefix: str = "") -> Path:
    """Write files into a zip, under a top folder if one is given."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(f"{prefix}{name}", data)
    return path


MEMO_HEADINGS = (
    "Nom",
    "Prénom",
    "Nom 3",
    "INE",
    "Série",
    "Structure",
    "Date d'envoi des identifiants",
    "Format livret",
)
MEMO_MALFORMED_INE = "1531437393KKG"
"""The one INE of the memo with 13 characters, named by the acceptance line E08; every other INE here is invented."""


def memo_table() -> list[tuple[str, ...]]:
    """The memo's screenshot in shape: 22 rows, one INE of 13 characters, one date of 2017, no format anywhere."""
    series = ["S", "ES", "S", "ES", "ES", "ES", "L", "L", "L", "ES", "STMG", *["S", "STMG"] * 5, "S"]
    rows: list[tuple[str, ...]] = []
    for place, serie in enumerate(series):
        ine = MEMO_MALFORMED_INE if place == 2 else f"{FAKE_INE_PREFIX}{place:04d}AB"
        sent = "02/05/2017" if place == 8 else ""
        name = f"Inventé{place}" if place % 5 == 0 else ""
        rows.append((name, f"Prénom{place}" if place % 7 == 0 else "", "", ine, serie, f"T{place % 5}", sent, ""))
    return rows
