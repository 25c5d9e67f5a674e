# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the eve needs from outside, in memory: papers are their values in words, copies are made in no time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from lsl_desk.client.prepare.drill import Drill
from lsl_desk.client.prepare.ports import CopyWritten, OceanLine
from lsl_desk.client.prepare.preparation import Outside
from lsl_desk.client.prepare.values import ListKind
from lsl_desk.client.progress import Cancelled, Progress, Report
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import Certificate, Label, Operation, PaperRegister, RoomSheet
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.pages import Rehearsal
from tests.fakes.desk import FixedClock, MemoryStore
from tests.fakes.source import inspect_text


class WordPapers:
    """Prints values as words."""

    def register(self, register: PaperRegister) -> bytes:
        return f"register {register}".encode()

    def labels(self, labels: Sequence[Label]) -> bytes:
        return f"labels {labels}".encode()

    def room_sheets(self, sheets: Sequence[RoomSheet]) -> bytes:
        return f"sheets {sheets}".encode()

    def certificate(self, certificate: Certificate) -> bytes:
        return f"certificate {certificate}".encode()


@dataclass
class WordSheets:
    """Lists as words; files that exist only in the test."""

    files: dict[str, tuple[OceanLine, ...]] = field(default_factory=dict)

    def register(self, register: PaperRegister, kind: ListKind) -> bytes:
        return f"{kind.value} {register}".encode()

    def ocean(self, path: str) -> tuple[OceanLine, ...]:
        if path not in self.files:
            raise Refusal(Code.PATH_MISSING, path=path)
        return self.files[path]


@dataclass
class Pictures:
    """Bar codes by path."""

    codes: dict[str, str] = field(default_factory=dict)

    def read(self, path: str) -> str:
        if path not in self.codes:
            raise Refusal(Code.CODE_NOT_FOUND, path=path)
        return self.codes[path]


class Plan:
    """Three operations of the session 2018, one of which is not the centre's."""

    def operations(self, session: int) -> tuple[Operation, ...]:
        if session != 2018:
            return ()
        return (
            Operation(8, "Livrets papier", date(2018, 6, 19), date(2018, 6, 19), "DELIBNET", centre=True),
            Operation(9, "Présidents", date(2018, 7, 2), date(2018, 7, 2), "DELIBNET", centre=True),
            Operation(14, "Visas", date(2018, 7, 9), date(2018, 7, 9), "LSL", centre=False),
        )


@dataclass
class MemoryOutput:
    """Files in memory; a path that begins with « full » has no room."""

    files: dict[str, bytes] = field(default_factory=dict)

    def write(self, path: str, data: bytes) -> None:
        if path.startswith("full"):
            raise Refusal(Code.OUTPUT_UNWRITABLE, path=path)
        self.files[path] = data


@dataclass
class MemoryCopies:
    """Copies that take no time: what is not as in the copy before is made anew."""

    store: MemoryStore
    refusals: dict[JuryId, Refusal] = field(default_factory=dict)
    codes: dict[JuryId, int] = field(default_factory=dict)
    held: dict[JuryId, Mapping[StudentNumber, Digest]] = field(default_factory=dict)

    def code(self, jury: JuryId) -> str:
        return f"code-{self.codes.setdefault(jury, 1)}-{jury}"

    def new_code(self, jury: JuryId) -> str:
        self.codes[jury] = self.codes.get(jury, 1) + 1
        return self.code(jury)

    def take_code(self, jury: JuryId, typed: str) -> str:
        del jury
        return typed

    def make(self, jury: JuryId, version: int, place: str, *, archive: bool, report: Report) -> CopyWritten:
        if jury in self.refusals:
            raise self.refusals[jury]
        now = {one.number: one.livret.digest for one in self.store.jury(jury).candidates if one.livret}
        for done, number in enumerate(now, 1):
            if not report(Progress(done, len(now), number)):
                raise Cancelled
        kept = len(dict(self.held.get(jury, {})).items() & now.items())
        self.held[jury] = now
        manifest = Digest(sha256(f"{jury} {version} {now}".encode()).hexdigest())
        kind = "archive zip" if archive else "dossier"
        prints = {number: Digest(digest[::-1]) for number, digest in now.items()}
        where = f"{place}/plan-de-secours-{jury}-v{version}"
        return CopyWritten(
            version, manifest, len(now), 1000, kind, kept, len(now) - kept, where, now, prints, "0123 4567 89ab cdef"
        )


@dataclass
class Around:
    """All of it, for a test to look into."""

    store: MemoryStore
    centres: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: WordSheets = field(default_factory=WordSheets)
    pictures: Pictures = field(default_factory=Pictures)
    output: MemoryOutput = field(default_factory=MemoryOutput)
    spoilt: set[bytes] = field(default_factory=set)
    seconds: float = 0.0
    """Time passes while somebody waits, and only then."""

    def __post_init__(self) -> None:
        self.copies = MemoryCopies(self.store)
        self.outside = Outside(
            clock=FixedClock(),
            whose=lambda number: self.centres.get(number, ()),
            papers=WordPapers(),
            sheets=self.sheets,
            bar_codes=self.pictures,
            retroplanning=Plan(),
            output=self.output,
            copies=lambda: self.copies,
            drill=lambda: Drill(self.store, self._rehearse, None, lambda: self.seconds, self._pause),
        )

    def _pause(self, seconds: float) -> None:
        self.seconds += seconds

    def _rehearse(self, data: bytes) -> Callable[[], Rehearsal]:
        found = inspect_text(b"%" if data in self.spoilt else data)
        return lambda: Rehearsal(found.problem, found.texts, 1)
