# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve over real HTTP and sealed stores: two posts of a centre, its president’s, an academy that goes away."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.store import opening
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.client.link.values import PinnedAcademy
from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.preparation import Preparation
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import Sent
from lsl_desk.domain.acts import Author, Entry, OfficeTold, Role, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.academy.loopback import Loopback, serving
from tests.academy.model import CENTRE, NAME, AcademyModel, livret_data
from tests.adapters.store.desks import CHEAP, PASSPHRASE, refusal_of
from tests.fakes.desk import MemoryStore
from tests.fakes.outside import Around
from tests.fakes.source import inspect_text
from tests.server.world import attending

J01 = JuryId("J01")
FIVE = tuple(f"043{digit}" for digit in range(2, 7))
QUICK = Timeouts(connect=2.0, read=5.0, life=0.3, probe=0.3)
FOUR_O_CLOCK = datetime(2018, 7, 2, 14, 0, tzinfo=UTC)
HEAD = Author("Chef de centre d’essai", Role.CHEF_DE_CENTRE)
PRESIDENT = Author("Présidente d’essai", Role.PRESIDENT)


class Watch:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = FOUR_O_CLOCK

    def now(self) -> datetime:
        return self.at

    def later(self, minutes: int) -> datetime:
        self.at += timedelta(minutes=minutes)
        return self.at


class Seat:
    """A post: a sealed store on a disk, its liaison over HTTP, and its eve."""

    def __init__(self, root: Path, academy: "Academy", author: Author) -> None:
        self.watch = Watch()
        self.store = opening.create_store(DataFolder(root), PASSPHRASE, author, self.watch, cost=CHEAP)
        self.link = self.store.link()
        academy.model.take_post(self.link.public, author.role)
        key = academy.model.key.public.raw
        self.link.pin(PinnedAcademy(academy.url, NAME, key, author.name, author.role, CENTRE))
        self.liaison = Liaison(
            store=self.store,
            link=self.link,
            academies=HttpAcademies(self.link, self.watch, timeouts=QUICK),
            inspect_later=lambda data: lambda: inspect_text(data),
            clock=self.watch,
            take_seat=self.store.take_seat,
            erase=lambda: None,
        )
        outside = replace(Around(MemoryStore()).outside, whose=self.liaison.whose)
        recorder = Recorder(self.store, lambda: self.store.author, self.liaison.acts_wait)
        self.desk = Preparation(Eve(self.store, self.store.eve()), recorder, outside)

    def exchange(self) -> None:
        """What the threads of the link do by themselves: what waits goes, what is new comes."""
        self.liaison.send()
        self.liaison.sync()

    def close(self) -> None:
        self.liaison.close()
        self.store.close()


class Academy:
    """A served academy, that may go away and come back at another address."""

    def __init__(self) -> None:
        self.model = AcademyModel()
        self.url = ""
        self.loop: Loopback | None = None
        self._open = ExitStack()

    def publish(self, heads: dict[Role, str] | None = None) -> None:
        livrets = {number: livret_data(number) for number in ("0417", "0418")}
        made = self.model.publish(J01, livrets, papers=FIVE, sitting=FOUR_O_CLOCK + timedelta(hours=17))
        self.model.juries[J01].versions[-1] = replace(made, heads=dict(heads or {}))

    def come(self) -> None:
        self.loop, self.url = self._open.enter_context(serving(self.model))

    def go(self) -> None:
        self._open.close()


@pytest.fixture
def academy() -> Iterator[Academy]:
    made = Academy()
    made.publish()
    made.come()
    yield made
    made.go()


@pytest.fixture
def seats(tmp_path: Path, academy: Academy) -> Iterator[tuple[Seat, Seat]]:
    """Two posts of the centre's head."""
    pair = (Seat(tmp_path / "one", academy, HEAD), Seat(tmp_path / "two", academy, HEAD))
    for one in pair:
        one.exchange()
    yield pair
    for one in pair:
        one.close()


def test_four_of_five_then_five_of_five_on_two_posts(seats: tuple[Seat, Seat]) -> None:
    one, two = seats
    for text in ("0432", "433", "*0434*"):
        one.desk.receive_paper(text, Entry.SCANNED)
    one.exchange()
    two.exchange()
    assert two.desk.presence(J01).paper == (3, 5)
    assert two.desk.receive_paper("0435", Entry.TYPED).count == (4, 5)
    already = two.desk.receive_paper("0432", Entry.SCANNED)
    assert already.already == FOUR_O_CLOCK
    two.exchange()
    one.exchange()
    assert one.desk.presence(J01).paper == (4, 5)
    assert one.desk.receive_paper("0436", Entry.TYPED).count == (5, 5)
    missing = [line.number for line in one.desk.presence(J01).lines if not line.present]
    assert missing == []


