# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts: what people do, as immutable values. Everything changed on the Desk is an act (design §5)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.roles import Author as Author
from lsl_desk.domain.roles import Role as Role

NO_PREVIOUS = Digest("0" * 64)
"""The ``previous`` of a device's first act."""
NO_ACT = ActId("")
"""Names no act."""
MAX_MESSAGE = 2000
"""Characters of a message to the exam office."""


MAX_REASON = 400
"""Characters of a reason (`wire.strict.Short`)."""


@dataclass(frozen=True, slots=True)
class LivretOpened:
    """A livret was opened (features P38: each opening writes who, what, when, from which source)."""

    number: StudentNumber
    digest: Digest
    source: str


@dataclass(frozen=True, slots=True)
class LivretRead:
    """Every page of a livret was on the screen long enough.

    Attributes:
        number: N° élève.
        digest: the version read.
        seconds: for each page in order, seconds on screen, to a tenth.
        source: from which copy (« dossier », « archive zip », « plan de secours »).
    """

    number: StudentNumber
    digest: Digest
    seconds: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class NumberIncident:
    """A page bears another N° élève than the livret asked for, or none: veiled, reading not counted (features N02).

    Attributes:
        number: N° élève asked for.
        digest: the file.
        page: index from 0.
        found: the number read on the page, "" when the text bears none.
    """

    number: StudentNumber
    digest: Digest
    page: int
    found: str


@dataclass(frozen=True, slots=True)
class MarkRaised:
    """A mark was changed in deliberation.

    Attributes:
        number: N° élève.
        exam: code of the épreuve.
        before: the mark the person saw, None when it was missing.
        after: the mark given, out of 20.
        seen: version of the mark the person saw (`marks.MarkCell`); another one in force makes a conflict.
        reason: in the person's words.
        undoes: the change that this one takes back, "" for none: an undo is an act too.
    """

    number: StudentNumber
    exam: str
    before: Decimal | None
    after: Decimal
    seen: int
    reason: str
    undoes: ActId = NO_ACT


@dataclass(frozen=True, slots=True)
class PointsAdded:
    """Points of the jury were added to a total, in place of those before (code de l'éducation D334-10, since 2019).

    Attributes:
        number: N° élève.
        before: the points the person saw, 0 when there were none.
        after: the points from here on; 0 takes them back.
        seen: version of the points the person saw, as for a mark.
        reason: in the person's words.
        undoes: the change that this one takes back, "" for none.
    """

    number: StudentNumber
    before: Decimal
    after: Decimal
    seen: int
    reason: str
    undoes: ActId = NO_ACT


class MissingRule(StrEnum):
    """What is done about a mark that is missing (features P21, N11)."""

    WAIT = "wait"
    """The decision waits for it."""
    ABSENT = "absent"
    """Absent without a reason: zero (code de l'éducation D334-8, D336-8)."""
    PROVISIONAL = "provisional"
    """The livret's average stands in its place, « P », until it comes; then the better of the two is kept."""


@dataclass(frozen=True, slots=True)
class MissingMarkRuled:
    """The jury chose what is done about a missing mark.

    Attributes:
        number: N° élève.
        exam: code of the épreuve.
        rule: what is done.
        value: the mark that stands, out of 20: 0 for an absence, the livret's average for a provisional one, None to
            wait.
        origin: where a provisional value comes from, in French (« moyenne du livret, page 2 »), else "".
        seen: version of the mark the person saw.
        reason: in the person's words.
    """

    number: StudentNumber
    exam: str
    rule: MissingRule
    value: Decimal | None
    origin: str
    seen: int
    reason: str


class Ruling(StrEnum):
    """What the jury decides of a candidate. The words stand in the PV (design §5; features P18)."""

    ADMIS = "admis"
    SECOND_GROUPE = "second_groupe"
    AJOURNE = "ajourne"
    SANS_DECISION = "sans_decision"
    """« Sans décision finale »: épreuves spread over sessions, fraud in progress."""
    ABSENT = "absent"
    SUSPENDU = "suspendu"
    """No decision yet, « à reprendre », with a reason: the sitting cannot close on it."""


