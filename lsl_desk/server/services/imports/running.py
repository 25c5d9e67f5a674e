# SPDX-License-Identifier: AGPL-3.0-or-later
"""How every import runs. The dry run is the import itself, taken back at its end: it cannot tell another story."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.formats.registers.table import HeaderMissing
from lsl_desk.formats.spreadsheet import UnreadableSheet
from lsl_desk.server.db.engine import Connection
from lsl_desk.server.db.registers import Tally
from lsl_desk.server.services import audit
from lsl_desk.server.services.academy import Academy

BLOCKING = frozenset(
    {
        AnomalyCode.CELL_EMPTY,
        AnomalyCode.CELL_FORMAT,
        AnomalyCode.ROW_REPEATED,
        AnomalyCode.CENTRE_UNKNOWN,
        AnomalyCode.JURY_UNKNOWN,
        AnomalyCode.CANDIDATE_UNKNOWN,
        AnomalyCode.CANDIDATE_ELSEWHERE,
        AnomalyCode.CANDIDATE_NOT_SENT,
        AnomalyCode.NUMBER_MISSING,
        AnomalyCode.NUMBER_DUPLICATE,
        AnomalyCode.PV_DUPLICATE,
        AnomalyCode.EXAM_ABSENT,
        AnomalyCode.MARK_STEP,
        AnomalyCode.ORAL_GROUP,
        AnomalyCode.ORAL_EXAM,
        AnomalyCode.ORAL_UNTOLD,
        AnomalyCode.ORAL_COUNT,
    }
)
"""What would be lost or guessed if the list were taken as it is: it is mended first."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do.

    Attributes:
        kind: which list.
        lines: lines read.
        tally: rows added, changed, left as they were.
        anomalies: all that is odd, in the order of the list.
        applied: it was done, and not only tried.
    """

    kind: str
    lines: int
    tally: Tally
    anomalies: tuple[Anomaly, ...]
    applied: bool

    @property
    def blocked(self) -> tuple[Anomaly, ...]:
        """What must be mended before it can be done."""
        return tuple(one for one in self.anomalies if one.code in BLOCKING)


Read = TypeVar("Read")

Put = Callable[[Connection], tuple[Tally, tuple[Anomaly, ...]]]
"""Brings the rows of a list in, and says what is odd beside what is known already."""


class _TakenBack(Exception):  # noqa: N818 - not a fault: the dry run's end
    def __init__(self, tally: Tally, anomalies: tuple[Anomaly, ...]) -> None:
        super().__init__()
        self.tally = tally
        self.anomalies = anomalies


def read_list(data: bytes, name: str, read: Callable[[bytes], Read]) -> Read:
    """Read a list.

    Raises:
        Refusal: LIST_UNREADABLE, LIST_HEADER.
    """
    try:
        return read(data)
    except UnreadableSheet as error:
        raise Refusal(Code.LIST_UNREADABLE, member=name) from error
    except HeaderMissing as error:
        raise Refusal(Code.LIST_HEADER, member=name, columns=", ".join(error.headings)) from error


def run(
    academy: Academy, kind: str, lines: int, odd: Sequence[Anomaly], put: Put, *, apply: bool, actor: str = ""
) -> ImportReport:
    """Bring a list in, or try to.

    Args:
        academy: open.
        kind: which list, for the report and the audit.
        lines: lines read.
        odd: what is odd in the list by itself.
        put: brings its rows in.
        apply: do it; what blocks keeps it from being done all the same.
        actor: the account that asked, "" for a command.
    """

    def work(connection: Connection) -> tuple[Tally, tuple[Anomaly, ...]]:
        tally, found = put(connection)
        everything = (*odd, *found)
        if not apply or any(one.code in BLOCKING for one in everything):
            raise _TakenBack(tally, everything)
        if tally.added or tally.changed:
            facts = {"lines": lines, "added": tally.added, "changed": tally.changed}
            audit.record(connection, actor=actor, action="imported", resource=kind, facts=facts, now=academy.clock())
        return tally, everything

    try:
        tally, anomalies = academy.database.write(work)
    except _TakenBack as tried:
        return ImportReport(kind, lines, tried.tally, tried.anomalies, applied=False)
    return ImportReport(kind, lines, tally, anomalies, applied=True)
