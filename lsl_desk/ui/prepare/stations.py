# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stations of the eve, in the order in which they are done, and how each stands."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from lsl_desk.client.prepare.values import Matter, Standing
from lsl_desk.ui.french import counted, number
from lsl_desk.ui.home.eve_words import again_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsl_desk.client.prepare.values import Item, JuryReadiness
    from lsl_desk.ui.home.tile_lines import State


class Station(StrEnum):
    """A station, by its name in French: the page's title."""

    PRESENCE = "Présence"
    PAPER = "Papier reçus"
    GAPS = "Écarts"
    HEADS = "Présidents"
    COPY = "Édition LSL par jury"
    DRILL = "Exercice de coupure"
    SHEET = "Feuille de salle"


_OF_MATTER = {
    Matter.NUMERIC: Station.PRESENCE,
    Matter.UNKNOWN: Station.PRESENCE,
    Matter.PAPER: Station.PAPER,
    Matter.HEADS: Station.HEADS,
    Matter.COPY: Station.COPY,
    Matter.DRILL: Station.DRILL,
}


def station_of(matter: Matter) -> Station:
    """Where a matter is put in order."""
    return _OF_MATTER[matter]


def standing_of(station: Station, juries: Sequence[JuryReadiness]) -> tuple[State, str]:
    """How a station stands over some juries: « 1 à réclamer », « à faire », « à jour »; nothing for what has no end."""
    items = [item for one in juries for item in one.items if _OF_MATTER[item.matter] is station]
    if not items:
        return "none", ""
    left = [one for one in items if one.standing is not Standing.DONE]
    if not left:
        return "ok", _DONE[station]
    missing = sum(one.wanted - one.have for one in left)
    many = len(juries) > 1
    if station is Station.PRESENCE:
        return "warning", f"{number(missing)} à régler"
    if station is Station.PAPER:
        return "warning", counted(missing, "attendu")
    if station is Station.HEADS:
        return ("danger", counted(missing, "manquant")) if missing else ("warning", "proposition de la DEC à voir")
    return _made(left, missing, many=many)


def _made(left: list[Item], missing: int, *, many: bool) -> tuple[State, str]:
    undone = [one for one in left if one.standing is Standing.MISSING]
    if not undone:
        return "warning", again_words(missing)
    if all(one.at is None for one in undone):
        return "danger", f"à faire ({counted(len(left), 'jury')})" if many else "à faire"
    return "danger", f"{counted(missing, 'livret')} à éprouver"


_DONE = {
    Station.PRESENCE: "tout est là",
    Station.PAPER: "tous reçus",
    Station.HEADS: "désignés",
    Station.COPY: "à jour",
    Station.DRILL: "réussi",
}
