# SPDX-License-Identifier: AGPL-3.0-or-later
"""Asks at what stage the sitting of each jury of the home stands, once its tiles are painted (features P23)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from lsl_desk.domain.errors import Code
from lsl_desk.domain.period import Period

if TYPE_CHECKING:
    from lsl_desk.client.sit.values import SittingState
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks

_HOME_PAINTS = 90
"""Milliseconds that the home has for its first picture, and its head's lines, before the store is asked."""


class Window(Protocol):
    """What this needs of the window."""

    tasks: Tasks
    session: Session
    home_page: HomePage


class Stages(QObject):
    """One jury at a time, once nothing else is asked; none once the home is left."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._left: list[JuryId] = []
        self._asked: JuryId | None = None
        self._later = QTimer(self, singleShot=True, interval=_HOME_PAINTS)
        self._later.timeout.connect(self._next)

    def juries_shown(self) -> None:
        """The home has its juries: ask once they are painted. Acts may have come since: each is read anew."""
        self._left = [one.jury for one in self._window.home_page.juries]
        self._later.start()

    def _next(self) -> None:
        desk = self._window.session.desk
        if desk is None or not desk.deliberates or self._asked is not None:
            return
        if not self._left or not self._window.home_page.isVisible():
            return
        jury = self._asked = self._left.pop(0)

        def told(state: SittingState) -> None:
            from lsl_desk.ui.sitting_words import CHANGELESS, STAGES  # noqa: PLC0415 - after the first paint

            self._asked = None
            if self._window.session.desk is desk:
                home = self._window.home_page
                past = home.sessions.september and state.period is Period.JUNE and state.stage in CHANGELESS
                over = state.refused is Code.JUNE_OVER
                home.show_stage(jury, STAGES[state.stage], read_only=past or over)
            self._next()

        def refused(_refusal: Refusal) -> None:
            # Another president's jury, or a journal that is broken: who opens it is told.
            self._asked = None
            self._next()

        self._window.tasks.at_rest(lambda: desk.deliberation.refresh(jury), told, refused, owner=self)
