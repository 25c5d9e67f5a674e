# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bring a jury's file into the store: all of it or nothing (features I03, I05, P36, P45)."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from lsl_desk.client.carried import CarriedJury
from lsl_desk.client.ports import (
    Clock,
    ColumnChoice,
    DeskStore,
    Incoming,
    JurySource,
    NewLivret,
    OfferedCandidate,
    OfferedJury,
)
from lsl_desk.client.progress import Cancelled, Progress, Report, silent
from lsl_desk.client.sit.reading_record import ReadingRecord
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.page_number import check_page, number_of
from lsl_desk.domain.pages import Inspection
from lsl_desk.domain.reading import ReadState
from lsl_desk.sentences import NAMELESS

InspectLater = Callable[[bytes], Callable[[], Inspection]]
"""Starts reading a PDF in the page worker and gives the call that waits for its answer: sealing goes on meanwhile."""

_AHEAD = 4
"""Livrets being inspected while earlier ones are sealed: enough to keep the worker busy, few to hold in memory."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.

    Attributes:
        jury: identifier it is stored under.
        version: version made, or kept when nothing changed.
        candidates: rows of the index.
        formats: candidates of each format.
        livrets: PDF stored.
        unlisted: PDF files that no row names; they are not stored.
        anomalies: the doctor's list.
        changed: livrets whose file is not the one of the version before, 0 for a first import.
        gone: candidates of the version before whose N° élève is no longer in the file.
        stale: of the changed ones, how many were read in an earlier version and are to be read again.
    """

    jury: JuryId
    version: int
    candidates: int
    formats: Mapping[LivretFormat, int]
    livrets: int
    unlisted: tuple[str, ...]
    anomalies: tuple[Anomaly, ...]
    changed: int
    stale: int = 0
    gone: int = 0


def import_jury(
    source: JurySource,
    store: DeskStore,
    inspect_later: InspectLater,
    clock: Clock,
    *,
    choice: ColumnChoice | None = None,
    jury: str | None = None,
    report: Report = silent,
) -> ImportReport:
    """Read a source, check every livret page by page and store the whole as one version.

    Args:
        source: where the jury's file comes from; the caller closes it.
        store: the sealed store.
        inspect_later: the page worker.
        clock: tells when the import was made.
        choice: which columns hold the numbers, when the index left a doubt.
        jury: identifier to store it under, instead of the one read in the index.
        report: told at each livret; answering False stops the import and keeps nothing.

    Raises:
        Refusal: the source cannot be a jury's file, or went away, or the disk is full; nothing was kept.
        Cancelled: `report` asked to stop; nothing was kept.
    """
    offered = source.offer(choice)
    identifier = JuryId(jury or offered.jury)
    before = _current(store, identifier)
    if before and before.session and offered.session and before.session != offered.session:
        raise Refusal(Code.JURY_OTHER_SESSION, jury=identifier, held=before.session, offered=offered.session)
    with store.incoming() as incoming:
        candidates, found = _bring_in(offered, source, incoming, inspect_later, report)
        anomalies = tuple(one for one in offered.anomalies if not _settled(one, offered, candidates)) + found
        file = JuryFile(
            jury=identifier,
            label=offered.label,
            session=offered.session,
            version=max(before.version + 1 if before else 1, offered.version or 1),
            candidates=candidates,
            imported=clock.now(),
            source=source.kind,
        )
        if before and _same(before, file, offered, anomalies, store):
            file = before
            if offered.carried != CarriedJury():
                incoming.carry(file, offered.carried)
        else:
            incoming.commit(file, offered.identities, anomalies, offered.read, offered.carried)
    return _report(file, before, offered, anomalies, store)


def _same(
    before: JuryFile, file: JuryFile, offered: OfferedJury, anomalies: tuple[Anomaly, ...], store: DeskStore
) -> bool:
    """Nothing a version keeps has changed, but for where it lay; of the names under seal only the number is known."""
    return (
        (before.candidates, before.label) == (file.candidates, file.label)
        and sorted(map(_apart_from_place, store.anomalies(file.jury))) == sorted(map(_apart_from_place, anomalies))
        and store.identities_sealed(file.jury) == len(offered.identities)
        and all(digest in store.livrets_read(file.jury).get(number, ()) for number, digest in offered.read)
    )


def _apart_from_place(anomaly: Anomaly) -> tuple[str, str, str]:
    """A zip says « J01/livrets/0417.pdf » where its folder says « livrets/0417.pdf »."""
    return anomaly.code.value, anomaly.value, anomaly.expected


def _current(store: DeskStore, jury: JuryId) -> JuryFile | None:
    try:
        return store.jury(jury)
    except Refusal as refusal:
        if refusal.code is not Code.JURY_UNKNOWN:
            raise
        return None


def _bring_in(
    offered: OfferedJury, source: JurySource, incoming: Incoming, inspect_later: InspectLater, report: Report
) -> tuple[tuple[Candidate, ...], tuple[Anomaly, ...]]:
    names = _Names(offered)
    with_file = sum(1 for one in offered.candidates if one.file is not None)
    candidates: list[Candidate] = []
    anomalies: list[Anomaly] = []
    done = 0
    for one, read in _pipeline(offered.candidates, source, inspect_later):
        if one.file is not None:
            if not report(Progress(done, with_file, one.number or one.where)):
                raise Cancelled
            done += 1
        candidate, odd = _candidate(one, read, names, incoming)
        candidates.append(candidate)
        anomalies += odd
    report(Progress(done, with_file, ""))
    return tuple(candidates), tuple(anomalies)


