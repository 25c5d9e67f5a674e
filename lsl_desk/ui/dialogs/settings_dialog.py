# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings, each with its unit and its bounds from `client.settings`."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.desk import Gate
from lsl_desk.client.settings import RANGES, THEMES, Settings, Theme
from lsl_desk.domain.errors import Refusal
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.tasks import Tasks

THEME_WORDS: dict[Theme, str] = {"system": "Comme le système", "light": "Clair", "dark": "Sombre"}


class SettingsDialog(Dialog):
    """Asks for settings and keeps them; `kept` carries them once they are on the disk."""

    kept = Signal(object)

    def __init__(self, gate: Gate, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__("Réglages", parent)
        self._gate = gate
        self._tasks = tasks
        self._settings = settings
        self.page_seconds = QDoubleSpinBox()
        self.page_seconds.setDecimals(1)
        self.page_seconds.setSingleStep(0.1)
        self.page_seconds.setLocale(FRENCH)
        self.page_seconds.setRange(*RANGES["page_seconds"])
        self.page_seconds.setSuffix("\u00a0s")
        self.page_seconds.setValue(settings.page_seconds)
        self.lock_minutes = _whole("lock_minutes", settings.lock_minutes, "\u00a0min")
        self.ahead = _whole("ahead", settings.ahead, "")
        self.behind = _whole("behind", settings.behind, "")
        self.theme = QComboBox()
        self.theme.view().setAccessibleName("Aspects")
        for theme in THEMES:
            self.theme.addItem(THEME_WORDS[theme], theme)
        self.theme.setCurrentIndex(THEMES.index(settings.theme))
        self.beside = Beside()
        # Without a parent: Tab goes through what a dialog was given in the order it was given.
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._form())
        column.addWidget(self.beside)
        column.addWidget(self.buttons)
        self.setMinimumWidth(640)

    @property
    def wanted(self) -> Settings:
        """The settings as the dialog shows them."""
        return replace(
            self._settings,
            page_seconds=round(self.page_seconds.value(), 1),
            lock_minutes=self.lock_minutes.value(),
            theme=THEMES[self.theme.currentIndex()],
            ahead=self.ahead.value(),
            behind=self.behind.value(),
        )

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setVerticalSpacing(6)
        for words, field, why in (
            ("Une page compte comme lue &après", self.page_seconds, "Temps à l’écran, de 0,2 à 30 secondes."),
            ("&Verrouiller après", self.lock_minutes, "Sans touche ni clic, de 1 à 240 minutes."),
            ("As&pect", self.theme, ""),
            ("Livrets préparés après celui qui est &ouvert", self.ahead, "Le passage au voisin est alors immédiat."),
            ("Livrets préparés a&vant", self.behind, ""),
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(label, field)
            if why:
                beside = Beside()
                beside.inform(why)
                form.addRow("", beside)
        return form

    def _send(self) -> None:
        wanted = self.wanted
        self.buttons.setEnabled(False)
        self._tasks.run(
            lambda: self._gate.keep_settings(wanted), lambda _none: self._done(wanted), self._refused, owner=self
        )

    def _done(self, wanted: Settings) -> None:
        self.kept.emit(wanted)
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.buttons.setEnabled(True)
        self.beside.refuse(sentence(refusal))


def _whole(name: str, value: int, suffix: str) -> QSpinBox:
    field = QSpinBox()
    least, most = RANGES[name]
    field.setRange(int(least), int(most))
    field.setSuffix(suffix)
    field.setValue(value)
    return field
