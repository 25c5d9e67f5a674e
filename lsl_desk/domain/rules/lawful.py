# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the rules forbid of a raise, of points and of a decision: None when it is lawful, else why and by which text.

Each function takes the candidate as a `Case`; a `dossier.Dossier` is one. Without rules for a session or série, a mark
is between 0 and 20 and a deliberation lowers none: nothing else is known to be forbidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from lsl_desk.domain.acts import MissingRule, Ruling
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.marks import TOP, ExamCode
from lsl_desk.domain.rules.pack import Mention, RuleId, SerieRules
from lsl_desk.domain.rules.result import Entry, Proposal, Result, counted, result_of
from lsl_desk.domain.rules.typed import in_french

ZERO = Decimal(0)
ORAL = " (oral du second groupe)"
"""After the name of an épreuve whose oral is awaited, as a sentence says it."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """Why something is not lawful.

    Attributes:
        code: whose French sentence says what, where and what to do.
        facts: what that sentence needs.
        rule: the rule whose text the screen shows beside it, None when no text is needed.
    """

    code: Code
    facts: Mapping[str, str | int] = field(default_factory=dict)
    rule: RuleId | None = None


class Case(Protocol):
    """A candidate as the law sees one."""

    @property
    def number(self) -> StudentNumber:
        """N° élève."""

    @property
    def group(self) -> int:
        """Of épreuves, 1 or 2."""

    @property
    def rules(self) -> SerieRules | None:
        """Of the session and série, None when no pack knows them."""

    @property
    def entries(self) -> Sequence[Entry]:
        """The marks as they count now."""

    @property
    def forgotten(self) -> bool:
        """The exam office gave marks of others of the jury, and none of this one."""

    @property
    def points(self) -> Decimal:
        """Points of the jury given now."""

    def given(self, exam: ExamCode) -> Decimal | None:
        """The exam office's mark of an épreuve, None while it gives none."""

    def floor(self, exam: ExamCode) -> Decimal | None:
        """The mark of an épreuve without any raise: the exam office's, or what the jury put in place of it."""


def mark_forbidden(rules: SerieRules | None, number: StudentNumber, exam: ExamCode, mark: Decimal) -> Forbidden | None:
    """Whether a number can be a mark of this épreuve: from 0 to 20, whole or to the tenth as the rules say."""
    name = exam if rules is None else rules.name_of(exam)
    if not ZERO <= mark <= TOP:
        facts = {"value": in_french(mark), "exam": name, "number": number}
        return Forbidden(Code.MARK_OUT_OF_RANGE, facts, RuleId.MARK)
    if rules is None or not mark % rules.step_of(exam):
        return None
    if rules.step_of(exam) == 1:
        return Forbidden(Code.MARK_WHOLE, {"value": in_french(mark), "exam": name}, RuleId.MARK)
    return Forbidden(Code.MARK_TENTH, {"value": in_french(mark), "exam": name}, RuleId.CONTINUOUS)


def raise_forbidden(case: Case, exam: ExamCode, after: Decimal) -> Forbidden | None:
    """Whether the jury may put the mark of an épreuve at ``after``: a raise, or less of one than before.

    Checks: MARK_OUT_OF_RANGE, MARK_WHOLE, MARK_TENTH, RAISE_FORBIDDEN, MARK_ANTICIPATED, MARK_NOT_RAISABLE,
    MARK_MISSING, MARK_LOWERED, HELP_UNDER.
    """
    rules, wrong = case.rules, never_raised(case, exam, after)
    if wrong is not None:
        return wrong
    name = exam if rules is None else rules.name_of(exam)
    now = next((one.mark for one in case.entries if one.exam == exam), None)
    if now is None:
        return Forbidden(Code.MARK_MISSING, {"exam": name, "number": case.number})
    floor = case.floor(exam)
    if floor is not None and after < floor:
        facts = {"exam": name, "number": case.number, "office": in_french(floor)}
        return Forbidden(Code.MARK_LOWERED, facts, RuleId.NO_LOWERING)
    return None if rules is None else _help_under(case, rules, exam, after)


def never_raised(case: Case, exam: ExamCode, after: Decimal) -> Forbidden | None:
    """Whether no jury may put the mark of an épreuve at ``after``, whatever it stands at.

    Checks: MARK_OUT_OF_RANGE, MARK_WHOLE, MARK_TENTH, RAISE_FORBIDDEN, MARK_ANTICIPATED, MARK_NOT_RAISABLE.
    """
    rules = case.rules
    wrong = mark_forbidden(rules, case.number, exam, after)
    return wrong or (None if rules is None else not_raisable(rules, exam))


