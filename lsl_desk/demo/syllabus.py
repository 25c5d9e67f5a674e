# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a pupil of each série studies: ``resources/demo/series.toml`` read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from lsl_desk.bundled import bundled
from lsl_desk.domain.livret_content import Level

SPECIALITY = "@"
"""Stands for the speciality chosen in a list of subjects."""

LANGUAGES = ("lv1", "lv2")
"""Subjects assessed on the European scale, whose title begins with the language chosen."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject: its printed title, the family of phrases that suits it, whether it has marks, its competences."""

    key: str
    title: str
    family: str
    marks: bool
    competences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A « regroupement »: its title and the keys of its subjects."""

    title: str
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Serie:
    """A série: its name, the keys of its specialities (none for ST2S), and each year's headings."""

    code: str
    title: str
    specialities: tuple[str, ...]
    years: dict[Level, tuple[Heading, ...]]
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Syllabus:
    """All the subjects and séries of the demonstration, and the languages drawn from."""

    subjects: dict[str, Subject]
    series: dict[str, Serie]
    languages: dict[str, tuple[str, ...]]


@cache
def syllabus() -> Syllabus:
    """Read the syllabus; the same object at each call."""
    data = tomllib.loads(bundled("demo", "series.toml").read_text("utf-8"))
    labels = data["competences"]
    subjects = {
        key: Subject(key, row["title"], row["family"], row["marks"], tuple(labels[code] for code in row["competences"]))
        for key, row in data["subjects"].items()
    }
    series = {code: _serie(code, row, data["options"]) for code, row in data["series"].items()}
    return Syllabus(subjects, series, {key: tuple(names) for key, names in data["languages"].items()})


def technological(serie: str) -> bool:
    """Tell whether a série belongs to the voie technologique (their codes begin with ST)."""
    return serie.startswith("ST")


def _serie(code: str, row: dict[str, Any], options: dict[str, list[str]]) -> Serie:
    return Serie(
        code,
        row["title"],
        tuple(row["specialities"]),
        {
            level: tuple(Heading(heading["title"], tuple(heading["subjects"])) for heading in row[level.value])
            for level in Level
        },
        tuple(options["technological" if technological(code) else "general"]),
    )
