# SPDX-License-Identifier: AGPL-3.0-or-later
"""``kill-server``: the server dies at random instants while two posts send (study, tests 1 and 19).

What was receipted is there, once, with its effect, and the same act gets the same receipt byte for byte.
"""

import base64
import random
import threading
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
from pydantic import SecretStr
from sqlalchemy import select, update

from campaigns.outcome import Outcome
from lsl_desk.domain.acts import DecisionTaken, LivretRead, MarkRaised, Role, Ruling
from lsl_desk.domain.receipts import NO_CHAIN, Verdict, next_chain
from lsl_desk.server.db import schema
from lsl_desk.server.settings import Settings
from lsl_desk.wire import routes
from lsl_desk.wire.acts import decode_act
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.exchange import ActsAnswer
from lsl_desk.wire.receipts import decode_receipt
from tests.server.serving import ServerLives
from tests.server.world import Post, World, decided, raised, read, receipt

DECIDED = "0501"
"""A candidate whose marks nobody changes."""

BROKEN = ("effect-apart",)
"""An act is committed first, what it does after (`tests.server.zygote`)."""


@dataclass
class Sender:
    """A post that sends as a Desk does: the acts not receipted, in order, until they are."""

    post: Post
    number: str
    rng: random.Random
    answered: threading.Event
    receipts: list[str] = field(default_factory=list)
    repeated: int = 0
    decided: int = 0
    wrong: list[str] = field(default_factory=list)

    def run(self, url: str, enough: threading.Event) -> None:
        """Make acts and send them until told that it is enough and all are receipted, or something is wrong."""
        with httpx2.Client(base_url=url, headers=self.post.headers, timeout=20) as client:
            while not self.wrong and (not enough.is_set() or len(self.receipts) < len(self.post.sent)):
                if not enough.is_set() and len(self.post.sent) - len(self.receipts) < 5:
                    self.post.act(raised(f"{self.rng.randrange(21)}", number=self.number))
                    self.post.act(read(self.number))
                    seen = self.rng.choice((0, self.decided))  # now and then one that another was before
                    self.post.act(decided(Ruling.SUSPENDU, number=DECIDED, seen=seen, reason="à revoir"))
                    self.decided += seen == self.decided
                begin = max(0, len(self.receipts) - self.rng.randrange(3))  # now and then some are sent again
                try:
                    sent = client.post(routes.ACTS, json={"acts": self.post.sent[begin : begin + 10]})
                except httpx2.TransportError:
                    continue
                if sent.status_code == 200:
                    self._took(begin, ActsAnswer.model_validate_json(sent.content))
                elif sent.status_code not in {429, 503}:  # a machine may be quick, or slow
                    self.wrong.append(f"answered {sent.status_code}")
                self.answered.set()
            self._send_again(client)

    def _send_again(self, client: httpx2.Client) -> None:
        """Whatever chance chose before, the last acts are sent twice."""
        if not self.wrong:
            begin = max(0, len(self.receipts) - 10)
            sent = client.post(routes.ACTS, json={"acts": self.post.sent[begin:]})
            self._took(begin, ActsAnswer.model_validate_json(sent.raise_for_status().content))

    def _took(self, begin: int, answer: ActsAnswer) -> None:
        for place, one in enumerate(answer.answers, start=begin):
            if one.receipt is None:
                self.wrong.append(f"an act that follows was not kept: {one.state}")
            elif place < len(self.receipts):
                self.repeated += 1
                if self.receipts[place] != one.receipt:
                    self.wrong.append("the same act has another receipt")
            else:
                self.receipts.append(one.receipt)


