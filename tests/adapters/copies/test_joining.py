# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury that was read from a plan de secours joins the academy's journal once its post is enrolled: once (J3, 6)."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.client.link.boards import board_of
from lsl_desk.client.link.ports import Academy
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.link.values import Network, PinnedAcademy
from lsl_desk.domain.acts import AttendanceTaken, LivretRead, MarkRaised, Member, Presence, Quality, Role, SittingOpened
from lsl_desk.domain.ids import CentreId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.pages.lane import PageLane
from tests.academy.loopback import serving
from tests.academy.model import CENTRE, NAME, AcademyModel
from tests.adapters.copies.centre import J01, Post, paging, post
from tests.builders import livret_pdf


@pytest.fixture(scope="module")
def lane() -> Iterator[PageLane]:
    with paging() as made:
        yield made


pytestmark = pytest.mark.keeps_alive("the page workers are those of the module")


def enrolled(one: Post, model: AcademyModel, url: str) -> Academy:
    """Pin the academy, as comparing six digits does."""
    link = one.store.link()
    model.take_post(link.public)
    key = model.key.public.raw
    link.pin(PinnedAcademy(url, NAME, key, "Poste", Role.PRESIDENT, CentreId(CENTRE)))
    return HttpAcademies(link, one.clock).open(url, key, Network())


def read_act(one: Post, number: str) -> LivretRead:
    livret = next(known.livret for known in one.store.jury(J01).candidates if known.number == number)
    assert livret is not None
    return LivretRead(StudentNumber(number), livret.digest, ("1.0",), one.store.jury(J01).source)


def test_acts_made_on_a_copy_join_the_journal_once(tmp_path: Path, lane: PageLane) -> None:
    model = AcademyModel()
    model.publish("J01", {number: livret_pdf(number) for number in ("0417", "0418")}, papers=["0419"])
    key = tmp_path / "key"
    key.mkdir()
    with serving(model) as (_, url), post(tmp_path / "here", lane) as here, post(tmp_path / "there", lane) as there:
        academy = enrolled(here, model, url)
        sync_jury(academy, here.store.link(), here.clock, academy.juries()[0].offered)
        here.store.record(J01, 1, read_act(here, "0417"))
        send_acts(academy, here.store.link())
        here.make(key)
        there.open(key)
        assert there.store.livrets_read(J01).keys() == {"0417"}
        mine = there.store.record(J01, 1, read_act(there, "0418"))
        later = enrolled(there, model, url)
        for _ in range(2):
            send_acts(later, there.store.link())
        assert [act.act for act, _, _ in model.posts[mine.device].acts] == [mine.act]
        sent = model.posts[mine.device].acts[0][0].body
        assert isinstance(sent, LivretRead)
        assert sent.source == "plan de secours"
        done = sync_jury(later, there.store.link(), there.clock, later.juries()[0].offered)
        assert (done.fetched, done.kept) == (0, 2), "the livrets of the copy are the academy's"
        assert there.store.jury(J01).source == "académie"
        assert there.store.livrets_read(J01).keys() == {"0417", "0418"}
        later.close()
        academy.close()
        formats = [one.format for one in there.store.jury(J01).candidates]
        assert formats.count(LivretFormat.PAPIER) == 1


HERE = (Member("Présidente d’essai", Quality.PRESIDENT, Presence.HERE),)
N0417, PHILO = StudentNumber("0417"), ExamCode("PHILO")


def marked(model: AcademyModel) -> None:
    given: dict[str, tuple[ExamMark, ...]] = {"0417": (ExamMark(PHILO, Decimal(3), Decimal(8)),)}
    model.publish("J01", {"0417": livret_pdf("0417")}, papers=["0419"], marks=given)


def raised(before: str, after: str, seen: int) -> MarkRaised:
    return MarkRaised(N0417, PHILO, Decimal(before), Decimal(after), seen, "travail constant")


