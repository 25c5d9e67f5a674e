# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one more livret costs when there are 1, 5 and 50 times as many: it must stay flat."""

import random
from collections.abc import Sequence
from pathlib import Path

import pymupdf

from bench.figures import Line

SIZES = (1, 5, 50)
FLAT = 1.2
_BALLAST = 60_000
"""Bytes that make an invented livret as heavy as a light one."""


def growth_line(key: str, work: str, unit: str, counts: Sequence[int], milliseconds: Sequence[float]) -> Line:
    """Compare the cost of one at the largest size with its least cost at a smaller one."""
    each = [took / count for took, count in zip(milliseconds, counts, strict=True)]
    said = ", ".join(f"{count}: {cost:.4f} ms" for count, cost in zip(counts, each, strict=True))
    return Line(
        key,
        f"growth: {work}, a {unit} among {counts[-1]}",
        f"a {unit} among {counts[0]} or {counts[1]}, whichever is less",
        [each[-1]],
        [min(each[:-1])],
        FLAT,
        note=f"per {unit}: {said}",
    )


def jury_folder(folder: Path, count: int) -> Path:
    """Write a jury folder of so many small livrets of two pages, each bearing its number."""
    draw = random.Random(count)  # noqa: S311 - nothing is secret
    (folder / "livrets").mkdir(parents=True)
    rows = []
    for pv in range(1, count + 1):
        number = str(20_000 + pv)
        (folder / "livrets" / f"{number}.pdf").write_bytes(_livret(number, draw.randbytes(_BALLAST)))
        link = f'<a href="livrets/{number}.pdf">numérique</a>'
        rows.append(f"<tr><td>{pv}</td><td>{number}</td><td>S</td><td>{link}</td></tr>")
    heading = "<tr><th>N° PV candidat</th><th>N° élève</th><th>Série</th><th>Format de livret</th></tr>"
    page = f"<!doctype html><meta charset=utf-8><title>Jury J{count}</title><table>{heading}{''.join(rows)}</table>"
    (folder / "index.html").write_text(page, "utf-8")
    return folder


def _livret(number: str, ballast: bytes) -> bytes:
    with pymupdf.open() as document:  # type: ignore[no-untyped-call] # it has no types
        for _ in range(2):
            page = document.new_page()
            text = "\n".join(["Livret scolaire", f"N° élève : {number}", *["appréciation du professeur"] * 30])
            page.insert_text((60, 80), text)
        document.embfile_add("ballast", ballast)
        data: bytes = document.tobytes()
    return data
