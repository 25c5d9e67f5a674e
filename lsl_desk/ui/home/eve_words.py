# SPDX-License-Identifier: AGPL-3.0-or-later
"""The eve in French words: how a jury stands, what is missing, how long is left; brought in once a home is painted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate

from lsl_desk.client.prepare.values import Item, JuryReadiness, Matter, Standing
from lsl_desk.ui.french import FRENCH, counted, number
from lsl_desk.ui.home.tile_lines import EVE_LINES, Line, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, tzinfo

    from lsl_desk.client.prepare.values import Deadline
    from lsl_desk.domain.ids import JuryId


@dataclass(frozen=True, slots=True)
class Todo:
    """A line of the panel: what is done, or what is missing and where.

    Attributes:
        state: its sign and colour.
        text: in French.
        matter: of what.
        jury: the one it is about when it is one; None for several or for all.
    """

    state: State
    text: str
    matter: Matter
    jury: JuryId | None = None


def item_line(item: Item, today: date, zone: tzinfo | None = None) -> Line:
    """A matter of a jury, as its tile says it."""
    what = EVE_LINES[list(Matter).index(item.matter)]
    left = item.wanted - item.have
    if item.matter is Matter.NUMERIC:
        done = "complets" if item.wanted else "aucun attendu"
        return Line(what, _share(item), *((done, "ok") if not left else (f"{left} à réclamer", "warning")))
    if item.matter is Matter.PAPER:
        waited = f"{counted(left, 'attendu')}"
        done = "reçus" if item.wanted else "aucun attendu"
        return Line(what, _share(item), *((done, "ok") if not left else (waited, "warning")))
    if item.matter is Matter.UNKNOWN:
        return Line(what, number(left), *(("aucun", "ok") if not left else ("à demander", "warning")))
    if item.matter is Matter.HEADS:
        return _heads_line(what, item)
    if item.matter is Matter.COPY:
        return _copy_line(what, item, today, zone)
    return _drill_line(what, item, today, zone)


def jury_lines(ready: JuryReadiness, today: date, zone: tzinfo | None = None) -> tuple[Line, ...]:
    """All the matters of a jury, as its tile says them."""
    return tuple(item_line(one, today, zone) for one in ready.items)


def headline(ready: JuryReadiness) -> tuple[State, str]:
    """« 3 points à régler », « à rafraîchir », « prêt »: red until all is done, amber when it only has to be redone."""
    left = [one for one in ready.items if one.standing is not Standing.DONE]
    if not left:
        return "ok", "prêt"
    if all(one.standing is Standing.AGAIN for one in left):
        return "warning", "à rafraîchir"
    return "danger", f"{counted(len(left), 'point')} à régler"


def panel_title(juries: Sequence[JuryReadiness], zone: tzinfo | None = None) -> str:
    """« Avant le 3 juillet, 8 h »: the first sitting of the centre."""
    first = min((one.sitting for one in juries if one.sitting is not None), default=None)
    if first is None:
        return "Avant la délibération"
    local = first.astimezone(zone)
    minutes = f"\u00a0{local:%M}" if local.minute else ""
    return f"Avant le {day(local.date())}, {local.hour}\u00a0h{minutes}"


def todos(juries: Sequence[JuryReadiness]) -> tuple[Todo, ...]:
    """What is done and what is missing, one line a matter."""
    return tuple(_todo(matter, juries) for matter in Matter)


def countdown(deadline: Deadline, today: date) -> str:
    """« dans 2 jours », « demain », « aujourd’hui », « jusqu’au 6 juillet », « dépassée de 3 jours »."""
    if deadline.last < today:
        return f"dépassée de {counted((today - deadline.last).days, 'jour')}"
    if deadline.first < today < deadline.last:
        return f"jusqu’au {day(deadline.last)}"
    left = ((deadline.last if deadline.first < today else deadline.first) - today).days
    return ("aujourd’hui", "demain")[left] if left < 2 else f"dans {counted(left, 'jour')}"


def countdown_state(deadline: Deadline, today: date) -> State:
    """Red once it is over, amber on the day and the day before."""
    if deadline.last < today:
        return "danger"
    return "warning" if (deadline.first - today).days < 2 else "none"


def when(deadline: Deadline) -> str:
    """« lundi 2 juillet », « du mardi 3 au vendredi 6 juillet »."""
    if deadline.first == deadline.last:
        return FRENCH.toString(_qdate(deadline.last), "dddd d MMMM")
    same = (deadline.first.year, deadline.first.month) == (deadline.last.year, deadline.last.month)
    first = FRENCH.toString(_qdate(deadline.first), "dddd d" if same else "dddd d MMMM")
    return f"du {first} au {FRENCH.toString(_qdate(deadline.last), 'dddd d MMMM')}"


def day(wanted: date) -> str:
    """« 3 juillet », « 1er juillet »."""
    rank = "1er" if wanted.day == 1 else str(wanted.day)
    return f"{rank} {FRENCH.toString(_qdate(wanted), 'MMMM')}"


def again_words(changed: int) -> str:
    """« à refaire (1 livret modifié) »."""
    if not changed:
        return "à refaire"
    return f"à refaire ({counted(changed, 'livret')} modifié{'s' if changed > 1 else ''})"


def _heads_line(what: str, item: Item) -> Line:
    value = _share(item) if item.wanted > 1 else ""
    if item.standing is Standing.AGAIN:
        return Line(what, value, "avis de la DEC", "warning")
    if item.standing is Standing.DONE:
        return Line(what, value, "désigné" if item.wanted < 2 else "désignés", "ok")
    return Line(what, value, "à compléter" if item.have else "manquant", "danger")


def _copy_line(what: str, item: Item, today: date, zone: tzinfo | None) -> Line:
    if item.standing is Standing.MISSING:
        return Line(what, "", "à faire", "danger")
    value = f"v{item.version}"
    if item.standing is Standing.AGAIN:
        left = item.wanted - item.have
        return Line(what, value, f"{left} à rafraîchir" if left else "à refaire", "warning")
    return Line(what, value, _short(item.at, today, zone), "ok")


def _drill_line(what: str, item: Item, today: date, zone: tzinfo | None) -> Line:
    if item.standing is Standing.DONE:
        return Line(what, _share(item), _short(item.at, today, zone), "ok")
    if item.at is None:
        return Line(what, "", "à faire", "todo")
    state: State = "danger" if item.standing is Standing.MISSING else "warning"
    return Line(what, _share(item), f"{item.wanted - item.have} à éprouver", state)


def _short(at: datetime | None, today: date, zone: tzinfo | None) -> str:
    """« 17:42 » today, « le 2 juillet » another day."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return f"{local:%H:%M}" if local.date() == today else f"le {day(local.date())}"


