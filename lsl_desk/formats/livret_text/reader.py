# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads the text of a livret in the frame of the arrêté of 30 March 2012, as LSL prints it, lines and spaces apart.

It finds nothing rather than something wrong: averages count only when the year's average printed beside them is their
mean, a title only when a sentence, a heading or the top of the page ends before it. What it gives is on the page, word
for word (features N19, N22).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from lsl_desk.domain.livret_content import year_average

_CLASS: Final = re.compile(r"Classe (?:de (?P<first>première)|terminale), \d{4}-\d{4} ")
_MARK: Final = r"(\d{1,2}(?:,\d{1,2})?|–|—|-|NE|Non évalué)"
_FIGURES: Final = re.compile(
    rf"1er (trim|sem)\. {_MARK} 2e \1\. {_MARK} (?:3e \1\. {_MARK} )?Année (\d{{1,2}}(?:,\d{{1,2}})?) (?:Effectif )?"
)
_HEADING: Final = re.compile(
    r"^(?:Enseignements?(?: [a-zà-ÿ’'0-9]+)*(?: [A-Z0-9]{1,6}(?= [A-ZÀ-Ý][a-zà-ÿ]))?|Langues vivantes) (?=[A-ZÀ-Ý])"
)
_BEFORE_TITLE: Final = re.compile(r"[.!?…»] |page \d+ / \d+ |Classe (?:de première|terminale), \d{4}-\d{4} ")
_CUT_WORD: Final = re.compile(r"(?<=[a-zà-ÿ])- (?=[a-zà-ÿ])")
"""A word that a line end cut at its hyphen: « éco- conception »."""
_TITLE_MAX: Final = 120
_MOST: Final = 20
_OPINION: Final = "Avis en vue de l’examen"
_HEAD: Final = "Observations du chef d’établissement"
_LIFE: Final = "Engagements et vie scolaire"
_OTHER: Final = "Autre engagement"
_CPE: Final = "Observations de la vie scolaire"
_INVOLVED: Final = re.compile(r"Classe (?:de première|terminale) : investissement et participation à la vie du lycée")
_VISA: Final = "Visa du président du jury"
_TICK: Final = "× "
_OPINIONS: Final = ("Très favorable", "Favorable", "Assez favorable", "Doit faire ses preuves")
_ENGAGEMENTS: Final = (
    "Délégation de classe",
    "Conseil des délégués pour la vie lycéenne",
    "Conseil d’administration",
    "Comité d’éducation à la santé et à la citoyenneté",
    "Association sportive",
)


@dataclass(frozen=True, slots=True)
class SubjectRead:
    """The averages of a subject.

    Attributes:
        title: as printed.
        periods: out of 20, in order; None for one not assessed.
        page: index from 0.
        terminale: of the class of terminale.
    """

    title: str
    periods: tuple[Decimal | None, ...]
    page: int
    terminale: bool


@dataclass(frozen=True, slots=True)
class LineRead:
    """Words of the livret, as they stand on a page (index from 0) but for line ends."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class LivretRead:
    """What the text says.

    Attributes:
        subjects: of terminale, then of première, in print order.
        opinion: « avis en vue de l'examen », the box ticked.
        engagements: the boxes ticked, and the one written freely.
        remarks: of the head, of the school's life, of each class.
        readable: the text is that of a livret.
    """

    subjects: tuple[SubjectRead, ...] = ()
    opinion: tuple[LineRead, ...] = ()
    engagements: tuple[LineRead, ...] = ()
    remarks: tuple[LineRead, ...] = ()

    @property
    def readable(self) -> bool:
        """Something of the frame was found."""
        return bool(self.subjects or self.opinion or self.engagements or self.remarks)


def read_livret(pages: Sequence[str]) -> LivretRead:
    """Read the text of the pages of one livret, in order; nothing is found in what is not one. Never raises."""
    flat = [" ".join(page.split()) for page in pages]
    subjects = _told_once(_subjects(flat))
    opinion, engagements, remarks = _last_part(flat)
    ordered = [one for last in (True, False) for one in subjects if one.terminale is last]
    return LivretRead(tuple(ordered), opinion, engagements, remarks)


def _subjects(pages: Sequence[str]) -> Iterator[SubjectRead]:
    terminale: bool | None = None
    for page, text in enumerate(pages):
        start = 0
        for found in _FIGURES.finditer(text):
            for heading in _CLASS.finditer(text, start, found.start()):
                terminale = heading["first"] is None
            title = _title(text[start : found.start()])
            periods = tuple(_mark(one) for one in found.groups()[1:4] if one is not None)
            start = found.end()
            if title and terminale is not None and _hold(periods, _mark(found.groups()[4])):
                yield SubjectRead(title, periods, page, terminale)
        for heading in _CLASS.finditer(text, start):
            terminale = heading["first"] is None


def _told_once(subjects: Iterator[SubjectRead]) -> list[SubjectRead]:
    """Those that one class has once: of two lines with one title one cannot tell which is meant."""
    found = list(subjects)
    count = Counter((one.terminale, one.title) for one in found)
    return [one for one in found if count[one.terminale, one.title] == 1]


def _hold(periods: Sequence[Decimal | None], year: Decimal | None) -> bool:
    """Marks out of 20, and the year is their mean."""
    return all(mark is None or mark <= _MOST for mark in periods) and year_average(periods) == year


def _title(before: str) -> str:
    """The title that ends this text, "" when one cannot tell where it begins."""
    ends = [found.end() for found in _BEFORE_TITLE.finditer(before)]
    if not ends:
        return ""
    title = before[ends[-1] :].strip()
    title = _CUT_WORD.sub("-", _HEADING.sub("", title))
    return title if 0 < len(title) <= _TITLE_MAX else ""


def _mark(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if text[:1].isdigit() else None


def _last_part(pages: Sequence[str]) -> tuple[tuple[LineRead, ...], tuple[LineRead, ...], tuple[LineRead, ...]]:
    """Opinion, engagements, observations: each section is read on the page its heading stands on."""
    opinion: list[LineRead] = []
    engagements: list[LineRead] = []
    remarks: list[LineRead] = []
    for page, text in enumerate(pages):
        advice, life = _section(text, _OPINION, _LIFE, _VISA), _section(text, _LIFE, _VISA)
        ticked = [name for name in _OPINIONS if _ticked(advice.partition(_HEAD)[0], name)]
        opinion += [LineRead(name, page) for name in ticked if len(ticked) == 1]
        engagements += [LineRead(name, page) for name in _ENGAGEMENTS if _ticked(life, name)]
        involved = _INVOLVED.search(life)
        until = len(life) if involved is None else involved.start()
        other = _section(life[:until], _OTHER, _CPE)
        engagements += [LineRead(other, page)] if other else []
        said = [_section(advice, _HEAD), _section(life[:until], _CPE), *_INVOLVED.split(life)[1:]]
        remarks += [LineRead(one.strip(), page) for one in said if one.strip()]
    return tuple(opinion), tuple(engagements), tuple(remarks)


def _ticked(text: str, name: str) -> bool:
    return re.search(rf"{_TICK}{re.escape(name)}(?= |$)", text) is not None


def _section(text: str, heading: str, *until: str) -> str:
    """What stands under a heading, up to the first of others; "" without the heading."""
    _, found, rest = text.partition(heading)
    if not found:
        return ""
    ends = [place for place in map(rest.find, until) if place >= 0]
    return rest[: min(ends, default=len(rest))].strip()
