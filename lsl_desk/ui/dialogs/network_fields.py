# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the network is reached, in the settings: a proxy, and the one authority that vouches for the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.link.values import Network
from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.dialogs.asking import Ask

_MOST_BYTES = 1_000_000
"""A certificate is a few thousand."""


class NetworkFields(QWidget):
    """Folded until it is wanted: asking how the network is reached brings the link in."""

    kept = Signal()
    """The network is kept, or was left as it was."""
    refused = Signal()
    """It is no way to a network; the sentence stands beside."""

    def __init__(self, ask: Callable[[], Ask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ask = ask
        self._before: Network | None = None
        self._authority = ""
        self.unfold = QPushButton("Réseau et proxy…")
        self.unfold.setAutoDefault(False)
        self.proxy = QLineEdit()
        self.proxy.setAccessibleName("Proxy")
        self.proxy.setPlaceholderText("celui du système\u202f; «\u00a0direct\u00a0» pour aucun")
        self.authority = QLabel()
        self.choose, self.forget = QPushButton("Choisir un fichier…"), QPushButton("Celles du système")
        for button in (self.choose, self.forget):
            button.setAutoDefault(False)
        self.choose.setAccessibleName("Choisir le certificat de l’autorité")
        self.forget.setAccessibleName("Se fier aux autorités du système")
        self.beside = Beside()
        self.fields = QWidget()
        self._lay_out()
        self.unfold.clicked.connect(self._look)
        self.choose.clicked.connect(self._choose)
        self.forget.clicked.connect(lambda: self._trust(""))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.authority, 1)
        row.addWidget(self.choose)
        row.addWidget(self.forget)
        form = QFormLayout(self.fields)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(6)
        label = QLabel("Pro&xy")
        label.setBuddy(self.proxy)
        form.addRow(label, self.proxy)
        why = Beside()
        why.inform("Par exemple http://nom:secret@proxy.example:8080.")
        form.addRow("", why)
        form.addRow("Autorité du serveur", row)
        form.addRow("", self.beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.addWidget(self.unfold)
        column.addWidget(self.fields)
        self.fields.hide()

    def keep(self) -> None:
        """Keep the network if it changed; `kept` or `refused` tells."""
        wanted = Network(self.proxy.text().strip(), self._authority)
        if self._before is None or wanted == self._before:
            self.kept.emit()
            return
        self._ask()(lambda link: link.keep_network(wanted), lambda _none: self.kept.emit(), self._refused, owner=self)

    def _look(self) -> None:
        self.unfold.setEnabled(False)
        self._ask()(lambda link: link.network(), self._show, self._say, owner=self)

    def _show(self, network: Network) -> None:
        self._before = network
        self.proxy.setText(network.proxy)
        self._trust(network.authority)
        self.unfold.hide()
        self.fields.show()
        self.proxy.setFocus()

    def _trust(self, authority: str) -> None:
        self._authority = authority
        self.authority.setText("le certificat choisi, et lui seul" if authority else "celles du système")
        self.forget.setEnabled(bool(authority))

    def _choose(self) -> None:
        dialog = QFileDialog(self, "Choisir le certificat de l’autorité")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificats (*.pem *.crt *.cer)", "Tous les fichiers (*)"])
        dialog.fileSelected.connect(self.read)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def read(self, path: str) -> None:
        """Take the certificate of a file; what it is worth is judged when it is kept."""
        try:
            with Path(path).open("rb") as file:
                text = file.read(_MOST_BYTES).decode("ascii")
        except (OSError, UnicodeDecodeError):
            self.beside.refuse("Ce fichier n’est pas un certificat en texte (PEM)\u00a0: demandez-le à l’informatique.")
            return
        self.beside.clear()
        self._trust(text)

    def _refused(self, refusal: Refusal) -> None:
        self._say(refusal)
        self.refused.emit()

    def _say(self, refusal: Refusal) -> None:
        self.fields.show()
        self.beside.refuse(sentence(refusal))
