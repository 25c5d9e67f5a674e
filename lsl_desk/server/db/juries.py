# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the exam office gave of the juries, and the manifests published from it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, and_, insert, select

from lsl_desk.domain.acts import Member, Presence, Quality, Role
from lsl_desk.domain.ids import CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import Edition, PaperList
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.schema import (
    account,
    candidate,
    identity,
    jury,
    jury_head,
    jury_member,
    livret,
    manifest,
    mark,
    paper_list,
    paper_listed,
    seat,
)
from lsl_desk.wire.manifests import edition
from lsl_desk.wire.strict import moment_of, moment_text


@dataclass(frozen=True, slots=True)
class JuryRow:
    """A jury.

    Attributes:
        id: identifier.
        centre: where it deliberates.
        label: title.
        sitting: UTC, text; None while it is not known.
        group: of épreuves, 1 or 2.
        period: of the year.
    """

    id: JuryId
    centre: CentreId
    label: str
    sitting: str | None
    group: int
    period: Period


@dataclass(frozen=True, slots=True)
class Listed:
    """A published jury, with where its acts and manifests stand."""

    jury: JuryId
    label: str
    sitting: str | None
    edition: Edition
    sequence: int
    chain: Digest

    @property
    def version(self) -> int:
        """Of its newest manifest."""
        return self.edition.version


@dataclass(frozen=True, slots=True)
class Published:
    """A version of a manifest.

    Attributes:
        version: 1, 2, 3…
        content: SHA-256 of what it says but for its version and date.
        payload: what was signed.
        signature: of the academy.
    """

    version: int
    content: str
    payload: bytes
    signature: bytes

    @property
    def edition(self) -> Edition:
        """Which it is."""
        return edition(self.version, self.signature)


def every(connection: Connection) -> list[JuryId]:
    """Every jury, in order."""
    return list(map(JuryId, connection.scalars(select(jury.c.id).order_by(jury.c.id))))


def find(connection: Connection, identifier: str) -> JuryRow | None:
    """A jury, None when there is none."""
    one = jury.c
    asked = select(one.id, one.centre, one.label, one.sitting, one.exam_group, one.period).where(one.id == identifier)
    row = connection.execute(asked).one_or_none()
    if row is None:
        return None
    return JuryRow(JuryId(row.id), CentreId(row.centre), row.label, row.sitting, row.exam_group, Period(row.period))


def identities(connection: Connection, identifier: JuryId) -> list[SealedIdentity]:
    """Who the candidates of a jury are, as far as the lists said, in the order of the PV; neither INE nor division."""
    asked = (
        select(identity.c.number, identity.c.name, identity.c.usage_name, identity.c.first_names)
        .join(candidate, and_(candidate.c.jury == identity.c.jury, candidate.c.number == identity.c.number))
        .where(identity.c.jury == identifier)
        .order_by(candidate.c.rank)
    )
    return [
        SealedIdentity(StudentNumber(row.number), row.name, row.usage_name, row.first_names)
        for row in connection.execute(asked)
    ]


def of_group(connection: Connection, group: int) -> list[JuryId]:
    """The juries of a group of épreuves, in order."""
    return list(
        map(JuryId, connection.scalars(select(jury.c.id).where(jury.c.exam_group == group).order_by(jury.c.id)))
    )


def listed(connection: Connection, juries: Collection[JuryId]) -> list[Listed]:
    """Those of these juries that are published, in order."""
    head = jury_head.c
    asked = (
        select(jury.c.id, jury.c.label, jury.c.sitting, head.version, head.sequence, head.chain, manifest.c.signature)
        .join(jury_head, head.jury == jury.c.id)
        .join(manifest, and_(manifest.c.jury == jury.c.id, manifest.c.version == head.version))
        .where(jury.c.id.in_(list(juries)))
        .order_by(jury.c.id)
    )
    return [
        Listed(
            jury=JuryId(row.id),
            label=row.label,
            sitting=row.sitting,
            edition=edition(row.version, row.signature),
            sequence=row.sequence,
            chain=Digest(row.chain),
        )
        for row in connection.execute(asked)
    ]


def candidates(connection: Connection, identifier: JuryId) -> list[Candidate]:
    """The candidates of a jury, in the order of the PV. No name, INE, school or division is read."""
    asked = (
        select(*CANDIDATE)
        .select_from(candidate)
        .outerjoin(livret, livret.c.digest == candidate.c.digest)
        .where(candidate.c.jury == identifier)
        .order_by(candidate.c.rank)
    )
    return [candidate_of(row) for row in connection.execute(asked)]


_CANDIDATE = ("pv", "number", "serie", "format", "reason", "problem", "digest", "pages")
CANDIDATE: Final = (*(candidate.c[name] for name in _CANDIDATE), livret.c.size)
"""The columns of `candidate_of`, ``livret`` joined to ``candidate``."""


def candidate_of(row: Row[*tuple[Any, ...]]) -> Candidate:
    """A candidate, from the columns of `CANDIDATE`. No name, INE, school or division is among them."""
    return Candidate(
        pv=PvNumber(row.pv),
        number=StudentNumber(row.number),
        serie=row.serie,
        format=LivretFormat(row.format),
        reason=row.reason,
        livret=None if row.digest is None else LivretRef(Digest(row.digest), row.size, _checks(row.pages)),
        problem=_problem(row.format, row.problem, held=row.digest is not None),
    )


