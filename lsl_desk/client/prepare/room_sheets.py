# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sheet of each jury's room: complete, or refused with what is missing (journey J1, step 12)."""

from collections.abc import Collection

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare import kept_notes
from lsl_desk.client.prepare.copies import copy_of
from lsl_desk.client.prepare.heads import heads_of
from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.ports import Copies
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import RoomSheet
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.phone import french_phone
from lsl_desk.sentences import SheetPart, missing_of_sheet

PRINT_DIGITS = 8
"""Hexadecimal digits of a livret's print on the sheet: enough to compare by eye."""


def keep_help_phone(store: DeskStore, recorder: Recorder, phone: str) -> None:
    """See `PreparationDesk.keep_help_phone`.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, PHONE_ODD.
    """
    recorder.centre_head_only()
    kept_notes.keep_help_phone(store, french_phone(phone))


def room_sheets(eve: Eve, recorder: Recorder, copies: Copies, juries: Collection[JuryId]) -> tuple[RoomSheet, ...]:
    """The room sheets of some juries.

    Raises:
        Refusal: CENTRE_HEAD_ONLY, since it bears the code; SHEET_INCOMPLETE, JURY_UNKNOWN.
    """
    recorder.centre_head_only()
    return tuple(_sheet(eve, copies, eve.jury(jury)) for jury in sorted(juries))


def _sheet(eve: Eve, copies: Copies, known: KnownJury) -> RoomSheet:
    president, second = heads_of(known).seats
    copy, phone = copy_of(eve, known), kept_notes.help_phone(eve.store)
    content = None if copy.manifest is None else kept_notes.copy_content(eve.store, known.jury, copy.manifest)
    lacks = [
        *([] if president.name else [SheetPart.PRESIDENT]),
        *([] if phone else [SheetPart.PHONE]),
        *([] if content else [SheetPart.COPY]),
    ]
    if content is None or copy.made is None or copy.manifest is None or lacks:
        raise Refusal(Code.SHEET_INCOMPLETE, jury=known.jury, missing=missing_of_sheet(lacks))
    return RoomSheet(
        jury=known.jury,
        label=known.file.label,
        centre=eve.centre,
        session=known.file.session,
        sitting=known.sitting.astimezone() if known.sitting else None,
        president=president.name,
        vice_president=second.name,
        code=copies.code(known.jury),
        phone=phone,
        copy=copy.version,
        made=copy.made.astimezone(),
        place=copy.place,
        livrets=copy.livrets,
        manifest=copy.manifest,
        key=content.key,
        prints=tuple((number, print_[:PRINT_DIGITS]) for number, print_ in content.prints.items()),
        papers=tuple(one.number for one in known.file.candidates if one.format is LivretFormat.PAPIER),
    )
