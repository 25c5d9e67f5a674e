# SPDX-License-Identifier: AGPL-3.0-or-later
"""The state of a sitting on paper: every mark, reading and decision by N° élève, so that a pen can go on from it."""

from collections import Counter
from decimal import Decimal

from lsl_desk.documents.dates import moment
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.rules.lawful import RULINGS
from lsl_desk.domain.state_sheet import How, StateExam, StateMark, StateRow, StateSheet
from lsl_desk.pv_words import session_words

_NAME, _NUMBER, _LABEL = 60, 24, 80
_LIVRETS = {
    Examination.READ: "lu",
    Examination.PAPER: "papier, examiné",
    Examination.NONE_GIVEN: "aucun, déclaré",
    Examination.UNREAD: "à lire",
    Examination.PAPER_AWAITED: "papier, à examiner",
    Examination.MISSING: "absent du poste",
    Examination.UNDECLARED: "rien de déclaré",
}
_SIGNS = {How.GIVEN: "", How.RAISED: "*", How.PROVISIONAL: "P", How.ZERO: "abs.", How.MISSING: "?"}
_MENTIONS = {"AB": "assez bien", "B": "bien", "TB": "très bien", "TBF": "très bien, félicitations"}
_ACTS = {
    "AttendanceTaken": "émargement",
    "SittingOpened": "ouverture de la séance",
    "PresidencyHanded": "passation de la présidence",
    "SittingClosed": "clôture de la séance",
    "LivretRead": "livret lu",
    "PaperExamined": "livret papier examiné",
    "NoLivretDeclared": "livret déclaré non fourni",
    "MarkRaised": "note relevée",
    "PointsAdded": "points de jury",
    "MissingMarkRuled": "note manquante réglée",
    "DecisionTaken": "décision",
    "DecisionWithdrawn": "décision retirée",
    "ConflictSettled": "désaccord réglé",
    "NumberIncident": "page d’un autre numéro",
    "CaseReopened": "dossier repris",
    "AnonymityLifted": "noms levés",
}
"""What was done, by the name of the act; another one is « acte »."""


def state_sheet_pdf(sheet: StateSheet) -> bytes:
    """Set it: A4 across, one table a série, « page x / y », jury, day and hour at the foot."""
    rows = sheet.rows
    examined = sum(row.examination.done for row in rows)
    decided = sum(row.ruling is not None and not row.stale for row in rows)
    return press(
        "state_sheet",
        {
            "jury": plain(sheet.jury, _NAME),
            "label": plain(sheet.label, _LABEL) if sheet.label != sheet.jury else "",
            "session": session_words(sheet.session, sheet.period),
            "group": "premier groupe" if sheet.group == 1 else "second groupe",
            "made": f"{moment(sheet.made)} ({sheet.made:%H:%M:%S})",
            "closed": sheet.closed,
            "last": _last(sheet),
            "proof": _proof(sheet),
            "counts": f"{decided}\u00a0/\u00a0{counted(len(rows), 'candidat')} décidés · livrets examinés "
            f"{examined}\u00a0/\u00a0{len(rows)} · {_rulings(rows)}",
            "tables": [
                {
                    "serie": plain(table.serie, _NUMBER),
                    "exams": [{"code": plain(one.exam, _NUMBER), "legend": _legend(one)} for one in table.exams],
                    "rows": [_row(row) for row in table.rows],
                }
                for table in sheet.tables
            ],
        },
    )


def _row(row: StateRow) -> list[str]:
    decided = "" if row.ruling is None else RULINGS[row.ruling]
    if row.mention:
        decided += f", {_MENTIONS.get(row.mention, row.mention)}"
    return [
        plain(row.pv, _NUMBER),
        plain(row.number, _NUMBER),
        _LIVRETS[row.examination],
        *(map(_mark, row.marks)),
        _points(row.added) if row.added else "",
        "" if row.total is None else _points(row.total),
        "" if row.short is None else str(row.short),
        f"À REDÉCIDER ({decided})" if row.stale else decided,
    ]


def _mark(mark: StateMark | None) -> str:
    if mark is None:
        return "–"
    sign = _SIGNS[mark.how]
    value = "" if mark.value is None or mark.how is How.ZERO else _points(mark.value)
    said = f"{sign}\u00a0{value}".strip() if mark.how is How.PROVISIONAL else f"{value}{sign}"
    return said if mark.second is None else f"{said}|{_points(mark.second)}"


def _points(value: Decimal) -> str:
    return f"{value.normalize():f}".replace(".", ",")


def _legend(exam: StateExam) -> str:
    weights = " ou ".join(_points(one) for one in exam.coefficients)
    label = plain(exam.label, _LABEL)
    name = plain(exam.exam, _NUMBER)
    return f"{name}\u00a0: {label}, coef.\u00a0{weights}" if label != name else f"{name}\u00a0: coef.\u00a0{weights}"


def _rulings(rows: tuple[StateRow, ...]) -> str:
    taken = Counter(row.ruling for row in rows if row.ruling is not None)
    return ", ".join(f"{RULINGS[one]}\u00a0{count}" for one, count in sorted(taken.items())) or "rien de décidé"


def _last(sheet: StateSheet) -> str:
    last = sheet.last
    if last is None:
        return "aucun acte"
    about = f", n°\u00a0{plain(last.number, _NUMBER)}" if last.number else ""
    return f"{_ACTS.get(last.kind, 'acte')}{about}, {last.time:%d/%m/%Y %H:%M:%S}"


def _proof(sheet: StateSheet) -> str:
    own = f"acte n°\u00a0{sheet.head.sequence} du poste, empreinte {sheet.head.digest[:16]}"
    return f"{own}\u202f; académie\u00a0: acte n°\u00a0{sheet.fed}, chaîne {sheet.chain[:16]}" if sheet.fed else own
