# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns marks written by code into the épreuves of one candidate: what is compulsory, the speciality, the options.

For who has marks and no exam office's list (the command ``result``); the exam office's own coefficients are taken as
they are, by `dossier.Dossier`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.folding import spelled
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import TOP, ExamCode
from lsl_desk.domain.rules.lawful import mark_forbidden
from lsl_desk.domain.rules.pack import SerieRules, Speciality, SpecialityRule
from lsl_desk.domain.rules.result import Entry

MOST_YEARS_EACH = 2
"""An option is followed in première, in terminale or in both."""
_NOBODY = StudentNumber("")


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says under one code.

    Attributes:
        mark: out of 20, None while it is missing, and for a speciality that has none of its own.
        subject: which speciality or option, "" when not said.
        years: for how many years an option was followed, None when not said.
    """

    mark: Decimal | None = None
    subject: str = ""
    years: int | None = None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """What the speciality comes to: coefficients it changes, and its own épreuve or the one still to be said."""

    raised: Mapping[ExamCode, Decimal]
    entry: Entry | None = None


def entries_of(rules: SerieRules, given: Mapping[ExamCode, Given]) -> tuple[Entry, ...]:
    """The épreuves of a candidate, in the order of the text.

    A compulsory épreuve of which nothing is said is there without a mark: the result is then « incomplet ». A mark of
    contrôle continu is rounded up to its step, as the text says of an average.

    Raises:
        Refusal: MARKS_EXAM, MARKS_CHOICE, MARKS_CLASH, MARKS_OWN, MARKS_PARTS, MARKS_YEARS, MARK_OUT_OF_RANGE,
            MARK_WHOLE.
    """
    _all_known(rules, given)
    given = _with_written_parts(rules, given)
    chosen = _speciality(rules, given)
    taken = _taken(rules, given, chosen)
    options = _options(rules, given)
    entries = []
    for exam, rule in rules.exams.items():
        if chosen.entry is not None and chosen.entry.exam == exam:
            entries.append(chosen.entry)
        elif exam in taken:
            coefficient = options.get(exam, rule.coefficient) + chosen.raised.get(exam, Decimal(0))
            entries.append(Entry(exam, coefficient, _mark(rules, exam, given.get(exam, Given()))))
    if chosen.entry is not None and chosen.entry.exam not in rules.exams:
        entries.append(chosen.entry)
    return tuple(entries)


def _all_known(rules: SerieRules, given: Mapping[ExamCode, Given]) -> None:
    known = [*rules.exams, *({rules.speciality.code} - set(rules.exams) if rules.speciality else ())]
    for exam, said in given.items():
        if exam not in known:
            facts: dict[str, str | int] = {
                "exam": exam,
                "serie": rules.serie,
                "session": rules.session,
                "known": ", ".join(known),
            }
            raise Refusal(Code.MARKS_EXAM, **facts)
        if said.years is not None and (not rules.options.most_years or exam not in rules.options.codes):
            raise Refusal(Code.MARKS_YEARS, exam=exam, most=rules.options.most_years)


def _with_written_parts(rules: SerieRules, given: Mapping[ExamCode, Given]) -> dict[ExamCode, Given]:
    """Whoever has the other part of an épreuve takes its written part too."""
    leads = (rules.exams[exam].with_exam for exam in given if exam in rules.exams)
    return {lead: Given() for lead in leads if lead is not None} | dict(given)


def _mark(rules: SerieRules, exam: ExamCode, said: Given) -> Decimal | None:
    """A mark that may be one, an average of contrôle continu rounded up to the tenth."""
    if said.mark is None:
        return None
    mark = said.mark
    rule = rules.exams.get(exam)
    if rule is not None and rule.continuous and mark <= TOP:
        mark = (mark / rules.continuous_step).to_integral_value(ROUND_CEILING) * rules.continuous_step
    wrong = mark_forbidden(rules, _NOBODY, exam, mark)
    if wrong is not None:
        raise Refusal(wrong.code, **wrong.facts)
    return mark


def _speciality(rules: SerieRules, given: Mapping[ExamCode, Given]) -> _Chosen:
    """What was chosen, by the code that says it or by its own épreuve."""
    choice = rules.speciality
    if choice is None:
        return _Chosen({})
    said = given.get(choice.code)
    if said is not None and (said.subject or choice.code not in rules.exams):
        return _named(rules, given, choice, said)
    own = [one.exam for one in choice.choices if one.exam in given]
    if own:
        return _Chosen({})
    if choice.excused_by in given and choice.excused_by is not None:
        more = choice.excused_coefficient - rules.exams[choice.excused_by].coefficient
        return _Chosen({choice.excused_by: more})
    return _Chosen({}, Entry(choice.code, Decimal(1), None))


def _named(rules: SerieRules, given: Mapping[ExamCode, Given], choice: SpecialityRule, said: Given) -> _Chosen:
    one = _which(rules, choice, said.subject)
    other = next((other.exam for other in choice.choices if other.exam in given and other.exam != choice.code), None)
    if other is not None:
        raise Refusal(Code.MARKS_CLASH, first=choice.code, second=other, serie=rules.serie)
    parts = [exam for exam, rule in rules.exams.items() if rule.with_exam is not None and rule.with_exam == one.exam]
    if parts and said.mark is not None:
        codes = ", ".join((str(one.exam), *parts))
        raise Refusal(Code.MARKS_PARTS, value=one.subject, serie=rules.serie, exam=codes)
    if one.exam is not None and (said.mark is not None or one.raises is None):
        return _Chosen({}, Entry(one.exam, rules.exams[one.exam].coefficient, _mark(rules, one.exam, said)))
    raised = one.raises or one.exam or choice.code
    if said.mark is not None:
        raise Refusal(Code.MARKS_OWN, value=one.subject, serie=rules.serie, exam=raised)
    return _Chosen({raised: one.by})


def _which(rules: SerieRules, choice: SpecialityRule, subject: str) -> Speciality:
    for one in choice.choices:
        if spelled(subject) in one.names:
            return one
    known = ", ".join(one.subject for one in choice.choices)
    raise Refusal(Code.MARKS_CHOICE, value=subject, exam=choice.code, serie=rules.serie, known=known)


def _taken(rules: SerieRules, given: Mapping[ExamCode, Given], chosen: _Chosen) -> set[ExamCode]:
    """Which épreuves the candidate takes: the compulsory ones, those given, and one of each choice."""
    speciality = {one.exam for one in rules.speciality.choices} if rules.speciality else set()
    own = chosen.entry.exam if chosen.entry is not None else None
    apart = {exam for exam, rule in rules.exams.items() if rule.optional or rule.one_of or rule.with_exam}
    taken = {exam for exam in rules.exams if exam in given or exam not in apart}
    taken -= {rules.speciality.code} if rules.speciality and chosen.raised else set()
    for name in {rule.one_of for rule in rules.exams.values() if rule.one_of}:
        members = [exam for exam, rule in rules.exams.items() if rule.one_of == name]
        said = [exam for exam in members if exam in given or exam == own or exam in chosen.raised]
        if len(said) > 1:
            raise Refusal(Code.MARKS_CLASH, first=said[0], second=said[1], serie=rules.serie)
        if said:
            taken.add(said[0])
        elif members[0] not in speciality:
            taken.add(members[0])
    return taken | {exam for exam, rule in rules.exams.items() if rule.with_exam in taken}


def _options(rules: SerieRules, given: Mapping[ExamCode, Given]) -> dict[ExamCode, Decimal]:
    """The coefficients of the options given."""
    options = rules.options
    coefficients = {}
    years = 0
    for exam in options.codes:
        said = given.get(exam)
        if said is None:
            continue
        followed = 1 if said.years is None else said.years
        years += followed
        better = exam == options.better and not options.better_words.isdisjoint(spelled(said.subject).split())
        one = options.better_coefficient if better else rules.exams[exam].coefficient
        coefficients[exam] = one * followed
        if options.most_years and (years > options.most_years or not 1 <= followed <= MOST_YEARS_EACH):
            raise Refusal(Code.MARKS_YEARS, exam=exam, most=options.most_years)
    return coefficients


def absent(rules: SerieRules, listed: Mapping[ExamCode, Decimal]) -> tuple[str, ...]:
    """What a candidate must have and a list does not say: codes, « SVT, EAT ou SI » for a choice.

    Without it a total would be whole and wrong: neither its points nor its coefficient would count.

    Args:
        rules: of the session and série.
        listed: épreuves of the list and their coefficients; 0 for one that the candidate is dispensed of.
    """
    found = []
    seen = set()
    special = {one.exam for one in rules.speciality.choices} if rules.speciality else set()
    for exam, rule in rules.exams.items():
        if rule.one_of and rule.one_of not in seen:
            seen.add(rule.one_of)
            members = [other for other, one in rules.exams.items() if one.one_of == rule.one_of]
            if exam not in special and not any(one in listed for one in members):
                found.append(f"{', '.join(members[:-1])} ou {members[-1]}")
        elif exam not in listed and _must(rules, exam, listed):
            found.append(str(exam))
    if rules.speciality is not None and not _has_speciality(rules, rules.speciality, listed):
        found.append(f"{rules.speciality.code} (spécialité)")
    return tuple(found)


def _must(rules: SerieRules, exam: ExamCode, listed: Mapping[ExamCode, Decimal]) -> bool:
    rule = rules.exams[exam]
    if rule.with_exam is not None:
        return rule.with_exam in listed
    if any(one in listed and other.with_exam == exam for one, other in rules.exams.items()):
        return True
    return not (rule.optional or rule.one_of)


def _has_speciality(rules: SerieRules, choice: SpecialityRule, listed: Mapping[ExamCode, Decimal]) -> bool:
    """An épreuve of its own, a coefficient that it raised, or what excuses from one."""
    if choice.excused_by is not None and listed.get(choice.excused_by) in {Decimal(0), choice.excused_coefficient}:
        return True
    for one in choice.choices:
        weight = None if one.raises is None else listed.get(one.raises)
        if one.exam in listed or (weight is not None and one.raises is not None and _raised(rules, one.raises, weight)):
            return True
    return False


def _raised(rules: SerieRules, exam: ExamCode, weight: Decimal) -> bool:
    """Whether a coefficient is one that a speciality raised, or of a candidate who is dispensed of it."""
    return not weight or weight > rules.exams[exam].coefficient
