# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's own list of paper livrets, out of OCEAN (memo, point 3; features G02).

The shape of OCEAN's export is not public: any list will do that has a N° élève or a N° Candidat. When it says the
format of each livret, the lines of other formats are left out.
"""

from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.cyclades import restored_number
from lsl_desk.formats.livret_words import format_of_cell
from lsl_desk.formats.registers.hours import local_moment
from lsl_desk.formats.registers.table import field, read_table

_FIELDS = (
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury", needed=False),
    field("number", "N° élève", "n eleve", "no eleve", "numero eleve", "eleve", needed=False),
    field("candidate", "N° Candidat", "n candidat", "no candidat", "numero candidat", "matricule", needed=False),
    field("day", "Date", "date", "jour", needed=False),
    field("hour", "Heure", "heure", needed=False),
    field("format", "Format livret", "format livret", "format", "statut livret", "statut", "support", needed=False),
    field("school", "Établissement", "nom etablissement", "etablissement", "lycee", needed=False),
    field("phone", "Téléphone", "telephone", "tel", needed=False),
)


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper livret.

    Attributes:
        where: its line.
        jury: identifier, "" when the list gives none.
        number: N° élève, or "".
        candidate: N° Candidat of CYCLADES, its leading zero given back, or "".
        made: when the office took it out of its application, on its own clock; None when not given.
        school: whom to call: the school and its phone as one line, or "".
    """

    where: str
    jury: JuryId
    number: StudentNumber
    candidate: str
    made: datetime | None
    school: str = ""


def read_papers(data: bytes) -> tuple[tuple[PaperRow, ...], tuple[Anomaly, ...]]:
    """Read a list of paper livrets; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has a column that says which candidate.
    """
    table = read_table(data, _FIELDS, one_of=("number", "candidate"))
    odd = [*table.anomalies]
    rows = []
    for line in table.rows:
        said = format_of_cell(line["format"])
        if said is not None and said.format is not LivretFormat.PAPIER:
            continue
        try:
            made = local_moment(line["day"], line["hour"], default=0)
        except ValueError:
            read = f"{line['day']} {line['hour']}".strip()
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, line.where, read, "Date, comme 02/07/2018"))
            continue
        candidate = restored_number(line["candidate"])
        if not line["number"] and not candidate:
            odd.append(Anomaly(AnomalyCode.NUMBER_MISSING, line.where, ""))
            continue
        if candidate != line["candidate"]:
            odd.append(Anomaly(AnomalyCode.ZERO_RESTORED, line.where, candidate))
        school = ", ".join(part for part in (line["school"], line["phone"]) if part)
        rows.append(PaperRow(line.where, JuryId(line["jury"]), StudentNumber(line["number"]), candidate, made, school))
    return tuple(rows), tuple(odd)
