# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the use cases need from outside, as small protocols. Adapters provide them; fakes pass the same suites."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.summary import JurySummary
from lsl_desk.domain.acts import Act, Body, NumberIncident
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import JuryFile, SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef
from lsl_desk.domain.pages import Frame, Inspection, PageSize, RenderKey, Word

# ---------------------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns of the index hold the two numbers, when a person settled it.

    Each is a heading of the index, or a column's rank from 1 as text ("1", "2").
    """

    pv: str | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class OfferedCandidate:
    """A row as the source offers it, before any file is read.

    Attributes:
        pv: N° PV candidat, "" when unknown.
        number: N° élève.
        serie: série, "" when unknown.
        format: format understood from the words of the row or the presence of a link; INCONNU when nothing says.
        reason: the words that explain the absence of a numeric livret, or "".
        file: the member to pass to `JurySource.read`, None when there is none.
        where: the row, in words (« index.html, ligne 12 »).
        original: the livret that `file` is another form of, its pages not looked at: what `read` gives is kept under
            its digest. None when the bytes read are the livret.
        problem: why a file that is there is not to be read, None when all is well.
    """

    pv: PvNumber
    number: StudentNumber
    serie: str
    format: LivretFormat
    reason: str
    file: str | None
    where: str
    original: LivretRef | None = None
    problem: LivretProblem | None = None


@dataclass(frozen=True, slots=True)
class OfferedJury:
    """What a source holds, understood but not yet stored.

    Attributes:
        jury: identifier read in the title, else the folder's or zip's name.
        label: the title of the index, or the identifier.
        session: year, None when not said.
        candidates: in the order of the index.
        identities: names and the like, from a candidate list beside the index; they go to the sealed part only.
        unlisted: PDF files that no row names.
        anomalies: what the doctor saw in the index and list.
        version: of the jury's file, when the source says; None to count on from the one held.
        read: livrets that were read on other posts, as acts that came with the source prove.
        carried: the academy's list and the acts that came with the source.
    """

    jury: JuryId
    label: str
    session: int | None
    candidates: tuple[OfferedCandidate, ...]
    identities: tuple[SealedIdentity, ...]
    unlisted: tuple[str, ...]
    anomalies: tuple[Anomaly, ...]
    version: int | None = None
    read: tuple[tuple[StudentNumber, Digest], ...] = ()
    carried: CarriedJury = field(default_factory=CarriedJury)


class JurySource(Protocol):
    """Where a jury's file comes from: a folder, a zip, later the academy server and a plan de secours."""

    @property
    def kind(self) -> str:
        """What it is, in French, as the screen says it: « dossier », « archive zip »."""

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        """Say what it holds.

        Raises:
            Refusal: the source cannot be a jury's file. INDEX_AMBIGUOUS carries both readings: ``first`` and ``second``
                are the words of the two columns that may be the N° élève, ``first_column`` and ``second_column`` what
                `ColumnChoice` takes, ``first_rows`` and ``second_rows`` their first values, one a line. SEVERAL_JURIES
                carries ``names``, the jury folders inside, separated by ", ".
        """

    def read(self, file: str) -> bytes:
        """Return the bytes of a member named by `OfferedCandidate.file`.

        Raises:
            Refusal: MEMBER_OUTSIDE, PATH_VANISHED, PATH_UNREADABLE, ZIP_BOMB…
        """

    def close(self) -> None:
        """Let go of the folder or archive."""


class Sources(Protocol):
    """Opens the right source for a path."""

    def open(self, path: str) -> JurySource:
        """Return the source for a folder or zip.

        Raises:
            Refusal: nothing there, not readable, or neither a folder nor a zip.
        """


# ------------------------------------------------------------------------------------------------ pages


class Pages(Protocol):
    """The page lane: one child process that renders livrets, replaced whenever it dies.

    Every ``done`` is called once, from the lane's own thread, with the answer or with the `Refusal` (PAGE_UNREADABLE…).
    The lane fetches a livret's bytes itself, by digest, from the store.
    """

    def sizes(self, digest: Digest, done: Callable[[tuple[PageSize, ...] | Refusal], None]) -> None:
        """Ask for the size of every page."""

    def render(self, key: RenderKey, done: Callable[[Frame | Refusal], None], *, ahead: bool = False) -> None:
        """Ask for a picture; ``ahead`` requests wait behind all the others."""

    def words(self, digest: Digest, page: int, done: Callable[[tuple[Word, ...] | Refusal], None]) -> None:
        """Ask for the words of a page."""

    def keep_only(self, wanted: Collection[RenderKey]) -> None:
        """Forget queued pictures that are no longer wanted; their ``done`` is never called."""

    def inspect(self, data: bytes) -> Inspection:
        """Open a PDF within the caps and return its text, page by page. Blocks; never raises for a bad file."""

    def png(self, digest: Digest, page: int, dpi: int) -> bytes:
        """Render a page to PNG. Blocks.

        Raises:
            Refusal: PAGE_UNKNOWN, PAGE_UNREADABLE.
        """

    def close(self) -> None:
        """Stop the child process and wipe every picture: frames must no longer be shown.

        What still waits is forgotten, its ``done`` never called; `png` and `inspect` are refused.
        """


# ------------------------------------------------------------------------------------------------ store


