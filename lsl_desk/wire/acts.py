# SPDX-License-Identifier: AGPL-3.0-or-later
"""An act as the exact bytes that are signed, and back.

Writing is plain JSON: sorted keys, no space, UTF-8. Reading is strict: an unknown version, kind or field, or a field of
another shape, is refused, since a signature over words one does not understand proves nothing.
"""

import json
from decimal import Decimal
from typing import Annotated, Literal, assert_never

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from lsl_desk.domain.acts import (
    MAX_MESSAGE,
    Act,
    AttendanceTaken,
    Author,
    Body,
    ConflictSettled,
    CopyMade,
    DecisionTaken,
    DecisionWithdrawn,
    DrillDone,
    Entry,
    HeadNamed,
    LivretOpened,
    LivretRead,
    MarkRaised,
    Member,
    MissingMarkRuled,
    MissingRule,
    NoLivretDeclared,
    NumberIncident,
    OfficeTold,
    PaperExamined,
    PaperReceived,
    PointsAdded,
    Presence,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire.strict import (
    MAX_PAGES,
    Count,
    MarkText,
    Moment,
    Rank,
    Sha256,
    Short,
    Strict,
    Total,
    Unreadable,
    Uuid,
    decimal_text,
    moment_of,
    moment_text,
    places,
)
from lsl_desk.wire.version import PROTOCOL, UNDERSTOOD

MAX_DRILLED = 2000
"""Livrets of one drill of one jury; real ones have some 80."""
MAX_MEMBERS = 200
"""Members of a jury; real ones have some 12."""


class ActUnreadable(Unreadable):
    """The bytes are not an act that this version understands. The text names a place, never a value."""


class _Opened(Strict):
    kind: Literal["livret_opened"]
    number: Short
    digest: Sha256
    source: Short


class _LivretRead(Strict):
    kind: Literal["livret_read"]
    number: Short
    digest: Sha256
    seconds: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9])?$")]], Field(max_length=MAX_PAGES)
    ]
    source: Short


class _Incident(Strict):
    kind: Literal["number_incident"]
    number: Short
    digest: Sha256
    page: Count
    found: Short


class _Raised(Strict):
    kind: Literal["mark_raised"]
    number: Short
    exam: Short
    before: MarkText | None
    after: MarkText
    seen: Count
    reason: Short
    undoes: Uuid | Literal[""] = ""
    """It came after the first acts were signed; those stay readable."""


class _PointsAdded(Strict):
    kind: Literal["points_added"]
    number: Short
    before: MarkText
    after: MarkText
    seen: Count
    reason: Short
    undoes: Uuid | Literal[""]


class _MissingRuled(Strict):
    kind: Literal["missing_mark_ruled"]
    number: Short
    exam: Short
    rule: Literal["wait", "absent", "provisional"]
    value: MarkText | None
    origin: Short
    seen: Count
    reason: Short


class _DecisionTaken(Strict):
    kind: Literal["decision_taken"]
    number: Short
    ruling: Literal["admis", "second_groupe", "ajourne", "sans_decision", "absent", "suspendu"]
    mention: Literal["", "AB", "B", "TB", "TBF"]
    marks: Sha256
    points: Total
    seen: Count
    reason: Short


class _DecisionWithdrawn(Strict):
    kind: Literal["decision_withdrawn"]
    number: Short
    seen: Count
    reason: Short


class _PaperExamined(Strict):
    kind: Literal["paper_examined"]
    number: Short
    examined: bool
    entry: Literal["typed", "scanned"]


class _NoLivret(Strict):
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


class _Member(Strict):
    name: Short
    quality: QualityWord
    presence: Literal["here", "remote", "away"]


class _Attendance(Strict):
    kind: Literal["attendance_taken"]
    members: Annotated[list[_Member], Field(max_length=MAX_MEMBERS)]


class _Handed(Strict):
    kind: Literal["presidency_handed"]
    to: Literal["president", "vice_president"]
    name: Short
    reason: Short