@dataclass(frozen=True, slots=True)
class DecisionTaken:
    """The jury decided of a candidate.

    Attributes:
        number: N° élève.
        ruling: what was decided.
        mention: code of the mention (`rules.pack.Mention`), "" for none.
        marks: digest of the marks it saw (`decisions.marks_digest`); when they change it is stale and says so.
        points: the total it saw, in points.
        seen: version of the decision the person saw (`decisions.DecisionCell`).
        reason: in the person's words, "" when the rules asked for none.
    """

    number: StudentNumber
    ruling: Ruling
    mention: str
    marks: Digest
    points: Decimal
    seen: int
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionWithdrawn:
    """A decision was taken back: there is none any more.

    Attributes:
        number: N° élève.
        seen: version of the decision the person saw.
        reason: in the person's words.
    """

    number: StudentNumber
    seen: int
    reason: str


class Entry(StrEnum):
    """How a number was entered."""

    TYPED = "typed"
    SCANNED = "scanned"
    """By a bar code reader, or from a picture."""


@dataclass(frozen=True, slots=True)
class PaperExamined:
    """The jury examined a paper livret (« visa », code de l'éducation D334-10; features N20).

    Attributes:
        number: N° élève.
        examined: False takes back a declaration that was a mistake.
        entry: how the number was entered.
        instead: a numeric livret is announced and is not on this post: its paper was examined in its place, wherever
            else the numeric one is.
    """

    number: StudentNumber
    examined: bool
    entry: Entry
    instead: bool = False


@dataclass(frozen=True, slots=True)
class NoLivretDeclared:
    """« Aucun livret fourni »: the candidate gave none (features N01).

    Attributes:
        number: N° élève.
        declared: False takes back a declaration that was a mistake.
        reason: in the person's words.
    """

    number: StudentNumber
    declared: bool
    reason: str


class Quality(StrEnum):
    """In what quality a member sits (code de l'éducation D334-20 to D334-21-1, D336-19 to D336-20-1)."""

    PRESIDENT = "president"
    VICE_PRESIDENT = "vice_president"
    HIGHER_EDUCATION = "higher_education"
    INSPECTOR = "inspector"
    PUBLIC_TEACHER = "public_teacher"
    PRIVATE_TEACHER = "private_teacher"
    PROFESSIONAL = "professional"
    """Of the professions, in the voie technologique: a third of the jury, whose absence does not stop it."""
    EXAMINER = "examiner"
    """Examinateur or correcteur adjoint: a consultative voice."""


