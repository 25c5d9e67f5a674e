# SPDX-License-Identifier: AGPL-3.0-or-later
"""The painting of a drill: every page, in the sandboxed workers, whatever the file is."""

from collections.abc import Callable, Iterator

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.lane import PageLane
from tests.builders import livret_pdf
from tests.hostile.bombs import endless_drawing, flate_bomb_image


@pytest.fixture
def lane() -> Iterator[PageLane]:
    made = PageLane(lambda _digest: b"", caps=Caps(inspectors=2))
    yield made
    made.close()


def test_every_page_is_painted_and_its_text_given(lane: PageLane) -> None:
    answers = [lane.rehearse_later(livret_pdf("0417", pages)) for pages in (1, 4, 3)]
    for pages, answer in zip((1, 4, 3), answers, strict=True):
        done = answer()
        assert done.problem is None
        assert len(done.texts) == pages
        assert all("0417" in text for text in done.texts)
        assert done.milliseconds > 0


def test_a_file_that_is_no_livret_is_refused_by_its_fault(lane: PageLane) -> None:
    assert lane.rehearse_later(b"no PDF at all")().problem is LivretProblem.NOT_A_PDF
    assert lane.rehearse_later(livret_pdf("0417", 2)[:-800])().problem is not None


@pytest.mark.parametrize("bomb", [flate_bomb_image, endless_drawing])
def test_a_hostile_file_fails_itself_and_the_next_is_painted(bomb: Callable[[], bytes]) -> None:
    lane = PageLane(lambda _digest: b"", caps=Caps(inspectors=1, seconds=2.0))
    bad, good = lane.rehearse_later(bomb()), lane.rehearse_later(livret_pdf("0417", 2))
    try:
        assert bad().problem is not None
        assert good().problem is None
    finally:
        lane.close()


def test_a_closed_lane_refuses(lane: PageLane) -> None:
    lane.close()
    with pytest.raises(Refusal) as refused:
        lane.rehearse_later(livret_pdf("0417", 1))()
    assert refused.value.code is Code.PAGE_WORKER_DOWN
