# SPDX-License-Identifier: AGPL-3.0-or-later
"""One quiet line under the juries when the date of one has come; nothing goes before a person confirms (N23)."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from lsl_desk.ui.french import counted

if TYPE_CHECKING:
    from lsl_desk.client.close.retention import KeptJury
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


class KeepLine(QWidget):
    """« J01 : à effacer depuis le 06/09/2018 (67 livrets) », and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said, self.erase, self.more = QLabel(), QPushButton(), QPushButton("Conservation…")
        self.said.setWordWrap(True)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(14)
        for part in (self.said, self.more, self.erase):
            row.addWidget(part)
        self.hide()

    def show_due(self, due: tuple[KeptJury, ...]) -> None:
        """Speak of the first one; nothing when there is none."""
        self.setVisible(bool(due))
        if due:
            first = due[0]
            others = f" Autres jurys à effacer\u00a0: {len(due) - 1}." if len(due) > 1 else ""
            self.said.setText(f"{first.jury}\u00a0: {told(first)}{others}")
            self.erase.setText(f"Effacer {first.jury}…")


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

    def _desk(self) -> Desk | None:
        desk = self._window.session.desk
        return desk if desk is not None and desk.closes else None

    def _ask(self) -> None:
        if (desk := self._desk()) is None or not self._window.home_page.isVisible():
            return

        def answered(juries: tuple[KeptJury, ...]) -> None:
            self._due = tuple(one for one in juries if one.erases)
            if self._due and self.line is None:
                self.line = KeepLine()
                self.line.erase.clicked.connect(lambda: self._confirm(self._due[0]))
                self.line.more.clicked.connect(self.show)
                if (column := self._window.home_page.layout()) is not None:
                    column.addWidget(self.line)
            if self.line is not None:
                self.line.show_due(self._due)

        def ask() -> tuple[KeptJury, ...]:
            return desk.closing.retention.juries()  # the closing is made in the lane

        self._window.tasks.run(ask, answered, lambda _no: None, owner=self)

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


def told(kept: KeptJury) -> str:
    """Where a jury stands, in a sentence."""
    date = "" if kept.due.date is None else f"{kept.due.date.astimezone():%d/%m/%Y}"
    if kept.due.whole:
        return f"gardé en entier pour un recours (date\u00a0: {date})."
    held = f", gardés pour un recours\u00a0: {kept.held}" if kept.held else ""
    livrets = counted(kept.erased, "livret")
    if kept.erases:
        return f"à effacer depuis le {date} ({livrets}{held})."
    if kept.due.come:
        return f"effacé\u202f; ce qui reste est gardé pour un recours ({counted(kept.held, 'livret')})."
    return f"à effacer à partir du {date} ({livrets}{held})."


def sentences(kept: KeptJury) -> tuple[str, ...]:
    """What goes and what stays, before it is done."""
    said = [
        f"Seront effacés\u00a0: {counted(kept.candidates, 'candidat')}, {counted(kept.erased, 'livret')} (toutes "
        "versions), leur texte et les noms scellés.",
    ]
    if kept.held:
        said.append(f"Restent pour un recours\u00a0: {counted(kept.held, 'livret')}, avec le nom de ces candidats.")
    if kept.elsewhere:
        said.append(f"Restent pour un autre jury de ce poste\u00a0: {counted(kept.elsewhere, 'livret')}.")
    said.append(
        "Le journal reste entier. Le certificat, signé par ce poste, donne l’empreinte de chaque livret effacé. Les "
        "copies du plan de secours, sur clé ou dans un dossier, sont à détruire à part."
    )
    return tuple(said)
