# SPDX-License-Identifier: AGPL-3.0-or-later
"""Presidents and vice-presidents of the juries, as the exam office names them (memo, point 4)."""

from dataclasses import dataclass

from lsl_desk.domain.acts import Role
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import JuryId
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import field, read_table

_FIELDS = (
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury"),
    field("role", "Qualité", "qualite", "role", "fonction"),
    field("name", "Nom", "nom prenom", "nom"),
    field("login", "Identifiant", "identifiant", "login", "courriel", needed=False),
)

_ROLES = {"president": Role.PRESIDENT, "vice president": Role.VICE_PRESIDENT}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat of a jury.

    Attributes:
        where: its line.
        jury: identifier.
        role: president or vice-president.
        name: who sits.
        login: the person's account, "" when the list gives none.
    """

    where: str
    jury: JuryId
    role: Role
    name: str
    login: str


def read_seats(data: bytes) -> tuple[tuple[SeatRow, ...], tuple[Anomaly, ...]]:
    """Read a list of presidents; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "jury role", "Siège du jury")]
    rows = []
    for row in table.rows:
        role = _ROLES.get(_said(row["role"]))
        if role is None:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["role"], "président ou vice-président"))
        else:
            rows.append(SeatRow(row.where, JuryId(row["jury"]), role, row["name"], row["login"]))
    return tuple(rows), tuple(odd)


def _said(words: str) -> str:
    """« Vice-Président(e) » as « vice president »."""
    plain = folded(words).replace("-", " ").replace("(e)", "").replace("presidente", "president")
    return " ".join(plain.split())
