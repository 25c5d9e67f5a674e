# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy keeps and until when (features N23, K05): names and livrets go with the intermediate archive.

A livret goes when no candidate of another jury that is still kept refers to it, nor a dispute.
"""

from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import Due, ErasureRecord, Hold, Kept, due, falls
from lsl_desk.server.db import retention as rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit, results
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.erasure_record import seal_erasure
from lsl_desk.wire.strict import moment_of


@dataclass(frozen=True, slots=True)
class Line:
    """A jury whose results are public.

    Attributes:
        jury: which.
        published: UTC.
        active: UTC, when it leaves the active base: the posts erase it.
        archive: where it stands before the end of the intermediate archive.
        erased: livrets that would go now, by digest.
        elsewhere: those that a jury still kept, or its dispute, needs.
        held: N° élève that a dispute holds, with the digest kept, "" for none.
        names: that would go now.
        kept: livrets that are here, those that would go among them.
    """

    jury: JuryId
    published: datetime
    active: datetime
    archive: Due
    erased: tuple[Digest, ...]
    elsewhere: tuple[Digest, ...]
    held: tuple[tuple[StudentNumber, Digest], ...]
    names: int
    kept: int

    @property
    def erases(self) -> bool:
        """Its time has come, and something of it is here."""
        return self.archive.erases and bool(self.erased or self.names)


def lines(academy: Academy, connection: Connection) -> list[Line]:
    """Every jury whose results are public, by identifier."""
    now, holds, public = academy.clock(), rows.holds(connection), results.public(academy, connection)
    stands = {jury: due(moment_of(at), now, holds, jury, Kept.ARCHIVE) for jury, at in sorted(public.items())}
    all_livrets = rows.livrets(connection)
    live = {
        digest
        for jury, number, digest in all_livrets
        if digest is not None and (jury not in stands or not stands[jury].erases or number in stands[jury].held)
    }
    made = []
    for jury, stand in stands.items():
        ours = [(number, digest) for one, number, digest in all_livrets if one == jury]
        free = {digest for number, digest in ours if digest is not None and number not in stand.held}
        gone = tuple(sorted(one for one in free - live if academy.files.size(one) is not None))
        held = tuple((number, digest or Digest("")) for number, digest in ours if number in stand.held)
        here = {digest for _, digest in ours if digest is not None}
        if stand.erases:  # else nothing of it went, and the files need not be asked
            here -= free - live - set(gone)
        made.append(
            Line(
                jury=jury,
                published=moment_of(public[jury]),
                active=falls(moment_of(public[jury]), Kept.ACTIVE),
                archive=stand,
                erased=gone,
                elsewhere=tuple(sorted(free & live)) if stand.erases else (),
                held=held,
                names=rows.named(connection, jury, stand.held),
                kept=len(here),
            )
        )
    return made


def hold(academy: Academy, jury: JuryId, number: str, reason: str, *, by: str) -> None:
    """Enter a dispute over a candidate, or over the whole jury when there is no number.

    Raises:
        Refusal: JURY_UNKNOWN, NUMBER_UNKNOWN, REASON_MISSING.
    """
    if not reason.strip():
        raise Refusal(Code.REASON_MISSING)
    now = academy.clock()

    def write(connection: Connection) -> None:
        ours = {one for named, one, _ in rows.livrets(connection) if named == jury}
        if not ours:
            raise Refusal(Code.JURY_UNKNOWN, jury=jury)
        if number and number not in ours:
            raise Refusal(Code.NUMBER_UNKNOWN, number=number, jury=jury)
        rows.hold(connection, Hold(jury, StudentNumber(number) if number else None, reason.strip(), now))
        audit.record(connection, actor=by, action="hold_entered", resource=jury, now=now)

    academy.database.write(write)


def release(academy: Academy, jury: JuryId, number: str, *, by: str) -> bool:
    """A dispute has ended; whether there was one."""
    now = academy.clock()

    def write(connection: Connection) -> bool:
        there = rows.release(connection, jury, StudentNumber(number) if number else None)
        if there:
            audit.record(connection, actor=by, action="hold_ended", resource=jury, now=now)
        return there

    return academy.database.write(write)


def erase(academy: Academy, *, by: str) -> list[ErasureRecord]:
    """Erase all that is due; a certificate of each jury is kept before its files go.

    Cut after that, the next time tells and erases what was left.
    """
    now = academy.clock()

    def write(connection: Connection) -> list[ErasureRecord]:
        made = []
        told: set[Digest] = set()
        for line in lines(academy, connection):
            if not line.erases or line.archive.date is None:
                continue
            record = ErasureRecord(
                jury=line.jury,
                session=academy.session,
                published=line.published,
                date=line.archive.date,
                erased_at=now,
                erased=tuple(one for one in line.erased if one not in told),
                held=line.held,
                elsewhere=line.elsewhere,
                acts=rows.acts(connection, line.jury),
            )
            told |= set(record.erased)
            rows.erase_names(connection, line.jury, line.archive.held)
            rows.certify(connection, line.jury, now, seal_erasure(record, academy.key.public, academy.key.sign))
            facts = {"livrets": len(record.erased), "held": len(record.held)}
            audit.record(connection, actor=by, action="jury_erased", resource=line.jury, facts=facts, now=now)
            made.append(record)
        return made

    records = academy.database.write(write)
    for record in records:
        for digest in record.erased:
            academy.files.erase(digest)
    return records
