# SPDX-License-Identifier: AGPL-3.0-or-later
"""``disk-full``: a Desk and an academy meet the end of the disk at any place in a write (study, test 4).

No file of the process may grow beyond a size chosen at random (RLIMIT_FSIZE, as a quota does). What cannot be written
is refused, nothing is half-written, what was kept before is there, and all works again once there is room.
"""

import base64
import resource
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from campaigns.broken import replaced
from campaigns.outcome import Outcome
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.link import SealedLink
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import LivretRead, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, Digest, StudentNumber
from lsl_desk.server.app import create_app
from lsl_desk.server.db import schema
from lsl_desk.server.services import acts as server_acts
from lsl_desk.server.settings import Settings
from lsl_desk.wire import routes
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.receipts import decode_receipt
from tests.adapters.store.crash_child import ACADEMY, J01, receipt_of, version_of
from tests.adapters.store.desks import Livret, livret, make, reopen
from tests.server.world import World, read
from tests.server.zygote import parted

BROKEN = ("refusal-swallowed", "effect-apart")
"""A Desk that cannot write goes on as if it had; an academy that commits an act first, what it does after."""
ROOM = 600_000
"""Bytes that the largest file may grow by, at most, before the disk ends."""
SERIES = 50
LIVRETS = 2
"""The kind of write that keeps livrets, the longest there is."""
FILLS = 60
"""So many of it write several times what the disk has room for."""
_DISK = {Code.DISK_FULL, Code.DISK_FAILED}


