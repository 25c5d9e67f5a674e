# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one search line of the candidate table (features P03): « format=papier et lu=non », « ES », « 0417 »."""

import operator
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from lsl_desk.client.sit.rows import LIVRET_WORDS, CandidateRow, LivretState, fold
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import same_number
from lsl_desk.domain.reading import ReadState
from lsl_desk.domain.rules.lawful import RULINGS
from lsl_desk.sentences import FORMATS, READ_STATES

V = TypeVar("V")
Test = Callable[[CandidateRow], bool]

_TEST = re.compile(r"([^=<>]*)([=<>])(.*)", re.DOTALL)
_AND = re.compile(r"\s+et\s+", re.IGNORECASE)
_STATES: dict[str, LivretState | ReadState] = {
    **{word: state for state, word in LIVRET_WORDS.items()},
    **{word: state for state, word in READ_STATES.items() if state is not ReadState.NO_LIVRET},
}


@dataclass(frozen=True, slots=True)
class Query:
    """What a line of the table must satisfy: every word and every test.

    Attributes:
        tests: conditions and quick filters.
        words: folded; each stands in a number or begins the série.
    """

    tests: tuple[Test, ...] = ()
    words: tuple[str, ...] = ()

    def also(self, *tests: Test) -> "Query":
        """The same, and these tests too."""
        return Query((*self.tests, *tests), self.words)

    def select(self, rows: Iterable[CandidateRow]) -> list[CandidateRow]:
        """Return the lines that satisfy it, in their order."""
        kept = list(rows)
        for word in self.words:
            # In place, not a test to call: tens of thousands of lines are looked at between two keys.
            kept = [row for row in kept if word in row.folded_numbers or row.folded_serie.startswith(word)]
        for test in self.tests:
            kept = [row for row in kept if test(row)]
        return kept


def to_read(row: CandidateRow) -> bool:
    """Quick filter « à lire »."""
    return row.to_read


def on_paper(row: CandidateRow) -> bool:
    """Quick filter « papier »."""
    return row.livret is LivretState.PAPER


def missing(row: CandidateRow) -> bool:
    """Quick filter « manquants »: a numeric livret is expected and none can be opened."""
    return row.livret is LivretState.MISSING or row.livret is LivretState.REFUSED


def compulsory(row: CandidateRow) -> bool:
    """Quick filter « obligatoires »: livrets to examine before the decision the rules propose (D334-10)."""
    return row.compulsory


def undecided(row: CandidateRow) -> bool:
    """Quick filter « sans décision »: none, one to take up again, one that no longer stands."""
    return not row.decided


def provisional(row: CandidateRow) -> bool:
    """Quick filter « P »: the livret's average stands for a missing mark."""
    return row.state is not None and row.state.provisional


def suspended(row: CandidateRow) -> bool:
    """Quick filter « à reprendre »."""
    return row.suspended


def of_serie(serie: str) -> Test:
    """Quick filter by série."""
    wanted = fold(serie)
    return lambda row: row.folded_serie == wanted


def series_of(rows: Iterable[CandidateRow]) -> tuple[str, ...]:
    """The séries there are, « » apart, each as first written."""
    seen: dict[str, str] = {}
    for row in rows:
        if row.serie:
            seen.setdefault(row.folded_serie, row.serie)
    return tuple(seen[key] for key in sorted(seen))


def parse(text: str, series: Collection[str] = ()) -> Query:
    """Understand the search line.

    Words match a N° PV, a N° élève (any part of them) or a série (its beginning). Conditions are ``field=value``, the
    fields being format, lu, serie, etat, pv, numero, decision and points; « et » joins them. « points » are those
    that miss to the next threshold, and may be asked with < or > too. Accents and case do not count, the beginning of a
    value is enough when it names only one, and a condition without a value is not finished: it asks nothing.

    Args:
        text: the line as typed.
        series: the séries of the jury, which are the values of the field « serie ».

    Raises:
        Refusal: QUERY_FIELD for an unknown field, QUERY_VALUE with the values there are.
    """
    words: list[str] = []
    tests: list[Test] = []
    for clause in _AND.split(text.strip()):
        asked = _TEST.fullmatch(clause)
        if asked is None:
            words += fold(clause).split()
        else:
            field, sign, value = (part.strip() for part in asked.groups())
            tests += _condition(field, sign, value, series)
    return Query(tuple(tests), tuple(words))


def _condition(field: str, sign: str, value: str, series: Collection[str]) -> list[Test]:
    if fold(field) == "points":
        return [_points(sign, value)] if value else []
    make = _FIELDS.get(fold(field)) if sign == "=" else None
    if make is None:
        raise Refusal(Code.QUERY_FIELD, field=field)
    return [make(field, value, series)] if value else []


def _one_of(values: Mapping[str, V], field: str, typed: str) -> V:
    folded = {fold(word): value for word, value in values.items()}
    wanted = fold(typed)
    near = [wanted] if wanted in folded else [word for word in folded if word.startswith(wanted)]
    if len(near) != 1:
        raise Refusal(Code.QUERY_VALUE, field=field, value=typed, allowed=", ".join(values))
    return folded[near[0]]


def _format(field: str, value: str, _series: Collection[str]) -> Test:
    wanted = _one_of({word: form for form, word in FORMATS.items()}, field, value)
    return lambda row: row.format is wanted


def _read(field: str, value: str, _series: Collection[str]) -> Test:
    wanted = _one_of({"oui": True, "non": False}, field, value)
    return lambda row: (row.reading.state is ReadState.READ) is wanted


def _serie(field: str, value: str, series: Collection[str]) -> Test:
    return of_serie(_one_of({serie: serie for serie in series}, field, value))


def _state(field: str, value: str, _series: Collection[str]) -> Test:
    wanted = _one_of(_STATES, field, value)
    if isinstance(wanted, LivretState):
        return lambda row: row.livret is wanted
    return lambda row: row.held and row.reading.state is wanted


def _pv(_field: str, value: str, _series: Collection[str]) -> Test:
    return lambda row: same_number(row.pv, value)


def _number(_field: str, value: str, _series: Collection[str]) -> Test:
    return lambda row: same_number(row.number, value)


def _decision(field: str, value: str, _series: Collection[str]) -> Test:
    wanted = _one_of(_DECISIONS, field, value)
    if wanted == _STALE:
        return lambda row: row.state is not None and row.state.stale
    if wanted == _CONTESTED:
        return lambda row: row.state is not None and row.state.contested
    ruling = None if wanted == _NONE else wanted
    return lambda row: row.ruling is ruling


def _points(sign: str, value: str) -> Test:
    if not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
        raise Refusal(Code.QUERY_VALUE, field="points", value=value, allowed="un nombre de points, comme 6")
    wanted = int(value)
    compare = {"=": operator.eq, "<": operator.lt, ">": operator.gt}[sign]
    return lambda row: row.state is not None and row.state.short is not None and compare(row.state.short, wanted)


_NONE, _STALE, _CONTESTED = "aucune", "périmée", "contestée"
_DECISIONS: dict[str, Ruling | str] = {word: ruling for ruling, word in RULINGS.items()}
_DECISIONS |= {word: word for word in (_NONE, _STALE, _CONTESTED)}
_MOST_DIGITS = 6

_FIELDS: dict[str, Callable[[str, str, Collection[str]], Test]] = {
    "format": _format,
    "lu": _read,
    "serie": _serie,
    "etat": _state,
    "pv": _pv,
    "numero": _number,
    "decision": _decision,
}
