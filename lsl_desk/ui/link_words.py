# SPDX-License-Identifier: AGPL-3.0-or-later
"""The link in French words: what still works first, never « échec » for what is not known (features P42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsl_desk.client.link.values import Phase
from lsl_desk.domain.acts import Role
from lsl_desk.domain.connection import LinkState
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import one_line, sentence
from lsl_desk.ui.french import counted, moment, number

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from lsl_desk.client.link.values import JuryProgress, LinkStatus, ReadBy, RefusedAct

_ROLES = {
    Role.CHEF_DE_CENTRE: "chef de centre",
    Role.PRESIDENT: "président",
    Role.VICE_PRESIDENT: "vice-président",
}

_REFUSED_TOLD = 3
"""The newest acts without effect, each with its reason."""

STILL_WORKS = (
    "Lire tous les livrets déjà reçus",
    "Chercher dans le livret et dans tout le jury",
    "Tenir le journal de lecture, enregistré sur ce poste",
)
"""Three things that need no network."""


def hour(when: datetime, zone: tzinfo | None = None) -> str:
    """« 09:30 », in the centre's zone."""
    return f"{when.astimezone(zone):%H:%M}"


def size(count: int) -> str:
    """« 31,4 Mo »."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000)) if count else 0}\u00a0ko"
    if count < 1_000_000_000:
        return f"{count / 1_000_000:.1f}\u00a0Mo".replace(".", ",")
    return f"{count / 1_000_000_000:.2f}\u00a0Go".replace(".", ",")


def lasting(seconds: float) -> str:
    """« 9 s », « 3 min », « 2 h 05 »."""
    if seconds < 60:
        return f"{max(1, round(seconds))}\u00a0s"
    minutes = round(seconds / 60)
    return f"{minutes}\u00a0min" if minutes < 60 else f"{minutes // 60}\u00a0h\u00a0{minutes % 60:02d}"


def state_sentence(status: LinkStatus, zone: tzinfo | None = None) -> str:
    """The headline of the panel."""
    link, academy = status.link, status.academy
    if academy is None:
        return "Ce poste n’est relié à aucune académie\u00a0: tout est gardé ici."
    if link.state is LinkState.CUT:
        return f"Liaison coupée depuis {hour(link.since, zone)}\u00a0: le travail continue ici."
    if link.state is LinkState.BACK:
        return "La liaison est de retour\u00a0: ce qui attendait part de lui-même."
    if link.state is LinkState.DEGRADED:
        if link.last is None and not link.failures:
            return f"Ce poste cherche l’académie «\u00a0{academy.name}\u00a0»…"
        return "La liaison est lente ou irrégulière\u00a0: tout fonctionne, les envois prennent plus de temps."
    return f"Ce poste est en ligne avec l’académie «\u00a0{academy.name}\u00a0»."


def waiting_sentence(status: LinkStatus) -> str:
    """« 7 actes en attente d’envoi »."""
    if status.academy is None:
        return f"{counted(status.outbox, 'acte')} au journal de ce poste" if status.outbox else "Aucun acte au journal"
    if not status.outbox:
        return "Aucun acte en attente\u00a0: l’académie a tout reçu"
    if status.outbox == 1:
        return "1 acte en attente d’envoi\u00a0: il partira seul"
    return f"{number(status.outbox)} actes en attente d’envoi\u00a0: ils partiront seuls"


def sent_words(sent: int, refused: int, to_settle: int) -> str:
    """« 41 actes envoyés, 40 reçus, 1 à régler »."""
    several = "s" if sent > 1 else ""
    said = f"{counted(sent, 'acte')} envoyé{several}"
    if not refused and not to_settle:
        return f"✓\u00a0{said}, reçu{several} par l’académie"
    said = f"{said}, {number(sent - refused - to_settle)} reçus"
    if refused:
        said += f", {number(refused)} sans effet"
    return f"{said}, {number(to_settle)} à régler" if to_settle else said


def source_sentence(held: datetime | None, zone: tzinfo | None = None) -> str:
    """« copie du 2 juillet 17:42 »."""
    return "aucun jury sur ce poste" if held is None else f"copie du {moment(held, zone)}"


def problems(status: LinkStatus) -> tuple[str, ...]:
    """What the link has to say besides its state: why it was cut, what the academy keeps without effect."""
    said = [sentence(status.problem)] if status.problem is not None else []
    if status.revoked:
        said.append(
            "L’académie a retiré ce poste\u00a0: les actes gardés ici partent d’abord, puis le coffre est effacé."
        )
    if status.refused:
        count = len(status.refused)
        several = "s" if count > 1 else ""
        said.append(f"{number(count)} acte{several} gardé{several} sans effet par l’académie")
        said.extend(map(_why_refused, status.refused[-_REFUSED_TOLD:]))
    said.extend(sentence(broken) for broken in status.broken.values())
    return tuple(said)


def _why_refused(one: RefusedAct) -> str:
    known = {code.value for code in Code}
    if one.receipt.code not in known:
        return sentence(Refusal(Code.SERVER_NEWER, protocol=one.receipt.code))
    return sentence(Refusal(Code(one.receipt.code), **one.receipt.facts))


def progress_words(progress: JuryProgress) -> str:
    """« 34 / 80 livrets · 12,4 sur 31,0 Mo · 2,1 Mo/s · encore 9 s »."""
    if progress.phase is Phase.WAITING and not progress.total:
        return "en attente"
    parts = [f"{progress.done}\u00a0/\u00a0{progress.total} livrets" if progress.total else "liste demandée"]
    if progress.phase is Phase.PAUSED:
        parts.append("suspendu")
    if progress.bytes_total:
        parts.append(f"{size(progress.bytes_done)} sur {size(progress.bytes_total)}")
    if progress.phase is Phase.FETCHING:
        if progress.rate:
            parts.append(f"{size(round(progress.rate))}/s")
        if progress.remaining is not None:
            parts.append(f"encore {lasting(progress.remaining)}")
    return " · ".join(parts)


def tile_words(progress: JuryProgress) -> str:
    """The same, short enough for a tile, which may have a missing livret to name: « 34 / 80 · 2,1 Mo/s · 9 s »."""
    if not progress.total:
        return progress_words(progress)
    parts = [f"{progress.done}\u00a0/\u00a0{progress.total}"]
    if progress.phase is Phase.PAUSED:
        parts.append("suspendu")
    if progress.phase is Phase.FETCHING:
        parts += [f"{size(round(progress.rate))}/s"] if progress.rate else []
        parts += [lasting(progress.remaining)] if progress.remaining is not None else []
    return " · ".join(parts)


def done_words(progress: JuryProgress, at: datetime | None, zone: tzinfo | None = None) -> str:
    """« version 3, à jour à 18:05, sauf le livret 0417 »: what a tile says once nothing is fetched any more."""
    if progress.phase is Phase.FAILED and progress.problem is not None:
        return sentence(progress.problem)
    said = f"version {progress.version}" + (f", à jour à {hour(at, zone)}" if at is not None else "")
    return said + missing_words(progress)


def missing_words(progress: JuryProgress) -> str:
    """« , sauf le livret 0417 », or nothing."""
    if not progress.missing:
        return ""
    if len(progress.missing) == 1:
        return f", sauf le livret {progress.missing[0]}"
    shown = ", ".join(progress.missing[:4])
    return f", sauf {len(progress.missing)} livrets ({shown}{'…' if len(progress.missing) > 4 else ''})"


def reader_words(one: ReadBy, zone: tzinfo | None = None) -> str:
    """« lu par le vice-président (Poste 4), 3 juillet 09:12 »."""
    return f"lu par le {_ROLES[one.author.role]} ({one.author.name}), {moment(one.at, zone)}"


def role_word(role: Role | None) -> str:
    """A quality in the middle of a sentence."""
    return "qualité inconnue de cette version" if role is None else _ROLES[role]


def withdrawn_sentence(reason: str) -> str:
    """What the unlock page says once the academy has withdrawn this post, with its reason if it gave one."""
    said = f" ({one_line(reason).rstrip('.')})" if reason.strip() else ""
    return f"L’académie a retiré ce poste{said}. Elle a reçu tous ses actes\u202f; son coffre est effacé, rien d’autre."