def test_a_message_written_while_the_academy_is_away_goes_on_its_return_with_its_time(
    seats: tuple[Seat, Seat], academy: Academy
) -> None:
    one, two = seats
    academy.go()
    written = one.watch.later(5)
    one.desk.tell_office(J01, StudentNumber("0433"), "Le livret papier n’est pas arrivé")
    assert refusal_of(one.liaison.send) in {Code.NET_REFUSED, Code.NET_CUT}
    assert [(said.written, said.sent, said.rank) for said in one.desk.messages(J01)] == [(written, Sent.HERE, 0)]
    one.watch.later(90)
    academy.come()
    one.liaison.move(academy.url)
    one.exchange()
    (act,) = [line.act for line in academy.model.juries[J01].feed]
    assert isinstance(act.body, OfficeTold)
    assert (act.time, act.body.text) == (written, "Le livret papier n’est pas arrivé")
    assert [(said.written, said.sent, said.rank) for said in one.desk.messages(J01)] == [(written, Sent.RECEIVED, 1)]
    two.liaison.move(academy.url)
    two.exchange()
    assert [said.text for said in two.desk.messages(J01)] == ["Le livret papier n’est pas arrivé"]


def test_a_newer_name_of_the_office_is_proposed_on_every_post_of_the_centre(
    seats: tuple[Seat, Seat], academy: Academy
) -> None:
    one, two = seats
    one.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    one.exchange()
    academy.publish({Role.PRESIDENT: "Anne Petit"})
    for seat in (one, two):
        seat.exchange()
        (president, _) = seat.desk.heads(J01).seats
        assert (president.name, president.office, president.proposed) == ("Claire Roy", "Anne Petit", True)
    two.desk.keep_ours(J01, Role.PRESIDENT)
    two.exchange()
    one.exchange()
    assert not one.desk.heads(J01).seats[0].proposed


def test_a_name_given_after_the_opening_is_refused_and_changes_nothing(
    tmp_path: Path, seats: tuple[Seat, Seat], academy: Academy
) -> None:
    one, two = seats
    one.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    one.exchange()
    president = Seat(tmp_path / "president", academy, PRESIDENT)
    president.exchange()
    assert refusal_of(lambda: president.desk.name_head(J01, Role.PRESIDENT, "Moi")) is Code.CENTRE_HEAD_ONLY
    president.store.record(J01, 1, attending())
    president.store.record(J01, 1, SittingOpened())
    president.exchange()
    late = two.desk.name_head(J01, Role.PRESIDENT, "Paul Vidal")
    assert late.seats[0].name == "Paul Vidal", "this post has not heard of the opening"
    two.exchange()
    assert [refused.receipt.code for refused in two.liaison.status().refused] == ["sitting_opened"]
    one.exchange()
    for seat in (one, two, president):
        heads = seat.desk.heads(J01)
        assert (heads.seats[0].name, heads.locked) == ("Claire Roy", True)
    with pytest.raises(Refusal) as refused:
        one.desk.name_head(J01, Role.PRESIDENT, "Paul Vidal")
    assert refused.value.code is Code.SITTING_OPENED
    president.close()


def test_a_strangers_centre_and_the_schools_to_call_come_from_the_academy(
    seats: tuple[Seat, Seat], academy: Academy
) -> None:
    one, _ = seats
    academy.model.papers["0902"] = [("0990020B", "Lycée Exemple")]
    academy.model.schools[J01] = {"0433": ("Lycée des Tilleuls", "01 98 76 54 32")}
    academy.model.help_phone = "01 98 76 54 00"
    with pytest.raises(Refusal) as refused:
        one.desk.receive_paper("*0902*", Entry.SCANNED)
    assert refused.value.facts == {"number": "0902", "centre": "0990020B, Lycée Exemple"}
    one.exchange()
    academy.go()
    assert refusal_of(lambda: one.desk.receive_paper("0902", Entry.SCANNED)) is Code.NUMBER_NOWHERE
    line = next(said for said in one.desk.presence(J01).lines if said.number == "0433")
    assert line.school == "Lycée des Tilleuls, 01 98 76 54 32"
    assert one.desk.help_phone() == "01 98 76 54 00"
