# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of 150 with its journal, in a process of its own: opened by the product, or read bare from the same file.

Half of its acts are of this post, half of another; all are receipted and came back in the jury's feed.
"""

import json
import os
import sys
import uuid
from base64 import b64decode
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path

from bench.actor import serve
from bench.figures import milliseconds
from bench.store import AUTHOR, PASSPHRASE, BenchGate, FileKeyring
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.rule_book import BundledRules
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.keys import KeyFile
from lsl_desk.adapters.store.opening import create_store
from lsl_desk.client.link.values import FeedAct, PinnedAcademy, SignedManifest
from lsl_desk.client.sit.for_screens import DeliberationDesk
from lsl_desk.domain.acts import Act, Author, Body, LivretOpened, LivretRead, Member, Presence, Quality, Role
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.journal import Head, follow
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.own_check import OwnCheck
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict, next_chain
from lsl_desk.wire import envelope
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import Signed, SigningKey
from lsl_desk.wire.manifests import edition, encode_manifest
from lsl_desk.wire.receipts import encode_receipt

JURY = JuryId("J01")
RAISED = ExamCode("PHILO")
"""A point more takes every candidate from the lens over the threshold: total, what is missing and proposal move."""
_CENTRE = CentreId("0750001Z")
_CANDIDATES = 150
_PAGES = (PageCheck(NumberCheck.MATCH),) * 4
_NOW = datetime(2018, 7, 5, 6, tzinfo=UTC)


class Sat:
    """A sealed store with one jury."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._livrets = [f"livret inventé {rank}".encode() for rank in range(_CANDIDATES)]
        self._academy = SigningKey.generate()
        self._acts: list[FeedAct] = []

    def fill(self, count: int) -> None:
        """Make the store, with so many acts, and have it opened once, as on the eve."""
        store = create_store(DataFolder(self._root), PASSPHRASE, AUTHOR, SystemClock(), keyring=FileKeyring(self._root))
        link = store.link()
        link.pin(PinnedAcademy("http://127.0.0.1", "A", self._academy.public.raw, "P", Role.PRESIDENT, _CENTRE))
        link.stage([(Digest(sha256(data).hexdigest()), data) for data in self._livrets])
        listed = self._listed()
        signed = self._academy.sign(envelope.MANIFEST, encode_manifest(listed))
        link.commit_version(SignedManifest(listed, signed.to_bytes(), edition(1, signed.signature)), _NOW)
        for one in link.unchecked(JURY):
            link.keep_check(one, OwnCheck(None, _PAGES), ("moyennes de l’année",) * len(_PAGES), ())
        for at in range(count // 2):
            store.record(JURY, 1, self._body(at))
        own = [(one.act, Signed.from_bytes(one.envelope), link.public) for one in link.own_acts(0, count)]
        self._feed([*own, *self._others(count - len(own))])
        link.keep_feed(JURY, self._acts)
        store.close()
        self.open()

    def open(self) -> dict[str, float]:
        """Unlock, then open the jury and have its sitting: milliseconds of each, the unlocking apart."""
        desk = BenchGate(DataFolder(self._root), for_window=False).unlock(None)
        try:
            return {
                "open": milliseconds(lambda: desk.open_jury(JURY)),
                "sitting": milliseconds(lambda: desk.deliberation.sitting(JURY)),
            }
        finally:
            desk.lock()

    def bare(self) -> float:
        """Read the same acts from the same file, and their JSON; milliseconds."""
        key = KeyFile(self._root / "desk.keys.json").open(PASSPHRASE).part("store")
        connection = connect(self._root / "desk.lsl", key, writable=False)

        def work() -> None:
            for act, receipt in connection.execute("SELECT envelope, receipt FROM feed ORDER BY rank"):
                for one in (act, receipt):
                    json.loads(b64decode(json.loads(one)["payload"]))
            for (payload,) in connection.execute("SELECT payload FROM act ORDER BY position"):
                json.loads(payload)

        try:
            return milliseconds(work)
        finally:
            connection.close()

    def replay(self) -> float:
        """Have a board follow the acts, in memory; milliseconds."""
        board = Board(self._listed().marks, self._listed().candidates)
        return milliseconds(lambda: [board.follow(one.act, one.receipt) for one in self._acts])

    def change(self) -> dict[str, list[float]]:
        """Sit, and raise a mark of every candidate as soon as the page shows it, beside an insert as heavy and durable.

        Returns:
            Milliseconds from the mark to the candidate's sheet and line, "ours", and of the insert, "bare".
        """
        desk = BenchGate(DataFolder(self._root), for_window=False).unlock(None)
        room, found = desk.deliberation, dict[str, list[float]](ours=[], bare=[])
        _open(room)

        def work(number: StudentNumber) -> None:
            room.raise_mark(JURY, number, RAISED, "10", "des progrès toute l’année", seen=0)
            room.state(JURY, number)

        try:
            for one in self._listed().candidates:
                found["ours"].append(milliseconds(partial(work, one.number)))
                found["bare"] += self.insert(1)
        finally:
            desk.lock()
        return found

    def sit(self) -> None:
        """Take the attendance and open the sitting."""
        desk = BenchGate(DataFolder(self._root), for_window=False).unlock(None)
        try:
            _open(desk.deliberation)
        finally:
            desk.lock()

    def insert(self, count: int) -> list[float]:
        """So many inserts as heavy, sealed and durable as an act, one after the other; milliseconds of each."""
        (self._root / "bare.lsl").touch()
        bare = connect(self._root / "bare.lsl", bytes(32), writable=True)

        def insert() -> None:
            row = (uuid.uuid4().hex, os.urandom(600), os.urandom(64))
            bare.execute("INSERT INTO act VALUES (?, ?, ?)", row)

        try:
            bare.execute("CREATE TABLE IF NOT EXISTS act (act TEXT PRIMARY KEY, payload BLOB, signature BLOB)")
            return [milliseconds(insert) for _ in range(count)]
        finally:
            bare.close()

    def _listed(self) -> JuryManifest:
        numbers = [StudentNumber(f"{rank:04}") for rank in range(_CANDIDATES)]
        refs = [LivretRef(Digest(sha256(data).hexdigest()), len(data), _PAGES) for data in self._livrets]
        candidates = tuple(
            Candidate(PvNumber(str(rank)), number, "ES", LivretFormat.NUMERIQUE, livret=refs[rank])
            for rank, number in enumerate(numbers)
        )
        rules = BundledRules().rules(2018, "ES")
        exams = () if rules is None else rules.exams.values()
        nine, ten = Decimal(9), Decimal(10)
        marks = tuple(ExamMark(one.code, one.coefficient, nine if one.code == RAISED else ten) for one in exams)
        every = dict.fromkeys(numbers, marks)
        return JuryManifest(JURY, _CENTRE, "Jury du banc d’essai", 2018, 1, _NOW, None, candidates, every)

    def _body(self, at: int) -> Body:
        rank = at % _CANDIDATES
        number, digest = StudentNumber(f"{rank:04}"), Digest(sha256(self._livrets[rank]).hexdigest())
        if at // _CANDIDATES % 2:
            return LivretRead(number, digest, ("2.0",) * 4, "académie")
        return LivretOpened(number, digest, "académie")

    def _others(self, count: int) -> list[tuple[Act, Signed, bytes]]:
        post, head, author = SigningKey.generate(), Head(), Author("Autre poste", Role.VICE_PRESIDENT)
        made = []
        for at in range(count):
            name = ActId(uuid.uuid4().hex)
            act = Act(name, JURY, post.public.id, head.sequence + 1, head.digest, author, _NOW, 1, self._body(at + 150))
            signed = post.sign(envelope.ACT, encode_act(act))
            head = follow(head, act, signed.digest)
            made.append((act, signed, post.public.raw))
        return made

    def _feed(self, acts: list[tuple[Act, Signed, bytes]]) -> None:
        chain = NO_CHAIN
        for rank, (act, signed, key) in enumerate(acts, 1):
            chain = next_chain(chain, signed.digest, Verdict.ACCEPTED)
            receipt = Receipt(act.act, signed.digest, JURY, rank, chain, Verdict.ACCEPTED, _NOW)
            said = self._academy.sign(envelope.RECEIPT, encode_receipt(receipt)).to_bytes()
            self._acts.append(FeedAct(act, receipt, signed.to_bytes(), said, key))


def _open(room: DeliberationDesk) -> None:
    room.take_attendance(JURY, (Member(AUTHOR.name, Quality.PRESIDENT, Presence.HERE),))
    room.open_sitting(JURY)


if __name__ == "__main__":
    sat = Sat(Path(sys.argv[1]))
    handlers: dict[str, Callable[..., object]] = {
        "fill": sat.fill,
        "open": sat.open,
        "bare": sat.bare,
        "change": sat.change,
        "sit": sat.sit,
        "insert": sat.insert,
        "replay": sat.replay,
    }
    serve(handlers)
