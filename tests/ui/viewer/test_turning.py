# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.pages import PageSize
from lsl_desk.ui.viewer.layout import Box
from lsl_desk.ui.viewer.turning import Rect, rect_to_content, to_content, to_page

SIZE = PageSize(600, 800)
rotations = st.sampled_from([0, 90, 180, 270])


@given(st.floats(0, 600), st.floats(0, 800), rotations)
def test_a_point_of_the_page_comes_back_from_the_view(x: float, y: float, rotation: int) -> None:
    box = Box(0, 8, 20, 300, 400) if rotation % 180 == 0 else Box(0, 8, 20, 400, 300)
    assert to_page(*to_content(x, y, SIZE, box, rotation), SIZE, box, rotation) == pytest.approx((x, y), abs=1e-6)


@pytest.mark.parametrize(("rotation", "corner"), [(0, (0, 0)), (90, (400, 0)), (180, (300, 400)), (270, (0, 300))])
def test_the_top_left_corner_turns_clockwise(rotation: int, corner: tuple[int, int]) -> None:
    box = Box(0, 0, 0, 400, 300) if rotation % 180 else Box(0, 0, 0, 300, 400)
    assert to_content(0, 0, SIZE, box, rotation) == pytest.approx(corner)


def test_a_rectangle_turned_keeps_its_edges_in_order() -> None:
    box = Box(0, 0, 0, 400, 300)
    assert rect_to_content(Rect(0, 0, 60, 80), SIZE, box, 90) == Rect(360, 0, 400, 30)
