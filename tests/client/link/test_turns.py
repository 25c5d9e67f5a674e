# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was done in a room goes in the room's order, and waits for nobody who does not come."""

import pytest

from lsl_desk.client.carried import CarriedAct
from lsl_desk.client.link import turns as turns_module
from lsl_desk.client.link.for_screens import StatusMoved
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.turns import PATIENCE, Turns
from tests.academy.model import AcademyModel
from tests.client.link.posts import J01, Post, livrets, post
from tests.client.link.rooms import Room, running


def pair() -> tuple[Post, Post]:
    """Two posts of one academy; in the room the first read, then the second, then the first again."""
    model = AcademyModel()
    model.publish("J01", livrets(3))
    one, other = post(model, seed=1), post(model, seed=2)
    one.read("0401")
    other.read("0402")
    one.read("0403")
    acts = [(one, 0), (other, 0), (one, 1)]
    order = [
        CarriedAct(signed.act, signed.digest, signed.envelope, who.store.key.public.raw)
        for who, at in acts
        for signed in [who.store.signed[at]]
    ]
    for who in (one, other):
        who.link.neighbours[J01] = list(order)
    return one, other


def test_an_act_waits_for_those_before_it_of_the_other_posts() -> None:
    one, other = pair()
    now = [0.0]
    turns = {who.link.public: Turns(who.link, lambda: now[0]) for who in (one, other)}
    for who, before, left in ((one, 2, 1), (other, 1, 1), (other, None, 0), (one, None, 0)):
        pull_feed(who.academy, who.link, J01)
        turn = turns[who.link.public]
        if who is other and before == 1:
            who.link.lines.clear()  # it has not heard of the first one's act yet
        assert turn.before() == before
        assert turn.waits(before) == (before == 1)
        assert send_acts(who.academy, who.link, before=before).left == left
    assert one.model.ranks("J01") == [
        one.store.signed[0].act.act,
        other.store.signed[0].act.act,
        one.store.signed[1].act.act,
    ]


def test_who_does_not_come_is_waited_for_once() -> None:
    one, _ = pair()
    now = [0.0]
    turns = Turns(one.link, lambda: now[0])
    assert turns.before() == 2
    now[0] = PATIENCE
    assert turns.before() == 2
    now[0] = PATIENCE + 1
    assert turns.before() is None
    one.read("0401")
    assert turns.before() is None, "patience is not asked for again at each act"
    one.link.neighbours.clear()
    assert turns.before() is None
    assert not turns.waits(None)


def test_who_sends_once_waits_for_its_turn_and_takes_what_the_others_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = pair()
    room, looks = Room(one), []

    def looked(_seconds: float) -> bool:
        looks.append(one.link.outbox())
        pull_feed(other.academy, other.link, J01)
        send_acts(other.academy, other.link)
        return False

    monkeypatch.setattr(room.liaison._closed, "wait", looked)
    report = room.liaison.send()
    assert (report.sent, report.left, looks) == (2, 0, [1])
    assert one.model.ranks("J01") == [
        one.store.signed[0].act.act,
        other.store.signed[0].act.act,
        one.store.signed[1].act.act,
    ]


def test_who_sends_once_does_not_wait_for_a_post_that_does_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    one, _ = pair()
    room = Room(one)
    monkeypatch.setattr(room.liaison._closed, "wait", lambda _seconds: False)
    monkeypatch.setattr(turns_module, "PATIENCE", 0.1)
    report = room.liaison.send()
    assert (report.sent, report.left) == (2, 0)


def test_a_withdrawn_post_waits_for_nobody() -> None:
    one, _ = pair()
    room = Room(one)
    one.model.posts[one.store.key.public.id].revoked = "perdu"
    report = room.liaison.send()
    assert (report.sent, report.left, report.revoked, room.erased) == (2, 0, True, 1)


def test_the_thread_that_sends_keeps_to_the_turns_and_looks_again() -> None:
    one, other = pair()
    room = Room(one)
    with running(room, room.liaison.keep_sending):
        room.until(lambda news: isinstance(news, StatusMoved) and one.link.outbox() == 1)
        pull_feed(other.academy, other.link, J01)
        send_acts(other.academy, other.link)
        pull_feed(one.academy, one.link, J01)
        room.until(lambda news: isinstance(news, StatusMoved) and one.link.outbox() == 0)
    assert len(one.model.ranks("J01")) == 3
