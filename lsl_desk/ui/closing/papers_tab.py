# SPDX-License-Identifier: AGPL-3.0-or-later
"""The papers of a closing: which, in what form, of whom, and where to (features P24, P46)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lsl_desk.client.prepare.values import ListKind
from lsl_desk.domain.closing_papers import FOR_ONE, NOMINATIVE, ClosingPaper
from lsl_desk.pv_words import TITLES
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.widgets.group import Group

if TYPE_CHECKING:
    from lsl_desk.client.close.values import ClosingView

FORMS: dict[ListKind, tuple[str, str]] = {
    ListKind.PDF: ("PDF, à imprimer", ".pdf"),
    ListKind.XLSX: ("Classeur (xlsx)", ".xlsx"),
    ListKind.CSV_EXCEL: ("CSV pour tableur", ".csv"),
    ListKind.CSV_EXCHANGE: ("CSV d’échange", ".csv"),
}


class PapersTab(QWidget):
    """One paper at a time, and the PV to keep once the sitting is closed."""

    wanted = Signal(object, object, str)
    """Which, in what form, N° élève ("" for all)."""
    archive_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper, self.form, self.number = QComboBox(), QComboBox(), QLineEdit()
        for box, words, name in (
            (self.paper, TITLES.values(), "Document"),
            (self.form, (words for words, _ in FORMS.values()), "Forme"),
        ):
            box.addItems(list(words))
            box.setAccessibleName(name)
            box.view().setAccessibleName(f"{name}, choix")
        self.number.setAccessibleName("N° élève du document")
        self.number.setPlaceholderText("Tous les candidats")
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.write = QPushButton("&Enregistrer…")
        self.write.setAutoDefault(False)
        self.write.clicked.connect(self._write)
        self.paper.currentIndexChanged.connect(self._chosen)
        one = Group("Documents")
        form = QFormLayout(one)
        form.addRow("D&ocument", self.paper)
        form.addRow("&Forme", self.form)
        form.addRow("N° &élève", self.number)
        form.addRow(self.told)
        form.addRow(self.write)
        kept = Group("PV à conserver")
        told = QLabel(
            "Une archive zip\u00a0: le PV, ses octets exacts et la preuve, signée par ce poste, qui les lie. Elle se "
            "vérifie hors ligne par lsl-verify."
        )
        told.setWordWrap(True)
        self.archive = QPushButton("&Archiver le PV…")
        self.archive.setAutoDefault(False)
        self.archive.clicked.connect(self.archive_wanted)
        column = QVBoxLayout(kept)
        column.addWidget(told)
        column.addWidget(self.archive)
        self.beside = Beside()
        column = QVBoxLayout(self)
        for part in (one, kept, self.beside):
            column.addWidget(part)
        column.addStretch(1)
        self._chosen()

    def show_view(self, view: ClosingView) -> None:
        """Before the closing the PV is a draft, and nothing is kept."""
        self.archive.setEnabled(view.minutes.closing is not None)

    @property
    def kind(self) -> ClosingPaper:
        """The paper chosen."""
        return list(TITLES)[self.paper.currentIndex()]

    def _chosen(self) -> None:
        kind = self.kind
        self.number.setEnabled(kind in FOR_ONE)
        self.form.setEnabled(kind not in FOR_ONE)
        if kind in FOR_ONE:
            self.form.setCurrentIndex(0)
            self.told.setText("À remettre au seul candidat, une fois la séance close.")
        elif kind in NOMINATIVE:
            self.told.setText("Nominatif une fois l’anonymat levé\u202f; avant, la colonne des noms reste à remplir.")
        else:
            self.told.setText("Sans nom de candidat.")

    def _write(self) -> None:
        form = list(FORMS)[self.form.currentIndex()]
        self.wanted.emit(self.kind, form, self.number.text().strip() if self.kind in FOR_ONE else "")
