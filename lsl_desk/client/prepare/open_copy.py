# SPDX-License-Identifier: AGPL-3.0-or-later
"""Open a plan de secours on any Desk, one that never saw a server included, with the jury's code (J3 step 6)."""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from lsl_desk.client.ports import Clock, DeskStore, JurySource
from lsl_desk.client.prepare.import_jury import ImportReport, InspectLater, import_jury
from lsl_desk.client.progress import Report, silent
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId

TRIES: Final = 5
"""Wrong codes of a jury before its wait."""
WAIT: Final = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class CopyCard:
    """What a copy says of itself before it is opened: signed, but by a key that only the code vouches for.

    Attributes:
        jury: identifier.
        label: title of the jury.
        version: of the copy.
        made: UTC.
        livrets: it holds.
        key: short print of the key that signed it, to compare with the room sheet.
    """

    jury: JuryId
    label: str
    version: int
    made: datetime
    livrets: int
    key: str


class LookedCopy(Protocol):
    """A copy whose manifest verifies."""

    @property
    def card(self) -> CopyCard:
        """What it says of itself."""

    def opened(self, typed: str) -> JurySource:
        """Open it with what a person typed as its code.

        Raises:
            Refusal: COPY_CODE_OTHER, COPY_BOX.
        """

    def close(self) -> None:
        """Let go of the folder or zip, and of the source."""


class CopyShelf(Protocol):
    """Where copies are found."""

    def look(self, path: str) -> LookedCopy:
        """Verify the manifest of the copy at a path.

        Raises:
            Refusal: COPY_UNKNOWN, COPY_BROKEN, SEVERAL_JURIES; what reading the folder or zip refuses.
        """


def open_copy(
    looked: LookedCopy,
    store: DeskStore,
    inspect_later: InspectLater,
    clock: Clock,
    typed: str,
    *,
    older_too: bool = False,
    report: Report = silent,
) -> ImportReport:
    """Open a copy with its code and bring the jury into the store, whole or not at all.

    Args:
        looked: the copy; the caller closes it.
        store: the sealed store, which also counts the wrong codes.
        inspect_later: the page worker.
        clock: tells how long one has to wait.
        typed: the code as a person typed it.
        older_too: take a copy older than one opened here before; the centre head says so.
        report: told at each livret; answering False stops and keeps nothing.

    Raises:
        Refusal: COPY_CODE_WAIT, COPY_CODE_WRONG with the tries ``left``, COPY_OLDER, COPY_BOX, and what `import_jury`
            refuses.
        Cancelled: `report` asked to stop; nothing was kept.
    """
    card = looked.card
    tries = _Tries(store, clock, card.jury)
    tries.begin()
    try:
        source = looked.opened(typed)
    except Refusal as refusal:
        if refusal.code is not Code.COPY_CODE_OTHER:
            tries.forgive()
            raise
        raise tries.wrong() from refusal
    tries.forgive()
    seen = _seen(store, card.jury)
    if not older_too and (card.version, card.made) < seen:
        raise Refusal(Code.COPY_OLDER, jury=card.jury, found=card.version, held=seen[0])
    done = import_jury(source, store, inspect_later, clock, report=report)
    if (card.version, card.made) > seen:
        store.keep_note(_seen_key(card.jury), json.dumps([card.version, card.made.isoformat()]))
    return done


class _Tries:
    """The wrong codes of a jury, kept under seal: a restart ends no wait, and a clock that goes back shortens none."""

    def __init__(self, store: DeskStore, clock: Clock, jury: JuryId) -> None:
        self._store = store
        self._clock = clock
        self._jury = jury
        self._count, self._at = _tries(store.note(_tries_key(jury)))

    def begin(self) -> None:
        """Count a try as wrong before it is made: a process that is killed has not tried for nothing.

        Raises:
            Refusal: COPY_CODE_WAIT.
        """
        now = self._clock.now()
        if self._count >= TRIES:
            if now < self._at:  # the clock went back: the wait begins again
                self._at = now
                self._keep()
            left = self._at + WAIT - now
            if left > timedelta():
                raise Refusal(Code.COPY_CODE_WAIT, jury=self._jury, minutes=-(-left // timedelta(minutes=1)))
            self._count = 0
        self._count, self._at = self._count + 1, now
        self._keep()

    def wrong(self) -> Refusal:
        """What to tell whoever tried."""
        left = TRIES - self._count
        if not left:
            return Refusal(Code.COPY_CODE_WAIT, jury=self._jury, minutes=WAIT // timedelta(minutes=1))
        return Refusal(Code.COPY_CODE_WRONG, left=left)

    def forgive(self) -> None:
        """The code was right."""
        self._count = 0
        self._keep()

    def _keep(self) -> None:
        self._store.keep_note(_tries_key(self._jury), json.dumps([self._count, self._at.isoformat()]))


def _tries_key(jury: JuryId) -> str:
    return f"secours.essais.{jury}"


def _seen_key(jury: JuryId) -> str:
    return f"secours.vu.{jury}"


def _tries(note: str | None) -> tuple[int, datetime]:
    return _counted(note) or (0, datetime.min.replace(tzinfo=UTC))


def _seen(store: DeskStore, jury: JuryId) -> tuple[int, datetime]:
    return _counted(store.note(_seen_key(jury))) or (0, datetime.min.replace(tzinfo=UTC))


def _counted(note: str | None) -> tuple[int, datetime] | None:
    """A number and a time that were kept; None for a note that is not there, or of another version."""
    if note is not None:
        with suppress(ValueError, TypeError):
            number, moment = json.loads(note)
            return int(number), datetime.fromisoformat(moment)
    return None
