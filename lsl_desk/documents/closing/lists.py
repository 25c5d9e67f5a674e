# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of a closing as A4 pages that repeat their headings: one template, told its columns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lsl_desk.documents.closing.heading import NAME, NUMBER, WORDS, heading
from lsl_desk.documents.dates import day, short
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.acts import Presence, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.examination import Examination
from lsl_desk.pv_words import (
    EXAMINED,
    PRESENCES,
    QUALITIES,
    certified,
    change_reason,
    change_value,
    examined,
    figure,
    full_name,
)
from lsl_desk.sentences import SEATS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list.

    Attributes:
        name: its heading.
        share: of the width left, 0 for as wide as its words.
        right: figures, set to the right.
        strong: what a reader looks for.
    """

    name: str
    share: int = 0
    right: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list says.

    Attributes:
        columns: from left to right.
        rows: as many cells as columns, each.
        empty: instead of the list when it has no row.
        intro: sentences above it.
        after: sentences below it.
        high: rows leave room for a hand to sign.
        signed: a place for who presides to sign, below.
        watermark: a draft says that it is one.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    empty: str
    intro: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    high: bool = False
    signed: bool = False
    watermark: bool = True


_PV, _NUMBER, _SERIE = Column("N° PV"), Column("N° élève", strong=True), Column("Série")
_NAME = Column("Nom et prénoms", share=4)


def list_pdf(kind: ClosingPaper, closing: PrintedClosing) -> bytes:
    """Set a list: an attendance, the livrets, the changes, the second group, the service done.

    Raises:
        KeyError: for what is no list.
    """
    told = _LISTS[kind](closing)
    head = heading(kind, closing)
    return press(
        "closing_list",
        {
            **head,
            "draft": head["draft"] and told.watermark,
            "columns": [
                {"name": one.name, "share": one.share, "right": one.right, "strong": one.strong} for one in told.columns
            ],
            "rows": [list(row) for row in told.rows],
            "empty": told.empty,
            "intro": list(told.intro),
            "after": list(told.after),
            "high": told.high,
            "signed": plain(closing.seated(closing.minutes.presiding), NAME) if told.signed else "",
            "seat": SEATS[closing.minutes.presiding] if told.signed else "",
        },
    )


def _attendance(closing: PrintedClosing) -> Listing:
    members, opened = closing.minutes.members, closing.minutes.opened
    when = f"Séance du {day(closing.local(opened))}." if opened is not None else "Date de la séance\u00a0:"
    return Listing(
        (Column("Nom", 3, strong=True), Column("Qualité", 3), Column("Présence"), Column("Signature", 4)),
        [(plain(one.name, NAME), QUALITIES[one.quality], PRESENCES[one.presence], "") for one in members],
        "Aucun membre n’est inscrit sur la liste de ce jury.",
        (when,),
        high=True,
        signed=True,
        watermark=False,
    )


def _livrets(closing: PrintedClosing) -> Listing:
    rows = []
    for one in closing.minutes.lines:
        livret = one.livret
        seat = "" if livret.role is None else f" ({SEATS[livret.role]})"
        rows.append(
            (
                plain(one.pv, NUMBER),
                plain(one.number, NUMBER),
                plain(one.serie, NUMBER),
                plain(examined(livret), NAME),
                _short(closing, livret.time),
                plain(f"{livret.name}{seat}", NAME) if livret.name else "",
                livret.digest[:16],
                plain(livret.reason, WORDS),
            )
        )
    states = [one.livret.state for one in closing.minutes.lines]
    counts = [f"{EXAMINED[state]}\u00a0: {states.count(state)}" for state in Examination if state in states]
    return Listing(
        (
            *(_PV, _NUMBER, _SERIE, Column("Livret", 3), Column("Le"), Column("Par", 4)),
            *(Column("Empreinte, 16 premiers signes"), Column("Motif", 3)),
        ),
        rows,
        "Ce jury n’a aucun candidat.",
        ("\u202f; ".join(counts).capitalize() + ".",) if counts else (),
        tuple(certified(closing.minutes.lines)),
        signed=True,
    )


def _changes(closing: PrintedClosing) -> Listing:
    rows = [
        (
            plain(line.pv, NUMBER),
            plain(line.number, NUMBER),
            plain(line.serie, NUMBER),
            plain(one.name, NAME),
            change_value(one),
            plain(change_reason(one), WORDS),
        )
        for line in closing.minutes.lines
        for one in line.changes
    ]
    helped = sum(bool(line.changes) for line in closing.minutes.lines)
    return Listing(
        (_PV, _NUMBER, _SERIE, Column("Épreuve", 3), Column("Changement"), Column("Motif", 4)),
        rows,
        "Le jury n’a changé aucune note.",
        (f"{counted(len(rows), 'changement')}, {counted(helped, 'candidat')}.",),
    )


def _second_group(closing: PrintedClosing) -> Listing:
    lines = [one for one in closing.minutes.lines if one.ruling is Ruling.SECOND_GROUPE]
    return Listing(
        (
            *(_PV, _NUMBER, _NAME, _SERIE),
            *(Column("Total", right=True), Column("Moyenne", right=True), Column("Choix 1", 2), Column("Choix 2", 2)),
        ),
        [
            (
                plain(one.pv, NUMBER),
                plain(one.number, NUMBER),
                plain(full_name(closing.names.get(one.number)), NAME),
                plain(one.serie, NUMBER),
                figure(one.after),
                figure(one.average_after, 2),
                "",
                "",
            )
            for one in lines
        ],
        "Aucun candidat ne passe le second groupe.",
        (f"{counted(len(lines), 'candidat')}.",),
        high=True,
    )


def _service(closing: PrintedClosing) -> Listing:
    minutes = closing.minutes
    came = [one for one in minutes.members if one.presence is not Presence.AWAY]
    hours = (_short(closing, minutes.opened), _short(closing, minutes.closed))
    rows = [(plain(one.name, NAME), QUALITIES[one.quality], PRESENCES[one.presence], *hours) for one in came]
    return Listing(
        (Column("Nom", 4, strong=True), Column("Qualité", 3), Column("Présence"), Column("Début"), Column("Fin")),
        rows,
        "Aucun membre n’a émargé.",
        (f"{counted(len(rows), 'membre')} de la dernière feuille d’émargement.",),
        signed=True,
    )


def _short(closing: PrintedClosing, when: datetime | None) -> str:
    return "" if when is None else short(closing.local(when))


_LISTS: dict[ClosingPaper, Callable[[PrintedClosing], Listing]] = {
    ClosingPaper.ATTENDANCE: _attendance,
    ClosingPaper.LIVRETS: _livrets,
    ClosingPaper.CHANGES: _changes,
    ClosingPaper.SECOND_GROUP: _second_group,
    ClosingPaper.SERVICE: _service,
}
