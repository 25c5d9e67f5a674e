# SPDX-License-Identifier: AGPL-3.0-or-later
"""The settings, each with its unit and its bounds from `client.settings`."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.gate import Gate, KeyringUse
from lsl_desk.client.settings import RANGES, THEMES, Settings, Theme
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import REFUSALS, sentence
from lsl_desk.ui.dialogs.asking import Ask
from lsl_desk.ui.dialogs.base import Beside, Dialog, secret
from lsl_desk.ui.dialogs.network_fields import NetworkFields
from lsl_desk.ui.french import FRENCH
from lsl_desk.ui.tasks import Tasks

THEME_WORDS: dict[Theme, str] = {"system": "Comme le système", "light": "Clair", "dark": "Sombre"}


class SettingsDialog(Dialog):
    """Asks for settings and keeps them; `kept` carries them once they are on the disk."""

    kept = Signal(object)

    def __init__(
        self,
        gate: Gate,
        tasks: Tasks,
        settings: Settings,
        parent: QWidget | None = None,
        *,
        ask: Callable[[], Ask] | None = None,
    ) -> None:
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
        self.keyring = QCheckBox()
        self.keyring.setEnabled(False)
        self.phrase = secret("Phrase de passe, pour ouvrir aussi par le trousseau")
        self.phrase.setPlaceholderText("Phrase de passe, pour confirmer")
        self.phrase.hide()
        self.beside_keyring = Beside()
        self._use = KeyringUse.FIXED
        self.keyring.toggled.connect(self._keyring_toggled)
        self.beside = Beside()
        # Without a parent: Tab goes through what a dialog was given in the order it was given.
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self._send)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(self._form())
        self.network = None if ask is None else NetworkFields(ask)
        if self.network is not None:
            self.network.kept.connect(self._keep)
            self.network.refused.connect(lambda: self.buttons.setEnabled(True))
            column.addWidget(self.network)
        column.addWidget(self.beside)
        column.addWidget(self.buttons)
        self.setMinimumWidth(640)
        tasks.run(gate.keyring, self._show_keyring, owner=self)

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
            ("Le &trousseau de ce compte ouvre aussi", self.keyring, ""),
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
            if field is self.keyring:
                form.addRow("", self.phrase)
                form.addRow("", self.beside_keyring)
        return form

    def _show_keyring(self, use: KeyringUse) -> None:
        """Draw how the keyring stands; what cannot be chosen says why."""
        self._use = use
        self.keyring.setEnabled(use in {KeyringUse.OFF, KeyringUse.ON})
        self.keyring.setChecked(use is KeyringUse.ON)
        said = {
            KeyringUse.ABSENT: REFUSALS[Code.KEYRING_ABSENT],
            KeyringUse.FIXED: "La démonstration s’ouvre d’elle-même.",
        }
        self.beside_keyring.inform(said.get(use, "Qui ouvre la session de l’ordinateur ouvre alors le coffre."))

    def _keyring_toggled(self, on: bool) -> None:
        self.phrase.setVisible(on and self._use is KeyringUse.OFF)
        if not self.phrase.isHidden():
            self.phrase.setFocus()

    def _send(self) -> None:
        self.buttons.setEnabled(False)
        if self.network is None:
            self._keep()
        else:
            self.network.keep()

    def _keep(self) -> None:
        wanted, on, phrase = self.wanted, self.keyring.isChecked(), self.phrase.text()
        use = self._use

        def keep() -> None:
            if use is KeyringUse.OFF and on:
                self._gate.add_keyring(phrase)
            elif use is KeyringUse.ON and not on:
                self._gate.remove_keyring()
            self._gate.keep_settings(wanted)

        self._tasks.run(keep, lambda _none: self._done(wanted), self._refused, owner=self)

    def _done(self, wanted: Settings) -> None:
        self.kept.emit(wanted)
        self.accept()

    def _refused(self, refusal: Refusal) -> None:
        self.buttons.setEnabled(True)
        at_keyring = refusal.code in {Code.PASSPHRASE_WRONG, Code.KEYRING_ABSENT, Code.KEYRING_REFUSED}
        (self.beside_keyring if at_keyring else self.beside).refuse(sentence(refusal))
        if refusal.code is Code.PASSPHRASE_WRONG:
            self.phrase.setFocus()
            self.phrase.selectAll()


def _whole(name: str, value: int, suffix: str) -> QSpinBox:
    field = QSpinBox()
    least, most = RANGES[name]
    field.setRange(int(least), int(most))
    field.setSuffix(suffix)
    field.setValue(value)
    return field
