# SPDX-License-Identifier: AGPL-3.0-or-later
"""The outage drill: the network cut by choice, every page of every livret is opened and held to its number (N13)."""

import math
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Protocol

from lsl_desk.client.ports import DeskStore
from lsl_desk.client.prepare.values import DrillDoneOf, DrillState
from lsl_desk.client.progress import Progress, Report
from lsl_desk.domain.acts import DrillDone
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.page_number import check_page
from lsl_desk.domain.pages import Rehearsal
from lsl_desk.sentences import PROBLEMS

RehearseLater = Callable[[bytes], Callable[[], Rehearsal]]
"""Starts painting every page of a PDF in the page workers and gives the call that waits for what came of it."""

_AHEAD = 6
"""Livrets on their way through the workers: enough to keep two of them busy, few to hold in memory."""
_SLICE = 0.25
"""Seconds between two looks at whether the person stopped, while the rest of the time is waited for."""


class Cuttable(Protocol):
    """The link, as far as a drill touches it."""

    def isolate(self) -> None:
        """Cut this post by choice."""

    def rejoin(self) -> None:
        """End the cut."""


@dataclass(slots=True)
class _Part:
    """What became of one jury."""

    file: JuryFile
    wanted: tuple[Candidate, ...]
    known: frozenset[str]
    opened: list[StudentNumber] = field(default_factory=list)
    failed: dict[StudentNumber, Refusal] = field(default_factory=dict)
    pages: int = 0


class Drill:
    """One drill.

    Args:
        store: the sealed store, where livrets are read as the reading room reads them.
        rehearse: the page workers.
        link: what is cut; None for a post that has none.
        ticks: a clock that only goes forward, in seconds.
        pause: waits for some seconds, at most.
    """

    def __init__(
        self,
        store: DeskStore,
        rehearse: RehearseLater,
        link: Cuttable | None,
        ticks: Callable[[], float],
        pause: Callable[[float], object],
    ) -> None:
        self._store, self._rehearse, self._link = store, rehearse, link
        self._ticks, self._pause = ticks, pause
        self._slowest: tuple[JuryId, StudentNumber, int] | None = None

    def run(
        self,
        juries: Mapping[JuryId, Collection[StudentNumber] | None],
        seconds: int,
        report: Report,
        states: Callable[[], tuple[DrillState, ...]],
    ) -> DrillDoneOf:
        """Cut, open, wait, record, link again; what was opened counts, however it ended.

        Args:
            juries: which, each with the N° élève to open, None for all.
            seconds: the least time to stay cut.
            report: told of each livret; answering False stops.
            states: asked at the end.

        Raises:
            Refusal: JURY_UNKNOWN; DISK_FULL or DISK_FAILED when a drill could not be recorded.
        """
        parts = [self._part(jury, numbers) for jury, numbers in juries.items()]
        began = self._ticks()
        if self._link is not None:
            self._link.isolate()
        try:
            if self._open(parts, report):
                self._stay(began + seconds, sum(len(one.wanted) for one in parts), report)
        finally:
            if self._link is not None:
                self._link.rejoin()
        cut = self._ticks() - began
        for part in parts:
            if part.opened or part.failed:
                done = DrillDone(math.floor(cut), part.pages, tuple(part.opened), tuple(part.failed))
                self._store.record(part.file.jury, part.file.version, done)
        return DrillDoneOf(
            states=states(),
            livrets=sum(len(one.opened) for one in parts),
            pages=sum(one.pages for one in parts),
            seconds=cut,
            slowest=self._slowest,
            refusals={number: why for one in parts for number, why in one.failed.items()},
        )

    def _part(self, jury: JuryId, numbers: Collection[StudentNumber] | None) -> _Part:
        file = self._store.jury(jury)
        numeric = [one for one in file.candidates if one.format is LivretFormat.NUMERIQUE]
        wanted = tuple(one for one in numeric if numbers is None or one.number in numbers)
        return _Part(file, wanted, frozenset(str(one.number) for one in file.candidates))

    def _open(self, parts: list[_Part], report: Report) -> bool:
        """Open all of it; False when the person stopped."""
        total = sum(len(one.wanted) for one in parts)
        asked: deque[tuple[_Part, Candidate, Callable[[], Rehearsal]]] = deque()
        queue = self._ask_all(parts)
        for done in range(total):
            while len(asked) < _AHEAD and (more := next(queue, None)) is not None:
                asked.append(more)
            part, candidate, answer = asked.popleft()
            if not report(Progress(done, total, candidate.number)):
                return False
            self._judge(part, candidate, answer)
        return report(Progress(total, total, ""))

    def _ask_all(self, parts: list[_Part]) -> Iterator[tuple[_Part, Candidate, Callable[[], Rehearsal]]]:
        for part, candidate in chain.from_iterable(((one, who) for who in one.wanted) for one in parts):
            yield part, candidate, self._ask(candidate)

    def _ask(self, candidate: Candidate) -> Callable[[], Rehearsal]:
        def refuse(refusal: Refusal) -> Callable[[], Rehearsal]:
            def answer() -> Rehearsal:
                raise refusal

            return answer

        if candidate.livret is None:
            problem = candidate.problem or LivretProblem.MISSING_FILE
            return refuse(Refusal(Code.LIVRET_SHUT, number=candidate.number, why=PROBLEMS[problem]))
        try:
            return self._rehearse(self._store.livret(candidate.livret.digest))
        except Refusal as refusal:
            return refuse(refusal)

    def _judge(self, part: _Part, candidate: Candidate, answer: Callable[[], Rehearsal]) -> None:
        number = candidate.number
        try:
            done = answer()
        except Refusal as refusal:
            part.failed[number] = Refusal(refusal.code, **{**refusal.facts, "number": number})
            return
        if done.problem is not None:
            part.failed[number] = Refusal(Code.LIVRET_SHUT, number=number, why=PROBLEMS[done.problem])
            return
        part.pages += len(done.texts)
        for page, text in enumerate(done.texts):
            check = check_page(text, number, part.known)
            if check.veiled:
                part.failed[number] = _misnumbered(number, page + 1, check.found)
                return
        part.opened.append(number)
        if self._slowest is None or done.milliseconds > self._slowest[2]:
            self._slowest = (part.file.jury, number, done.milliseconds)

    def _stay(self, until: float, total: int, report: Report) -> None:
        while (left := until - self._ticks()) > 0:
            if not report(Progress(total, total, "")):
                return
            self._pause(min(left, _SLICE))


def _misnumbered(number: StudentNumber, page: int, found: str | None) -> Refusal:
    if found:
        return Refusal(Code.PAGE_OTHER_NUMBER, number=number, page=page, found=found)
    return Refusal(Code.PAGE_NO_NUMBER, number=number, page=page)
