# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy of the model campaign: the real application on a real SQLite file, beside the reference's notebook."""

import base64
import copy
import shutil
import sqlite3
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from anyio.from_thread import start_blocking_portal
from pydantic import SecretStr
from sqlalchemy import select, update
from starlette.testclient import TestClient

from campaigns import reference
from campaigns.posts import DeskPost
from campaigns.wires import acts_of
from lsl_desk.adapters.academy.transport import Question
from lsl_desk.domain.acts import NO_PREVIOUS, Role
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.manifest import Edition
from lsl_desk.server.app import create_app
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Database
from lsl_desk.server.services import juries, limits
from lsl_desk.server.settings import Settings
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.exchange import ActsAnswer
from lsl_desk.wire.receipts import decode_receipt
from lsl_desk.wire.strict import moment_text
from tests.server.world import CENTRE, START, World

JURIES = ("J01", "J02")
NUMBERS = ("0417", "0432")
EXAM = "PHILO"
PRESIDENT, VICE = "a" * 32, "b" * 32
_ROLES = {PRESIDENT: Role.PRESIDENT, VICE: Role.VICE_PRESIDENT}
CANARY = "CANARI-PHARE-4711"
"""In every livret and every reason given: it must be found on no disk of a Desk."""


class DisagreementError(AssertionError):
    """The real academy and the reference say different things."""


