# SPDX-License-Identifier: AGPL-3.0-or-later
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.ui.viewer.selection import Selection, across, as_text, beside, boxes, nearest
from lsl_desk.ui.viewer.turning import Rect
from tests.ui.viewer.scripted_pages import line_of

WORDS = line_of("Avis très favorable", 0) + line_of("du conseil", 1) + line_of("de classe réuni hier", 2)


def test_the_word_under_a_point_is_the_nearest() -> None:
    assert nearest(WORDS, 115, 85) == 1
    assert nearest(WORDS, 0, 0) == 0
    assert nearest(WORDS, 5000, 105) == 4
    assert nearest((), 10, 10) is None


@given(st.floats(-50, 700), st.floats(-50, 900))
def test_a_point_of_a_line_never_takes_a_word_of_another(x: float, y: float) -> None:
    rank = nearest(WORDS, x, y)
    assert rank is not None
    word = WORDS[rank]
    assert all(not (other.y0 <= y <= other.y1) or other.line == word.line or word.y0 <= y <= word.y1 for other in WORDS)


def test_the_text_is_copied_line_by_line_whichever_way_it_was_selected() -> None:
    assert as_text(WORDS, Selection(0, 1, 5)) == "très favorable\ndu conseil\nde"
    assert as_text(WORDS, Selection(0, 5, 1)) == "très favorable\ndu conseil\nde"


def test_a_selection_is_a_box_a_line() -> None:
    assert boxes(WORDS, range(1, 4)) == (Rect(110, 80, 200, 92), Rect(60, 100, 100, 112))


def test_keys_move_by_word_and_by_line_and_stop_at_the_ends() -> None:
    assert [beside(WORDS, 0, -1), beside(WORDS, 0, 1), beside(WORDS, 8, 1)] == [0, 1, 8]
    assert across(WORDS, 2, 1) == 4
    assert across(WORDS, 4, 1) == 6
    assert across(WORDS, 6, -1) == 4
    assert [across(WORDS, 1, -1), across(WORDS, 6, 1)] == [0, 8]
