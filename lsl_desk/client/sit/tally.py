# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a jury is (features P15, without decisions, which come with marks)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from lsl_desk.client.sit.rows import CandidateRow, LivretState
from lsl_desk.domain.reading import ReadState


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates counted, each once.

    Attributes:
        read: livrets read in their current version.
        started: some pages read.
        unread: no page read.
        stale: read in an earlier version.
        paper: on paper.
        unusable: a numeric livret is expected and cannot be opened.
        without: no livret, for a reason that is normal.
        unknown: nothing was announced: somebody is to be asked.
    """

    read: int = 0
    started: int = 0
    unread: int = 0
    stale: int = 0
    paper: int = 0
    unusable: int = 0
    without: int = 0
    unknown: int = 0


def tally(rows: Iterable[CandidateRow]) -> Tally:
    """Count candidates by what is left to do."""
    return Tally(**Counter(map(_kind, rows)))


def moved(count: Tally, before: CandidateRow, after: CandidateRow) -> Tally:
    """The same count once one line has changed."""
    counts = Counter(asdict(count))
    counts[_kind(before)] -= 1
    counts[_kind(after)] += 1
    return Tally(**counts)


def progress_line(count: Tally) -> str:
    """Say it in one line: « 23 lus · 11 à lire · 5 papier »; what is nought is left out, but for the first two."""
    several = "s" if count.read > 1 else ""
    parts = [f"{count.read} lu{several}", f"{count.unread} à lire"]
    others = (
        (count.started, f"{count.started} commencé{'s' if count.started > 1 else ''}"),
        (count.stale, f"{count.stale} à relire"),
        (count.paper, f"{count.paper} papier"),
        (count.unusable, f"{count.unusable} manquant{'s' if count.unusable > 1 else ''}"),
        (count.without, f"{count.without} sans livret"),
        (count.unknown, f"{count.unknown} inconnu{'s' if count.unknown > 1 else ''}"),
    )
    return " · ".join(parts + [words for number, words in others if number])


def _kind(row: CandidateRow) -> str:
    return _READINGS[row.reading.state] if row.held else _LIVRETS[row.livret]


_READINGS = {
    ReadState.READ: "read",
    ReadState.PARTIAL: "started",
    ReadState.UNREAD: "unread",
    ReadState.NO_LIVRET: "unread",
    ReadState.STALE: "stale",
}
_LIVRETS = {
    LivretState.MISSING: "unusable",
    LivretState.REFUSED: "unusable",
    LivretState.PAPER: "paper",
    LivretState.NONE: "without",
    LivretState.UNKNOWN: "unknown",
}
