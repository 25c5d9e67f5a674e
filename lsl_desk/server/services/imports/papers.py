# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's own list of paper livrets (OCEAN), which centres hold beside the one of their juries (G02)."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.formats.registers.papers import PaperRow, read_papers
from lsl_desk.server.db import registers, schema
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import KnownCandidate, Tally, bring
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports.registers import PARIS
from lsl_desk.server.services.imports.running import ImportReport, read_list, run
from lsl_desk.wire.strict import moment_text


def import_papers(
    academy: Academy,
    data: bytes,
    name: str,
    *,
    apply: bool,
    jury: str = "",
    whole: bool = False,
    zone: str = PARIS,
    actor: str = "",
) -> ImportReport:
    """Bring the list in. It takes the place of the one before, for each jury that it names.

    Args:
        academy: open.
        data: the list.
        name: its file's name, for refusals.
        apply: do it, and not only try.
        jury: the jury of the whole list, "" when a column or the candidate says it; an empty list then says « none ».
        whole: it is the list of the whole academy: a jury that no line names has no paper livret.
        zone: of the dates written in it.
        actor: the account that asked, "" for a command.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER; JURY_UNKNOWN for ``jury``.
    """
    rows, odd = read_list(data, name, read_papers)

    def put(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        known = registers.juries(connection)
        if jury and jury not in known:
            raise Refusal(Code.JURY_UNKNOWN, jury=jury)
        matching = _Matching(list(registers.candidates(connection)), JuryId(jury))
        listed, strange = matching.take(rows)
        named = set(known) if whole else {JuryId(jury)} if jury else set(listed)
        made = _made(rows, matching, ZoneInfo(zone))
        newest = max(made.values(), default=None)  # of a jury that no line names, when the list is of all of them
        tally = Tally()
        for one in sorted(named):
            tally += _bring(connection, one, listed.get(one, set()), made.get(one, newest), academy.clock())
        return tally, tuple(strange)

    return run(academy, "paper_list", len(rows), odd, put, apply=apply, actor=actor)


class _Matching:
    """Which candidate a line means."""

    def __init__(self, known: Sequence[KnownCandidate], jury: JuryId) -> None:
        self.found: dict[str, KnownCandidate] = {}
        """Line → candidate."""
        self._jury = jury
        self._by_number: dict[StudentNumber, list[KnownCandidate]] = defaultdict(list)
        for one in known:
            self._by_number[one.number].append(one)
        self._by_candidate = {one.cyclades: one for one in known if one.cyclades}

    def take(self, rows: Sequence[PaperRow]) -> tuple[dict[JuryId, set[StudentNumber]], list[Anomaly]]:
        """Jury → N° élève listed, and what is odd."""
        listed: dict[JuryId, set[StudentNumber]] = defaultdict(set)
        odd: list[Anomaly] = []
        for row in rows:
            found = self._one(row)
            if isinstance(found, Anomaly):
                odd.append(found)
            elif found.number in listed[found.jury]:
                odd.append(Anomaly(AnomalyCode.NUMBER_DUPLICATE, row.where, found.number))
            else:
                listed[found.jury].add(found.number)
                self.found[row.where] = found
        return listed, odd

    def _one(self, row: PaperRow) -> KnownCandidate | Anomaly:
        said = JuryId(row.jury or self._jury)
        if row.number:
            same = self._by_number.get(row.number, [])
        else:
            same = [self._by_candidate[row.candidate]] if row.candidate in self._by_candidate else []
        here = [one for one in same if said in {"", one.jury}]
        if len(here) == 1:
            return here[0]
        shown = row.number or row.candidate
        if here:
            return Anomaly(AnomalyCode.CELL_EMPTY, row.where, "Jury")
        if same:
            return Anomaly(AnomalyCode.CANDIDATE_ELSEWHERE, row.where, shown, same[0].jury)
        return Anomaly(AnomalyCode.CANDIDATE_UNKNOWN, row.where, shown)


def _made(rows: Sequence[PaperRow], matching: _Matching, zone: ZoneInfo) -> dict[JuryId, str]:
    """Jury → the newest date that its lines bear."""
    dates: dict[JuryId, str] = {}
    for row in rows:
        found = matching.found.get(row.where)
        if found is not None and row.made is not None:
            made = moment_text(row.made.replace(tzinfo=zone).astimezone(UTC))
            dates[found.jury] = max(made, dates.get(found.jury, ""))
    return dates


def _bring(
    connection: Connection, jury: JuryId, listed: Collection[StudentNumber], made: str | None, now: datetime
) -> Tally:
    """Bring one jury's list to what is said; a list without a date of its own that says nothing new stays as it is."""
    held = registers.papers_listed(connection, jury)
    gone = held.difference(listed)
    registers.unlist_papers(connection, jury, gone)
    values = ({"jury": jury, "number": one} for one in sorted(listed))
    tally = bring(connection, schema.paper_listed, values, jury_of="jury")
    if gone:
        tally += Tally(changed=len(gone), juries=frozenset({jury}))
    before = registers.paper_lists(connection).get(jury)
    kept = before if before is not None and not tally.juries else moment_text(now)
    date = bring(connection, schema.paper_list, [{"jury": jury, "made": made or kept}], jury_of="jury")
    return tally + Tally(changed=date.added + date.changed, juries=date.juries)
