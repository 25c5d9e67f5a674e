# SPDX-License-Identifier: AGPL-3.0-or-later
"""An invented jury of session 2018 as a sitting finds it: a store in memory, marks, livrets that speak."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lsl_desk.client.link.values import FeedHead
from lsl_desk.client.sit.deliberation import Deliberation
from lsl_desk.client.sit.ports import LivretSays, SatAct
from lsl_desk.client.sit.sittings import Outside, Sittings
from lsl_desk.client.sit.state_sheet import StateSheets
from lsl_desk.client.sit.values import Card, CardLine, YearLine
from lsl_desk.domain.acts import Author, LivretRead, Member, Presence, Quality, Role, Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import Label
from lsl_desk.domain.ids import CentreId, DeviceId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.journal import Head
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.manifest import JuryManifest
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.rules.pack import SerieRules
from lsl_desk.domain.state_sheet import StateSheet
from lsl_desk.formats.rule_packs.book import rules_of
from tests.fakes.desk import MemoryStore

J01 = JuryId("J01")
PRESIDENT = Author("Camille Exemple", Role.PRESIDENT)
VICE = Author("Sacha Modèle", Role.VICE_PRESIDENT)
MADE = datetime(2018, 7, 2, 8, 0, tzinfo=UTC)
HERE = (
    Member("Camille Exemple", Quality.PRESIDENT, Presence.HERE),
    Member("Sacha Modèle", Quality.VICE_PRESIDENT, Presence.HERE),
)
# With a speciality in SVT (6 + 2) and EPS de complément: 400 points are 10 out of 20, these come to 394.
COEFFICIENTS = {"FRA_E": 2, "FRA_O": 2, "HG": 3, "MATH": 7, "PC": 6, "SVT": 8, "LV1": 3, "LV2": 2, "PHILO": 3,
                "EPS": 2, "EPS_C": 2}  # fmt: skip
MARKS_394 = {"FRA_E": 10, "FRA_O": 11, "HG": 8, "MATH": 9, "PC": 8, "SVT": 11, "LV1": 12, "LV2": 11, "PHILO": 9,
             "EPS": 10, "EPS_C": 12}  # fmt: skip


def number(text: str) -> StudentNumber:
    return StudentNumber(text)


def marks(changes: Mapping[str, int | None] | None = None) -> tuple[ExamMark, ...]:
    """The marks of one candidate of série S, 394 / 400 but for changes; a None is a mark that is missing."""
    known = {**MARKS_394, **(changes or {})}
    return tuple(
        ExamMark(ExamCode(code), Decimal(COEFFICIENTS[code]), None if mark is None else Decimal(mark))
        for code, mark in known.items()
    )


def candidate(
    name: str,
    pv: int,
    form: LivretFormat = LivretFormat.NUMERIQUE,
    pages: int = 2,
    problem: LivretProblem | None = None,
) -> Candidate:
    held = form is LivretFormat.NUMERIQUE and problem is None
    check = PageCheck(NumberCheck.MATCH, StudentNumber(name))
    livret = LivretRef(digest(name), 1000, (check,) * pages) if held else None
    return Candidate(PvNumber(str(pv)), StudentNumber(name), "S", form, livret=livret, problem=problem)


def digest(name: str) -> Digest:
    return Digest(name.rjust(64, "0"))


class Rules:
    """The packs that come with the product."""

    def rules(self, session: int | None, serie: str) -> SerieRules | None:
        return rules_of(session, serie)


@dataclass
class Livrets:
    """Livrets that say the year of history, mathematics and physics, and a card."""

    years: tuple[YearLine, ...] = (
        YearLine("Histoire-géographie", (Decimal(14), Decimal(13), Decimal(15)), 1),
        YearLine("Mathématiques", (Decimal(10), Decimal(9), Decimal(11)), 1),
        YearLine("Philosophie", (Decimal("10.2"), None, Decimal("11.1")), 1),
    )
    asked: int = 0

    def says(self, pages: Sequence[str]) -> LivretSays:
        self.asked += 1
        return LivretSays(self.years, Card((CardLine("Favorable", 1),), readable=bool(pages)))


@dataclass
class Texts:
    """What the page worker read of each livret; nothing yet while it is late."""

    late: bool = False

    def texts(self, digest: Digest) -> tuple[str, ...]:
        return () if self.late else (digest, "suite")


@dataclass
class Acts:
    """The journal of the store in memory, after what the academy ordered."""

    store: MemoryStore
    manifests: dict[JuryId, JuryManifest] = field(default_factory=dict)
    fed: list[SatAct] = field(default_factory=list)

    def manifest(self, jury: JuryId) -> JuryManifest | None:
        return self.manifests.get(jury)

    def heads(self) -> dict[JuryId, tuple[str, ...]]:
        return {jury: tuple(listed.heads.values()) for jury, listed in self.manifests.items()}

    def acts(self, jury: JuryId) -> tuple[SatAct, ...]:
        known = {one.act.act for one in self.fed}
        ahead = (SatAct(act) for act in self.store.acts(jury) if act.act not in known)
        return (*(one for one in self.fed if one.act.jury == jury), *ahead)


@dataclass
class Paper:
    """Where documents go."""

    written: dict[str, bytes] = field(default_factory=dict)
    labelled: tuple[Label, ...] = ()

    def labels(self, labels: Sequence[Label]) -> bytes:
        self.labelled = tuple(labels)
        return b"%PDF"

    def state_sheet(self, sheet: StateSheet) -> bytes:
        return f"%PDF {sheet.jury}".encode()

    def write(self, path: str, data: bytes) -> None:
        self.written[path] = data


@dataclass
class Key:
    """A second place, which a test pulls out by its refusal; and where the chains end."""

    store: MemoryStore
    sheets: list[tuple[str, StateSheet, bytes]] = field(default_factory=list)
    refusal: Refusal | None = None
    fed: FeedHead = field(default_factory=FeedHead)

    @property
    def device(self) -> DeviceId:
        return DeviceId("device")

    def write(self, place: str, sheet: StateSheet, pdf: bytes) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.sheets.append((place, sheet, pdf))

    def own_head(self) -> Head:
        count = len(self.store.journal)
        return Head(count, Digest(f"{count:064x}"))

    def feed_head(self, jury: JuryId) -> FeedHead:
        del jury
        return self.fed


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2018, 7, 3, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@dataclass
class World:
    """A Desk's sitting, and what surrounds it."""

    store: MemoryStore
    acts: Acts
    deliberation: Deliberation
    paper: Paper
    clock: Clock
    livrets: Livrets
    texts: Texts
    sittings: Sittings
    key: Key
    cut: bool = False
    waits: int = 0

    def read(self, name: str) -> None:
        """Every page of a livret counted, here."""
        self.store.see_page(J01, number(name), digest(name), 0, 2.0)
        self.store.see_page(J01, number(name), digest(name), 1, 2.0)
        self.deliberation.took(
            self.store.record(J01, 1, LivretRead(number(name), digest(name), ("2.0", "2.0"), "dossier"))
        )

    def sit(self) -> None:
        """Take the attendance and open."""
        self.deliberation.take_attendance(J01, HERE)
        self.deliberation.open_sitting(J01)

    def act_as(self, author: Author) -> None:
        self.store.author = author


