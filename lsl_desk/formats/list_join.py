# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate list joined to the rows of an index: it brings the série, the paper livrets, the sealed names.

It also brings a number the index lacks. The index knows no INE and no name, so the join goes by N° élève, else N° PV,
else N° Candidat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.folding import folded
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.series import serie_known
from lsl_desk.formats.candidate_list import CandidateList, ListRow
from lsl_desk.formats.headings import Column
from lsl_desk.formats.index_checks import number_key
from lsl_desk.formats.index_rows import IndexRow
from lsl_desk.formats.livret_words import FormatWords, format_of_cell
from lsl_desk.formats.row_checks import check_announced, check_format, check_ine, check_sent

MANY = 20
"""Lines without a candidate beyond which they are flagged together."""

_JOINING = (Column.NUMBER, Column.PV, Column.CANDIDATE, Column.NUMERO)


@dataclass(frozen=True, slots=True)
class Joined:
    """What a list brought.

    Attributes:
        rows: the index's rows, completed; with the list's own lines after them when it serves as the register.
        identities: sealed names of the lines that name a candidate.
        anomalies: what was odd in the list.
        matched: places in ``rows`` whose format the list gave, or left empty.
    """

    rows: tuple[IndexRow, ...]
    identities: tuple[SealedIdentity, ...]
    anomalies: tuple[Anomaly, ...]
    matched: frozenset[int]


def join(
    rows: Sequence[IndexRow], listed: CandidateList, member: str, session: int | None, *, register: bool
) -> Joined:
    """Join a list to rows.

    Args:
        rows: candidates of the index.
        listed: the list.
        member: its file, to say where a line stands.
        session: year the dates are held against, None when unknown.
        register: there is no index, so that a line without a row is a candidate and not an anomaly.
    """
    return _Joining(list(rows), listed, member, session, register=register).done()


def identity_of(number: str, cells: dict[Column, str]) -> SealedIdentity | None:
    """The sealed part of a row, None when it names nobody or the row has no N° élève to hang it on."""
    identity = SealedIdentity(
        StudentNumber(number),
        name=cells.get(Column.NAME, ""),
        usage_name=cells.get(Column.USAGE_NAME, ""),
        first_names=cells.get(Column.FIRST_NAMES, ""),
        third_name=cells.get(Column.THIRD_NAME, ""),
        ine=cells.get(Column.INE, ""),
        division=cells.get(Column.DIVISION, ""),
    )
    return identity if number and identity != SealedIdentity(StudentNumber(number), "") else None


def _word(form: LivretFormat) -> str:
    return "numérique" if form is LivretFormat.NUMERIQUE else form.value