class _Settled(Strict):
    kind: Literal["conflict_settled"]
    conflict: Uuid
    chosen: MarkText | None
    reason: Short


class _Closed(Strict):
    kind: Literal["sitting_closed"]
    chain: Sha256


class _SittingOpened(Strict):
    kind: Literal["sitting_opened"]


class _PaperReceived(Strict):
    kind: Literal["paper_received"]
    number: Short
    received: bool
    entry: Literal["typed", "scanned"]


class _HeadNamed(Strict):
    kind: Literal["head_named"]
    role: Literal["president", "vice_president"]
    name: Short
    office: Short


class _OfficeTold(Strict):
    kind: Literal["office_told"]
    number: Short
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_MESSAGE)]


class _CopyMade(Strict):
    kind: Literal["copy_made"]
    copy_number: Rank
    manifest: Sha256
    livrets: Count
    size: Count
    place: Short


class _DrillDone(Strict):
    kind: Literal["drill_done"]
    seconds: Count
    pages: Count
    opened: Annotated[list[Short], Field(max_length=MAX_DRILLED)]
    failed: Annotated[list[Short], Field(max_length=MAX_DRILLED)]


_Read = (
    _Opened
    | _LivretRead
    | _Incident
    | _Raised
    | _PointsAdded
    | _MissingRuled
    | _Settled
    | _DecisionTaken
    | _DecisionWithdrawn
    | _PaperExamined
    | _NoLivret
    | _Attendance
    | _Handed
    | _SittingOpened
    | _Closed
    | _PaperReceived
    | _HeadNamed
    | _OfficeTold
    | _CopyMade
    | _DrillDone
)


class _Author(Strict):
    name: Short
    role: Literal["chef_de_centre", "president", "vice_president"]


class _Act(Strict):
    protocol: str
    act: Uuid
    jury: Short
    device: Sha256
    sequence: Rank
    previous: Sha256
    author: _Author
    time: Moment
    version: Rank
    body: Annotated[_Read, Field(discriminator="kind")]


_ADAPTER: TypeAdapter[_Act] = TypeAdapter(_Act)


def encode_act(act: Act) -> bytes:
    """Write the bytes that are signed for an act.

    Raises:
        ValueError: its time is not in UTC.
        ActUnreadable: `decode_act` would refuse it. Signed all the same, it would stop its post's chain for ever.
    """
    fields = {
        "protocol": PROTOCOL,
        "act": act.act,
        "jury": act.jury,
        "device": act.device,
        "sequence": act.sequence,
        "previous": act.previous,
        "author": {"name": act.author.name, "role": act.author.role.value},
        "time": moment_text(act.time),
        "version": act.version,
        "body": _body_fields(act.body),
    }
    payload = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    _read(payload)
    return payload


def decode_act(payload: bytes) -> Act:
    """Read an act from the bytes that were signed.

    Raises:
        ActUnreadable: another protocol, an unknown kind or field, or a field of another shape.
    """
    read = _read(payload)
    return Act(
        act=ActId(read.act),
        jury=JuryId(read.jury),
        device=DeviceId(read.device),
        sequence=read.sequence,
        previous=Digest(read.previous),
        author=Author(read.author.name, Role(read.author.role)),
        time=moment_of(read.time),
        version=read.version,
        body=_body(read.body),
    )


def _read(payload: bytes) -> _Act:
    try:
        read = _ADAPTER.validate_json(payload)
    except ValidationError as error:
        raise ActUnreadable(f"not an act: {places(error)}") from None
    if read.protocol not in UNDERSTOOD:
        raise ActUnreadable("not an act: protocol")
    return read