@dataclass(frozen=True, slots=True)
class _Read:
    """A livret's bytes on their way: read and hashed, its inspection begun."""

    data: bytes
    digest: Digest
    inspection: Callable[[], Inspection]


def _pipeline(
    candidates: tuple[OfferedCandidate, ...], source: JurySource, inspect_later: InspectLater
) -> Iterator[tuple[OfferedCandidate, _Read | None]]:
    waiting: deque[tuple[OfferedCandidate, _Read | None]] = deque()
    for one in candidates:
        read = None
        if one.file is not None:
            data = source.read(one.file)
            read = _Read(data, Digest(sha256(data).hexdigest()), inspect_later(data))
        waiting.append((one, read))
        if len(waiting) > _AHEAD:
            yield waiting.popleft()
    yield from waiting


class _Names:
    """One name a candidate: the N° élève, or « sans n° 1 » when neither the row nor the pages give one of its own."""

    def __init__(self, offered: OfferedJury) -> None:
        self.known = frozenset(str(one.number) for one in offered.candidates if one.number)
        self._taken = set(self.known)
        self._nameless = 0

    def of(self, one: OfferedCandidate, texts: tuple[str, ...] = ()) -> StudentNumber:
        """Return the name of a row, given the text of its pages."""
        if one.number:
            return one.number
        printed = number_of(texts)
        if printed is None or printed in self._taken:
            self._nameless += 1
            return StudentNumber(f"{NAMELESS}{self._nameless}")
        self._taken.add(printed)
        return printed


def _candidate(
    one: OfferedCandidate, read: _Read | None, names: _Names, incoming: Incoming
) -> tuple[Candidate, list[Anomaly]]:
    plain = Candidate(one.pv, one.number, one.serie, one.format, one.reason)
    if read is None or one.file is None:
        missing = one.format is LivretFormat.NUMERIQUE
        problem = one.problem or (LivretProblem.MISSING_FILE if missing else None)
        return replace(plain, number=names.of(one), problem=problem), []
    inspection = read.inspection()
    if inspection.problem is not None:
        odd = Anomaly(AnomalyCode.LIVRET_REFUSED, one.file, inspection.problem.value)
        return replace(plain, number=names.of(one), problem=inspection.problem), [odd]
    number = names.of(one, inspection.texts)
    pages = tuple(check_page(text, number, names.known) for text in inspection.texts)
    if one.original is None:
        livret = LivretRef(read.digest, len(read.data), pages)
        incoming.add(NewLivret(read.digest, read.data, inspection.texts))
    else:
        livret = replace(one.original, pages=pages)
        incoming.add(NewLivret(livret.digest, read.data, inspection.texts, held=read.digest))
    problem = LivretProblem.NUMBER_MISMATCH if livret.mismatched else None
    return replace(plain, number=number, livret=livret, problem=problem), _page_anomalies(one.file, number, pages)


def _settled(anomaly: Anomaly, offered: OfferedJury, candidates: tuple[Candidate, ...]) -> bool:
    """The row had no number, and its pages gave it one."""
    return anomaly.code is AnomalyCode.NUMBER_MISSING and any(
        row.where == anomaly.where and not one.number.startswith(NAMELESS)
        for row, one in zip(offered.candidates, candidates, strict=True)
    )


def _page_anomalies(file: str, number: StudentNumber, pages: tuple[PageCheck, ...]) -> list[Anomaly]:
    odd = []
    for index, page in enumerate(pages, start=1):
        where = f"{file}, page {index}"
        if page.check is NumberCheck.OTHER:
            odd.append(Anomaly(AnomalyCode.PAGE_NUMBER, where, page.found or "", number))
        elif page.check is NumberCheck.ABSENT:
            odd.append(Anomaly(AnomalyCode.PAGE_WITHOUT_NUMBER, where, "", number))
    return odd


def _report(
    file: JuryFile, before: JuryFile | None, offered: OfferedJury, anomalies: tuple[Anomaly, ...], store: DeskStore
) -> ImportReport:
    old = {one.number: one.livret.digest for one in before.candidates if one.livret} if before else {}
    changed = [
        one.number
        for one in file.candidates
        if one.livret and old.get(one.number, one.livret.digest) != one.livret.digest
    ]
    readings = ReadingRecord(store, file).readings() if changed else {}
    return ImportReport(
        jury=file.jury,
        version=file.version,
        candidates=len(file.candidates),
        formats={form: sum(one.format is form for one in file.candidates) for form in LivretFormat},
        livrets=sum(1 for one in file.candidates if one.livret),
        unlisted=offered.unlisted,
        anomalies=anomalies,
        changed=len(changed),
        gone=len({one.number for one in before.candidates} - {one.number for one in file.candidates}) if before else 0,
        stale=sum(readings[number].state is ReadState.STALE for number in changed),
    )
