# SPDX-License-Identifier: AGPL-3.0-or-later
"""The names of a jury's candidates come to its heads and are sealed at once; and when its results were published."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lsl_desk.client.link.for_screens import JuryMoved
from lsl_desk.client.sit.published import published
from lsl_desk.domain.acts import Role
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from tests.client.close.retaining import PUBLISHED
from tests.client.link.posts import J01, J02, livrets, pinned, post
from tests.client.link.rooms import Room, running

WHO = SealedIdentity(StudentNumber("0433"), "EXEMPLE", first_names="Alix")


def room_of(role: Role) -> Room:
    one = post()
    one.model.posts.clear()
    one.model.take_post(one.link.public, role)
    one.link.pin(replace(pinned(one.model), role=role))
    one.model.publish(J01, livrets(2))
    one.model.names[J01] = (WHO,)
    return Room(one)


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.VICE_PRESIDENT])
def test_a_sync_brings_the_names_once_a_version(role: Role) -> None:
    room = room_of(role)
    room.liaison.sync()
    assert room.names.kept == {(J01, 1): (WHO,)}
    room.liaison.sync()
    Room(room.post, names=room.names).liaison.sync()
    assert room.post.academy.calls.count("names") == 1, "those kept here are not asked for, nor after a restart"
    room.post.model.publish(J01, livrets(3))
    room.names.version = 2
    room.liaison.sync()
    assert room.names.kept == {(J01, 1): (WHO,), (J01, 2): (WHO,)}


def test_a_centre_head_asks_for_none() -> None:
    room = room_of(Role.CHEF_DE_CENTRE)
    room.liaison.sync()
    assert "names" not in room.post.academy.calls


def test_a_post_that_keeps_no_names_asks_for_none() -> None:
    room = room_of(Role.PRESIDENT)
    room.without_names().sync()
    assert "names" not in room.post.academy.calls


@pytest.mark.parametrize("code", [Code.NET_CUT, Code.FORBIDDEN])
def test_names_that_could_not_be_had_keep_no_sync_from_being_done_and_are_asked_for_again(code: Code) -> None:
    def refused(_jury: JuryId) -> tuple[SealedIdentity, ...]:
        raise Refusal(code)

    room = room_of(Role.PRESIDENT)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(room.post.academy, "names", refused)
        assert [one.jury for one in room.liaison.sync().done] == [J01]
    assert room.names.kept == {}
    room.liaison.sync()
    assert room.names.kept == {(J01, 1): (WHO,)}


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Refusal(Code.DISK_FULL)

    room = room_of(Role.PRESIDENT)
    monkeypatch.setattr(room.names, "seal", full)
    with pytest.raises(Refusal) as met:
        room.liaison.sync()
    assert met.value.code is Code.DISK_FULL


def test_the_publication_is_kept_and_taken_back() -> None:
    room = room_of(Role.PRESIDENT)
    at = datetime(2018, 7, 4, 8, tzinfo=UTC)
    room.post.model.published[J01] = at
    room.liaison.sync()
    assert published(room.post.store, J01) == at
    room.post.model.published.clear()
    room.liaison.sync()
    assert published(room.post.store, J01) is None


def test_a_post_that_only_follows_keeps_the_publication_of_the_juries_it_has() -> None:
    room = room_of(Role.PRESIDENT)
    model = room.post.model
    room.liaison.sync()
    model.publish(J02, livrets(1))
    model.published |= dict.fromkeys((J01, J02), PUBLISHED)
    room.told()
    with running(room, room.liaison.follow):
        room.until(lambda news: news == JuryMoved(J01))
    assert published(room.post.store, J01) == PUBLISHED
    assert published(room.post.store, J02) is None, "never fetched here"


def test_a_jury_no_more_given_still_tells_when_its_results_were_published(monkeypatch: pytest.MonkeyPatch) -> None:
    room = room_of(Role.PRESIDENT)
    at = datetime(2018, 7, 4, 8, tzinfo=UTC)
    room.post.model.published[J01] = at

    def ended(*_asked: object) -> None:
        raise Refusal(Code.ACTIVE_ENDED, jury=J01)

    monkeypatch.setattr(room.post.academy, "manifest", ended)
    report = room.liaison.sync()
    assert [problem.code for problem in report.failed.values()] == [Code.ACTIVE_ENDED]
    assert published(room.post.store, J01) == at