def run(size: int, rng: Random, folder: Path, broken: str = "") -> Outcome:
    """Meet the end of the disk so many times, half of them on a Desk; see `campaigns.outcome`."""
    outcome = Outcome(one_is_enough=bool(broken))
    for series in range(-(-size // SERIES)):
        times = min(SERIES, size - series * SERIES)
        root = folder / str(series)
        root.mkdir()
        swallowed, apart = (broken == one for one in BROKEN)
        with (
            replaced(SealedLink, "stage", _swallowing(SealedLink.stage), when=swallowed),
            replaced(server_acts, "_effect", parted(server_acts._effect), when=apart),  # noqa: SLF001 - broken on purpose
        ):
            if not apart:
                _Desk(root / "desk", outcome, rng).meet(-(-times // 2))
            if not swallowed:
                _Academy(root / "academy", outcome, rng).meet(times // 2)
    return outcome


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file of this process grow beyond a size."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def largest(folder: Path) -> int:
    """Bytes of the largest file of a folder."""
    return max(one.stat().st_size for one in folder.rglob("*") if one.is_file())


class _Desk:
    """A Desk that does all kinds of writing, and what it was told is kept."""

    def __init__(self, root: Path, outcome: Outcome, rng: Random) -> None:
        self.root, self.outcome, self.rng = root, outcome, rng
        key = ACADEMY.public.raw
        self.desk = make(root)
        self.desk.link().pin(PinnedAcademy("https://a.example", "Académie", key, "Poste", Role.PRESIDENT, CentreId("")))
        self.acts: list[str] = []
        self.receipts: list[str] = []
        self.livrets: list[Livret] = []
        self.version = 0

    def meet(self, times: int) -> None:
        """Write until the disk ends, so many times."""
        try:
            for at in range(times):
                if self.outcome.seen():
                    break
                with files_up_to(largest(self.root) + self.rng.randrange(4 * ROOM)):
                    self._until_refused(only=LIVRETS if at % 2 else None)
                self.outcome.count("ends of the disk on a Desk")
                self._check(self.desk)
            self._write(self.rng.randrange(4))
        finally:
            self.desk.close()
        again = reopen(self.root)
        self._check(again)
        again.close()

    def _until_refused(self, only: int | None) -> None:
        """Write all kinds, or one kind only: which one meets the end is then no matter of luck."""
        for _ in range(400 if only is None else FILLS):
            try:
                self._write(self.rng.randrange(4) if only is None else only)
            except Refusal as refusal:
                if refusal.code not in _DISK:
                    self.outcome.faults.append(f"a Desk said {refusal.code.value}")
                return
        self.outcome.count("ends of the disk never met")

    def _write(self, what: int) -> None:
        link = self.desk.link()
        if what == 0:
            body = LivretRead(StudentNumber("0417"), Digest("a" * 64), ("1.0",), "académie")
            self.acts.append(self.desk.record(J01, 1, body).act)
        elif what == 1:
            waiting = link.pending(5)
            link.keep_receipts([receipt_of(one) for one in waiting])
            self.receipts += [one.act.act for one in waiting]
        elif what == LIVRETS:
            new = [livret(uuid.UUID(int=self.rng.getrandbits(128)).hex, "texte", padding=60_000) for _ in range(3)]
            link.stage([(one.digest, one.data) for one in new])
            self.livrets += new
        elif self.livrets:
            made = version_of(self.version + 1, self.livrets[-3:])
            link.commit_version(made, made.manifest.made)
            self.version += 1
        self.outcome.count("writes kept on a Desk")

    def _check(self, desk: SealedDesk) -> None:
        link = desk.link()
        waiting = {one.act.act for one in link.pending(len(self.acts) + 1)}
        held = link.held()
        expected: dict[str, Callable[[], bool]] = {
            "the acts of a Desk": lambda: [one.act for one in desk.acts()] == self.acts,
            "the receipts of a Desk": lambda: waiting == set(self.acts) - set(self.receipts),
            "the livrets of a Desk": lambda: held == {one.digest for one in self.livrets},
            "a livret of a Desk": lambda: all(
                desk.livret(one.digest) == one.data for one in self.livrets[-4:] if one.digest in held
            ),
            "the version of a Desk": lambda: link.floor(J01) == self.version,
        }
        self.outcome.faults += [what for what, holds in expected.items() if not holds()]


class _Academy:
    """An academy that receives acts and publishes."""

    def __init__(self, root: Path, outcome: Outcome, rng: Random) -> None:
        self.root, self.outcome, self.rng = root, outcome, rng
        root.mkdir()
        url = SecretStr(f"sqlite:///{root / 'academy.sqlite'}")
        settings = Settings(data=root / "data", database_url=url, session=2018, port=0)
        self.world = World.create(settings)
        self.post = self.world.post(Role.PRESIDENT)
        with self.world.academy.database.writing() as connection:
            connection.execute(update(schema.token).values(expires="2999-01-01T00:00:00.000000Z"))
        app = create_app(self.world.academy, settings)
        self.client = TestClient(app, raise_server_exceptions=False, headers=self.post.headers)
        self.kept: list[str] = []

    def meet(self, times: int) -> None:
        """Send until the disk ends, so many times."""
        try:
            for _ in range(times):
                if self.outcome.seen():
                    break
                room = self.rng.randrange(ROOM // 6)
                with files_up_to(largest(self.root) + room):
                    self._until_refused()
                self.outcome.count("ends of the disk at the academy")
                if self.outcome.one_is_enough:
                    self._check()
            if not self._send():
                self.outcome.faults.append("the academy does not work again")
            self._check()
        finally:
            self.world.academy.database.close()

    def _until_refused(self) -> None:
        for _ in range(30):
            self.world.clock.time += timedelta(seconds=1)  # a post may not ask too often
            if not self._send():
                return
        self.outcome.count("ends of the disk never met")

    def _send(self) -> bool:
        while len(self.post.sent) - len(self.kept) < 10:
            self.post.act(read())
        answer = self.client.post(routes.ACTS, json={"acts": self.post.sent[len(self.kept) :]})
        if answer.status_code == 200:
            answers = answer.json()["answers"]
            self.kept += [one["receipt"] for one in answers if one["state"] == "kept"]
            self.outcome.count("acts kept at the academy", len(answers))
            return True
        code = answer.json().get("code", "") if "json" in answer.headers.get("content-type", "") else ""
        if not 500 <= answer.status_code < 600 or code not in {one.value for one in Code}:
            self.outcome.faults.append(f"the academy answered {answer.status_code} {code}")
        return False

    def _check(self) -> None:
        with self.world.academy.database.reading() as connection:
            rows = connection.scalar(select(func.count()).select_from(schema.act))
            effects = connection.scalar(select(func.count()).select_from(schema.livret_read))
            digests = set(connection.scalars(select(schema.act.c.digest)))
        told = {decode_receipt(Signed.from_bytes(base64.b64decode(one)).payload).digest for one in self.kept}
        if (rows, effects, digests) != (len(self.kept), len(self.kept), told):
            self.outcome.faults.append("the acts of the academy, or what they did")


def _swallowing(whole: Callable[..., None]) -> Callable[..., None]:
    def stage(*given: object) -> None:
        with suppress(Refusal):
            whole(*given)

    return stage