CANDIDATES = (
    candidate("0417", 12),
    candidate("0432", 13),
    candidate("0418", 14, LivretFormat.PAPIER),
    candidate("0455", 15, LivretFormat.INCONNU),
    candidate("0460", 16),
)
MARKS: dict[str, dict[str, int | None]] = {
    "0417": {},
    "0432": {"MATH": 8, "PC": 8},
    "0418": {"MATH": 3, "PC": 3, "SVT": 5},
    "0455": {"PHILO": None},
    "0460": {"MATH": 2, "PC": 3, "SVT": 4},
}


def world(
    *, session: int = 2018, serie: str = "S", with_marks: bool = True, heads: Mapping[Role, str] | None = None
) -> World:
    """A jury of five: 0417 six points short, 0432 second group, 0418 and 0460 failing, 0455 without philosophy."""
    store = MemoryStore(PRESIDENT)
    candidates = tuple(replace(one, serie=serie) for one in CANDIDATES)
    store.files[J01] = JuryFile(J01, "Jury J01", session, 1, candidates, MADE, "académie")
    acts = Acts(store)
    if with_marks:
        named = {Role.PRESIDENT: "Camille Exemple", Role.VICE_PRESIDENT: "Sacha Modèle"} if heads is None else heads
        given = {number(name): marks(changes) for name, changes in MARKS.items()}
        acts.manifests[J01] = JuryManifest(
            J01, CentreId("0999999A"), "Jury J01", session, 1, MADE, None, candidates, given, named
        )
    paper, clock, livrets, texts = Paper(), Clock(), Livrets(), Texts()
    made: list[World] = []

    def waits() -> None:
        made[0].waits += 1

    outside = Outside(
        store=store,
        acts=acts,
        rules=Rules(),
        livrets=livrets,
        texts=texts,
        clock=clock,
        author=lambda: store.author,
        seen=lambda jury, name: frozenset(store.pages_seen(jury).get(name, {}).get(digest(name), {})),
        cut=lambda: made[0].cut,
        acts_wait=waits,
    )
    sittings = Sittings(outside)
    key = Key(store)
    sheets = StateSheets(store, key, paper, key, clock.now)
    deliberation = Deliberation(sittings, lambda: paper, paper, lambda: sheets)
    made.append(World(store, acts, deliberation, paper, clock, livrets, texts, sittings, key))
    return made[0]


N0417, N0432, N0418, N0455, N0460 = map(number, ("0417", "0432", "0418", "0455", "0460"))
PC, MATH, HG, FRA, PHILO = map(ExamCode, ("PC", "MATH", "HG", "FRA_E", "PHILO"))


def refused(code: Code) -> pytest.RaisesExc[Refusal]:
    return pytest.raises(Refusal, check=lambda refusal: refusal.code is code)


def version(w: World, one: StudentNumber, exam: ExamCode) -> int:
    return next(line.version for line in w.deliberation.sheet(J01, one).lines if line.exam == exam)


def raise_to(w: World, one: StudentNumber, exam: ExamCode, typed: str, reason: str = "année régulière") -> None:
    w.deliberation.raise_mark(J01, one, exam, typed, reason, seen=version(w, one, exam))


def decide(w: World, one: StudentNumber, ruling: Ruling, mention: str = "", reason: str = "") -> None:
    seen = w.deliberation.sheet(J01, one).decision.version
    w.deliberation.decide(J01, one, ruling, mention, reason, seen=seen)
