# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link as the screens and commands have it: enrolment, news, sending and following in threads of their own."""

from collections.abc import Callable
from dataclasses import replace
from threading import Thread

import pytest

from lsl_desk.client.link import liaison as module
from lsl_desk.client.link.for_screens import (
    ActWaits,
    JuryMoved,
    News,
    StatusMoved,
    SyncMoved,
    VersionOffered,
    Withdrawn,
)
from lsl_desk.client.link.values import FeedPage, JuryEvent, Network, Phase
from lsl_desk.domain.acts import Author, Role
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import LivretProblem
from tests.academy.fake import CUT, URL
from tests.client.link.posts import J01, Post, livrets, post
from tests.client.link.rooms import Room, running


@pytest.fixture
def room() -> Room:
    one = post()
    one.model.publish("J01", livrets(4))
    return Room(one)


def code_of(ask: Callable[[], object]) -> Code:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value.code


# ------------------------------------------------------------------------------------------------ enrolment


def test_a_post_is_enrolled_and_takes_the_seat_the_academy_gives_it() -> None:
    room = Room(post(), enrolled=False)
    assert room.liaison.status().link.state is LinkState.LOCAL
    assert code_of(room.liaison.sync) is Code.NOT_ENROLLED
    assert room.liaison.diagnose() == ("Ce poste n’est pas encore relié à une académie\u00a0: reliez-le d’abord.",)
    room.post.academy.yes = None
    offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
    assert offer.digits == "123456"
    assert room.liaison.enrolment_done(offer) is None
    room.post.academy.yes = True
    pinned = room.liaison.enrolment_done(offer)
    assert pinned is not None
    assert (pinned.url, pinned.role, pinned.key) == (URL, Role.PRESIDENT, room.post.model.key.public.raw)
    assert room.post.link.academy() == pinned
    assert room.seats == [Author("Poste d’essai", Role.PRESIDENT)]
    assert room.liaison.status().link.state is not LinkState.LOCAL
    assert [key for _, key, _ in room.academies.opened] == [None, pinned.key]


def test_a_role_this_version_does_not_know_changes_no_seat(monkeypatch: pytest.MonkeyPatch) -> None:
    room = Room(post(), enrolled=False)
    offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
    real = room.post.academy.enrolment
    monkeypatch.setattr(room.post.academy, "enrolment", lambda one: replace(real(one), role=None, centre=None))
    pinned = room.liaison.enrolment_done(offer)
    assert pinned is not None
    assert (pinned.role, pinned.centre, room.seats) == (None, "", [])


def test_an_enrolment_that_was_refused_or_never_begun(room: Room) -> None:
    offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
    room.post.academy.yes = False
    assert code_of(lambda: room.liaison.enrolment_done(offer)) is Code.ENROLMENT_REFUSED
    other = Room(post(), enrolled=False)
    assert code_of(lambda: other.liaison.enrolment_done(offer)) is Code.ENROLMENT_EXPIRED


def test_the_same_academy_is_reached_at_another_address(room: Room) -> None:
    moved = room.liaison.move("autre.example")
    assert room.post.link.academy() == moved
    assert room.academies.opened[-1][:2] == ("autre.example", room.post.model.key.public.raw)
    room.post.academy.faults.before = [Refusal(Code.NET_OTHER_SERVER, host="x")]
    assert code_of(lambda: room.liaison.move("fausse.example")) is Code.NET_OTHER_SERVER
    assert room.liaison.sync().done[0].jury == J01
    alone = Room(post(), enrolled=False)
    assert code_of(lambda: alone.liaison.move("autre.example")) is Code.NOT_ENROLLED


def test_enrolling_again_replaces_the_way(room: Room) -> None:
    room.liaison.sync()
    offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
    assert room.liaison.enrolment_done(offer) is not None
    assert room.liaison.sync().done[0].jury == J01


def test_the_network_may_be_reached_another_way(room: Room) -> None:
    room.liaison.sync()
    room.liaison.keep_network(Network("http://proxy:3128"))
    assert room.liaison.network() == Network("http://proxy:3128")
    assert room.academies.opened[-1][2] == Network("http://proxy:3128")
    assert code_of(lambda: room.liaison.keep_network(Network("bad"))) is Code.VALUE_OUT_OF_RANGE
    assert room.liaison.network() == Network("http://proxy:3128")
    alone = Room(post(), enrolled=False)
    alone.liaison.keep_network(Network("direct"))
    assert alone.liaison.network() == Network("direct")
    assert code_of(lambda: alone.liaison.keep_network(Network("bad"))) is Code.VALUE_OUT_OF_RANGE


