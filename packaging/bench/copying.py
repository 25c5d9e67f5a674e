# SPDX-License-Identifier: AGPL-3.0-or-later
"""Line 13: the plan de secours of a jury and of a centre, against the same livrets closed by bare PyMuPDF.

And reading a livret that came from a copy, against reading it in the store that the copy was made of.
"""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from bench.actor import Actor
from bench.figures import Line, Noise, milliseconds
from bench.store import AUTHOR, PASSPHRASE
from lsl_desk.adapters.clock import SystemClock
from lsl_desk.adapters.copies.maker import LocalCopies
from lsl_desk.adapters.paths import DataFolder
from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.adapters.sources.secours import LocalShelf
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.adapters.store.opening import create_store
from lsl_desk.client.prepare.import_jury import import_jury
from lsl_desk.client.prepare.open_copy import open_copy
from lsl_desk.client.progress import silent
from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.pages.lane import PageLane

_READ = 40
"""Livrets opened from each store."""


def lines(env: Mapping[str, str], noise: Noise, juries: Sequence[Path], *, rounds: int) -> Iterator[Line]:
    """Make copies again and again, each time into an empty folder.

    Args:
        env: names the data folder, in which the stores and copies are made and removed.
        noise: listens between rounds.
        juries: jury folders.
        rounds: copies of each kind.
    """
    home = DataFolder.find(env).root / "copies"
    with _desk(home / "store") as (store, lane), Actor("bare_copy", env) as one, Actor("bare_copy", env) as other:
        names = [
            import_jury(LocalSources().open(str(folder)), store, lane.inspect_later, SystemClock()).jury
            for folder in juries
        ]
        files = {jury: _files(store, jury, folder) for jury, folder in zip(names, juries, strict=True)}
        _make(store, lane, home, names[:1])  # started, and everything it needs is loaded
        one.ask("copy", files=files[names[0]][:1], folder=str(home / "bare"))
        other.ask("copy", files=files[names[0]][:1], folder=str(home / "bare"))
        for key, some in (("13", names[:1]), ("13c", names)):
            if key == "13c" and len(names) == 1:
                continue
            ours, bare, halves = [], [], []
            wanted = [file for jury in some for file in files[jury]]
            for _ in range(rounds):
                ours.append(_make(store, lane, home, some))
                bare.append(float(one.ask("copy", files=wanted, folder=str(home / "bare"))))
                halves.append(_in_two((one, other), wanted, home))
                noise.listen()
            size = sum(Path(file).stat().st_size for file in wanted) / 1e6
            many = "a jury" if len(some) == 1 else f"{len(some)} juries"
            work = f"plan de secours of {many}, {len(wanted)} livrets, {size:.1f} MB"
            limit = "bare PyMuPDF AES-256 save + SHA-256 + fsync + re-read"
            yield Line(key, work, limit, ours, bare, 1.7)
            yield Line(f"{key}p", work, f"{limit}, half of them in each of two processes", ours, halves)
        yield _reading(home, store, lane, names[0])


def _make(store: SealedDesk, lane: PageLane, home: Path, juries: Sequence[JuryId]) -> float:
    place = home / "key"
    place.mkdir(parents=True)
    copies = LocalCopies(store, store.link(), lane, SystemClock())
    for jury in juries:
        copies.code(jury)

    def work() -> None:
        for jury in juries:
            copies.make(jury, 1, str(place), archive=False, report=silent)

    try:
        return milliseconds(work)
    finally:
        shutil.rmtree(place)


def _in_two(actors: tuple[Actor, Actor], files: list[str], home: Path) -> float:
    with ThreadPoolExecutor(2) as both:
        halves = [(actors[at], files[at::2], home / f"bare-{at}") for at in range(2)]
        return milliseconds(
            lambda: list(both.map(lambda part: part[0].ask("copy", files=part[1], folder=str(part[2])), halves))
        )


def _reading(home: Path, store: SealedDesk, lane: PageLane, jury: JuryId) -> Line:
    """Open livrets cold, first page painted, by turns from the store and from one that a copy was opened into."""
    place = home / "key"
    place.mkdir()
    copies = LocalCopies(store, store.link(), lane, SystemClock())
    made = copies.make(jury, 1, str(place), archive=False, report=silent)
    with _desk(home / "opened") as (opened, other):
        looked = LocalShelf(other).look(made.where)
        open_copy(looked, opened, other.inspect_later, SystemClock(), copies.code(jury))
        looked.close()
        digests = [one.livret.digest for one in store.jury(jury).candidates if one.livret is not None][: _READ + 1]
        samples: tuple[list[float], list[float]] = ([], [])
        for digest in digests:
            for source, lane_of, into in ((opened, other, samples[0]), (store, lane, samples[1])):
                into.append(_read(source, lane_of, digest))
    shutil.rmtree(place)
    work = "a livret of an opened copy, from the sealed store to a page painted"
    return Line(
        "13r", work, "the same livret of the store that the copy was made of", samples[0][1:], samples[1][1:], 1.5
    )


def _read(store: SealedDesk, lane: PageLane, digest: Digest) -> float:
    def work() -> None:
        store.livret(digest)
        lane.png(digest, 0, 80)

    return milliseconds(work)


def _files(store: SealedDesk, jury: JuryId, folder: Path) -> list[str]:
    held = [one.number for one in store.jury(jury).candidates if one.livret is not None]
    return [str(folder / "livrets" / f"{number}.pdf") for number in held]


@contextmanager
def _desk(root: Path) -> Iterator[tuple[SealedDesk, PageLane]]:
    """A new store with its page lane, removed at the end."""
    store = create_store(DataFolder(root), PASSPHRASE, AUTHOR, SystemClock())
    lane = PageLane(store.livret)
    try:
        yield store, lane
    finally:
        lane.close()
        store.close()
        shutil.rmtree(root)
