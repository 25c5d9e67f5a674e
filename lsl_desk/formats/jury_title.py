# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the title and headings of an index say: which jury, which session, how many candidates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lsl_desk.domain.folding import folded

LONGEST_LABEL = 120
"""Characters kept of a title."""

_JURY = re.compile(
    r"\bjury\s*(?P<sign>n\s?[°o]\.?|num(?:ero)?\.?|[:—–-])?\s*(?P<id>[a-z]{0,4}[-_]?\d[\w-]{0,18}|[a-z]{1,2}(?=\s*$|\s*[-–—·|,]))"
)
_SESSION = re.compile(r"\bsession\s*(?:de\s+|:\s*)?(?:[a-z]+\s+){0,2}(20\d\d)\b")
_BAC_YEAR = re.compile(r"\bbac(?:calaureat)?\b[^\d\n]{0,40}\b(20\d\d)\b")
_COUNT = re.compile(r"\b(\d{1,5})\s*(?:candidat|eleve|ligne|inscrit)(?:e?s|\(s\))?\b")


@dataclass(frozen=True, slots=True)
class JuryTitle:
    """What was read in titles.

    Attributes:
        jury: identifier as written (« J01 », « 3 »), or "".
        label: the title that names the jury, else the first title, or "".
        session: year of the session, None when not said.
        announced: « 422 élèves », « 74 candidats »: the largest count, None when none is given.
    """

    jury: str = ""
    label: str = ""
    session: int | None = None
    announced: int | None = None


def read_titles(titles: Iterable[str], notes: Iterable[str] = ()) -> JuryTitle:
    """Read the titles of a page, then its other lines.

    Args:
        titles: title, headings and captions, in order.
        notes: lines that are not rows; they may give everything but the label.
    """
    heads = [" ".join(one.split()) for one in titles if one.strip()]
    lines = heads + [" ".join(one.split()) for one in notes if one.strip()]
    jury, label = "", ""
    for line in lines:
        jury = _jury_in(line)
        if jury:
            label = line if line in heads else ""
            break
    counts = [count for line in lines if (count := count_in(line)) is not None]
    return JuryTitle(
        jury=jury,
        label=(label or (heads[0] if heads else ""))[:LONGEST_LABEL],
        session=next((year for line in lines if (year := session_in(line)) is not None), None),
        announced=max(counts, default=None),
    )


def session_in(line: str) -> int | None:
    """The session year a line gives (« Session 2018 », « Baccalauréat 2018 »), or None."""
    plain = folded(line)
    found = _SESSION.search(plain) or _BAC_YEAR.search(plain)
    return int(found[1]) if found else None


def count_in(line: str) -> int | None:
    """The number of rows a line announces (« 422 élèves »; of « 57 sur 422 élèves », 422), or None."""
    return max((int(count) for count in _COUNT.findall(folded(line))), default=None)


def _jury_in(line: str) -> str:
    plain = folded(line)
    if len(plain) != len(line):
        line = plain.upper()  # folding changed the length (« № »): positions no longer agree
    for found in _JURY.finditer(plain):
        year_alone = re.fullmatch(r"(?:19|20)\d\d", found["id"]) and not found["sign"]
        if not year_alone:
            return line[found.start("id") : found.end("id")]
    return ""
