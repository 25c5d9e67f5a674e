# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visas sent, school of origin by school; those of no known school are parked, never lost (features K03)."""

from zoneinfo import ZoneInfo

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.visas import How
from lsl_desk.formats.lists.table import Heading, ListTable
from lsl_desk.pv_words import HOW
from lsl_desk.server.db import publications as rows
from lsl_desk.server.db.engine import Connection
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
