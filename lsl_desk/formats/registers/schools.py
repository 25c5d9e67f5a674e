# SPDX-License-Identifier: AGPL-3.0-or-later
"""The schools of origin and whom to call there: a register of their own, or columns of the list of candidates."""

import re
from dataclasses import dataclass

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.phone import french_phone
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import field, read_table

_UAI = re.compile(r"(?<!\w)\d{7}[A-Za-z](?!\w)")
"""Seven digits and a check letter (``domain.md`` §3)."""
_CODE = "Code UAI, comme 0750001Z"
_PHONE = "Téléphone, comme 01 99 00 12 34"

_FIELDS = (
    field("school", "Code UAI", "uai", "rne", "code etablissement", "code"),
    field("name", "Nom", "nom", "libelle", "denomination", "etablissement"),
    field("phone", "Téléphone", "telephone", "tel", "standard", filled=False),
)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school.

    Attributes:
        where: its line.
        school: code (UAI), in capitals; "" when nothing says it.
        name: as written, or "".
        phone: as `domain.phone.french_phone` writes it, or "".
    """

    where: str
    school: str
    name: str
    phone: str


def read_schools(data: bytes) -> tuple[tuple[SchoolRow, ...], tuple[Anomaly, ...]]:
    """Read a register of schools; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "school", "Code UAI")]
    rows = []
    for line in table.rows:
        row, faults = school_in(line.where, line["school"], line["name"], line["phone"])
        if not row.school:
            faults = (*faults, Anomaly(AnomalyCode.CELL_FORMAT, line.where, line["school"], _CODE))
        odd += faults
        if not faults:
            rows.append(row)
    return tuple(rows), tuple(odd)


def school_in(where: str, code: str, name: str, phone: str) -> tuple[SchoolRow, tuple[Anomaly, ...]]:
    """Read a school from its cells: « Lycée Exemple (0750001Z) » says both code and name, wherever it stands.

    Args:
        where: the line.
        code: cell of the code, or "".
        name: cell of the name, or "".
        phone: cell of the phone, or "".

    Returns:
        the school, with a code or without one, and what is odd in it.
    """
    found = _UAI.search(code) or _UAI.search(name)
    odd: list[Anomaly] = []
    if code and found is None:
        odd.append(Anomaly(AnomalyCode.CELL_FORMAT, where, code, _CODE))
    written = ""
    try:
        written = french_phone(phone) if phone else ""
    except Refusal:
        odd.append(Anomaly(AnomalyCode.CELL_FORMAT, where, phone, _PHONE))
    plain = " ".join(_UAI.sub("", name).replace("()", "").split())
    return SchoolRow(where, found[0].upper() if found else "", plain, written), tuple(odd)
