# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's own list of paper livrets, out of OCEAN (memo, « listes issues de DELIBNET et/ou OCEAN »; G02).

The shape of OCEAN's export is not public: any list will do that has a N° élève. When it says the format of each livret,
the lines of other formats are left out.
"""

from dataclasses import dataclass

from lsl_desk.domain.anomalies import Anomaly
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.livret_words import format_of_cell
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import field, read_table

_FIELDS = (
    field("number", "N° élève", "n eleve", "no eleve", "numero eleve", "eleve"),
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury", needed=False),
    field("pv", "N° PV", "n pv", "no pv", "numero pv", "pv", needed=False),
    field("format", "Format livret", "format livret", "format", "statut livret", "statut", "support", needed=False),
    field("school", "Établissement", "nom etablissement", "etablissement", "lycee", needed=False),
    field("phone", "Téléphone", "telephone", "tel", needed=False),
)


@dataclass(frozen=True, slots=True)
class OceanRow:
    """One paper livret.

    Attributes:
        where: its line.
        number: N° élève, as written; a spreadsheet may have dropped its leading zeros.
        jury: identifier, "" when the list gives none.
        pv: N° PV, or "".
        school: the school and its phone as one line, or "".
    """

    where: str
    number: StudentNumber
    jury: JuryId
    pv: PvNumber
    school: str


def read_ocean(data: bytes) -> tuple[tuple[OceanRow, ...], tuple[Anomaly, ...]]:
    """Read the list; what is odd is named.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has a heading for the N° élève.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "jury number", "N° élève du jury")]
    rows = []
    for row in table.rows:
        said = format_of_cell(row["format"])
        if said is None or said.format is LivretFormat.PAPIER:
            school = ", ".join(part for part in (row["school"], row["phone"]) if part)
            rows.append(
                OceanRow(row.where, StudentNumber(row["number"]), JuryId(row["jury"]), PvNumber(row["pv"]), school)
            )
    return tuple(rows), tuple(odd)