def not_raisable(rules: SerieRules, exam: ExamCode) -> Forbidden | None:
    """Whether the jury may raise this épreuve at all, for whoever it is."""
    if not rules.raise_marks:
        return Forbidden(Code.RAISE_FORBIDDEN, {"session": rules.session}, RuleId.RAISE)
    rule = rules.exams.get(exam)
    if rule is None or rule.raisable:
        return None
    if rule.anticipated:
        return Forbidden(Code.MARK_ANTICIPATED, {"exam": rule.label}, RuleId.NOT_RAISABLE)
    return Forbidden(Code.MARK_NOT_RAISABLE, {"exam": rule.label}, RuleId.NOT_RAISABLE)


def points_forbidden(case: Case, after: Decimal) -> Forbidden | None:
    """Whether the jury may give this many points, in place of those before; none are always allowed.

    Checks: POINTS_WHOLE, POINTS_FORBIDDEN, POINTS_CAP, HELP_UNDER.
    """
    rules = case.rules
    if after < 0 or after % 1:
        return Forbidden(Code.POINTS_WHOLE, {"value": in_french(after)}, RuleId.POINTS)
    if not after or rules is None:
        return None
    if not rules.points_allowed:
        return Forbidden(Code.POINTS_FORBIDDEN, {"session": rules.session}, RuleId.POINTS)
    if rules.points_cap is not None and after > rules.points_cap:
        facts: dict[str, str | int] = {
            "points": in_french(after),
            "cap": in_french(rules.points_cap),
            "session": rules.session,
        }
        return Forbidden(Code.POINTS_CAP, facts, RuleId.POINTS)
    least = rules.no_help_under
    if least is not None and case.group == 1 and _under(result_of(rules, case.entries), least):
        return _no_help(rules, least)
    return None


def missing_forbidden(case: Case, exam: ExamCode, rule: MissingRule, value: Decimal | None) -> Forbidden | None:
    """Whether this may be done of a missing mark.

    Checks: MARK_NOT_MISSING; AVERAGE_NONE for a provisional mark without a value; a provisional one is a mark as
    another is; an absence is zero.
    """
    name = exam if case.rules is None else case.rules.name_of(exam)
    if case.given(exam) is not None:
        return Forbidden(Code.MARK_NOT_MISSING, {"exam": name, "number": case.number})
    if rule is MissingRule.PROVISIONAL:
        if value is None:
            return Forbidden(Code.AVERAGE_NONE, {"exam": name, "number": case.number}, RuleId.PROVISIONAL)
        return mark_forbidden(case.rules, case.number, exam, value)
    if value != (ZERO if rule is MissingRule.ABSENT else None):
        shown = "" if value is None else in_french(value)
        facts = {"value": shown, "exam": name, "number": case.number}
        return Forbidden(Code.MARK_OUT_OF_RANGE, facts, RuleId.ABSENCE)
    return None


def provisional_mark(rules: SerieRules | None, exam: ExamCode, average: Decimal) -> Decimal:
    """The mark that the livret's average stands for: rounded up to what a mark of this épreuve may be."""
    step = Decimal("0.1") if rules is None else rules.step_of(exam)
    return (average / step).to_integral_value(ROUND_CEILING) * step


def decision_forbidden(case: Case, ruling: Ruling, mention: str, reason: str = "") -> Forbidden | None:
    """Whether the jury may decide so of these marks. Whether the livret was examined is asked elsewhere.

    A final ruling must be the one the rules propose (decision 014). The mention must be the one the total earns, or,
    where it is left to the jury (félicitations), the one below; none at all asks for a reason, since candidates who
    were dispensed or kept marks have none (code de l'éducation D334-7, D334-13; D336-7, D336-13). « Absent » is not
    said of who came and has every mark: it would go round the guard of « ajourné ».

    Checks: DECISION_GROUP, DECISION_FORGOTTEN, DECISION_PRESENT, DECISION_INCOMPLETE, DECISION_TOTAL, DECISION_MENTION,
    REASON_MISSING, HELP_UNDER.
    """
    if ruling is Ruling.SECOND_GROUPE and case.group != 1:
        return Forbidden(Code.DECISION_GROUP, {}, RuleId.SECOND_GROUP)
    if mention and (ruling is not Ruling.ADMIS or case.group != 1):
        return _no_mention(case, mention)
    if ruling in _FINAL and case.rules is not None and case.forgotten:
        return Forbidden(Code.DECISION_FORGOTTEN, {"number": case.number})
    if ruling is Ruling.ABSENT and case.rules is not None and _came(case, case.rules):
        return Forbidden(Code.DECISION_PRESENT, {"number": case.number}, RuleId.ABSENCE)
    if ruling not in _FINAL or case.rules is None or not case.entries:
        return None
    result = result_of(case.rules, case.entries, case.points, group=case.group)
    return (
        _ruling_forbidden(case, case.rules, result, ruling)
        or _helped(case, case.rules, result)
        or _mention_forbidden(case, case.rules, result, mention, reason)
    )


