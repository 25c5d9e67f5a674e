# SPDX-License-Identifier: AGPL-3.0-or-later
"""The versions of a jury that come from the academy: its signed list, and what this post read of the livrets itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, Select, and_, case, func, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import academies, juries, livrets, schema
from lsl_desk.client.link.values import HeldVersion, SignedManifest, TakenList, Unchecked
from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.fallback import ACADEMY
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.own_check import OwnCheck, not_received, settled
from lsl_desk.wire.envelope import Signed, payload_of
from lsl_desk.wire.manifests import decode_manifest, edition, heads_of

_MANIFEST, _CANDIDATE, _OWN = schema.manifest.c, schema.candidate.c, schema.own_check.c
_TAKEN = schema.taken.c
_TOP = select(_TAKEN.jury, _TAKEN.number, _TAKEN.digest, _MANIFEST.envelope).join_from(
    schema.taken, schema.manifest, and_(_MANIFEST.jury == _TAKEN.jury, _MANIFEST.number == _TAKEN.number), isouter=True
)

_OF_ACADEMY = and_(
    schema.version.c.jury == schema.jury.c.jury,
    schema.version.c.version == schema.jury.c.version,
    schema.version.c.source == ACADEMY,
)
"""The current version of a jury, when it came from the academy: a plan de secours brings its list too."""


def _whole() -> Select[str, int, str, bytes, int]:
    jury = schema.jury.c
    waiting = (
        select(_CANDIDATE.rank)
        .where(_CANDIDATE.jury == jury.jury, _CANDIDATE.version == jury.version)
        .where(_CANDIDATE.problem == LivretProblem.NOT_RECEIVED.value)
    )
    # A list is some ten thousand bytes, and the name of nearly all is in `taken`.
    unnamed = case((_TAKEN.digest == "", _MANIFEST.envelope)).label("envelope")
    return (
        select(_TAKEN.jury, _TAKEN.number, _TAKEN.digest, unnamed, jury.livrets)
        .join_from(
            schema.taken,
            schema.manifest,
            and_(_MANIFEST.jury == _TAKEN.jury, _MANIFEST.number == _TAKEN.number),
        )
        .join(schema.jury, and_(_MANIFEST.jury == jury.jury, _MANIFEST.version == jury.version))
        .join(schema.version, _OF_ACADEMY)
        .where(or_(jury.problems == 0, ~waiting.exists()))
    )


_WHOLE = _whole()  # made once: to make a statement costs as much as to run it


def envelope(connection: Connection, jury: JuryId) -> bytes | None:
    """What the academy signed of the version that is current here."""
    return connection.scalar(
        select(_MANIFEST.envelope)
        .join_from(
            schema.manifest,
            schema.jury,
            and_(schema.jury.c.jury == _MANIFEST.jury, schema.jury.c.version == _MANIFEST.version),
        )
        .where(_MANIFEST.jury == jury)
        .order_by(_MANIFEST.number.desc())
        .limit(1)
    )


def listed(connection: Connection, jury: JuryId) -> JuryManifest | None:
    """What the academy signed of the version that is current here, from the academy or from a plan de secours."""
    kept = envelope(connection, jury)
    return None if kept is None else decode_manifest(Signed.from_bytes(kept).payload)


def heads(connection: Connection) -> dict[JuryId, tuple[str, ...]]:
    """The heads that `listed` names, of every jury; they alone are read of the lists, which were when they came."""
    current = and_(schema.jury.c.jury == _MANIFEST.jury, schema.jury.c.version == _MANIFEST.version)
    rows = connection.execute(
        select(_MANIFEST.jury, _MANIFEST.envelope)
        .join_from(schema.manifest, schema.jury, current)
        .order_by(_MANIFEST.jury, _MANIFEST.number)
    )
    newest = {JuryId(jury): envelope for jury, envelope in rows}
    return {jury: heads_of(payload_of(envelope)) for jury, envelope in newest.items()}


def manifest(connection: Connection, jury: JuryId) -> JuryManifest | None:
    """The academy's list that is current here, and came from the academy."""
    return listed(connection, jury) if _from_academy(connection, jury) else None


