# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a pack of rules, bytes to values; a pack that is wrong is refused with the place and what was expected."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from pydantic import ValidationError

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.folding import folded, spelled
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.pack import (
    Counting,
    ExamRule,
    LegalText,
    Mention,
    MentionRule,
    OptionRule,
    RuleId,
    SerieRules,
    Speciality,
    SpecialityRule,
)
from lsl_desk.formats.rule_packs import schema
from lsl_desk.formats.rule_packs.faults import faults, first_fault

_NAME = re.compile(r"([0-9]{4})(?:-([0-9]{4}))?\.toml")
_LINE = re.compile(r"\(at line ([0-9]+), column ([0-9]+)\)")


@dataclass(frozen=True, slots=True)
class RulePack:
    """The rules of a range of sessions.

    Attributes:
        name: « 2013-2019 ».
        special: why no set of rules answers for a session of the range.
        said: the file, of the schema.
    """

    name: str
    special: Mapping[int, str]
    said: schema.Pack

    def rules(self, session: int, serie: str) -> SerieRules | None:
        """Those of a session of the range and of a série, as a list writes it; None for one that is not told."""
        code = self._code(serie)
        if session in self.special or code is None:
            return None
        first = self.said.series[code].first
        return None if first is not None and session < first else _serie_rules(self, session, code)

    def _code(self, text: str) -> str | None:
        """Which série is meant: its code or one of its names, with or without more words after it."""
        wanted = f"{spelled(text).removeprefix('serie ')} "
        found = [
            (len(name), code)
            for code, serie in self.said.series.items()
            for name in (spelled(one) for one in (code, *serie.names))
            if wanted.startswith(f"{name} ")
        ]
        return max(found, default=(0, None))[1]


def range_of(name: str) -> tuple[int, int] | None:
    """The sessions that the name of a file says, None when it is not the name of a pack."""
    found = _NAME.fullmatch(name)
    return None if found is None else (int(found[1]), int(found[2] or found[1]))


def read_pack(data: bytes, name: str) -> RulePack:
    """Read a pack.

    Args:
        data: the file.
        name: of the file, which says the sessions (« 2013-2019.toml »).

    Raises:
        Refusal: RULES_INVALID.
    """
    sessions = range_of(name)
    if sessions is None:
        raise _invalid(name, "nom du fichier", "« 2026.toml » ou « 2020-2025.toml » est attendu")
    try:
        said = schema.Pack.model_validate(tomllib.loads(data.decode("utf-8")))
    except UnicodeDecodeError as error:
        raise _invalid(name, f"octet {error.start + 1}", "un texte en UTF-8 est attendu") from error
    except tomllib.TOMLDecodeError as error:
        at = _LINE.search(str(error))
        where = f"ligne {at[1]}, colonne {at[2]}" if at else "fin du fichier"
        raise _invalid(name, where, "du TOML est attendu") from error
    except ValidationError as error:
        raise _invalid(name, *first_fault(error)) from error
    for fault in faults(said, *sessions):
        raise _invalid(name, *fault)
    return RulePack(name.removesuffix(".toml"), {one.session: one.why for one in said.special}, said)


def _invalid(name: str, where: str, expected: str) -> Refusal:
    return Refusal(Code.RULES_INVALID, name=name, where=where, expected=expected)


def _serie_rules(pack: RulePack, session: int, code: str) -> SerieRules:
    said, serie, jury = pack.said, pack.said.series[code], pack.said.jury
    exams = {ExamCode(one.code): _exam(rank, one, jury) for rank, one in enumerate(serie.exams, start=1)}
    return SerieRules(
        pack=pack.name,
        session=session,
        serie=code,
        exams=MappingProxyType(exams),
        admission=Decimal(said.thresholds.admission),
        second_group=Decimal(said.thresholds.second_group),
        second_group_most=said.thresholds.second_group_most,
        mentions=tuple(MentionRule(Mention(one.code), Decimal(one.least), one.by_jury) for one in said.mentions),
        step=Decimal(said.steps.mark),
        continuous_step=Decimal(said.steps.continuous),
        raise_marks=jury.raise_marks,
        points_allowed=jury.points,
        points_cap=None if jury.points_cap is None else Decimal(jury.points_cap),
        no_help_under=None if jury.no_help_under is None else Decimal(jury.no_help_under),
        texts=MappingProxyType(
            {
                RuleId(rule): LegalText(one.reference, one.since, one.said, one.source)
                for rule, one in said.texts.items()
            }
        ),
        speciality=None if serie.speciality is None else _speciality(serie.speciality),
        options=OptionRule(()) if serie.options is None else _options(serie.options),
    )


def _exam(rank: int, one: schema.Exam, jury: schema.Jury) -> ExamRule:
    return ExamRule(
        code=ExamCode(one.code),
        label=one.label,
        rank=rank,
        coefficient=Decimal(one.coefficient),
        counting=Counting.ABOVE_TEN if one.above_ten else Counting.WEIGHTED,
        anticipated=one.anticipated,
        second_group=one.second_group,
        continuous=one.continuous,
        raisable=one.code not in jury.not_raisable,
        optional=one.optional,
        subjects=tuple(folded(title) for title in one.subjects),
        one_of=one.one_of or "",
        with_exam=None if one.with_exam is None else ExamCode(one.with_exam),
        oral_of=None if one.oral_of is None else ExamCode(one.oral_of),
        oral_untold=one.oral_untold,
    )


def _speciality(said: schema.Speciality) -> SpecialityRule:
    choices = tuple(
        Speciality(
            subject=one.subject,
            names=frozenset(spelled(name) for name in (one.subject, *one.names)),
            raises=None if one.raises is None else ExamCode(one.raises),
            by=Decimal(one.by or 0),
            exam=None if one.exam is None else ExamCode(one.exam),
        )
        for one in said.choices
    )
    excused = None if said.excused_by is None else ExamCode(said.excused_by)
    return SpecialityRule(ExamCode(said.code), choices, excused, Decimal(said.excused_coefficient or 0))


def _options(said: schema.Options) -> OptionRule:
    codes, years, better = tuple(ExamCode(code) for code in said.codes), said.most_years or 0, said.better
    if better is None:
        return OptionRule(codes, years)
    words = frozenset(spelled(word) for word in better.words)
    return OptionRule(codes, years, ExamCode(better.code), words, Decimal(better.coefficient))
