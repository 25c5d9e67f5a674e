# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hostile files through the true lane (``reliability.md`` test 14): all is answered, nothing opened."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pages.caps import MIB, Caps
from lsl_desk.pages.lane import PageLane
from tests.hostile.corpus import hostile_files
from tests.hostile.writer import livret
from tests.pages.asking import PATIENCE, Shelf, asked, key, lane_over, told
from tests.pages.watching import EXPECTED as OPEN
from tests.pages.watching import Watch

CAPS = Caps(seconds=0.6, memory=256 * MIB, inspectors=1, idle=60.0)

FILES = dict(hostile_files())
EXPECTED = {
    "empty": LivretProblem.EMPTY_FILE,
    "not_a_pdf": LivretProblem.NOT_A_PDF,
    "garbage_before": LivretProblem.NOT_A_PDF,
    "cut_at_a_tenth": LivretProblem.TRUNCATED,
    "cut_at_half": LivretProblem.TRUNCATED,
    "cut_in_the_table": LivretProblem.TRUNCATED,
    "zeros": LivretProblem.TRUNCATED,
    "encrypted": LivretProblem.PASSWORD,
    "no_page": LivretProblem.NO_PAGE,
    "ten_thousand_pages": LivretProblem.TOO_MANY_PAGES,
    "huge_box": LivretProblem.TOO_LARGE,
    "user_unit": LivretProblem.TOO_LARGE,
    "form_tree": LivretProblem.UNREADABLE,
    "flate_bomb_small": LivretProblem.UNREADABLE,
    "wrong_table": None,
    "launch": None,
    "uri": None,
    "javascript_on_open": None,
}


@dataclass
class Desk:
    """A lane, its livrets, an honest one among them, and how long a worker needs here to start, in seconds."""

    lane: PageLane
    shelf: Shelf
    good: Digest
    start: float

    def allowed(self) -> float:
        """Seconds for a new worker to be there: one, or more where several start at the same time on a busy machine."""
        return max(1.0, 5 * self.start)


@pytest.fixture
def desk() -> Iterator[Desk]:
    shelf = Shelf()
    lane = lane_over(shelf, CAPS)
    good = shelf.put(livret())
    begun = time.monotonic()
    told(lane.render, key(good)).release()
    yield Desk(lane, shelf, good, time.monotonic() - begun)
    lane.close()


def test_the_corpus_is_large_enough_and_always_the_same() -> None:
    assert len(FILES) >= 80
    assert all(make.__doc__ for make in FILES.values())
    assert all(make() == make() for make in FILES.values())


def test_hostile_files_are_answered_and_the_next_livret_opens(
    desk: Desk, subtests: pytest.Subtests, record_property: Callable[[str, object], None]
) -> None:
    replaced, waits = [], [0.0]
    for name, make in FILES.items():
        with subtests.test(name):
            before = desk.lane.reader.replaced
            waits.append(_survive(desk, name, make()))
            if desk.lane.reader.replaced > before:
                replaced.append(name)
    record_property("worker replaced by", ", ".join(replaced))
    record_property("worker back after", f"{max(waits):.2f} s at most")


def _survive(desk: Desk, name: str, data: bytes) -> float:
    """Inspect, render and search a hostile file, then open an honest one; the seconds this last took."""
    lane, digest = desk.lane, desk.shelf.put(data)
    found = lane.inspect(data)
    with Watch(lane) as watch:
        for request, what in ((lane.render, (key(digest),)), (lane.words, (digest, 0))):
            begun = time.monotonic()
            answer = asked(request, *what).result(PATIENCE)
            assert (
                time.monotonic() - begun < CAPS.seconds + 2 * desk.allowed()
            )  # twice: the one before may have died too
            if hasattr(answer, "release"):
                answer.release()
        begun = time.monotonic()
        told(lane.render, key(desk.good)).release()
        back = time.monotonic() - begun
    assert back < desk.allowed(), "the worker is back within a second"
    assert name not in EXPECTED or found.problem is EXPECTED[name]
    assert (found.problem is None) == bool(found.texts)
    assert lane.picture_bytes == 0
    assert watch.opened <= OPEN
    assert watch.peak < CAPS.memory
    return back


@pytest.mark.parametrize("name", ["javascript_on_open", "launch", "uri", "go_to_remote", "submit_form", "xfa"])
def test_a_page_that_wants_something_done_is_shown_and_nothing_is_done(desk: Desk, name: str) -> None:
    frame = told(desk.lane.render, key(desk.shelf.put(FILES[name]()), 0, 595))
    bar = (842 - 720) * frame.stride + 100 * 4
    assert bytes(frame.pixels[bar : bar + 4]) == b"\x00\x00\xff\xff"  # the red bar, as drawn
    frame.release()