def _share(item: Item) -> str:
    return f"{number(item.have)} / {number(item.wanted)}"


_DONE = {
    Matter.NUMERIC: "livrets numériques présents",
    Matter.PAPER: "livrets papier reçus",
    Matter.UNKNOWN: "aucun format inconnu",
    Matter.HEADS: "présidents saisis",
    Matter.COPY: "plans de secours à jour",
    Matter.DRILL: "exercice de coupure fait",
}


def _todo(matter: Matter, juries: Sequence[JuryReadiness]) -> Todo:
    found = [(one.jury, item) for one in juries for item in one.items if item.matter is matter]
    left = [(jury, item) for jury, item in found if item.standing is not Standing.DONE]
    if not left:
        return Todo("ok", _DONE[matter], matter)
    names = _names([jury for jury, _ in left])
    state, text = _left_words(matter, [item for _, item in left], names if len(found) > 1 else "")
    return Todo(state, text, matter, left[0][0] if len(left) == 1 else None)


def _left_words(matter: Matter, items: Sequence[Item], names: str) -> tuple[State, str]:
    """What is left of a matter: « 1 livret papier attendu (J01) », « J02 : plan de secours à faire »."""
    left = sum(one.wanted - one.have for one in items)
    counts = {
        Matter.NUMERIC: f"{counted(left, 'livret numérique', 'livrets numériques')} à réclamer",
        Matter.PAPER: counted(left, "livret papier attendu", "livrets papier attendus"),
        Matter.UNKNOWN: f"{counted(left, 'format')} à demander à la DEC",
    }
    if matter in counts:
        return "warning", counts[matter] + (f" ({names})" if names else "")
    lead = f"{names}\u00a0: " if names else ""
    undone = [one for one in items if one.standing is Standing.MISSING]
    state: State = "danger" if undone else "warning"
    if matter is Matter.HEADS:
        said = "président manquant" if any(not one.have for one in items) else "présidence incomplète"
        return state, f"{lead}{said if undone else 'proposition de la DEC à voir'}"
    if matter is Matter.COPY:
        return state, f"{lead}plan de secours {'à faire' if undone else again_words(left)}"
    if all(one.at is None for one in items):
        return "todo", f"{lead}exercice de coupure"
    return state, f"{lead}exercice à refaire ({counted(left, 'livret')})"


def _names(juries: Sequence[JuryId]) -> str:
    return ", ".join(juries[:4]) + ("…" if len(juries) > 4 else "")


def _qdate(wanted: date) -> QDate:
    return QDate(wanted.year, wanted.month, wanted.day)
