# SPDX-License-Identifier: AGPL-3.0-or-later
"""The deliberation centres: code (RNE/UAI) and name."""

import re
from dataclasses import dataclass

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import CentreId
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import Row, field, read_table

_UAI = re.compile(r"\d{7}[A-Z]")
"""Seven digits and a check letter (``domain.md`` §3)."""

_FIELDS = (
    field("centre", "Code du centre", "uai", "rne", "code centre", "centre"),
    field("name", "Nom", "nom", "libelle", "denomination", "etablissement"),
)


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One centre.

    Attributes:
        where: its line.
        centre: code.
        name: as written.
    """

    where: str
    centre: CentreId
    name: str


def read_centres(data: bytes) -> tuple[tuple[CentreRow, ...], tuple[Anomaly, ...]]:
    """Read a list of centres; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "centre", "Code du centre")]
    rows = []
    for row in table.rows:
        code = row["centre"].upper()
        if _UAI.fullmatch(code):
            rows.append(_centre(row, code))
        else:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["centre"], "Code du centre, comme 0750001Z"))
    return tuple(rows), tuple(odd)


def _centre(row: Row, code: str) -> CentreRow:
    return CentreRow(row.where, CentreId(code), row["name"])
