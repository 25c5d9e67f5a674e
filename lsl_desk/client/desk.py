# SPDX-License-Identifier: AGPL-3.0-or-later
"""The Desk, unlocked: the use cases ready-wired, as the window and the commands receive them.

Each use case is imported when it is first asked for: an unlocked home needs none of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from lsl_desk.client.progress import Report, silent
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.reading import Reading, ReadState

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from decimal import Decimal

    from lsl_desk.client.close.for_screens import ClosingDesk
    from lsl_desk.client.hall.for_screens import HallDesk
    from lsl_desk.client.link.for_screens import LinkDesk
    from lsl_desk.client.ports import Clock, ColumnChoice, DeskStore, Pages, Sources
    from lsl_desk.client.prepare.check_jury import CheckedLivret
    from lsl_desk.client.prepare.erase_jury import Erasure
    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.import_jury import ImportReport, InspectLater
    from lsl_desk.client.prepare.make_copies import Copying
    from lsl_desk.client.prepare.open_copy import CopyShelf, LookedCopy
    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from lsl_desk.client.sit.locate import Location
    from lsl_desk.client.sit.position import Position
    from lsl_desk.client.sit.reading_record import ReadingRecord
    from lsl_desk.client.sit.search_jury import JurySearch
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.acts import Act, Author
    from lsl_desk.domain.anomalies import Anomaly
    from lsl_desk.domain.fallback import Footing
    from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
    from lsl_desk.domain.jury import JuryFile


@dataclass(frozen=True, slots=True)
class OpenJury:
    """A jury as the reading room shows it.

    Attributes:
        file: the current version.
        readings: how far each candidate is read.
        anomalies: what the import doctor listed.
        last: the candidate this post had on the screen last, None when there was none.
    """

    file: JuryFile
    readings: Mapping[StudentNumber, Reading]
    anomalies: tuple[Anomaly, ...]
    last: StudentNumber | None = None


class Desk:
    """What can be done once the store is open. Every method blocks and may raise `Refusal`."""

    def __init__(
        self,
        *,
        store: DeskStore,
        pages: Pages,
        inspect_later: InspectLater,
        sources: Sources,
        clock: Clock,
        author: Author,
        link: Callable[[Desk], LinkDesk] | None = None,
        preparation: Callable[[Desk], PreparationDesk] | None = None,
        deliberation: Callable[[Desk], DeliberationDesk] | None = None,
        closing: Callable[[Desk], ClosingDesk] | None = None,
        hall: Callable[[Desk], HallDesk] | None = None,
        copying: Callable[[Desk], Copying] | None = None,
        shelf: Callable[[], CopyShelf] | None = None,
        enrolled: Callable[[], bool] = lambda: False,
    ) -> None:
        """Take what was opened.

        Args:
            store: the sealed store.
            pages: the page lane.
            inspect_later: the page worker.
            sources: folders and zips.
            clock: the time.
            author: who acts.
            link: makes the link to the academy when it is first asked for; None for a Desk that has none.
            preparation: makes what the eve asks when it is first asked for.
            deliberation: makes what a sitting asks when it is first asked for; None for a Desk that only reads.
            closing: makes what a closing asks when it is first asked for; None for a Desk that draws up no PV.
            hall: makes the room without server when it is first asked for; None for a Desk that has none.
            copying: makes what makes the plan de secours.
            shelf: makes what finds copies to open.
            enrolled: tells whether this post has an academy, without what the link needs.
        """
        self.pages = pages
        self.author = author
        self._store = store
        self._inspect_later = inspect_later
        self._sources = sources
        self._clock = clock
        self._records: dict[JuryId, ReadingRecord] = {}
        self._make_link = link
        self._enrolled = enrolled
        self._link: LinkDesk | None = None
        self._make_preparation = preparation
        self._copying = copying
        self._shelf = shelf
        self._preparation: PreparationDesk | None = None
        self._make_deliberation = deliberation
        self._deliberation: DeliberationDesk | None = None
        self._make_closing = closing
        self._closing: ClosingDesk | None = None
        self._make_hall = hall
        self._hall: HallDesk | None = None
        self._fallen = False
        self._guard = Lock()

    @property
    def link(self) -> LinkDesk:
        """The link to the academy. It is made at the first use, which brings in HTTP: not on the GUI lane.

        Raises:
            Refusal: NOT_ENROLLED, on a Desk that has none.
        """
        with self._guard:
            if self._make_link is None:
                raise Refusal(Code.NOT_ENROLLED)
            if self._link is None:
                self._link = self._make_link(self)
            return self._link

    @property
    def preparation(self) -> PreparationDesk:
        """The centre head's day before; made at the first use, not on the GUI lane."""
        with self._guard:
            if self._preparation is None:
                if self._make_preparation is None:
                    raise RuntimeError("this desk was made without the eve")
                self._preparation = self._make_preparation(self)
            return self._preparation

    @property
    def deliberates(self) -> bool:
        """Whether there is a deliberation to ask; brings nothing in."""
        return self._make_deliberation is not None

    @property
    def deliberation(self) -> DeliberationDesk:
        """The sitting; made at the first use, not on the GUI lane."""
        with self._guard:
            if self._deliberation is None:
                if self._make_deliberation is None:
                    raise RuntimeError("this desk was made without the deliberation")
                self._deliberation = self._make_deliberation(self)
            return self._deliberation

    @property
    def closes(self) -> bool:
        """Whether there is a closing to ask; brings nothing in."""
        return self._make_closing is not None

    @property
    def closing(self) -> ClosingDesk:
        """The end of a sitting; made at the first use, not on the GUI lane."""
        with self._guard:
            if self._closing is None:
                if self._make_closing is None:
                    raise RuntimeError("this desk was made without the closing")
                self._closing = self._make_closing(self)
            return self._closing

    @property
    def hall(self) -> HallDesk:
        """The room without server; made at the first use, which brings in TLS: not on the GUI lane."""
        with self._guard:
            if self._hall is None:
                if self._make_hall is None:
                    raise RuntimeError("this desk was made without the room without server")
                self._hall = self._make_hall(self)
            return self._hall

    def enrolled(self) -> bool:
        """Whether this post has an academy; asked at each start, so it brings nothing of the link in."""
        return self._enrolled()

    def decided(self, jury: JuryId) -> dict[StudentNumber, str]:
        """The decisions in force in a jury, each by the value of its `Ruling`.

        Raises:
            Refusal: JURY_UNKNOWN.
        """
        if not self.deliberates:
            return {}
        return {
            number: one.decision.decision.ruling.value
            for number, one in self.deliberation.sitting(jury).states.items()
            if one.decision.decision is not None
        }

    def juries(self) -> tuple[JurySummary, ...]:
        """The juries held, by identifier."""
        return self._store.summaries()

    def open_jury(self, jury: JuryId) -> OpenJury:
        """Open the current version of a jury's file.

        Raises:
            Refusal: JURY_UNKNOWN, JOURNAL_BROKEN.
        """
        from lsl_desk.client.sit.reading_record import ReadingRecord

        record = self._records[jury] = ReadingRecord(self._store, self._store.jury(jury), self._took)
        return OpenJury(record.file, record.readings(), self._store.anomalies(jury), record.last_opened)

    def import_jury(
        self, path: str, *, choice: ColumnChoice | None = None, jury: str | None = None, report: Report = silent
    ) -> ImportReport:
        """Bring a jury's folder or zip into the store; see `client.prepare.import_jury`."""
        from lsl_desk.client.prepare.import_jury import import_jury

        source = self._sources.open(path)
        try:
            done = import_jury(
                source, self._store, self._inspect_later, self._clock, choice=choice, jury=jury, report=report
            )
        finally:
            source.close()
        self.forget(done.jury)
        return done

    @property
    def copying(self) -> Copying:
        """What makes the plan de secours; it brings cryptography in, so not on the GUI lane."""
        if self._copying is None:
            raise RuntimeError("this desk was made without copies")
        return self._copying(self)

    def look_at_copy(self, path: str) -> LookedCopy:
        """Verify the plan de secours at a path; whoever asks closes it.

        Raises:
            Refusal: COPY_UNKNOWN, COPY_BROKEN, SEVERAL_JURIES, and what reading the folder or zip refuses.
        """
        if self._shelf is None:
            raise RuntimeError("this desk was made without copies")
        return self._shelf().look(path)

    def open_copy(
        self, looked: LookedCopy, typed: str, *, older_too: bool = False, report: Report = silent
    ) -> ImportReport:
        """Open a plan de secours with its code and keep the jury; see `client.prepare.open_copy`."""
        from lsl_desk.client.prepare.open_copy import open_copy

        done = open_copy(
            looked, self._store, self._inspect_later, self._clock, typed, older_too=older_too, report=report
        )
        self.forget(done.jury)
        return done

    def erasure(self, jury: JuryId) -> Erasure:
        """Say what erasing a jury would lose and keep; see `client.prepare.erase_jury`."""
        from lsl_desk.client.prepare.erase_jury import erasure

        return erasure(self._store, jury)

    def erase_jury(self, jury: JuryId) -> None:
        """Erase a jury; its acts stay in the journal.

        Raises:
            Refusal: JURY_UNKNOWN, DISK_FULL, DISK_FAILED.
        """
        self._store.erase_jury(jury)
        self.forget(jury)

    def acts_kept(self) -> int:
        """How many acts the journal holds, whatever their jury.

        Raises:
            Refusal: JOURNAL_BROKEN.
        """
        return sum(1 for _ in self._store.acts())

    def check_jury(self, jury: JuryId, report: Report = silent) -> tuple[CheckedLivret, ...]:
        """Check every numeric livret of a jury."""
        from lsl_desk.client.prepare.check_jury import check_jury

        return check_jury(self._store, self._inspect_later, jury, report)

    def locate(self, jury: JuryId, text: str) -> Location:
        """Find whom a typed number means, in this jury or another of this Desk."""
        from lsl_desk.client.sit.locate import locate

        return locate(self._store, self._record(jury).file, text)

    def opened(self, jury: JuryId, number: StudentNumber, *, between: bool = True) -> Footing:
        """Write the act « livret opened », and say on which copy it is read; not ``between``, it was on the screen."""
        footing = self.footing(jury, between=between)
        self._record(jury).opened(number, fallen=footing.fallen)
        self.acts_wait()
        return footing

    def footing(self, jury: JuryId, *, between: bool = False) -> Footing:
        """On which copy of a jury the work stands; asks the store and the link's memory only.

        Args:
            jury: which.
            between: another candidate is being opened, so that the way back may be taken.
        """
        from lsl_desk.domain.connection import LinkState
        from lsl_desk.domain.fallback import ACADEMY, COPY, Footing, falls

        file = self._record(jury).file
        if file.source == COPY:
            return Footing(True, file.imported)
        link = self._link
        if link is None or file.source != ACADEMY:
            return Footing(False)
        state = link.state()
        self._fallen = falls(self._fallen, state, between=between)
        back = state in {LinkState.ONLINE, LinkState.DEGRADED}
        return Footing(self._fallen, link.contact(jury) or file.imported, self._fallen and back)

    def page_counted(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> Reading:
        """Keep that a page counted; see `ReadingRecord.page_counted`."""
        fallen = self.footing(jury).fallen
        reading = self._record(jury).page_counted(number, digest, page, seconds, fallen=fallen)
        if reading.state is ReadState.READ:
            self.acts_wait()
        return reading

    def pages_seen(self, jury: JuryId, number: StudentNumber) -> frozenset[int]:
        """Pages of a livret that counted; see `ReadingRecord.pages_seen`."""
        return self._record(jury).pages_seen(number)

    def pages_counted(self, jury: JuryId, number: StudentNumber) -> frozenset[int]:
        """The same, none for a candidate without a livret."""
        return self._record(jury).pages_counted(number)

    def is_cut(self) -> bool:
        """Whether this post has an academy that does not answer; asks the link's memory only."""
        from lsl_desk.domain.connection import LinkState

        return self._link is not None and self._link.state() is LinkState.CUT

    def incident(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, found: str) -> None:
        """Write that a page bears another number."""
        self._record(jury).incident(number, digest, page, found)
        self.acts_wait()

    def settle_conflict(self, jury: JuryId, conflict: ActId, chosen: Decimal | None, reason: str) -> None:
        """Choose between two marks; see `client.sit.settle_conflict`. Asks the store only."""
        from lsl_desk.client.sit.settle_conflict import settle_conflict

        presiding, known = self.link.board(jury).presiding(), self.link.conflicts(jury)
        if self.deliberates:
            self.deliberation.check_open_to_change(jury)
        self._took(settle_conflict(self._store, self.author, presiding, known, jury, conflict, chosen, reason))
        self.acts_wait()

    def search(self, jury: JuryId, words: str) -> JurySearch:
        """Find words in every livret of a jury."""
        from lsl_desk.client.sit.search_jury import search_jury

        return search_jury(self._store, jury, words)

    def positions(self, digests: Collection[Digest]) -> dict[Digest, Position | None]:
        """Where one was in livrets, None in those never opened: all of a jury at the cost of one question."""
        from lsl_desk.client.sit.position import from_note, note_key

        kept = self._store.notes_of([note_key(one) for one in digests])
        return {one: from_note(kept[key]) if (key := note_key(one)) in kept else None for one in digests}

    def keep_position(self, digest: Digest, position: Position) -> None:
        """Remember where one is in a livret."""
        from lsl_desk.client.sit.position import note_key, to_note

        self._store.keep_note(note_key(digest), to_note(position))

    def note(self, key: str) -> str | None:
        """A small thing remembered under seal, or None."""
        return self._store.note(key)

    def keep_note(self, key: str, value: str) -> None:
        """Remember a small thing under seal."""
        self._store.keep_note(key, value)

    def lock(self) -> None:
        """Shut the room, cut the link, stop the page worker, forget the key and close the file."""
        if self._hall is not None:
            self._hall.close()
        if self._link is not None:
            self._link.close()
        self.pages.close()
        self._store.close()

    def acts_wait(self) -> None:
        """Send soon what was recorded, if the link was begun; tell the room without server, if there is one."""
        if self._link is not None:
            self._link.acts_wait()
        if self._hall is not None:
            self._hall.acts_wait()

    def forget(self, jury: JuryId) -> None:
        """A jury changed in the store: what is in memory of it is let go."""
        self._records.pop(jury, None)
        if self._deliberation is not None:
            self._deliberation.forget(jury)

    def _took(self, act: Act) -> None:
        if self._deliberation is not None:
            self._deliberation.took(act)

    def _record(self, jury: JuryId) -> ReadingRecord:
        if jury not in self._records:
            self.open_jury(jury)
        return self._records[jury]