def _from_academy(connection: Connection, jury: JuryId) -> bool:
    current, version = schema.jury.c, schema.version.c
    asked = select(version.source).join_from(
        schema.jury, schema.version, and_(version.jury == current.jury, version.version == current.version)
    )
    return connection.scalar(asked.where(current.jury == jury)) == ACADEMY


def keep_listed(connection: Connection, file: JuryFile, number: int, envelope: bytes) -> None:
    """Keep the list that a plan de secours brought with a version: what was taken from the academy stays as it was."""
    made = upsert(schema.manifest).values(jury=file.jury, number=number, version=file.version, envelope=envelope)
    changed = {"version": made.excluded.version, "envelope": made.excluded.envelope}
    connection.execute(made.on_conflict_do_update(index_elements=["jury", "number"], set_=changed))
    _keep_period(connection, decode_manifest(payload_of(envelope)))


def floor(connection: Connection, jury: JuryId) -> int:
    """The highest version ever taken from the academy, whatever is current now; 0 when there is none."""
    return connection.scalar(select(_TAKEN.number).where(_TAKEN.jury == jury)) or 0


def taken(connection: Connection, jury: JuryId) -> TakenList | None:
    """The highest list ever taken, whatever is current now."""
    kept = connection.execute(_TOP.where(_TAKEN.jury == jury)).one_or_none()
    return None if kept is None else TakenList(_edition(kept.number, kept.digest, kept.envelope), kept.envelope)


def whole(connection: Connection) -> dict[JuryId, HeldVersion]:
    """The juries whose newest list from the academy is current, with every livret."""
    return {
        JuryId(row.jury): HeldVersion(_edition(row.number, row.digest, row.envelope), row.livrets)
        for row in connection.execute(_WHOLE)
    }


def commit(connection: Connection, signed: SignedManifest, at: datetime) -> None:
    """Make a manifest the current version of its jury."""
    listed = signed.manifest
    held = juries.held_version(connection, listed.jury)
    file = JuryFile(
        jury=listed.jury,
        label=listed.label,
        session=listed.session,
        version=max(held + 1, listed.version),
        candidates=_candidates(connection, listed),
        imported=at,
        source=ACADEMY,
    )
    juries.add_version(connection, file, ())
    _keep_period(connection, listed)
    made = upsert(schema.manifest).values(
        jury=listed.jury, number=listed.version, version=file.version, envelope=signed.envelope
    )
    changed = {"version": made.excluded.version, "envelope": made.excluded.envelope}
    connection.execute(made.on_conflict_do_update(index_elements=["jury", "number"], set_=changed))
    top = upsert(schema.taken).values(jury=listed.jury, number=listed.version, digest=signed.edition.digest)
    higher = {"number": top.excluded.number, "digest": top.excluded.digest}
    connection.execute(
        top.on_conflict_do_update(index_elements=["jury"], set_=higher, where=_TAKEN.number <= listed.version)
    )
    academies.keep_contact(connection, [listed.jury], at)


def _keep_period(connection: Connection, listed: JuryManifest) -> None:
    """The home tells the sessions apart at its first paint: it reads no list."""
    one = update(schema.jury).where(schema.jury.c.jury == listed.jury)
    connection.execute(one.values(period=listed.period.value))


def _edition(number: int, digest: str, envelope: bytes | None) -> Edition:
    """Which list; one taken before its digest was kept is read."""
    if digest or envelope is None:
        return Edition(number, Digest(digest))
    return edition(number, Signed.from_bytes(envelope).signature)


def complete(connection: Connection, jury: JuryId) -> None:
    """Take into the current version the livrets it was waiting for that are held by now."""
    listed = manifest(connection, jury)
    if listed is not None:
        file = juries.current(connection, jury)
        _write_again(connection, replace(file, candidates=_candidates(connection, listed)))


