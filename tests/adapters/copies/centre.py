# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Desk with a small invented jury, what makes its copies, and another Desk to open them on."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from lsl_desk.adapters.copies.maker import LocalCopies
from lsl_desk.adapters.sources.opening import LocalSources
from lsl_desk.adapters.sources.secours import LocalShelf
from lsl_desk.adapters.store.desk_store import SealedDesk
from lsl_desk.backup.sealed_box import Cost
from lsl_desk.client.prepare.import_jury import ImportReport, import_jury
from lsl_desk.client.prepare.open_copy import open_copy
from lsl_desk.client.prepare.ports import CopyWritten
from lsl_desk.client.progress import Report, silent
from lsl_desk.domain.ids import JuryId
from lsl_desk.pages.caps import Caps
from lsl_desk.pages.lane import PageLane
from tests.adapters.store.desks import make
from tests.builders import Line, index_html, livret_pdf, write_folder
from tests.fakes.desk import IMPORTED

J01 = JuryId("J01")
CODE = "abeille-tunnel-prairie-volcan-girafe-moulin-orge"
SECRETS = ("Durand-Inventée", "Imaginaire", "0000000417A")
"""What no byte of a copy may say: a name, a school, an invented INE."""


@dataclass
class MovingClock:
    """A clock that the test sets."""

    time: datetime = IMPORTED
    steps: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def pass_by(self, time: timedelta) -> None:
        self.time += time


def jury_files(changed: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Three numeric livrets, one on paper, one unknown; beside it a list with names."""
    lines = [
        Line("12", "0417", file="livrets/0417.pdf"),
        Line("13", "0418", file="livrets/0418.pdf"),
        Line("14", "0419", format="papier"),
        Line("15", "0420", format=""),
        Line("16", "0421", file="livrets/0421.pdf"),
    ]
    listed = "N° élève;Nom;Prénom;INE;Établissement\n" + "".join(
        f"{one.number};Durand-Inventée;Alix;000000{one.number}A;Lycée Imaginaire\n" for one in lines
    )
    return {
        "index.html": index_html(lines),
        "liste.csv": listed.encode(),
        "livrets/0417.pdf": livret_pdf("0417", 3),
        "livrets/0418.pdf": livret_pdf("0418", 2, wrong={1: "0999"}),
        "livrets/0421.pdf": livret_pdf("0421", 1),
    } | dict(changed or {})


@contextmanager
def paging() -> Iterator[PageLane]:
    """The page lane, for as many Desks as a test has: it fetches nothing here."""
    lane = PageLane(lambda _digest: b"", caps=Caps(inspectors=2, idle=0.2))
    try:
        yield lane
    finally:
        lane.close()


@dataclass
class Post:
    """A Desk that makes and opens copies."""

    store: SealedDesk
    lane: PageLane
    clock: MovingClock = field(default_factory=MovingClock)

    def __post_init__(self) -> None:
        self.copies = LocalCopies(self.store, self.store.link(), self.lane, self.clock)
        self.copies.cost = Cost(64, 1, 1)

    def bring_in(self, folder: Path, changed: Mapping[str, bytes] | None = None) -> ImportReport:
        source = LocalSources().open(str(write_folder(folder / "J01", jury_files(changed))))
        return import_jury(source, self.store, self.lane.inspect_later, self.clock)

    def make(
        self, place: Path, version: int = 1, *, archive: bool = False, report: Report = silent, code: str = CODE
    ) -> CopyWritten:
        if self.copies.code(J01) != code:
            self.copies.take_code(J01, code)
        return self.copies.make(J01, version, str(place), archive=archive, report=report)

    def open(self, path: Path | str, typed: str = CODE, *, older_too: bool = False) -> ImportReport:
        looked = LocalShelf(self.lane).look(str(path))
        try:
            return open_copy(looked, self.store, self.lane.inspect_later, self.clock, typed, older_too=older_too)
        finally:
            looked.close()


@contextmanager
def post(root: Path, lane: PageLane) -> Iterator[Post]:
    """A new Desk in a folder."""
    store = make(root)
    try:
        yield Post(store, lane)
    finally:
        store.close()


def copies_named(place: Path) -> list[str]:
    """What at a place bears the name of a copy."""
    return sorted(one.name for one in place.iterdir() if one.name.startswith("plan-de-secours"))


def hidden(place: Path) -> list[str]:
    """What at a place does not."""
    return sorted(one.name for one in place.iterdir() if one.name.startswith("."))
