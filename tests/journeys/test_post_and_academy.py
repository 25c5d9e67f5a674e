# SPDX-License-Identifier: AGPL-3.0-or-later
"""A post and the real server over real HTTP: fetch, send, follow, disagree, be corrected, be withdrawn."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from pydantic import SecretStr

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.client.link.for_screens import JuryMoved, News, Withdrawn
from lsl_desk.client.link.liaison import Liaison
from lsl_desk.client.link.values import Network, PinnedAcademy
from lsl_desk.domain.acts import LivretRead, MarkRaised, Role, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import CentreId, JuryId, StudentNumber
from lsl_desk.domain.manifest import PaperList
from lsl_desk.server.app import create_app
from lsl_desk.server.db.engine import Database
from lsl_desk.server.db.migrate import migrate
from lsl_desk.server.settings import Settings
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import digest_of, livret_data
from tests.client.link.rooms import until
from tests.fakes.desk import FixedClock
from tests.fakes.source import inspect_text
from tests.server.serving import serving
from tests.server.world import Post, World, attending

J01, N0417 = JuryId("J01"), StudentNumber("0417")
ONE, TWO, CORRECTED = livret_data("0417", 1), livret_data("0432", 1), livret_data("0432", 1, padding=640)


class Seat:
    """A post of the real server: its key is enrolled, its store is in memory."""

    def __init__(self, url: str, world: World, post: Post) -> None:
        self.store = SigningStore()
        self.store.key = post.key
        self.link = MemoryLink(self.store)
        key = world.academy.key.public.raw
        self.link.pin(PinnedAcademy(url, "Académie", key, "Poste", post.role, CentreId("0750001Z")))
        self.news: Queue[News] = Queue()
        self.erased = 0
        self.liaison = Liaison(
            store=self.store,
            link=self.link,
            academies=HttpAcademies(self.link, FixedClock()),
            inspect_later=lambda data: lambda: inspect_text(data),
            clock=FixedClock(),
            take_seat=lambda _: None,
            erase=self._erase,
        )
        self.liaison.listen(self.news.put)

    def read(self) -> None:
        self.store.record(J01, 1, LivretRead(N0417, digest_of(ONE), ("1.0",), "académie"))

    def open(self) -> None:
        for body in (attending(), SittingOpened()):
            self.store.record(J01, 1, body)

    def raised(self, after: int) -> None:
        self.store.record(J01, 1, MarkRaised(N0417, "PHILO", Decimal(9), Decimal(after), 0, "relu"))

    def until(self, wanted: News | type[News]) -> None:
        until(self.news, lambda news: isinstance(news, wanted) if isinstance(wanted, type) else news == wanted)

    def _erase(self) -> None:
        self.erased += 1


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    url = f"sqlite:///{tmp_path / 'academy.sqlite'}"
    database = Database(url)
    migrate(database)
    database.close()
    settings = Settings(data=tmp_path / "data", database_url=SecretStr(url), session=2018, port=0)
    made = World.create(settings)
    made.livret("J01", "0417", ONE)
    made.livret("J01", "0432", TWO)
    made.publish()
    yield made
    made.academy.database.close()


@pytest.fixture
def seats(world: World, tmp_path: Path) -> Iterator[tuple[Seat, Seat, Post]]:
    """The president's post and the vice-president's, and what the server knows of the first."""
    settings = Settings(data=tmp_path / "data", session=2018, port=0)
    first, second = world.post(Role.PRESIDENT, "J01"), world.post(Role.PRESIDENT, "J01")
    with serving(create_app(world.academy, settings)) as url:
        made = Seat(url, world, first), Seat(url, world, second)
        yield (*made, first)
        for one in made:
            one.liaison.close()


def test_a_jury_is_fetched_and_a_correction_costs_one_livret(world: World, seats: tuple[Seat, Seat, Post]) -> None:
    one, _, _ = seats
    (done,) = one.liaison.sync().done
    assert (done.fetched, done.missing, one.store.jury(J01).version) == (2, (), 1)
    assert one.liaison.check_pages() == 2
    assert one.store.anomalies(J01) == ()
    world.livret("J01", "0432", CORRECTED)
    world.publish()
    (done,) = one.liaison.sync().done
    assert (done.version, done.fetched, done.changed, done.kept) == (2, 1, 1, 1)


def test_acts_arrive_once_and_the_other_post_has_them_by_itself(seats: tuple[Seat, Seat, Post]) -> None:
    one, other, _ = seats
    one.liaison.sync()
    other.liaison.sync()
    lane = Thread(target=other.liaison.follow)
    lane.start()
    one.open()
    one.read()
    one.raised(11)
    assert one.liaison.send().left == 0
    assert one.liaison.send().sent == 0
    other.until(JuryMoved(J01, acts=True))
    other.raised(12)
    assert other.liaison.send().refused == ()
    one.liaison.sync()
    (conflict,) = one.liaison.conflicts(J01)
    assert (conflict.stands, conflict.proposed.value) == (Decimal(11), Decimal(12))
    other.liaison.close()
    lane.join()
    assert [line.receipt.sequence for line in one.link.feed(J01)] == [1, 2, 3, 4, 5]


def test_a_withdrawn_post_sends_its_acts_then_erases_itself(world: World, seats: tuple[Seat, Seat, Post]) -> None:
    one, other, post = seats
    one.liaison.sync()
    one.read()
    world.revoke(post)
    report = one.liaison.send()
    assert (report.left, report.revoked, report.reason, one.erased) == (0, True, "perdu", 1)
    assert [refused.receipt.code for refused in report.refused] == ["device_revoked"]
    one.until(Withdrawn)
    other.liaison.sync()
    assert len(other.link.feed(J01)) == 1


def test_a_centre_head_is_told_what_the_eve_asks_and_a_president_is_not(world: World, tmp_path: Path) -> None:
    phone = "01\u00a099\u00a000\u00a000\u00a017"
    with world.together():
        blank = dict.fromkeys(("name", "usage_name", "first_names", "third_name", "ine", "division"), "")
        world.insert("school", {"id": "0999991A", "name": "Lycée Exemple", "phone": phone})
        paper = {"jury": "J01", "number": "0902", "rank": 9, "pv": "9", "cyclades": "", "serie": "ES", "reason": ""}
        world.insert("candidate", {**paper, "format": "papier"})
        world.insert("identity", {"jury": "J01", "number": "0902", "school": "0999991A", **blank})
        world.insert("paper_list", {"jury": "J01", "made": "2018-07-02T15:30:00.000000Z"})
        world.insert("paper_listed", {"jury": "J01", "number": "0902"})
    presiding, head = world.post(Role.PRESIDENT, "J01"), world.post(Role.CHEF_DE_CENTRE)
    world.publish()
    settings = Settings(data=tmp_path / "data", session=2018, port=0, help_phone=phone)
    with serving(create_app(world.academy, settings)) as url:
        first, second = (
            HttpAcademies(Seat(url, world, post).link, FixedClock()).open(url, world.academy.key.public.raw, Network())
            for post in (head, presiding)
        )
        assert first.device().help_phone == phone
        assert first.schools(J01) == {"0902": f"Lycée Exemple, {phone}"}
        assert first.whose("0902") == ("0750001Z, Lycée inventé",)
        signed = second.manifest(J01, None)
        assert signed is not None
        assert (signed.manifest.ocean or PaperList(FixedClock().now(), ())).numbers == ("0902",)
        assert signed.manifest.heads == {Role.PRESIDENT: "Personne inventée"}
        for ask in (lambda: second.schools(J01), lambda: second.whose("0902")):
            with pytest.raises(Refusal) as refused:
                ask()
            assert refused.value.code is Code.FORBIDDEN
        first.close()
        second.close()
