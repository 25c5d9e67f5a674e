# SPDX-License-Identifier: AGPL-3.0-or-later
"""Candidates, from a list by jury, and who they are, from it or from a CYCLADES export."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Final

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.formats.registers.candidates import CandidateRow, read_candidates
from lsl_desk.formats.registers.schools import SchoolRow
from lsl_desk.server.db import registers, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import KnownCandidate, Tally, bring
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports.running import ImportReport, read_list, run

SECOND: Final = 2
"""The group of the oral épreuves: who sits there was sent by a jury of the first (Code de l'éducation, D. 334-8)."""


def import_candidates(
    academy: Academy, data: bytes, name: str, *, apply: bool, jury: str = "", actor: str = ""
) -> ImportReport:
    """Bring candidates in. One that a list leaves out stays: absence is never a deletion.

    Args:
        academy: open.
        data: the list.
        name: its file's name, for refusals.
        apply: do it, and not only try.
        jury: the jury of the whole list, "" when a column says it.
        actor: the account that asked, "" for a command.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER; JURY_UNKNOWN for ``jury``.
    """
    rows, odd = read_list(data, name, lambda given: read_candidates(given, academy.session))

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        if jury and jury not in registers.juries(connection):
            raise Refusal(Code.JURY_UNKNOWN, jury=jury)
        bringing = _Bringing(connection, JuryId(jury))
        return bringing.take(rows), tuple(bringing.odd)

    return run(academy, "candidates", len(rows), odd, put, apply=apply, actor=actor)


class _Bringing:
    """One list beside the candidates known."""

    def __init__(self, connection: Connection, jury: JuryId) -> None:
        self.odd: list[Anomaly] = []
        self._connection = connection
        self._jury = jury
        self._juries = registers.juries(connection)
        self._ranks = registers.last_ranks(connection)
        known = list(registers.candidates(connection))
        self._by_number = {one.number: one for one in known}
        self._in = {(one.jury, one.number): one for one in known}
        self._groups = registers.groups(connection)
        self._not_sent = registers.not_sent_on(connection)
        self._by_pv = {(one.jury, one.pv): one for one in known if one.pv}
        self._by_cyclades = {one.cyclades: one for one in known if one.cyclades}
        self._met: set[StudentNumber] = set()
        self._schools = registers.schools(connection)

    def take(self, rows: Sequence[CandidateRow]) -> Tally:
        tally = Tally()
        for row in rows:
            known = self._known(row)
            jury = known.jury if known else JuryId(row.jury or self._jury)
            faults = list(self._faults(row, known, jury))
            self.odd += faults
            if faults:
                continue
            number = known.number if known else row.number
            self._met.add(number)
            values = _values(row, known, number, jury, self._rank(known, jury))
            if not known and row.pv:
                self._by_pv[jury, row.pv] = KnownCandidate(jury, number, row.pv, row.candidate, 0, "", None, "")
            tally += bring(self._connection, schema.candidate, [values], jury_of="jury")
            tally += self._school(row.school)
            tally += self._identify(row, jury, number)
        return tally

    def _known(self, row: CandidateRow) -> KnownCandidate | None:
        """The candidate a line means: by N° élève, else by N° Candidat, else by N° PV within its jury."""
        said = JuryId(row.jury or self._jury)
        if row.number:
            here = self._in.get((said, row.number))
            elsewhere = None if here else self._by_number.get(row.number)
            return here or (None if elsewhere is not None and self._again(elsewhere, said) else elsewhere)
        by_pv = self._by_pv.get((JuryId(row.jury or self._jury), row.pv)) if row.pv else None
        return self._by_cyclades.get(row.candidate) or by_pv

    def _again(self, known: KnownCandidate, jury: JuryId) -> bool:
        """Whether a jury is another one of the same candidate: of the other group, or after a jury that is closed."""
        return jury in self._groups and (known.closed or self._groups[jury] != known.group)

    def _faults(self, row: CandidateRow, known: KnownCandidate | None, jury: JuryId) -> Iterator[Anomaly]:
        if known is None and not row.number:
            yield Anomaly(AnomalyCode.CANDIDATE_UNKNOWN, row.where, row.candidate or row.pv)
            return
        if jury not in self._juries:
            yield Anomaly(AnomalyCode.JURY_UNKNOWN, row.where, jury)
        said = row.jury or self._jury
        if known and said and said != known.jury:
            yield Anomaly(AnomalyCode.CANDIDATE_ELSEWHERE, row.where, known.number, known.jury)
        number = known.number if known else row.number
        if self._groups.get(jury) == SECOND and number in self._not_sent:
            yield Anomaly(AnomalyCode.CANDIDATE_NOT_SENT, row.where, number, self._not_sent[number])
        if number in self._met:
            yield Anomaly(AnomalyCode.NUMBER_DUPLICATE, row.where, number)
        holder = self._by_pv.get((jury, row.pv)) if row.pv else None
        if holder is not None and holder.number != number:
            yield Anomaly(AnomalyCode.PV_DUPLICATE, row.where, row.pv)

    def _rank(self, known: KnownCandidate | None, jury: JuryId) -> int:
        if known:
            return known.rank
        self._ranks[jury] = self._ranks.get(jury, 0) + 1
        return self._ranks[jury]

    def _school(self, row: SchoolRow) -> Tally:
        """Take in what a line says of a school; without a name or phone anywhere nobody could be called."""
        known = self._schools.get(row.school, ("", ""))
        told = (row.name or known[0], row.phone or known[1])
        if not row.school or told == known:
            if row.school and row.school not in self._schools:
                self.odd.append(Anomaly(AnomalyCode.SCHOOL_UNKNOWN, row.where, row.school))
            return Tally()
        self._schools[row.school] = told
        return bring(self._connection, schema.school, [{"id": row.school, "name": told[0], "phone": told[1]}])

    def _identify(self, row: CandidateRow, jury: JuryId, number: StudentNumber) -> Tally:
        told = asdict(row.identity) | {"school": row.school.school}
        said = {name: value for name, value in told.items() if value and name != "number"}
        if not said:
            return Tally()
        blank = dict.fromkeys(("name", "usage_name", "first_names", "third_name", "ine", "division", "school"), "")
        known = registers.identified(self._connection, jury, number)
        values = {"jury": jury, "number": number, **({} if known else blank), **said}
        # Not a change of the jury's file: names are no part of it.
        return bring(self._connection, schema.identity, [values])


def _values(
    row: CandidateRow, known: KnownCandidate | None, number: StudentNumber, jury: JuryId, rank: int
) -> dict[str, object]:
    values: dict[str, object] = {"jury": jury, "number": number, "rank": rank}
    said = {"pv": row.pv, "cyclades": row.candidate, "serie": row.serie}
    # An empty cell says nothing: it takes nothing away from what another list said.
    values |= {name: text for name, text in said.items() if text or not known}
    if not known or row.format is not LivretFormat.INCONNU:
        values |= {"format": row.format.value, "reason": row.reason}
    return values
