# SPDX-License-Identifier: AGPL-3.0-or-later
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import LivretProblem
from lsl_desk.pages.caps import MIB, Caps
from lsl_desk.pages.lane import PageLane
from tests.hostile.loops import form_tree
from tests.hostile.writer import livret
from tests.pages.asking import PATIENCE, Shelf, asked, code_of, key, lane_over, pid_of, told

OpenLane = Callable[..., PageLane]
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="signals and /proc of Linux")


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def open_lane(shelf: Shelf) -> Iterator[OpenLane]:
    with contextlib.ExitStack() as lanes:

        def opened(**caps: float) -> PageLane:
            lane = lane_over(shelf, Caps(**{"inspectors": 1, "handover": 0.0, **caps}))  # type: ignore[arg-type] # whole numbers pass as they are
            lanes.callback(lane.close)
            return lane

        yield opened


# ------------------------------------------------------------------------------------------ pictures


def drawn_by_pymupdf(data: bytes, page: int, width: int, rotation: int) -> tuple[int, int, bytes]:
    """The same page by PyMuPDF's own high-level call, in a process apart, as BGRA."""
    program = """
import json, sys, pymupdf
asked = json.loads(sys.argv[1])
document = pymupdf.open(stream=sys.stdin.buffer.read(), filetype="pdf")
page = document[asked["page"]]
across = page.rect.width if asked["rotation"] % 180 == 0 else page.rect.height
scale = asked["width"] / across
picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale).prerotate(asked["rotation"]), colorspace=pymupdf.csRGB)
rgb = picture.samples
bgra = bytearray(b"\\xff" * (picture.width * picture.height * 4))
bgra[0::4], bgra[1::4], bgra[2::4] = rgb[2::3], rgb[1::3], rgb[0::3]
sys.stdout.buffer.write(json.dumps([picture.width, picture.height]).encode() + b"\\n" + bgra)
"""
    what = json.dumps({"page": page, "width": width, "rotation": rotation})
    said = subprocess.run([sys.executable, "-c", program, what], input=data, capture_output=True, check=True).stdout
    size, _, pixels = said.partition(b"\n")
    across, down = json.loads(size)
    return across, down, pixels


# Turned pages at widths that make whole pixels: PyMuPDF would begin others at a fraction of a row.
@pytest.mark.parametrize(("width", "rotation"), [(421, 0), (1190, 0), (842, 90), (595, 180), (842, 270)])
def test_pixels_are_those_of_pymupdf_in_bgra_order(
    shelf: Shelf, open_lane: OpenLane, width: int, rotation: int
) -> None:
    digest = shelf.put(livret())
    frame = told(open_lane().render, key(digest, 1, width, rotation))
    across, down, expected = drawn_by_pymupdf(livret(), 1, width, rotation)
    assert (frame.width, frame.stride) == (across, across * 4) == (width, width * 4)
    assert abs(frame.height - down) <= 1  # PyMuPDF rounds up, we round to the nearest
    rows = (min(frame.height, down) - 1) * frame.stride
    assert bytes(frame.pixels[:rows]) == expected[:rows]
    assert len(frame.pixels) == frame.stride * frame.height
    frame.release()


def test_the_red_bar_of_the_livret_is_red(shelf: Shelf, open_lane: OpenLane) -> None:
    frame = told(open_lane().render, key(shelf.put(livret()), 0, 595))
    middle = (842 - 720) * frame.stride + 100 * 4
    blue, green, red, opaque = frame.pixels[middle : middle + 4]
    assert red > 190
    assert max(green, blue) < 70
    assert opaque == 255
    frame.release()


