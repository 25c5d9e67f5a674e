# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import asks a person: which columns, under what name, which of several juries, the code of a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from lsl_desk.ui.messages import Choice

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.client.ports import ColumnChoice
    from lsl_desk.client.prepare.import_jury import ImportReport
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.home.import_flow import Asked, ImportFlow
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.windows import Windows


class Window(Protocol):
    """What the questions need of the window."""

    session: Session
    messages: MessageBar
    windows: Windows

    def import_paths(self, paths: list[str]) -> None:
        """Import folders and zips, in turn."""

    def imported(self, report: ImportReport) -> None:
        """A jury came."""

    def cover_messages(self) -> None:
        """What is said while the Desk is locked waits behind the unlock page."""


class ImportQuestions(QObject):
    """Each question is a message that stays, with a button that asks it again."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window

    def follow(self, flow: ImportFlow) -> None:
        """Ask what the imports of an open Desk need to know."""
        flow.ambiguous.connect(self._ask_columns)
        flow.other_session.connect(self._offer_other_name)
        flow.coded.connect(self._ask_code)
        flow.several.connect(self._offer_several)

    def _ask_columns(self, refusal: Refusal, asked: Asked) -> None:
        flow = self._window.session.flow
        if flow is None:
            return
        self._say(refusal, "Choisir la lecture…", lambda: self._ask_columns(refusal, asked))

        def answered(choice: ColumnChoice) -> None:
            self._window.messages.retract(refusal)
            flow.again(asked, choice)

        self._window.windows.ambiguous(asked, refusal, answered)

    def _ask_code(self, refusal: Refusal, asked: Asked) -> None:
        desk = self._window.session.desk
        if desk is None:
            return
        self._say(refusal, "Donner le code…", lambda: self._ask_code(refusal, asked))

        def opened(report: ImportReport) -> None:
            self._window.messages.retract(refusal)
            self._window.imported(report)

        self._window.windows.copy_code(desk, asked.path, opened)

    def _offer_other_name(self, refusal: Refusal, asked: Asked) -> None:
        flow = self._window.session.flow
        if flow is not None:
            ask = self._window.windows.other_name
            self._say(
                refusal,
                "Le garder sous un autre nom…",
                lambda: ask(asked, refusal, lambda jury: flow.under(asked, jury)),
            )

    def _offer_several(self, refusal: Refusal, paths: tuple[str, ...]) -> None:
        if paths:
            self._say(refusal, f"Importer les {len(paths)} jurys", lambda: self._window.import_paths(list(paths)))
        else:
            self._window.messages.refuse(refusal, "warning")
            self._window.cover_messages()

    def _say(self, refusal: Refusal, words: str, chosen: Callable[[], None]) -> None:
        self._window.messages.refuse(refusal, "warning", Choice(words, chosen))
        self._window.cover_messages()
