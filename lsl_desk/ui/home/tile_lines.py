# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a tile says of a jury, line by line: a state as a sign, a word and a colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lsl_desk.domain.livret import LivretFormat

if TYPE_CHECKING:
    from lsl_desk.client.summary import JurySummary

State = Literal["ok", "warning", "danger", "todo", "none"]

SIGNS: dict[State, str] = {"ok": "check", "warning": "warning", "danger": "danger", "todo": "todo"}
"""The icon of each state; « none » has no sign."""

EVE_LINES = ("Numériques", "Papier", "Inconnus", "Président", "Secours", "Exercice")
"""What a tile of the centre's head says, in the order of `client.prepare.values.Matter`."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a tile: « Numériques  67 / 68  1 à réclamer », its state as a sign, a word and a colour."""

    what: str
    value: str
    word: str = ""
    state: State = "none"


def tile_lines(summary: JurySummary) -> tuple[Line, ...]:
    """What a tile says of a jury; what is nil and normal is not said."""
    formats = summary.formats
    numeric = formats.get(LivretFormat.NUMERIQUE, 0)
    missing = max(0, numeric - summary.livrets)
    unread = max(0, summary.livrets - summary.read)
    if numeric or summary.livrets:
        lines = [
            Line("Numériques", f"{summary.livrets} / {numeric}", *_judged(missing, "complets", f"{missing} à réclamer"))
        ]
    else:
        lines = [Line("Numériques", "0", "aucun attendu")]
    if summary.livrets:
        read = _judged(unread, "tous lus", f"{unread} à lire", "none")
        lines.append(Line("Lus", f"{summary.read} / {summary.livrets}", *read))
    if summary.problems > missing:
        told = summary.problems - missing
        lines.insert(
            1, Line("À contrôler", str(told), "voilés ou refusés" if told > 1 else "voilé ou refusé", "danger")
        )
    paper, absent, unknown = (
        formats.get(form, 0) for form in (LivretFormat.PAPIER, LivretFormat.ABSENT, LivretFormat.INCONNU)
    )
    if paper:
        lines.append(Line("Papier", str(paper)))
    if absent:
        lines.append(Line("Sans livret", str(absent), "motif connu"))
    if unknown:
        lines.append(Line("Inconnus", str(unknown), "à demander", "warning"))
    return tuple(lines)


def waiting_lines() -> tuple[Line, ...]:
    """The lines of the centre's head before the store has answered: they are filled in place."""
    return tuple(Line(what, "") for what in EVE_LINES)


def _judged(left: int, done: str, rest: str, state: State = "warning") -> tuple[str, State]:
    return (rest, state) if left else (done, "ok")
