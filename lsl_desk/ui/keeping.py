# SPDX-License-Identifier: AGPL-3.0-or-later
"""One quiet line under the juries when the date of one has come; nothing goes before a person confirms (N23)."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer

from lsl_desk.client.close.keep_words import sentences
from lsl_desk.ui.french import counted
from lsl_desk.ui.home.keep_line import KeepLine

if TYPE_CHECKING:
    from lsl_desk.client.close.retention import KeptJury, KeptLog
    from lsl_desk.client.desk import Desk
    from lsl_desk.domain.retention import ErasureRecord
    from lsl_desk.ui.home.home_page import HomePage
    from lsl_desk.ui.messages import MessageBar
    from lsl_desk.ui.session import Session
    from lsl_desk.ui.tasks import Tasks
    from lsl_desk.ui.windows import Windows

_AFTER_HOME = 600
"""Milliseconds after the home is shown: its picture, lines and stages come first."""


class Window(Protocol):
    """What this needs of the window."""

    tasks: Tasks
    session: Session
    home_page: HomePage
    windows: Windows
    messages: MessageBar

    def refresh_home(self) -> None:
        """Ask the store for the juries again."""

    def erase_store(self) -> None:
        """Say what erasing the whole store would lose, and ask."""


class Keeping(QObject):
    """Asks what is due, shows the line, and erases once confirmed."""

    def __init__(self, window: Window) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._due: tuple[KeptJury, ...] = ()
        self.line: KeepLine | None = None
        self._later = QTimer(self, singleShot=True, interval=_AFTER_HOME)
        self._later.timeout.connect(self._ask)

    def juries_shown(self) -> None:
        """The home has its juries."""
        self._later.start()

    def show(self) -> None:
        """Dates, disputes and certificates, in a dialog."""
        if (desk := self._desk()) is not None:
            self._window.windows.retention(desk, self._window.refresh_home, self._confirm)

    def export(self) -> None:
        """Write the acts that the academy has not to a file."""
        if (desk := self._desk()) is None:
            return
        say = self._window.messages

        def chosen(path: str) -> None:
            def written(acts: int) -> None:
                say.say(f"{counted(acts, 'acte écrit', 'actes écrits')} dans {PurePath(path).name}.", "done")

            self._window.tasks.run(lambda: desk.closing.leaving.write_acts(path), written, say.refuse, owner=self)

        self._window.windows.save_file(
            "Exporter les actes en attente", "actes-en-attente.jsonl", ("Actes (*.jsonl)",), chosen
        )

    def _desk(self) -> Desk | None:
        desk = self._window.session.desk
        return desk if desk is not None and desk.closes else None

    def _ask(self) -> None:
        if (desk := self._desk()) is None or not self._window.home_page.isVisible():
            return

        def answered(found: tuple[tuple[KeptJury, ...], KeptLog]) -> None:
            juries, log = found
            self._due = tuple(one for one in juries if one.erases)
            if (self._due or log.erases) and self.line is None:
                self.line = KeepLine()
                self.line.erase.clicked.connect(self._wanted)
                self.line.more.clicked.connect(self.show)
                if (column := self._window.home_page.layout()) is not None:
                    column.addWidget(self.line)
            if self.line is not None:
                self.line.show_due(self._due, log)

        def ask() -> tuple[tuple[KeptJury, ...], KeptLog]:
            keeping = desk.closing.retention  # the closing is made in the lane
            return keeping.juries(), keeping.log()

        self._window.tasks.at_rest(ask, answered, lambda _no: None, owner=self)

    def _wanted(self) -> None:
        """What the line proposes: the first jury, else the whole store."""
        if self._due:
            self._confirm(self._due[0])
        else:
            self._window.erase_store()

    def _confirm(self, kept: KeptJury) -> None:
        """Where the certificate goes is chosen first, so that none is lost; then what goes is said."""
        jury = kept.jury

        def chosen(path: str) -> None:
            self._window.windows.erase(
                f"Effacer {jury} à sa date", sentences(kept), f"Effacer {jury}", lambda: self._erase(kept, path)
            )

        self._window.windows.save_file(
            "Où enregistrer le certificat d’effacement", f"{jury}-effacement.zip", ("Archive (*.zip)",), chosen
        )

    def _erase(self, kept: KeptJury, path: str) -> None:
        if (desk := self._desk()) is None:
            return
        say = self._window.messages

        def written(record: ErasureRecord) -> None:
            gone = counted(len(record.erased), "livret effacé", "livrets effacés")
            say.say(f"{record.jury}\u00a0: {gone}. Certificat\u00a0: {PurePath(path).name}.", "done")

        def erased(record: ErasureRecord) -> None:
            self._window.refresh_home()
            self._window.tasks.run(
                lambda: desk.closing.retention.write_certificate(path),
                lambda _none: written(record),
                say.refuse,
                owner=self,
            )

        self._window.tasks.run(lambda: desk.closing.retention.erase(kept.jury), erased, say.refuse, owner=self)
