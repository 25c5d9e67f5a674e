# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve of an unlocked Desk, ready-wired: what the screens and the commands ask (`for_screens.PreparationDesk`)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from lsl_desk.client.ports import Clock
from lsl_desk.client.prepare import heads, kept_notes, office, paper_lists, papers, room_sheets
from lsl_desk.client.prepare.copies import copy_of, make_copies
from lsl_desk.client.prepare.deadlines import deadlines
from lsl_desk.client.prepare.drill import Drill
from lsl_desk.client.prepare.drills import certificate, drill_of
from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.ports import BarCodes, Copies, Output, Papers, Retroplanning, Sheets, Whose
from lsl_desk.client.prepare.presence import presence
from lsl_desk.client.prepare.readiness import readiness
from lsl_desk.client.prepare.recording import Recorder
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


@dataclass(frozen=True, slots=True)
class Outside:
    """What the eve needs besides the store.

    Attributes:
        clock: the time.
        whose: asks the academy whose number it is.
        papers: prints.
        sheets: writes and reads lists.
        bar_codes: reads pictures.
        retroplanning: the operations of a session.
        output: writes files.
        copies: gives what makes the plan de secours; half of what the eve loads, so only when it is asked for.
        drill: makes a drill, over the link there is when one is begun.
    """

    clock: Clock
    whose: Whose
    papers: Papers
    sheets: Sheets
    bar_codes: BarCodes
    retroplanning: Retroplanning
    output: Output
    copies: Callable[[], Copies]
    drill: Callable[[], Drill]