class Office:
    """An academy that can be used, killed, backed up and restored.

    Attributes:
        world: the real one.
        reference: the notebook.
        client: the application.
        answered: acts answered « kept » by the server.
    """

    def __init__(self, folder: Path) -> None:
        """Make an academy with two juries, a president and a vice-president; `fresh` begins an example with a copy."""
        settings = Settings(
            data=folder / "made", database_url=SecretStr(f"sqlite:///{folder / 'made.sqlite'}"), session=2026, port=0
        )
        self.world = World.create(settings)
        for account, role in _ROLES.items():
            made = {"id": account, "login": account, "name": "Personne inventée", "role": role.value, "centre": CENTRE}
            self.world.insert("account", {**made, "state": "active", "created": moment_text(START)})
            seats = ({"jury": jury, "account": account, "role": role.value} for jury in JURIES)
            self.world.insert("seat", *seats)
        with self.world.academy.database.writing() as connection:
            connection.execute(update(schema.candidate).values(serie="GENERALE"))
        self.reference = reference.Reference()
        for jury in JURIES:
            self.reference.juries[jury] = reference.Jury(office={(one, EXAM): Decimal(9) for one in NUMBERS})
            for number in NUMBERS:
                self._livret(jury, number, 0)
        self._publish()
        self._first = copy.deepcopy(self.reference)
        self._made = folder / "made.sqlite"
        self._database = self._made
        self.app = create_app(self.world.academy, settings)
        self.client = TestClient(self.app)
        self._running = ExitStack()
        # One loop for all requests, and not the application's lifespan: that only tells who follows events.
        self.client.portal = self._running.enter_context(start_blocking_portal())
        self.answered = 0

    def fresh(self, folder: Path) -> None:
        """Begin an example."""
        self._use(self._made, folder / "academy.sqlite")
        self.world.clock.time = START
        self.reference = copy.deepcopy(self._first)

    def close(self) -> None:
        """Let go of the database."""
        self._running.close()
        self.world.academy.database.close()

    @property
    def key(self) -> bytes:
        """The academy's public key."""
        return self.world.academy.key.public.raw

    # ---------------------------------------------------------------------------- what the exam office does

    def enrol(self, post: DeskPost) -> None:
        """Take a post, also one that a restored backup does not know."""
        row = {
            "id": post.device, "public": post.link.public, "label": "poste", "account": post.account,
            "state": "active", "reason": "", "enrolled": moment_text(START), "sequence": 0, "head": NO_PREVIOUS,
        }  # fmt: skip
        self.world.insert("device", row)
        self.reference.posts[post.device] = reference.Post(post.author.role.value, frozenset(JURIES))

    def revoke(self, post: DeskPost) -> None:
        """Withdraw a post."""
        with self.world.academy.database.writing() as connection:
            one = schema.device
            connection.execute(one.update().where(one.c.id == post.device).values(state="revoked", reason="perdu"))
        self.reference.posts[post.device].revoked = True

    def correct_livret(self, jury: str, number: str, edition: int) -> None:
        """Give a candidate another livret, and publish."""
        self._livret(jury, number, edition)
        self._publish()

    def correct_mark(self, jury: str, number: str, value: int) -> None:
        """Correct the mark that the exam office gave, and publish."""
        with self.world.academy.database.writing() as connection:
            one = schema.mark
            found = update(one).where(one.c.jury == jury, one.c.number == number, one.c.exam == EXAM)
            connection.execute(found.values(value=str(value)))
        self.reference.juries[jury].office[number, EXAM] = Decimal(value)
        self._publish()

    # ---------------------------------------------------------------------------- what happens to the server

    def crash(self, to: Path) -> None:
        """End as kill -9 would, and begin again on what is on the disk."""
        self._use(self._database, to)

    def backup(self, to: Path) -> reference.Reference:
        """Copy the database as a backup does, and the notebook with it."""
        with sqlite3.connect(self._database) as source, sqlite3.connect(to) as target:
            source.backup(target)
        source.close()
        target.close()
        return copy.deepcopy(self.reference)

    def restore(self, kept: Path, notebook: reference.Reference, to: Path) -> None:
        """Begin again from a backup."""
        self._use(kept, to)
        self.reference = copy.deepcopy(notebook)

    def edition(self, jury: str) -> Edition:
        """Which list of a jury is the newest."""
        return juries.manifest(self.world.academy, JuryId(jury))[0]

    def jump(self, seconds: float) -> None:
        """Move the server's clock, forward or back."""
        self.world.clock.time += timedelta(seconds=seconds)

    def heard(self, question: Question, status: int, body: bytes) -> None:
        """Hold an answer of the server against the notebook's."""
        self.jump(1)
        sent = acts_of(question)
        if sent is None or status != 200:
            return
        read = [(decode_act(one.payload), str(one.digest)) for one in map(Signed.from_bytes, sent)]
        expected = self.reference.deliver(read[0][0].device, read)
        answers = ActsAnswer.model_validate_json(body).answers
        if [one.state for one in answers] != [one.state for one in expected]:
            raise DisagreementError("answers of another kind")
        for answer, told in zip(answers, expected, strict=True):
            self._same(answer.receipt, told)
            if (answer.expected or 0) != told.expected or (answer.problem.code if answer.problem else "") != told.code:
                raise DisagreementError(f"another gap or problem than {told.expected} {told.code}")

    def _same(self, text: str | None, told: reference.Told) -> None:
        if text is None or told.entry is None:
            return
        self.answered += 1
        entry = told.entry
        got = decode_receipt(Signed.from_bytes(base64.b64decode(text)).payload)
        if (got.verdict.value, got.code, got.sequence) != (entry.verdict, entry.code, entry.rank):
            raise DisagreementError(f"{got.verdict.value} {got.code} {got.sequence}, not {entry}")
        if entry.receipt and entry.receipt != text:
            raise DisagreementError("the same act got another receipt")
        entry.receipt = text

    # ---------------------------------------------------------------------------- what the tables say

    def faults(self) -> list[str]:
        """What does not hold of the tables (I1, I2, I7)."""
        found: list[str] = []
        with self.world.academy.database.reading() as connection:
            for jury in JURIES:
                of = self.reference.juries[jury]
                kept = connection.execute(
                    select(schema.act).where(schema.act.c.jury == jury).order_by(schema.act.c.jury_sequence)
                ).all()
                if [row.act for row in kept] != [one.act.act for one in of.book]:
                    found.append(f"I1: the acts of {jury}")
                head = connection.execute(select(schema.jury_head).where(schema.jury_head.c.jury == jury)).one()
                if head.chain != chain_of([(str(row.digest), row.verdict, _code(row.receipt)) for row in kept]):
                    found.append(f"I7: the chain of {jury}")
                changed, disputed = schema.mark_change.c, schema.mark_conflict.c
                changes = select(changed.act).where(changed.jury == jury)
                conflicts = select(disputed.act).where(disputed.jury == jury, disputed.settled.is_(None))
                made = sorted(act for values in of.history.values() for _, act in values)
                if sorted(connection.scalars(changes)) != made:
                    found.append(f"I2: the marks of {jury}")
                if sorted(connection.scalars(conflicts)) != sorted(of.proposals):
                    found.append(f"I2: the conflicts of {jury}")
                decided = schema.decision_change.c
                taken = connection.execute(select(decided.number, decided.version).where(decided.jury == jury)).all()
                expected = [(number, at) for number, ones in of.decisions.items() for at in range(1, len(ones) + 1)]
                if sorted((row.number, row.version) for row in taken) != sorted(expected):
                    found.append(f"I2: the decisions of {jury}")
                if (head.presiding or "president") != of.presiding:
                    found.append(f"I2: who presides {jury}")
                if (head.closed is not None) != of.closed:
                    found.append(f"I2: the closing of {jury}")
        return found

    # ----------------------------------------------------------------------------

    def _use(self, database: Path, to: Path) -> None:
        self.world.academy.database.close()
        for side in ("", "-wal", "-shm"):
            if (database.parent / f"{database.name}{side}").exists():
                shutil.copy(database.parent / f"{database.name}{side}", to.parent / f"{to.name}{side}")
        self._database = to
        self.world.academy = replace(self.world.academy, database=Database(f"sqlite:///{to}"), clock=self.world.clock)
        self.app.state.academy = self.world.academy
        self.app.state.requests = limits.Requests()

    def _livret(self, jury: str, number: str, edition: int) -> None:
        data = f"{CANARY} livret {jury} {number} N° élève {number} édition {edition} page 1 sur 1".encode()
        self.world.livret(jury, number, data)
        self.reference.juries[jury].livrets[number] = sha256(data).hexdigest()

    def _publish(self) -> None:
        self.world.publish()


def _code(receipt: bytes) -> str:
    return decode_receipt(receipt).code


def chain_of(entries: list[tuple[str, str, str]]) -> str:
    """The chain of a jury, computed apart from the product: SHA-256 of the chain before, the digest and the verdict."""
    chain = "0" * 64
    for digest, verdict, code in entries:
        chain = sha256(f"{chain}{digest}{verdict}{code}".encode()).hexdigest()
    return chain
