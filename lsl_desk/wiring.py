# SPDX-License-Identifier: AGPL-3.0-or-later
"""What `main` wires when it is first asked for: the eve, the copies, the sitting. Imports are where they are needed."""

import time
from functools import cache
from typing import TYPE_CHECKING

from lsl_desk.adapters.clock import SystemClock

if TYPE_CHECKING:
    from lsl_desk.adapters.copies.maker import LocalCopies
    from lsl_desk.adapters.papers.printed import TypstPapers
    from lsl_desk.adapters.store.desk_store import SealedDesk
    from lsl_desk.client.close.for_screens import ClosingDesk
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.hall.for_screens import HallDesk
    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.make_copies import Copying
    from lsl_desk.client.prepare.open_copy import CopyShelf
    from lsl_desk.client.prepare.recording import Recorder
    from lsl_desk.client.sit.for_screens import DeliberationDesk
    from lsl_desk.client.sit.sittings import Sittings
    from lsl_desk.client.sit.state_sheet import StateSheets
    from lsl_desk.pages.lane import PageLane


def preparation(desk: "Desk", store: "SealedDesk", lane: "PageLane") -> "PreparationDesk":
    """The eve of a Desk."""
    from lsl_desk.adapters.papers.bar_codes import PictureCodes
    from lsl_desk.adapters.papers.output import FileOutput
    from lsl_desk.adapters.papers.printed import TypstPapers
    from lsl_desk.adapters.papers.retroplanning import BundledRetroplanning
    from lsl_desk.adapters.papers.sheets import OfficeSheets
    from lsl_desk.client.prepare.drill import Drill
    from lsl_desk.client.prepare.known import Eve
    from lsl_desk.client.prepare.preparation import Outside, Preparation

    def drill() -> Drill:
        link = desk.link if desk.enrolled() else None
        return Drill(store, lane.rehearse_later, link, time.monotonic, time.sleep)

    outside = Outside(
        clock=SystemClock(),
        whose=lambda number: desk.link.whose(number) if desk.enrolled() else (),
        papers=TypstPapers(),
        sheets=OfficeSheets(),
        bar_codes=PictureCodes(lane.codes),
        retroplanning=BundledRetroplanning(),
        output=FileOutput(),
        copies=lambda: copies(store, lane),
        drill=drill,
    )
    return Preparation(Eve(store, store.eve()), recorder(desk, store), outside)


class SittingDesks:
    """The deliberation and the closing of a Desk, over the same sittings in memory. Store lane only."""

    def __init__(self, store: "SealedDesk") -> None:
        self._store = store
        self._sittings: Sittings | None = None

    def deliberation(self, desk: "Desk") -> "DeliberationDesk":
        """The sitting."""
        from lsl_desk.adapters.papers.output import FileOutput
        from lsl_desk.client.sit.deliberation import Deliberation

        # What prints and signs is not brought in to open a jury.
        return Deliberation(self._of(desk), _papers, FileOutput(), cache(lambda: _sheets(self._store)))

    def closing(self, desk: "Desk") -> "ClosingDesk":
        """Its end."""
        from lsl_desk.adapters.case_files import StoredCases
        from lsl_desk.adapters.papers.erasures import SignedErasures
        from lsl_desk.adapters.papers.output import FileOutput
        from lsl_desk.adapters.papers.printed import TypstClosingPapers
        from lsl_desk.adapters.papers.sheets import OfficeClosingSheets
        from lsl_desk.adapters.pv_writer import WirePv
        from lsl_desk.client.close.closing import Closing
        from lsl_desk.client.close.leaving import Leaving
        from lsl_desk.client.close.needs import Needs
        from lsl_desk.client.close.retention import Retention, RetentionNeeds

        link = self._store.link()

        def academy() -> str:
            pinned = link.academy()
            return "" if pinned is None else pinned.name

        needs = Needs(
            sittings=self._of(desk),
            pv=WirePv(lambda: link.public, link.sign),
            names=self._store.names(),
            academy=academy,
            papers=TypstClosingPapers(),
            sheets=OfficeClosingSheets(),
            output=FileOutput(),
            cases=StoredCases(self._store.cases(), lambda: link.public, link.sign, SystemClock().now),
        )
        erasing = RetentionNeeds(
            store=self._store,
            certificates=SignedErasures(lambda: link.public, link.sign),
            output=FileOutput(),
            clock=SystemClock(),
            forget=desk.forget,
            waits=desk.acts_wait,
        )
        return Closing(needs, Retention(erasing), Leaving(self._store, link, FileOutput(), lambda: link.public))

    def _of(self, desk: "Desk") -> "Sittings":
        if self._sittings is None:
            self._sittings = _sittings(desk, self._store)
        return self._sittings


def _papers() -> "TypstPapers":
    from lsl_desk.adapters.papers.printed import TypstPapers

    return TypstPapers()


def _sheets(store: "SealedDesk") -> "StateSheets":
    from lsl_desk.adapters.papers.state_shelf import StateShelf
    from lsl_desk.client.sit.state_sheet import StateSheets

    link = store.link()
    return StateSheets(store, link, _papers(), StateShelf(link), SystemClock().now)


def _sittings(desk: "Desk", store: "SealedDesk") -> "Sittings":
    from lsl_desk.adapters.livret_texts import FormatTexts
    from lsl_desk.adapters.rule_book import BundledRules
    from lsl_desk.client.sit.sittings import Outside, Sittings

    acts = store.sittings()
    outside = Outside(
        store=store,
        acts=acts,
        rules=BundledRules(),
        livrets=FormatTexts(),
        texts=acts,
        clock=SystemClock(),
        author=lambda: desk.author,
        seen=desk.pages_counted,
        cut=desk.is_cut,
        acts_wait=desk.acts_wait,
    )
    return Sittings(outside)


def hall(desk: "Desk", store: "SealedDesk") -> "HallDesk":
    """The room without server of a Desk."""
    from lsl_desk.adapters.hall.halls import LocalHalls
    from lsl_desk.client.hall.hall import Hall

    link = store.link()
    return Hall(store.hall(), link, LocalHalls(link), SystemClock(), lambda: desk.author)


def copying(desk: "Desk", store: "SealedDesk", lane: "PageLane") -> "Copying":
    """What makes the plan de secours."""
    from lsl_desk.client.prepare.known import Eve
    from lsl_desk.client.prepare.make_copies import Copying

    return Copying(Eve(store, store.eve()), recorder(desk, store), copies(store, lane))


def copies(store: "SealedDesk", lane: "PageLane") -> "LocalCopies":
    """Copies on this machine."""
    from lsl_desk.adapters.copies.maker import LocalCopies

    return LocalCopies(store, store.link(), lane, SystemClock())


def recorder(desk: "Desk", store: "SealedDesk") -> "Recorder":
    """Writes the acts of the eve."""
    from lsl_desk.client.prepare.recording import Recorder

    return Recorder(store, lambda: desk.author, desk.acts_wait)


def shelf(lane: "PageLane") -> "CopyShelf":
    """Where copies are found."""
    from lsl_desk.adapters.sources.secours import LocalShelf

    return LocalShelf(lane)
