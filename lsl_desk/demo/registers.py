# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's lists for the invented centre, in the shape an academy server takes in."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from lsl_desk.demo.marks import marks_of
from lsl_desk.demo.people import person
from lsl_desk.demo.plan import CentrePlan, PlannedJury
from lsl_desk.domain.ids import StudentNumber

CENTRE_NAME = "Centre de démonstration"

_NEAR = "0417"
"""The candidate everybody looks at first (``resources/demo/centre.toml``)."""


def centres(plan: CentrePlan) -> bytes:
    """The centre."""
    return _csv(("Code UAI", "Nom"), [(plan.code, CENTRE_NAME)])


def juries(plan: CentrePlan, today: date) -> bytes:
    """The juries: the first sits the day after ``today``, as on the eve that the demonstration plays."""
    day = (today + timedelta(days=1)).strftime("%d/%m/%Y")
    lines = [(jury.jury, plan.code, _label(jury), day, "8h00") for jury in plan.juries]
    return _csv(("Jury", "Code UAI", "Libellé", "Date", "Heure"), lines)


def seats(plan: CentrePlan) -> bytes:
    """A president and a vice-president a jury, invented."""
    lines = []
    for rank, jury in enumerate(plan.juries):
        for role, shift in (("Président", 0), ("Vice-président", 1)):
            who = person(0, StudentNumber(f"seat {2 * rank + shift}"), plan.session)
            login = f"{'president' if not shift else 'vice'}.{jury.jury.lower()}@exemple.invalid"
            lines.append((jury.jury, role, f"{who.first_name} {who.name}", login))
    return _csv(("Jury", "Qualité", "Nom", "Identifiant"), lines)


def candidates(plan: CentrePlan, seed: int) -> bytes:
    """All candidates of all juries, with their names."""
    lines = []
    for jury in plan.juries:
        for one in jury.candidates:
            who = person(seed, one.pupil.number, plan.session)
            serie = one.pupil.room.serie
            lines.append((jury.jury, one.pv, one.pupil.number, serie, one.words, who.name, who.first_name, who.ine))
    return _csv(("Jury", "N° PV", "N° élève", "Série", "Format livret", "Nom", "Prénom", "INE"), lines)


def marks(plan: CentrePlan, seed: int) -> bytes:
    """Every mark of the first group."""
    lines = [
        (jury.jury, one.pupil.number, mark.exam, str(mark.coefficient), "" if mark.value is None else str(mark.value))
        for jury in plan.juries
        for one in jury.candidates
        for mark in marks_of(one, seed, near=one.pupil.number == _NEAR)
    ]
    return _csv(("Jury", "N° élève", "Épreuve", "Coefficient", "Note"), lines)


def _label(jury: PlannedJury) -> str:
    return f"Jury {jury.jury} · {', '.join(jury.series)}"


def _csv(header: Sequence[str], lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(lines)
    return out.getvalue().encode("utf-8-sig")
