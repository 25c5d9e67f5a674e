# SPDX-License-Identifier: AGPL-3.0-or-later
"""An act as the exact bytes that are signed, and back.

Writing is plain JSON: sorted keys, no space, UTF-8. Reading is strict: an unknown version, kind or field, or a field of
another shape, is refused, since a signature over words one does not understand proves nothing.
"""

import json
from decimal import Decimal
from typing import assert_never

from pydantic import TypeAdapter

from lsl_desk.domain.acts import (
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
from lsl_desk.domain.closing_acts import AnonymityLifted, CaseReopened, InequalityExplained, PvSigned, SignatureRefused
from lsl_desk.domain.fallback import COPY
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire import act_shapes as shapes
from lsl_desk.wire.closing_acts import closing_body, closing_fields
from lsl_desk.wire.strict import Unreadable, decimal_text, moment_of, moment_text, read_dated
from lsl_desk.wire.version import PROTOCOL


class ActUnreadable(Unreadable):
    """The bytes are not an act that this version understands. The text names a place, never a value."""


_ADAPTER: TypeAdapter[shapes.Act] = TypeAdapter(shapes.Act)
_ON_COPY = f'"source":"{COPY}"'.encode()


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
        "body": body_fields(act.body),
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


def opens_only(payload: bytes) -> bool:
    """Whether the bytes of an act, as `encode_act` wrote them, say that a livret was opened.

    No sitting changes by it where nothing was read from a plan de secours (`on_copy`).

    Half of a journal is such acts, and they are told from the others without being read. In a text a quote has a
    backslash before it: these bytes are nowhere but in the kind.
    """
    return b'"kind":"livret_opened"' in payload


def on_copy(payload: bytes) -> bool:
    """Whether the bytes of an act say that a livret was opened or read from a plan de secours: as `opens_only`."""
    return _ON_COPY in payload


def tells_incident(payload: bytes) -> bool:
    """Whether the bytes of an act say that a page bore another number: as `opens_only`, without reading them."""
    return b'"kind":"number_incident"' in payload


def _read(payload: bytes) -> shapes.Act:
    return read_dated(_ADAPTER, payload, ActUnreadable, "not an act")


def body_fields(body: Body) -> dict[str, object]:  # noqa: PLR0911 - one a kind
    """What an act says was done, as JSON fields."""
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
        case AnonymityLifted() | CaseReopened() | InequalityExplained() | PvSigned() | SignatureRefused():
            return closing_fields(body)
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
        case PaperExamined(number, examined, entry, instead):
            replacing = {"instead": True} if instead else {}
            return {
                "kind": "paper_examined",
                "number": number,
                "examined": examined,
                "entry": entry.value,
                **replacing,
            }
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


def _body(read: shapes.Body) -> Body:  # noqa: PLR0911 - one a kind
    match read:
        case shapes.LivretOpened():
            return LivretOpened(StudentNumber(read.number), Digest(read.digest), read.source)
        case shapes.LivretRead():
            return LivretRead(StudentNumber(read.number), Digest(read.digest), tuple(read.seconds), read.source)
        case shapes.Incident():
            return NumberIncident(StudentNumber(read.number), Digest(read.digest), read.page, read.found)
        case shapes.Raised():
            before = None if read.before is None else Decimal(read.before)
            number = StudentNumber(read.number)
            return MarkRaised(
                number, read.exam, before, Decimal(read.after), read.seen, read.reason, ActId(read.undoes)
            )
        case shapes.Settled():
            chosen = None if read.chosen is None else Decimal(read.chosen)
            return ConflictSettled(ActId(read.conflict), chosen, read.reason)
        case shapes.Points() | shapes.Missing() | shapes.Decision() | shapes.Withdrawal():
            return _decided_body(read)
        case shapes.Examined() | shapes.NoLivret() | shapes.Attendance() | shapes.Handed():
            return _sitting_body(read)
        case shapes.Lifted() | shapes.Reopened() | shapes.Explained() | shapes.Signed() | shapes.NotSigned():
            return closing_body(read)
        case _:
            return _around_body(read)


def _decided_body(read: shapes.Points | shapes.Missing | shapes.Decision | shapes.Withdrawal) -> Body:
    number = StudentNumber(read.number)
    match read:
        case shapes.Points():
            before, after = Decimal(read.before), Decimal(read.after)
            return PointsAdded(number, before, after, read.seen, read.reason, ActId(read.undoes))
        case shapes.Missing():
            value = None if read.value is None else Decimal(read.value)
            rule = MissingRule(read.rule)
            return MissingMarkRuled(number, read.exam, rule, value, read.origin, read.seen, read.reason)
        case shapes.Decision():
            ruling, marks, points = Ruling(read.ruling), Digest(read.marks), Decimal(read.points)
            return DecisionTaken(number, ruling, read.mention, marks, points, read.seen, read.reason)
        case shapes.Withdrawal():
            return DecisionWithdrawn(number, read.seen, read.reason)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def _sitting_body(read: shapes.Examined | shapes.NoLivret | shapes.Attendance | shapes.Handed) -> Body:
    match read:
        case shapes.Examined():
            return PaperExamined(StudentNumber(read.number), read.examined, Entry(read.entry), read.instead)
        case shapes.NoLivret():
            return NoLivretDeclared(StudentNumber(read.number), read.declared, read.reason)
        case shapes.Attendance():
            members = (Member(one.name, Quality(one.quality), Presence(one.presence)) for one in read.members)
            return AttendanceTaken(tuple(members))
        case shapes.Handed():
            return PresidencyHanded(Role(read.to), read.name, read.reason)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


_ReadAround = shapes.Opened | shapes.Closed | shapes.Received | shapes.Named | shapes.Told | shapes.Copy | shapes.Drill


def _around_body(read: _ReadAround) -> Body:  # noqa: PLR0911 - one a kind
    match read:
        case shapes.Opened():
            return SittingOpened()
        case shapes.Closed():
            return SittingClosed(Digest(read.chain))
        case shapes.Received():
            return PaperReceived(StudentNumber(read.number), read.received, Entry(read.entry))
        case shapes.Named():
            return HeadNamed(Role(read.role), read.name, read.office)
        case shapes.Told():
            return OfficeTold(StudentNumber(read.number), read.text)
        case shapes.Copy():
            return CopyMade(read.copy_number, Digest(read.manifest), read.livrets, read.size, read.place)
        case shapes.Drill():
            opened, failed = (tuple(map(StudentNumber, numbers)) for numbers in (read.opened, read.failed))
            return DrillDone(read.seconds, read.pages, opened, failed)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)
