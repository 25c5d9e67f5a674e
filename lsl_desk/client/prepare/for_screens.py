# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the screens of the eve ask: one object, as `client.link.for_screens.LinkDesk` is for the link."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Protocol

from lsl_desk.client.prepare.values import (
    Clash,
    CopyDone,
    CopyState,
    Deadline,
    DrillDoneOf,
    DrillState,
    Heads,
    JuryReadiness,
    ListKind,
    Message,
    PaperLists,
    PaperTaken,
    Presence,
)
from lsl_desk.client.progress import Report
from lsl_desk.domain.acts import Entry, Role
from lsl_desk.domain.ids import JuryId, StudentNumber


class PreparationDesk(Protocol):
    """The eve of an unlocked Desk. Every method blocks, and may raise `Refusal`; what it records is on the disk after.

    Whoever is not the centre's head may look, and is refused what it records with CENTRE_HEAD_ONLY (features G05).
    """

    def readiness(self) -> tuple[JuryReadiness, ...]:
        """How every jury stands, by identifier; asked at each start, so it reads the store only, and little of it."""

    def deadlines(self, ready: Iterable[JuryReadiness], today: date) -> tuple[Deadline, ...]:
        """The centre's operations of the session of its juries, the next first: counted from the day they really sit.

        One whose day is over is told while the sitting is ahead and what it asks for is not done: it is late.

        Args:
            ready: how the juries stand, as `readiness` just told.
            today: at the centre.
        """

    # ---------------------------------------------------------------------------------------------- presence

    def presence(self, jury: JuryId) -> Presence:
        """What is here and what is missing."""

    def receive_paper(self, text: str, entry: Entry) -> PaperTaken:
        """Record that a paper livret was received, by what was typed or scanned, in whichever jury it belongs to.

        Raises:
            Refusal: NUMBER_NOWHERE; NUMBER_ELSEWHERE, with ``centre``, when the academy says it is another centre's;
                NUMBER_AMBIGUOUS when two juries of this post have it.
        """

    def take_back_paper(self, jury: JuryId, number: StudentNumber) -> None:
        """It was a mistake: the livret is not here."""

    def read_code(self, path: str) -> str:
        """Read the bar code in a picture; a hostile picture is opened in the page worker.

        Raises:
            Refusal: PATH_MISSING, PATH_UNREADABLE, PICTURE_UNREADABLE, CODE_NOT_FOUND, CODE_SEVERAL.
        """

    def write_paper_list(self, path: str, kind: ListKind, juries: Collection[JuryId]) -> None:
        """Write the list of paper livrets of some juries, with its source and date.

        Raises:
            Refusal: OUTPUT_UNWRITABLE; nothing half-written is left.
        """

    def write_labels(self, path: str, jury: JuryId, numbers: Collection[StudentNumber]) -> None:
        """Write the labels of paper livrets as a PDF: N° élève, N° PV, jury, a bar code; no name.

        Raises:
            Refusal: OUTPUT_UNWRITABLE.
        """

    def paper_lists(self, jury: JuryId) -> PaperLists:
        """The exam office's own list beside the jury's."""

    def import_ocean(self, path: str) -> int:
        """Take the exam office's list of paper livrets from a file, CSV or spreadsheet; return how many lines it has.

        Raises:
            Refusal: PATH_UNREADABLE, LIST_UNREADABLE, LIST_HEADER.
        """

    def tell_office(self, jury: JuryId, number: StudentNumber | None, text: str) -> None:
        """« Signaler à la DEC »: kept now, sent when the academy answers, with the time of writing.

        Raises:
            Refusal: MESSAGE_EMPTY, MESSAGE_TOO_LONG.
        """

    def messages(self, jury: JuryId) -> tuple[Message, ...]:
        """What was told to the exam office, newest first."""

    # ------------------------------------------------------------------------------------------------- heads

    def heads(self, jury: JuryId) -> Heads:
        """Who presides and assists."""

    def name_head(self, jury: JuryId, role: Role, name: str) -> Heads:
        """Name somebody; "" for nobody.

        Raises:
            Refusal: SITTING_OPENED, VALUE_OUT_OF_RANGE for a name too long.
        """

    def accept_office(self, jury: JuryId, role: Role) -> Heads:
        """Take the exam office's name.

        Raises:
            Refusal: SITTING_OPENED.
        """

    def keep_ours(self, jury: JuryId, role: Role) -> Heads:
        """Leave the exam office's newer name: it is proposed no more.

        Raises:
            Refusal: SITTING_OPENED.
        """

    def clashes(self) -> tuple[Clash, ...]:
        """Who sits on two juries at the same hour."""

    # ------------------------------------------------------------------------------------------------ copies

    def copies(self) -> tuple[CopyState, ...]:
        """The plan de secours of every jury, by identifier."""

    def jury_code(self, jury: JuryId) -> str:
        """The code that opens a jury's copy, made at the first asking and kept under seal."""

    def new_jury_code(self, jury: JuryId) -> str:
        """Another code, from the next copy on; every livret is then protected anew."""

    def make_copies(
        self, juries: Collection[JuryId], place: str, *, archive: bool, report: Report
    ) -> tuple[CopyDone, ...]:
        """Write the plan de secours of some juries (« Edition LSL par jury »), read it again and record it.

        Args:
            juries: which; each ends by itself.
            place: the folder that will hold them.
            archive: as zip files.
            report: told of each livret; answering False stops, nothing half-written stays.

        Raises:
            Refusal: the place cannot be written at all.
            Cancelled: the juries already done stay done.
        """

    # ------------------------------------------------------------------------------------------------- drill

    def drills(self) -> tuple[DrillState, ...]:
        """What the drills prove, by jury."""

    def drill(self, juries: Collection[JuryId], seconds: int, report: Report, *, only_waiting: bool) -> DrillDoneOf:
        """Cut this Desk from the network for a time and open every page of every livret by the ordinary path.

        Args:
            juries: which.
            seconds: the least time to stay cut; more when the livrets take more.
            report: told of each livret; answering False stops, and what was opened counts.
            only_waiting: only the livrets that no drill has proved in their current version.
        """

    def write_certificate(self, path: str, juries: Collection[JuryId]) -> None:
        """Write the certificate of the drills as a PDF.

        Raises:
            Refusal: DRILL_MISSING, OUTPUT_UNWRITABLE.
        """

    # ------------------------------------------------------------------------------------------------- paper

    def help_phone(self) -> str:
        """The number to call on the day: the one kept here, else the academy's, "" while nobody gave one."""

    def keep_help_phone(self, phone: str) -> None:
        """Keep it.

        Raises:
            Refusal: PHONE_ODD: not a phone number; the blank of the memo is none.
        """

    def write_room_sheets(self, path: str, juries: Collection[JuryId]) -> None:
        """Write the room sheets, one A4 a jury: number, president, code, help phone, short prints, what to do.

        Raises:
            Refusal: SHEET_INCOMPLETE, with ``jury`` and ``missing``; OUTPUT_UNWRITABLE.
        """