# ------------------------------------------------------------------------------------------------ sync, check


def test_a_sync_tells_its_progress_and_the_juries_that_changed(room: Room) -> None:
    other = post(room.post.model, seed=7)
    other.read("0401")
    room.post.model.receive(other.store.key.public.id, [one.envelope for one in other.store.signed])
    report = room.liaison.sync()
    assert [done.fetched for done in report.done] == [4]
    told = room.told()
    assert [one.progress.phase for one in told if isinstance(one, SyncMoved)][-1] is Phase.DONE
    assert JuryMoved(J01, version=True) in told
    assert JuryMoved(J01, acts=True) in told
    assert room.liaison.check_pages() == 4
    assert room.told()[-1] == JuryMoved(J01, pages=True)
    assert room.liaison.sync(juries=[]).done == ()


def test_a_sync_that_fails_is_a_failure_of_the_link(room: Room) -> None:
    room.post.academy.faults.cut_after = 2
    report = room.liaison.sync()
    assert report.failed[J01].code is Code.NET_CUT
    status = room.liaison.status()
    assert status.problem is report.failed[J01]


def other_posts_act(room: Room) -> None:
    """Another post of J01 sends an act."""
    other = post(room.post.model, seed=7)
    other.read("0401")
    room.post.model.receive(other.store.key.public.id, [one.envelope for one in other.store.signed])


def test_acts_that_do_not_prove_themselves_are_said_and_stop_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    other_posts_act(room)
    (line,) = room.post.model.juries[J01].feed
    false = replace(line, receipt=replace(line.receipt, chain=Digest("0" * 64)))
    with monkeypatch.context() as patch:
        patch.setattr(room.post.academy, "feed", lambda *_: FeedPage((false,), 1))
        report = room.liaison.sync()
    assert report.failed[J01].code is Code.FEED_BROKEN
    assert room.liaison.status().broken[J01].code is Code.FEED_BROKEN
    room.liaison.sync()
    assert room.liaison.status().broken == {}


def test_a_link_that_fails_while_the_acts_come_is_a_refusal(room: Room) -> None:
    other_posts_act(room)
    room.post.academy.faults.before = [None, None, None, CUT]
    assert code_of(room.liaison.sync) is Code.NET_CUT


def test_a_sync_asks_for_the_acts_of_a_jury_only_when_there_are_others(room: Room) -> None:
    room.liaison.sync()
    assert "feed" not in room.post.academy.calls
    other_posts_act(room)
    room.post.academy.calls.clear()
    room.liaison.sync()
    assert room.post.academy.calls == ["juries", "feed"]
    assert len(room.post.link.feed(J01)) == 1
    room.liaison.sync()
    assert room.post.academy.calls == ["juries", "feed", "juries"]


def test_the_board_and_the_conflicts_of_a_jury(room: Room) -> None:
    room.liaison.sync()
    assert room.liaison.conflicts(J01) == ()
    assert not room.liaison.board(J01).closed()


def test_what_the_pages_say_is_told(room: Room) -> None:
    room.post.model.publish("J01", {"0401": b"%PDF"})
    room.liaison.sync()
    room.liaison.check_pages(lambda _: True)
    assert room.post.store.jury(J01).candidates[0].problem is LivretProblem.TRUNCATED


def test_the_report_ends_with_the_last_problems(room: Room) -> None:
    room.post.academy.faults.cut_after = 1
    room.liaison.sync()
    lines = room.liaison.diagnose()
    assert lines[0] == "Serveur\u00a0: academie.example"
    assert lines[-1].startswith("15:42:00 UTC\u00a0: La liaison avec «\u00a0academie.example\u00a0» s’est coupée")


# ------------------------------------------------------------------------------------------------ sending


def test_acts_go_and_the_badge_is_told(room: Room) -> None:
    room.post.read("0401")
    room.liaison.acts_wait()
    report = room.liaison.send()
    assert (report.sent, report.left) == (1, 0)
    told = room.told()
    assert told[0] == ActWaits()
    assert [one.status.outbox for one in told if isinstance(one, StatusMoved)][-1] == 0