def mark(one: Post) -> Decimal | None:
    cell = board_of(one.store.link(), J01).mark(N0417, PHILO)
    return None if cell is None else cell.value


def test_a_copy_brings_the_marks_and_what_was_done_received_or_not(tmp_path: Path, lane: PageLane) -> None:
    model = AcademyModel()
    marked(model)
    key = tmp_path / "key"
    key.mkdir()
    with serving(model) as (_, url), post(tmp_path / "here", lane) as here, post(tmp_path / "there", lane) as there:
        academy = enrolled(here, model, url)
        sync_jury(academy, here.store.link(), here.clock, academy.juries()[0].offered)
        attended = here.store.record(J01, 1, AttendanceTaken(HERE))
        opened = here.store.record(J01, 1, SittingOpened())
        first = here.store.record(J01, 1, raised("8", "9", 0))
        send_acts(academy, here.store.link())
        pull_feed(academy, here.store.link(), J01)
        waits = here.store.record(J01, 1, raised("9", "10", 1))
        read = here.store.record(J01, 1, read_act(here, "0417"))
        here.make(key)

        there.open(key)
        listed = there.store.sittings().manifest(J01)
        assert listed is not None
        assert listed.marks[N0417][0].value == 8
        assert there.store.link().manifest(J01) is None, "it is not the academy's list until the academy gives it"
        assert there.store.link().unchecked() == (), "its pages were read when it was opened"
        assert [one.act for one in there.store.sittings().acts(J01)] == [attended, opened, first, waits, read]
        assert mark(there) == 10
        assert there.store.livrets_read(J01).keys() == {"0417"}
        assert [one.act for one in there.store.eve().acts()[J01]] == [opened]
        assert there.open(key).version == there.store.jury(J01).version == 1, "opened again it brings nothing twice"
        assert len(list(there.store.sittings().acts(J01))) == 5

        # what is done on it is based on what it brought, and a copy of it carries all of that further
        mine = there.store.record(J01, 1, raised("10", "11", 2))
        further = tmp_path / "further"
        further.mkdir()
        there.make(further, version=2)
        with post(tmp_path / "third", lane) as third:
            third.open(further)
            assert mark(third) == 11

        # the academy's order takes the place of the copy's, act by act
        later = enrolled(there, model, url)
        send_acts(academy, here.store.link())
        pull_feed(later, there.store.link(), J01)
        assert [one.act for one in there.store.sittings().acts(J01) if one.receipt is None] == [mine]
        send_acts(later, there.store.link())
        for one, way in ((here, academy), (there, later)):
            pull_feed(way, one.store.link(), J01)
        assert mark(here) == mark(there) == 11
        assert there.store.link().waiting(J01) == ()
        later.close()
        academy.close()


def test_a_copy_of_another_academy_brings_the_readings_and_no_word_of_its_academy(
    tmp_path: Path, lane: PageLane
) -> None:
    model, other = AcademyModel(), AcademyModel(seed=2)
    marked(model)
    key = tmp_path / "key"
    key.mkdir()
    with serving(model) as (_, url), post(tmp_path / "here", lane) as here, post(tmp_path / "there", lane) as there:
        academy = enrolled(here, model, url)
        sync_jury(academy, here.store.link(), here.clock, academy.juries()[0].offered)
        here.store.record(J01, 1, read_act(here, "0417"))
        send_acts(academy, here.store.link())
        pull_feed(academy, here.store.link(), J01)
        here.make(key)
        enrolled(there, other, url).close()
        there.open(key)
        assert there.store.sittings().manifest(J01) is None
        assert list(there.store.sittings().acts(J01)) == []
        assert there.store.livrets_read(J01).keys() == {"0417"}
        # A post that had none takes that word, until it is enrolled elsewhere.
        with post(tmp_path / "third", lane) as third:
            third.open(key)
            assert len(list(third.store.sittings().acts(J01))) == 1
            enrolled(third, other, url).close()
            assert list(third.store.sittings().acts(J01)) == []
        academy.close()
