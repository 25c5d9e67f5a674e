# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page lane keeps to: the true one with its child process, and the painted one of the tests of screens."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import pytest

from lsl_desk.client.ports import Pages
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.lane import PageLane
from tests.fakes.pages import PaintedPage, PaintedPages
from tests.hostile.broken import cut_at_half
from tests.hostile.writer import livret
from tests.pages.asking import PATIENCE, asked, code_of, told

UNKNOWN = Digest("0" * 64)


@dataclass
class Case:
    """A lane with one livret of three A4 pages numbered 0417, and one that is cut; and how to hold it for a moment."""

    pages: Pages
    good: Digest
    cut: Digest
    pause: Callable[[], None]
    go_on: Callable[[], None]


def _true_lane() -> Case:
    files = {Digest(sha256(data).hexdigest()): data for data in (livret(), cut_at_half())}
    good, cut = files
    gate = threading.Event()
    gate.set()

    def fetch(digest: Digest) -> bytes:
        assert gate.wait(PATIENCE)
        if digest not in files:
            raise Refusal(Code.NO_LIVRET, number="?")
        return files[digest]

    # One livret open at a time, so that the lane fetches, and can be held there.
    return Case(PageLane(fetch, caps=Caps(inspectors=1, open_documents=1)), good, cut, gate.clear, gate.set)


def _painted_lane() -> Case:
    texts = [f"N° élève 0417 page {page} sur 3\nLigne du livret" for page in (1, 2, 3)]
    good, cut = (Digest(sha256(data).hexdigest()) for data in (livret(), cut_at_half()))
    pages = PaintedPages({good: [PaintedPage(text) for text in texts], cut: []})
    return Case(pages, good, cut, pages.pause, pages.go_on)


@pytest.fixture(params=[_true_lane, _painted_lane], ids=["true", "painted"])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    made: Case = request.param()
    yield made
    made.go_on()
    made.pages.close()


def key(digest: Digest, page: int = 0, width: int = 200, rotation: int = 0) -> RenderKey:
    return RenderKey(digest, page, width, rotation)


def test_sizes_are_those_of_every_page(case: Case) -> None:
    assert told(case.pages.sizes, case.good) == (PageSize(595, 842),) * 3


@pytest.mark.parametrize(("rotation", "height"), [(0, 283), (90, 141), (180, 283), (270, 141)])
def test_a_picture_is_as_wide_as_asked_once_turned(case: Case, rotation: int, height: int) -> None:
    frame = told(case.pages.render, key(case.good, 2, 200, rotation))
    assert frame.key == key(case.good, 2, 200, rotation)
    assert (frame.width, frame.height, frame.stride) == (200, height, 800)
    assert len(frame.pixels) == frame.stride * frame.height
    assert set(bytes(frame.pixels[3::4])) == {255}
    frame.release()
    frame.release()


def test_words_come_in_reading_order_with_boxes_within_the_page(case: Case) -> None:
    words = told(case.pages.words, case.good, 0)
    assert [word.text for word in words[:3]] == ["N°", "élève", "0417"]
    assert len({word.line for word in words[:7]}) == 1
    assert words[7].line > words[0].line
    assert all(0 <= word.x0 < word.x1 <= 595 and 0 <= word.y0 < word.y1 <= 842 for word in words)


def test_what_cannot_be_answered_is_refused(case: Case) -> None:
    assert code_of(told(case.pages.render, key(case.good, 3))) is Code.PAGE_UNKNOWN
    assert code_of(told(case.pages.words, case.good, 99)) is Code.PAGE_UNKNOWN
    assert code_of(told(case.pages.sizes, case.cut)) is Code.PAGE_UNREADABLE
    assert code_of(told(case.pages.render, key(case.cut))) is Code.PAGE_UNREADABLE
    assert code_of(told(case.pages.render, key(UNKNOWN))) is Code.NO_LIVRET


def test_done_is_called_once_and_from_another_thread(case: Case) -> None:
    threads: list[threading.Thread] = []
    both = threading.Semaphore(0)

    def done(_answer: object) -> None:
        threads.append(threading.current_thread())
        both.release()

    case.pages.sizes(case.good, done)
    case.pages.words(case.good, 0, done)
    assert both.acquire(timeout=PATIENCE)
    assert both.acquire(timeout=PATIENCE)
    told(case.pages.sizes, case.good)
    assert len(threads) == 2
    assert threading.current_thread() not in threads


def test_pictures_no_longer_wanted_are_dropped_unless_begun(case: Case) -> None:
    told(case.pages.sizes, case.good)
    case.pause()
    begun = asked(case.pages.sizes, case.cut)
    dropped = asked(case.pages.render, key(case.good, 0))
    kept = asked(case.pages.render, key(case.good, 1), ahead=True)
    case.pages.keep_only([key(case.good, 1)])
    case.go_on()
    kept.result(PATIENCE).release()
    assert code_of(begun.result(PATIENCE)) is Code.PAGE_UNREADABLE
    told(case.pages.sizes, case.good)
    assert not dropped.done()


def test_pages_ahead_wait_behind_the_screen(case: Case) -> None:
    told(case.pages.sizes, case.good)
    order: list[str] = []
    case.pause()
    held = asked(case.pages.sizes, case.cut)
    ahead = asked(case.pages.render, key(case.good, 1), ahead=True)
    screen = asked(case.pages.render, key(case.good, 0))
    ahead.add_done_callback(lambda _answer: order.append("ahead"))
    screen.add_done_callback(lambda _answer: order.append("screen"))
    case.go_on()
    for answer in (held, ahead, screen):
        answer.result(PATIENCE)
    assert order == ["screen", "ahead"]
    ahead.result().release()
    screen.result().release()


def test_a_livret_is_inspected_page_by_page_and_a_bad_one_has_its_problem(case: Case) -> None:
    found = case.pages.inspect(livret())
    assert found.problem is None
    assert len(found.texts) == 3
    assert found.texts[1].splitlines()[0] == "N° élève 0417 page 2 sur 3"
    refused = case.pages.inspect(cut_at_half())
    assert refused.problem is not None
    assert refused.texts == ()


def test_a_png_has_the_size_of_its_resolution(case: Case) -> None:
    packed = case.pages.png(case.good, 0, 72)
    assert packed[:8] == b"\x89PNG\r\n\x1a\n"
    assert (int.from_bytes(packed[16:20]), int.from_bytes(packed[20:24])) == (595, 842)
    with pytest.raises(Refusal, match="page_unknown"):
        case.pages.png(case.good, 3, 72)
    with pytest.raises(Refusal, match="page_unreadable"):
        case.pages.png(case.cut, 0, 72)


def test_closing_twice_is_closing(case: Case) -> None:
    told(case.pages.sizes, case.good)
    case.pages.close()
    case.pages.close()
