# SPDX-License-Identifier: AGPL-3.0-or-later
"""The heads of the juries at the centre: locked by the opening, two posts, one person twice (features H01, H02)."""

import pytest

from lsl_desk.client.prepare.heads import LONGEST_NAME
from lsl_desk.client.prepare.values import Clash, Matter, Standing
from lsl_desk.domain.acts import HeadNamed, Role, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from tests.client.prepare.eves import HEAD, J01, J02, NINE, PRESIDENT, Post, centre


def standing(post: Post) -> Standing:
    (heads,) = [item for item in post.desk.readiness()[0].items if item.matter is Matter.HEADS]
    return heads.standing


def test_a_name_is_one_line_and_not_too_long() -> None:
    post = centre()
    (seat, _) = post.desk.name_head(J01, Role.PRESIDENT, "  Claire\n \x00Roy ").seats
    assert seat.name == "Claire Roy"
    with pytest.raises(Refusal) as refused:
        post.desk.name_head(J01, Role.PRESIDENT, "x" * (LONGEST_NAME + 1))
    assert refused.value.code is Code.VALUE_OUT_OF_RANGE
    assert "x" not in str(refused.value.facts["value"])


def test_the_same_name_again_is_no_act_and_nobody_is_one() -> None:
    post = centre()
    for name in ("Claire Roy", "Claire Roy", ""):
        post.desk.name_head(J01, Role.PRESIDENT, name)
    assert [act.body for act in post.store.journal] == [
        HeadNamed(Role.PRESIDENT, "Claire Roy", ""),
        HeadNamed(Role.PRESIDENT, "", ""),
    ]
    assert post.desk.heads(J01).seats[0].name == ""
    assert standing(post) is Standing.MISSING


def test_a_vice_president_is_needed_where_the_seat_is_given() -> None:
    post = centre()
    post.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    assert standing(post) is Standing.DONE
    post.publish(J01, heads={Role.VICE_PRESIDENT: "Paul Vidal"})
    assert standing(post) is Standing.DONE
    post.desk.name_head(J01, Role.VICE_PRESIDENT, "")
    assert standing(post) is Standing.MISSING


def test_a_newer_name_of_the_office_waits_for_the_centre_until_the_opening() -> None:
    post = centre()
    post.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    post.publish(J01, heads={Role.PRESIDENT: "Anne Petit"})
    assert standing(post) is Standing.AGAIN
    post.store.author = PRESIDENT
    post.store.record(J01, 1, SittingOpened())
    assert standing(post) is Standing.DONE, "the centre can settle nothing any more"
    assert post.desk.heads(J01).seats[0].name == "Claire Roy"


def test_a_refused_opening_locks_nothing() -> None:
    post = centre()
    post.model.post(post.store.key.public.id).role = Role.PRESIDENT
    post.store.author = PRESIDENT
    post.store.record(J01, 1, SittingOpened())
    post.model.post(post.store.key.public.id).revoked = "perdu"
    post.send()
    post.store.author = HEAD
    assert not post.desk.heads(J01).locked
    assert post.desk.name_head(J01, Role.PRESIDENT, "Claire Roy").seats[0].name == "Claire Roy"


def test_one_person_on_two_juries_at_nine_is_shown() -> None:
    post = centre()
    post.desk.name_head(J01, Role.PRESIDENT, "Mme Claire Roy")
    assert post.desk.clashes() == ()
    post.publish(J02, ("1417",), heads={Role.VICE_PRESIDENT: "ROY Claire"})
    assert post.desk.clashes() == (Clash("Mme Claire Roy", (J01, J02), NINE),)


def test_two_posts_of_a_centre_agree_on_the_academys_order() -> None:
    one = centre()
    two = Post(model=one.model, seed=8)
    two.fetch(J01)
    two.desk.name_head(J01, Role.PRESIDENT, "Paul Vidal")
    one.desk.name_head(J01, Role.PRESIDENT, "Claire Roy")
    one.send()
    two.send()
    one.send()
    assert one.desk.heads(J01).seats[0].name == two.desk.heads(J01).seats[0].name == "Paul Vidal"


def test_where_the_office_proposes_nothing_there_is_nothing_to_take_or_to_leave() -> None:
    post = centre()
    assert post.desk.accept_office(J01, Role.PRESIDENT).seats[0].name == ""
    post.publish(J01, heads={Role.PRESIDENT: "Anne Petit"})
    assert post.desk.keep_ours(J01, Role.PRESIDENT).seats[0].by_office
    assert post.store.journal == []
