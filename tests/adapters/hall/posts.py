# SPDX-License-Identifier: AGPL-3.0-or-later
"""Posts of one jury with real sealed stores and rooms on 127.0.0.1, which hold the academy's list and nothing else."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from threading import Condition

from lsl_desk.adapters.hall.asking import HttpWay
from lsl_desk.adapters.hall.halls import LocalHalls
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.client.hall.for_screens import HallNews
from lsl_desk.client.hall.hall import Hall
from lsl_desk.client.hall.values import PageTurn
from lsl_desk.client.link.boards import board_of
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.domain.acts import (
    Act,
    AttendanceTaken,
    Author,
    Body,
    DecisionTaken,
    MarkRaised,
    Member,
    Presence,
    Quality,
    Role,
    Ruling,
    SittingOpened,
)
from lsl_desk.domain.board import Board
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from tests.academy.model import CENTRE, NAME, START, AcademyModel, digest_of, livret_data
from tests.adapters.store.desks import make
from tests.fakes.desk import FixedClock

J01 = JuryId("J01")
NUMBERS = tuple(StudentNumber(f"040{at}") for at in range(1, 5))
PHILO = ExamCode("PHILO")
HERE = "127.0.0.1"
PRESENT = (
    Member("Camille Exemple", Quality.PRESIDENT, Presence.HERE),
    Member("Sacha Modèle", Quality.VICE_PRESIDENT, Presence.HERE),
)
AUTHORS = {
    "president": Author("Camille Exemple", Role.PRESIDENT),
    "vice": Author("Sacha Modèle", Role.VICE_PRESIDENT),
    "third": Author("Poste 3", Role.VICE_PRESIDENT),
}
SOON = 60.0
"""Seconds before a test that waits gives up."""


def academy() -> AcademyModel:
    """One that has published J01: four candidates with 8 in philosophy."""
    model = AcademyModel()
    given: dict[str, tuple[ExamMark, ...]] = {one: (ExamMark(PHILO, Decimal(3), Decimal(8)),) for one in NUMBERS}
    model.publish("J01", {one: livret_data(one) for one in NUMBERS}, marks=given)
    return model


@dataclass
class Post:
    """A post with its room."""

    store: SealedDesk
    author: Author
    moved: Condition = field(default_factory=Condition)
    turns: list[PageTurn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.link = self.store.link()
        self.halls = LocalHalls(self.link, near=HERE, port=0)
        self.hall = Hall(self.store.hall(), self.link, self.halls, FixedClock(), lambda: self.author, pause=0.05)
        self.hall.listen(self._hear)

    def _hear(self, news: HallNews) -> None:
        with self.moved:
            if isinstance(news, PageTurn):
                self.turns.append(news)
            self.moved.notify_all()

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for the news after which this holds."""
        with self.moved:
            assert self.moved.wait_for(holds, SOON), self.hall.status()

    def do(self, body: Body) -> Act:
        """Record an act, as a use case does."""
        act = self.store.record(J01, 1, body)
        self.hall.acts_wait()
        return act

    def raised(self, number: StudentNumber, before: str, after: str, seen: int = 0) -> Act:
        return self.do(MarkRaised(number, PHILO, Decimal(before), Decimal(after), seen, "travail constant"))

    def decided(self, number: StudentNumber) -> Act:
        seen = self.board().dossier(number)
        assert seen is not None
        return self.do(DecisionTaken(number, Ruling.ADMIS, "", seen.digest, seen.points, 0, ""))

    def joins(self, host: "Post") -> None:
        status = host.hall.status()
        self.hall.join(J01, status.addresses[0], status.code)

    def acts(self) -> list[Act]:
        """What the board is made of, in order."""
        return [one.act for one in self.store.sittings().acts(J01)]

    def board(self) -> Board:
        return board_of(self.link, J01)

    def says(self) -> list[object]:
        """All that the board says, to compare with another post's."""
        board = self.board()
        cells = [(board.mark(one, PHILO), board.dossier(one)) for one in NUMBERS]
        return [*((cell, seen and seen.decision) for cell, seen in cells), board.conflicts, board.opened()]

    def mark(self, number: StudentNumber) -> Decimal | None:
        cell = self.board().mark(number, PHILO)
        return None if cell is None else cell.value

    def line_down(self) -> Callable[[], None]:
        """The network goes for this guest; what is returned brings it back."""
        visiting = self.hall._guest
        assert visiting is not None
        way = visiting[2]
        assert isinstance(way, HttpWay)
        wire = way._wire
        with wire._guard:
            for one in wire._open:
                cut(one)
            wire._open = Down(wire._open)

        def back() -> None:
            with wire._guard:
                wire._open = set(wire._open)

        return back


class Down(set[socket.socket]):
    """The connections of a guest whose network is down: each that is made is cut."""

    def add(self, one: socket.socket) -> None:
        super().add(one)
        cut(one)


def cut(one: socket.socket) -> None:
    """As `Wire.close` does."""
    with suppress(OSError):
        socket.socket.shutdown(one, socket.SHUT_RDWR)


@contextmanager
def posts(folder: Path, model: AcademyModel, *names: str) -> Iterator[tuple[Post, ...]]:
    """These posts, enrolled, with the list and the livrets of J01."""
    with ExitStack() as stack:
        made = []
        for name in names:
            author = AUTHORS[name]
            store = make(folder / name)
            stack.callback(store.close)
            store.take_seat(author)
            link = store.link()
            model.take_post(link.public, author.role)
            url = "https://academie.example"
            link.pin(PinnedAcademy(url, NAME, model.key.public.raw, author.name, author.role, CentreId(CENTRE)))
            link.stage([(digest_of(livret_data(one)), livret_data(one)) for one in NUMBERS])
            link.commit_version(model.manifest(J01), START)
            one = Post(store, author)
            stack.callback(one.hall.close)
            made.append(one)
        yield tuple(made)


def opened(one: Post) -> None:
    """The sitting begins."""
    one.do(AttendanceTaken(PRESENT))
    one.do(SittingOpened())
