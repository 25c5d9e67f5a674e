# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lsl_desk.domain.pages import PageSize
from lsl_desk.ui.viewer.layout import (
    A4,
    MOST_PIXELS,
    PAGE,
    STEPS,
    WIDTH,
    Box,
    Layout,
    Mode,
    Place,
    Scroll,
    View,
    arrange,
    factor_of,
    picture_width,
    pixels_per_point,
    stepped,
)

sizes = st.lists(st.builds(PageSize, st.floats(72, 2000), st.floats(72, 2000)), min_size=1, max_size=8)
views = st.builds(View, st.integers(60, 3000), st.integers(60, 2000), st.sampled_from([1.0, 1.25, 1.5, 2.0]))
zooms = st.one_of(st.sampled_from([WIDTH, PAGE]), st.floats(0.25, 4).map(lambda factor: f"{factor:g}"))
modes = st.builds(Mode, zooms, st.sampled_from([0, 90, 180, 270]), st.just(True))
shares = st.floats(0, 1)


def somewhere(layout: Layout, x: float, y: float) -> Scroll:
    most = layout.furthest
    return Scroll(round(x * most.left), round(y * most.top))


@given(sizes, modes, views)
def test_pages_never_overlap_and_stay_within_the_content(all_sizes: list[PageSize], mode: Mode, view: View) -> None:
    layout = arrange(all_sizes, mode, view)
    assert [box.page for box in layout.boxes] == list(range(len(all_sizes)))
    assert all(one.bottom + view.gap == other.y for one, other in pairwise(layout.boxes))
    for box in layout.boxes:
        assert box.x >= 0
        assert box.x + box.width <= layout.width
        assert box.y >= view.gap
    assert layout.boxes[-1].bottom + view.gap <= layout.height
    assert layout.width >= view.width
    assert layout.height >= view.height


@given(sizes, modes, views, shares, shares)
def test_a_scroll_told_as_a_place_comes_back_exactly(
    all_sizes: list[PageSize], mode: Mode, view: View, x: float, y: float
) -> None:
    layout = arrange(all_sizes, mode, view)
    scroll = somewhere(layout, x, y)
    place = layout.place(scroll)
    assert layout.scroll_to(place) == scroll
    assert 0 <= place.offset <= 1
    assert 0 <= place.offset_x <= 1


@given(sizes, modes, views, st.data())
def test_one_page_at_a_time_lays_out_that_page_and_its_scroll_comes_back(
    all_sizes: list[PageSize], mode: Mode, view: View, data: st.DataObject
) -> None:
    page = data.draw(st.integers(0, len(all_sizes) - 1))
    layout = arrange(all_sizes, replace(mode, continuous=False), view, page)
    assert [box.page for box in layout.boxes] == [page]
    scroll = somewhere(layout, data.draw(shares), data.draw(shares))
    assert layout.scroll_to(layout.place(scroll)) == scroll
    assert layout.place(scroll).page == page


@given(sizes, modes, views, shares, shares)
def test_the_visible_pages_are_those_that_share_a_pixel_with_the_view(
    all_sizes: list[PageSize], mode: Mode, view: View, x: float, y: float
) -> None:
    layout = arrange(all_sizes, mode, view)
    scroll = somewhere(layout, x, y)
    shown = {
        box.page
        for box in layout.boxes
        if box.x < scroll.left + view.width
        and box.x + box.width > scroll.left
        and box.y < scroll.top + view.height
        and box.bottom > scroll.top
    }
    assert {box.page for box in layout.visible(scroll)} == shown
    assert set(layout.readable(scroll)) <= shown
    assert not shown or layout.current(scroll) in shown


