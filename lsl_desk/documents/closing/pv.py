# SPDX-License-Identifier: AGPL-3.0-or-later
"""The procès-verbal: all that ``domain.md`` §4.6 lists (features P24, N25).

A draft stands under « PROJET ». A final one bears its eight words, and depends on the PV as a value, on who signed and
on the names, never on when it is printed.
"""

from datetime import datetime

from lsl_desk.barcodes.drawing import draw_code
from lsl_desk.documents.closing.heading import NAME, NUMBER, WORDS, heading
from lsl_desk.documents.dates import hour, moment
from lsl_desk.documents.press import counted, plain, press
from lsl_desk.domain.acts import MissingRule, Presence, Ruling
from lsl_desk.domain.closing_papers import ClosingPaper, PrintedClosing
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.minutes import Line, MarkChanged
from lsl_desk.domain.roles import Role
from lsl_desk.domain.rules.lawful import RULINGS
from lsl_desk.domain.signatures import SeatRefusal
from lsl_desk.domain.signing import seats_to_sign
from lsl_desk.pv_words import (
    CLOCKS,
    PRESENCES,
    QUALITIES,
    awaited,
    certified,
    change,
    change_reason,
    decision,
    examined,
    figure,
    full_name,
)
from lsl_desk.sentences import SEATS

_CHANGED = "le procès-verbal a changé depuis."
_PARTIAL = "–"
"""In the place of what is of some marks only."""
_NOBODY = "Personne ne signe à cette place."
_HEADS = (Role.PRESIDENT, Role.VICE_PRESIDENT)


def pv_pdf(closing: PrintedClosing) -> bytes:
    """Set the PV."""
    minutes = closing.minutes
    return press(
        "pv",
        {
            **heading(ClosingPaper.PV, closing),
            "sitting": _sitting(closing),
            "members": [
                [plain(one.name, NAME), QUALITIES[one.quality], PRESENCES[one.presence]] for one in minutes.members
            ],
            "away": [one.presence is Presence.AWAY for one in minutes.members],
            "notes": [plain(one, WORDS) for one in (*minutes.notes, *([CLOCKS] if minutes.times_go_back else []))],
            "lines": [_line(closing, one) for one in minutes.lines],
            "counts": _counts(minutes.lines),
            "certified": list(certified(minutes.lines)),
            "events": _events(closing),
            "seats": [_seat(closing, role) for role in seats_to_sign(minutes.members) or _HEADS],
            "seal": _seal(closing),
        },
    )


def _sitting(closing: PrintedClosing) -> list[list[str]]:
    """What is said of the sitting, as names and words."""
    minutes = closing.minutes
    opened = "non enregistrée" if minutes.opened is None else moment(closing.local(minutes.opened))
    closed = "séance non close" if minutes.closed is None else moment(closing.local(minutes.closed))
    sealed = "sous scellés" if minutes.lifted is None else f"communiqués au jury le {_moment(closing, minutes.lifted)}"
    said = [["Ouverture", opened], ["Clôture", closed]]
    said += [[SEATS[role].capitalize(), plain(closing.seated(role), NAME) or "non désigné"] for role in _HEADS]
    said += [["Présidence à la clôture", SEATS[minutes.presiding]]] if minutes.handovers else []
    said += [["Noms des candidats", sealed]]
    if minutes.from_copy is not None:
        cuts = (f"de {hour(closing.local(first))} à {hour(closing.local(last))}" for first, last in minutes.from_copy)
        said.append(["Réseau", f"séance sur le plan de secours {', puis '.join(cuts)}"])
    return said


def _moment(closing: PrintedClosing, when: datetime) -> str:
    return moment(closing.local(when))


def _line(closing: PrintedClosing, one: Line) -> dict[str, object]:
    return {
        "pv": plain(one.pv, NUMBER),
        "number": plain(one.number, NUMBER),
        "name": plain(full_name(closing.names.get(one.number)), NAME),
        "serie": plain(one.serie, NUMBER),
        "before": figure(one.before) if one.whole_before else _PARTIAL,
        "average_before": figure(one.average_before, 2) if one.whole_before else _PARTIAL,
        "changes": [_change(made) for made in one.changes],
        "awaited": plain(awaited(one), NAME),
        "after": figure(one.after) if one.whole_after else _PARTIAL,
        "average_after": figure(one.average_after, 2) if one.whole_after else _PARTIAL,
        "decision": decision(one),
        "reason": plain(one.reason, WORDS),
        "livret": plain(examined(one.livret), NAME),
    }