class _Joining:
    def __init__(
        self, rows: list[IndexRow], listed: CandidateList, member: str, session: int | None, *, register: bool
    ) -> None:
        self._rows = rows
        self._listed = listed
        self._member = member
        self._session = session or listed.session
        self._register = register
        # The first row of a repeated number is the one kept (index_checks), so it is the one completed.
        backwards = list(reversed(list(enumerate(rows))))
        self._by_number = {number_key(row.number): place for place, row in backwards if row.number}
        self._by_pv = {number_key(row.pv): place for place, row in backwards if row.pv}
        self._joinable = not listed.columns.isdisjoint(_JOINING)
        self._identities: dict[str, SealedIdentity] = {}
        self._matched: set[int] = set()
        self._alone: list[ListRow] = []
        self._named: dict[int, ListRow] = {}
        self._odd: list[Anomaly] = []

    def done(self) -> Joined:
        self._check_whole()
        for line in self._listed.rows:
            self._odd += self._line_anomalies(line)
            place = self._place(line)
            if place is None and self._register:
                place = self._added(line)
            if place is None:
                self._alone.append(line)
            elif place in self._named:
                self._odd.append(self._repeated(place, line))
            else:
                self._named[place] = line
                self._odd += self._contradictions(self._rows[place], line)
                self._complete(place, line)
        self._flag_alone()
        return Joined(tuple(self._rows), tuple(self._identities.values()), tuple(self._odd), frozenset(self._matched))

    def _check_whole(self) -> None:
        self._odd += check_announced(self._member, self._listed.announced, len(self._listed.rows))
        if self._listed.session is not None and self._listed.session != self._session:
            words = f"session {self._listed.session}"
            self._odd.append(Anomaly(AnomalyCode.OTHER_SESSION, self._member, words, f"session {self._session}"))

    def _flag_alone(self) -> None:
        """Lines without a candidate: one by one when few, together when the list is a whole school's or centre's."""
        if not self._joinable or len(self._alone) > MANY:
            words = f"{len(self._alone)} lignes"
            expected = "" if self._joinable else "N° élève ou N° PV"
            if self._alone:
                self._odd.append(Anomaly(AnomalyCode.LIST_WITHOUT_MATCH, self._member, words, expected))
            return
        for line in self._alone:
            number = next((line.of(column) for column in _JOINING if line.of(column)), "")
            self._odd.append(Anomaly(AnomalyCode.LIST_WITHOUT_MATCH, self._where(line), number))

    def _line_anomalies(self, line: ListRow) -> Iterator[Anomaly]:
        where = self._where(line)
        yield from check_ine(where, line.of(Column.INE))
        yield from check_sent(where, line.of(Column.SENT), self._session)
        if Column.FORMAT in self._listed.columns:
            yield from check_format(where, line.of(Column.FORMAT))
        if line.restored:
            yield Anomaly(AnomalyCode.ZERO_RESTORED, where, line.restored)

    def _repeated(self, place: int, line: ListRow) -> Anomaly:
        """Two lines for one candidate: nobody can say which is right, so the first one is followed."""
        row, first = self._rows[place], self._named[place]
        where = f"{self._where(line)} (déjà ligne {first.line})"
        return Anomaly(AnomalyCode.NUMBER_DUPLICATE, where, row.number or row.pv, "un seul candidat")

    def _contradictions(self, row: IndexRow, line: ListRow) -> Iterator[Anomaly]:
        """What a line says otherwise than the index, or than the livret that is there."""
        pairs = []
        for word, said, known in (
            ("N° élève", line.of(Column.NUMBER), row.number),
            ("N° PV", line.of(Column.PV), row.pv),
        ):
            if said and known and number_key(said) != number_key(known):
                pairs.append((f"{word} {said}", f"{word} {known}"))
        serie = line.of(Column.SERIE)
        if serie_known(serie, None) and serie_known(row.serie, None) and folded(serie) != folded(row.serie):
            pairs.append((f"série {serie}", f"série {row.serie}"))
        told = format_of_cell(line.of(Column.FORMAT))
        if told is not None and LivretFormat.INCONNU not in {told.format, row.format} and told.format is not row.format:
            pairs.append((_word(told.format), _word(row.format)))
        for value, expected in pairs:
            yield Anomaly(AnomalyCode.LIST_CONTRADICTS, self._where(line), value, expected)

    def _where(self, line: ListRow) -> str:
        return f"{self._member}, ligne {line.line}"

    def _place(self, line: ListRow) -> int | None:
        """The row a line names: by the first of its numbers that names one."""
        for column, places in (
            (Column.NUMBER, (self._by_number,)),
            (Column.PV, (self._by_pv,)),
            (Column.CANDIDATE, (self._by_pv, self._by_number)),
            (Column.NUMERO, (self._by_number,)),
        ):
            key = number_key(line.of(column))
            found = next((one[key] for one in places if key in one), None) if key else None
            if found is not None:
                return found
        return None

    def _added(self, line: ListRow) -> int | None:
        """A line as a candidate of its own, unless there are livrets already that it could only repeat."""
        if not self._joinable and any(row.file for row in self._rows):
            return None
        number = line.of(Column.NUMBER) or line.of(Column.NUMERO)
        pv = line.of(Column.PV) or line.of(Column.CANDIDATE)
        row = IndexRow(pv, number, "", LivretFormat.INCONNU, "", None, self._member, line.line)
        self._rows.append(row)
        return len(self._rows) - 1

    def _complete(self, place: int, line: ListRow) -> None:
        row = self._rows[place]
        row = replace(row, pv=row.pv or line.of(Column.PV), number=row.number or line.of(Column.NUMBER))
        said = format_of_cell(line.of(Column.FORMAT)) or FormatWords(LivretFormat.INCONNU)
        if row.format is not LivretFormat.INCONNU:
            said = FormatWords(row.format, row.reason)
        if Column.FORMAT in self._listed.columns:
            self._matched.add(place)
        serie = row.serie or line.of(Column.SERIE) or line.of(Column.SPECIALITY)
        self._rows[place] = replace(row, serie=serie, format=said.format, reason=said.reason)
        identity = identity_of(row.number, line.cells)
        if identity is not None:
            self._identities.setdefault(row.number, identity)
