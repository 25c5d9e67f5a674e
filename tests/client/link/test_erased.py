# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy is told of each erasure once it is linked; what it answered is kept (feature N23)."""

import json
from datetime import datetime
from threading import Event

import pytest

from lsl_desk.client.link.erased import CERTIFICATES, answer_to
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.wire.envelope import SigningKey
from tests.academy.fake import CUT
from tests.client.close.retaining import sealed_erasure
from tests.client.link.posts import J01, livrets, post
from tests.client.link.rooms import Room, running


@pytest.fixture
def room() -> Room:
    one = post()
    one.model.publish("J01", livrets(1))
    one.model.publish("J02", livrets(1))
    return Room(one)


def erased(room: Room, *records: bytes) -> list[str]:
    """These are kept on the post."""
    sealed = [one.decode() for one in records]
    room.post.store.keep_note(CERTIFICATES, json.dumps([(J01, one) for one in sealed]))
    return sealed


def asked(room: Room) -> int:
    return room.post.academy.calls.count("tell_erasure")


def test_what_was_erased_is_told_at_a_sync_and_again_in_the_next_run_alone(room: Room) -> None:
    records = sealed_erasure(room.post.store.key), sealed_erasure(room.post.store.key, "c")
    (first,) = erased(room, records[0])
    assert answer_to(room.post.store, J01, first) is None
    for _ in range(2):
        room.liaison.sync()
    assert asked(room) == 1
    _, second = erased(room, *records)
    room.liaison.sync()
    assert asked(room) == 2
    at = answer_to(room.post.store, J01, first)
    assert at not in (None, answer_to(room.post.store, J01, second))

    room.without_names().sync()
    assert asked(room) == 4, "the academy may have been restored since"
    assert answer_to(room.post.store, J01, first) == at
    assert len(room.post.model.erasures) == 2


def test_another_academy_is_told_too(room: Room) -> None:
    erased(room, sealed_erasure(room.post.store.key))
    room.liaison.sync()
    room.liaison.enrolment_done(room.liaison.begin_enrolment("academie.example", "Poste 3"))
    room.liaison.sync()
    assert asked(room) == 2


def test_it_waits_while_the_link_is_cut_and_leaves_by_itself(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    (sealed,) = erased(room, sealed_erasure(room.post.store.key))
    room.post.academy.faults.before = [CUT] * 3
    gone, keep_note = Event(), room.post.store.keep_note

    def kept(key: str, value: str) -> None:
        keep_note(key, value)
        gone.set()

    monkeypatch.setattr(room.post.store, "keep_note", kept)
    with running(room, room.liaison.keep_sending):
        assert gone.wait(20)
    assert answer_to(room.post.store, J01, sealed) is not None
    assert room.post.academy.faults.before == []


def test_a_sync_that_cannot_tell_it_is_done_all_the_same(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    (sealed,) = erased(room, sealed_erasure(room.post.store.key))
    answers = [Refusal(Code.TOO_MANY_REQUESTS, seconds=9), CUT]

    def no(*_: object) -> None:
        raise answers.pop()

    with monkeypatch.context() as patched:
        patched.setattr(room.post.academy, "tell_erasure", no)
        assert [len(room.liaison.sync().done) for _ in range(2)] == [1, 1]
    assert answer_to(room.post.store, J01, sealed) is None
    room.liaison.sync()
    assert answer_to(room.post.store, J01, sealed) is not None


def test_one_that_the_academy_does_not_take_is_kept_as_such_and_asked_again_in_the_next_run(room: Room) -> None:
    (stray, good) = erased(room, sealed_erasure(SigningKey(b"q" * 32)), sealed_erasure(room.post.store.key))
    room.liaison.sync()
    answer = answer_to(room.post.store, J01, stray)
    assert isinstance(answer, Refusal)
    assert (answer.code, answer.facts) == (Code.ERASURE_STRANGER, {"jury": J01})
    assert isinstance(answer_to(room.post.store, J01, good), datetime), "one that is refused stops no other"
    room.liaison.sync()
    assert asked(room) == 2
    room.without_names().sync()
    assert asked(room) == 4


def test_a_withdrawn_post_tells_nothing(room: Room) -> None:
    erased(room, sealed_erasure(room.post.store.key))
    room.post.read("0401")
    room.post.model.posts[room.post.store.key.public.id].revoked = "perdu"
    with running(room, room.liaison.follow), running(room, room.liaison.keep_sending):
        room.until(lambda _news: room.erased == 1)
    assert asked(room) == 0
