# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates of the juries, and who they are: a list by jury, or a CYCLADES « liste simple » that completes one.

The published CYCLADES export knows neither jury nor N° élève (``domain.md`` §2.4): its lines find their candidate by
N° PV or N° Candidat, and bring série and names. A list that has the N° élève makes candidates.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.candidate_list import CandidateList, ListRow, read_list
from lsl_desk.formats.headings import Column
from lsl_desk.formats.livret_words import format_of_cell
from lsl_desk.formats.registers.schools import SchoolRow, school_in
from lsl_desk.formats.registers.table import HeaderMissing
from lsl_desk.formats.row_checks import check_announced, check_format, check_ine, check_sent, check_serie

_KEYS = (Column.NUMBER, Column.PV, Column.CANDIDATE)


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One line.

    Attributes:
        where: its line.
        jury: identifier, "" when the list gives none.
        pv: N° PV candidat, or "".
        number: N° élève, or "": the line then completes a candidate known already.
        candidate: N° Candidat of CYCLADES, its leading zero given back, or "".
        serie: as written, or "".
        format: what livret is expected; INCONNU when the list does not say.
        reason: the words that explain the absence of a numeric livret, or "".
        identity: names and the like.
        school: the school of origin, without a code when the list gives none; no post but a centre head’s is told it
            (arrêté du 13 octobre 2014, article 3).
    """

    where: str
    jury: JuryId
    pv: PvNumber
    number: StudentNumber
    candidate: str
    serie: str
    format: LivretFormat
    reason: str
    identity: SealedIdentity
    school: SchoolRow


def read_candidates(data: bytes, session: int) -> tuple[tuple[CandidateRow, ...], tuple[Anomaly, ...]]:
    """Read a list of candidates; what is odd is named.

    Args:
        data: CSV or spreadsheet.
        session: year; a list of another one is named.

    Raises:
        UnreadableSheet: neither CSV nor a spreadsheet.
        HeaderMissing: no line has headings that name candidates.
    """
    listed = read_list(data)
    if listed is None or listed.columns.isdisjoint(_KEYS):
        raise HeaderMissing(["N° élève", "N° PV", "N° Candidat"])
    odd = [*check_announced("liste", listed.announced, len(listed.rows))]
    if listed.session not in {None, session}:
        odd.append(Anomaly(AnomalyCode.OTHER_SESSION, "liste", f"session {listed.session}", f"session {session}"))
    rows = []
    for line in listed.rows:
        odd += _anomalies(line, listed, session)
        school, faults = school_in(
            _where(line), line.of(Column.SCHOOL), line.of(Column.SCHOOL_NAME), line.of(Column.SCHOOL_PHONE)
        )
        odd += faults
        if any(line.of(key) for key in _KEYS):
            rows.append(_row(line, school))
        else:
            odd.append(Anomaly(AnomalyCode.NUMBER_MISSING, _where(line), ""))
    return tuple(rows), tuple(odd)


def _where(line: ListRow) -> str:
    return f"ligne {line.line}"


def _anomalies(line: ListRow, listed: CandidateList, session: int) -> Iterator[Anomaly]:
    where = _where(line)
    yield from check_ine(where, line.of(Column.INE))
    yield from check_sent(where, line.of(Column.SENT), session)
    yield from check_serie(where, line.of(Column.SERIE), session)
    if Column.FORMAT in listed.columns:
        yield from check_format(where, line.of(Column.FORMAT))
    if line.restored:
        yield Anomaly(AnomalyCode.ZERO_RESTORED, where, line.restored)


def _row(line: ListRow, school: SchoolRow) -> CandidateRow:
    number = StudentNumber(line.of(Column.NUMBER))
    said = format_of_cell(line.of(Column.FORMAT))
    return CandidateRow(
        where=_where(line),
        jury=JuryId(line.of(Column.JURY)),
        pv=PvNumber(line.of(Column.PV)),
        number=number,
        candidate=line.of(Column.CANDIDATE),
        serie=line.of(Column.SERIE) or line.of(Column.SPECIALITY),
        format=said.format if said else LivretFormat.INCONNU,
        reason=said.reason if said else "",
        identity=SealedIdentity(
            number,
            name=line.of(Column.NAME),
            usage_name=line.of(Column.USAGE_NAME),
            first_names=line.of(Column.FIRST_NAMES),
            third_name=line.of(Column.THIRD_NAME),
            ine=line.of(Column.INE),
            division=line.of(Column.DIVISION),
        ),
        school=school,
    )
