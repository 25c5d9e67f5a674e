# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts of a closing as JSON fields, and back; `wire.acts` writes and reads the acts themselves."""

from typing import assert_never

from lsl_desk.domain.closing_acts import (
    AnonymityLifted,
    CaseReopened,
    Closing,
    InequalityExplained,
    PvSigned,
    SignatureRefused,
)
from lsl_desk.domain.ids import ActId, Digest, StudentNumber
from lsl_desk.domain.roles import Role
from lsl_desk.wire import act_shapes as shapes

ReadClosing = shapes.Lifted | shapes.Reopened | shapes.Explained | shapes.Signed | shapes.NotSigned
"""The shapes of them."""


def closing_fields(body: Closing) -> dict[str, object]:
    """Write one."""
    match body:
        case AnonymityLifted():
            return {"kind": "anonymity_lifted"}
        case CaseReopened(number, reason):
            return {"kind": "case_reopened", "number": number, "reason": reason}
        case InequalityExplained(case, reason):
            return {"kind": "inequality_explained", "case": case, "reason": reason}
        case PvSigned(seat, name, closing, pv):
            return {"kind": "pv_signed", "seat": seat.value, "name": name, "closing": closing, "pv": pv}
        case SignatureRefused(seat, name, closing, reason):
            return {
                "kind": "signature_refused",
                "seat": seat.value,
                "name": name,
                "closing": closing,
                "reason": reason,
            }
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)


def closing_body(read: ReadClosing) -> Closing:
    """Read one from fields that were validated."""
    match read:
        case shapes.Lifted():
            return AnonymityLifted()
        case shapes.Reopened():
            return CaseReopened(StudentNumber(read.number), read.reason)
        case shapes.Explained():
            return InequalityExplained(Digest(read.case), read.reason)
        case shapes.Signed():
            return PvSigned(Role(read.seat), read.name, ActId(read.closing), Digest(read.pv))
        case shapes.NotSigned():
            return SignatureRefused(Role(read.seat), read.name, ActId(read.closing), read.reason)
        case _ as unknown:  # pragma: no cover - mypy proves that no kind is forgotten
            assert_never(unknown)
