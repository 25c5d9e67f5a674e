# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import RenderKey
from lsl_desk.pages.caps import Caps
from lsl_desk.ui.viewer.cache import FrameCache
from lsl_desk.ui.viewer.pictures import BUDGET, MOST, budget_for
from tests.ui.viewer.scripted_pages import ScriptedFrame

SIDE = 8
BYTES = SIDE * SIDE * 4


def key(page: int, width: int = SIDE) -> RenderKey:
    return RenderKey(Digest("d"), page, width)


def frame(page: int, width: int = SIDE) -> ScriptedFrame:
    return ScriptedFrame(key(page, width), width, SIDE, bytearray(b"\x10\x20\x30\xff" * width * SIDE))


def test_the_image_is_the_memory_of_the_frame_itself() -> None:
    cache, one = FrameCache(10 * BYTES), frame(1)
    cache.put(one)
    image = cache.image(key(1))
    assert image is not None
    assert image.pixelColor(0, 0) == QColor(0x30, 0x20, 0x10)
    one.memory[0:4] = b"\x00\x00\xff\xff"
    assert image.pixelColor(0, 0) == QColor(255, 0, 0)


def test_the_oldest_frames_leave_when_the_budget_is_passed_and_are_released_once() -> None:
    cache, frames = FrameCache(3 * BYTES), [frame(page) for page in range(5)]
    for one in frames:
        cache.put(one)
    assert [one.releases for one in frames] == [1, 1, 0, 0, 0]
    assert cache.bytes == 3 * BYTES
    cache.clear()
    assert [one.releases for one in frames] == [1] * 5
    assert cache.bytes == 0


def test_a_frame_on_the_screen_stays_even_beyond_the_budget() -> None:
    cache, frames = FrameCache(2 * BYTES), [frame(page) for page in range(4)]
    cache.pin([key(0), key(3)])
    for one in frames:
        cache.put(one)
    assert [one.releases for one in frames] == [0, 1, 1, 0]
    cache.pin([])
    assert cache.bytes <= 2 * BYTES


def test_the_most_wanted_frames_leave_last() -> None:
    cache, frames = FrameCache(3 * BYTES), [frame(page) for page in range(3)]
    for one in frames:
        cache.put(one)
    cache.prefer([key(0), key(1)])
    cache.put(frame(9))
    assert frames[2].releases == 1
    cache.put(frame(8))
    assert [one.releases for one in frames] == [0, 1, 1]


def test_a_second_frame_of_the_same_key_releases_the_first() -> None:
    cache, one, other = FrameCache(10 * BYTES), frame(1), frame(1)
    cache.put(one)
    cache.put(other)
    assert (one.releases, other.releases) == (1, 0)
    assert len(cache) == 1


def test_other_pictures_of_a_page_come_freshest_first() -> None:
    cache = FrameCache(100 * BYTES)
    for one in (frame(1, 4), frame(2), frame(1, 8), frame(1, 16)):
        cache.put(one)
    assert cache.others(Digest("d"), 1) == (key(1, 16), key(1, 8), key(1, 4))
    assert cache.others(Digest("e"), 1) == ()


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(1, 12), st.sets(st.integers(0, 6)))),
    st.integers(0, 30 * SIDE * 4),
)
def test_no_frame_is_lost_or_released_twice(steps: list[tuple[int, int, set[int]]], budget: int) -> None:
    cache, frames = FrameCache(budget), []
    for page, width, pinned in steps:
        cache.pin(key(one) for one in pinned)
        frames.append(frame(page, width))
        cache.put(frames[-1])
        alive = [one for one in frames if one.releases == 0]
        assert sum(one.stride * one.height for one in alive) == cache.bytes
        assert cache.bytes <= budget or all(one.key in {key(other) for other in pinned} for one in alive)
    cache.clear()
    assert all(one.releases == 1 for one in frames)


def test_room_is_made_of_what_is_neither_wanted_nor_on_the_screen() -> None:
    cache, frames = FrameCache(4 * BYTES), [frame(page) for page in range(4)]
    for one in frames:
        cache.put(one)
    cache.pin([key(0)])
    cache.prefer([key(1)])
    cache.make_room(BYTES)
    assert [one.releases for one in frames] == [0, 0, 1, 0]
    cache.make_room(4 * BYTES)
    assert [one.releases for one in frames] == [0, 0, 1, 1]


def test_the_budget_holds_the_page_its_neighbours_and_five_livrets_and_the_lane_has_room_for_it() -> None:
    page = 4 * 1384 * 1957  # as wide as the column of a 1920-pixel screen
    assert budget_for(800) == BUDGET
    assert budget_for(1384) >= 8 * page
    assert budget_for(10_000) == MOST < Caps().slots < Caps().arena
