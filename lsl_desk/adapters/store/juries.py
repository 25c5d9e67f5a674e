# SPDX-License-Identifier: AGPL-3.0-or-later
"""The versions of each jury's file, and the row that sums the current one up."""

import json
from collections import Counter

from sqlalchemy import Connection, and_, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from lsl_desk.adapters.store import schema
from lsl_desk.adapters.store.moments import from_text, to_text
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, PvNumber, StudentNumber, same_number
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck


def current(connection: Connection, jury: JuryId) -> JuryFile:
    """The current version of a jury's file.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    version, candidate = schema.version.c, schema.candidate
    number = current_version(connection, jury)
    row = connection.execute(select(schema.version).where(version.jury == jury, version.version == number)).one()
    rows = connection.execute(
        select(
            candidate.c.pv,
            candidate.c.number,
            candidate.c.serie,
            candidate.c.format,
            candidate.c.reason,
            candidate.c.problem,
            candidate.c.digest,
            candidate.c.size,
            candidate.c.pages,
        )
        .where(candidate.c.jury == jury, candidate.c.version == number)
        .order_by(candidate.c.rank)
    )
    return JuryFile(
        jury=jury,
        label=row.label,
        session=row.session,
        version=number,
        candidates=tuple(_candidate(*one) for one in rows),
        imported=from_text(row.imported),
        source=row.source,
    )


def current_version(connection: Connection, jury: JuryId) -> int:
    """The number of a jury's current version.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    number: int | None = connection.scalar(select(schema.jury.c.version).where(schema.jury.c.jury == jury))
    if number is None:
        raise Refusal(Code.JURY_UNKNOWN, jury=jury)
    return number


def held_version(connection: Connection, jury: JuryId) -> int:
    """The number of a jury's current version, 0 when it has none."""
    return connection.scalar(select(schema.jury.c.version).where(schema.jury.c.jury == jury)) or 0


def with_number(connection: Connection, number: str) -> tuple[JuryId, ...]:
    """The juries whose current version has a N° élève, leading zeros apart when no jury has it as written."""
    candidate, jury = schema.candidate.c, schema.jury.c
    rows = connection.execute(
        select(candidate.number, jury.jury)
        .join_from(schema.candidate, schema.jury, and_(candidate.jury == jury.jury, candidate.version == jury.version))
        .where(func.ltrim(candidate.number, "0") == number.lstrip("0"))
    ).all()
    exact = {row.jury for row in rows if row.number == number}
    near = {row.jury for row in rows if same_number(row.number, number)}
    return tuple(JuryId(one) for one in sorted(exact or near))


def anomalies_of(connection: Connection, jury: JuryId) -> tuple[Anomaly, ...]:
    """What the doctor listed when the current version was made.

    Raises:
        Refusal: JURY_UNKNOWN.
    """
    anomaly = schema.anomaly.c
    rows = connection.execute(
        select(anomaly.code, anomaly.place, anomaly.value, anomaly.expected)
        .where(anomaly.jury == jury, anomaly.version == current_version(connection, jury))
        .order_by(anomaly.rank)
    )
    return tuple(Anomaly(AnomalyCode(code), where, value, expected) for code, where, value, expected in rows)


def add_version(connection: Connection, file: JuryFile, anomalies: tuple[Anomaly, ...]) -> None:
    """Write a version and make it the current one; its number may skip some: the academy and a copy's maker count too.

    Raises:
        ValueError: its number is not above the current one's.
    """
    before = held_version(connection, file.jury)
    if file.version <= before:
        raise ValueError(f"version {before + 1} was expected")
    key = {"jury": file.jury, "version": file.version}
    connection.execute(
        insert(schema.version).values(
            **key, label=file.label, session=file.session, imported=to_text(file.imported), source=file.source
        )
    )
    rows = [{**key, "rank": rank, **row_of(one)} for rank, one in enumerate(file.candidates)]
    if rows:
        connection.execute(insert(schema.candidate), rows)
    odd = [anomaly_row(file, rank, one) for rank, one in enumerate(anomalies)]
    if odd:
        connection.execute(insert(schema.anomaly), odd)
    sum_up(connection, file)


def anomaly_row(file: JuryFile, rank: int, one: Anomaly) -> dict[str, str | int]:
    """An anomaly as its columns."""
    key: dict[str, str | int] = {"jury": file.jury, "version": file.version, "rank": rank}
    return {**key, "code": one.code.value, "place": one.where, "value": one.value, "expected": one.expected}


def count_read(connection: Connection, jury: JuryId) -> None:
    """Count again how many livrets of the current version the journal says were read."""
    candidate, done = schema.candidate.c, schema.livret_read.c
    read = (
        select(func.count())
        .select_from(schema.candidate)
        .join(
            schema.livret_read,
            and_(done.jury == candidate.jury, done.number == candidate.number, done.digest == candidate.digest),
        )
        .where(candidate.jury == schema.jury.c.jury, candidate.version == schema.jury.c.version)
        .scalar_subquery()
    )
    connection.execute(update(schema.jury).where(schema.jury.c.jury == jury).values(read=read))


def sum_up(connection: Connection, file: JuryFile) -> None:
    """Write again the row that sums the current version up."""
    formats = Counter(one.format for one in file.candidates)
    values = {
        "label": file.label,
        "session": file.session,
        "version": file.version,
        "imported": to_text(file.imported),
        "candidates": len(file.candidates),
        "livrets": sum(one.livret is not None for one in file.candidates),
        "formats": json.dumps({form.value: formats[form] for form in LivretFormat}),
        "read": 0,
        "problems": sum(one.problem is not None for one in file.candidates),
    }
    made = upsert(schema.jury).values(jury=file.jury, **values)
    connection.execute(made.on_conflict_do_update(index_elements=["jury"], set_=values))
    count_read(connection, file.jury)


def pages_text(pages: tuple[PageCheck, ...]) -> str:
    """The verdicts of a livret's pages, as one column."""
    return json.dumps([[page.check.value, page.found] for page in pages])


def pages_of(text: str) -> tuple[PageCheck, ...]:
    """Read them back."""
    return tuple(PageCheck(NumberCheck(check), found) for check, found in json.loads(text))


def row_of(one: Candidate) -> dict[str, str | int | None]:
    """A candidate as its columns."""
    ref = one.livret
    return {
        "pv": one.pv,
        "number": one.number,
        "serie": one.serie,
        "format": one.format.value,
        "reason": one.reason,
        "problem": one.problem.value if one.problem else None,
        "digest": ref.digest if ref else None,
        "size": ref.size if ref else None,
        "pages": pages_text(ref.pages) if ref else None,
    }


def _candidate(
    pv: str,
    number: str,
    serie: str,
    form: str,
    reason: str,
    problem: str | None,
    digest: str | None,
    size: int | None,
    pages: str | None,
) -> Candidate:
    ref = None
    if digest is not None and size is not None and pages is not None:
        ref = LivretRef(Digest(digest), size, pages_of(pages))
    return Candidate(
        pv=PvNumber(pv),
        number=StudentNumber(number),
        serie=serie,
        format=LivretFormat(form),
        reason=reason,
        livret=ref,
        problem=LivretProblem(problem) if problem else None,
    )
