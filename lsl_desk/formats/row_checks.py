# SPDX-License-Identifier: AGPL-3.0-or-later
"""The import doctor on one row, of an index or of a candidate list (features P45, E08 to E12)."""

import re
from collections.abc import Iterator
from datetime import date

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ine import fault_of
from lsl_desk.domain.series import serie_known
from lsl_desk.formats.livret_words import format_of_cell

LONGEST_VALUE = 40
"""Characters of a cell shown in the doctor's list."""

_DAY_FIRST = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


def check_ine(where: str, ine: str) -> Iterator[Anomaly]:
    """An INE that has none of the four forms; its value in the list is masked."""
    fault = fault_of(ine) if ine else None
    if fault is not None:
        yield Anomaly(AnomalyCode.INE_FORMAT, where, fault.read, fault.expected)


def check_sent(where: str, sent: str, session: int | None) -> Iterator[Anomaly]:
    """A date outside the school year of the session: from 1 September before to 31 December of its year.

    The replacement session is held in September, so its sendings are of the same session.
    """
    day = _date(sent)
    if day is None or session is None:
        return
    if not date(session - 1, 9, 1) <= day <= date(session, 12, 31):
        yield Anomaly(AnomalyCode.OTHER_SESSION, where, sent[:LONGEST_VALUE], f"session {session}")


def check_serie(where: str, serie: str, session: int | None) -> Iterator[Anomaly]:
    """A série the session does not have: kept as written, and flagged."""
    if serie and not serie_known(serie, session):
        yield Anomaly(AnomalyCode.SERIE_UNKNOWN, where, serie[:LONGEST_VALUE])


def check_format(where: str, cell: str) -> Iterator[Anomaly]:
    """A format cell that is empty or says nothing we know: counted « inconnu », never « numérique »."""
    if not cell:
        yield Anomaly(AnomalyCode.FORMAT_EMPTY, where, "", "numérique ou papier")
    elif format_of_cell(cell) is None:
        yield Anomaly(AnomalyCode.FORMAT_UNKNOWN, where, cell[:LONGEST_VALUE], "numérique ou papier")


def check_announced(where: str, announced: int | None, read: int) -> Iterator[Anomaly]:
    """Fewer or more rows than the source announces (« 422 élèves » for 22 rows)."""
    if announced is not None and announced != read:
        yield Anomaly(AnomalyCode.ROWS_ANNOUNCED, where, str(read), str(announced))


def _date(text: str) -> date | None:
    found = _DAY_FIRST.search(text)
    parts = (found[3], found[2], found[1]) if found else None
    if parts is None and (found := _YEAR_FIRST.search(text)):
        parts = (found[1], found[2], found[3])
    if parts is None:
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None
