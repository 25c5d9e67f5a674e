# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's hold on a sitting: its stage and pace said at their places, its opening, handover and closing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from lsl_desk.domain.acts import Role
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.ui.sitting_end import Ending
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lsl_desk.client.desk import Desk
    from lsl_desk.client.sit.values import CandidateSheet, Pace, SittingState
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.closing.pv_dialog import Part
    from lsl_desk.ui.messages import Choice, MessageBar
    from lsl_desk.ui.models.signs import Tone
    from lsl_desk.ui.rooms import Room
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.windows import Windows

ACTIONS = ("open_sitting", "hand_over", "close_sitting", "pv")
_HEADS = {Role.PRESIDENT, Role.VICE_PRESIDENT}


class Window(Protocol):
    """What a sitting needs of the window."""

    tasks: Tasks
    session: Session
    actions_: Actions
    windows: Windows
    messages: MessageBar

    def linked_room(self) -> tuple[Room, JuryId] | None:
        """The room that is open, and the jury it shows."""

    def show_stage(self, stage: str) -> None:
        """Say where the jury on the screen stands, beside its title."""

    def open_jury(self, jury: str, number: str | None = None) -> None:
        """Show a jury in the reading room."""


class SittingFrame(QObject):
    """Follows the room; asks the Desk's deliberation for what the menu « Séance » does."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self.state: SittingState | None = None
        self._ending = Ending(window, self, self._close, self._pv)
        self.pace = StatusLine("Avancement et rythme de la séance")
        self.pace.setIndent(8)
        does = (self._attend, self._hand_over, self._close, self._pv)
        for name, act in zip(ACTIONS, does, strict=True):
            window.actions_[name].triggered.connect(lambda _checked=False, act=act: act())
        window.actions_["replay"].triggered.connect(lambda _checked=False: self._replay())
        self.show_state(None)

    def follow(self, room: Room) -> None:
        """A room was made."""
        room.sitting_changed.connect(self.show_state)
        room.paced.connect(self.show_pace)
        room.not_yours.connect(self._not_yours)
        room.went_on.connect(self._window.messages.settle)

    def show_state(self, state: SittingState | None) -> None:
        """Say where the sitting stands and allow what may be done; None for no sitting on the screen."""
        before, self.state = self.state, state
        desk = self._window.session.desk
        allowed = state is not None and desk is not None and desk.author.role in _HEADS
        opened = closed = False
        if state is not None:
            from lsl_desk.client.sit.values import Stage  # noqa: PLC0415 - a start has no sitting
            from lsl_desk.ui.sitting_words import stage_line  # noqa: PLC0415

            opened = state.stage in {Stage.OPENED, Stage.DELIBERATED}
            closed = state.stage in {Stage.CLOSED, Stage.PUBLISHED}
            self._window.show_stage(stage_line(state))
        else:
            self._window.show_stage("")
            self.pace.clear()
        drawn_up = (opened or closed) and desk is not None and desk.closes
        for name, may in zip(ACTIONS, (not closed, not closed, opened, drawn_up), strict=True):
            self._window.actions_.allow(name, allowed and may)
        self._window.actions_.allow("replay", state is not None and desk is not None and desk.closes)
        if before is not None and not closed:
            self._reopened(before, state)
        self._ending.show_state(before, state)
        if state is not None and closed and before is not None and before.jury == state.jury:
            self._say_closed(before, state)

    def show_pace(self, pace: Pace) -> None:
        """« 40 décidés sur 74 · 90 s par candidat · fin prévue 12:10 », in a warning's colour when it is unfair."""
        from lsl_desk.client.sit.tally import pace_line, pace_shorter  # noqa: PLC0415 - a start has no sitting

        if pace.opened is not None:
            tone: Tone = "warning" if pace.hurried else "plain"
            self.pace.say(pace_line(pace, _hour), tone, shorter=pace_shorter(pace, _hour))
        else:
            self.pace.clear()

    # ------------------------------------------------------------------------------------------- the menu

    def _attend(self) -> None:
        self._with_state(lambda state: self._window.windows.opening(self._desk, state, self._attended))

    def _hand_over(self) -> None:
        self._with_state(lambda state: self._window.windows.handover(self._desk, state, self._handed))

    def _close(self) -> None:
        self._with_state(
            lambda state: self._window.windows.closing(self._desk, state, self._closed, self._lead_to, self._pv),
            fresh=True,
        )

    def _closed(self, state: SittingState) -> None:
        """What follows a closing is its PV: shown at once, to be signed."""
        self._taken(state)
        if self._desk.closes:
            self._pv()

    def _pv(self, part: Part | None = None) -> None:
        from lsl_desk.ui.windows import PvWays  # noqa: PLC0415 - a start has no PV

        state = self.state
        if state is not None:
            room = self._window.linked_room()
            number = room[0].state().get("number") if room is not None else ""
            shown = StudentNumber(number) if number else None
            ways = PvWays(self._lead_to, self._lead_back, self._close, shown)
            self._window.windows.pv(self._desk, state.jury, lambda: self._again(state.jury), ways, part)

    def _replay(self) -> None:
        """The case of the candidate on the screen."""
        shown = self._window.linked_room()
        if shown is None:
            return
        room, jury = shown
        number = room.state().get("number")
        if number:
            self._window.windows.replay(self._desk, jury, StudentNumber(number))
        else:
            self._window.messages.say("Choisissez d’abord le candidat dont le dossier est à rejouer.")

    def _again(self, jury: JuryId) -> None:
        """An act of the closing was recorded: the sitting may be open again, or frozen."""
        self._ending.forget()
        desk = self._desk
        self._window.tasks.run(lambda: desk.deliberation.sitting(jury), self._taken, owner=self)

    def _attended(self, state: SittingState) -> None:
        from lsl_desk.client.sit.values import Stage  # noqa: PLC0415 - a start has no sitting

        before = self.state
        opened = before is not None and before.jury == state.jury and before.stage is Stage.PREPARED
        self._taken(state)
        done = " ouverte" if opened and state.stage is not Stage.PREPARED else ""
        self._window.messages.say(f"Séance du jury {state.jury}{done}\u00a0: émargement enregistré ici.", "done")

    def _handed(self, state: SittingState) -> None:
        self._taken(state)
        self._window.messages.say(
            f"Jury {state.jury}\u00a0: {state.president} préside. Passation enregistrée ici.", "done"
        )

    def _taken(self, state: SittingState) -> None:
        shown = self._window.linked_room()
        if shown is not None and shown[1] == state.jury:
            shown[0].take_sitting(state)

    def _lead_to(self, number: StudentNumber) -> None:
        """Open a candidate who keeps the sitting from closing, at the first page that was not read."""
        self._lead(number, lambda room, sheet: room.go_to(number, sheet.unread_page))

    def _lead_back(self, number: StudentNumber) -> None:
        """Open one whose case was taken up again, in the marks that are to be corrected."""

        def there(room: Room, _sheet: CandidateSheet) -> None:
            room.go_to(number)
            said = (
                f"Dossier {number} repris, enregistré ici. Corrigez-le et décidez, puis clôturez et signez de nouveau."
            )
            self._window.messages.say(said, "done")

        self._lead(number, there)

    def _lead(self, number: StudentNumber, there: Callable[[Room, CandidateSheet], None]) -> None:
        shown, desk = self._window.linked_room(), self._desk
        if shown is None:
            return
        room, jury = shown

        def done(sheet: CandidateSheet) -> None:
            now = self._window.linked_room()
            if now is not None and now[0] is room and now[1] == jury:
                there(room, sheet)

        self._window.tasks.run(lambda: desk.deliberation.sheet(jury, number), done, owner=self)

    # ------------------------------------------------------------------------------------------- what is said

    def _not_yours(self, refusal: Refusal) -> None:
        """Another jury than the one presided was asked for: say which one is (features R10)."""
        from lsl_desk.sentences import sentence  # noqa: PLC0415 - a start refuses nothing

        offered = [self._offer(jury) for jury in str(refusal.facts["yours"]).split(", ")]
        self._window.messages.say(sentence(refusal), "refused", *offered)

    def _offer(self, jury: str) -> Choice:
        from lsl_desk.ui.messages import Choice  # noqa: PLC0415 - with the message

        return Choice(f"Ouvrir {jury}", lambda: self._window.open_jury(jury))

    def _reopened(self, before: SittingState, now: SittingState | None) -> None:
        """A case was taken up again: that the sitting is closed is no longer so."""
        from lsl_desk.client.sit.values import Stage  # noqa: PLC0415 - a start has no sitting

        if now is not None and before.jury == now.jury and before.stage in {Stage.CLOSED, Stage.PUBLISHED}:
            self._window.messages.settle()

    def _say_closed(self, before: SittingState, now: SittingState) -> None:
        if before.stage is not now.stage:
            said = "enregistré ici. Un dossier ne s’y reprend que par le procès-verbal."
            self._window.messages.say(f"Séance du jury {now.jury} close\u00a0: {said}", "done")

    # ------------------------------------------------------------------------------------------- asking

    @property
    def _desk(self) -> Desk:
        desk = self._window.session.desk
        if desk is None:
            raise RuntimeError("a sitting needs an open desk")
        return desk

    def _with_state(self, then: Callable[[SittingState], None], *, fresh: bool = False) -> None:
        state, desk = self.state, self._window.session.desk
        if state is None or desk is None:
            return
        if not fresh:
            then(state)
            return
        jury = state.jury
        self._window.tasks.run(lambda: desk.deliberation.sitting(jury), then, owner=self)


def _hour(when: datetime) -> str:
    """In the centre's zone: that of this computer, as elsewhere."""
    return f"{when.astimezone():%H:%M}"
