# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.protocol import Ask
from lsl_desk.pages.wishes import Rank, Wish, Wishes


class Hurries:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self) -> None:
        self.count += 1


def picture(digest: str, page: int = 0, rank: Rank = Rank.SCREEN) -> Wish:
    return Wish(Ask.RENDER, RenderKey(Digest(digest), page, 100), rank, [lambda _answer: None])


def queue_of(*wishes: Wish) -> tuple[Wishes, Hurries]:
    hurries = Hurries()
    queue = Wishes(lambda _key: True, hurries)
    for wish in wishes:
        queue.add(wish)
    return queue, hurries


def taken(queue: Wishes) -> Wish:
    wish = queue.take()
    assert wish is not None
    queue.finish(wish)
    return wish


def test_the_latest_livret_comes_first_and_its_pages_in_their_order() -> None:
    wishes = [picture("a"), picture("b", 0), picture("b", 1), picture("n", 0, Rank.AHEAD), picture("n", 1, Rank.AHEAD)]
    queue, _ = queue_of(*wishes)
    assert [taken(queue) for _ in wishes] == [wishes[1], wishes[2], wishes[0], wishes[3], wishes[4]]


def test_a_neighbour_that_comes_on_screen_is_rendered_once_and_first() -> None:
    ahead, other, now = picture("a", 0, Rank.AHEAD), picture("b", 0, Rank.AHEAD), picture("b", 0)
    queue, _ = queue_of(ahead, other, now)
    assert taken(queue) is other
    assert len(other.answers) == 2
    assert taken(queue) is ahead


def test_whoever_asks_for_what_is_being_drawn_is_told_too() -> None:
    first, second = picture("a"), picture("a")
    queue, _ = queue_of(first)
    assert queue.take() is first
    queue.add(second)
    assert queue.finish(first) == [*first.answers[:1], *second.answers]


def test_a_neighbour_is_hurried_only_when_something_urgent_waits() -> None:
    queue, hurries = queue_of(picture("a", 0, Rank.AHEAD))
    current = queue.take()
    queue.add(picture("b", 0, Rank.AHEAD))
    assert hurries.count == 0
    queue.add(picture("c"))
    assert hurries.count == 1
    assert current is not None
    queue.put_back(current)
    assert [taken(queue).key.digest for _ in range(3)] == ["c", "b", "a"]


def test_a_page_no_longer_wanted_gives_way_and_is_forgotten() -> None:
    queue, hurries = queue_of(picture("a"))
    current = queue.take()
    assert current is not None
    queue.add(picture("b"))
    assert hurries.count == 0  # it is on screen
    queue.keep_only({RenderKey(Digest("b"), 0, 100)})
    assert hurries.count == 1
    queue.put_back(current)
    assert taken(queue).key.digest == "b"
    assert queue.close() == []


def test_a_page_wanted_again_while_it_gives_way_keeps_its_place() -> None:
    queue, _ = queue_of(picture("a"))
    current = queue.take()
    assert current is not None
    queue.keep_only(())
    queue.add(picture("a"))
    queue.put_back(current)
    assert taken(queue) is current


def test_words_and_sizes_are_never_dropped() -> None:
    words = Wish(Ask.WORDS, RenderKey(Digest("a"), 0, 0), Rank.KNOW, [])
    queue, _ = queue_of(words, picture("a"))
    queue.keep_only(())
    assert taken(queue) is words


def test_a_closed_queue_takes_and_gives_nothing() -> None:
    wish = picture("a")
    queue, _ = queue_of(wish)
    assert queue.close() == [wish]
    assert queue.take() is None
    assert queue.add(picture("b")) is False
    assert queue.finish(wish) == []