def _change(one: MarkChanged) -> dict[str, object]:
    return {
        "text": plain(change(one), NAME),
        "reason": plain(change_reason(one), WORDS),
        "provisional": one.missing is MissingRule.PROVISIONAL,
    }


def _counts(lines: tuple[Line, ...]) -> list[str]:
    rulings = [one.ruling for one in lines]
    said = [f"{RULINGS[ruling]}\u00a0: {rulings.count(ruling)}" for ruling in Ruling if ruling in rulings]
    said += [f"sans décision\u00a0: {rulings.count(None)}"] if None in rulings else []
    return [counted(len(lines), "candidat"), *said]


def _events(closing: PrintedClosing) -> list[dict[str, object]]:
    """What happened besides, by kind; a kind of which nothing happened is there with no line."""
    minutes = closing.minutes
    rulings = {one.number: decision(one) for one in minutes.lines}

    def said(number: StudentNumber) -> str:
        return f"{plain(number, NUMBER)} ({rulings[number]})" if number in rulings else plain(number, NUMBER)

    return [
        _kind(
            "Passations de présidence",
            [
                f"{_moment(closing, one.time)}\u00a0: la présidence passe à {plain(one.name, NAME) or SEATS[one.to]}, "
                f"{SEATS[one.to]}, {_taken(one.decided)}. {_why(one.reason)}"
                for one in minutes.handovers
            ],
        ),
        _kind(
            "Cas repris",
            [
                f"N° élève {plain(one.number, NUMBER)}, {_moment(closing, one.time)}, par {plain(one.name, NAME)}. "
                f"{_why(one.reason)}"
                for one in minutes.reopened
            ],
        ),
        _kind(
            "Cas semblables, issues différentes",
            [
                f"Série {plain(one.serie, NUMBER)}, {counted(one.points, 'point')} sous {figure(one.threshold)}/20"
                f"\u00a0: {', '.join(said(number) for number in one.numbers)}. "
                + (_why(one.reason) if one.reason else "Motif attendu.")
                for one in minutes.unequal
            ],
        ),
        _kind(
            "Incidents de numéro",
            [
                f"N° élève {plain(one.number, NUMBER)}, page {one.page + 1}, {_moment(closing, one.time)}\u00a0: "
                + (
                    f"la page portait le numéro {plain(one.found, NUMBER)}"
                    if one.found
                    else "la page ne portait aucun numéro"
                )
                + ", elle a été masquée."
                for one in minutes.incidents
            ],
        ),
    ]


def _why(reason: str) -> str:
    words = plain(reason, WORDS)
    return f"Motif\u00a0: {words}{'' if words.endswith(('.', '!', '?', '…')) else '.'}"


def _taken(decided: int) -> str:
    return f"{decided}\u00a0{'décisions prises' if decided > 1 else 'décision prise'}"


def _kind(title: str, lines: list[str]) -> dict[str, object]:
    return {"title": title, "lines": lines}


def _seat(closing: PrintedClosing, role: Role) -> dict[str, object]:
    """A place to sign, and what was already said of it at the Desk."""
    stands = closing.standing.get(role)
    refused = isinstance(stands, SeatRefusal)
    said = "" if stands is None else f"Signature du {_moment(closing, stands.time)} annulée\u00a0: {_CHANGED}"
    if isinstance(stands, SeatRefusal):
        said = f"A refusé de signer le {_moment(closing, stands.time)}. {_why(stands.reason)} {_NOBODY}"
    elif stands is not None and closing.seal is not None and stands.pv == closing.seal.digest:
        said = f"Signé au poste le {_moment(closing, stands.time)}."
    name = closing.seated(role) if stands is None else stands.name
    return {"seat": SEATS[role], "name": plain(name, NAME), "said": said, "refused": refused}


def _seal(closing: PrintedClosing) -> dict[str, object]:
    if closing.seal is None or not closing.final:
        return {}
    return {
        "words": list(closing.seal.words),
        "digest": closing.seal.digest,
        "code": draw_code(closing.seal.digest).svg,
    }
