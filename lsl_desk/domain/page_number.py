# SPDX-License-Identifier: AGPL-3.0-or-later
"""The number lock: does a page of a livret bear the N° élève it was opened by? (features N02, I05; memo, annex 1).

The memo only says that the number stands on each page. So a labelled number (« N° élève : 0417 ») decides; without a
label the number must stand by itself, and what is plainly a date, a mark, a year or a page number is never one.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import StudentNumber, same_number
from lsl_desk.domain.livret import NumberCheck, PageCheck

SHORTEST_UNLABELLED = 3
"""Characters: a shorter number without a label cannot be told from a mark out of 20 or a class size."""

_NO = r"n(?:\s?[°o]|um(?:ero)?)\.?"
_LABEL = re.compile(
    rf"\b(?:{_NO}\s*(?:d\s?'\s?|de\s+l\s?'\s?)?eleve|eleve\s*{_NO}(?![a-z]))"
    r"(?P<gap>[\s:=#.\-]*)(?P<token>[a-z]{0,12}\d[0-9a-z]*(?:[-/._][0-9a-z]+)*)"
)
_MONTH = r"(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*\.?"
_NOT_A_NUMBER = re.compile(
    r"\d{1,4}\s?/\s?\d{1,4}(?:\s?/\s?\d{2,4})?"  # a date, a mark out of 20, page 2/4, year 2017/2018
    r"|\d{1,4}[.\-]\d{1,2}[.\-]\d{1,4}|\b\d{4}\s?-\s?\d{4}\b"  # 03-07-2018, 2017-2018
    rf"|\d{{1,2}}(?:er)?\s{_MONTH}(?:\s\d{{4}})?"
    r"|\d{1,6}\s?[,.]\s?\d+|\d{1,6}\s?%|\d{1,2}\s?h\s?\d{0,2}\b|\d{1,2}:\d{2}"  # 12,5 · 80 % · 9 h 30
    r"|\b(?:pages?|p\.|session|annee(?:\s+scolaire)?|promotion|coef[a-z]*\.?|notes?|moyennes?|rang|effectif)\s*:?\s*\d+"
    r"|\b\d+\s+(?:sur|points?|heures?|eleves?|absences?|demi-journees?)\b"
)
_TOKEN = re.compile(r"(?<![0-9a-z])[a-z]{0,12}\d[0-9a-z]*(?:[-._/][0-9a-z]+)*")


@dataclass(frozen=True, slots=True)
class _Labelled:
    token: str
    same_line: bool


def check_page(text: str, expected: StudentNumber, others: frozenset[str]) -> PageCheck:
    """Hold the text of a page against the N° élève expected.

    Args:
        text: text layer of the page, "" for a scan.
        expected: N° élève of the candidate the livret is opened for.
        others: the numbers of the jury; the expected one may be among them.

    Returns:
        MATCH, OTHER with the number found, ABSENT when there is text without the number, NO_TEXT.
    """
    plain = folded(text)
    if not plain.strip():
        return PageCheck(NumberCheck.NO_TEXT)
    wanted = folded(expected).strip()
    keys = _keys(others)
    matched = False
    for label in _labelled(plain):
        verdict = _verdict(label, wanted, keys)
        if verdict is NumberCheck.OTHER:
            return PageCheck(NumberCheck.OTHER, StudentNumber(label.token.upper()))
        matched |= verdict is NumberCheck.MATCH
    return PageCheck(NumberCheck.MATCH) if matched else _unlabelled(plain, wanted, keys)


def number_of(texts: Iterable[str]) -> StudentNumber | None:
    """Read the N° élève of a livret from its pages: the labelled number most pages agree on, None when none leads.

    Used when neither an index nor a file name gives one; a number without a label is never guessed.
    """
    votes: dict[str, int] = {}
    for text in texts:
        for token in {one.token for one in _labelled(folded(text)) if one.same_line}:
            known = next((number for number in votes if same_number(number, token)), token)
            votes[known] = votes.get(known, 0) + 1
    ranked = sorted(votes, key=lambda number: votes[number], reverse=True)
    if not ranked or (len(ranked) > 1 and votes[ranked[0]] == votes[ranked[1]]):
        return None
    return StudentNumber(ranked[0].upper())


def _labelled(plain: str) -> Iterator[_Labelled]:
    for match in _LABEL.finditer(plain):
        yield _Labelled(match["token"], "\n" not in match["gap"])


@lru_cache(maxsize=32)
def _keys(others: frozenset[str]) -> frozenset[str]:
    return frozenset(_key(folded(one).strip()) for one in others if one)


def _key(number: str) -> str:
    """What two spellings of one number share: a spreadsheet may have dropped leading zeros."""
    return (number.lstrip("0") or "0") if number.isdigit() else number


def _verdict(label: _Labelled, wanted: str, keys: frozenset[str]) -> NumberCheck:
    if same_number(label.token, wanted):
        return NumberCheck.MATCH
    first = re.split(r"[-/._]", label.token, maxsplit=1)[0]
    if _key(label.token) not in keys and same_number(first, wanted):
        return NumberCheck.MATCH  # « N° élève : 0417-2/4 », the page number glued to it
    # Under a heading the next line may belong to another column: only a number of the jury is believed there.
    if label.same_line or _key(label.token) in keys:
        return NumberCheck.OTHER
    return NumberCheck.ABSENT


def _unlabelled(plain: str, wanted: str, keys: frozenset[str]) -> PageCheck:
    tokens = [one for one in _TOKEN.findall(_NOT_A_NUMBER.sub(" ", plain)) if len(one) >= SHORTEST_UNLABELLED]
    if any(same_number(one, wanted) for one in tokens):
        return PageCheck(NumberCheck.MATCH)
    other = next((one for one in tokens if _key(one) in keys), None)
    return PageCheck(NumberCheck.OTHER, StudentNumber(other.upper())) if other else PageCheck(NumberCheck.ABSENT)
