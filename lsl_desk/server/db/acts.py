# SPDX-License-Identifier: AGPL-3.0-or-later
"""The acts received, as they were signed, with their receipts; and what they did to marks, conflicts and readings."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Integer, Row, and_, bindparam, func, insert, select, update

from lsl_desk.domain.acts import LivretRead, MarkRaised, Member, Role
from lsl_desk.domain.dossier import Dossier
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, MarkCell, MarkChange, MarkConflict
from lsl_desk.domain.receipts import Verdict
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.strict import decimal_text

_ACT = schema.act.c
_CHANGE = schema.mark_change.c
_CONFLICT = schema.mark_conflict.c


@dataclass(frozen=True, slots=True)
class KeptAct:
    """An act as it is kept.

    Attributes:
        act: identifier.
        device: the post that signed it.
        sequence: rank on that post.
        jury: of which jury.
        jury_sequence: rank in that jury.
        digest: SHA-256 of the signed bytes.
        payload: what was signed.
        signature: of the post.
        verdict: what became of it.
        receipt: what the academy signed.
        receipt_signature: of the academy.
    """

    act: ActId
    device: DeviceId
    sequence: int
    jury: JuryId
    jury_sequence: int
    digest: Digest
    payload: bytes
    signature: bytes
    verdict: Verdict
    receipt: bytes
    receipt_signature: bytes


_KEPT = select(
    _ACT.act,
    _ACT.device,
    _ACT.sequence,
    _ACT.jury,
    _ACT.jury_sequence,
    _ACT.digest,
    _ACT.payload,
    _ACT.signature,
    _ACT.verdict,
    _ACT.receipt,
    _ACT.receipt_signature,
)


# Made once: to make a statement costs as much as to run it.
_KNOWN = _KEPT.where(_ACT.act.in_(bindparam("acts", expanding=True)))
_ADD = insert(schema.act)
_READ = insert(schema.livret_read)
_FEED = (
    _KEPT.add_columns(schema.device.c.public, schema.jury_head.c.sequence.label("last"))
    .select_from(schema.jury_head)
    .outerjoin(schema.act, and_(_ACT.jury == schema.jury_head.c.jury, _ACT.jury_sequence > bindparam("after")))
    .outerjoin(schema.device, schema.device.c.id == _ACT.device)
    .where(schema.jury_head.c.jury == bindparam("which"))
    .order_by(_ACT.jury_sequence)
    .limit(bindparam("most", type_=Integer))
)


def known(connection: Connection, acts: Iterable[ActId]) -> dict[ActId, KeptAct]:
    """Those of these acts that are kept, whoever sent them."""
    rows = connection.execute(_KNOWN, {"acts": list(acts)})
    return {kept.act: kept for kept in map(_kept, rows)}


def add(connection: Connection, kept: KeptAct) -> None:
    """Keep an act with its receipt."""
    connection.execute(
        _ADD,
        {
            "act": kept.act,
            "device": kept.device,
            "sequence": kept.sequence,
            "jury": kept.jury,
            "jury_sequence": kept.jury_sequence,
            "digest": kept.digest,
            "payload": kept.payload,
            "signature": kept.signature,
            "verdict": kept.verdict.value,
            "receipt": kept.receipt,
            "receipt_signature": kept.receipt_signature,
        },
    )


def feed(connection: Connection, jury: JuryId, after: int, most: int) -> tuple[list[tuple[KeptAct, bytes]], int]:
    """The acts of a jury after a rank, in order, each with the key of its post, ``most`` of them at most.

    Returns:
        them, and the rank of the jury's newest act; one statement, hence one instant.
    """
    rows = connection.execute(_FEED, {"which": jury, "after": after, "most": most}).all()
    return [(_kept(row), row.public) for row in rows if row.act is not None], rows[0].last if rows else 0


def _kept(row: Row[*tuple[Any, ...]]) -> KeptAct:
    return KeptAct(
        act=ActId(row.act),
        device=DeviceId(row.device),
        sequence=row.sequence,
        jury=JuryId(row.jury),
        jury_sequence=row.jury_sequence,
        digest=Digest(row.digest),
        payload=row.payload,
        signature=row.signature,
        verdict=Verdict(row.verdict),
        receipt=row.receipt,
        receipt_signature=row.receipt_signature,
    )


class DatabaseBoard:
    """Implements `domain.board.BoardView` over the tables, for one jury held by the transaction."""

    def __init__(self, connection: Connection, jury: JuryId, *, opened: bool, closed: bool) -> None:
        self._connection = connection
        self._jury = jury
        self._opened = opened
        self._closed = closed

    def mark(self, number: StudentNumber, exam: ExamCode) -> MarkCell | None:
        """See `BoardView.mark`."""
        of_mark = (_CHANGE.jury == self._jury, _CHANGE.number == number, _CHANGE.exam == exam)
        newest = (
            select(_CHANGE.version, _CHANGE.value, _ACT.payload)
            .join(schema.act, _ACT.act == _CHANGE.act)
            .where(*of_mark)
            .order_by(_CHANGE.version.desc())
            .limit(1)
        )
        row = self._connection.execute(newest).one_or_none()
        if row is not None:
            value = Decimal(row.value)
            return MarkCell(row.version, value, _change(row.payload, value))
        office = schema.mark.c
        given = self._connection.execute(
            select(office.value).where(office.jury == self._jury, office.number == number, office.exam == exam)
        ).one_or_none()
        if given is None:
            return None
        return MarkCell(0, None if given.value is None else Decimal(given.value))

    def conflict(self, act: ActId) -> MarkConflict | None:
        """See `BoardView.conflict`."""
        open_one = (_CONFLICT.jury == self._jury, _CONFLICT.act == act, _CONFLICT.settled.is_(None))
        row = self._connection.execute(select(_CONFLICT.number, _CONFLICT.exam).where(*open_one)).one_or_none()
        if row is None:
            return None
        number, exam = StudentNumber(row.number), ExamCode(row.exam)
        cell = self.mark(number, exam)
        proposed = decode_act(
            self._connection.execute(select(_ACT.payload).where(_ACT.act == act)).scalar_one(),
        )
        if cell is None or cell.last is None or not isinstance(proposed.body, MarkRaised):
            raise AssertionError("a conflict is between a change in force and a proposal")  # pragma: no cover
        after = proposed.body.after
        change = MarkChange(proposed.act, after, proposed.author, proposed.time, proposed.device)
        return MarkConflict(act, number, exam, cell.last, change)

    def disputed(self, number: StudentNumber, exam: ExamCode) -> bool:
        """See `BoardView.disputed`."""
        on_mark = (_CONFLICT.jury == self._jury, _CONFLICT.number == number, _CONFLICT.exam == exam)
        return (
            self._connection.execute(
                select(_CONFLICT.act).where(*on_mark, _CONFLICT.settled.is_(None)).limit(1)
            ).first()
            is not None
        )

    def open_conflicts(self) -> int:
        """See `BoardView.open_conflicts`."""
        counted = select(func.count()).where(_CONFLICT.jury == self._jury, _CONFLICT.settled.is_(None))
        return self._connection.scalar(counted.select_from(schema.mark_conflict)) or 0

    def presiding(self) -> Role:
        """See `BoardView.presiding`."""
        return Role.PRESIDENT

    def attendance(self) -> tuple[Member, ...]:
        """See `BoardView.attendance`."""
        return ()

    def dossier(self, _number: StudentNumber) -> Dossier | None:
        """See `BoardView.dossier`."""
        return None

    def dossiers(self) -> tuple[Dossier, ...]:
        """See `BoardView.dossiers`."""
        return ()

    def opened(self) -> bool:
        """See `BoardView.opened`."""
        return self._opened

    def closed(self) -> bool:
        """See `BoardView.closed`."""
        return self._closed


def _change(payload: bytes, value: Decimal) -> MarkChange:
    act = decode_act(payload)
    return MarkChange(act.act, value, act.author, act.time, act.device)


def put_mark(
    connection: Connection,
    jury: JuryId,
    number: StudentNumber,
    exam: ExamCode,
    version: int,
    value: Decimal | None,
    act: ActId,
) -> None:
    """Write the next version of a mark."""
    connection.execute(
        insert(schema.mark_change).values(
            jury=jury,
            number=number,
            exam=exam,
            version=version,
            value=None if value is None else decimal_text(value),
            act=act,
        )
    )


def put_conflict(connection: Connection, jury: JuryId, conflict: MarkConflict) -> None:
    """Write that two posts changed one mark."""
    connection.execute(
        insert(schema.mark_conflict).values(act=conflict.act, jury=jury, number=conflict.number, exam=conflict.exam)
    )


def settle(connection: Connection, conflict: ActId, act: ActId) -> None:
    """Write which act settled a conflict."""
    connection.execute(update(schema.mark_conflict).where(_CONFLICT.act == conflict).values(settled=act))


def put_read(connection: Connection, jury: JuryId, act: ActId, read: LivretRead) -> None:
    """Write that a livret was read."""
    connection.execute(_READ, {"act": act, "jury": jury, "number": read.number, "digest": read.digest})
