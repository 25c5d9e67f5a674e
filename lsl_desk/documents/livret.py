# SPDX-License-Identifier: AGPL-3.0-or-later
"""A livret as a PDF: A4, tagged, PDF/UA-1, in French, its N° élève in the text of every page.

The template is ``resources/typst/livret.typ``; how it is set is said in `press`.
"""

from decimal import Decimal

from lsl_desk.documents.press import press
from lsl_desk.domain.livret_content import (
    Cefr,
    Engagement,
    ExamOpinion,
    GroupStatistics,
    Level,
    LivretContent,
    Mastery,
    SubjectRecord,
    YearRecord,
)

_LEVELS = {Level.PREMIERE: "Classe de première", Level.TERMINALE: "Classe terminale"}
_OPINIONS = {
    ExamOpinion.VERY_FAVOURABLE: "Très favorable",
    ExamOpinion.FAVOURABLE: "Favorable",
    ExamOpinion.RATHER_FAVOURABLE: "Assez favorable",
    ExamOpinion.MUST_PROVE: "Doit faire ses preuves",
}
_ENGAGEMENTS = {
    Engagement.CLASS_DELEGATE: "Délégation de classe",
    Engagement.CVL_DELEGATE: "Conseil des délégués pour la vie lycéenne",
    Engagement.CA_MEMBER: "Conseil d’administration",
    Engagement.CESC_MEMBER: "Comité d’éducation à la santé et à la citoyenneté",
    Engagement.AS_MEMBER: "Association sportive",
}
_NO_MARK = "–"


def livret_pdf(content: LivretContent) -> bytes:
    """Set a livret.

    Returns:
        the PDF: 2 to 6 pages for a usual livret; the same bytes for the same content.
    """
    return press("livret", _document(content))


def _document(content: LivretContent) -> dict[str, object]:
    advice = content.advice
    return {
        "number": content.number,
        "session": str(content.session),
        "serie": content.serie,
        "serie_title": content.serie_title,
        "speciality": content.speciality,
        "years": [_year(year) for year in content.years],
        "opinions": [
            {"name": _OPINIONS[opinion], "chosen": opinion is advice.opinion, "share": french_number(share)}
            for opinion, share in zip(ExamOpinion, advice.shares, strict=True)
        ],
        "cohort": str(advice.cohort),
        "engagements": [
            {"name": name, "chosen": engagement in content.life.engagements}
            for engagement, name in _ENGAGEMENTS.items()
        ],
        "engagement_other": content.life.other,
        "life_remark": content.life.remark,
        "head_remark": content.head_remark,
    }


def _year(year: YearRecord) -> dict[str, object]:
    title = _LEVELS[year.level]
    return {
        "title": f"{title}, {year.start}-{year.start + 1}",
        "involvement_title": f"{title}\u00a0: investissement et participation à la vie du lycée",
        "involvement": year.involvement,
        "rhythm": year.rhythm.value,
        "groups": [
            {"title": group.title, "subjects": [_subject(subject) for subject in group.subjects]}
            for group in year.groups
        ],
    }


def _subject(subject: SubjectRecord) -> dict[str, object]:
    return {
        "title": subject.title,
        "periods": [_mark(mark) for mark in subject.periods],
        "year": _mark(subject.year),
        "group": _group(subject.group) if subject.group else None,
        "competences": [{"label": one.label, "level": _level(one.level)} for one in subject.competences],
        "appreciation": subject.appreciation,
    }


def _group(group: GroupStatistics) -> dict[str, object]:
    return {
        "size": str(group.size),
        "average": _mark(group.average),
        "under_8": f"{french_number(group.under_8)} %",
        "from_8_to_12": f"{french_number(group.from_8_to_12)} %",
        "from_12": f"{french_number(group.from_12)} %",
    }


def _level(level: Mastery | Cefr) -> dict[str, object]:
    return {"text": level.value, "filled": int(level) if isinstance(level, Mastery) and level.isdigit() else 0}


def _mark(mark: Decimal | None) -> str:
    return _NO_MARK if mark is None else french_number(mark, places=2)


def french_number(value: Decimal, places: int | None = None) -> str:
    """Write a number with a decimal comma, with ``places`` decimals, or as few as it has."""
    text = f"{value:.{places}f}" if places is not None else f"{value.normalize():f}"
    return text.replace(".", ",")
