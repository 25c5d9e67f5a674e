# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever is done, sent and lost in whatever order, all posts of a room come to one board; the academy to the same."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.guest import Guest
from lsl_desk.client.hall.host import Host
from lsl_desk.client.hall.values import Followed, NotTaken
from lsl_desk.client.link.boards import board_of
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.domain.acts import AttendanceTaken, Author, MarkRaised, Member, Presence, Quality, Role, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from tests.academy.fake import FakeAcademy
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import START, AcademyModel, livret_data
from tests.client.hall.halls import DirectWay, MemoryHall
from tests.client.link.posts import pinned
from tests.fakes.desk import FixedClock

J01, PHILO = JuryId("J01"), ExamCode("PHILO")
NUMBERS = tuple(StudentNumber(f"040{at}") for at in range(1, 4))
HERE = (
    Member("Camille Exemple", Quality.PRESIDENT, Presence.HERE),
    Member("Sacha Modèle", Quality.VICE_PRESIDENT, Presence.HERE),
)
AUTHORS = (
    Author("Camille Exemple", Role.PRESIDENT),
    Author("Sacha Modèle", Role.VICE_PRESIDENT),
    Author("Poste 3", Role.VICE_PRESIDENT),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("raise"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.sampled_from(("send", "take")), st.integers(1, 2), st.integers(0, 1)),
    ),
    max_size=40,
)


def _nothing() -> None:
    """Nobody is told."""


class AtOnce(DirectWay):
    """A way on which nobody waits; an answer may be lost once the other side has done what was asked."""

    lose = False

    def follow(self, after: int, seen: int) -> Followed:
        self._ask("follow")
        news = self._host.follow(self._device, after, seen, 0.0)
        self._arrives()
        return news

    def send(self, acts: Sequence[CarriedAct]) -> tuple[NotTaken, ...]:
        answer = super().send(acts)
        self._arrives()
        return answer

    def _arrives(self) -> None:
        lost, self.lose = self.lose, False
        if lost:
            raise Refusal(Code.HALL_UNREACHABLE, address=self.address)


class Three:
    """Three posts of one jury, the first of which opened a room."""

    def __init__(self) -> None:
        self.model = AcademyModel()
        marks: dict[str, tuple[ExamMark, ...]] = {one: (ExamMark(PHILO, Decimal(3), Decimal(8)),) for one in NUMBERS}
        self.model.publish("J01", {one: livret_data(one) for one in NUMBERS}, marks=marks)
        self.links = [self._link(seed, author) for seed, author in enumerate(AUTHORS, start=1)]
        self.kept = [MemoryHall(link) for link in self.links]
        first = self.links[0].store
        first.record(J01, 1, AttendanceTaken(HERE))
        first.record(J01, 1, SittingOpened())
        self.host = Host(J01, AUTHORS[0], self.kept[0], self.links[0], FixedClock(), moved=_nothing, acts_came=_nothing)
        self.ways: dict[int, AtOnce] = {}
        self.guests: dict[int, Guest] = {}
        for at in (1, 2):
            device = self.kept[at].device()
            self.host.enter(device, AUTHORS[at])
            self.ways[at] = AtOnce(self.host, device)
            self.guests[at] = Guest(
                J01,
                self.ways[at],
                self.kept[at],
                self.links[at],
                FixedClock(),
                moved=_nothing,
                acts_came=_nothing,
                turned=lambda _turn: None,
                pause=0.0,
            )

    def _link(self, seed: int, author: Author) -> MemoryLink:
        link = MemoryLink(SigningStore(seed, author))
        link.pin(replace(pinned(self.model), role=author.role))
        link.commit_version(self.model.manifest(J01), START)
        self.model.take_post(link.public, author.role)
        return link

    def do(self, what: str, at: int, which: int) -> None:
        if what == "raise":
            board, number = board_of(self.links[at], J01), NUMBERS[which]
            cell = board.mark(number, PHILO)
            assert cell is not None
            assert cell.value is not None
            if board.opened() and not board.disputed(number, PHILO) and cell.value < 20:
                raised = MarkRaised(number, PHILO, cell.value, cell.value + 1, cell.version, "travail constant")
                self.links[at].store.record(J01, 1, raised)
                self.host.recorded()
            return
        guest = self.guests[at]
        self.ways[at].lose = bool(which)
        guest._try(guest._send if what == "send" else guest._take)

    def settled(self) -> None:
        """All that waits is sent and taken."""
        for _ in range(2):
            for at in (1, 2):
                self.do("send", at, 0)
            for at in (1, 2):
                self.do("take", at, 0)

    def orders(self) -> list[list[str]]:
        return [[act.act for act in link.waiting(J01)] for link in self.links]

    def boards(self) -> list[object]:
        boards = [board_of(link, J01) for link in self.links]
        return [([board.mark(one, PHILO) for one in NUMBERS], board.conflicts) for board in boards]


@settings(max_examples=40)
@given(STEPS)
def test_one_board_in_the_room_and_the_same_at_the_academy(steps: list[tuple[str, int, int]]) -> None:
    three = Three()
    for step in steps:
        three.do(*step)
    three.settled()
    orders, boards = three.orders(), three.boards()
    assert orders == [orders[0]] * 3
    assert boards == [boards[0]] * 3
    assert len(orders[0]) == sum(len(link.store.signed) for link in three.links)

    ways = [FakeAcademy(three.model, link, three.model.key.public.raw) for link in three.links]
    for _ in range(len(orders[0]) + 1):
        for way, link in zip(ways, three.links, strict=True):
            pull_feed(way, link, J01)
            send_acts(way, link, before=link.held_back())
    for way, link in zip(ways, three.links, strict=True):
        pull_feed(way, link, J01)
    assert three.model.ranks("J01") == orders[0]
    assert three.boards() == boards
    assert three.orders() == [[], [], []]