def _body_fields(body: Body) -> dict[str, object]:  # noqa: PLR0911 - one a kind
    match body:
        case LivretOpened(number, digest, source):
            return {"kind": "livret_opened", "number": number, "digest": digest, "source": source}
        case LivretRead(number, digest, seconds, source):
            return {"kind": "livret_read", "number": number, "digest": digest, "seconds": seconds, "source": source}
        case NumberIncident(number, digest, page, found):
            return {"kind": "number_incident", "number": number, "digest": digest, "page": page, "found": found}
        case MarkRaised(number, exam, before, after, seen, reason, undoes):
            taken_back = {"undoes": undoes} if undoes else {}
            return {
                "kind": "mark_raised",
                "number": number,
                "exam": exam,
                "before": None if before is None else decimal_text(before),
                "after": decimal_text(after),
                "seen": seen,
                "reason": reason,
                **taken_back,
            }
        case ConflictSettled(conflict, chosen, reason):
            return {
                "kind": "conflict_settled",
                "conflict": conflict,
                "chosen": None if chosen is None else decimal_text(chosen),
                "reason": reason,
            }
        case PointsAdded() | MissingMarkRuled() | DecisionTaken() | DecisionWithdrawn():
            return _decided_fields(body)
        case PaperExamined() | NoLivretDeclared() | AttendanceTaken() | PresidencyHanded():
            return _sitting_fields(body)
        case _:
            return _around_fields(body)


_Decided = PointsAdded | MissingMarkRuled | DecisionTaken | DecisionWithdrawn


def _decided_fields(body: _Decided) -> dict[str, object]:
    """What is decided of a candidate, beside marks raised."""
    match body:
        case PointsAdded(number, before, after, seen, reason, undoes):
            return {
                "kind": "points_added",
                "number": number,
                "before": decimal_text(before),
                "after": decimal_text(after),
                "seen": seen,
                "reason": reason,
                "undoes": undoes,
            }
        case MissingMarkRuled(number, exam, rule, value, origin, seen, reason):
            return {
                "kind": "missing_mark_ruled",
                "number": number,
                "exam": exam,
                "rule": rule.value,
                "value": None if value is None else decimal_text(value),
                "origin": origin,
                "seen": seen,
                "reason": reason,
            }
        case DecisionTaken(number, ruling, mention, marks, points, seen, reason):
            return {
                "kind": "decision_taken",
                "number": number,
                "ruling": ruling.value,
                "mention": mention,
                "marks": marks,
                "points": decimal_text(points),
                "seen": seen,
                "reason": reason,
            }
        case DecisionWithdrawn(number, seen, reason):
            return {"kind": "decision_withdrawn", "number": number, "seen": seen, "reason": reason}
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


_Sitting = PaperExamined | NoLivretDeclared | AttendanceTaken | PresidencyHanded


def _sitting_fields(body: _Sitting) -> dict[str, object]:
    """What is declared at the sitting."""
    match body:
        case PaperExamined(number, examined, entry):
            return {"kind": "paper_examined", "number": number, "examined": examined, "entry": entry.value}
        case NoLivretDeclared(number, declared, reason):
            return {"kind": "no_livret_declared", "number": number, "declared": declared, "reason": reason}
        case AttendanceTaken(members):
            listed = [
                {"name": one.name, "quality": one.quality.value, "presence": one.presence.value} for one in members
            ]
            return {"kind": "attendance_taken", "members": listed}
        case PresidencyHanded(to, name, reason):
            return {"kind": "presidency_handed", "to": to.value, "name": name, "reason": reason}
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


_Around = SittingOpened | SittingClosed | PaperReceived | HeadNamed | OfficeTold | CopyMade | DrillDone


