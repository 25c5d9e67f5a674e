# SPDX-License-Identifier: AGPL-3.0-or-later
"""The labels of paper livrets declared examined: what is stuck beside the president's signature (features N20)."""

from collections.abc import Sequence
from datetime import tzinfo

from lsl_desk.client.sit.sitting import Sitting
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import Label
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.ids import StudentNumber

_SEAT = {Role.PRESIDENT: "le président", Role.VICE_PRESIDENT: "le vice-président"}


def labels_of(sitting: Sitting, numbers: Sequence[StudentNumber], zone: tzinfo | None = None) -> tuple[Label, ...]:
    """One a candidate.

    Args:
        sitting: of the jury.
        numbers: N° élève.
        zone: of the centre, None for this machine's.

    Raises:
        Refusal: NUMBER_UNKNOWN; LIVRET_NOT_EXAMINED for one that nobody declared examined on paper.
    """
    made = []
    for number in numbers:
        dossier = sitting.dossier(number)
        if dossier.examination is not Examination.PAPER:
            raise Refusal(Code.LIVRET_NOT_EXAMINED, number=number)
        made.append(Label(sitting.file.jury, dossier.candidate.pv, number, _visa(sitting, number, zone)))
    return tuple(made)


def _visa(sitting: Sitting, number: StudentNumber, zone: tzinfo | None) -> str:
    at = sitting.annals.papers[number].time.astimezone(zone)
    president = sitting.history.name_of(sitting.board.presiding())
    said = president or _SEAT[sitting.board.presiding()]
    return f"Livret examiné par le jury le {at:%d/%m/%Y} à {at:%H\u00a0h\u00a0%M}. Préside\u00a0: {said}"
