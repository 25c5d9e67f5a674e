# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts of other posts, proved by the academy's chain; and the board they make (features P31)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from lsl_desk.client.link.boards import board_of
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.link.values import FeedAct, FeedPage
from lsl_desk.domain.acts import ConflictSettled, MarkRaised, SittingOpened
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from tests.client.link.posts import J01, J02, Post, livrets, post
from tests.domain.sitting import BOTH_HEADS
from tests.fakes.desk import FixedClock

N0401, PHILO = StudentNumber("0401"), ExamCode("PHILO")


def two_posts(acts: int = 0) -> tuple[Post, Post]:
    one = post()
    one.model.publish("J01", livrets(3), marks={"0401": (ExamMark(PHILO, Decimal(7), Decimal(8)),)})
    other = post(one.model, seed=7)
    for post_ in (one, other):
        sync_jury(post_.academy, post_.link, FixedClock(), post_.offered())
    for at in range(acts):
        other.read(f"{401 + at:04d}")
    send_acts(other.academy, other.link)
    return one, other


def opened(one: Post) -> None:
    one.store.record(J01, 1, BOTH_HEADS)
    one.store.record(J01, 1, SittingOpened())
    send_acts(one.academy, one.link)


def raised(one: Post, after: int, seen: int = 0, before: int = 8) -> None:
    one.store.record(J01, 1, MarkRaised(N0401, PHILO, Decimal(before), Decimal(after), seen, "bon dossier"))


def refusal_of(ask: Callable[[], object]) -> Refusal:
    with pytest.raises(Refusal) as refused:
        ask()
    return refused.value


def test_acts_of_another_post_come_page_by_page_and_once() -> None:
    one, other = two_posts(8)
    assert pull_feed(one.academy, one.link, J01) == 8
    assert [line.act.act for line in one.link.feed(J01)] == [signed.act.act for signed in other.store.signed]
    assert pull_feed(one.academy, one.link, J01) == 0


def test_a_jury_without_an_act_gives_none() -> None:
    one, _ = two_posts()
    assert pull_feed(one.academy, one.link, J01) == 0


def test_a_restored_academy_is_followed_and_nothing_is_forgotten() -> None:
    one, other = two_posts(4)
    backup = one.model.backup()
    for number in ("0501", "0502", "0503"):
        other.read(number)
    send_acts(other.academy, other.link)
    pull_feed(one.academy, one.link, J01)
    one.model.restore(backup)
    assert pull_feed(one.academy, one.link, J01) == 4
    assert len(one.link.feed(J01)) == 4
    assert len(one.link.lost) == 3
    send_acts(other.academy, other.link)
    assert pull_feed(one.academy, one.link, J01) == 3
    assert one.link.lost == {}


def test_a_restored_academy_that_went_on_otherwise_is_taken_again_from_the_beginning() -> None:
    one, other = two_posts(2)
    backup = one.model.backup()
    other.read("0501")
    send_acts(other.academy, other.link)
    pull_feed(one.academy, one.link, J01)
    one.model.restore(backup)
    one.read("0601")
    one.read("0602")
    send_acts(one.academy, one.link)
    assert pull_feed(one.academy, one.link, J01) == 4
    assert [line.act.act for line in one.link.feed(J01)] == one.model.ranks("J01")


def test_a_restored_academy_that_has_nothing_left_is_followed_too() -> None:
    one, other = two_posts()
    backup = one.model.backup()
    other.read("0501")
    send_acts(other.academy, other.link)
    pull_feed(one.academy, one.link, J01)
    one.model.restore(backup)
    assert pull_feed(one.academy, one.link, J01) == 0
    assert one.link.feed(J01) == ()


def test_a_restored_academy_with_as_many_acts_in_another_order_is_taken_again() -> None:
    one, other = two_posts()
    backup = one.model.backup()
    other.read("0401")
    send_acts(other.academy, other.link)
    one.read("0402")
    send_acts(one.academy, one.link)
    pull_feed(one.academy, one.link, J01)
    one.model.restore(backup)
    send_acts(one.academy, one.link)
    send_acts(other.academy, other.link)
    assert pull_feed(one.academy, one.link, J01) == 2
    assert [line.act.act for line in one.link.feed(J01)] == one.model.ranks("J01")


