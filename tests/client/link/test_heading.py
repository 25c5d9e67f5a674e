# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the academy tells a centre's head alone: whom to call, and whose a livret is."""

from dataclasses import replace

import pytest

from lsl_desk.client.prepare.kept_notes import help_phone, schools
from lsl_desk.domain.acts import Role
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.academy.fake import CUT
from tests.client.link.posts import J01, Post, livrets, pinned, post
from tests.client.link.rooms import Room

SCHOOL = {StudentNumber("0433"): "Lycée des Tilleuls, 01 98 76 54 32"}


def head(role: Role = Role.CHEF_DE_CENTRE) -> Room:
    one = post()
    one.model.posts.clear()
    one.model.take_post(one.link.public, role)
    one.link.pin(replace(pinned(one.model), role=role))
    one.model.publish(J01, livrets(2))
    one.model.schools[J01] = {"0433": ("Lycée des Tilleuls", "01 98 76 54 32")}
    one.model.papers["0902"] = [("0990020B", "Lycée Exemple")]
    one.model.help_phone = "01 98 76 54 00"
    return Room(one)


def failing_at(one: Post, call: str, refusal: Refusal) -> None:
    """Every such call is refused."""

    def refused(*given: object) -> object:
        del given
        raise refusal

    setattr(one.academy, call, refused)


def test_a_sync_brings_whom_to_call() -> None:
    room = head()
    room.liaison.sync()
    assert (schools(room.post.store, J01), help_phone(room.post.store)) == (SCHOOL, "01 98 76 54 00")
    kept = dict(room.post.store.notes)
    room.post.model.schools.clear()
    room.liaison.sync()
    assert room.post.store.notes != kept
    assert schools(room.post.store, J01) == {}


@pytest.mark.parametrize("role", [Role.PRESIDENT, Role.VICE_PRESIDENT])
def test_nobody_else_is_told(role: Role) -> None:
    room = head(role)
    room.liaison.sync()
    assert (schools(room.post.store, J01), help_phone(room.post.store)) == ({}, "")
    assert "schools" not in room.post.academy.calls
    assert room.liaison.whose("0902") == ()


@pytest.mark.parametrize(
    ("call", "refusal"),
    [
        ("schools", CUT),
        ("device", CUT),
        ("schools", Refusal(Code.FORBIDDEN)),
        ("schools", Refusal(Code.NOT_FOUND)),
    ],
)
def test_what_could_not_be_had_fails_no_sync(call: str, refusal: Refusal) -> None:
    room = head()
    failing_at(room.post, call, refusal)
    report = room.liaison.sync()
    assert [one.jury for one in report.done] == [J01]
    assert schools(room.post.store, J01) == {}


@pytest.mark.parametrize(("call", "code"), [("schools", Code.DISK_FULL), ("device", Code.DEVICE_UNKNOWN)])
def test_what_is_no_fault_of_the_link_is_said(call: str, code: Code) -> None:
    room = head()
    failing_at(room.post, call, Refusal(code))
    with pytest.raises(Refusal) as met:
        room.liaison.sync()
    assert met.value.code is code


def test_a_number_of_another_centre_is_known_while_the_academy_answers() -> None:
    room = head()
    assert room.liaison.whose("0902") == ("0990020B, Lycée Exemple",)
    assert room.liaison.whose("0903") == ()
    failing_at(room.post, "whose", CUT)
    for _ in range(3):
        assert room.liaison.whose("0902") == ()
    assert room.liaison.state() is LinkState.CUT
    room.post.academy.calls.clear()
    assert room.liaison.whose("0902") == ()
    assert room.post.academy.calls == []
    assert Room(post(), enrolled=False).liaison.whose("0902") == ()


def test_a_desk_that_is_shut_asks_nothing() -> None:
    room = head()
    room.liaison.close()
    with pytest.raises(Refusal) as met:
        room.liaison.whose("0902")
    assert met.value.code is Code.STORE_LOCKED


def test_a_jury_that_was_not_fetched_has_nobody_to_call() -> None:
    room = head()
    room.liaison.sync()
    assert schools(room.post.store, JuryId("J02")) == {}
