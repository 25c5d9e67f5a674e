# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who sits before which jury, with what livret and what result: the whole centre, before a single page is set.

Quotas are exact, drawn lots only say on whom they fall (``resources/demo/centre.toml``).
"""

import random
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from lsl_desk.bundled import bundled
from lsl_desk.demo.chance import chance
from lsl_desk.demo.pupil import Pupil
from lsl_desk.demo.school import SCHOOLS, SchoolClass
from lsl_desk.demo.syllabus import syllabus, technological
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat

SCAN_EVERY = 12
"""One numeric livret in so many is a raster scan."""

_FIRST_SCAN = 5


class Outcome(StrEnum):
    """What the exam's first group gave: it bends the level of the livret, and is written nowhere in the jury folder."""

    ADMIS = "admis"
    SECOND_GROUPE = "second_groupe"
    AJOURNE = "ajourne"


_LEVELS = {Outcome.ADMIS: (12.5, 1.9), Outcome.SECOND_GROUPE: (9.8, 0.8), Outcome.AJOURNE: (8.1, 1.1)}
"""Mean and spread of the general level /20 of those whom the exam sends there."""


class Sheet(StrEnum):
    """In what state the file of a numeric livret is."""

    PLAIN = "plain"
    SCAN = "scan"
    TRUNCATED = "truncated"
    FOREIGN_PAGE = "foreign_page"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PlannedCandidate:
    """A line of a jury.

    Attributes:
        pv: N° PV candidat.
        pupil: the invented pupil, whose livret exists on paper even when no file does.
        outcome: result of the first group.
        format: what the index says of the livret.
        words: the words of the index for it, "" for an empty cell.
        sheet: state of the file, None when the livret is not numeric.
    """

    pv: PvNumber
    pupil: Pupil
    outcome: Outcome
    format: LivretFormat
    words: str
    sheet: Sheet | None

    @property
    def has_file(self) -> bool:
        """Whether the jury folder holds a PDF for this candidate."""
        return self.sheet not in {None, Sheet.MISSING}


@dataclass(frozen=True, slots=True)
class PlannedJury:
    """A jury folder to be.

    Attributes:
        jury: identifier.
        candidates: in the order of the index.
        unlisted: pupils whose PDF lies in the folder though no line names them.
        foreign: N° élève → (page from 1, N° élève it is taken from).
        encoding: of the index.
        layout: « table », or « frames » when the index only frames the page that holds the table.
    """

    jury: JuryId
    candidates: tuple[PlannedCandidate, ...]
    unlisted: tuple[Pupil, ...]
    foreign: dict[StudentNumber, tuple[int, StudentNumber]]
    encoding: str
    layout: str

    @property
    def series(self) -> tuple[str, ...]:
        """The séries of the jury, in the order of the index."""
        return tuple(dict.fromkeys(one.pupil.room.serie for one in self.candidates))


@dataclass(frozen=True, slots=True)
class CentrePlan:
    """The centre: its code, which no school has, the session and the juries."""

    code: str
    session: int
    juries: tuple[PlannedJury, ...]


def plan_centre(seed: int, juries: int) -> CentrePlan:
    """Draw the centre up; the same for the same seed, and its first juries the same however many are asked.

    Args:
        seed: any number.
        juries: how many of the five juries, from the first.
    """
    data = centre_data()
    numbers = _numbers(seed, data)
    drawn: list[PlannedJury] = []
    rank = 0
    for row in data["juries"][:juries]:
        jury = _Draft(seed, data, row, numbers).jury(rank)
        rank += sum(one.format is LivretFormat.NUMERIQUE for one in jury.candidates)
        drawn.append(jury)
    return CentrePlan(data["code"], data["session"], tuple(drawn))


@cache
def centre_data() -> dict[str, Any]:
    """What ``resources/demo/centre.toml`` says; not to be changed."""
    return tomllib.loads(bundled("demo", "centre.toml").read_text("utf-8"))


def _numbers(seed: int, data: dict[str, Any]) -> dict[str, list[StudentNumber]]:
    """Give each jury its N° élève, unique in the centre; none reads like a year."""
    pinned = {number for row in data["juries"] for number in (*row.get("pins", {}).values(), *row.get("unlisted", ()))}
    free = [f"{n:04}" for n in range(101, 9900) if not 1900 <= n < 2100 and f"{n:04}" not in pinned]
    chance(seed, "numbers").shuffle(free)
    given: dict[str, list[StudentNumber]] = {}
    for row in data["juries"]:
        pins = {int(pv): StudentNumber(number) for pv, number in row.get("pins", {}).items()}
        size = sum(row["series"].values())
        given[row["jury"]] = [pins.get(pv) or StudentNumber(free.pop()) for pv in range(1, size + 1)]
    return given


