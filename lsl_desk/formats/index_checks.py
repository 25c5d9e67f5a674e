# SPDX-License-Identifier: AGPL-3.0-or-later
"""The import doctor on the rows of an index taken together: a number names one candidate, a file is one candidate's."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.file_numbers import bears
from lsl_desk.formats.index_rows import IndexRow


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """Rows that can be trusted not to open another candidate's livret, and what was odd.

    Attributes:
        rows: in order; a row whose N° élève was already given is left out and flagged.
        anomalies: what was odd.
    """

    rows: tuple[IndexRow, ...]
    anomalies: tuple[Anomaly, ...]


def checked(rows: Sequence[IndexRow]) -> CheckedRows:
    """Settle repeats so that nothing is lost from the list and no wrong livret can open.

    - A N° élève given twice (leading zeros apart, as the number lock compares): the first row is kept.
    - A N° PV given twice: both rows are kept, the N° élève tells them apart.
    - A file named by two candidates: it goes to the one whose number it bears, else to the first.
    """
    odd: list[Anomaly] = []
    kept = _one_a_number(rows, odd)
    _flag_repeated_pv(kept, odd)
    kept = _one_a_file(kept, odd)
    for row in kept:
        odd += _row_anomalies(row)
    return CheckedRows(tuple(kept), tuple(odd))


def _one_a_number(rows: Sequence[IndexRow], odd: list[Anomaly]) -> list[IndexRow]:
    kept: dict[str, IndexRow] = {}
    for row in rows:
        key = number_key(row.number) or f"\n{row.where}"  # rows without a number never repeat one another
        first = kept.setdefault(key, row)
        if first is not row:
            where = f"{row.where} (N° PV {row.pv or '?'}, déjà {first.where}, N° PV {first.pv or '?'})"
            odd.append(Anomaly(AnomalyCode.NUMBER_DUPLICATE, where, row.number, "un seul candidat"))
    return list(kept.values())


def _flag_repeated_pv(rows: Sequence[IndexRow], odd: list[Anomaly]) -> None:
    seen: set[str] = set()
    for row in rows:
        key = number_key(row.pv)
        if key and key in seen:
            odd.append(Anomaly(AnomalyCode.PV_DUPLICATE, row.where, row.pv, "un seul candidat"))
        seen.add(key)


def _one_a_file(rows: Sequence[IndexRow], odd: list[Anomaly]) -> list[IndexRow]:
    claims: dict[str, list[IndexRow]] = {}
    for row in rows:
        if row.file:
            claims.setdefault(row.file, []).append(row)
    owners = {
        file: next((row for row in claiming if row.number and bears(file, row.number)), claiming[0])
        for file, claiming in claims.items()
    }
    settled = []
    for row in rows:
        if row.file and owners[row.file] is not row:
            odd.append(Anomaly(AnomalyCode.SAME_FILE_TWICE, row.where, row.file, owners[row.file].number))
            settled.append(replace(row, file=None))
        else:
            settled.append(row)
    return settled


def _row_anomalies(row: IndexRow) -> list[Anomaly]:
    odd = []
    if not row.number:
        odd.append(Anomaly(AnomalyCode.NUMBER_MISSING, row.where, row.pv and f"N° PV {row.pv}"))
    if row.broken:
        odd.append(Anomaly(AnomalyCode.LINK_BROKEN, row.where, row.broken[-120:]))
    elif row.format is LivretFormat.NUMERIQUE and row.file is None:
        odd.append(Anomaly(AnomalyCode.CANDIDATE_WITHOUT_PDF, row.where, row.number or row.pv))
    return odd


def number_key(number: str) -> str:
    """What two spellings of a number share: a spreadsheet may have dropped leading zeros; "" for none."""
    plain = number.strip().upper()
    return (plain.lstrip("0") or "0") if plain.isdecimal() else plain