Spoil = Callable[[FeedAct], FeedAct]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: replace(line, receipt=replace(line.receipt, sequence=line.receipt.sequence + 1)),
        lambda line: replace(line, receipt=replace(line.receipt, chain=Digest("0" * 64))),
        lambda line: replace(line, receipt=replace(line.receipt, jury=J02)),
        lambda line: replace(line, act=replace(line.act, jury=J02)),
    ],
    ids=["a rank is missing", "another history", "a receipt of another jury", "an act of another jury"],
)
def test_acts_that_do_not_follow_are_not_taken(monkeypatch: pytest.MonkeyPatch, spoil: Spoil) -> None:
    one, _ = two_posts(3)
    page = one.academy.feed(J01, 0)
    lines = (*page.lines[:2], spoil(page.lines[2]))
    monkeypatch.setattr(one.academy, "feed", lambda _jury, _after: FeedPage(lines, 3))
    refused = refusal_of(lambda: pull_feed(one.academy, one.link, J01))
    assert (refused.code, refused.facts) == (Code.FEED_BROKEN, {"jury": "J01", "sequence": 3})
    assert one.link.feed(J01) == ()


def test_two_posts_change_one_mark_and_the_president_settles() -> None:
    one, other = two_posts()
    opened(other)
    pull_feed(one.academy, one.link, J01)
    raised(other, 10)
    send_acts(other.academy, other.link)
    raised(one, 9)
    board = board_of(one.link, J01)
    cell = board.mark(N0401, PHILO)
    assert cell is not None
    assert (cell.value, board.conflicts) == (Decimal(9), ()), "until the other act came, nothing is known of it"
    send_acts(one.academy, one.link)
    pull_feed(one.academy, one.link, J01)
    (conflict,) = board_of(one.link, J01).conflicts
    assert conflict.kept is not None
    assert (conflict.stands, conflict.proposed.value) == (Decimal(10), Decimal(9))
    assert (conflict.kept.device, conflict.proposed.device) == (other.store.key.public.id, one.store.key.public.id)
    one.store.record(J01, 1, ConflictSettled(conflict.act, Decimal(10), "relu ensemble"))
    board = board_of(one.link, J01)
    assert board.conflicts == ()
    send_acts(one.academy, one.link)
    pull_feed(other.academy, other.link, J01)
    assert board_of(other.link, J01).conflicts == ()
    assert board_of(other.link, J01).mark(N0401, PHILO) == board_of(one.link, J01).mark(N0401, PHILO)


def test_a_mark_that_the_office_corrects_after_a_change_changes_no_past() -> None:
    one, other = two_posts()
    opened(other)
    pull_feed(one.academy, one.link, J01)
    raised(other, 10)
    send_acts(other.academy, other.link)
    one.model.publish("J01", livrets(3), marks={"0401": (ExamMark(PHILO, Decimal(7), Decimal(6)),)})
    sync_jury(one.academy, one.link, FixedClock(), one.offered())
    pull_feed(one.academy, one.link, J01)
    cell = board_of(one.link, J01).mark(N0401, PHILO)
    assert cell is not None
    assert (cell.version, cell.value) == (1, Decimal(10))


def test_what_the_academy_refused_has_no_effect_here() -> None:
    one, other = two_posts()
    raised(other, 10, seen=5)
    send_acts(other.academy, other.link)
    pull_feed(one.academy, one.link, J01)
    cell = board_of(one.link, J01).mark(N0401, PHILO)
    assert cell is not None
    assert (cell.version, cell.value) == (0, Decimal(8))


def test_a_jury_that_never_came_from_the_academy_has_an_empty_board() -> None:
    one, _ = two_posts()
    one.read("0401", J02)
    assert board_of(one.link, J02).mark(N0401, PHILO) is None