def _around_fields(body: _Around) -> dict[str, object]:  # noqa: PLR0911 - one a kind
    """What is done around the deliberation, and not in it."""
    match body:
        case SittingOpened():
            return {"kind": "sitting_opened"}
        case SittingClosed(chain):
            return {"kind": "sitting_closed", "chain": chain}
        case PaperReceived(number, received, entry):
            return {"kind": "paper_received", "number": number, "received": received, "entry": entry.value}
        case HeadNamed(role, name, office):
            return {"kind": "head_named", "role": role.value, "name": name, "office": office}
        case OfficeTold(number, text):
            return {"kind": "office_told", "number": number, "text": text}
        case CopyMade(copy, manifest, livrets, size, place):
            return {
                "kind": "copy_made",
                "copy_number": copy,
                "manifest": manifest,
                "livrets": livrets,
                "size": size,
                "place": place,
            }
        case DrillDone(seconds, pages, opened, failed):
            return {
                "kind": "drill_done",
                "seconds": seconds,
                "pages": pages,
                "opened": list(opened),
                "failed": list(failed),
            }
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def _body(read: _Read) -> Body:  # noqa: PLR0911 - one a kind
    match read:
        case _Opened():
            return LivretOpened(StudentNumber(read.number), Digest(read.digest), read.source)
        case _LivretRead():
            return LivretRead(StudentNumber(read.number), Digest(read.digest), tuple(read.seconds), read.source)
        case _Incident():
            return NumberIncident(StudentNumber(read.number), Digest(read.digest), read.page, read.found)
        case _Raised():
            before = None if read.before is None else Decimal(read.before)
            number = StudentNumber(read.number)
            return MarkRaised(
                number, read.exam, before, Decimal(read.after), read.seen, read.reason, ActId(read.undoes)
            )
        case _Settled():
            chosen = None if read.chosen is None else Decimal(read.chosen)
            return ConflictSettled(ActId(read.conflict), chosen, read.reason)
        case _PointsAdded() | _MissingRuled() | _DecisionTaken() | _DecisionWithdrawn():
            return _decided_body(read)
        case _PaperExamined() | _NoLivret() | _Attendance() | _Handed():
            return _sitting_body(read)
        case _:
            return _around_body(read)


def _decided_body(read: _PointsAdded | _MissingRuled | _DecisionTaken | _DecisionWithdrawn) -> Body:
    number = StudentNumber(read.number)
    match read:
        case _PointsAdded():
            before, after = Decimal(read.before), Decimal(read.after)
            return PointsAdded(number, before, after, read.seen, read.reason, ActId(read.undoes))
        case _MissingRuled():
            value = None if read.value is None else Decimal(read.value)
            rule = MissingRule(read.rule)
            return MissingMarkRuled(number, read.exam, rule, value, read.origin, read.seen, read.reason)
        case _DecisionTaken():
            ruling, marks, points = Ruling(read.ruling), Digest(read.marks), Decimal(read.points)
            return DecisionTaken(number, ruling, read.mention, marks, points, read.seen, read.reason)
        case _DecisionWithdrawn():
            return DecisionWithdrawn(number, read.seen, read.reason)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def _sitting_body(read: _PaperExamined | _NoLivret | _Attendance | _Handed) -> Body:
    match read:
        case _PaperExamined():
            return PaperExamined(StudentNumber(read.number), read.examined, Entry(read.entry))
        case _NoLivret():
            return NoLivretDeclared(StudentNumber(read.number), read.declared, read.reason)
        case _Attendance():
            members = (Member(one.name, Quality(one.quality), Presence(one.presence)) for one in read.members)
            return AttendanceTaken(tuple(members))
        case _Handed():
            return PresidencyHanded(Role(read.to), read.name, read.reason)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


_ReadAround = _SittingOpened | _Closed | _PaperReceived | _HeadNamed | _OfficeTold | _CopyMade | _DrillDone


def _around_body(read: _ReadAround) -> Body:  # noqa: PLR0911 - one a kind
    match read:
        case _SittingOpened():
            return SittingOpened()
        case _Closed():
            return SittingClosed(Digest(read.chain))
        case _PaperReceived():
            return PaperReceived(StudentNumber(read.number), read.received, Entry(read.entry))
        case _HeadNamed():
            return HeadNamed(Role(read.role), read.name, read.office)
        case _OfficeTold():
            return OfficeTold(StudentNumber(read.number), read.text)
        case _CopyMade():
            return CopyMade(read.copy_number, Digest(read.manifest), read.livrets, read.size, read.place)
        case _DrillDone():
            opened, failed = (tuple(map(StudentNumber, numbers)) for numbers in (read.opened, read.failed))
            return DrillDone(read.seconds, read.pages, opened, failed)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)