@dataclass(frozen=True, slots=True)
class NewLivret:
    """A livret to store.

    Attributes:
        digest: what names it.
        data: its bytes.
        texts: of its pages, for search.
        held: digest of ``data`` when it is another form of the livret named, as a plan de secours gives it; else None.
    """

    digest: Digest
    data: bytes
    texts: tuple[str, ...]
    held: Digest | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A page where searched words stand."""

    number: StudentNumber
    page: int
    excerpt: str


@dataclass(frozen=True, slots=True)
class Trail:
    """What this post's own acts say of a jury, beside what was read.

    Attributes:
        last_opened: the candidate it had on the screen last, None when there was none.
        incidents: pages that bore another number.
    """

    last_opened: StudentNumber | None = None
    incidents: frozenset[NumberIncident] = frozenset()


class Incoming(Protocol):
    """A jury's file being written. Nothing of it is visible before `commit`; leaving without it erases all of it."""

    def add(self, livret: NewLivret) -> None:
        """Write a livret, now or soon; bytes that the store holds already are not written twice.

        Raises:
            Refusal: DISK_FULL, DISK_FAILED.
        """

    def commit(
        self,
        file: JuryFile,
        identities: tuple[SealedIdentity, ...],
        anomalies: tuple[Anomaly, ...],
        read: Collection[tuple[StudentNumber, Digest]] = (),
        carried: CarriedJury | None = None,
    ) -> None:
        """Make the version current, durably, the livrets named read on other posts, and keep what came with it."""

    def carry(self, file: JuryFile, carried: CarriedJury) -> None:
        """Instead of `commit`: keep, durably, what came with a version that is current already."""


class DeskStore(Protocol):
    """The sealed store, unlocked. Any method may raise Refusal DISK_FULL, DISK_FAILED, STORE_DAMAGED."""

    def summaries(self) -> tuple[JurySummary, ...]:
        """The juries held, by identifier."""

    def jury(self, jury: JuryId) -> JuryFile:
        """The current version of a jury's file.

        Raises:
            Refusal: JURY_UNKNOWN.
        """

    def jury_of(self, number: str) -> tuple[JuryId, ...]:
        """The juries in which a N° élève stands."""

    def anomalies(self, jury: JuryId) -> tuple[Anomaly, ...]:
        """What the doctor listed at the last import."""

    def identities_sealed(self, jury: JuryId) -> int:
        """How many names are under seal for a jury's current version."""

    def incoming(self) -> "IncomingContext":
        """Open a transaction for a new version."""

    def erase_jury(
        self,
        jury: JuryId,
        *,
        but: Collection[StudentNumber] = (),
        told: tuple[str, str] | None = None,
    ) -> None:
        """Erase every version of a jury's file, durably; its acts stay, and the livrets another jury holds.

        Args:
            jury: which.
            but: candidates that stay, with their livret and name in the current version.
            told: key and value of a note that is kept with it, or not at all.

        Raises:
            Refusal: JURY_UNKNOWN.
        """

    def livrets_of(self, jury: JuryId, but: Collection[StudentNumber] = ()) -> tuple[frozenset[Digest], ...]:
        """What erasing a jury would do to the livrets of all its versions: those that go, those another jury holds.

        Raises:
            Refusal: JURY_UNKNOWN.
        """

    def livret(self, digest: Digest) -> bytes:
        """The bytes of a livret; may be called from any thread.

        Raises:
            Refusal: NO_LIVRET when not held, LIVRET_REFUSED when the bytes no longer bear their digest.
        """

    def search(self, jury: JuryId, words: str) -> tuple[Hit, ...]:
        """Pages of a jury's current livrets holding these words, accents and case apart, in the order of the index."""

    def pages_seen(self, jury: JuryId) -> Mapping[StudentNumber, Mapping[Digest, Mapping[int, float]]]:
        """For each candidate and livret version, page index → seconds on screen, of pages that counted."""

    def see_page(self, jury: JuryId, number: StudentNumber, digest: Digest, page: int, seconds: float) -> None:
        """Keep durably that a page counted; of two times the longer one stays."""

    def record(self, jury: JuryId, version: int, body: Body) -> Act:
        """Sign, chain and keep an act, durably before returning it."""

    def acts(self, jury: JuryId | None = None) -> Iterator[Act]:
        """The acts of a jury (of all, by default) in the order written, signatures and chain verified.

        Raises:
            Refusal: JOURNAL_BROKEN, naming the first act that does not hold.
        """

    def trail(self, jury: JuryId) -> Trail:
        """Where this post was in a jury, and the incidents it told; the whole journal is verified, as `acts` does.

        Raises:
            Refusal: JOURNAL_BROKEN.
        """

    def livrets_read(self, jury: JuryId) -> Mapping[StudentNumber, frozenset[Digest]]:
        """For each candidate, the livret versions that were read: on this post, or on another one of the jury."""

    def note(self, key: str) -> str | None:
        """A small thing remembered (position in a livret, drafts), or None."""

    def notes_of(self, keys: Collection[str]) -> Mapping[str, str]:
        """Several at once; those that are not remembered are left out."""

    def keep_note(self, key: str, value: str) -> None:
        """Remember a small thing, durably."""

    def close(self) -> None:
        """Lock: forget the key and close the file."""


class IncomingContext(Protocol):
    """`with store.incoming() as incoming:`."""

    def __enter__(self) -> Incoming:
        """Begin."""

    def __exit__(self, *exc: object) -> None:
        """Roll back whatever was not committed."""


class Clock(Protocol):
    """The time, so that tests choose it."""

    def now(self) -> datetime:
        """Now, in UTC."""
