# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stateful model: three Desks, the academy, and all that may happen to them, in any order."""

import random
import shutil
import tempfile
from decimal import Decimal
from itertools import count
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from campaigns import agreement
from campaigns.office import CANARY, EXAM, JURIES, NUMBERS, PRESIDENT, VICE, Office
from campaigns.posts import DeskPost, Templates
from campaigns.reference import Reference
from campaigns.wires import FAULTS, Wire
from lsl_desk.domain.acts import (
    AttendanceTaken,
    Body,
    ConflictSettled,
    DecisionTaken,
    LivretRead,
    MarkRaised,
    Member,
    PointsAdded,
    Presence,
    PresidencyHanded,
    Quality,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.marks import POINTS, ExamCode
from lsl_desk.wire import routes

SEATS = ((Role.PRESIDENT, PRESIDENT), (Role.VICE_PRESIDENT, VICE), (Role.PRESIDENT, PRESIDENT))
HERE, AWAY = (
    AttendanceTaken(
        (
            Member("Présidente inventée", Quality.PRESIDENT, presence),
            Member("Vice-président inventé", Quality.VICE_PRESIDENT, Presence.HERE),
        )
    )
    for presence in (Presence.HERE, Presence.AWAY)
)
JUMPS = (1, -1, 120, -120, 3600, -3600, 86400 * 40, -86400 * 40)
ACTS = (
    "read", "read", "raise", "raise", "raise", "points", "settle", "settle", "open", "open", "decide", "decide",
    "ajourne", "hand", "attend", "close",
)  # fmt: skip
TROUBLES = (
    "livret corrected", "mark corrected", "unplugged", "Desk killed", "server killed", "backup", "restored", "restored",
    "clock of a Desk", "clock of the server", "revoked",
)  # fmt: skip
_DESK = st.integers(0, 2)
_JURY = st.sampled_from(JURIES)
_NUMBER = st.sampled_from(NUMBERS)


class Model(RuleBasedStateMachine):
    """One example. `office` and `templates` are given to the class before it runs: they outlive the examples."""

    office: Office
    templates: Templates
    done: dict[str, int]

    def __init__(self) -> None:
        """Three posts, enrolled, none of which ever asked anything."""
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lsl-model-"))
        self.names = (str(self.folder / f"{at}") for at in count())
        self.rng = random.Random(1)  # noqa: S311 - the order of late requests
        self.office.fresh(self.folder)
        self.wire = Wire(self.office.client, self.office.heard)
        self.kept: tuple[Path, Reference] | None = None
        self.lost_with: set[str] = set()
        self.retired: list[DeskPost] = []
        self.serial = count(len(SEATS))
        self.posts = [self._enrol(at, role, account) for at, (role, account) in enumerate(SEATS)]
        self.edition = count(1)
        self.offline = [False] * len(SEATS)
        for jury in JURIES:
            self.open(0, jury)
        self.posts[0].contact()

    def teardown(self) -> None:
        """Whatever happened, all agree in the end."""
        try:
            self.agree()
        finally:
            for post in (*self.posts, *self.retired):
                post.close()
            shutil.rmtree(self.folder)
            self._count("examples")

    @rule(desk=_DESK, jury=_JURY, number=_NUMBER, value=st.integers(0, 21), what=st.sampled_from(ACTS))
    def somebody(self, desk: int, jury: str, number: str, value: int, what: str) -> None:
        """A person does something at a Desk."""
        match what:
            case "read":
                self.read(desk, jury, number)
            case "raise":
                self.raise_mark(desk, jury, number, value if value % 4 == 0 else 9 + value % 12)
            case "settle":
                self.settle(desk, jury, min(value, 20))
            case "points":
                self.add_points(desk, jury, number, value * 3)
            case "open":
                self.open(desk, jury)
            case "decide" | "ajourne":
                self.decide(desk, jury, number, Ruling.AJOURNE if what == "ajourne" else list(Ruling)[value % 6])
            case "hand":
                to = (Role.PRESIDENT, Role.VICE_PRESIDENT)[value % 2]
                self._do(desk, jury, PresidencyHanded(to, "Personne inventée", CANARY))
            case "attend":
                self._do(desk, jury, (HERE, AWAY)[value % 2])
            case "close":
                self.close(desk, jury)

    @rule(desk=_DESK, jury=_JURY, number=_NUMBER, value=st.integers(0, 20), what=st.sampled_from(TROUBLES))
    def trouble(self, desk: int, jury: str, number: str, value: int, what: str) -> None:
        """Something happens to a machine, or the exam office corrects something."""
        match what:
            case "livret corrected":
                self.correct_livret(jury, number)
            case "mark corrected":
                self.correct_mark(jury, number, value)
            case "unplugged":
                self.offline[desk] = not self.offline[desk]
            case "Desk killed":
                self.crash_desk(desk)
            case "server killed":
                self.office.crash(Path(next(self.names)))
            case "backup":
                self.back_up()
            case "restored" if self.kept is not None:
                self.restore(*self.kept)
            case "clock of a Desk":
                self.posts[desk].jump(JUMPS[value % len(JUMPS)])
            case "clock of the server":
                self.office.jump(JUMPS[value % len(JUMPS)])
            case "revoked" if len(self.retired) < 3:
                self.revoke(desk)
            case _:
                return
        self._count(what)

    # ---------------------------------------------------------------------------- what people do

    def read(self, desk: int, jury: str, number: str) -> None:
        """A livret is read."""
        listed = self.posts[desk].link.manifest(JuryId(jury))
        known = {one.number: one.livret.digest for one in listed.candidates if one.livret} if listed else {}
        digest = known.get(StudentNumber(number), Digest("a" * 64))
        body = LivretRead(StudentNumber(number), digest, ("1.0",), "académie")
        self._do(desk, jury, body)

    def raise_mark(self, desk: int, jury: str, number: str, after: int) -> None:
        """A mark is changed, from what this Desk shows."""
        cell = self.posts[desk].liaison.board(JuryId(jury)).mark(StudentNumber(number), ExamCode(EXAM))
        before, version = (cell.value, cell.version) if cell else (Decimal(9), 0)
        self._do(desk, jury, MarkRaised(StudentNumber(number), EXAM, before, Decimal(after), version, CANARY))

    def add_points(self, desk: int, jury: str, number: str, after: int) -> None:
        """Points of the jury are given, from those this Desk shows."""
        cell = self.posts[desk].liaison.board(JuryId(jury)).mark(StudentNumber(number), POINTS)
        before, version = (cell.value or Decimal(0), cell.version) if cell else (Decimal(0), 0)
        self._do(desk, jury, PointsAdded(StudentNumber(number), before, Decimal(after), version, CANARY))

    def open(self, desk: int, jury: str) -> None:
        """Somebody opens a sitting, both heads being there."""
        for body in (HERE, SittingOpened()):
            self._do(desk, jury, body)

    def decide(self, desk: int, jury: str, number: str, ruling: Ruling) -> None:
        """Somebody decides of a candidate, on what this Desk shows; one that shows nothing yet cannot."""
        known = self.posts[desk].liaison.board(JuryId(jury)).dossier(StudentNumber(number))
        if known is not None:
            seen = known.decision.version
            self._do(desk, jury, DecisionTaken(known.number, ruling, "", known.digest, Decimal(0), seen, CANARY))

    def settle(self, desk: int, jury: str, chosen: int) -> None:
        """Somebody settles the first conflict that this Desk shows; the vice-president may not."""
        for conflict in self.posts[desk].liaison.conflicts(JuryId(jury))[:1]:
            self._do(desk, jury, ConflictSettled(conflict.act, Decimal(chosen), CANARY))

    def close(self, desk: int, jury: str) -> None:
        """Somebody closes a sitting, all épreuves being spread over several sessions."""
        for number in NUMBERS:
            self.decide(desk, jury, number, Ruling.SANS_DECISION)
        self._do(desk, jury, SittingClosed(self.posts[desk].link.feed_head(JuryId(jury)).chain))

    def correct_livret(self, jury: str, number: str) -> None:
        """The exam office corrects a livret."""
        self.office.correct_livret(jury, number, next(self.edition))

    def correct_mark(self, jury: str, number: str, value: int) -> None:
        """The exam office corrects a mark."""
        self.office.correct_mark(jury, number, value)

    # ---------------------------------------------------------------------------- what the network does

    @rule(desk=_DESK, fault=st.sampled_from(("", *FAULTS)), kind=st.sampled_from((routes.ACTS, "")))
    def contact(self, desk: int, fault: str, kind: str) -> None:
        """A Desk turns to the academy, and one of its requests meets a fault."""
        if not self.offline[desk]:
            self.wire.plan(fault, kind)
            self.posts[desk].contact()
            self.wire.plan("")
            self._count(fault or "contacts")

    @rule(desk=_DESK, jury=_JURY, number=_NUMBER, after=st.integers(0, 20))
    def work(self, desk: int, jury: str, number: str, after: int) -> None:
        """What a Desk does most: an act, and an exchange that goes well."""
        self.raise_mark(desk, jury, number, after)
        self.contact(desk, "", "")

    @precondition(lambda self: self.wire.late)
    @rule()
    def arrive_late(self) -> None:
        """A delayed request arrives, in any order."""
        self.wire.deliver_late(self.rng)
        self._count("arrived late")

    # ---------------------------------------------------------------------------- what machines do

    def crash_desk(self, desk: int) -> None:
        """A Desk is killed and opened again."""
        self.posts[desk].crash(Path(next(self.names)), self.wire)

    def back_up(self) -> None:
        """The server is backed up."""
        path = Path(next(self.names))
        self.kept = (path, self.office.backup(path))

    def restore(self, path: Path, notebook: Reference) -> None:
        """The server is restored from its old backup; posts that it does not know are taken again."""
        self.office.restore(path, notebook, Path(next(self.names)))
        for post in (*self.posts, *self.retired):
            if not post.erased and post.device not in self.office.reference.posts:
                self.office.enrol(post)
        book = {one.act.act for jury in self.office.reference.juries.values() for one in jury.book}
        self.lost_with = {act for post in self.retired if post.erased for act in post.acts if act not in book}

    def revoke(self, desk: int) -> None:
        """A post is withdrawn; its person gets another machine, with another key."""
        old = self.posts[desk]
        self.office.revoke(old)
        self.retired.append(old)
        self.posts[desk] = self._enrol(next(self.serial), old.author.role, old.account)
        self.offline[desk] = False

    # ---------------------------------------------------------------------------- what must hold

    @precondition(lambda self: self.rng.random() < 0.04)
    @rule()
    def agree(self) -> None:
        """The network is whole and nobody does anything more: all say the same."""
        self.wire.plan("")
        while self.wire.late:
            self.wire.deliver_late(self.rng)
        agreement.quiet(self.posts, self.retired)
        faults = agreement.faults(self.office, self.posts, self.retired, self.lost_with)
        assert not faults, faults
        self.no_list_is_older()
        self._count("agreements")

    @invariant()
    def no_list_is_older(self) -> None:
        """I4: the list that is current on a Desk is never older than one it had, nor another of that number."""
        for post in self.posts:
            for jury in JURIES:
                listed = post.link.manifest(JuryId(jury))
                version = listed.version if listed else 0
                assert version >= post.floors.get(jury, 0), f"I4: version {version} of {jury}"
                post.floors[jury] = version
                taken = post.link.taken(JuryId(jury))
                if taken is not None:
                    known = post.lists.setdefault((jury, taken.edition.version), taken.edition.digest)
                    assert known == taken.edition.digest, f"I4: two lists {version} of {jury}"

    # ----------------------------------------------------------------------------

    def _do(self, desk: int, jury: str, body: Body) -> None:
        self.posts[desk].do(jury, body)
        self._count("acts")

    def _enrol(self, serial: int, role: Role, account: str) -> DeskPost:
        post = self.templates.desk(serial, Path(next(self.names)), role, account)
        post.open(self.wire)
        post.pin(self.office.key)
        self.office.enrol(post)
        return post

    def _count(self, what: str) -> None:
        self.done[what] = self.done.get(what, 0) + 1
