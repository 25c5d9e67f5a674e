# SPDX-License-Identifier: AGPL-3.0-or-later
"""A file of marks by code: ``{"MATH": "13", "SPE": {"subject": "MATH"}, "OPT1": {"subject": "LATIN", "mark": "15"}}``.

``null`` is a mark that is missing. Numbers stay exact: a JSON number is read as it is written.
"""

import json
from decimal import Decimal

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.choices import Given
from lsl_desk.domain.rules.typed import typed_mark

MAX_SIZE = 100_000
"""Bytes; a candidate has some fifteen marks."""
_FIELDS = frozenset({"subject", "mark", "years"})


class _TwiceError(ValueError):
    """A name stands twice in one object."""


def read_marks(data: bytes, path: str) -> dict[ExamCode, Given]:
    """Read a file of marks.

    Args:
        data: the file.
        path: its name, for the sentence of a refusal.

    Raises:
        Refusal: MARKS_UNREADABLE, with the place and what was expected.
    """
    if len(data) > MAX_SIZE:
        raise Refusal(Code.MARKS_UNREADABLE, path=path, where="taille", expected=f"{MAX_SIZE} octets au plus attendus")
    try:
        said = json.loads(
            data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refused, object_pairs_hook=_once
        )
    except json.JSONDecodeError as error:
        where = f"ligne {error.lineno}, colonne {error.colno}"
        raise Refusal(Code.MARKS_UNREADABLE, path=path, where=where, expected="du JSON est attendu") from error
    except _TwiceError as error:
        expected = "ce code n’est attendu qu’une fois"
        raise Refusal(Code.MARKS_UNREADABLE, path=path, where=str(error), expected=expected) from error
    except (ValueError, RecursionError) as error:
        raise Refusal(
            Code.MARKS_UNREADABLE, path=path, where="début", expected="du JSON en UTF-8 est attendu"
        ) from error
    if not isinstance(said, dict):
        expected = "un objet est attendu, un code d’épreuve et sa note"
        raise Refusal(Code.MARKS_UNREADABLE, path=path, where="début", expected=expected)
    return {ExamCode(code): _given(code, one, path) for code, one in said.items()}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    said = dict(pairs)
    if len(said) != len(pairs):
        names = [name for name, _ in pairs]
        raise _TwiceError(next(name for name in names if names.count(name) > 1))
    return said


def _refused(name: str) -> Decimal:
    raise ValueError(name)


def _given(code: str, said: object, path: str) -> Given:
    if not isinstance(said, dict):
        return Given(_mark(code, said, path))
    unknown = sorted(set(said) - _FIELDS)
    subject, years = said.get("subject", ""), said.get("years")
    if unknown or not isinstance(subject, str) or not (years is None or type(years) is int):
        expected = "un objet est attendu, avec « subject » (un texte), « mark » et « years » (un entier) au plus"
        raise Refusal(Code.MARKS_UNREADABLE, path=path, where=code, expected=expected)
    return Given(_mark(code, said.get("mark"), path), subject, years)


def _mark(code: str, said: object, path: str) -> Decimal | None:
    if said is None:
        return None
    if isinstance(said, str):
        try:
            return typed_mark(said)
        except Refusal as refusal:
            expected = f"« {refusal.facts['value']} » n’est pas une note, tapez un nombre de 0 à 20"
            raise Refusal(Code.MARKS_UNREADABLE, path=path, where=code, expected=expected) from refusal
    if isinstance(said, (int, Decimal)) and not isinstance(said, bool):
        return Decimal(said)
    expected = "une note est attendue, comme « 13 », ou « null »"
    raise Refusal(Code.MARKS_UNREADABLE, path=path, where=code, expected=expected)
