# SPDX-License-Identifier: AGPL-3.0-or-later
"""The juries: identifier, centre, title, group, session of the year, and the hour they sit, on the centre's clock."""

from dataclasses import dataclass
from datetime import datetime

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import CentreId, JuryId
from lsl_desk.domain.period import Period
from lsl_desk.formats.registers.hours import local_moment
from lsl_desk.formats.registers.repeated import repeated
from lsl_desk.formats.registers.table import field, read_table

_FIELDS = (
    field("jury", "Jury", "identifiant jury", "n jury", "no jury", "numero jury", "jury"),
    field("centre", "Code du centre", "uai", "rne", "code centre", "centre"),
    field("label", "Libellé", "libelle", "intitule", "titre", needed=False),
    field("day", "Date de séance", "date", "jour", needed=False),
    field("hour", "Heure", "heure", needed=False),
    field("group", "Groupe", "groupe", needed=False),
    field("period", "Session", "session", "periode", needed=False),
)

_GROUPS = {
    **dict.fromkeys(("", "1", "1er", "premier", "1er groupe", "premier groupe"), 1),
    **dict.fromkeys(("2", "2e", "2nd", "second", "deuxieme", "2e groupe", "2nd groupe", "second groupe"), 2),
}
"""« Groupe d’épreuves »; the first when nothing is said."""

_SEPTEMBER = frozenset({"septembre", "remplacement"})
_JUNE = frozenset({"juin", "normale", "session", "de"})

_LONGEST_ID = 40


@dataclass(frozen=True, slots=True)
class JuryRow:
    """One jury.

    Attributes:
        where: its line.
        jury: identifier, unique in the academy.
        centre: where it deliberates.
        label: title, the identifier when there is none.
        sitting: day and hour on the centre's clock, None when not given.
        group: of épreuves, 1 or 2; those of the second group are before a jury of their own.
        period: of the year; June when nothing, or a year alone, is said.
    """

    where: str
    jury: JuryId
    centre: CentreId
    label: str
    sitting: datetime | None
    group: int = 1
    period: Period = Period.JUNE


def read_juries(data: bytes) -> tuple[tuple[JuryRow, ...], tuple[Anomaly, ...]]:
    """Read a list of juries; what is odd is named, and its line left out.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has the columns needed.
    """
    table = read_table(data, _FIELDS)
    odd = [*table.anomalies, *repeated(table.rows, "jury", "Jury")]
    rows = []
    for row in table.rows:
        try:
            sitting = local_moment(row["day"], row["hour"])
        except ValueError:
            read = f"{row['day']} {row['hour']}".strip()
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, read, "Date et heure, comme 03/07/2018 et 8h30"))
            continue
        if len(row["jury"]) > _LONGEST_ID:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["jury"][:_LONGEST_ID], "Jury, comme J01"))
            continue
        group = _GROUPS.get(folded(row["group"]).strip())
        if group is None:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["group"], "Groupe, 1 ou 2"))
            continue
        period = _period(row["period"])
        if period is None:
            odd.append(Anomaly(AnomalyCode.CELL_FORMAT, row.where, row["period"], "Session, juin ou remplacement"))
            continue
        jury, centre = JuryId(row["jury"]), CentreId(row["centre"].upper())
        rows.append(JuryRow(row.where, jury, centre, row["label"] or row["jury"], sitting, group, period))
    return tuple(rows), tuple(odd)


def _period(text: str) -> Period | None:
    """« 2018 », « juin », « Session de remplacement »; None when it is none of them."""
    words = {word for word in folded(text).split() if not (word.isdecimal() and len(word) == 4)}
    if words & _SEPTEMBER and words <= _SEPTEMBER | _JUNE - {"juin", "normale"}:
        return Period.SEPTEMBER
    return Period.JUNE if words <= _JUNE else None
