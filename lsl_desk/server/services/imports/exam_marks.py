# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's marks. What would make a total whole and wrong keeps the list out: it is mended first.

A compulsory épreuve without a line, an oral that the text does not allow, a mark between two steps: the rules would
reckon with them, and say « admis » or « ajourné » of a candidate who is not (code de l'éducation D334-8, D336-8).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamMark
from lsl_desk.domain.rules.choices import absent
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.rules.typed import in_french
from lsl_desk.formats.registers.marks import MarkRow, read_marks
from lsl_desk.formats.rule_packs.book import rules_of
from lsl_desk.server.db import juries, registers, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import Tally, bring
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports.candidates import SECOND
from lsl_desk.server.services.imports.running import ImportReport, read_list, run
from lsl_desk.wire.strict import decimal_text

AFTER = 1000
"""Rank of an épreuve that the rules of the série do not know: after those they know, as the list has them."""


def import_marks(academy: Academy, data: bytes, name: str, *, apply: bool, actor: str = "") -> ImportReport:
    """Bring the marks in, as the exam office's value of each épreuve; what juries changed stays on top of it.

    An average of contrôle continu is rounded up to its step, as the text says. Several lists may complete one another:
    what a list says nothing of stands (orals after the first group, a first mark corrected after the orals), and what a
    candidate must have is asked of all that is known once the list is in.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    rows, odd = read_list(data, name, read_marks)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        everyone = list(registers.candidates(connection))
        known = {one.number: one for one in everyone} | {(one.jury, one.number): one for one in everyone}
        strange = [anomaly for row in rows for anomaly in _mark_anomalies(row, known, academy.session)]
        meant = [(row, one) for row in rows if (one := _meant(row, known)) is not None and row.jury in {"", one.jury}]
        values = (_mark_values(row, one, rank, academy.session) for rank, (row, one) in enumerate(meant))
        tally = bring(connection, schema.mark, values, jury_of="jury")
        return tally, (*strange, *_whole_anomalies(connection, meant, academy.session))

    return run(academy, "marks", len(rows), odd, put, apply=apply, actor=actor)


Known = Mapping[StudentNumber | tuple[JuryId, StudentNumber], registers.KnownCandidate]
"""Candidates by N° élève, and by jury and N° élève."""


def _meant(row: MarkRow, known: Known) -> registers.KnownCandidate | None:
    """The candidate that a line means: of the jury it says, else the one that is not closed yet."""
    return known.get((row.jury, row.number)) or known.get(row.number)


def _mark_anomalies(row: MarkRow, known: Known, session: int) -> list[Anomaly]:
    one = _meant(row, known)
    if one is None:
        return [Anomaly(AnomalyCode.CANDIDATE_UNKNOWN, row.where, row.number)]
    if row.jury not in {"", one.jury}:
        return [Anomaly(AnomalyCode.CANDIDATE_ELSEWHERE, row.where, row.number, one.jury)]
    rules = rules_of(session, one.serie)
    if rules is not None and row.mark.exam not in rules.exams:
        return [Anomaly(AnomalyCode.EXAM_UNKNOWN, row.where, row.mark.exam, one.serie), *_oral(rules, row, one)]
    return [] if rules is None else [*_steps(rules, row), *_oral(rules, row, one)]


def _steps(rules: SerieRules, row: MarkRow) -> Iterator[Anomaly]:
    """A mark of an épreuve is whole; an average of contrôle continu is rounded up, and has no oral (`_oral`)."""
    rule = rules.exams[row.mark.exam]
    for mark in () if rule.continuous else (row.mark.value, row.mark.second):
        if mark is not None and mark % rules.step:
            yield Anomaly(AnomalyCode.MARK_STEP, row.where, in_french(mark), row.mark.exam)


def _oral(rules: SerieRules, row: MarkRow, one: registers.KnownCandidate) -> Iterator[Anomaly]:
    """An oral is of the second group, and of an épreuve that may be chosen there."""
    if not row.mark.chosen:
        return
    rule = rules.exams.get(row.mark.exam)
    if one.group == 1:
        yield Anomaly(AnomalyCode.ORAL_GROUP, row.where, row.mark.exam, one.serie)
    elif rule is not None and rule.oral_untold:
        yield Anomaly(AnomalyCode.ORAL_UNTOLD, row.where, row.mark.exam, one.serie)
    elif rule is None or not rule.second_group:
        yield Anomaly(AnomalyCode.ORAL_EXAM, row.where, row.mark.exam, one.serie)


def _whole_anomalies(
    connection: Connection, meant: Iterable[tuple[MarkRow, registers.KnownCandidate]], session: int
) -> Iterator[Anomaly]:
    """What the marks of a candidate are not, taken together: of each whom the list speaks of, at its last line."""
    last = {(one.jury, one.number): (row.where, one) for row, one in meant}
    marks: dict[JuryId, Mapping[StudentNumber, Sequence[ExamMark]]] = {}  # of one jury at a time: an academy has many
    for (jury, number), (where, one) in sorted(last.items(), key=lambda item: item[0][0]):
        rules = rules_of(session, one.serie)
        if rules is None:
            continue
        if jury not in marks:
            marks = {jury: juries.marks(connection, jury)}
        told = marks[jury][number]
        missing = absent(rules, {mark.exam: mark.coefficient for mark in told})
        if missing:
            yield Anomaly(AnomalyCode.EXAM_ABSENT, where, number, "\u202f; ".join(missing))
        if sum(mark.chosen for mark in told) > rules.second_group_most:
            yield Anomaly(AnomalyCode.ORAL_COUNT, where, number, str(rules.second_group_most))


def _mark_values(row: MarkRow, one: registers.KnownCandidate, rank: int, session: int) -> dict[str, object]:
    rules = rules_of(session, one.serie)
    mark = _rounded(rules, row.mark)
    known = None if rules is None else rules.exams.get(mark.exam)
    values = {
        "jury": one.jury,
        "number": row.number,
        "exam": mark.exam,
        # Of the text: else a list of one mark that is corrected would bring its épreuve to the front.
        "rank": rank + AFTER if known is None else known.rank,
        "coefficient": decimal_text(mark.coefficient),
        "value": None if mark.value is None else decimal_text(mark.value),
        "second": None if mark.second is None else decimal_text(mark.second),
        "chosen": int(mark.chosen),
    }
    # At the first group an empty mark is one that is awaited; at the second, one that the first group gave.
    unsaid = row.unsaid if one.group == SECOND else row.unsaid - {"value"}
    return {name: value for name, value in values.items() if name not in unsaid}


def _rounded(rules: SerieRules | None, mark: ExamMark) -> ExamMark:
    """Contrôle continu: the average rounded up to the tenth (domain study §4.3; D334-4 as amended)."""
    rule = None if rules is None else rules.exams.get(mark.exam)
    if rules is None or rule is None or not rule.continuous or mark.value is None:
        return mark
    step = rules.continuous_step
    value = (mark.value / step).to_integral_value(ROUND_CEILING) * step
    return mark if value == mark.value else replace(mark, value=value)
