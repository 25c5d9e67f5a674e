# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 8: a jury folder into the sealed store, against the same bytes read, hashed, encrypted and fsynced; growth."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise, milliseconds, statistic
from bench.growth import SIZES, growth_line, jury_folder
from bench.store import AUTHOR, PASSPHRASE
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.adapters.store.connection import connect
from lsl_desk.adapters.store.opening import create_store
from lsl_desk.client.desk import Desk
from lsl_desk.client.prepare.import_jury import InspectLater
from lsl_desk.domain.pages import Inspection
from lsl_desk.pages.lane import PageLane

_KEY = bytes(range(32))


@dataclass(slots=True)
class Inspections:
    """What the page worker found once, given back at once the next time: the import without its page check."""

    found: dict[tuple[int, bytes], Inspection] = field(default_factory=dict)

    def learning(self, inspect_later: InspectLater) -> InspectLater:
        """Inspect truly, and remember."""

        def later(data: bytes) -> Callable[[], Inspection]:
            wait = inspect_later(data)

            def answer() -> Inspection:
                return self.found.setdefault(_name(data), wait())

            return answer

        return later

    def known(self, data: bytes) -> Callable[[], Inspection]:
        """Remember."""
        return lambda: self.found[_name(data)]


def lines(env: Mapping[str, str], noise: Noise, jury: Path, *, rounds: int, growth: int) -> Iterator[Line]:
    """Import a jury again and again, each time into a new store.

    Args:
        env: names the data folder, in which the stores are made and removed.
        noise: listens between rounds.
        jury: the jury folder.
        rounds: imports of each kind.
        growth: livrets of the smallest jury of the growth.
    """
    home = DataFolder.find(env).root / "imports"
    inspections = Inspections()
    whole: list[float] = []
    unchecked: list[float] = []
    bare: list[float] = []
    bare_and_text: list[float] = []
    held = _first(home, jury, inspections)
    with Actor("bare_text", env) as one, Actor("bare_text", env) as other:
        _texts((one, other), held)  # started, and everything it needs is loaded
        for _ in range(rounds):
            whole.append(_import(home, jury, None))
            bare.append(_bare(home, held))
            bare_and_text.append(bare[-1] + milliseconds(lambda: _texts((one, other), held)))
            unchecked.append(_import(home, jury, inspections))
            noise.listen()
    size = sum(path.stat().st_size for path in held) / 1e6
    speed = size / statistic(whole, "median") * 1000
    limit = "bare: read + SHA-256 + SQLCipher with the same PRAGMAs + commit"
    yield Line(
        "8", f"import of a jury, {len(held)} livrets, {size:.1f} MB", limit, whole, bare, 1.7, note=f"{speed:.1f} MB/s"
    )
    yield Line(
        "8a",
        "the same, of which every page is read to check its number",
        "the bare write, then bare PyMuPDF text of the same pages in two waiting processes",
        whole,
        bare_and_text,
        1.7,
    )
    yield Line("8b", "the same without the check of each page", limit, unchecked, bare, 1.7)
    yield from _growth(home, growth)


def _growth(home: Path, least: int) -> Iterator[Line]:
    counts = [least * size for size in SIZES]
    grown = [_grow(home, count) for count in counts]
    imports, openings = [one[0] for one in grown], [one[1] for one in grown]
    yield growth_line("G1", "import", "livret", counts, imports)
    yield growth_line("G2", "open a jury", "candidate", counts, openings)


def _grow(home: Path, count: int) -> tuple[float, float]:
    """Import a jury of so many livrets and open it; return the milliseconds of each."""
    folder = jury_folder(home / f"jury-{count}", count)
    with _desk(home / f"store-{count}", None) as desk:
        took = milliseconds(lambda: desk.import_jury(str(folder)))
        (jury,) = desk.juries()
        assert (jury.livrets, jury.problems) == (count, 0), "the invented jury is not as it should be"
        opening = min(milliseconds(lambda: desk.open_jury(jury.jury)) for _ in range(5))
    shutil.rmtree(folder)
    return took, opening


def _first(home: Path, jury: Path, inspections: Inspections) -> list[Path]:
    """Import once to learn what the worker finds; return the files that were stored."""
    with _desk(home / "first", inspections) as desk:
        desk.import_jury(str(jury))
        file = desk.open_jury(desk.juries()[0].jury).file
    return [jury / "livrets" / f"{one.number}.pdf" for one in file.candidates if one.livret is not None]


def _import(home: Path, jury: Path, inspections: Inspections | None) -> float:
    with _desk(home / "ours", inspections) as desk:
        return milliseconds(lambda: desk.import_jury(str(jury)))


@contextmanager
def _desk(root: Path, inspections: Inspections | None) -> Iterator[Desk]:
    """Open a new store, which is removed at the end; with inspections, those known are not made again."""
    data = DataFolder(root)
    store = create_store(data, PASSPHRASE, AUTHOR, SystemClock())
    lane = PageLane(store.livret)
    inspect: InspectLater = lane.inspect_later
    if inspections is not None:
        inspect = inspections.known if inspections.found else inspections.learning(lane.inspect_later)
    desk = Desk(
        store=store, pages=lane, inspect_later=inspect, sources=LocalSources(), clock=SystemClock(), author=AUTHOR
    )
    try:
        yield desk
    finally:
        desk.lock()
        shutil.rmtree(root)


def _bare(home: Path, files: list[Path]) -> float:
    root = home / "bare"
    root.mkdir(parents=True)
    (root / "store").touch()
    connection = connect(root / "store", _KEY, writable=True)
    connection.execute("CREATE TABLE livret (id INTEGER PRIMARY KEY, digest TEXT UNIQUE, data BLOB)")
    connection.execute("PRAGMA wal_autocheckpoint = 0")

    def work() -> None:
        connection.execute("BEGIN IMMEDIATE")
        for path in files:
            data = path.read_bytes()
            connection.execute("INSERT INTO livret (digest, data) VALUES (?, ?)", (sha256(data).hexdigest(), data))
        connection.execute("COMMIT")

    try:
        return milliseconds(work)
    finally:
        connection.close()
        shutil.rmtree(root)


def _texts(actors: tuple[Actor, Actor], files: list[Path]) -> None:
    """Take the text of every page, half of the files in each process."""
    halves = [[str(path) for path in files[place::2]] for place in range(2)]
    with ThreadPoolExecutor(2) as both:
        for _pages in both.map(lambda actor, half: actor.ask("texts", files=half), actors, halves):
            pass


def _name(data: bytes) -> tuple[int, bytes]:
    return len(data), data[-128:]
