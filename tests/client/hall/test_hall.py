# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the room without server decides, without a network: tries, who may send what, levelling, an end."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Condition

import pytest

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.hall.for_screens import ActsCame, HallNews
from lsl_desk.client.hall.guest import Guest
from lsl_desk.client.hall.hall import Hall
from lsl_desk.client.hall.host import LINES, SILENT, Host
from lsl_desk.client.hall.tries import TRIES, WAIT, Tries
from lsl_desk.client.hall.values import PageTurn, Part
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.domain.acts import Author, LivretRead, Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from tests.academy.fake import FakeAcademy
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import AcademyModel
from tests.client.hall.halls import DirectWay, FakeHalls, MemoryHall
from tests.client.link.posts import pinned
from tests.fakes.desk import FixedClock

J01, J02, N0417 = JuryId("J01"), JuryId("J02"), StudentNumber("0417")
READ = LivretRead(N0417, Digest("a" * 64), ("1.0",), "académie")
PRESIDENT, VICE = Author("Camille Exemple", Role.PRESIDENT), Author("Sacha Modèle", Role.VICE_PRESIDENT)
SOON = 20.0


class Seat:
    """A post, its room, and what its screens are told."""

    def __init__(self, seed: int, author: Author, model: AcademyModel | None = None) -> None:
        self.author = author
        self.store = SigningStore(seed, author)
        self.link = MemoryLink(self.store)
        if model is not None:
            self.academy = FakeAcademy(model, self.link, model.key.public.raw)
            self.link.pin(pinned(model))
            model.take_post(self.link.public, author.role)
        self.kept = MemoryHall(self.link)
        self.halls = FakeHalls(self.kept.device())
        self.hall = Hall(self.kept, self.link, self.halls, FixedClock(), lambda: self.author, pause=0.01)
        self.news: list[HallNews] = []
        self._heard = Condition()
        self.hall.listen(self._hear)

    def _hear(self, news: HallNews) -> None:
        with self._heard:
            self.news.append(news)
            self._heard.notify_all()

    def until(self, holds: Callable[[], object]) -> None:
        with self._heard:
            assert self._heard.wait_for(holds, SOON), self.hall.status()

    def reads(self) -> None:
        self.store.record(J01, 1, READ)
        self.hall.acts_wait()

    def sends(self) -> None:
        send_acts(self.academy, self.link)

    def pulls(self) -> None:
        pull_feed(self.academy, self.link, J01)


def pair(model: AcademyModel | None = None) -> tuple[Seat, Seat]:
    one, other = Seat(1, PRESIDENT, model), Seat(2, VICE, model)
    other.halls.others = one.halls
    return one, other


@pytest.fixture
def two() -> Iterator[tuple[Seat, Seat]]:
    one, other = pair(AcademyModel())
    yield one, other
    other.hall.close()
    one.hall.close()


def joined(one: Seat, other: Seat) -> DirectWay:
    status = one.hall.open(J01)
    other.hall.join(J01, status.addresses[0], status.code)
    return other.halls.ways[-1]


def test_five_tries_then_a_wait_whoever_leaves_in_the_middle() -> None:
    now = [100.0]
    tries = Tries(lambda: now[0])
    for left in range(TRIES - 1, 0, -1):
        tries.begin()
        assert tries.wrong().facts == {"left": left}
    tries.begin()  # and no word of it: the line was cut
    for waited, minutes in ((0.0, 5), (61.0, 4), (WAIT - 1, 1)):
        now[0] = 100.0 + waited
        with pytest.raises(Refusal) as refused:
            tries.begin()
        assert refused.value.facts == {"minutes": minutes}
    now[0] = 100.0 + WAIT
    tries.begin()
    assert tries.wrong().facts == {"left": 4}
    tries.right()
    tries.begin()
    assert tries.wrong().facts == {"left": 4}


def test_only_who_heads_a_jury_opens_a_room_and_a_computer_may_refuse(two: tuple[Seat, Seat]) -> None:
    one, _ = two
    one.author = Author("Chef de centre", Role.CHEF_DE_CENTRE)
    with pytest.raises(Refusal) as refused:
        one.hall.open(J01)
    assert refused.value.code is Code.HALL_HEAD_ONLY
    one.author, one.halls.blocked = PRESIDENT, True
    with pytest.raises(Refusal):
        one.hall.open(J01)
    assert one.hall.status().part is Part.NONE