def faults_of(world: World, senders: list[Sender]) -> list[str]:
    """What does not hold of the tables (invariants I1, I2, I7 of the reliability study)."""
    with world.academy.database.reading() as connection:
        kept = connection.execute(select(schema.act).order_by(schema.act.c.jury_sequence)).all()
        changes = set(connection.scalars(select(schema.mark_change.c.act)))
        reads = set(connection.scalars(select(schema.livret_read.c.act)))
        conflicts = set(connection.scalars(select(schema.mark_conflict.c.act)))
        decisions = set(connection.scalars(select(schema.decision_change.c.act)))
        contested = set(connection.scalars(select(schema.decision_conflict.c.act)))
        devices = dict(connection.execute(select(schema.device.c.id, schema.device.c.sequence)).all())
        head = connection.execute(select(schema.jury_head).where(schema.jury_head.c.jury == "J01")).one()
    faults = []
    payloads = {row.receipt for row in kept}
    chain = NO_CHAIN
    for rank, row in enumerate(kept, start=1):
        told, act = decode_receipt(row.receipt), decode_act(row.payload)
        chain = next_chain(chain, told.digest, told.verdict, told.code)
        if (row.jury_sequence, told.sequence, told.chain) != (rank, rank, chain):
            faults.append(f"the chain breaks at {rank}")
        accepted = told.verdict is Verdict.ACCEPTED
        if (row.act in changes) != (accepted and isinstance(act.body, MarkRaised)):
            faults.append(f"the mark of act {rank}")
        if (row.act in reads) != (accepted and isinstance(act.body, LivretRead)):
            faults.append(f"the reading of act {rank}")
        if (row.act in decisions) != (accepted and isinstance(act.body, DecisionTaken)):
            faults.append(f"the decision of act {rank}")
        if (row.act in conflicts | contested) != (told.verdict is Verdict.CONFLICT):
            faults.append(f"the conflict of act {rank}")
    if (head.sequence, head.chain) != (len(kept), chain):
        faults.append("the head of the jury")
    for sender in senders:
        faults += sender.wrong
        if devices[sender.post.key.public.id] != len(sender.post.sent):
            faults.append("the head of a post")
        for one in sender.receipts:
            receipt(one, world.academy.key.public)
            if Signed.from_bytes(base64.b64decode(one)).payload not in payloads:
                faults.append("an act that was receipted is not there")
    if len(kept) != sum(len(sender.post.sent) for sender in senders):
        faults.append("an act is there twice, or not at all")
    return faults


def play(world: World, settings: Settings, rng: random.Random, lives: int, broken: str = "") -> list[Sender]:
    """Two posts send through so many lives of a server; returns them once all is receipted."""
    answered, enough = threading.Event(), threading.Event()
    world.candidates("J01", DECIDED)
    posts = ((world.sitting(), "0417"), (world.post(Role.VICE_PRESIDENT), "0432"))
    senders = [
        Sender(post, number, random.Random(rng.random()), answered)  # noqa: S311 - no secret
        for post, number in posts
    ]
    with world.academy.database.writing() as connection:
        connection.execute(update(schema.token).values(expires="2999-01-01T00:00:00.000000Z"))
    server = ServerLives(settings, broken)
    threads = [threading.Thread(target=sender.run, args=(server.url, enough)) for sender in senders]
    try:
        server.start()
        for thread in threads:
            thread.start()
        for _ in range(lives):
            answered.clear()
            assert answered.wait(60), "the server does not come back"
            if any(sender.wrong for sender in senders):
                break
            threading.Event().wait(rng.uniform(0, 0.03))
            server.kill()
            server.start()
        enough.set()
        for thread in threads:
            thread.join()
    finally:
        enough.set()
        server.close()
    return senders


def run(size: int, rng: random.Random, folder: Path, broken: str = "") -> Outcome:
    """Kill it ``size`` times, on SQLite; see `campaigns.outcome`."""
    database = SecretStr(f"sqlite:///{folder / 'academy.sqlite'}")
    settings = Settings(data=folder / "data", database_url=database, session=2018, port=0)
    world = World.create(settings)
    try:
        return outcome_of(world, play(world, settings, rng, size, broken), size)
    finally:
        world.academy.database.close()


def outcome_of(world: World, senders: list[Sender], kills: int) -> Outcome:
    """What so many kills came to."""
    outcome = Outcome(faults=faults_of(world, senders))
    outcome.count("kills", kills)
    outcome.count("acts receipted", sum(len(sender.receipts) for sender in senders))
    outcome.count("acts sent again", sum(sender.repeated for sender in senders))
    return outcome
