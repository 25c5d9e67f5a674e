# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's lists for the invented centre, in the shape an academy server takes in."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from lsl_desk.demo.marks import marks_of
from lsl_desk.demo.people import person
from lsl_desk.demo.plan import CentrePlan, PlannedCandidate, PlannedJury, centre_data
from lsl_desk.demo.syllabus import technological
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat

CENTRE_NAME = "Centre de démonstration"


def help_phone() -> str:
    """Whom the centres call on the day; nobody answers."""
    return str(centre_data()["help_phone"])


def centres(plan: CentrePlan) -> bytes:
    """The centre, and its neighbour."""
    near = centre_data()["neighbour"]
    return _csv(("Code UAI", "Nom"), [(plan.code, CENTRE_NAME), (near["code"], near["name"])])


def first_school() -> str:
    """Code of the first of `schools`."""
    return str(centre_data()["schools"][0]["code"])


def schools() -> bytes:
    """The schools the candidates come from, and whom to call there."""
    lines = [(one["code"], one["name"], one["phone"]) for one in centre_data()["schools"]]
    return _csv(("Code UAI", "Nom", "Téléphone"), lines)


def juries(plan: CentrePlan, today: date) -> bytes:
    """The juries: the first sits the day after ``today``, as on the eve that the demonstration plays."""
    day = (today + timedelta(days=1)).strftime("%d/%m/%Y")
    hours, near = centre_data()["hours"], centre_data()["neighbour"]
    lines = [(jury.jury, plan.code, _label(jury), day, hours.get(jury.jury, "8h00")) for jury in plan.juries]
    lines.append((near["jury"], near["code"], f"Jury {near['jury']} · ES", day, "8h00"))
    return _csv(("Jury", "Code UAI", "Libellé", "Date", "Heure"), lines)


def seats(plan: CentrePlan) -> bytes:
    """A president and a vice-president a jury, invented; but for a seat that is empty and a person who sits twice."""
    named = {f"{kind}.{jury.jury.lower()}": rank for rank, (jury, kind) in enumerate(_seats(plan))}
    lines = []
    for jury, kind in _seats(plan):
        role = "président" if kind == "president" else "vice-président"
        said = centre_data()["heads"].get(jury.jury, {}).get(_KINDS[kind])
        seat = f"{kind}.{jury.jury.lower()}" if said is None else said
        if seat in named:
            who = person(0, StudentNumber(f"seat {named[seat]}"), plan.session)
            lines.append((jury.jury, role, f"{who.first_name} {who.name}", f"{seat}@exemple.invalid"))
    near = centre_data()["neighbour"]["jury"]
    who = person(0, StudentNumber(f"seat {near}"), plan.session)
    lines.append((near, "président", f"{who.first_name} {who.name}", f"president.{near.lower()}@exemple.invalid"))
    return _csv(("Jury", "Qualité", "Nom", "Identifiant"), lines)


_KINDS = {"president": "president", "vice": "vice_president"}


def _seats(plan: CentrePlan) -> list[tuple[PlannedJury, str]]:
    return [(jury, kind) for jury in plan.juries for kind in _KINDS]


def members(plan: CentrePlan) -> bytes:
    """Twelve members a jury: its heads, those named in its list of presidents first, then the others; all invented."""
    heads = [line.split(";") for line in seats(plan).decode("utf-8-sig").split("\r\n")[1:] if line]
    lines = []
    for jury in plan.juries:
        lines += [(jury.jury, role, name) for one, role, name, _ in heads if one == jury.jury]
        voie = "technological" if technological(jury.series[0]) else "general"
        for rank, quality in enumerate(centre_data()["members"][voie]):
            who = person(0, StudentNumber(f"member {jury.jury} {rank}"), plan.session)
            lines.append((jury.jury, quality, f"{who.first_name} {who.name}"))
    return _csv(("Jury", "Qualité", "Nom"), lines)


def candidates(plan: CentrePlan, seed: int) -> bytes:
    """All candidates of all juries, with their names and schools; and the neighbour's one."""
    exam = ("Jury", "N° PV", "N° élève", "N° Candidat", "Série", "Format livret")
    header = (*exam, "Nom", "Prénom", "INE", "Code UAI", "Division")
    lines: list[tuple[str, ...]] = []
    for jury in plan.juries:
        for one in jury.candidates:
            who = person(seed, one.pupil.number, plan.session)
            number = _exam_number(plan, one.pupil.number)
            known = (jury.jury, one.pv, one.pupil.number, number, one.pupil.room.serie, one.words)
            school = centre_data()["schools"][one.pupil.room.school]["code"]
            division = f"T{one.pupil.room.serie}{one.pupil.room.rank + 1}"
            lines.append((*known, who.name, who.first_name, who.ine, school, division))
    near = centre_data()["neighbour"]
    who = person(seed, StudentNumber(near["number"]), plan.session)
    alone = (near["jury"], "1", near["number"], _exam_number(plan, near["number"]), "ES", "papier")
    lines.append((*alone, who.name, who.first_name, who.ine, "", ""))
    return _csv(header, lines)


def papers(plan: CentrePlan, today: date) -> bytes:
    """OCEAN's list of paper livrets, taken out of it the day before ``today``; it differs from ours in two places."""
    day = (today - timedelta(days=1)).strftime("%d/%m/%Y")
    lines = []
    for jury in plan.juries:
        odd = centre_data()["ocean"].get(jury.jury, {})
        listed = [one for one in jury.candidates if _on_paper(one, odd)]
        lines += [(_exam_number(plan, one.pupil.number), jury.jury, day, "17h30") for one in listed]
    near = centre_data()["neighbour"]
    lines.append((_exam_number(plan, near["number"]), near["jury"], day, "17h30"))
    return _csv(("N° Candidat", "Jury", "Date", "Heure"), lines)


def _on_paper(one: PlannedCandidate, odd: Mapping[str, str]) -> bool:
    paper = one.format is LivretFormat.PAPIER
    return one.pv == odd.get("more") or (paper and one.pv != odd.get("less"))


def _exam_number(plan: CentrePlan, number: str) -> str:
    """N° Candidat, as in the CYCLADES list beside a jury's folder (`demo.candidate_list`)."""
    return f"0{plan.session}99{number}"


def marks(plan: CentrePlan, seed: int) -> bytes:
    """Every mark of the first group."""
    lines = [
        (jury.jury, number, mark.exam, str(mark.coefficient), mark.text)
        for jury in plan.juries
        for number, marks in marks_of(plan, jury, seed).items()
        for mark in marks
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
