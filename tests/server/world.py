# SPDX-License-Identifier: AGPL-3.0-or-later
"""An academy for the tests, with invented posts that sign as a Desk does."""

import base64
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, insert

from lsl_desk.domain.acts import (
    NO_PREVIOUS,
    Act,
    AttendanceTaken,
    Author,
    Body,
    DecisionTaken,
    LivretRead,
    MarkRaised,
    Member,
    Presence,
    Quality,
    Role,
    Ruling,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import InequalityExplained
from lsl_desk.domain.decisions import marks_digest
from lsl_desk.domain.equal_treatment import unequal
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.marks import ExamCode
from lsl_desk.domain.receipts import Receipt
from lsl_desk.domain.rules.result import Entry
from lsl_desk.server.db import acts as rows
from lsl_desk.server.db import schema
from lsl_desk.server.db.juries import checks_text
from lsl_desk.server.services import acts, drawn, juries
from lsl_desk.server.services.academy import Academy, create_academy
from lsl_desk.server.settings import Settings
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import decode_act, encode_act
from lsl_desk.wire.envelope import Signed, SigningKey, VerifyingKey
from lsl_desk.wire.receipts import decode_receipt
from lsl_desk.wire.strict import moment_text

START = datetime(2018, 7, 3, 7, 0, tzinfo=UTC)
CENTRE = "0750001Z"
OTHER_CENTRE = "0750002A"


@dataclass(slots=True)
class Clock:
    """A clock that moves when told."""

    time: datetime = START

    def __call__(self) -> datetime:
        return self.time


@dataclass(slots=True)
class Post:
    """A post that was enrolled: it signs acts and chains them, whatever becomes of them."""

    key: SigningKey
    role: Role
    token: str
    sequence: int = 0
    head: Digest = NO_PREVIOUS
    sent: list[str] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """What its requests bear."""
        return {"Authorization": f"Bearer {self.token}"}

    def act(self, body: Body, jury: str = "J01", **other: Any) -> str:
        """The next act of its chain, as base64 of its envelope; ``other`` changes fields of it on purpose."""
        act = Act(
            act=ActId(uuid.uuid4().hex),
            jury=JuryId(jury),
            device=self.key.public.id,
            sequence=self.sequence + 1,
            previous=self.head,
            author=Author("Poste inventé", self.role),
            time=START,
            version=1,
            body=body,
        )
        act = replace(act, **other)
        signed = self.key.sign(envelope.ACT, encode_act(act))
        self.sequence, self.head = act.sequence, signed.digest
        self.sent.append(text(signed))
        return self.sent[-1]


def text(signed: Signed) -> str:
    """An envelope as it travels."""
    return base64.b64encode(signed.to_bytes()).decode()


def read(number: str = "0417") -> LivretRead:
    """A livret read."""
    return LivretRead(StudentNumber(number), Digest("a" * 64), ("1.0",), "académie")


def raised(after: str, seen: int = 0, before: str = "9", number: str = "0417", exam: str = "PHILO") -> MarkRaised:
    """A mark changed; by default from the one the exam office gave."""
    return MarkRaised(StudentNumber(number), exam, Decimal(before), Decimal(after), seen, "travail constant")


def attending(president: Presence = Presence.HERE) -> AttendanceTaken:
    """The heads and a teacher are there."""
    teacher = Member("Membre inventé", Quality.PUBLIC_TEACHER, Presence.HERE)
    vice = Member("Vice-présidente inventée", Quality.VICE_PRESIDENT, Presence.HERE)
    return AttendanceTaken((Member("Président inventé", Quality.PRESIDENT, president), vice, teacher))


def decided(ruling: Ruling, mark: str = "9", number: str = "0417", seen: int = 0, **other: Any) -> DecisionTaken:
    """A decision on a candidate of `World.candidates`, whose one mark is told."""
    marks = marks_digest([Entry(ExamCode("PHILO"), Decimal(4), Decimal(mark))], Decimal(0))
    told: dict[str, Any] = {"mention": "", "reason": "", "points": 4 * Decimal(mark), "marks": marks} | other
    return DecisionTaken(number=StudentNumber(number), ruling=ruling, seen=seen, **told)


def receipt(answer: Any, key: VerifyingKey) -> Receipt:
    """The receipt of an answer (or its text), once its signature is proved."""
    signed = Signed.from_bytes(base64.b64decode(answer if isinstance(answer, str) else answer.receipt or ""))
    key.verify(signed, envelope.RECEIPT)
    return decode_receipt(signed.payload)


class World:
    """The academy and what is put in it."""

    def __init__(self, academy: Academy, clock: Clock, folder: Path) -> None:
        self.academy = academy
        self.clock = clock
        self.academy_folder = folder
        self.database_url = ""
        self._open: Connection | None = None

    @classmethod
    def create(cls, settings: Settings) -> Self:
        """An academy with two centres, and juries J01 and J02 of the first, J09 of the other."""
        clock = Clock()
        made = cls(replace(create_academy(settings, "Académie inventée"), clock=clock), clock, settings.data)
        made.database_url = settings.database
        with made.together():
            made.insert("centre", {"id": CENTRE, "name": "Lycée inventé"}, {"id": OTHER_CENTRE, "name": "Autre lycée"})
            for jury, centre in (("J01", CENTRE), ("J02", CENTRE), ("J09", OTHER_CENTRE)):
                made.insert("jury", {"id": jury, "centre": centre, "label": f"Jury {jury}", "serie": "ES"})
                made.candidates(jury, "0417", "0432")
        return made

    @contextmanager
    def together(self) -> Iterator[None]:
        """Put what is put in one transaction: each one waits for the disk."""
        if self._open is not None:
            yield
            return
        try:
            with self.academy.database.writing() as self._open:
                yield
        finally:
            self._open = None

    def insert(self, table: str, *rows: dict[str, Any]) -> None:
        """Put rows in a table."""
        if self._open is None:
            with self.together():
                self.insert(table, *rows)
            return
        self._open.execute(insert(schema.metadata.tables[table]), list(rows))

    def candidates(self, jury: str, *numbers: str) -> None:
        """Put candidates in a jury, each with one mark and no livret."""
        blank = {"serie": "ES", "format": "numerique", "reason": ""}
        for rank, number in enumerate(numbers, start=1):
            self.insert(
                "candidate", {"jury": jury, "number": number, "rank": rank, "pv": str(rank), "cyclades": "", **blank}
            )
            mark = {"exam": "PHILO", "rank": 1, "coefficient": "4", "value": "9"}
            self.insert("mark", {"jury": jury, "number": number, **mark})

    def livret(self, jury: str, number: str, data: bytes) -> Digest:
        """Give a candidate a livret of one page."""
        digest = self.academy.files.put(data)
        with self.academy.database.writing() as connection:
            known = connection.execute(schema.livret.select().where(schema.livret.c.digest == digest)).first()
            if known is None:
                connection.execute(insert(schema.livret).values(digest=digest, size=len(data), pages=1))
            one = schema.candidate
            pages = checks_text((PageCheck(NumberCheck.MATCH),))
            changed = one.update().where(one.c.jury == jury, one.c.number == number)
            connection.execute(changed.values(digest=digest, pages=pages))
        return digest

    def publish(self) -> None:
        """Publish every jury."""
        juries.publish(self.academy)

    def post(self, role: Role = Role.PRESIDENT, *seats: str, centre: str = CENTRE) -> Post:
        """Enrol a post for a person of this role, seated in these juries (J01 by default)."""
        account, key, token = uuid.uuid4().hex, SigningKey.generate(), secrets.token_urlsafe(32)
        person = {"id": account, "login": account, "name": "Personne inventée", "role": role.value, "centre": centre}
        post = {"id": key.public.id, "public": key.public.raw, "label": "poste", "account": account, "reason": ""}
        digest, expires = sha256(token.encode()).hexdigest(), moment_text(START + timedelta(minutes=15))
        with self.together():
            self.insert("account", {**person, "state": "active", "created": moment_text(START)})
            for jury in () if role is Role.CHEF_DE_CENTRE else seats or ("J01",):
                self.insert("seat", {"jury": jury, "account": account, "role": role.value})
            chain = {"state": "active", "enrolled": moment_text(START), "sequence": 0, "head": NO_PREVIOUS}
            self.insert("device", {**post, **chain})
            self.insert("token", {"digest": digest, "device": key.public.id, "expires": expires})
        return Post(key, role, token)

    def sitting(self, *juries: str) -> Post:
        """Have the president of juries (J01 by default) take attendance and open the sitting; two acts each."""
        post = self.post(Role.PRESIDENT, *(juries or ("J01",)))
        for jury in juries or ("J01",):
            envelopes = [post.act(attending(), jury), post.act(SittingOpened(), jury)]
            for answer in acts.receive(self.academy, post.key.public.id, envelopes):
                assert receipt(answer, self.academy.key.public).code == ""
        return post

    def explained(self, jury: str = "J01") -> list[Body]:
        """The reasons that the closing of a jury waits for, one a case."""
        with self.academy.database.reading() as connection:
            board = drawn.board_of(self.academy, connection, JuryId(jury))
            for payload, kept in rows.every(connection, JuryId(jury)):
                board.follow(decode_act(payload), decode_receipt(kept))
        return [InequalityExplained(one.key, "progrès constants") for one in unequal(board.dossiers())]

    def revoke(self, post: Post) -> None:
        """Withdraw a post."""
        with self.academy.database.writing() as connection:
            one = schema.device
            changed = one.update().where(one.c.id == post.key.public.id)
            connection.execute(changed.values(state="revoked", reason="perdu"))
