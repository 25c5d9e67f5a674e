# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far a jury is, and how fast (features P15, N21)."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from lsl_desk.client.sit.rows import CandidateRow, LivretState
from lsl_desk.client.sit.values import Pace
from lsl_desk.domain.reading import ReadState

HURRIED = "fin de jury pressée"
"""The last third gets less than half the time of the first."""
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Tally:
    """Candidates counted, each once, and those among them whom the law is waiting for.

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
    compulsory: int = 0
    """Of whom the livret must still be examined (D334-10): they are among the others too."""

    @property
    def to_read(self) -> int:
        """Livrets here that are not read whole in their current version."""
        return self.unread + self.started + self.stale


def tally(rows: Sequence[CandidateRow]) -> Tally:
    """Count candidates by what is left to do."""
    return Tally(**Counter(map(_kind, rows)), compulsory=sum(row.compulsory for row in rows))


def moved(count: Tally, before: CandidateRow, after: CandidateRow) -> Tally:
    """The same count once one line has changed."""
    counts = Counter(asdict(count))
    counts[_kind(before)] -= 1
    counts[_kind(after)] += 1
    counts["compulsory"] += after.compulsory - before.compulsory
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


def head_line(count: Tally) -> str:
    """« livrets obligatoires : 11 · à lire : 23 », at the head of the table of a sitting."""
    return f"livrets obligatoires\u00a0: {count.compulsory} · à lire\u00a0: {count.to_read}"


def pace_line(pace: Pace, hour: Callable[[datetime], str]) -> str:
    """« 40 décidés sur 74 · 90 s par candidat · fin prévue 12:10 (+ 28 min) · fin de jury pressée ».

    Args:
        pace: of the sitting.
        hour: writes an hour in the centre's zone.
    """
    several = "s" if pace.decided > 1 else ""
    parts = [f"{pace.decided} décidé{several} sur {pace.total}"]
    if pace.seconds is not None:
        parts.append(f"{round(pace.seconds)} s par candidat")
    if pace.end is not None and pace.decided < pace.total:
        parts.append(f"fin prévue {hour(pace.end)}{_late(pace)}")
    return " · ".join([*parts, HURRIED] if pace.hurried else parts)


def pace_shorter(pace: Pace, hour: Callable[[datetime], str]) -> tuple[str, str]:
    """« 40 sur 74 · 90 s · fin 12:10 (+ 28 min) · pressée », then « 40 sur 74 · fin 12:10 · pressée »."""
    done = f"{pace.decided} sur {pace.total}"
    each = [] if pace.seconds is None else [f"{round(pace.seconds)}\u00a0s"]
    end = f"fin {hour(pace.end)}" if pace.end is not None and pace.decided < pace.total else ""
    late = _late(pace) if pace.late is not None else ""
    hurried = ["pressée"] if pace.hurried else []
    short = [done, *each, *([f"{end}{late}"] if end else []), *hurried]
    return " · ".join(short), " · ".join([done, *([end] if end else each), *hurried])


def _late(pace: Pace) -> str:
    if pace.late == 0:
        return " (à l’heure)"
    if pace.late is not None:
        sign = "+" if pace.late > 0 else "\u2212"
        return f" ({sign}\u00a0{abs(pace.late)}\u00a0min)"
    if pace.seconds is None:
        return ""
    return f", {max(1, round((pace.total - pace.decided) * pace.seconds / _MINUTE))}\u00a0min restantes"


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
