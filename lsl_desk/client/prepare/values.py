# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve of the deliberation amounts to, as values for the screens: frozen, without a word of French in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat


class Matter(StrEnum):
    """What has to be in order of a jury before its deliberation (features J1, design §6)."""

    NUMERIC = "numeric"
    PAPER = "paper"
    UNKNOWN = "unknown"
    HEADS = "heads"
    COPY = "copy"
    DRILL = "drill"


class Standing(StrEnum):
    """How a matter stands."""

    DONE = "done"
    AGAIN = "again"
    """It was done, and something changed since."""
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Item:
    """One matter of one jury.

    Attributes:
        matter: which.
        standing: how it stands.
        have: counted: livrets here, seats named, livrets of the copy or proved by a drill in their current version.
        wanted: of how many; « 4 / 5 ». What is left is always ``wanted - have``: of UNKNOWN, the candidates of whom
            nobody said what is expected; of COPY, the livrets that changed, came or went since.
        at: UTC, when it was last done, None when it was not or when that has no time.
        version: of the copy, 0 for what has none.
    """

    matter: Matter
    standing: Standing
    have: int = 0
    wanted: int = 0
    at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True)
class JuryReadiness:
    """Whether a jury is ready for the morning.

    Attributes:
        jury: identifier.
        items: one a matter, in the order of `Matter`.
        sitting: UTC, when it deliberates, None when nobody said.
    """

    jury: JuryId
    items: tuple[Item, ...]
    sitting: datetime | None = None

    @property
    def ready(self) -> bool:
        """Everything is done."""
        return all(one.standing is Standing.DONE for one in self.items)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One operation of the retroplanning that concerns the centre (memo, annex 1).

    Attributes:
        operation: rank among the fifteen, from 1.
        title: the memo's words.
        first: first day, on the centre's calendar.
        last: last day.
        applications: as the memo writes them.
    """

    operation: int
    title: str
    first: date
    last: date
    applications: str


@dataclass(frozen=True, slots=True)
class Expected:
    """A candidate's livret, as the presence page counts it.

    Attributes:
        number: N° élève.
        pv: N° PV.
        serie: série.
        format: what is expected.
        reason: why there is no numeric livret, or "".
        present: the file is here and whole, or the paper was received; True when none is expected for a reason known.
        received: UTC, when the paper was received, None otherwise.
        told: UTC, when the exam office was last told about this candidate, None when it was not.
        school: the school and its phone, as « Lycée X, 01 23 45 67 89 »; "" when the academy did not say.
    """

    number: StudentNumber
    pv: PvNumber
    serie: str
    format: LivretFormat
    reason: str
    present: bool
    received: datetime | None = None
    told: datetime | None = None
    school: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """The presence page of a jury (memo, « vérification de la présence des livrets »).

    Attributes:
        jury: identifier.
        lines: every candidate, in the order of the PV.
        numeric: (present, expected).
        paper: (received, expected).
        unknown: nobody said what is expected.
        source: where the list of formats comes from: « académie », « dossier »…
        listed: UTC, its date.
    """

    jury: JuryId
    lines: tuple[Expected, ...]
    numeric: tuple[int, int]
    paper: tuple[int, int]
    unknown: int
    source: str
    listed: datetime


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A paper livret that was just received, as the page says it.

    Attributes:
        jury: whose.
        number: N° élève.
        pv: N° PV.
        already: it had been received before, at this UTC; nothing was recorded.
        expected: False when another format than paper was announced: it is received all the same, and said.
        count: (received, expected) of the jury, after.
    """

    jury: JuryId
    number: StudentNumber
    pv: PvNumber
    already: datetime | None
    expected: bool
    count: tuple[int, int]


class Side(StrEnum):
    """On which list of paper livrets a candidate stands alone."""

    OCEAN = "ocean"
    """On the exam office's own list only."""
    DELIBNET = "delibnet"
    """On the jury's list only."""
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class PaperLists:
    """The two lists of paper livrets side by side (features G02).

    Attributes:
        lines: N° élève, N° PV, on which side it stands, the school to call; differences first.
        ocean: UTC, date of the exam office's list, None when there is none.
        ocean_source: where it came from: « académie », or the name of the file.
        delibnet: UTC, date of the jury's list.
    """

    lines: tuple[tuple[StudentNumber, PvNumber, Side, str], ...]
    ocean: datetime | None
    ocean_source: str
    delibnet: datetime

    @property
    def differences(self) -> int:
        """Candidates that stand on one list only."""
        return sum(side is not Side.BOTH for _, _, side, _ in self.lines)


