# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeps which session of the year the home shows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from lsl_desk.domain.period import Period

if TYPE_CHECKING:
    from lsl_desk.client.gate import Gate
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks


class Window(Protocol):
    """What this needs of the window."""

    tasks: Tasks
    session: Session
    home_page: HomePage
    messages: MessageBar


class HomeSession(QObject):
    """The choice of a person, in the settings: the same at the next start."""

    def __init__(self, window: Window, gate: Gate) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window, self._gate = window, gate
        kept = window.session.settings.shown_session
        window.home_page.show_session(Period(kept) if kept else None)
        window.home_page.session_chosen.connect(self._keep)

    def _keep(self, chosen: Period) -> None:
        window, gate = self._window, self._gate
        wanted = replace(window.session.settings, shown_session=chosen.value)
        window.session.set_settings(wanted)
        window.tasks.run(lambda: gate.keep_settings(wanted), lambda _none: None, window.messages.refuse, owner=self)