@given(sizes, modes, views, st.data())
def test_every_page_can_be_brought_to_where_it_is_readable(
    all_sizes: list[PageSize], mode: Mode, view: View, data: st.DataObject
) -> None:
    page = data.draw(st.integers(0, len(all_sizes) - 1))
    layout = arrange(all_sizes, mode, view)
    box = layout.box(page)
    assert box is not None
    assume(min(view.width, view.height) > 4 * view.gap)
    middle = max(0, box.x + (box.width - view.width) // 2)
    assert page in layout.readable(replace(layout.scroll_to(Place(page, 0.0)), left=middle))


@given(sizes, modes, views, st.data())
def test_zooming_keeps_the_point_under_the_pointer(
    all_sizes: list[PageSize], mode: Mode, view: View, data: st.DataObject
) -> None:
    layout = arrange(all_sizes, mode, view)
    scroll = somewhere(layout, data.draw(shares), data.draw(shares))
    x, y = data.draw(st.integers(0, view.width - 1)), data.draw(st.integers(0, view.height - 1))
    anchor = layout.anchor(scroll.left + x, scroll.top + y)
    other = arrange(all_sizes, replace(mode, zoom=data.draw(zooms)), view)
    moved = other.bring(anchor, x, y)
    box = other.box(anchor.page)
    assert box is not None
    most = other.furthest
    if 0 < moved.top < most.top:
        assert abs(box.y + anchor.y * box.height - moved.top - y) <= 1
    if 0 < moved.left < most.left:
        assert abs(box.x + anchor.x * box.width - moved.left - x) <= 1


@given(sizes, views, st.sampled_from([0, 90, 180, 270]))
def test_fitting_the_width_makes_each_page_as_wide_as_the_view_and_needs_no_horizontal_scroll(
    all_sizes: list[PageSize], view: View, rotation: int
) -> None:
    layout = arrange(all_sizes, Mode(WIDTH, rotation), view)
    assert layout.furthest.left == 0
    assert {box.width for box in layout.boxes} == {view.width - 2 * view.gap}


@given(sizes, views, st.sampled_from([0, 90, 180, 270]))
def test_fitting_the_page_shows_all_of_it(all_sizes: list[PageSize], view: View, rotation: int) -> None:
    for box in arrange(all_sizes, Mode(PAGE, rotation), view).boxes:
        assert box.width <= view.width - 2 * view.gap + 1
        assert box.height <= view.height - 2 * view.gap + 1


def test_the_natural_size_is_96_dots_an_inch_whatever_the_density() -> None:
    inch = PageSize(72, 72)
    assert pixels_per_point(inch, Mode("1"), View(500, 500, 1.0)) * 72 == pytest.approx(96)
    assert pixels_per_point(inch, Mode("1"), View(500, 500, 2.0)) * 72 == pytest.approx(192)


def test_the_half_of_a_tall_page_is_not_needed_when_it_fills_half_of_the_view() -> None:
    layout = arrange([A4] * 2, Mode(), View(600, 300))
    assert layout.readable(Scroll(0, 0)) == (0,)
    assert layout.readable(Scroll(0, layout.boxes[0].bottom - 160)) == (0,)
    assert layout.readable(Scroll(0, layout.boxes[0].bottom - 130)) == (1,)


def test_going_through_the_steps_ends_at_the_limits_and_comes_back() -> None:
    up, down = [0.25], [4.0]
    for _ in range(30):
        up.append(stepped(up[-1], 1))
        down.append(stepped(down[-1], -1))
    assert tuple(dict.fromkeys(up)) == STEPS
    assert tuple(dict.fromkeys(down)) == STEPS[::-1]


@pytest.mark.parametrize(
    ("zoom", "factor"),
    [("1.25", 1.25), ("9", 4.0), ("0", 0.25), ("-3", 0.25), ("nan", None), ("width", None), ("", None), ("inf", 4.0)],
)
def test_a_zoom_kept_by_another_version_is_brought_within_the_limits(zoom: str, factor: float | None) -> None:
    assert factor_of(zoom) == factor


def test_a_page_enlarged_beyond_measure_is_asked_for_smaller() -> None:
    box = Box(0, 0, 0, 20_000, 30_000)
    assert picture_width(box) * picture_width(box) * 1.5 <= MOST_PIXELS
    assert picture_width(Box(0, 0, 0, 1000, 1414)) == 1000


def test_no_page_at_all_is_laid_out_without_failing() -> None:
    layout = arrange((), Mode(), View(300, 200))
    assert layout.boxes == ()
    assert layout.place(Scroll(0, 0)) == Place()
    assert layout.scroll_to(Place(3, 0.5)) == Scroll()
    assert layout.current(Scroll()) == 0
    assert layout.readable(Scroll()) == ()
    assert layout.bring(layout.anchor(10, 10), 5, 5) == Scroll()
