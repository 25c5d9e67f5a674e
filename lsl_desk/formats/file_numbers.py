# SPDX-License-Identifier: AGPL-3.0-or-later
"""The N° élève in the names of livret files: ``0417.pdf``, ``livret_J01_0417.pdf``, ``LSL0417-2018.pdf``."""

import posixpath
import re
from collections.abc import Sequence

from lsl_desk.domain.ids import same_number
from lsl_desk.domain.ine import IneKind, kind_of

_STUDENT_DIGITS = 4
_FROM = ({0}, {1})
"""A count begins at 0 or at 1."""

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

    The number is the only part that changes from file to file; parts that all share (jury, year) are not it, nor is a
    count (« 0.pdf », « 1.pdf »…), which says in what order the files were written and not whose they are.

    Args:
        paths: the files, in order; "" for a row that has none.
        apart_from: for each file, a number that is not the one sought (the N° PV), "" when there is none.
    """
    pvs = list(apart_from) or [""] * len(paths)
    rows = [
        [part for part in number_parts(path) if not (pv and (same_number(part, pv) or same_number(_digits(part), pv)))]
        for path, pv in zip(paths, pvs, strict=True)
    ]
    named = [set(row) for path, row in zip(paths, rows, strict=True) if path]
    shared = set.intersection(*named) if len(named) > 1 else set()
    left = [[part for part in row if part not in shared] for row in rows]
    found = [_digits(row[0]) if len(row) == 1 else "" for row in left]
    return [""] * len(found) if are_counted(found) else found


def are_counted(numbers: Sequence[str]) -> bool:
    """Tell whether the numbers of files, in the order of their rows, only count from 0 or from 1.

    Rows without a file ("") may be counted or passed over. Four digits are a N° élève even when they begin at 0001.
    """
    counted = [(rank, int(one)) for rank, one in enumerate(numbers) if one.isdecimal() and len(one) < _STUDENT_DIGITS]
    if len(counted) < 2 or len(counted) < sum(1 for one in numbers if one):
        return False
    by_row = {number - rank for rank, number in counted}
    by_file = {number - place for place, (_, number) in enumerate(counted)}
    return by_row in _FROM or by_file in _FROM


def _digits(part: str) -> str:
    """A part without the letters glued before it."""
    return part.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or part