def test_a_thread_sends_acts_as_they_come(room: Room) -> None:
    with running(room, room.liaison.keep_sending):
        room.post.read("0401")
        room.liaison.acts_wait()
        room.until(lambda news: isinstance(news, StatusMoved) and room.post.link.outbox() == 0)
    assert len(room.post.model.ranks("J01")) == 1


def test_a_thread_tries_again_until_the_link_is_back(room: Room) -> None:
    room.post.read("0401")
    room.post.academy.faults.before = [CUT] * 5
    with running(room, room.liaison.keep_sending):
        room.until(lambda news: isinstance(news, StatusMoved) and room.post.link.outbox() == 0)
    assert room.post.academy.faults.before == []


def test_a_restored_academy_gets_again_what_it_had_receipted(room: Room) -> None:
    backup = room.post.model.backup()
    room.post.read("0401")
    room.liaison.send()
    room.post.model.restore(backup)
    with running(room, room.liaison.keep_sending), running(room, room.liaison.follow):
        room.until(lambda news: isinstance(news, StatusMoved) and len(room.post.model.ranks("J01")) == 1)


def test_a_post_that_is_not_enrolled_sends_nothing_until_it_is() -> None:
    one = post()
    one.model.publish("J01", livrets(1))
    room = Room(one, enrolled=False)
    one.read("0401")
    with running(room, room.liaison.keep_sending):
        offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
        room.liaison.enrolment_done(offer)
        room.until(lambda news: isinstance(news, StatusMoved) and one.link.outbox() == 0)


def test_a_withdrawn_post_sends_all_it_has_and_is_erased_then_only(room: Room) -> None:
    room.post.read("0401")
    room.post.model.posts[room.post.store.key.public.id].revoked = "poste volé"
    room.post.academy.faults.after = [CUT]
    assert code_of(room.liaison.send) is Code.NET_CUT
    assert room.erased == 0
    report = room.liaison.send()
    assert (report.left, room.erased) == (0, 1)
    assert room.told()[-1] == Withdrawn("poste volé")
    assert code_of(room.liaison.sync) is Code.STORE_LOCKED
    assert room.post.academy.closed