def test_a_wrong_code_or_no_room_leaves_this_post_where_it_is(two: tuple[Seat, Seat]) -> None:
    one, other = two
    with pytest.raises(Refusal) as refused:
        other.hall.join(J01, "192.168.1.9", "000001")
    assert refused.value.code is Code.HALL_UNREACHABLE
    joined(one, other)
    with pytest.raises(Refusal) as refused:
        other.hall.join(J01, "", "000009")
    assert refused.value.facts == {"left": TRIES - 1}
    assert other.hall.status().part is Part.GUEST


def test_what_is_asked_outside_of_a_room_does_nothing(two: tuple[Seat, Seat]) -> None:
    one, other = two
    one.reads()
    one.hall.feed_moved(J01)
    one.hall.turn_page(J01, N0417, 1)
    assert one.hall.renew_code().part is one.hall.leave().part is Part.NONE
    joined(one, other)
    assert one.hall.renew_code().code == "000002"
    one.hall.turn_page(J02, N0417, 1)
    one.hall.feed_moved(J02)
    one.hall.feed_moved(J01)
    one.hall.turn_page(J01, N0417, 2)
    one.hall.turn_page(J01, N0417, 2)
    other.until(lambda: PageTurn(J01, N0417, 2) in other.news)
    one.reads()
    other.until(lambda: ActsCame(J01) in other.news)
    one.hall.acts_wait()  # nothing new to place
    assert [news for news in other.news if isinstance(news, PageTurn)] == [PageTurn(J01, N0417, 2)]