def test_frames_on_screen_outlive_the_worker_and_its_successor(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    digest = shelf.put(livret())
    frame = told(lane.render, key(digest))
    before = bytes(frame.pixels)
    os.kill(pid_of(lane), signal.SIGKILL)
    other = told(lane.render, key(digest, 1))
    assert bytes(frame.pixels) == before
    assert bytes(other.pixels) != before
    frame.release()
    other.release()
    assert lane.picture_bytes == 0


def test_two_askers_of_one_picture_share_it_until_both_released_it(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    digest = shelf.put(livret())
    shelf.open.clear()
    answers = [asked(lane.render, key(digest), ahead=ahead) for ahead in (True, False)]
    shelf.open.set()
    one, two = (answer.result(PATIENCE) for answer in answers)
    assert bytes(one.pixels) == bytes(two.pixels)
    held = lane.picture_bytes
    one.release()
    one.release()
    assert lane.picture_bytes == held > 0
    two.release()
    assert lane.picture_bytes == 0


def test_a_picture_larger_than_the_cap_is_refused_and_a_tower_too(shelf: Shelf, open_lane: OpenLane) -> None:
    from tests.hostile.bombs import needle  # noqa: PLC0415 - one tower

    lane = open_lane(picture=4 * MIB)
    assert code_of(told(lane.render, key(shelf.put(livret()), 0, 3000))) is Code.VALUE_OUT_OF_RANGE
    assert code_of(told(lane.render, key(shelf.put(needle()), 0, 300))) is Code.VALUE_OUT_OF_RANGE
    told(lane.render, key(shelf.put(livret()), 0, 300)).release()
    assert lane.picture_bytes == 0


def test_slots_are_reused_and_their_memory_stays_within_the_budget(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane(slots=8 * MIB)
    digest = shelf.put(livret(pages=5))
    for width in range(300, 700, 10):
        told(lane.render, key(digest, width % 5, width)).release()
    told(lane.render, key(digest, 0, 2400)).release()  # far beyond the budget, once
    memory = os.fstat(lane._memory.inherited[0]).st_blocks * 512
    assert lane.picture_bytes == 0
    assert 0 < memory <= 8 * MIB


def test_pictures_rendered_ahead_wait_until_there_is_room(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane(slots=1 * MIB)
    digest = shelf.put(livret())
    first = told(lane.render, key(digest, 0, 400), ahead=True)
    waiting = asked(lane.render, key(digest, 1, 400), ahead=True)
    on_screen = told(lane.render, key(digest, 2, 400))  # goes beyond the budget: somebody looks at it
    assert not waiting.done()
    first.release()
    waiting.result(PATIENCE).release()
    on_screen.release()


# --------------------------------------------------------------------------------------------- order


def test_the_screen_comes_before_words_and_these_before_neighbours(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    held, old, new = (shelf.put(livret(number)) for number in ("0001", "0002", "0003"))
    shelf.open.clear()
    order: list[str] = []
    all_done = threading.Semaphore(0)

    def say(name: str) -> Callable[[object], None]:
        def note(answer: object) -> None:
            order.append(name)
            if hasattr(answer, "release"):
                answer.release()
            all_done.release()

        return note

    lane.sizes(held, say("held"))
    assert shelf.asked.wait(PATIENCE)
    lane.render(key(old, 1), say("ahead 1"), ahead=True)
    lane.render(key(old, 2), say("ahead 2"), ahead=True)
    lane.words(old, 0, say("words"))
    lane.render(key(old, 0), say("left already"))
    lane.render(key(new, 0), say("screen 1"))
    lane.render(key(new, 1), say("screen 2"))
    shelf.open.set()
    for _ in range(7):
        assert all_done.acquire(timeout=PATIENCE)
    assert order == ["held", "screen 1", "screen 2", "left already", "words", "ahead 1", "ahead 2"]


def test_keep_only_drops_what_is_queued_and_nothing_else(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    held, digest = shelf.put(livret("0001")), shelf.put(livret("0002"))
    shelf.open.clear()
    shelf.asked.clear()
    size = asked(lane.sizes, held)
    assert shelf.asked.wait(PATIENCE)
    dropped = [asked(lane.render, key(digest, page), ahead=ahead) for page, ahead in ((0, False), (1, True))]
    kept = asked(lane.render, key(digest, 2), ahead=True)
    words = asked(lane.words, digest, 0)
    lane.keep_only({key(digest, 2)})
    shelf.open.set()
    kept.result(PATIENCE).release()
    assert len(size.result(PATIENCE)) == 3
    assert words.result(PATIENCE)
    assert told(lane.sizes, digest)  # the queue is empty: what was dropped never comes
    assert not any(answer.done() for answer in dropped)


@ON_LINUX
def test_a_slow_neighbour_gives_way_to_the_page_asked_for(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane(seconds=PATIENCE, patience=0.1)
    told(lane.sizes, shelf.put(livret()))
    slow = asked(lane.render, key(shelf.put(form_tree())), ahead=True)
    begun = time.monotonic()
    told(lane.render, key(shelf.put(livret("0418")))).release()
    assert time.monotonic() - begun < PATIENCE / 4
    assert not slow.done()
    lane.keep_only(())


# ------------------------------------------------------------------------------- deaths and successors


@ON_LINUX
def test_a_worker_killed_while_idle_is_replaced_by_the_next_request(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    digest = shelf.put(livret())
    told(lane.sizes, digest)
    pid = pid_of(lane)
    os.kill(pid, signal.SIGKILL)
    told(lane.render, key(digest)).release()
    assert lane.reader.pid != pid
    assert lane.reader.replaced == 1


@ON_LINUX
def test_a_worker_killed_while_rendering_costs_nobody_their_page(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane()
    digest = shelf.put(livret())
    told(lane.sizes, digest)
    pid = pid_of(lane)
    os.kill(pid, signal.SIGSTOP)  # so that it surely has not answered yet
    answer = asked(lane.render, key(digest, 1))
    os.kill(pid, signal.SIGKILL)
    answer.result(PATIENCE).release()
    assert lane.reader.replaced == 1


@ON_LINUX
def test_a_request_that_hangs_is_refused_in_time_and_at_once_the_third_time(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane(seconds=0.4)
    digest, good = shelf.put(form_tree()), shelf.put(livret())
    for _ in range(2):
        told(lane.sizes, good)
        begun = time.monotonic()
        assert code_of(told(lane.render, key(digest))) is Code.PAGE_UNREADABLE
        assert 0.3 < time.monotonic() - begun < 4  # left alone, it takes six seconds and more
    replaced = lane.reader.replaced
    assert code_of(told(lane.render, key(digest))) is Code.PAGE_UNREADABLE
    assert lane.reader.replaced == replaced == 2
    told(lane.render, key(good)).release()


def test_a_worker_is_recycled_after_its_share_of_documents_and_no_request_is_lost(
    shelf: Shelf, open_lane: OpenLane
) -> None:
    lane = open_lane(documents=5)
    answers = [asked(lane.render, key(shelf.put(livret(f"{number:04d}")))) for number in range(23)]
    for answer in answers:
        answer.result(PATIENCE).release()
    assert lane.reader.recycled == 4
    assert lane.reader.replaced == 0


def test_a_worker_that_has_grown_is_recycled(shelf: Shelf, open_lane: OpenLane) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux tells how much memory a worker has")
    lane = open_lane(recycle_memory=1)
    for number in range(3):
        told(lane.sizes, shelf.put(livret(f"{number:04d}")))
    assert lane.reader.recycled == 2


@ON_LINUX
def test_memory_is_flat_after_150_livrets(
    shelf: Shelf, open_lane: OpenLane, record_property: Callable[[str, object], None]
) -> None:
    lane = open_lane()

    def visit(first: int, last: int) -> int:
        for number in range(first, last):
            digest = shelf.put(livret(f"{number:04d}"))
            for page in range(3):
                told(lane.render, key(digest, page, 800)).release()
        return _private_memory(pid_of(lane))

    early, late = visit(0, 30), visit(30, 150)
    record_property("worker memory", f"{early >> 20} MiB after 30 livrets, {late >> 20} MiB after 150")
    assert late - early < 4 * MIB
    assert late < 128 * MIB


def _private_memory(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text("ascii")
    return int(status.split("RssAnon:")[1].split()[0]) * 1024


def test_a_worker_that_cannot_start_refuses_and_does_not_hang(
    shelf: Shelf, open_lane: OpenLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = open_lane()
    monkeypatch.setattr(sys, "executable", "/nothing/here/python")
    assert code_of(told(lane.sizes, shelf.put(livret()))) is Code.PAGE_WORKER_DOWN
    with pytest.raises(Refusal, match="page_worker_down"):
        lane.inspect(livret())
    monkeypatch.undo()
    assert len(told(lane.sizes, shelf.put(livret()))) == 3


# ------------------------------------------------------------------------------------ what is answered


def test_few_livrets_stay_open_and_a_recent_one_is_not_fetched_again(shelf: Shelf, open_lane: OpenLane) -> None:
    lane = open_lane(open_documents=2)
    one, two, three = (shelf.put(livret(number)) for number in ("0001", "0002", "0003"))
    for digest in (one, two, one, three, one, two):
        told(lane.words, digest, 0)
    assert shelf.fetched == [one, two, three, two]


def test_a_refusal_of_the_store_reaches_the_asker(open_lane: OpenLane) -> None:
    lane = open_lane()
    assert code_of(told(lane.render, key(Digest("0" * 64)))) is Code.NO_LIVRET
    with pytest.raises(Refusal, match="no_livret"):
        lane.png(Digest("0" * 64), 0, 72)


def test_an_asker_that_fails_is_shown_and_does_not_stop_the_lane(
    shelf: Shelf, open_lane: OpenLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    lane = open_lane()
    shown: list[str] = []
    monkeypatch.setattr(threading, "excepthook", lambda arguments: shown.append(str(arguments.exc_value)))

    def done(_answer: object) -> None:
        raise RuntimeError("the widget is gone")

    lane.sizes(shelf.put(livret()), done)
    assert len(told(lane.sizes, shelf.put(livret("0418")))) == 3
    assert shown == ["the widget is gone"]


def test_inspections_overlap_and_come_back_in_the_order_asked(open_lane: OpenLane) -> None:
    lane = open_lane(inspectors=2)
    later = [lane.inspect_later(livret(f"{number:04d}", pages=2)) for number in range(20)]
    for number, answer in enumerate(later):
        found = answer()
        assert found.problem is None
        assert [f"N° élève {number:04d} page {page} sur 2" in found.texts[page - 1] for page in (1, 2)] == [True, True]


def test_a_file_over_the_cap_is_not_even_sent(open_lane: OpenLane) -> None:
    assert open_lane(pdf_size=1000).inspect(b"%PDF-" + b"x" * 1000).problem is LivretProblem.TOO_LARGE


def test_inspectors_go_home_and_come_back(open_lane: OpenLane) -> None:
    lane = open_lane(idle=0.01)
    for _ in range(2):
        assert lane.inspect(livret()).problem is None
        for thread in threading.enumerate():
            if thread.name == "page inspector":
                thread.join(PATIENCE)
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("page inspector")]


def test_closing_forgets_what_was_asked_wipes_the_pictures_and_wakes_whoever_waits(
    shelf: Shelf, open_lane: OpenLane
) -> None:
    lane = open_lane()
    digest = shelf.put(livret())
    frame = told(lane.render, key(digest))
    shelf.open.clear()
    shelf.asked.clear()
    held = asked(lane.sizes, shelf.put(livret("0418")))
    assert shelf.asked.wait(PATIENCE)
    queued = asked(lane.render, key(digest, 1))
    woken: list[object] = []

    def wait_for_png() -> None:
        with pytest.raises(Refusal) as refusal:
            lane.png(digest, 0, 72)
        woken.append(refusal.value.code)

    waiting = threading.Thread(target=wait_for_png)
    waiting.start()
    shelf.open.set()
    lane.close()
    lane.close()
    waiting.join(PATIENCE)
    assert set(woken) <= {Code.PAGE_WORKER_DOWN}
    assert not queued.done() or hasattr(queued.result(), "release")
    assert not held.done() or held.result()
    assert not any(frame.pixels)
    with pytest.raises(Refusal, match="page_worker_down"):
        lane.png(digest, 0, 72)
    with pytest.raises(Refusal, match="page_worker_down"):
        lane.inspect(livret())


@ON_LINUX
def test_the_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "parent.py"
    program.write_text(
        "import sys, threading\n"
        "from lsl_desk.pages.lane import PageLane\n"
        "from tests.hostile.writer import livret\n"
        "lane, ready = PageLane(lambda digest: livret()), threading.Event()\n"
        "lane.sizes('0', lambda sizes: ready.set())\n"
        "ready.wait(60)\n"
        "print(lane.reader.pid, flush=True)\n"
        "sys.stdin.read()\n",
        encoding="utf-8",
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    parent = subprocess.Popen(
        [sys.executable, str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    with parent:
        assert parent.stdout is not None
        worker = os.pidfd_open(int(parent.stdout.readline()))
        try:
            parent.kill()
            import select  # noqa: PLC0415 - here only

            ended, _, _ = select.select([worker], [], [], PATIENCE)
        finally:
            os.close(worker)
    assert ended


def test_the_window_s_process_never_imports_pymupdf() -> None:
    program = (
        "import sys, threading\n"
        "from lsl_desk.pages.lane import PageLane\n"
        "from tests.hostile.writer import livret\n"
        "lane = PageLane(lambda digest: livret())\n"
        "assert len(lane.inspect(livret()).texts) == 3\n"
        "assert lane.png('0', 0, 30)[:4] == b'\\x89PNG'\n"
        "lane.close()\n"
        "sys.exit(any(name.startswith(('pymupdf', 'fitz')) for name in sys.modules))\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
    assert subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode == 0


@ON_LINUX
def test_the_worker_inherits_nothing_of_the_environment_and_stands_in_no_folder_of_the_user(
    shelf: Shelf, open_lane: OpenLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LSL_PASSPHRASE", "quatre mots sans lien")
    lane = open_lane()
    told(lane.sizes, shelf.put(livret()))
    process = Path(f"/proc/{lane.reader.pid}")
    try:
        assert b"LSL_" not in (process / "environ").read_bytes()
        assert (process / "cwd").readlink() == Path("/")
    except PermissionError:
        pytest.skip("the worker shows nothing of itself to an ordinary user")
