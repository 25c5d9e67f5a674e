# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury read from files: the index, the list beside it and the livrets, understood together."""

from collections.abc import Sequence
from dataclasses import replace

from lsl_desk.client.ports import ColumnChoice, OfferedCandidate, OfferedJury
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.formats.candidate_list import CandidateList, read_list
from lsl_desk.formats.columns import Choice
from lsl_desk.formats.file_index import rows_of_files
from lsl_desk.formats.headings import Column
from lsl_desk.formats.index_checks import checked
from lsl_desk.formats.index_rows import IndexRow
from lsl_desk.formats.jury_folder import is_list, jury_places
from lsl_desk.formats.jury_index import read_index
from lsl_desk.formats.jury_title import JuryTitle
from lsl_desk.formats.list_join import identity_of, join
from lsl_desk.formats.member_names import MemberNames, is_pdf
from lsl_desk.formats.row_checks import check_announced, check_format, check_ine, check_sent, check_serie
from lsl_desk.formats.spreadsheet import UnreadableSheet
from lsl_desk.members.limits import MAX_MEMBER, Members

LONGEST_ID = 40
"""Characters of a jury identifier taken from a folder's name."""


class MemberSource:
    """Implements `client.ports.JurySource` over the files of a folder or zip."""

    def __init__(self, members: Members) -> None:
        self._members = members

    @property
    def kind(self) -> str:
        """« dossier » or « archive zip »."""
        return self._members.kind

    def offer(self, choice: ColumnChoice | None = None) -> OfferedJury:
        """See `client.ports.JurySource.offer`."""
        return _Reading(self._members, choice or ColumnChoice()).offered()

    def read(self, file: str) -> bytes:
        """See `client.ports.JurySource.read`."""
        return self._members.read(file)

    def close(self) -> None:
        """See `client.ports.JurySource.close`."""
        self._members.close()


class _Reading:
    """One reading of a jury's files, from rows to what is offered; the doctor's list grows on the way."""

    def __init__(self, members: Members, choice: ColumnChoice) -> None:
        self._members = members
        self._choice = Choice(choice.pv, choice.number)
        self._names = MemberNames(members.names)
        self._odd: list[Anomaly] = []
        self._identities: dict[str, SealedIdentity] = {}

    def offered(self) -> OfferedJury:
        place = self._place()
        rows, title, page = self._indexed(place)
        lists = self._lists(place)
        session = title.session or next((one.session for _, one in lists if one.session), None)
        if not rows and not any(one.rows for _, one in lists):
            raise Refusal(Code.NOT_A_JURY, path=self._members.path)
        self._odd += check_announced(page, title.announced, len(rows))
        rows = self._completed(rows, lists, session, register=not page)
        settled = checked(self._within_size(rows))
        self._odd += settled.anomalies
        jury = title.jury or _identifier(place.rstrip("/").rsplit("/", 1)[-1] or self._members.label)
        unlisted = self._unlisted(settled.rows)
        self._odd += [Anomaly(AnomalyCode.PDF_WITHOUT_CANDIDATE, name, name.rsplit("/", 1)[-1]) for name in unlisted]
        return OfferedJury(
            jury=JuryId(jury),
            label=title.label or jury,
            session=session,
            candidates=tuple(_candidate(row) for row in settled.rows),
            identities=tuple(self._identities.values()),
            unlisted=unlisted,
            anomalies=tuple(self._odd),
        )

    def _place(self) -> str:
        places = jury_places(self._members.names)
        archives = [name for name in self._members.names if name.lower().endswith(".zip")]
        found = [place.rstrip("/") for place in places] if places else archives
        if len(found) > 1:
            raise Refusal(Code.SEVERAL_JURIES, path=self._members.path, names=", ".join(found))
        if not places:
            raise Refusal(Code.NOT_A_JURY, path=self._members.path)
        return places[0]

    def _indexed(self, place: str) -> tuple[list[IndexRow], JuryTitle, str]:
        """Rows, title and page of the index; without one, rows from the names of the files and no page."""
        reading = read_index(self._names, self._members.read, self._choice, place)
        if reading is not None:
            return list(reading.rows), reading.title, reading.page
        files = [name for name in self._members.names if is_pdf(name) and name.startswith(place)]
        return rows_of_files(files, self._choice), JuryTitle(), ""

    def _lists(self, place: str) -> list[tuple[str, CandidateList]]:
        lists = []
        for name in self._members.names:
            if not (is_list(name) and name.startswith(place)):
                continue
            try:
                listed = read_list(self._members.read(name))
            except UnreadableSheet as error:
                raise Refusal(Code.LIST_UNREADABLE, member=name) from error
            if listed is None:
                self._odd.append(
                    Anomaly(AnomalyCode.LIST_WITHOUT_MATCH, name, "aucune colonne connue", "N° élève ou N° PV")
                )
            else:
                lists.append((name, listed))
        return lists

    def _completed(
        self, rows: list[IndexRow], lists: list[tuple[str, CandidateList]], session: int | None, *, register: bool
    ) -> list[IndexRow]:
        """Rows with what the lists bring; names go to the sealed part, oddities to the doctor."""
        for row in rows:
            self._odd += check_ine(row.where, row.cells.get(Column.INE, ""))
            self._odd += check_sent(row.where, row.cells.get(Column.SENT, ""), session)
            self._identify(identity_of(row.number, row.cells))
        spoken: set[int] = set()
        for name, listed in lists:
            joined = join(rows, listed, name, session, register=register)
            rows = list(joined.rows)
            spoken |= joined.matched
            self._odd += joined.anomalies
            for identity in joined.identities:
                self._identify(identity)
        for place, row in enumerate(rows):
            self._odd += check_serie(row.where, row.serie, session)
            silent = row.format is LivretFormat.INCONNU and not row.file and not row.broken
            if silent and place not in spoken:
                self._odd += check_format(row.where, row.format_cell or "")
        return rows

    def _identify(self, identity: SealedIdentity | None) -> None:
        if identity is not None:
            self._identities.setdefault(identity.number, identity)

    def _within_size(self, rows: Sequence[IndexRow]) -> list[IndexRow]:
        """A file too large to be a livret is named and left where it is."""
        kept = []
        for row in rows:
            if row.file is not None and self._members.size(row.file) > MAX_MEMBER:
                self._odd.append(Anomaly(AnomalyCode.LIVRET_REFUSED, row.file, LivretProblem.TOO_LARGE.value))
                kept.append(replace(row, file=None))
            else:
                kept.append(row)
        return kept

    def _unlisted(self, rows: Sequence[IndexRow]) -> tuple[str, ...]:
        named = {row.file for row in rows}
        return tuple(name for name in self._members.names if is_pdf(name) and name not in named)


def _candidate(row: IndexRow) -> OfferedCandidate:
    return OfferedCandidate(
        pv=PvNumber(row.pv),
        number=StudentNumber(row.number),
        serie=row.serie,
        format=row.format,
        reason=row.reason,
        file=row.file,
        where=row.where,
    )


def _identifier(name: str) -> str:
    """A folder's name as a jury identifier."""
    plain = "".join(char for char in name if char.isprintable()).strip()
    return plain[:LONGEST_ID] or "jury"