class _Draft:
    """One jury being drawn up."""

    def __init__(self, seed: int, data: dict[str, Any], row: dict[str, Any], numbers: dict[str, list[StudentNumber]]):
        self._seed = seed
        self._session: int = data["session"]
        self._shares = data["shares"]
        self._row = row
        self._numbers = numbers[row["jury"]]
        self._draw = chance(seed, "jury", row["jury"])

    def jury(self, rank: int) -> PlannedJury:
        """Draw the jury, ``rank`` numeric livrets coming before it in the centre."""
        series = [serie for serie, size in self._row["series"].items() for _ in range(size)]
        outcomes = [outcome for serie, size in self._row["series"].items() for outcome in self._outcomes(serie, size)]
        outcomes = self._settle(outcomes)
        formats = self._formats(len(series))
        candidates: list[PlannedCandidate] = []
        for pv, (serie, outcome, (kind, words)) in enumerate(zip(series, outcomes, formats, strict=True), start=1):
            pupil = self._pupil(self._numbers[pv - 1], serie, outcome)
            sheet = None
            if kind is LivretFormat.NUMERIQUE:
                rank += 1
                sheet = self._sheet(pv, rank, formats)
            candidates.append(PlannedCandidate(PvNumber(str(pv)), pupil, outcome, kind, words, sheet))
        return PlannedJury(
            jury=JuryId(self._row["jury"]),
            candidates=tuple(candidates),
            unlisted=tuple(
                self._pupil(StudentNumber(number), series[0], Outcome.ADMIS) for number in self._row.get("unlisted", ())
            ),
            foreign=self._foreign(),
            encoding=self._row["encoding"],
            layout=self._row["layout"],
        )

    def _outcomes(self, serie: str, size: int) -> list[Outcome]:
        shares = self._shares["technological" if technological(serie) else "general"]
        second, refused = (round(size * shares[name] / 1000) for name in ("second_group", "refused"))
        drawn = [Outcome.SECOND_GROUPE] * second + [Outcome.AJOURNE] * refused
        drawn += [Outcome.ADMIS] * (size - len(drawn))
        self._draw.shuffle(drawn)
        return drawn

    def _settle(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Exchange results so that the livret everybody looks at first is one a jury must read with care."""
        star = self._row.get("near")
        if star is not None and outcomes[star - 1] is not Outcome.SECOND_GROUPE:
            other = outcomes.index(Outcome.SECOND_GROUPE)
            outcomes[star - 1], outcomes[other] = outcomes[other], outcomes[star - 1]
        return outcomes

    def _formats(self, size: int) -> list[tuple[LivretFormat, str]]:
        row = self._row
        others = (
            [(LivretFormat.PAPIER, "papier (sans profil type)")] * row.get("no_profile", 0)
            + [(LivretFormat.PAPIER, "papier")] * row.get("paper", 0)
            + [(LivretFormat.ABSENT, "absent (opposition de la famille)")] * row.get("opposed", 0)
            + [(LivretFormat.INCONNU, "")] * row.get("unknown", 0)
        )
        held = {int(pv) for pv in row.get("pins", {})} | {row.get("truncated", 0)}
        first = row.get("no_profile_pv")
        free = [pv for pv in range(1, size + 1) if pv not in held]
        drawn = sorted(self._draw.sample(free, len(others) - (first is not None)))
        self._draw.shuffle(drawn)
        places = ([first] if first is not None else []) + drawn
        formats = [(LivretFormat.NUMERIQUE, "numérique")] * size
        for pv, other in zip(places, others, strict=True):
            formats[pv - 1] = other
        return formats

    def _sheet(self, pv: int, rank: int, formats: list[tuple[LivretFormat, str]]) -> Sheet:
        row = self._row
        if pv == row.get("truncated"):
            return Sheet.TRUNCATED
        if pv == row.get("foreign_page", {}).get("pv"):
            return Sheet.FOREIGN_PAGE
        if row.get("missing_file") and pv == len(formats):
            return Sheet.MISSING
        return Sheet.SCAN if rank % SCAN_EVERY == _FIRST_SCAN else Sheet.PLAIN

    def _foreign(self) -> dict[StudentNumber, tuple[int, StudentNumber]]:
        mixed = self._row.get("foreign_page")
        if not mixed:
            return {}
        return {self._numbers[mixed["pv"] - 1]: (mixed["page"], self._numbers[mixed["of"] - 1])}

    def _pupil(self, number: StudentNumber, serie: str, outcome: Outcome) -> Pupil:
        draw = chance(self._seed, "candidate", number)
        known = syllabus().series[serie]
        speciality = draw.choice(known.specialities) if known.specialities else ""
        pinned = number in self._row.get("pins", {}).values()
        return Pupil(
            seed=self._seed,
            number=number,
            session=self._session,
            room=SchoolClass(self._seed, serie, draw.randrange(SCHOOLS), draw.randrange(2)),
            speciality=speciality,
            option=self._option(draw, known.options, speciality),
            level=_level(draw, outcome),
            newcomer=not pinned and draw.random() < 0.03,
        )

    @staticmethod
    def _option(draw: random.Random, options: tuple[str, ...], speciality: str) -> str:
        titles = syllabus().subjects
        fit = [key for key in options if not speciality or titles[key].title != titles[speciality].title]
        return draw.choice(fit) if draw.random() < 0.4 else ""


def _level(draw: random.Random, outcome: Outcome) -> float:
    mean, spread = _LEVELS[outcome]
    return min(max(draw.gauss(mean, spread), 5.5), 18.5)
