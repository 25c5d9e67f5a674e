# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy tells a centre's head alone: schools to call, the number to call, whose a livret is (G01, F12).

None of it is needed to read a jury, so none of it fails a sync: what could not be had is asked again at the next one.
"""

from collections.abc import Iterable

from lsl_desk.client.link.ports import Academy
from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.kept_notes import keep_office_phone, keep_schools
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId

ASKED_AGAIN = frozenset({Code.FORBIDDEN, Code.NOT_FOUND, Code.JURY_NOT_YOURS, Code.TOO_MANY_REQUESTS})
"""Answers that are no fault of the link."""


def keep_whom_to_call(academy: Academy, store: DeskStore, juries: Iterable[JuryId]) -> None:
    """Fetch and keep whom to call, for some juries and on the day.

    Raises:
        Refusal: the link, the disk.
    """
    keep_office_phone(store, academy.device().help_phone)
    for jury in juries:
        try:
            keep_schools(store, jury, academy.schools(jury))
        except Refusal as refusal:
            if refusal.code not in ASKED_AGAIN:
                raise
