# SPDX-License-Identifier: AGPL-3.0-or-later
"""The what-if bench: a candidate as if the marks were others. Nothing is recorded anywhere (features N06)."""

from dataclasses import replace

from lsl_desk.client.sit.values import Trial
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rules.lawful import Forbidden, points_forbidden, raise_forbidden


def tried(dossier: Dossier, trial: Trial) -> Dossier:
    """The candidate with the marks and points tried, one after the other.

    Raises:
        Refusal: MARK_UNKNOWN, and what the law refuses of one of them.
    """
    known = {one.exam for one in dossier.office}
    for exam, mark in trial.marks.items():
        if exam not in known:
            raise Refusal(Code.MARK_UNKNOWN, number=dossier.candidate.number, exam=exam)
        _refuse(raise_forbidden(dossier, exam, mark))
        cell = dossier.cells[exam]
        dossier = replace(dossier, cells={**dossier.cells, exam: replace(cell, value=mark)})
    if trial.added is not None:
        _refuse(points_forbidden(dossier, trial.added))
        dossier = replace(dossier, added=replace(dossier.added, value=trial.added))
    return dossier


def _refuse(forbidden: Forbidden | None) -> None:
    if forbidden is not None:
        raise Refusal(forbidden.code, **forbidden.facts)
