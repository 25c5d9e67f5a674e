# SPDX-License-Identifier: AGPL-3.0-or-later
"""The presence page of a jury: every candidate, and whether what is expected of each is here (features D07, G03)."""

from collections.abc import Mapping

from lsl_desk.client.prepare.kept_notes import schools
from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.values import Expected, Presence
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.presence import count, is_present, office_told, papers_received


def presence(eve: Eve, jury: JuryId, *, to_head: bool) -> Presence:
    """See `PreparationDesk.presence`.

    Args:
        eve: the juries.
        jury: which.
        to_head: it is shown to the centre's head; to others no school is named.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    known = eve.jury(jury)
    return presence_of(known, schools(eve.store, jury) if to_head else {})


def presence_of(known: KnownJury, call: Mapping[StudentNumber, str]) -> Presence:
    """Say what is here of a jury.

    Args:
        known: the jury.
        call: N° élève → the school to call.
    """
    received, told = papers_received(known.acts), office_told(known.acts)
    lines = tuple(
        Expected(
            number=one.number,
            pv=one.pv,
            serie=one.serie,
            format=one.format,
            reason=one.reason,
            present=is_present(one, received),
            received=received.get(one.number),
            told=told.get(one.number),
            school=call.get(one.number, ""),
        )
        for one in known.file.candidates
    )
    here = count(known.file.candidates, received)
    return Presence(known.jury, lines, here.numeric, here.paper, here.unknown, known.file.source, known.listed)
