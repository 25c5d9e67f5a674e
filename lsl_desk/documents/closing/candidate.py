# SPDX-License-Identifier: AGPL-3.0-or-later
"""What one candidate is handed: the transcript of marks, the notice of the result. For that candidate alone.

Nominative (``domain.md`` §4.6): several in one file begin each on a page of their own, to be parted first.
"""

from lsl_desk.documents.closing.heading import NAME, NUMBER, heading
from lsl_desk.documents.dates import day
from lsl_desk.documents.press import plain, press
from lsl_desk.domain.acts import MissingRule, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing, TranscriptMark
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.minutes import Line, MarkChanged
from lsl_desk.pv_words import MISSING, PROVISIONAL, change, decision, figure, full_name
from lsl_desk.sentences import SEATS

ALONE = "À remettre au seul candidat, après la publication des résultats"
_SECOND_GROUP = (
    "Au vu de vos notes, vous choisissez deux disciplines au plus parmi celles qui ont une épreuve écrite obligatoire "
    "au premier groupe. Vous y passez une épreuve orale, au même coefficient\u202f; la meilleure des deux notes est "
    "gardée."
)
"""Code de l'éducation D334-8, D336-8, in the words of ``resources/rules``."""
_LIVRETS = {
    Examination.READ: "Le jury a examiné votre livret scolaire avant de décider.",
    Examination.PAPER: "Le jury a examiné votre livret scolaire, sur papier, avant de décider.",
    Examination.NONE_GIVEN: "Aucun livret scolaire n’a été fourni au jury.",
}


def candidate_pdf(kind: ClosingPaper, closing: PrintedClosing, numbers: tuple[StudentNumber, ...] = ()) -> bytes:
    """Set the transcript or the notice of some candidates; of all of them when none is named."""
    opened = closing.minutes.opened
    return press(
        "candidate",
        {
            **heading(kind, closing),
            "alone": ALONE,
            "day": "" if opened is None else day(closing.local(opened)),
            "seat": SEATS[closing.minutes.presiding],
            "presiding": plain(closing.seated(closing.minutes.presiding), NAME),
            "candidates": [_candidate(kind, closing, one) for one in closing.lines(numbers)],
        },
    )


def _candidate(kind: ClosingPaper, closing: PrintedClosing, line: Line) -> dict[str, object]:
    transcript = kind is ClosingPaper.TRANSCRIPT
    return {
        "name": plain(full_name(closing.names.get(line.number)), NAME),
        "number": plain(line.number, NUMBER),
        "pv": plain(line.pv, NUMBER),
        "serie": plain(line.serie, NUMBER),
        "decision": decision(line),
        "total": figure(line.after) if line.whole_after else "",
        "average": figure(line.average_after, 2) if line.whole_after else "",
        "coefficients": figure(line.coefficients),
        "marks": [_mark(one) for one in closing.marks.get(line.number, ())] if transcript else [],
        "said": [] if transcript else _said(line),
        "chooses": not transcript and line.ruling is Ruling.SECOND_GROUPE,
    }


def _mark(one: TranscriptMark) -> dict[str, object]:
    provisional = one.missing is MissingRule.PROVISIONAL
    mark = figure(one.mark)
    if one.missing is not None:
        mark = f"{PROVISIONAL}\u00a0{mark}" if provisional else MISSING[one.missing]
    return {
        "name": plain(f"{one.name} (points au-dessus de 10)" if one.above_ten else one.name, NAME),
        "coefficient": figure(one.coefficient) if one.coefficient else "",
        "mark": mark,
        "second": figure(one.second),
        "points": figure(one.points),
        "provisional": provisional,
    }


def _said(line: Line) -> list[str]:
    """What the notice adds to the decision."""
    said = [
        f"{plain(_with_origin(one), NAME)}\u00a0: note provisoire, dans l’attente de la vôtre"
        "\u202f; la meilleure des deux sera gardée."
        for one in line.changes
        if one.missing is MissingRule.PROVISIONAL
    ]
    said += [_SECOND_GROUP] if line.ruling is Ruling.SECOND_GROUPE else []
    if line.ruling is Ruling.AJOURNE and line.livret.state in _LIVRETS:
        said.append(_LIVRETS[line.livret.state])
    return said


def _with_origin(one: MarkChanged) -> str:
    return f"{change(one)} ({one.origin})" if one.origin else change(one)
