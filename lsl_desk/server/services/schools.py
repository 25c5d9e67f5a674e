# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas sent, school of origin by school, and their receipt; those of no known school are parked (K03, E03)."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import SchoolId
from lsl_desk.domain.rights import Actor
from lsl_desk.domain.visas import How
from lsl_desk.formats.lists.table import Heading, ListTable
from lsl_desk.pv_words import HOW
from lsl_desk.server.db import publications as rows
from lsl_desk.server.db import schools as school_rows
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.services import audit
from lsl_desk.server.services import pupils as people
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.strict import moment_of

HEADINGS = (
    Heading("Établissement", 14),
    Heading("Session", 10),
    Heading("Jury", 10),
    Heading("N° élève", 14),
    Heading("Groupe", 8),
    Heading("Visa", 34),
    Heading("Envoyé le", 18),
    Heading("Remplace celui du", 18),
)
"""What other programs may rely on: these words, in this order. No name: a school knows its own by their number."""

WITHDRAWN = "visa retiré, la décision n’est plus définitive"
"""In the place of how a livret was examined, of a visa that was sent and is taken back."""


def by_school(connection: Connection) -> list[rows.SchoolVisas]:
    """How many visas sent of each school stand, by name; those parked have no code."""
    return rows.visas_by_school(connection)


@dataclass(frozen=True, slots=True)
class SchoolState:
    """A school before the exam office (J4 step 4).

    Attributes:
        school: which.
        pupils: its candidates.
        visas: those of them that have a visa that stands.
        received: UTC, as text, when it last received; "" for never.
        new: lines sent since, visas and those taken back.
    """

    school: school_rows.SchoolRow
    pupils: int
    visas: int
    received: str
    new: int


def states(connection: Connection) -> list[SchoolState]:
    """Every school that has candidates, by name, whether it has an account or not."""
    received, new = school_rows.last_receipts(connection), school_rows.waiting(connection)
    return [
        SchoolState(school, pupils, visas, received.get(school.code, ""), new.get(school.code, 0))
        for school, pupils, visas in school_rows.counts(connection)
    ]


@dataclass(frozen=True, slots=True)
class Mail:
    """What a school has of its visas.

    Attributes:
        school: which.
        pupils: its candidates.
        new: lines sent that it did not receive, those taken back among them.
        receipts: what it received, the newest first.
    """

    school: school_rows.SchoolRow
    pupils: tuple[people.Pupil, ...]
    new: tuple[school_rows.SentRow, ...]
    receipts: tuple[school_rows.ReceiptRow, ...]

    @property
    def received(self) -> int:
        """Its candidates whose visa stands and was received."""
        return sum(one.received for one in self.pupils)

    @property
    def without(self) -> tuple[people.Pupil, ...]:
        """Its candidates without a visa."""
        return tuple(one for one in self.pupils if one.visa is None)


def mail(academy: Academy, connection: Connection, school: SchoolId) -> Mail:
    """What was sent to a school, and what it received.

    Raises:
        Refusal: NOT_FOUND, there is none of this code.
    """
    found = school_rows.find(connection, school)
    if found is None:
        raise Refusal(Code.NOT_FOUND)
    pupils = tuple(people.pupils(academy, connection, school))
    new, receipts = _new(connection, school), tuple(school_rows.receipts(connection, school))
    return Mail(found, pupils, new, receipts)


def receive(academy: Academy, connection: Connection, school: SchoolId, *, by: Actor) -> int:
    """Receive what was sent to a school: an act of its head.

    Returns:
        lines received; 0 when all were before, and nothing is written.
    """
    new = _new(connection, school)
    if not new:
        return 0
    now = academy.clock()
    school_rows.receive(connection, school, new, by=by.id, now=now)
    visas = sum(bool(one.how) for one in new)
    lots = ", ".join(map(str, sorted({one.lot for one in new})))
    facts: dict[str, str | int] = {"visas": visas, "withdrawn": len(new) - visas, "lots": lots}
    audit.record(connection, actor=by.id, action="visas_received", resource=school, facts=facts, now=now)
    return len(new)


def _new(connection: Connection, school: SchoolId) -> tuple[school_rows.SentRow, ...]:
    known = school_rows.received(connection, school)
    return tuple(one for one in school_rows.sent(connection, school) if one.key not in known)


def visas_of_school(academy: Academy, connection: Connection, code: str, zone: str) -> ListTable:
    """The visa in force of each candidate of a school, and when the one that it supersedes was sent.

    With "", those that are parked, each with the code its list gave.

    Raises:
        Refusal: NOT_FOUND, a school of which none was sent.
    """
    found = rows.visas_of_school(connection, code)
    if code and not found:
        raise Refusal(Code.NOT_FOUND)
    local = ZoneInfo(zone)
    cells = tuple(
        (
            one.school,
            str(academy.session),
            one.jury,
            one.number,
            one.group,
            HOW[How(one.how)] if one.how else WITHDRAWN,
            moment_of(one.sent).astimezone(local),
            "" if one.before is None else moment_of(one.before).astimezone(local),
        )
        for one in found
    )
    about = f"Visas de lecture, {code or 'sans établissement connu'}"
    return ListTable("Visas", about, academy.clock().astimezone(local), HEADINGS, cells)


def file_name(code: str) -> str:
    """« visas-0750001Z.csv », of a list of `visas_of_school`."""
    return f"visas-{code if code.isascii() and code.isalnum() else 'sans-etablissement'}.csv"
