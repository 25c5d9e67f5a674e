# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room without server: three posts with real stores over real TLS on loopback (features N16; J3 step 7)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.client.hall.values import PageTurn, Part
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.values import Network
from lsl_desk.domain.acts import Act
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.receipts import Verdict
from tests.academy.loopback import serving
from tests.academy.model import AcademyModel
from tests.adapters.hall.posts import J01, NUMBERS, Post, academy, opened, posts
from tests.fakes.desk import FixedClock

Three = tuple[Post, Post, Post]
ONE, TWO, THREE, FOUR = NUMBERS


@pytest.fixture
def model() -> AcademyModel:
    return academy()


@pytest.fixture
def three(tmp_path: Path, model: AcademyModel) -> Iterator[Three]:
    with posts(tmp_path, model, "president", "vice", "third") as (president, vice, third):
        opened(president)
        president.hall.open(J01)
        for one in (vice, third):
            one.joins(president)
        for one in (president, vice, third):
            until_all_are_seated(one)
        yield president, vice, third


def until_all_are_seated(one: Post) -> None:
    one.until(lambda: len(one.hall.status().seated) == 3)


def until_it_has(one: Post, *acts: Act) -> None:
    one.until(lambda: set(acts) <= set(one.acts()))


def same(*those: Post) -> None:
    """Each comes to the same acts in the same order, and to the same board."""
    first = those[0].acts()
    for one in those[1:]:
        until_it_has(one, *first)
        assert one.acts() == first
        assert one.says() == those[0].says()


def test_what_one_does_shows_on_all_in_the_order_of_the_post_that_opened_the_room(three: Three) -> None:
    president, vice, third = three
    done = president.decided(ONE)
    until_it_has(vice, done)
    until_it_has(third, done)
    mine = vice.raised(TWO, "8", "9")
    until_it_has(president, mine)
    president.raised(TWO, "9", "10", 1)
    theirs = third.raised(THREE, "8", "11")
    until_it_has(president, theirs)
    same(*three)
    assert president.mark(TWO) == 10
    assert [one.name for one in vice.hall.status().seated] == ["Camille Exemple", "Sacha Modèle", "Poste 3"]
    assert all(one.hall.status().last is not None for one in three)


def test_two_changes_of_one_mark_make_the_same_conflict_everywhere(three: Three) -> None:
    president, vice, third = three
    back = vice.line_down()
    vice.raised(ONE, "8", "12")
    president.raised(ONE, "8", "9")
    back()
    president.until(lambda: len(president.board().conflicts) == 1)
    same(*three)
    assert third.mark(ONE) == 9, "the first that the president's post had stands"
    assert vice.board().conflicts[0].proposed.value == 12


def test_a_post_that_drops_goes_on_alone_and_catches_up(three: Three) -> None:
    president, vice, third = three
    back = third.line_down()
    third.until(lambda: third.hall.status().problem is not None)
    assert isinstance(third.hall.status().problem, Refusal)
    for number in (ONE, TWO):
        vice.raised(number, "8", "9")
    alone = [third.raised(THREE, "8", "13"), third.raised(FOUR, "8", "14")]
    president.until(lambda: president.mark(TWO) == 9)
    assert third.mark(ONE) == 8
    back()
    until_it_has(president, *alone)
    same(*three)
    third.until(lambda: third.hall.status().problem is None)


def test_when_the_post_that_opened_the_room_is_gone_another_opens_one_with_all_that_was_done(three: Three) -> None:
    president, vice, third = three
    done = president.decided(ONE)
    mine = vice.raised(TWO, "8", "9")
    until_it_has(third, done, mine)
    president.hall.leave()
    alone = president.raised(THREE, "8", "12")
    vice.hall.open(J01)
    third.joins(vice)
    theirs = third.raised(TWO, "9", "10", 1)
    until_it_has(vice, theirs)
    same(vice, third)
    assert vice.mark(TWO) == 10
    president.joins(vice)
    until_it_has(vice, alone)
    until_it_has(third, alone)
    same(vice, third, president)


def test_the_page_turned_by_the_chair_reaches_the_others_and_is_kept_nowhere(three: Three) -> None:
    president, vice, third = three
    before = [one.acts() for one in three]
    president.hall.turn_page(J01, TWO, 3)
    vice.hall.turn_page(J01, ONE, 1)  # only whoever opened the room turns pages
    vice.until(lambda: vice.turns == [PageTurn(J01, TWO, 3)])
    third.until(lambda: third.turns == [PageTurn(J01, TWO, 3)])
    assert [one.acts() for one in three] == before
    assert president.turns == []


def test_when_the_academy_returns_the_order_of_the_room_is_kept_and_nothing_waits(
    three: Three, model: AcademyModel
) -> None:
    president, vice, third = three
    first = vice.raised(TWO, "8", "9")
    until_it_has(third, first)
    third.raised(TWO, "9", "10", 1)
    president.until(lambda: president.mark(TWO) == 10)
    done = president.decided(TWO)
    until_it_has(vice, done)
    vice.raised(ONE, "8", "9")
    president.until(lambda: president.mark(ONE) == 9)
    president.decided(ONE)
    same(*three)
    before = president.says()
    with serving(model) as (_, url):
        ways = [HttpAcademies(one.link, FixedClock()).open(url, model.key.public.raw, Network()) for one in three]
        posts_and_ways = list(zip(three, ways, strict=True))
        # In the wrong order on purpose: each turns to the academy when it can, and sends what is its turn.
        for one, way in 5 * [*reversed(posts_and_ways)]:
            pull_feed(way, one.link, J01)
            send_acts(way, one.link, before=one.link.held_back())
        pull_feed(ways[0], president.link, J01)
        president.hall.feed_moved(J01)
        # The room levels what the academy ordered: the others need not ask it.
        vice.until(lambda: vice.link.feed_head(J01) == president.link.feed_head(J01))
        third.until(lambda: third.link.feed_head(J01) == president.link.feed_head(J01))
        for way in ways:
            way.close()
    assert [one.link.outbox() for one in three] == [0, 0, 0]
    assert all(one.link.waiting(J01) == () and one.link.held_back() is None for one in three)
    assert {line.receipt.verdict for line in president.link.feed(J01)} == {Verdict.ACCEPTED}
    same(*three)
    assert president.says() == before


def test_a_post_with_more_of_the_academy_gives_it_to_the_one_that_opened_the_room(
    tmp_path: Path, model: AcademyModel
) -> None:
    with posts(tmp_path, model, "president", "vice") as (president, vice), serving(model) as (_, url):
        opened(president)
        for one in (president, vice):
            way = HttpAcademies(one.link, FixedClock()).open(url, model.key.public.raw, Network())
            send_acts(way, one.link)
            if one is vice:
                pull_feed(way, one.link, J01)
            way.close()
        president.hall.open(J01)
        vice.joins(president)
        president.until(lambda: president.link.feed_head(J01).sequence == 2)
        same(president, vice)
        assert vice.hall.leave().part is Part.NONE
