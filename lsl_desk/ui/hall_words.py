# SPDX-License-Identifier: AGPL-3.0-or-later
"""The room without server in French words: who is in, what passes, one post when nothing can (features N16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.hall.values import HallStatus, Part
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted
from lsl_desk.ui.link_words import hour, role_word

if TYPE_CHECKING:
    from datetime import tzinfo

    from lsl_desk.client.hall.values import Seated

WHAT = (
    "Sans serveur, les postes d’un même jury travaillent ensemble par le réseau de l’établissement\u00a0: ce que l’un "
    "lit, relève ou décide se voit sur les autres. À son retour, l’académie recevra tout, de chaque poste."
)
OPENING = "Sur le poste du président. Il affiche une adresse et six chiffres, à dire aux autres."
JOINING = "Sur les autres postes. L’adresse et les six chiffres sont sur l’écran du président."
ALONE = (
    "Personne n’arrive\u202f? Le pare-feu de ce poste ou du réseau l’interdit peut-être. Un seul poste suffit\u00a0: "
    "lisez et décidez sur celui-ci, tout y est enregistré."
)


def badge_words(status: HallStatus) -> str:
    """« en salle, 3 postes », "" outside of a room."""
    if status.part is Part.NONE:
        return ""
    if status.over or status.problem is not None:
        return "en salle, sans réponse"
    return f"en salle, {counted(present(status), 'poste')}"


def present(status: HallStatus) -> int:
    """How many posts are in the room."""
    return max(1, sum(one.here for one in status.seated))


def headline(status: HallStatus) -> str:
    """What the dialog says first."""
    if status.part is Part.HOST:
        return f"La salle du jury {status.jury} est ouverte sur ce poste."
    if status.over:
        return "La salle n’est plus là\u00a0: ce que vous avez fait est enregistré ici."
    if status.problem is not None:
        return "La salle ne répond pas\u00a0: le travail continue ici, le poste la cherche et rattrapera seul."
    return f"Ce poste est dans la salle du jury {status.jury}."


def posts(status: HallStatus) -> str:
    """The posts, one a line."""
    lines = [_post(one, first=not at) for at, one in enumerate(status.seated)]
    return "\n".join(lines) or "aucun encore"


def last_words(status: HallStatus, zone: tzinfo | None = None) -> str:
    """« dernier échange à 09:42 »."""
    return "aucun encore" if status.last is None else f"à {hour(status.last, zone)}"


def not_taken_words(status: HallStatus) -> str:
    """Acts of this post that the room does not take, with the reason of the last; "" for none."""
    if not status.not_taken:
        return ""
    many = len(status.not_taken)
    verb = "ne sont pas pris" if many > 1 else "n’est pas pris"
    why = sentence(status.not_taken[-1].problem)
    return f"{counted(many, 'acte')} de ce poste {verb} par la salle\u00a0: {why}"


def _post(one: Seated, *, first: bool) -> str:
    where = "a ouvert la salle" if first else "présent" if one.here else "sans nouvelles"
    sign = "✓" if one.here else "…"
    return f"{sign}\u00a0{one.name} ({role_word(one.role)})\u00a0: {where}"
