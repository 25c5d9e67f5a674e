# SPDX-License-Identifier: AGPL-3.0-or-later
"""Appreciations put together from ``resources/demo/appreciations.toml``: plausible, varied, and about nobody.

The sentences speak of the work, never of a person, so that none gives away whether the pupil is a girl or a boy.
"""

import random
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from lsl_desk.bundled import bundled
from lsl_desk.domain.livret_content import TEXT_MAX, ExamOpinion

BANDS = (6, 8, 10, 12, 14, 16)
"""Where the bands of averages begin, /20, after the lowest."""


class Trend(StrEnum):
    """How the averages went along the year."""

    UP = "up"
    STEADY = "steady"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to be good or bad at in a subject, and the sentences that say so."""

    strong: tuple[str, ...]
    weak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The invented sentences, by what they say."""

    openers: tuple[tuple[str, ...], ...]
    closings: tuple[tuple[str, ...], ...]
    trends: dict[str, tuple[str, ...]]
    families: dict[str, tuple[Topic, ...]]
    involvement: dict[str, tuple[str, ...]]
    remarks: tuple[str, ...]
    other: tuple[str, ...]
    head: dict[str, tuple[str, ...]]

    def appreciation(self, draw: random.Random, family: str, average: float, trend: Trend) -> str:
        """Write the appreciation of a subject.

        Args:
            draw: where chance comes from.
            family: the family of sentences that suits the subject.
            average: of the year, /20.
            trend: how it went along the year.

        Returns:
            at most 300 characters, whole sentences.
        """
        band = sum(average >= start for start in BANDS)
        sentences = [draw.choice(self.openers[band]), *self._observations(draw, family, band)]
        if trend is not Trend.STEADY or (band >= 4 and draw.random() < 0.3):
            sentences.append(draw.choice(self.trends[trend.value]))
        if draw.random() < 0.8:
            sentences.append(draw.choice(self.closings[band]))
        while len(" ".join(sentences)) > TEXT_MAX:
            sentences.pop(-2)
        return " ".join(sentences)

    def involvement_of(self, draw: random.Random, level: float) -> str:
        """Write the opinion on a year's investment, for a general level /20."""
        return draw.choice(self.involvement["high" if level >= 14 else "middle" if level >= 9.5 else "low"])

    def head_of(self, draw: random.Random, opinion: ExamOpinion) -> str:
        """Write the head's observations, in keeping with the opinion for the exam."""
        return draw.choice(self.head[opinion.value])

    def _observations(self, draw: random.Random, family: str, band: int) -> list[str]:
        one, other = draw.sample(self.families[family], 2)
        if band == 3:
            return [draw.choice(one.strong), draw.choice(other.weak)]
        if band == 2 and draw.random() < 0.4:
            return [draw.choice(one.weak), draw.choice(other.strong)]
        said = (one, other) if draw.random() < 0.6 else (one,)
        return [draw.choice(topic.strong if band >= 4 else topic.weak) for topic in said]


@cache
def phrases() -> Phrases:
    """Read the sentences; the same object at each call."""
    data = tomllib.loads(bundled("demo", "appreciations.toml").read_text("utf-8"))
    return Phrases(
        openers=tuple(map(tuple, data["openers"])),
        closings=tuple(map(tuple, data["closings"])),
        trends={trend.value: tuple(data[trend.value]) for trend in Trend},
        families={
            name: tuple(Topic(tuple(topic["strong"]), tuple(topic["weak"])) for topic in family.values())
            for name, family in data["families"].items()
        },
        involvement={name: tuple(words) for name, words in data["involvement"].items()},
        remarks=tuple(data["life"]["remarks"]),
        other=tuple(data["life"]["other"]),
        head={name: tuple(words) for name, words in data["head"].items()},
    )