def test_a_withdrawn_post_with_acts_left_is_not_erased(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.post.read("0401")
    room.post.model.posts[room.post.store.key.public.id].revoked = "poste volé"
    monkeypatch.setattr(room.post.link, "outbox", lambda: 1)
    room.liaison.send()
    assert room.erased == 0
    assert room.liaison.status().revoked


# ------------------------------------------------------------------------------------------------ following


def test_a_thread_follows_the_other_posts(room: Room) -> None:
    other = post(room.post.model, seed=7)

    def act() -> None:
        other.read("0401")
        room.post.model.receive(other.store.key.public.id, [one.envelope for one in other.store.signed])
        room.post.academy.faults.events.append(JuryEvent(J01, 1, 1))

    room.liaison.sync()
    room.told()
    room.post.academy.faults.events += [None, act, None]
    with running(room, room.liaison.follow):
        room.until(lambda news: news == JuryMoved(J01, acts=True))
    assert [line.act.act for line in room.post.link.feed(J01)] == [one.act.act for one in other.store.signed]


def test_the_acts_are_asked_for_at_each_reconnection_though_as_many_as_before(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = room.post.model
    lost, other = post(model, seed=7), post(model, seed=8)
    backup = model.backup()

    def send(one: Post) -> None:
        one.read("0401")
        model.receive(one.store.key.public.id, [signed.envelope for signed in one.store.signed])

    send(lost)
    room.liaison.sync()
    model.restore(backup)
    send(other)
    room.told()
    # Nothing is told while it listens: the feed alone can say that the one act is another.
    monkeypatch.setattr(room.post.academy, "events", lambda: iter(()))
    with running(room, room.liaison.follow):
        room.until(lambda news: news == JuryMoved(J01, acts=True))
    assert [line.act.act for line in room.post.link.feed(J01)] == model.ranks("J01")
    assert model.ranks("J01") == [one.act.act for one in other.store.signed]


@pytest.mark.parametrize("published_since", [0, 1, 2])
def test_an_academy_that_was_restored_is_noticed_at_the_next_contact(room: Room, published_since: int) -> None:
    model = room.post.model
    backup = model.backup()
    model.publish("J01", livrets(5))
    model.publish("J01", livrets(6))
    room.liaison.sync()
    model.restore(backup)
    for count in range(published_since):
        model.publish("J01", livrets(3 - count))
    room.told()
    with running(room, room.liaison.follow):
        told = room.until(lambda news: isinstance(news, VersionOffered))
    assert told == VersionOffered(J01, 1 + published_since)


def test_a_newer_version_is_offered(room: Room) -> None:
    with running(room, room.liaison.follow):
        assert room.until(lambda news: isinstance(news, VersionOffered)) == VersionOffered(J01, 1)


def test_events_are_asked_for_again_when_the_academy_ends_them(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AFTER_END", 0.0)
    with running(room, room.liaison.follow):
        for _ in range(3):
            room.until(lambda news: isinstance(news, VersionOffered))


def test_two_failures_are_a_cut_at_once_and_the_link_comes_back(room: Room) -> None:
    room.post.academy.faults.before = [CUT] * 4
    with running(room, room.liaison.follow):
        room.until(lambda news: isinstance(news, StatusMoved) and news.status.link.state is LinkState.CUT)
        room.until(lambda news: isinstance(news, StatusMoved) and news.status.link.state is LinkState.ONLINE)


def test_one_failure_is_asked_about_at_once(room: Room) -> None:
    room.post.academy.faults.before = [CUT]
    with running(room, room.liaison.follow):
        room.until(lambda news: isinstance(news, VersionOffered))
    assert room.post.academy.calls[:3] == ["juries", "hello", "juries"]


def test_a_post_withdrawn_while_it_follows_obeys_at_once(room: Room) -> None:
    room.post.model.posts[room.post.store.key.public.id].revoked = "poste volé"
    sending = Thread(target=room.liaison.keep_sending)
    sending.start()
    with running(room, room.liaison.follow):
        room.until(lambda news: isinstance(news, Withdrawn))
    sending.join(10)
    assert room.erased == 1


def test_following_waits_for_the_enrolment() -> None:
    one = post()
    one.model.publish("J01", livrets(1))
    room = Room(one, enrolled=False)
    with running(room, room.liaison.follow):
        offer = room.liaison.begin_enrolment("academie.example", "Poste 3")
        room.liaison.enrolment_done(offer)
        room.until(lambda news: isinstance(news, VersionOffered))


def test_a_store_that_was_closed_ends_both_threads(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked() -> None:
        raise Refusal(Code.STORE_LOCKED)

    monkeypatch.setattr(room.post.link, "academy", locked)
    room.liaison.keep_sending()
    room.liaison.follow()


def test_an_event_that_comes_after_closing_is_left(room: Room) -> None:
    room.liaison.sync()
    room.post.model.publish("J01", livrets(4))
    room.told()
    room.post.academy.faults.events += [room.liaison.close, JuryEvent(J01, 9, 9)]
    room.liaison.follow()
    assert [one for one in room.told() if not isinstance(one, StatusMoved)] == [VersionOffered(J01, 2)] * 2


def test_nothing_is_followed_once_closed(room: Room) -> None:
    with running(room, room.liaison.follow):
        room.post.academy.faults.events += [room.liaison.close, None]
        room.until(lambda news: isinstance(news, VersionOffered))
    room.liaison.follow()
    room.liaison.keep_sending()


def test_a_cut_by_choice_ends_what_is_followed_and_the_link_is_found_again(room: Room) -> None:
    def is_in(state: LinkState) -> Callable[[News], bool]:
        return lambda news: isinstance(news, StatusMoved) and news.status.link.state is state

    room.post.academy.faults.events += [None, room.liaison.isolate, None]
    with running(room, room.liaison.follow):
        room.until(is_in(LinkState.CUT))
        room.liaison.rejoin()
        room.until(is_in(LinkState.ONLINE))


def test_a_sync_notices_as_many_acts_that_are_others(room: Room) -> None:
    """A restored academy may have taken others meanwhile: the listing tells where their chain ends."""
    other = post(room.post.model, seed=7)
    other.read("0401")
    model = room.post.model
    model.receive(other.store.key.public.id, [one.envelope for one in other.store.signed])
    room.liaison.sync()
    assert room.post.link.feed_head(J01).sequence == 1
    third = post(model, seed=9)
    model.juries[J01].feed.clear()
    third.read("0402")
    model.receive(third.store.key.public.id, [one.envelope for one in third.store.signed])
    room.liaison.sync()
    assert [line.act.act for line in room.post.link.feed(J01)] == [one.act.act for one in third.store.signed]