class Preparation:
    """Implements `for_screens.PreparationDesk`; each method is a use case of `client.prepare`."""

    def __init__(self, eve: Eve, recorder: Recorder, outside: Outside) -> None:
        """Take what was opened.

        Args:
            eve: the juries.
            recorder: writes acts, and says who may.
            outside: the rest.
        """
        self._eve = eve
        self._recorder = recorder
        self._outside = outside

    def readiness(self) -> tuple[JuryReadiness, ...]:
        """See `PreparationDesk.readiness`."""
        return readiness(self._eve)

    def deadlines(self, ready: Iterable[JuryReadiness], today: date) -> tuple[Deadline, ...]:
        """See `PreparationDesk.deadlines`."""
        return deadlines(self._eve, self._outside.retroplanning.operations, ready, today)

    # ---------------------------------------------------------------------------------------------- presence

    def presence(self, jury: JuryId) -> Presence:
        """See `PreparationDesk.presence`."""
        return presence(self._eve, jury, to_head=self._recorder.heads_centre)

    def receive_paper(self, text: str, entry: Entry) -> PaperTaken:
        """See `PreparationDesk.receive_paper`."""
        return papers.receive_paper(self._eve, self._recorder, self._outside.whose, text, entry)

    def take_back_paper(self, jury: JuryId, number: StudentNumber) -> None:
        """See `PreparationDesk.take_back_paper`."""
        papers.take_back_paper(self._eve, self._recorder, jury, number)

    def read_code(self, path: str) -> str:
        """See `PreparationDesk.read_code`."""
        return self._outside.bar_codes.read(path)

    def write_paper_list(self, path: str, kind: ListKind, juries: Collection[JuryId]) -> None:
        """See `PreparationDesk.write_paper_list`."""
        to_head = self._recorder.heads_centre
        made = paper_lists.register(self._eve, juries, self._outside.clock.now(), to_head=to_head)
        printed = kind is ListKind.PDF
        data = self._outside.papers.register(made) if printed else self._outside.sheets.register(made, kind)
        self._outside.output.write(path, data)

    def write_labels(self, path: str, jury: JuryId, numbers: Collection[StudentNumber]) -> None:
        """See `PreparationDesk.write_labels`."""
        made = paper_lists.labels(self._eve, jury, numbers)
        self._outside.output.write(path, self._outside.papers.labels(made))

    def paper_lists(self, jury: JuryId) -> PaperLists:
        """See `PreparationDesk.paper_lists`."""
        return paper_lists.paper_lists(self._eve, jury, to_head=self._recorder.heads_centre)

    def import_ocean(self, path: str) -> int:
        """See `PreparationDesk.import_ocean`."""
        return paper_lists.import_ocean(self._eve, self._recorder, self._outside.sheets, self._outside.clock, path)

    def tell_office(self, jury: JuryId, number: StudentNumber | None, text: str) -> None:
        """See `PreparationDesk.tell_office`."""
        office.tell_office(self._eve, self._recorder, jury, number, text)

    def messages(self, jury: JuryId) -> tuple[Message, ...]:
        """See `PreparationDesk.messages`."""
        return office.messages(self._eve, jury)

    # ------------------------------------------------------------------------------------------------- heads

    def heads(self, jury: JuryId) -> Heads:
        """See `PreparationDesk.heads`."""
        return heads.heads_of(self._eve.jury(jury))

    def name_head(self, jury: JuryId, role: Role, name: str) -> Heads:
        """See `PreparationDesk.name_head`."""
        return heads.name_head(self._eve, self._recorder, jury, role, name)

    def accept_office(self, jury: JuryId, role: Role) -> Heads:
        """See `PreparationDesk.accept_office`."""
        return heads.accept_office(self._eve, self._recorder, jury, role)

    def keep_ours(self, jury: JuryId, role: Role) -> Heads:
        """See `PreparationDesk.keep_ours`."""
        return heads.keep_ours(self._eve, self._recorder, jury, role)

    def clashes(self) -> tuple[Clash, ...]:
        """See `PreparationDesk.clashes`."""
        return heads.clashes(self._eve)

    # ------------------------------------------------------------------------------------------------ copies

    def copies(self) -> tuple[CopyState, ...]:
        """See `PreparationDesk.copies`."""
        return tuple(copy_of(self._eve, known) for known in self._eve.all())

    def jury_code(self, jury: JuryId) -> str:
        """See `PreparationDesk.jury_code`."""
        self._recorder.centre_head_only()
        return self._outside.copies().code(self._eve.jury(jury).jury)

    def new_jury_code(self, jury: JuryId) -> str:
        """See `PreparationDesk.new_jury_code`."""
        self._recorder.centre_head_only()
        return self._outside.copies().new_code(self._eve.jury(jury).jury)

    def make_copies(
        self, juries: Collection[JuryId], place: str, *, archive: bool, report: Report
    ) -> tuple[CopyDone, ...]:
        """See `PreparationDesk.make_copies`."""
        copies = self._outside.copies()
        return make_copies(self._eve, self._recorder, copies, juries, place, archive=archive, report=report)

    # ------------------------------------------------------------------------------------------------- drill

    def drills(self) -> tuple[DrillState, ...]:
        """See `PreparationDesk.drills`."""
        return tuple(drill_of(self._eve, known) for known in self._eve.all())

    def drill(self, juries: Collection[JuryId], seconds: int, report: Report, *, only_waiting: bool) -> DrillDoneOf:
        """See `PreparationDesk.drill`."""
        self._recorder.centre_head_only()
        states = {one.jury: one for one in self.drills()}
        asked = {
            jury: (*states[jury].failed, *states[jury].waiting) if only_waiting and jury in states else None
            for jury in juries
        }
        try:
            return self._outside.drill().run(asked, seconds, report, self.drills)
        finally:
            self._recorder.acts_wait()

    def write_certificate(self, path: str, juries: Collection[JuryId]) -> None:
        """See `PreparationDesk.write_certificate`."""
        made = certificate(self._eve, self._recorder, juries, self._outside.clock.now())
        self._outside.output.write(path, self._outside.papers.certificate(made))

    # ------------------------------------------------------------------------------------------------- paper

    def help_phone(self) -> str:
        """See `PreparationDesk.help_phone`."""
        return kept_notes.help_phone(self._eve.store)

    def keep_help_phone(self, phone: str) -> None:
        """See `PreparationDesk.keep_help_phone`."""
        room_sheets.keep_help_phone(self._eve.store, self._recorder, phone)

    def write_room_sheets(self, path: str, juries: Collection[JuryId]) -> None:
        """See `PreparationDesk.write_room_sheets`."""
        made = room_sheets.room_sheets(self._eve, self._recorder, self._outside.copies(), juries)
        self._outside.output.write(path, self._outside.papers.room_sheets(made))
