# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a page stands on the wall: all that the main window shows of it is seen, as large as can be."""

import pytest

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import NumberCheck, PageCheck
from lsl_desk.domain.pages import PageSize
from lsl_desk.ui.projector.pictures import MOST_PIXELS, Placed, key_of, placed
from lsl_desk.ui.projector.values import Glimpse, Region

MATCH = PageCheck(NumberCheck.MATCH)


def glimpse(region: Region, width: float = 600.0, height: float = 800.0) -> Glimpse:
    return Glimpse(Digest("d"), StudentNumber("0417"), MATCH, 0, 4, PageSize(width, height), 0, region)


@pytest.mark.parametrize(
    ("region", "view", "wanted"),
    [
        (Region(), (1200, 800), Placed(300, 0, 600, 800)),  # the whole page, in the middle
        (Region(0, 0, 1, 0.5), (1200, 800), Placed(0, 0, 1200, 1600)),  # its upper half fills the wall
        (Region(0, 0.5, 1, 0.5), (1200, 800), Placed(0, -800, 1200, 1600)),  # its lower half
        (Region(0, 0.9, 1, 0.5), (1200, 800), Placed(0, -800, 1200, 1600)),  # never past its end
        (Region(0.5, 0, 0.5, 0.5), (1200, 1600), Placed(-1200, 0, 2400, 3200)),  # zoomed on a corner
    ],
)
def test_what_is_looked_at_is_seen(region: Region, view: tuple[int, int], wanted: Placed) -> None:
    assert placed(glimpse(region), *view) == wanted


def test_a_picture_is_as_wide_as_its_place_and_never_beyond_what_memory_bears() -> None:
    page = glimpse(Region())
    assert key_of(page, Placed(0, 0, 600, 800)).width == 600
    huge = key_of(page, Placed(0, 0, 12_000, 16_000))
    assert huge.width * huge.width * 16_000 // 12_000 <= MOST_PIXELS
