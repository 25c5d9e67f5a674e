# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reading record of a jury: openings, pages that counted, livrets read, incidents.

Sources of the rules: code de l'éducation D334-10 and D336-10 (no candidate who gave a livret is ajourné unless the jury
examined it); features P13, P14, P38 and N02.
"""

from collections.abc import Callable, Mapping

from lsl_desk.client.ports import DeskStore
from lsl_desk.domain.acts import Act, LivretOpened, LivretRead, NumberIncident
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretRef
from lsl_desk.domain.reading import Reading, complete, reading_of


def _nobody(_act: Act) -> None:
    """Nobody has to be told."""


class ReadingRecord:
    """Who was read in one version of a jury's file.

    It is read once from the journal, then follows what it writes itself: the store has one writer. Nothing here changes
    before the store has it on disk.
    """

    def __init__(self, store: DeskStore, file: JuryFile, told: Callable[[Act], None] = _nobody) -> None:
        """Read the journal and the pages that counted.

        Args:
            store: the sealed store.
            file: the current version of the jury's file.
            told: of each livret opened or read: the guard of the sitting, and the times of a cut, follow it.

        Raises:
            Refusal: JOURNAL_BROKEN.
        """
        self._store = store
        self._told = told
        self.file = file
        trail = store.trail(file.jury)
        self._incidents = set(trail.incidents)
        self.last_opened = trail.last_opened
        """The candidate this post had on the screen last, to go on from after a restart (J3 step 5)."""
        self._read = {number: set(digests) for number, digests in store.livrets_read(file.jury).items()}
        self._seen: dict[StudentNumber, dict[Digest, dict[int, float]]] = {
            number: {digest: dict(pages) for digest, pages in versions.items()}
            for number, versions in store.pages_seen(file.jury).items()
        }

    def readings(self) -> Mapping[StudentNumber, Reading]:
        """How far each candidate is read."""
        return {one.number: self._reading(one) for one in self.file.candidates}

    def opened(self, number: StudentNumber, *, fallen: bool = False) -> None:
        """Write that a livret was opened: who, what, when, from which source.

        Args:
            number: N° élève.
            fallen: on the copy kept here, the academy being cut.

        Raises:
            Refusal: NUMBER_UNKNOWN, NO_LIVRET.
        """
        _, livret = self._livret(number)
        body = LivretOpened(number, livret.digest, self._source(fallen))
        act = self._store.record(self.file.jury, self.file.version, body)
        self.last_opened = number
        self._told(act)

    def page_counted(
        self, number: StudentNumber, digest: Digest, page: int, seconds: float, *, fallen: bool = False
    ) -> Reading:
        """Keep that a page was on screen long enough; the last one makes the act « livret read ».

        Args:
            number: N° élève shown.
            digest: the bytes that were on screen; only those of this version of the file count.
            page: index from 0.
            seconds: time on screen.
            fallen: on the copy kept here, the academy being cut.

        Returns:
            The candidate's reading as it now stands on disk.

        Raises:
            Refusal: NUMBER_UNKNOWN; NO_LIVRET when these bytes are not the candidate's; PAGE_UNKNOWN for a page the
                livret has not; PAGE_VEILED under the number lock; DISK_FULL or DISK_FAILED when nothing was kept.
        """
        candidate, livret = self._livret(number)
        if digest != livret.digest:
            raise Refusal(Code.NO_LIVRET, number=number, jury=self.file.jury)
        if not 0 <= page < livret.page_count:
            raise Refusal(Code.PAGE_UNKNOWN, number=number, page=page + 1, pages=livret.page_count)
        if livret.pages[page].veiled:
            raise Refusal(Code.PAGE_VEILED, number=number, page=page + 1)
        self._store.see_page(self.file.jury, number, digest, page, seconds)
        times = self._seen.setdefault(number, {}).setdefault(digest, {})
        times[page] = max(seconds, times.get(page, 0.0))
        read = self._read.setdefault(number, set())
        if digest not in read and complete(livret.page_count, frozenset(times)):
            spent = tuple(f"{times[index]:.1f}" for index in range(livret.page_count))
            body = LivretRead(number, digest, spent, self._source(fallen))
            act = self._store.record(self.file.jury, self.file.version, body)
            read.add(digest)
            self._told(act)
        return self._reading(candidate)

    def pages_seen(self, number: StudentNumber) -> frozenset[int]:
        """Pages (from 0) of the candidate's livret, in its current version, that counted.

        Raises:
            Refusal: NUMBER_UNKNOWN, NO_LIVRET.
        """
        _, livret = self._livret(number)
        if livret.digest in self._read.get(number, set()):
            return frozenset(range(livret.page_count))
        return frozenset(self._seen.get(number, {}).get(livret.digest, {}))

    def pages_counted(self, number: StudentNumber) -> frozenset[int]:
        """The same, none for a candidate without a livret.

        Raises:
            Refusal: NUMBER_UNKNOWN.
        """
        return self.pages_seen(number) if self._candidate(number).livret is not None else frozenset()

    def incident(self, number: StudentNumber, digest: Digest, page: int, found: str) -> None:
        """Write that a page bears another N° élève, or none: once for a page of a file."""
        body = NumberIncident(number, digest, page, found)
        if body not in self._incidents:
            self._store.record(self.file.jury, self.file.version, body)
            self._incidents.add(body)

    def _source(self, fallen: bool) -> str:
        return COPY if fallen else self.file.source

    def _reading(self, candidate: Candidate) -> Reading:
        seen = self._seen.get(candidate.number, {})
        return reading_of(
            candidate,
            self._read.get(candidate.number, set()),
            {digest: frozenset(pages) for digest, pages in seen.items()},
        )

    def _candidate(self, number: StudentNumber) -> Candidate:
        found = next((one for one in self.file.candidates if one.number == number), None)
        if found is None:
            raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=self.file.jury)
        return found

    def _livret(self, number: StudentNumber) -> tuple[Candidate, LivretRef]:
        candidate = self._candidate(number)
        if candidate.livret is None:
            raise Refusal(Code.NO_LIVRET, number=number, jury=self.file.jury)
        return candidate, candidate.livret
