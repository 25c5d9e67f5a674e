# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who the juries are made of, as the exam office composed them: whoever opens the sitting ticks who attends."""

from dataclasses import dataclass
from typing import Final

from lsl_desk.domain.acts import Quality
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import JuryId
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import field, read_table

_FIELDS = (
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury"),
    field("quality", "Qualité", "qualite", "role", "fonction", "statut"),
    field("name", "Nom", "nom prenom", "nom"),
)

_QUALITIES: Final = (
    ("vice president", Quality.VICE_PRESIDENT),
    ("president adjoint", Quality.VICE_PRESIDENT),
    ("president", Quality.PRESIDENT),
    ("superieur", Quality.HIGHER_EDUCATION),
    ("universit", Quality.HIGHER_EDUCATION),
    ("chercheur", Quality.HIGHER_EDUCATION),
    ("inspect", Quality.INSPECTOR),
    ("prive", Quality.PRIVATE_TEACHER),
    ("profession", Quality.PROFESSIONAL),
    ("examinat", Quality.EXAMINER),
    ("correct", Quality.EXAMINER),
    ("public", Quality.PUBLIC_TEACHER),
    ("professeur", Quality.PUBLIC_TEACHER),
    ("enseignant", Quality.PUBLIC_TEACHER),
)
"""What is found first in the words decides: « enseignant du privé » is of private teaching."""

_EXPECTED = "président, enseignant du public, enseignant-chercheur…"


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member of a jury.

    Attributes:
        where: its line.
        jury: identifier.
        quality: in what quality.
        name: who.
    """

    where: str
    jury: JuryId
    quality: Quality
    name: str


def read_members(data: bytes) -> tuple[tuple[MemberRow, ...], tuple[Anomaly, ...]]:
    """Read a list of members; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "jury name quality", "Membre du jury")]
    rows = []
    for row in table.rows:
        said = " ".join(folded(row["quality"]).replace("-", " ").replace("presidente", "president").split())
        quality = next((one for words, one in _QUALITIES if words in said), None)
        if quality is None:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["quality"], _EXPECTED))
        else:
            rows.append(MemberRow(row.where, JuryId(row["jury"]), quality, row["name"]))
    return tuple(rows), tuple(odd)
