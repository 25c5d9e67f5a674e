# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the plan de secours of each jury stands, whoever made it (features I01 to I03, P44)."""

import pytest

from lsl_desk.client.prepare.values import Item, Matter, Standing
from lsl_desk.client.progress import Progress, silent
from lsl_desk.domain.acts import CopyMade
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from tests.adapters.store.desks import refusal_of
from tests.client.prepare.eves import J01, J02, Post, centre

OTHER = CopyMade(1, Digest("e" * 64), 3, 1000, "clé USB")


def copy_item(post: Post) -> Item:
    (found,) = [item for item in post.desk.readiness()[0].items if item.matter is Matter.COPY]
    return found


def test_a_jury_that_is_refused_stops_no_other() -> None:
    post = centre()
    post.around.copies.refusals[J01] = Refusal(Code.DISK_FULL)
    first, second = post.desk.make_copies([J01, J02], "cle", archive=True, report=silent)
    assert first.refusal is not None
    assert (first.state, first.refusal.code, first.where) == (None, Code.DISK_FULL, "")
    assert second.state is not None
    assert (second.state.version, second.where) == (1, "cle/plan-de-secours-J02-v1")


def test_a_desk_that_was_locked_meanwhile_ends_all_of_it() -> None:
    post = centre()
    post.around.copies.refusals[J01] = Refusal(Code.STORE_LOCKED)
    asked = lambda: post.desk.make_copies([J01, J02], "cle", archive=True, report=silent)  # noqa: E731
    assert refusal_of(asked) is Code.STORE_LOCKED


def test_progress_goes_through_all_the_juries() -> None:
    post, told = centre(), list[Progress]()

    def report(one: Progress) -> bool:
        told.append(one)
        return True

    post.desk.make_copies([J01, J02], "cle", archive=False, report=report)
    assert [(one.done, one.total) for one in told] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_copy_of_another_post_is_known_by_the_version_it_was_made_of() -> None:
    one = centre()
    two = Post(model=one.model, seed=8)
    two.fetch(J01)
    two.store.record(J01, 1, OTHER)
    two.send()
    one.send()
    (state, _) = one.desk.copies()
    assert (state.version, state.place, state.changed) == (1, "clé USB", ())
    one.publish(J01, ("0417", "0419", "0420"))
    assert one.desk.copies()[0].changed == ("0420", "0418")
    assert (copy_item(one).standing, copy_item(one).have, copy_item(one).wanted) == (Standing.AGAIN, 2, 4)
    assert copy_item(one).version == 1


def test_a_livret_that_came_after_the_copy_into_the_same_version_is_named() -> None:
    post = centre()
    late = post.store.livrets.pop(post.eve.livrets(J01, 1)[next(iter(post.eve.livrets(J01, 1)))])
    post.link.complete_version(J01)
    assert post.desk.presence(J01).numeric == (2, 3)
    post.desk.make_copies([J01], "cle", archive=False, report=silent)
    assert post.desk.copies()[0].changed == ()
    post.link.stage([(late.digest, late.data)])
    post.link.complete_version(J01)
    assert post.desk.copies()[0].changed == ("0417",)


def test_a_copy_whose_content_nobody_here_knows_is_all_to_be_made_again() -> None:
    post = centre()
    post.store.record(J01, 9, OTHER)
    assert post.desk.copies()[0].changed == ("0417", "0418", "0419")


def test_a_room_sheet_says_what_it_lacks() -> None:
    post = centre()
    with pytest.raises(Refusal) as refused:
        post.desk.write_room_sheets("feuilles.pdf", [J01])
    assert refused.value.code is Code.SHEET_INCOMPLETE
    assert str(refused.value.facts["missing"]).count(",") == 2
    assert post.around.output.files == {}


def test_a_certificate_needs_a_drill_and_a_label_a_candidate() -> None:
    post = centre()
    assert refusal_of(lambda: post.desk.write_certificate("a.pdf", [J01])) is Code.DRILL_MISSING
    assert refusal_of(lambda: post.desk.write_labels("a.pdf", J01, [next(iter(post.eve.livrets(J02, 1)))])) is (
        Code.NUMBER_UNKNOWN
    )
