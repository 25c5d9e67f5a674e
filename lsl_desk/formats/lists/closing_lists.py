# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of a closing as tables: fixed headings, names of candidates only where the law wants them (P24, P46)."""

from collections.abc import Callable

from lsl_desk.domain.acts import Presence, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.minutes import Line, MarkChanged
from lsl_desk.domain.rules.lawful import RULINGS, mention_name
from lsl_desk.formats.lists.table import Cell, Heading, ListTable
from lsl_desk.pv_words import (
    EXAMINED,
    MISSING,
    PRESENCES,
    QUALITIES,
    TITLES,
    awaited,
    change,
    change_reason,
    examined,
    session_words,
)
from lsl_desk.sentences import SEATS

_WHO = (Heading("N° PV", 10), Heading("N° élève", 14))
_NAME = (Heading("Nom", 24), Heading("Nom d’usage", 18), Heading("Prénoms", 24))
_SERIE = Heading("Série", 12)
_MEMBER = (Heading("Nom", 30), Heading("Qualité", 32), Heading("Présence", 12))

HEADINGS: dict[ClosingPaper, tuple[Heading, ...]] = {
    ClosingPaper.PV: (
        *(*_WHO, *_NAME, _SERIE, Heading("Total avant", 12), Heading("Moyenne avant", 12)),
        *(Heading("Notes changées et points ajoutés", 44), Heading("Total après", 12), Heading("Moyenne après", 12)),
        *(Heading("Coefficients", 12), Heading("Décision", 20), Heading("Mention", 22), Heading("Motif", 34)),
        Heading("Livret", 30),
    ),
    ClosingPaper.ATTENDANCE: _MEMBER,
    ClosingPaper.LIVRETS: (
        *(*_WHO, _SERIE, Heading("Livret", 24), Heading("Source", 18), Heading("Le", 18), Heading("Par", 28)),
        *(Heading("En qualité de", 16), Heading("Empreinte SHA-256", 66), Heading("Motif", 34)),
    ),
    ClosingPaper.CHANGES: (
        *(*_WHO, _SERIE, Heading("Code", 14), Heading("Épreuve", 34), Heading("Avant", 10), Heading("Après", 10)),
        *(Heading("Note manquante", 24), Heading("Origine", 28), Heading("Motif", 40)),
    ),
    ClosingPaper.SECOND_GROUP: (*_WHO, *_NAME, _SERIE, Heading("Total", 10), Heading("Moyenne", 10)),
    ClosingPaper.SERVICE: (
        *(Heading("Session", 10), Heading("Académie", 24), Heading("Centre", 12), Heading("Jury", 12)),
        *(Heading("Groupe", 10), *_MEMBER, Heading("Début", 18), Heading("Fin", 18)),
    ),
}
"""What other programs may rely on: these words, in this order."""


def closing_table(kind: ClosingPaper, closing: PrintedClosing) -> ListTable:
    """Make a table; its rows are in the order of the PV, or of the attendance.

    Raises:
        KeyError: for what is no list: a transcript or a notice.
    """
    of = closing.minutes.heading
    about = [TITLES[kind], f"jury {of.jury}"]
    about += [f"centre {of.centre}"] if of.centre else []
    about += [said] if (said := session_words(of.session, of.period)) else []
    about += [f"{'séance close le' if closing.final else 'projet du'} {closing.stamped:%d/%m/%Y %H:%M}"]
    return ListTable(TITLES[kind], " · ".join(about), closing.stamped, HEADINGS[kind], tuple(_ROWS[kind](closing)))


def _pv(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    return [
        (
            *(one.pv, one.number, *_name(closing, one), one.serie),
            *((one.before, one.average_before) if one.whole_before else (None, None)),
            "\u202f; ".join([*map(_with_reason, one.changes), *filter(None, [awaited(one)])]),
            *((one.after, one.average_after, one.coefficients) if one.whole_after else (None, None, None)),
            "" if one.ruling is None else RULINGS[one.ruling],
            mention_name(one.mention),
            one.reason,
            examined(one.livret),
        )
        for one in closing.minutes.lines
    ]


def _with_reason(one: MarkChanged) -> str:
    why = change_reason(one)
    return f"{change(one)} ({why})" if why else change(one)


def _name(closing: PrintedClosing, line: Line) -> tuple[str, str, str]:
    one = closing.names.get(line.number, SealedIdentity(line.number, ""))
    return one.name, one.usage_name, one.first_names


def _attendance(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    return [(one.name, QUALITIES[one.quality], PRESENCES[one.presence]) for one in closing.minutes.members]


def _livrets(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    return [
        (
            *(one.pv, one.number, one.serie, EXAMINED[one.livret.state], one.livret.source),
            None if one.livret.time is None else closing.local(one.livret.time),
            one.livret.name,
            "" if one.livret.role is None else SEATS[one.livret.role],
            *(one.livret.digest, one.livret.reason),
        )
        for one in closing.minutes.lines
    ]


def _changes(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    return [
        (
            *(line.pv, line.number, line.serie, one.exam, one.name, one.before, one.after),
            "" if one.missing is None else MISSING[one.missing],
            *(one.origin, one.reason),
        )
        for line in closing.minutes.lines
        for one in line.changes
    ]


def _second_group(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    return [
        (one.pv, one.number, *_name(closing, one), one.serie, one.after, one.average_after)
        for one in closing.minutes.lines
        if one.ruling is Ruling.SECOND_GROUPE
    ]


def _service(closing: PrintedClosing) -> list[tuple[Cell, ...]]:
    """Only those who attended, in the room or from afar (features P46)."""
    of, minutes = closing.minutes.heading, closing.minutes
    hours = tuple(None if one is None else closing.local(one) for one in (minutes.opened, minutes.closed))
    about: tuple[Cell, ...] = (of.session, of.academy, of.centre, of.jury, of.group)
    return [
        (*about, one.name, QUALITIES[one.quality], PRESENCES[one.presence], *hours)
        for one in minutes.members
        if one.presence is not Presence.AWAY
    ]


_ROWS: dict[ClosingPaper, Callable[[PrintedClosing], list[tuple[Cell, ...]]]] = {
    ClosingPaper.PV: _pv,
    ClosingPaper.ATTENDANCE: _attendance,
    ClosingPaper.LIVRETS: _livrets,
    ClosingPaper.CHANGES: _changes,
    ClosingPaper.SECOND_GROUP: _second_group,
    ClosingPaper.SERVICE: _service,
}