def test_a_disk_that_refuses_a_place_loses_no_act(two: tuple[Seat, Seat], monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = two
    one.hall.open(J01)

    def full(*_given: object) -> int:
        raise Refusal(Code.DISK_FULL)

    with monkeypatch.context() as patched:
        patched.setattr(MemoryHall, "order", full)
        one.reads()
    assert one.kept.rows == []
    one.reads()
    assert len(one.kept.rows) == 2


def test_many_acts_come_in_several_answers(two: tuple[Seat, Seat]) -> None:
    one, other = two
    for _ in range(LINES + 20):
        one.store.record(J01, 1, READ)
    joined(one, other)
    other.until(lambda: len(other.kept.rows) == LINES + 20)
    assert other.link.waiting(J01) == one.link.waiting(J01)


def test_many_acts_go_in_several_requests(two: tuple[Seat, Seat]) -> None:
    one, other = two
    for _ in range(60):
        other.store.record(J01, 1, READ)
    way = joined(one, other)
    one.until(lambda: len(one.kept.rows) == 60)
    other.until(lambda: {"send 50", "send 10"} <= set(way.asked))


def test_a_room_that_is_over_is_asked_nothing_more(two: tuple[Seat, Seat]) -> None:
    one, other = two
    way = joined(one, other)
    other.until(lambda: other.hall.status().seated)
    way.trouble += [Refusal(Code.HALL_OVER)] * 2
    other.reads()
    other.until(lambda: other.hall.status().over)
    assert other.hall.status().problem is not None
    threads = list(other.hall._threads)
    one.hall.turn_page(J01, N0417, 1)  # whoever still waits for an answer gets it
    for thread in threads:
        thread.join(SOON)
    assert not any(thread.is_alive() for thread in threads)
    other.hall.join(J01, "", one.hall.status().code)
    assert not other.hall.status().over


def host_of(seat: Seat, ticks: Callable[[], float] = lambda: 0.0) -> Host:
    return Host(
        J01,
        seat.author,
        seat.kept,
        seat.link,
        FixedClock(),
        moved=lambda: None,
        acts_came=lambda: None,
        ticks=ticks,
    )


def carried(seat: Seat, jury: JuryId = J01) -> CarriedAct:
    seat.store.record(jury, 1, READ)
    one = seat.store.signed[-1]
    return CarriedAct(one.act, one.digest, one.envelope, seat.store.key.public.raw)


def test_the_room_takes_what_its_posts_did_and_nothing_of_a_stranger_a_fork_or_another_jury() -> None:
    one, other = pair()
    third = Seat(3, VICE)
    host, device = host_of(one), other.kept.device()
    host.enter(device, VICE)
    good, elsewhere, strange = carried(other), carried(other, J02), carried(third)
    fork = replace(good, act=replace(good.act, act=elsewhere.act.act))
    assert host.receive(device, [good, elsewhere, strange]) != ()
    told = host.receive(device, [good, fork, elsewhere, strange])
    assert [one.problem.code for one in told] == [Code.CHAIN_FORKED, Code.HALL_OTHER_JURY, Code.HALL_STRANGER]
    assert [row.carried for row in one.kept.rows] == [good]
    # Once a post is in, another one may bring what it had of it; and nobody changes quality.
    host.enter(third.kept.device(), VICE)
    assert host.receive(device, [strange]) == ()
    other.store.author = PRESIDENT
    (refused,) = host.receive(device, [carried(other)])
    assert refused.problem.code is Code.ROLE_OTHER


def test_a_post_that_falls_silent_is_away_and_back_when_it_is_heard() -> None:
    one, other = pair()
    now = [0.0]
    host, device = host_of(one, lambda: now[0]), other.kept.device()
    host.enter(device, VICE)
    assert [seat.here for seat in host.seated] == [True, True]
    now[0] = SILENT + 1
    assert [seat.here for seat in host.seated] == [True, False]
    assert [seat.here for seat in host.follow(device, 0, 0, 0.0).seated] == [True, True]
    host.code_drawn()
    host.close()
    assert host.follow(device, 0, 10**6, SOON).lines == ()


def test_each_gives_the_other_what_the_academy_ordered(two: tuple[Seat, Seat]) -> None:
    one, other = two
    one.reads()
    one.sends()
    one.pulls()
    joined(one, other)
    other.until(lambda: other.link.feed_head(J01).sequence == 1)
    one.reads()
    one.sends()
    other.pulls()
    one.hall.turn_page(J01, N0417, 1)  # any news: the other then tells what it has more
    one.until(lambda: one.link.feed_head(J01).sequence == 2)
    assert one.halls.host is not None
    one.halls.host.take_feed(other.link.feed(J01))
    assert one.link.feed(J01) == other.link.feed(J01)


def test_two_orders_of_one_academy_are_left_as_they_are(two: tuple[Seat, Seat]) -> None:
    one, other = two
    one.reads()
    one.sends()
    one.pulls()
    other.link.keep_feed(
        J01, [replace(one.link.feed(J01)[0], receipt=replace(one.link.feed(J01)[0].receipt, chain=NO_CHAIN))]
    )
    one.reads()
    one.sends()
    one.pulls()
    way = joined(one, other)
    other.until(lambda: other.hall.status().last is not None and "feed" in way.asked)
    one.reads()
    other.until(lambda: len(other.kept.rows) == 1)
    assert way.asked.count("feed") == 1
    assert other.link.feed_head(J01).sequence == 1


def guest_of(seat: Seat, way: DirectWay) -> Guest:
    return Guest(
        J01,
        way,
        seat.kept,
        seat.link,
        FixedClock(),
        moved=lambda: None,
        acts_came=lambda: None,
        turned=lambda _turn: None,
        pause=0.0,
    )


def test_a_fault_while_levelling_is_the_network_s(two: tuple[Seat, Seat]) -> None:
    one, other = two
    one.reads()
    one.sends()
    one.pulls()
    host, device = host_of(one), other.kept.device()
    host.enter(device, VICE)
    assert host.academy == one.kept.signer() != b""

    class Cut(DirectWay):
        def feed(self, after: int, academy: bytes) -> tuple[()]:
            del after, academy
            raise Refusal(Code.HALL_UNREACHABLE, address=self.address)

    guest = guest_of(other, Cut(host, device))
    assert not guest._try(guest._take)
    assert guest.problem is not None
    assert guest.problem.code is Code.HALL_UNREACHABLE
    # Without an academy, or with another one, there is nothing to level.
    other.link.pinned = None
    assert guest._try(guest._take)
    guest.close()
    assert not guest._try(guest._take), "who has left says nothing of what failed afterwards"
    assert guest.problem is None


def test_who_left_is_told_nothing_more(two: tuple[Seat, Seat]) -> None:
    one, other = two
    joined(one, other)
    other.until(lambda: other.hall.status().seated)
    one.hall.close()
    told = len(one.news)
    other.hall.leave()
    assert other.hall.status().part is Part.NONE
    assert len(one.news) == told
