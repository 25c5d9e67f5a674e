# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who presides and who assists, entered by the exam office and changed by the centre (features H01, H02)."""

import re
from typing import Final

from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import Clash, Heads, Seat
from lsl_desk.domain.acts import HeadNamed, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.heads import SEATS, Named, Sits, clashing, in_force, is_locked, last_named
from lsl_desk.domain.ids import JuryId

LONGEST_NAME: Final = 200
"""Characters of a name; an act holds twice as many."""

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]+")


def heads_of(known: KnownJury) -> Heads:
    """Who presides and assists a jury."""
    named = last_named(known.acts)
    president, second = (_seat(known, role, named.get(role)) for role in SEATS)
    return Heads(known.jury, (president, second), is_locked(known.acts), known.sitting)


def _seat(known: KnownJury, role: Role, named: Named | None) -> Seat:
    office = known.office(role)
    held = in_force(office, named)
    return Seat(role, held.name, office, held.by_office, held.proposed, named.at if named else None)


def name_head(eve: Eve, recorder: Recorder, jury: JuryId, role: Role, name: str) -> Heads:
    """See `PreparationDesk.name_head`. The exam office's name as it is now counts as seen."""
    clean = " ".join(_CONTROL.sub(" ", name).split())
    if len(clean) > LONGEST_NAME:
        said = f"{len(clean)} caractères"
        raise Refusal(Code.VALUE_OUT_OF_RANGE, name="nom", value=said, allowed=f"{LONGEST_NAME} au plus")
    known = _editable(eve, recorder, jury)
    return _named(eve, recorder, known, HeadNamed(role, clean, known.office(role)))


def accept_office(eve: Eve, recorder: Recorder, jury: JuryId, role: Role) -> Heads:
    """See `PreparationDesk.accept_office`; nothing where the exam office gives no name."""
    known = _editable(eve, recorder, jury)
    office = known.office(role)
    if not office:
        return heads_of(known)
    return _named(eve, recorder, known, HeadNamed(role, office, office))


def keep_ours(eve: Eve, recorder: Recorder, jury: JuryId, role: Role) -> Heads:
    """See `PreparationDesk.keep_ours`; nothing where no name is proposed."""
    known = _editable(eve, recorder, jury)
    office = known.office(role)
    held = in_force(office, last_named(known.acts).get(role))
    if not held.proposed:
        return heads_of(known)
    return _named(eve, recorder, known, HeadNamed(role, held.name, office))


def clashes(eve: Eve) -> tuple[Clash, ...]:
    """See `PreparationDesk.clashes`."""
    sits = [
        Sits(seat.name, known.jury, known.sitting) for known in eve.all() for seat in heads_of(known).seats if seat.name
    ]
    return tuple(Clash(group[0].name, tuple(one.jury for one in group), group[0].sitting) for group in clashing(sits))


def _editable(eve: Eve, recorder: Recorder, jury: JuryId) -> KnownJury:
    recorder.centre_head_only()
    known = eve.jury(jury)
    if is_locked(known.acts):
        raise Refusal(Code.SITTING_OPENED, jury=jury)
    return known


def _named(eve: Eve, recorder: Recorder, known: KnownJury, body: HeadNamed) -> Heads:
    before = last_named(known.acts).get(body.role)
    if before is None or (before.name, before.office) != (body.name, body.office):
        recorder.record(known.file, body)
    return heads_of(eve.jury(known.jury))
