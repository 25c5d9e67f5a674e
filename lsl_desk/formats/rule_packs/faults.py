# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong in a pack of rules, in French: the place in the file, and what was expected there."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pydantic import ValidationError

from lsl_desk.domain.folding import spelled
from lsl_desk.domain.rules.pack import Mention, RuleId
from lsl_desk.formats.rule_packs.schema import Pack, Serie

Fault = tuple[str, str]
"""Place, and what was expected there."""

_EXPECTED = {
    "missing": "ce champ manque",
    "extra_forbidden": "ce champ n’existe pas, retirez-le",
    "int_type": "un nombre entier est attendu",
    "bool_type": "« true » ou « false » est attendu",
    "string_type": "un texte entre guillemets est attendu",
    "string_too_short": "un texte non vide est attendu",
    "string_too_long": "un texte de {max_length} caractères au plus est attendu",
    "string_pattern_mismatch": "un texte de la forme {pattern} est attendu",
    "date_type": "une date est attendue, comme 2019-10-28",
    "list_type": "une liste est attendue",
    "dict_type": "une table est attendue",
    "model_type": "une table est attendue",
    "too_short": "il en faut au moins {min_length}",
    "greater_than_equal": "un nombre d’au moins {ge} est attendu",
    "less_than_equal": "un nombre d’au plus {le} est attendu",
}


def first_fault(error: ValidationError) -> Fault:
    """The first thing that is not of the schema."""
    found = error.errors(include_url=False, include_input=False)[0]
    said = _EXPECTED.get(found["type"], "une autre valeur est attendue")
    return place(found["loc"]), said.format_map(found.get("ctx", {}))


def place(parts: Sequence[str | int]) -> str:
    """Where in the file: « series.ES.exams[3].coefficient », lists counted from 1 as a person counts."""
    written = ""
    for part in parts:
        if isinstance(part, int):
            written += f"[{part + 1}]"
        elif part != "[key]":
            written += f".{part}" if written else part
    return written or "fichier"


def faults(pack: Pack, first: int, last: int) -> Iterator[Fault]:
    """What the schema cannot see: sessions, orders, references from one place to another.

    Args:
        pack: of the schema.
        first: first session, as the file's name says.
        last: last session.
    """
    if (pack.first, pack.last) != (first, last) or first > last:
        yield "first", f"les sessions que dit le nom du fichier sont attendues, {first} à {last}"
    for rank, one in enumerate(pack.special):
        if not first <= one.session <= last:
            yield place(("special", rank, "session")), f"une session de {first} à {last} est attendue"
    yield from _texts(pack)
    yield from _thresholds(pack)
    yield from _jury(pack)
    yield from _names(pack)
    for code, serie in pack.series.items():
        yield from _serie(code, serie)


def _texts(pack: Pack) -> Iterator[Fault]:
    known = [one.value for one in RuleId]
    for rule in known:
        if rule not in pack.texts:
            yield place(("texts", rule)), _EXPECTED["missing"]
    for rule, text in pack.texts.items():
        if rule not in known:
            yield place(("texts", rule)), _EXPECTED["extra_forbidden"]
        if (text.since is None) is not text.undated:
            yield place(("texts", rule, "since")), "une date, ou « undated = true », est attendue"


def _thresholds(pack: Pack) -> Iterator[Fault]:
    codes = [one.value for one in Mention]
    for rank, one in enumerate(pack.mentions):
        if one.code not in codes:
            yield place(("mentions", rank, "code")), f"une de ces mentions est attendue, {', '.join(codes)}"
    least = [pack.thresholds.second_group, pack.thresholds.admission, *(one.least for one in pack.mentions)]
    if any(low >= high for low, high in pairwise(least)):
        yield "thresholds", "des seuils qui montent sont attendus : second groupe, admission, puis chaque mention"
    if len({one.code for one in pack.mentions}) != len(pack.mentions):
        yield "mentions", "une mention est dite deux fois"
    if pack.mentions[0].by_jury:
        yield place(("mentions", 0, "by_jury")), "la première mention ne peut pas être laissée au jury"


def _jury(pack: Pack) -> Iterator[Fault]:
    known = {exam.code for serie in pack.series.values() for exam in serie.exams}
    for rank, code in enumerate(pack.jury.not_raisable):
        if code not in known:
            yield place(("jury", "not_raisable", rank)), "le code d’une épreuve du fichier est attendu"
    if pack.jury.points_cap is not None and not pack.jury.points:
        yield "jury.points_cap", "un plafond n’a de sens que si « points » est « true »"


def _names(pack: Pack) -> Iterator[Fault]:
    said: set[str] = set()
    for code, serie in pack.series.items():
        for name in (code, *serie.names):
            if spelled(name) in said:
                yield place(("series", code, "names")), f"« {name} » nomme déjà une série"
            said.add(spelled(name))


def _serie(code: str, serie: Serie) -> Iterator[Fault]:
    exams = [one.code for one in serie.exams]
    for rank, exam in enumerate(exams):
        if exam in exams[:rank]:
            yield place(("series", code, "exams", rank, "code")), f"« {exam} » est dit deux fois"
    for where, exam in _references(serie):
        if exam not in exams:
            yield place(("series", code, *where)), "le code d’une épreuve de la série est attendu"
    for rank, one in enumerate(serie.speciality.choices if serie.speciality else ()):
        if (one.raises is None) != (one.by is None) or (one.raises is None and one.exam is None):
            yield (
                place(("series", code, "speciality", "choices", rank)),
                "« raises » avec « by », ou « exam », est attendu",
            )
    for rank, said in enumerate(serie.exams):
        if said.second_group and (said.oral_of is not None or said.oral_untold):
            at = place(("series", code, "exams", rank, "second_group"))
            yield at, "« false » est attendu avec « oral_of » ou « oral_untold »"
    excused = serie.speciality
    if excused and (excused.excused_by is None) != (excused.excused_coefficient is None):
        yield place(("series", code, "speciality")), "« excused_by » et « excused_coefficient » vont ensemble"


def _references(serie: Serie) -> Iterator[tuple[tuple[str | int, ...], str]]:
    speciality, options = serie.speciality, serie.options
    for rank, one in enumerate(serie.exams):
        for field, other in (("with_exam", one.with_exam), ("oral_of", one.oral_of)):
            if other is not None:
                yield ("exams", rank, field), other
    if speciality is not None:
        if speciality.excused_by is not None:
            yield ("speciality", "excused_by"), speciality.excused_by
        for rank, choice in enumerate(speciality.choices):
            for name, exam in (("raises", choice.raises), ("exam", choice.exam)):
                if exam is not None:
                    yield ("speciality", "choices", rank, name), exam
    if options is not None:
        for rank, code in enumerate(options.codes):
            yield ("options", "codes", rank), code
        if options.better is not None:
            yield ("options", "better", "code"), options.better.code