def _came(case: Case, rules: SerieRules) -> bool:
    """Every mark is there, and one above zero of an épreuve of this very session, contrôle continu apart."""
    result = result_of(rules, case.entries, group=case.group)
    if result.unknown or not result.coefficients:
        return False
    marks = ((rules.exams.get(one.exam), one.best, one.coefficient) for one in case.entries)
    return any(mark and weight and not (rule and (rule.anticipated or rule.continuous)) for rule, mark, weight in marks)


def _helped(case: Case, rules: SerieRules, result: Result) -> Forbidden | None:
    """Once more what was asked of each raise and of the points: a mark that came since may be a low one."""
    least = rules.no_help_under
    if least is None or case.group != 1:
        return None
    alone = [Entry(one.exam, one.coefficient, case.floor(one.exam), one.second) for one in case.entries]
    return _no_help(rules, least) if _under(result_of(rules, alone), least) and not _under(result, least) else None


def _ruling_forbidden(case: Case, rules: SerieRules, result: Result, ruling: Ruling) -> Forbidden | None:
    if result.unknown:
        orals = {one.exam for one in counted(rules, case.entries, case.group) if one.oral_awaited}
        names = (rules.name_of(one) + (ORAL if one in orals else "") for one in result.unknown)
        facts: dict[str, str | int] = {"number": case.number, "exam": ", ".join(names)}
        return Forbidden(Code.DECISION_INCOMPLETE, facts, RuleId.AVERAGE)
    if ruling.value == result.proposal.value:
        return None
    facts = {
        "number": case.number,
        "points": in_french(result.points),
        "ruling": RULINGS[ruling],
        "proposal": PROPOSALS[result.proposal],
    }
    return Forbidden(Code.DECISION_TOTAL, facts, RuleId.ADMISSION)


def _mention_forbidden(case: Case, rules: SerieRules, result: Result, mention: str, reason: str) -> Forbidden | None:
    if mention and mention not in mentions_of(rules, result):
        return _no_mention(case, mention)
    if result.mention is not None and not mention and not reason.strip():
        return Forbidden(Code.REASON_MISSING, {}, RuleId.MENTION)
    return None


def _no_mention(case: Case, mention: str) -> Forbidden:
    rule = RuleId.MENTION if case.group == 1 else RuleId.NO_MENTION
    return Forbidden(Code.DECISION_MENTION, {"number": case.number, "mention": mention_name(mention)}, rule)


def mentions_of(rules: SerieRules, result: Result) -> tuple[Mention, ...]:
    """The mentions the jury may give for a result, the one to offer first: none, one, or two where the jury decides."""
    ranked = [one.mention for one in rules.mentions]
    if result.mention is None:
        return ()
    place = ranked.index(result.mention)
    below = ranked[place - 1 : place] if rules.mentions[place].by_jury else []
    return (result.mention, *below)


def mention_name(mention: str) -> str:
    """In French: « assez bien »; the code of one that no rule knows."""
    return MENTIONS.get(mention, mention)


MENTIONS: Mapping[str, str] = {
    Mention.AB: "assez bien",
    Mention.B: "bien",
    Mention.TB: "très bien",
    Mention.TBF: "très bien avec les félicitations du jury",
}
"""The mentions as a sentence and the PV say them."""

RULINGS: Mapping[Ruling, str] = {
    Ruling.ADMIS: "admis",
    Ruling.SECOND_GROUPE: "second groupe",
    Ruling.AJOURNE: "ajourné",
    Ruling.SANS_DECISION: "sans décision finale",
    Ruling.ABSENT: "absent",
    Ruling.SUSPENDU: "à reprendre",
}
"""The decisions as a sentence and the PV say them."""

PROPOSALS: Mapping[Proposal, str] = {
    Proposal.ADMIS: "admis",
    Proposal.SECOND_GROUPE: "second groupe",
    Proposal.AJOURNE: "ajourné",
    Proposal.INCOMPLET: "incomplet",
}
"""What the rules propose, as a sentence says it."""

_FINAL = frozenset({Ruling.ADMIS, Ruling.SECOND_GROUPE, Ruling.AJOURNE})


def _help_under(case: Case, rules: SerieRules, exam: ExamCode, after: Decimal) -> Forbidden | None:
    """A raise may not bring into the second group, or farther, whoever is under the threshold of the text."""
    least = rules.no_help_under
    if least is None or case.group != 1:
        return None
    raised = [Entry(one.exam, one.coefficient, after, one.second) if one.exam == exam else one for one in case.entries]
    now, then = (result_of(rules, entries, case.points) for entries in (case.entries, raised))
    return _no_help(rules, least) if _under(now, least) and not _under(then, least) else None


def _under(result: Result, average: Decimal) -> bool:
    return result.points < average * result.coefficients


def _no_help(rules: SerieRules, least: Decimal) -> Forbidden:
    return Forbidden(Code.HELP_UNDER, {"session": rules.session, "under": in_french(least)}, RuleId.NO_HELP)
