# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two small packs of rules for the tests of screens: 2018 S, ES and L, and a general one of 2026."""

from datetime import date
from decimal import Decimal

from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.rules.pack import Counting, ExamRule, LegalText, Mention, MentionRule, RuleId, SerieRules

_CODE = "code de l’éducation, art. {}"
_NOTE = "note de service 98-075 du 9 avril 1998"
_DECREE = "décret 2025-1159 du 4 décembre 2025"
_OLD, _NOTED, _NEW = date(2004, 7, 1), date(1998, 4, 9), date(2025, 12, 6)
OLD_TEXTS = {
    RuleId.MARK: LegalText(_CODE.format("D334-8"), _OLD, "Les épreuves sont notées de 0 à 20 en points entiers."),
    RuleId.ADMISSION: LegalText(_CODE.format("D334-8"), _OLD, "Est admis qui a au moins 10 sur 20 de moyenne."),
    RuleId.LIVRET: LegalText(
        _CODE.format("D334-10"),
        _OLD,
        "Aucun candidat ayant fourni un livret scolaire ne peut être ajourné sans que le jury l’ait examiné.",
    ),
    RuleId.RAISE: LegalText(_NOTE, _NOTED, "Le jury peut relever la note d’une ou plusieurs épreuves."),
    RuleId.RAISE_LEAST: LegalText(_NOTE, _NOTED, "Le jury ne donne pas plus que le seuil ne demande."),
    RuleId.NOT_RAISABLE: LegalText(
        _NOTE,
        _NOTED,
        "Les notes des épreuves anticipées de français, délibérées l’année précédente, ne sont pas relevées.",
    ),
    RuleId.NO_LOWERING: LegalText(_CODE.format("D334-10"), _OLD, "Le livret ne peut pas faire baisser une note."),
    RuleId.POINTS: LegalText(_NOTE, _NOTED, "Le jury relève des notes\u202f; il n’ajoute pas de points au total."),
    RuleId.PROVISIONAL: LegalText(
        "note du 4 juillet 2019", date(2019, 7, 4), "À défaut de note, la moyenne annuelle du livret est prise."
    ),
    RuleId.NO_MENTION: LegalText(_CODE.format("D334-11"), _OLD, "Il n’y a pas de mention après le second groupe."),
}
"""Texts of 2018."""
NEW_TEXTS = OLD_TEXTS | {
    RuleId.POINTS: LegalText(_DECREE, _NEW, "Le jury ajoute au plus 50 points au total d’un candidat."),
    RuleId.NO_HELP: LegalText(_DECREE, _NEW, "Aucun point n’est ajouté à qui a moins de 8 au premier groupe."),
}
"""Texts of 2026."""

_MENTIONS = tuple(
    MentionRule(one, Decimal(least), by_jury=one is Mention.TBF)
    for one, least in ((Mention.AB, 12), (Mention.B, 14), (Mention.TB, 16), (Mention.TBF, 18))
)
_FRENCH = (("FRA_E", "Français, écrit", 2, "français"), ("FRA_O", "Français, oral", 2, "français"))
_TPE = ("TPE", "Travaux personnels encadrés", 2, "")
_COMMON = (
    ("LV1", "Langue vivante 1", 3, "anglais lv1"), ("LV2", "Langue vivante 2", 2, "espagnol lv2"),
    ("PHILO", "Philosophie", 3, "philosophie"), ("EPS", "Éducation physique et sportive", 2, "eps"),
)  # fmt: skip
_LISTS = {
    "S": (*_FRENCH, _TPE, ("HG", "Histoire-géographie", 3, "histoire geographie"),
          ("MATH", "Mathématiques", 7, "mathematiques"), ("PC", "Physique-chimie", 6, "physique chimie"),
          ("SVT", "Sciences de la vie et de la Terre", 8, "sciences de la vie et de la terre"), *_COMMON,
          ("EPS_C", "EPS de complément", 2, "eps")),
    "ES": (*_FRENCH, _TPE, ("HG", "Histoire-géographie", 5, "histoire geographie"),
           ("MATH", "Mathématiques", 5, "mathematiques"),
           ("SES", "Sciences économiques et sociales", 9, "sciences economiques et sociales"), *_COMMON),
    "L": (*_FRENCH, ("HG", "Histoire-géographie", 4, "histoire geographie"), ("LITT", "Littérature", 4, "litterature"),
          *_COMMON),
    "GENERALE": (("FRA_E", "Français, écrit", 5, "français"), ("FRA_O", "Français, oral", 5, "français"),
                 ("HG", "Histoire-géographie", 6, "histoire geographie"), ("PHILO", "Philosophie", 8, "philosophie"),
                 ("GO", "Grand oral", 10, ""), ("SPE1", "Mathématiques (spécialité)", 16, "mathematiques"),
                 ("SPE2", "Physique-chimie (spécialité)", 16, "physique chimie"), ("CC", "Contrôle continu", 34, "")),
}  # fmt: skip


def small_rules(session: int | None, serie: str) -> SerieRules | None:
    """The rules of a session and série, None for one that the tests do not know."""
    if session is None or serie not in _LISTS:
        return None
    old = session < 2020
    exams = [_exam(rank, *line, old=old) for rank, line in enumerate(_LISTS[serie], 1)]
    return SerieRules(
        pack="2013-2019" if old else "2026",
        session=session,
        serie=serie,
        exams={one.code: one for one in exams},
        admission=Decimal(10),
        second_group=Decimal(8),
        second_group_most=2,
        mentions=_MENTIONS[:3] if old else _MENTIONS,
        step=Decimal(1),
        continuous_step=Decimal("0.1"),
        raise_marks=True,
        points_allowed=not old,
        points_cap=None if old else Decimal(50),
        no_help_under=None if old else Decimal(8),
        texts=OLD_TEXTS if old else NEW_TEXTS,
    )


def _exam(rank: int, code: str, label: str, coefficient: int, subject: str, *, old: bool) -> ExamRule:
    french = code.startswith("FRA")
    return ExamRule(
        code=ExamCode(code),
        label=label,
        rank=rank,
        coefficient=Decimal(coefficient),
        counting=Counting.ABOVE_TEN if code == "TPE" else Counting.WEIGHTED,
        anticipated=french or code == "TPE",
        second_group=not french and code not in {"TPE", "EPS", "EPS_C"},
        continuous=code == "CC",
        raisable=not (old and french),
        optional=code in {"TPE", "EPS_C"},
        subjects=(subject,) if subject else (),
    )
