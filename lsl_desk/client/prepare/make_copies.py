# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Édition LSL par jury » by itself, for whoever needs nothing else of the eve: the commands."""

from collections.abc import Collection

from lsl_desk.client.prepare.copies import copy_of, make_copies
from lsl_desk.client.prepare.known import Eve
from lsl_desk.client.prepare.ports import Copies
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import CopyDone, CopyState
from lsl_desk.client.progress import Report
from lsl_desk.domain.ids import JuryId


class Copying:
    """The copies of a Desk's juries. Every method blocks."""

    def __init__(self, eve: Eve, recorder: Recorder, copies: Copies) -> None:
        """Take what was opened."""
        self._eve = eve
        self._recorder = recorder
        self._copies = copies

    def states(self) -> tuple[CopyState, ...]:
        """The plan de secours of every jury, by identifier."""
        return tuple(copy_of(self._eve, known) for known in self._eve.all())

    def code(self, jury: JuryId) -> str:
        """The code that opens a jury's copy.

        Raises:
            Refusal: CENTRE_HEAD_ONLY, JURY_UNKNOWN.
        """
        self._recorder.centre_head_only()
        return self._copies.code(self._eve.jury(jury).jury)

    def take_code(self, jury: JuryId, typed: str) -> str:
        """Take the code that a person brings, from the next copy on.

        Raises:
            Refusal: CENTRE_HEAD_ONLY, JURY_UNKNOWN, COPY_CODE_ODD.
        """
        self._recorder.centre_head_only()
        return self._copies.take_code(self._eve.jury(jury).jury, typed)

    def make(self, juries: Collection[JuryId], place: str, *, archive: bool, report: Report) -> tuple[CopyDone, ...]:
        """Make copies; see `client.prepare.for_screens.PreparationDesk.make_copies`."""
        return make_copies(self._eve, self._recorder, self._copies, juries, place, archive=archive, report=report)
