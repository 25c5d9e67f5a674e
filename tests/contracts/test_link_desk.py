# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every `LinkDesk` does: the one of the screens' tests, and the real one over an academy in memory."""

from collections.abc import Callable
from queue import Queue
from threading import Thread

import pytest

from lsl_desk.client.link.control import Control
from lsl_desk.client.link.for_screens import JuryMoved, LinkDesk, News, StatusMoved, SyncMoved
from lsl_desk.client.link.values import Elsewhere, JuryProgress, Network, Phase
from lsl_desk.client.progress import Cancelled, silent
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from tests.client.link.posts import J01, livrets, post
from tests.client.link.rooms import Room
from tests.fakes.link import FakeLink

Make = Callable[[bool], LinkDesk]


def fake(enrolled: bool) -> LinkDesk:
    link = FakeLink(enrolled=enrolled)
    link.yes = True
    link.bars = [JuryProgress(J01, "Jury J01", 1, Phase.FETCHING, 0, 2, 0, 100)]
    return link


def real(enrolled: bool) -> LinkDesk:
    one = post()
    one.model.publish(J01, livrets(2))
    return Room(one, enrolled=enrolled).liaison


@pytest.fixture(params=[fake, real], ids=["fake", "liaison"])
def make(request: pytest.FixtureRequest) -> Make:
    found: Make = request.param
    return found


def heard(link: LinkDesk) -> "Queue[News]":
    told: Queue[News] = Queue()
    link.listen(told.put)
    return told


def all_of(told: "Queue[News]") -> list[News]:
    return [told.get_nowait() for _ in range(told.qsize())]


def test_a_post_that_is_not_enrolled_says_so(make: Make) -> None:
    link = make(False)
    status = link.status()
    assert (status.link.state, status.academy, status.outbox) == (LinkState.LOCAL, None, 0)
    for asked in (link.sync, link.send):
        with pytest.raises(Refusal) as refused:
            asked()
        assert refused.value.code is Code.NOT_ENROLLED


def test_enrolling_gives_six_digits_then_an_academy_and_tells_the_status(make: Make) -> None:
    link = make(False)
    told = heard(link)
    offer = link.begin_enrolment("academie.example", "Poste 3")
    assert len(offer.digits) == 6
    assert offer.digits.isdigit()
    academy = link.enrolment_done(offer)
    assert academy is not None
    assert link.status().academy == academy
    assert link.status().link.state is LinkState.DEGRADED
    assert any(isinstance(news, StatusMoved) and news.status.academy == academy for news in all_of(told))


def test_the_network_is_kept(make: Make) -> None:
    link = make(True)
    assert link.network() == Network()
    link.keep_network(Network("direct"))
    assert link.network() == Network("direct")


def test_a_sync_tells_its_bar_then_that_the_jury_moved(make: Make) -> None:
    link = make(True)
    told = heard(link)
    report = link.sync()
    assert [one.jury for one in report.done] == [J01]
    news = [one for one in all_of(told) if isinstance(one, SyncMoved | JuryMoved)]
    bars = [one.progress for one in news if isinstance(one, SyncMoved)]
    assert bars[-1].phase is Phase.DONE
    assert bars[-1].done == bars[-1].total == 2
    assert JuryMoved(J01, version=True) in news
    assert link.check_pages(silent) >= 0


def test_a_sync_that_was_cancelled_is_cancelled(make: Make) -> None:
    control = Control()
    control.cancel()
    with pytest.raises(Cancelled):
        make(True).sync(control)


def test_nothing_is_known_of_a_jury_that_never_came(make: Make) -> None:
    link, jury = make(True), JuryId("J99")
    assert link.contact(jury) is None
    assert link.whose("0999") == ()
    assert link.elsewhere(jury) == Elsewhere()
    assert link.conflicts(jury) == ()
    assert link.board(jury).conflicts == ()


def test_following_and_sending_end_with_the_link(make: Make) -> None:
    link = make(True)
    threads = [Thread(target=work) for work in (link.follow, link.keep_sending)]
    for one in threads:
        one.start()
    link.close()
    for one in threads:
        one.join(10)
        assert not one.is_alive()


def test_the_diagnosis_is_lines_whatever_the_post_is(make: Make) -> None:
    for enrolled in (True, False):
        lines = make(enrolled).diagnose()
        assert lines
        assert all(line and "\n" not in line for line in lines)


def test_a_cut_by_choice_is_a_cut_at_once_and_ends_when_it_is_ended(make: Make) -> None:
    link = make(True)
    link.isolate()
    assert link.state() is link.status().link.state is LinkState.CUT
    problem = link.status().problem
    assert problem is not None
    assert problem.code is Code.NET_BY_CHOICE
    with pytest.raises(Refusal) as refused:
        link.sync()
    assert refused.value.code is Code.NET_BY_CHOICE
    link.rejoin()
    assert [one.jury for one in link.sync().done] == [J01]
    assert link.state() is not LinkState.CUT


def test_a_post_without_an_academy_is_cut_already(make: Make) -> None:
    link = make(False)
    link.isolate()
    link.rejoin()
    assert link.state() is LinkState.LOCAL