class Sent(StrEnum):
    """How far what was recorded here has gone."""

    HERE = "here"
    """Recorded here; this post has no academy, or it was not reached yet."""
    RECEIVED = "received"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Message:
    """A message to the exam office.

    Attributes:
        number: the candidate, "" for the jury.
        text: as written.
        written: UTC.
        sent: how far it has gone.
        rank: its number at the academy, 0 while it has none.
    """

    number: StudentNumber
    text: str
    written: datetime
    sent: Sent
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """Who presides, or assists.

    Attributes:
        role: president or vice-president.
        name: in force, "" for nobody.
        office: the exam office's name, "" when it gave none.
        by_office: the name in force is the exam office's.
        proposed: the exam office's name is newer than what the centre saw, and another: to accept or to leave.
        named: UTC, when the centre named it, None when it did not.
    """

    role: Role
    name: str
    office: str
    by_office: bool
    proposed: bool
    named: datetime | None


@dataclass(frozen=True, slots=True)
class Heads:
    """The two seats of a jury.

    Attributes:
        jury: identifier.
        seats: president first.
        locked: the sitting was opened: only a handover may change them.
        sitting: UTC, None when nobody said.
    """

    jury: JuryId
    seats: tuple[Seat, Seat]
    locked: bool
    sitting: datetime | None


@dataclass(frozen=True, slots=True)
class Clash:
    """One person on two juries at the same hour.

    Attributes:
        name: who, as first written.
        juries: which.
        sitting: UTC, None when neither jury has an hour.
    """

    name: str
    juries: tuple[JuryId, ...]
    sitting: datetime | None


@dataclass(frozen=True, slots=True)
class CopyState:
    """The plan de secours of a jury.

    Attributes:
        jury: identifier.
        version: of the last copy, 0 when there is none.
        made: UTC.
        livrets: it holds.
        size: bytes.
        place: « dossier », « archive zip », « clé USB ».
        manifest: SHA-256 of its manifest.
        changed: N° élève whose livret changed, came or went since.
        log: the copies before, newest first: (version, UTC, livrets, place).
    """

    jury: JuryId
    version: int
    made: datetime | None
    livrets: int
    size: int
    place: str
    manifest: Digest | None
    changed: tuple[StudentNumber, ...]
    log: tuple[tuple[int, datetime, int, str], ...]


@dataclass(frozen=True, slots=True)
class CopyDone:
    """How the making of one jury's copy ended.

    Attributes:
        jury: identifier.
        state: the copy, None when it was not made.
        kept: livrets taken over unchanged from the version before.
        made: livrets protected anew.
        refusal: why it was not made.
        where: its folder or file, for the person to find it; never recorded.
    """

    jury: JuryId
    state: CopyState | None
    kept: int
    made: int
    refusal: Refusal | None
    where: str


@dataclass(frozen=True, slots=True)
class DrillState:
    """What the drills of a jury prove.

    Attributes:
        jury: identifier.
        proved: livrets whose current version was opened whole in a drill.
        wanted: livrets held or expected.
        failed: N° élève that could not be opened, or bear another number, in their current version.
        waiting: N° élève never drilled in their current version.
        last: UTC, end of the last drill.
        seconds: how long the network was cut in it.
        pages: painted in it.
    """

    jury: JuryId
    proved: int
    wanted: int
    failed: tuple[StudentNumber, ...]
    waiting: tuple[StudentNumber, ...]
    last: datetime | None
    seconds: int
    pages: int = 0


@dataclass(frozen=True, slots=True)
class DrillDoneOf:
    """How a drill went.

    Attributes:
        states: of each jury, after.
        livrets: opened.
        pages: painted.
        seconds: it took.
        slowest: (jury, N° élève, milliseconds) of the livret that took longest, None when none was opened.
        refusals: N° élève → why it could not be opened.
    """

    states: tuple[DrillState, ...]
    livrets: int
    pages: int
    seconds: float
    slowest: tuple[JuryId, StudentNumber, int] | None
    refusals: Mapping[StudentNumber, Refusal]


class ListKind(StrEnum):
    """In what form a list is written (ecosystem survey §7.1)."""

    PDF = "pdf"
    XLSX = "xlsx"
    CSV_EXCEL = "csv_excel"
    """UTF-8 with a mark, semicolons, CRLF: what a French spreadsheet opens by a double click."""
    CSV_EXCHANGE = "csv_exchange"
    """UTF-8, commas, RFC 4180."""
