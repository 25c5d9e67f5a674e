# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shape of every kind of act, as strict models: what `wire.acts` reads."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from lsl_desk.domain.acts import MAX_MESSAGE
from lsl_desk.wire.strict import MAX_PAGES, Count, Dated, MarkText, Moment, Rank, Sha256, Short, Strict, Total, Uuid

MAX_DRILLED = 2000
"""Livrets of one drill of one jury; real ones have some 80."""
MAX_MEMBERS = 200
"""Members of a jury; real ones have some 12."""


class LivretOpened(Strict):
    """As `domain.acts.LivretOpened`."""

    kind: Literal["livret_opened"]
    number: Short
    digest: Sha256
    source: Short


class LivretRead(Strict):
    """As `domain.acts.LivretRead`."""

    kind: Literal["livret_read"]
    number: Short
    digest: Sha256
    seconds: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9])?$")]], Field(max_length=MAX_PAGES)
    ]
    source: Short


class Incident(Strict):
    """As `domain.acts.NumberIncident`."""

    kind: Literal["number_incident"]
    number: Short
    digest: Sha256
    page: Count
    found: Short


class Raised(Strict):
    """As `domain.acts.MarkRaised`."""

    kind: Literal["mark_raised"]
    number: Short
    exam: Short
    before: MarkText | None
    after: MarkText
    seen: Count
    reason: Short
    undoes: Uuid | Literal[""] = ""
    """It came after the first acts were signed; those stay readable."""


class Points(Strict):
    """As `domain.acts.PointsAdded`."""

    kind: Literal["points_added"]
    number: Short
    before: MarkText
    after: MarkText
    seen: Count
    reason: Short
    undoes: Uuid | Literal[""]


class Missing(Strict):
    """As `domain.acts.MissingMarkRuled`."""

    kind: Literal["missing_mark_ruled"]
    number: Short
    exam: Short
    rule: Literal["wait", "absent", "provisional"]
    value: MarkText | None
    origin: Short
    seen: Count
    reason: Short


class Decision(Strict):
    """As `domain.acts.DecisionTaken`."""

    kind: Literal["decision_taken"]
    number: Short
    ruling: Literal["admis", "second_groupe", "ajourne", "sans_decision", "absent", "suspendu"]
    mention: Literal["", "AB", "B", "TB", "TBF"]
    marks: Sha256
    points: Total
    seen: Count
    reason: Short


class Withdrawal(Strict):
    """As `domain.acts.DecisionWithdrawn`."""

    kind: Literal["decision_withdrawn"]
    number: Short
    seen: Count
    reason: Short


class Examined(Strict):
    """As `domain.acts.PaperExamined`."""

    kind: Literal["paper_examined"]
    number: Short
    examined: bool
    entry: Literal["typed", "scanned"]
    instead: bool = False
    """It came after the first acts were signed; those stay readable."""


class NoLivret(Strict):
    """As `domain.acts.NoLivretDeclared`."""

    kind: Literal["no_livret_declared"]
    number: Short
    declared: bool
    reason: Short


QualityWord = Literal[
    "president",
    "vice_president",
    "higher_education",
    "inspector",
    "public_teacher",
    "private_teacher",
    "professional",
    "examiner",
]
"""Values of `domain.acts.Quality`."""


class Member(Strict):
    """As `domain.acts.Member`."""

    name: Short
    quality: QualityWord
    presence: Literal["here", "remote", "away"]


class Attendance(Strict):
    """As `domain.acts.AttendanceTaken`."""

    kind: Literal["attendance_taken"]
    members: Annotated[list[Member], Field(max_length=MAX_MEMBERS)]


class Handed(Strict):
    """As `domain.acts.PresidencyHanded`."""

    kind: Literal["presidency_handed"]
    to: Literal["president", "vice_president"]
    name: Short
    reason: Short


class Settled(Strict):
    """As `domain.acts.ConflictSettled`."""

    kind: Literal["conflict_settled"]
    conflict: Uuid
    chosen: MarkText | None
    reason: Short


class Closed(Strict):
    """As `domain.acts.SittingClosed`."""

    kind: Literal["sitting_closed"]
    chain: Sha256


class Opened(Strict):
    """As `domain.acts.SittingOpened`."""

    kind: Literal["sitting_opened"]


class Lifted(Strict):
    """As `domain.closing_acts.AnonymityLifted`."""

    kind: Literal["anonymity_lifted"]


class Reopened(Strict):
    """As `domain.closing_acts.CaseReopened`."""

    kind: Literal["case_reopened"]
    number: Short
    reason: Short


class Explained(Strict):
    """As `domain.closing_acts.InequalityExplained`."""

    kind: Literal["inequality_explained"]
    case: Sha256
    reason: Short


class Signed(Strict):
    """As `domain.closing_acts.PvSigned`."""

    kind: Literal["pv_signed"]
    seat: Literal["president", "vice_president"]
    name: Short
    closing: Uuid
    pv: Sha256


class NotSigned(Strict):
    """As `domain.closing_acts.SignatureRefused`."""

    kind: Literal["signature_refused"]
    seat: Literal["president", "vice_president"]
    name: Short
    closing: Uuid
    reason: Short


class Received(Strict):
    """As `domain.acts.PaperReceived`."""

    kind: Literal["paper_received"]
    number: Short
    received: bool
    entry: Literal["typed", "scanned"]


class Named(Strict):
    """As `domain.acts.HeadNamed`."""

    kind: Literal["head_named"]
    role: Literal["president", "vice_president"]
    name: Short
    office: Short


class Told(Strict):
    """As `domain.acts.OfficeTold`."""

    kind: Literal["office_told"]
    number: Short
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_MESSAGE)]


class Copy(Strict):
    """As `domain.acts.CopyMade`."""

    kind: Literal["copy_made"]
    copy_number: Rank
    manifest: Sha256
    livrets: Count
    size: Count
    place: Short


class Drill(Strict):
    """As `domain.acts.DrillDone`."""

    kind: Literal["drill_done"]
    seconds: Count
    pages: Count
    opened: Annotated[list[Short], Field(max_length=MAX_DRILLED)]
    failed: Annotated[list[Short], Field(max_length=MAX_DRILLED)]


Body = (
    LivretOpened
    | LivretRead
    | Incident
    | Raised
    | Points
    | Missing
    | Settled
    | Decision
    | Withdrawal
    | Examined
    | NoLivret
    | Attendance
    | Handed
    | Opened
    | Closed
    | Lifted
    | Reopened
    | Explained
    | Signed
    | NotSigned
    | Received
    | Named
    | Told
    | Copy
    | Drill
)


class Author(Strict):
    """As `domain.acts.Author`."""

    name: Short
    role: Literal["chef_de_centre", "president", "vice_president"]


class Act(Dated):
    """As `domain.acts.Act`."""

    act: Uuid
    jury: Short
    device: Sha256
    sequence: Rank
    previous: Sha256
    author: Author
    time: Moment
    version: Rank
    body: Annotated[Body, Field(discriminator="kind")]