def _problem(livret_format: str, problem: str | None, *, held: bool) -> LivretProblem | None:
    """Why a livret is not to be trusted, or that the one expected did not come."""
    if problem is not None:
        return LivretProblem(problem)
    expected = livret_format == LivretFormat.NUMERIQUE.value
    return LivretProblem.MISSING_FILE if expected and not held else None


def marks(connection: Connection, identifier: JuryId) -> dict[StudentNumber, tuple[ExamMark, ...]]:
    """The exam office's marks of a jury."""
    one = mark.c
    asked = (
        select(one.number, one.exam, one.coefficient, one.value, one.second, one.chosen)
        .where(one.jury == identifier)
        .order_by(one.number, one.rank, one.exam)
    )
    found: dict[StudentNumber, list[ExamMark]] = {}
    for row in connection.execute(asked):
        found.setdefault(StudentNumber(row.number), []).append(mark_of(row))
    return {number: tuple(given) for number, given in found.items()}


def mark_of(row: Row[*tuple[Any, ...]]) -> ExamMark:
    """A mark of the exam office, from the columns of `schema.mark`."""
    value, second = (None if one is None else Decimal(one) for one in (row.value, row.second))
    return ExamMark(ExamCode(row.exam), Decimal(row.coefficient), value, second, bool(row.chosen))


def members(connection: Connection, identifier: JuryId) -> tuple[Member, ...]:
    """Who a jury is made of, in the exam office's order; nobody attends yet."""
    one = jury_member.c
    asked = select(one.name, one.quality).where(one.jury == identifier).order_by(one.rank)
    return tuple(Member(row.name, Quality(row.quality), Presence.AWAY) for row in connection.execute(asked))


def heads(connection: Connection, identifier: JuryId) -> dict[Role, str]:
    """President and vice-president of a jury, as the exam office names them; an empty seat is not there."""
    asked = (
        select(seat.c.role, account.c.name)
        .join(account, account.c.id == seat.c.account)
        .where(seat.c.jury == identifier)
        .order_by(account.c.name.desc(), account.c.id.desc())  # of two in one seat the first by name stays
    )
    return {Role(row.role): row.name for row in connection.execute(asked)}


def paper_list_of(connection: Connection, identifier: JuryId) -> PaperList | None:
    """The exam office's own list of the paper livrets of a jury, None when it gave none."""
    made = connection.scalar(select(paper_list.c.made).where(paper_list.c.jury == identifier))
    if made is None:
        return None
    listed = paper_listed.c
    asked = (
        select(listed.number)
        .join(candidate, and_(candidate.c.jury == listed.jury, candidate.c.number == listed.number))
        .where(listed.jury == identifier)
        .order_by(candidate.c.rank)
    )
    return PaperList(moment_of(made), tuple(map(StudentNumber, connection.scalars(asked))))


def newest(connection: Connection, identifier: JuryId) -> Published | None:
    """The newest manifest of a jury, None before the first."""
    row = connection.execute(
        select(manifest.c.version, manifest.c.content, manifest.c.payload, manifest.c.signature)
        .where(manifest.c.jury == identifier)
        .order_by(manifest.c.version.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else Published(row.version, row.content, row.payload, row.signature)


def contents(connection: Connection, juries: Collection[JuryId]) -> dict[JuryId, str]:
    """Digest of what the newest manifest of each of some juries says; one that was never published is not there."""
    newest_of = and_(manifest.c.jury == jury_head.c.jury, manifest.c.version == jury_head.c.version)
    asked = select(manifest.c.jury, manifest.c.content).join_from(jury_head, manifest, newest_of)
    rows = connection.execute(asked.where(jury_head.c.jury.in_(sorted(juries))))
    return {JuryId(row.jury): row.content for row in rows}


def published_at(connection: Connection, identifier: JuryId, moment: datetime) -> bytes | None:
    """The manifest of a jury that was the newest at a time, its first before that; None when there is none."""
    by_jury = select(manifest.c.payload).where(manifest.c.jury == identifier)
    then = by_jury.where(manifest.c.made <= moment_text(moment)).order_by(manifest.c.version.desc()).limit(1)
    return connection.scalar(then) or connection.scalar(by_jury.order_by(manifest.c.version).limit(1))


def publish(connection: Connection, identifier: JuryId, published: Published, made: str) -> None:
    """Keep a new version of a manifest."""
    connection.execute(
        insert(manifest).values(
            jury=identifier,
            version=published.version,
            made=made,
            content=published.content,
            payload=published.payload,
            signature=published.signature,
        )
    )


def holds(
    connection: Connection,
    identifier: JuryId,
    digests: Collection[Digest],
    numbers: Collection[StudentNumber] | None = None,
) -> dict[Digest, int]:
    """Digest → bytes of those of these livrets that a jury's candidates have, all of them or some."""
    one = candidate.c
    asked = (
        select(livret.c.digest, livret.c.size)
        .join(candidate, one.digest == livret.c.digest)
        .where(one.jury == identifier, livret.c.digest.in_(list(digests)))
    )
    if numbers is not None:
        asked = asked.where(one.number.in_(list(numbers)))
    return {Digest(row.digest): row.size for row in connection.execute(asked)}


def checks_text(pages: tuple[PageCheck, ...]) -> str:
    """The number lock of a livret's pages, as ``candidate.pages`` keeps it."""
    return json.dumps([[page.check.value, page.found] for page in pages], separators=(",", ":"))


def _checks(text: str | None) -> tuple[PageCheck, ...]:
    return tuple(
        PageCheck(NumberCheck(check), None if found is None else StudentNumber(found))
        for check, found in json.loads(text or "[]")
    )
