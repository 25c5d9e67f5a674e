# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said once everybody is decided: what stands between the last decision and the closing (features N18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from lsl_desk.client.close.values import ClosingView
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.closing.pv_dialog import Part
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks

SEALED = (
    "Tout est décidé. Les noms des candidats restent sous scellés jusqu’à la levée de l’anonymat, qui fige notes et "
    "décisions\u202f; ensuite, clôturez la séance."
)
KNOWN = "Tout est décidé\u00a0: il reste à clore la séance."


class Window(Protocol):
    """What it needs of the window."""

    tasks: Tasks
    session: Session
    messages: MessageBar


class Ending:
    """One message, which goes as soon as it is no longer so."""

    def __init__(
        self, window: Window, owner: QObject, close: Callable[[], None], pv: Callable[[Part | None], None]
    ) -> None:
        self._window, self._owner, self._close, self._pv = window, owner, close, pv
        self._jury: JuryId | None = None

    def show_state(self, before: SittingState | None, now: SittingState | None) -> None:
        """The sitting stands elsewhere than before."""
        if now is None:
            self.forget()
            return
        from lsl_desk.client.sit.values import Stage  # noqa: PLC0415 - a start has no sitting

        if now.stage is not Stage.DELIBERATED or now.jury != self._jury:
            self.forget()
        over = before is not None and before.jury == now.jury and before.stage is Stage.OPENED
        desk, jury = self._window.session.desk, now.jury
        if over and now.stage is Stage.DELIBERATED and now.may_decide and desk is not None and desk.closes:
            self._jury = jury
            self._window.tasks.run(lambda: desk.closing.view(jury), self._say, owner=self._owner)

    def forget(self) -> None:
        """It is no longer so, or somebody acts on it."""
        if self._jury is None:
            return
        self._jury = None
        for said in (SEALED, KNOWN):
            self._window.messages.withdraw(said)

    def _say(self, view: ClosingView) -> None:
        from lsl_desk.client.close.values import Names  # noqa: PLC0415 - a start has no closing
        from lsl_desk.ui.closing.pv_dialog import Part  # noqa: PLC0415 - the same
        from lsl_desk.ui.messages import Choice  # noqa: PLC0415 - with the message

        if view.jury != self._jury:
            return
        close = Choice("Clore la séance…", self._close)
        if view.names is Names.SEALED:
            lift = Choice("Lever l’anonymat…", lambda: self._pv(Part.NAMES))
            self._window.messages.say(SEALED, "info", lift, close)
        else:
            self._window.messages.say(KNOWN, "info", close)