def unchecked(connection: Connection, jury: JuryId | None) -> tuple[Unchecked, ...]:
    """Livrets of current versions from the academy whose pages this post has not read."""
    current = schema.jury.c
    rows = (
        select(_CANDIDATE.jury, _CANDIDATE.number, _CANDIDATE.digest)
        .join_from(
            schema.candidate,
            schema.jury,
            and_(current.jury == _CANDIDATE.jury, current.version == _CANDIDATE.version),
        )
        .join(schema.manifest, and_(_MANIFEST.jury == current.jury, _MANIFEST.version == current.version))
        .join(schema.version, _OF_ACADEMY)
        .outerjoin(
            schema.own_check,
            and_(_OWN.jury == _CANDIDATE.jury, _OWN.digest == _CANDIDATE.digest, _OWN.number == _CANDIDATE.number),
        )
        .where(_CANDIDATE.digest.is_not(None), _OWN.digest.is_(None))
        .order_by(_CANDIDATE.jury, _CANDIDATE.rank)
    )
    wanted = rows if jury is None else rows.where(_CANDIDATE.jury == jury)
    return tuple(
        Unchecked(JuryId(one), StudentNumber(number), Digest(digest or ""))
        for one, number, digest in connection.execute(wanted)
    )


def keep_check(
    connection: Connection, one: Unchecked, own: OwnCheck, texts: Sequence[str], anomalies: Sequence[Anomaly]
) -> None:
    """Keep this post's own reading of a livret, and what it changes of the version that names it."""
    row = {
        "jury": one.jury,
        "digest": one.digest,
        "number": one.number,
        "problem": None if own.problem is None else own.problem.value,
        "pages": juries.pages_text(own.pages),
    }
    connection.execute(upsert(schema.own_check).values(row).on_conflict_do_nothing())
    livrets.add_text(connection, one.digest, texts)
    file = juries.current(connection, one.jury)
    again = tuple(settled(candidate, own) if _is(candidate, one) else candidate for candidate in file.candidates)
    if again != file.candidates:
        _write_again(connection, replace(file, candidates=again))
    _add_anomalies(connection, file, anomalies)


def _is(candidate: Candidate, one: Unchecked) -> bool:
    return candidate.number == one.number and candidate.livret is not None and candidate.livret.digest == one.digest


def _candidates(connection: Connection, listed: JuryManifest) -> tuple[Candidate, ...]:
    held = livrets.all_held(connection)
    checks = _own_checks(connection, listed)
    return tuple(
        one
        if one.livret is None
        else settled(one, checks.get((one.livret.digest, one.number)))
        if one.livret.digest in held
        else not_received(one)
        for one in listed.candidates
    )


def _own_checks(connection: Connection, listed: JuryManifest) -> dict[tuple[Digest, StudentNumber], OwnCheck]:
    rows = connection.execute(select(schema.own_check).where(_OWN.jury == listed.jury))
    return {
        (Digest(row.digest), StudentNumber(row.number)): OwnCheck(
            None if row.problem is None else LivretProblem(row.problem), juries.pages_of(row.pages)
        )
        for row in rows
    }


def _write_again(connection: Connection, file: JuryFile) -> None:
    """Rewrite the rows of the current version that differ: a livret that came since, a page that was veiled."""
    before = juries.current(connection, file.jury)
    for rank, (old, new) in enumerate(zip(before.candidates, file.candidates, strict=True)):
        if old != new:
            where = and_(_CANDIDATE.jury == file.jury, _CANDIDATE.version == file.version, _CANDIDATE.rank == rank)
            connection.execute(update(schema.candidate).where(where).values(**juries.row_of(new)))
    juries.sum_up(connection, file)


def _add_anomalies(connection: Connection, file: JuryFile, anomalies: Sequence[Anomaly]) -> None:
    if anomalies:
        column = schema.anomaly.c
        last = connection.scalar(
            select(func.max(column.rank)).where(column.jury == file.jury, column.version == file.version)
        )
        start = 0 if last is None else last + 1
        connection.execute(
            insert(schema.anomaly),
            [juries.anomaly_row(file, rank, one) for rank, one in enumerate(anomalies, start=start)],
        )