class Presence(StrEnum):
    """How a member attends."""

    HERE = "here"
    REMOTE = "remote"
    """By audiovisual means: any member but the president (D334-21-1)."""
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the jury.

    Attributes:
        name: as the list of the jury has it.
        quality: in what quality they sit.
        presence: how they attend.
    """

    name: str
    quality: Quality
    presence: Presence


@dataclass(frozen=True, slots=True)
class AttendanceTaken:
    """Who attends; the last one taken says so, and all of them stay in the journal (features P26).

    Attributes:
        members: all of the jury, those who are away among them.
    """

    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class PresidencyHanded:
    """The presidency passes to the other head of the jury (« présidents adjoints », D334-21; features N27, R11).

    Attributes:
        to: who presides from here on.
        name: of whom.
        reason: in the person's words.
    """

    to: Role
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConflictSettled:
    """The president chose between two marks (features P31).

    Attributes:
        conflict: the act that came second, which names the conflict.
        chosen: the mark chosen, out of 20, or the points of the jury; None to leave it to the exam office:
            its mark, or to wait for it.
        reason: in the president's words.
    """

    conflict: ActId
    chosen: Decimal | None
    reason: str


@dataclass(frozen=True, slots=True)
class SittingClosed:
    """The president closed the sitting; nothing is changed after it, unless a case is reopened, which the PV notes.

    Attributes:
        chain: the jury's chain at the academy that the president had seen, `receipts.NO_CHAIN` when there was none.
    """

    chain: Digest


@dataclass(frozen=True, slots=True)
class SittingOpened:
    """The sitting begins: from here on the heads of the jury are no longer edited (features H02)."""


@dataclass(frozen=True, slots=True)
class PaperReceived:
    """A paper livret is at the centre (memo, annex 1: « vérification de la présence des livrets papier »).

    Attributes:
        number: N° élève.
        received: False takes back a receipt that was a mistake.
        entry: how the number was entered.
    """

    number: StudentNumber
    received: bool
    entry: Entry


@dataclass(frozen=True, slots=True)
class HeadNamed:
    """The centre names who presides, or assists (memo, « jusqu’au matin de la délibération »).

    Attributes:
        role: president or vice-president.
        name: who; "" takes the name away.
        office: the exam office's name for that seat as it was seen, "" when it gave none; a later one is proposed.
    """

    role: Role
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class OfficeTold:
    """A message to the exam office (« signaler à la DEC »): its time is that of writing, whenever it is sent.

    Attributes:
        number: the candidate it is about, "" when it is about the jury.
        text: in the person's words.
    """

    number: StudentNumber
    text: str


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A plan de secours was written, read again and found whole (« Edition LSL par jury »).

    The act's version says of what.

    Attributes:
        copy: version of the copy, 1, 2, 3… of the jury.
        manifest: SHA-256 of its signed payload.
        livrets: how many it holds.
        size: bytes of all of it.
        place: « dossier », « archive zip » or « clé USB »; never a path.
    """

    copy: int
    manifest: Digest
    livrets: int
    size: int
    place: str


@dataclass(frozen=True, slots=True)
class DrillDone:
    """An outage drill: livrets opened page by page with the network cut by choice (features N13).

    The act's version says which.

    Attributes:
        seconds: how long the network was cut.
        pages: how many were opened.
        opened: N° élève of the livrets whose every page was painted and bears its number.
        failed: N° élève of those that could not be opened, or bear another number.
    """

    seconds: int
    pages: int
    opened: tuple[StudentNumber, ...]
    failed: tuple[StudentNumber, ...]


Body = (
    LivretOpened
    | LivretRead
    | NumberIncident
    | MarkRaised
    | PointsAdded
    | MissingMarkRuled
    | ConflictSettled
    | DecisionTaken
    | DecisionWithdrawn
    | PaperExamined
    | NoLivretDeclared
    | AttendanceTaken
    | PresidencyHanded
    | SittingOpened
    | SittingClosed
    | AnonymityLifted
    | CaseReopened
    | InequalityExplained
    | PvSigned
    | SignatureRefused
    | PaperReceived
    | HeadNamed
    | OfficeTold
    | CopyMade
    | DrillDone
)

EveBody = SittingOpened | SittingClosed | PaperReceived | HeadNamed | OfficeTold | CopyMade | DrillDone
"""What the eve of the deliberation is made of, and what ends it: all that its pages replay."""


@dataclass(frozen=True, slots=True)
class Act:
    """One signed, immutable record.

    Attributes:
        act: made by the client; the idempotency key.
        jury: the jury concerned.
        device: the installation that made it.
        sequence: 1, 2, 3… of that device, without a gap.
        previous: SHA-256 of the previous act's signed bytes of that device, `NO_PREVIOUS` for the first.
        author: who, in what quality.
        time: UTC, as this machine's clock showed it; order never depends on it.
        version: version of the jury's file it was based on.
        body: what was done.
    """

    act: ActId
    jury: JuryId
    device: DeviceId
    sequence: int
    previous: Digest
    author: Author
    time: datetime
    version: int
    body: Body
