# SPDX-License-Identifier: AGPL-3.0-or-later
"""The N° élève in the names of livret files: ``0417.pdf``, ``livret_J01_0417.pdf``, ``LSL0417-2018.pdf``."""

import posixpath
import re
from collections.abc import Sequence

from lsl_desk.domain.ids import same_number
from lsl_desk.domain.ine import IneKind, kind_of

_PART = re.compile(r"[A-Za-z]*\d[A-Za-z0-9]*")


def number_parts(path: str) -> tuple[str, ...]:
    """The parts of a file's name that hold digits, in order, an INE apart; leading letters stay (« J01 »)."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return tuple(part.upper() for part in _PART.findall(stem) if kind_of(part) not in {IneKind.RNIE, IneKind.BEA})


def bears(path: str, number: str) -> bool:
    """Tell whether a file's name bears a number, leading zeros and a glued prefix (« livret0417 ») apart."""
    wanted = number.upper()
    return any(same_number(part, wanted) or same_number(_digits(part), wanted) for part in number_parts(path))


def numbers_of_files(paths: Sequence[str], apart_from: Sequence[str] = ()) -> list[str]:
    """For each file, the number its name gives; "" where the names leave a doubt.

    The number is the only part that changes from file to file; parts that all share (jury, year) are not it.

    Args:
        paths: the files, in order.
        apart_from: for each file, a number that is not the one sought (the N° PV), "" when there is none.
    """
    pvs = list(apart_from) or [""] * len(paths)
    rows = [
        [part for part in number_parts(path) if not (pv and (same_number(part, pv) or same_number(_digits(part), pv)))]
        for path, pv in zip(paths, pvs, strict=True)
    ]
    shared = set.intersection(*(set(row) for row in rows)) if len(rows) > 1 else set()
    left = [[part for part in row if part not in shared] for row in rows]
    return [_digits(row[0]) if len(row) == 1 else "" for row in left]


def _digits(part: str) -> str:
    """A part without the letters glued before it."""
    return part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or part
