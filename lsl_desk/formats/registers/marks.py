# SPDX-License-Identifier: AGPL-3.0-or-later
"""The marks of the épreuves: one line a candidate and épreuve, with its coefficient.

A jury of the second group has both marks on a line, and says which épreuves the candidate chose.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import TOP, ExamCode, ExamMark
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import Row, field, read_table

_SECOND = ("note second groupe", "note 2nd groupe", "note 2e groupe", "note deuxieme groupe")
_FIELDS = (
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury", needed=False),
    field("number", "N° élève", "n eleve", "no eleve", "numero eleve", "eleve"),
    field("exam", "Épreuve", "code epreuve", "epreuve"),
    field("coefficient", "Coefficient", "coefficient", "coef"),
    field("second", "Note du second groupe", *_SECOND, needed=False),
    field("chosen", "Choisie au second groupe", "choisi", "choisie", "choix", needed=False),
    field("value", "Note", "note", filled=False),
)

_NUMBER = re.compile(r"\d{1,3}(?:[.,]\d{1,3})?")
_MISSING = {"", "nn", "non notee", "en attente"}
_YES, _NO = {"oui", "o", "x", "1"}, {"", "non", "n", "0"}
_ABSENT = {"ab", "abs", "absent", "absente"}
"""« Absent » without a reason is worth 0 (code de l'éducation D334-8, D336-8: « est notée zéro »)."""

_EXCUSED = {"disp", "dispense", "dispensee"}
"""« Dispensé »: the épreuve counts for nothing, and no mark is awaited (code de l'éducation D334-7, D336-7)."""


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One mark.

    Attributes:
        where: its line.
        jury: identifier, "" when the list gives none.
        number: N° élève.
        mark: épreuve, coefficient, values.
        unsaid: fields of ``mark`` of which the list has no column, and ``value`` when its cell is empty.
    """

    where: str
    jury: JuryId
    number: StudentNumber
    mark: ExamMark
    unsaid: frozenset[str] = frozenset()


def read_marks(data: bytes) -> tuple[tuple[MarkRow, ...], tuple[Anomaly, ...]]:
    """Read a list of marks; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "jury number exam", "Note d’une épreuve")]
    rows = []
    for row in table.rows:
        mark, fault = _mark(row)
        if mark is None:
            odd += fault
        else:
            rows.append(MarkRow(row.where, JuryId(row["jury"]), StudentNumber(row["number"]), mark, _unsaid(row)))
    return tuple(rows), tuple(odd)


def _unsaid(row: Row) -> frozenset[str]:
    """A list of orals may leave the first mark empty; one of the first group has no column for orals."""
    absent = {name for name in ("second", "chosen") if name not in row.cells}
    if "second" in row.cells:
        absent = set()  # a mark there says that it was chosen
    elif "chosen" in row.cells and folded(row["chosen"]).strip() not in _YES:
        absent = set()  # what is not chosen any more has no mark
    return frozenset(absent | ({"value"} if not row["value"] else set()))


def _mark(row: Row) -> tuple[ExamMark | None, tuple[Anomaly, ...]]:
    coefficient = _decimal(row["coefficient"])
    if coefficient is None:
        return None, (Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["coefficient"], "Coefficient, comme 7"),)
    if folded(row["value"]).strip() in _EXCUSED:
        return ExamMark(ExamCode(row["exam"]), Decimal(0), None), ()
    given: list[Decimal | None] = []
    for name in ("value", "second"):
        said = folded(row[name]).strip()
        value = None if said in _MISSING else Decimal(0) if said in _ABSENT else _decimal(said)
        if said not in _MISSING and (value is None or value > TOP):
            return None, (Anomaly(AnomalyCode.CELL_FORMAT, row.where, row[name], "Note de 0 à 20"),)
        given.append(value)
    choice = folded(row["chosen"]).strip()
    if choice not in _YES | _NO:
        return None, (Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["chosen"], "oui ou non"),)
    value, second = given
    return ExamMark(ExamCode(row["exam"]), coefficient, value, second, choice in _YES or second is not None), ()


def _decimal(text: str) -> Decimal | None:
    return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
