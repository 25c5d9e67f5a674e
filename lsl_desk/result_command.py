# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command ``result``: what the rules of a session say of a set of marks. It opens no store."""

import argparse
import json
from decimal import Decimal
from pathlib import Path

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode
from lsl_desk.domain.rules.choices import entries_of
from lsl_desk.domain.rules.lawful import PROPOSALS, mention_name, points_forbidden
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.result import Entry, Result, result_of
from lsl_desk.domain.rules.typed import in_french
from lsl_desk.formats.marks_file import read_marks
from lsl_desk.formats.rule_packs.book import rules_of, why_special


class _Case:
    """The marks of a file, as the law asks of a candidate."""

    group = 1
    number = StudentNumber("")

    def __init__(self, rules: SerieRules, entries: tuple[Entry, ...]) -> None:
        self.rules: SerieRules | None = rules
        self.entries = entries
        self.points = Decimal(0)
        self.forgotten = False

    def given(self, exam: ExamCode) -> Decimal | None:
        """The mark of the file."""
        return next((one.mark for one in self.entries if one.exam == exam), None)

    floor = given


def run(options: argparse.Namespace) -> None:
    """Print the result of the file of marks.

    Raises:
        Refusal: RULES_SPECIAL, RULES_UNKNOWN, PATH_MISSING, PATH_UNREADABLE, and what `read_marks` and `entries_of`
            refuse.
    """
    rules = _rules(options.session, options.serie)
    given = read_marks(_read(Path(options.marks)), str(options.marks))
    points = given.pop(POINTS, None)
    entries = entries_of(rules, given)
    added = Decimal(0) if points is None else points.mark or Decimal(0)
    forbidden = points_forbidden(_Case(rules, entries), added)
    if forbidden is not None:
        raise Refusal(forbidden.code, **forbidden.facts)
    result = result_of(rules, entries, added)
    if options.json:
        print(json.dumps(_answer(rules, result), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(rules, result)))


def _rules(session: int, serie: str) -> SerieRules:
    rules = rules_of(session, serie)
    if rules is not None:
        return rules
    why = why_special(session)
    if why is not None:
        raise Refusal(Code.RULES_SPECIAL, session=session, why=why)
    raise Refusal(Code.RULES_UNKNOWN, serie=serie, session=session)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refusal(Code.PATH_MISSING, path=str(path)) from error
    except OSError as error:
        raise Refusal(Code.PATH_UNREADABLE, path=str(path)) from error


def _answer(rules: SerieRules, result: Result) -> dict[str, object]:
    missing = result.missing
    return {
        "session": rules.session,
        "serie": rules.serie,
        "rules": rules.pack,
        "points": _text(result.points),
        "coefficients": _text(result.coefficients),
        "average": None if result.average is None else str(result.average),
        "missing": {
            "threshold": None if missing is None else _text(missing.threshold),
            "points": None if missing is None else str(missing.points),
        },
        "proposal": result.proposal.value,
        "mention": None if result.mention is None else result.mention.value,
        "above_ten": _text(result.bonus),
        "added": _text(result.added),
        "unknown": list(result.unknown),
    }


def _text(value: Decimal) -> str:
    """Exact, without zeros that say nothing: « 394 », « 1004.6 »."""
    return f"{value.normalize():f}"


def _lines(rules: SerieRules, result: Result) -> list[str]:
    lines = [f"Session {rules.session}, série {rules.serie} (règles {rules.pack})"]
    if result.average is not None:
        total = f"{in_french(result.points)} points pour {in_french(result.coefficients)} de coefficients"
        lines.append(f"{total}\u00a0: moyenne {str(result.average).replace('.', ',')}.")
    if result.unknown:
        lines.append(f"Notes qui manquent\u00a0: {', '.join(rules.name_of(exam) for exam in result.unknown)}.")
    elif result.missing is not None:
        points = "1 point" if result.missing.points == 1 else f"{result.missing.points} points"
        lines.append(f"Jusqu’à {in_french(result.missing.threshold)}\u00a0: {points}.")
    mention = "" if result.mention is None else f", mention {mention_name(result.mention)}"
    lines.append(f"Les règles proposent\u00a0: {PROPOSALS[result.proposal]}{mention}.")
    return lines
