# SPDX-License-Identifier: AGPL-3.0-or-later
"""« Relier ce poste… »: an address, six digits to compare on both screens, and who this post is then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside, Dialog, stacked
from lsl_desk.ui.link_words import role_word
from lsl_desk.ui.messages import announce

if TYPE_CHECKING:
    from lsl_desk.client.link.values import EnrolmentOffer, PinnedAcademy
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.ui.dialogs.asking import Ask

_ASK_AGAIN_MS = 2000
"""As `LinkDesk.enrolment_done` wants it."""


class EnrolDialog(Dialog):
    """Three pages: the address, the digits, what came of it. It may be left at any moment."""

    enrolled = Signal(object)
    """The `PinnedAcademy`."""

    def __init__(
        self,
        ask: Ask,
        academy: PinnedAcademy | None,
        label: str,
        parent: QWidget | None = None,
        *,
        every: int = _ASK_AGAIN_MS,
    ) -> None:
        """Ask for an address.

        Args:
            ask: the link.
            academy: the one this post is enrolled with already.
            label: proposed for this post.
            parent: the window.
            every: milliseconds between two questions to the academy.
        """
        super().__init__("Relier ce poste", parent)
        self._ask = ask
        self._offer: EnrolmentOffer | None = None
        self._again = QTimer(self, singleShot=True, interval=every)
        self._again.timeout.connect(self._look)
        self.address, self.label = QLineEdit(), QLineEdit(label)
        self.address.setPlaceholderText("academie.example")
        self.beside = Beside()
        self.digits, self.what, self.said = QLabel(), QLabel(), QLabel()
        self.waiting = QProgressBar()
        self.pages = QStackedWidget()
        for page in (self._form(academy), self._comparing(), self._result()):
            self.pages.addWidget(page)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = QPushButton("Demander la liaison")
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._begin)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        column.addWidget(self.pages)
        column.addWidget(self.beside)
        column.addWidget(self.buttons)
        self.setMinimumWidth(600)
        self.go.setDefault(True)  # only once the dialog holds it
        self.address.setFocus()

    def _form(self, academy: PinnedAcademy | None) -> QWidget:
        said = QLabel(
            "L’académie donne l’adresse de son serveur. Six chiffres s’affichent ensuite ici et sur l’écran de la "
            "personne qui accepte ce poste\u00a0: les deux doivent être les mêmes."
            if academy is None
            else f"Ce poste est relié à «\u00a0{academy.name}\u00a0» ({academy.url}). Le relier de nouveau remplace "
            "cette liaison\u202f; les jurys, les lectures et les actes gardés ici restent."
        )
        said.setWordWrap(True)
        form = QFormLayout()
        form.setVerticalSpacing(8)
        for words, field in (("&Adresse du serveur", self.address), ("&Nom de ce poste", self.label)):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words.replace("&", ""))
            form.addRow(label, field)
        why = Beside()
        why.inform("Par exemple «\u00a0Poste 3, salle 12\u00a0»\u00a0: c’est ce que lit la personne qui accepte.")
        form.addRow("", why)
        return stacked(said, form)

    def _comparing(self) -> QWidget:
        font = QFont(self.digits.font())
        font.setPointSizeF(font.pointSizeF() * 5)
        font.setBold(True)
        self.digits.setFont(font)
        self.digits.setAccessibleName("Six chiffres à comparer")
        self.digits.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.digits.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.what.setWordWrap(True)
        self.waiting.setRange(0, 0)
        self.waiting.setTextVisible(False)
        self.waiting.setFixedHeight(6)
        self.waiting.setAccessibleName("Attente de la réponse de l’académie")
        return stacked(self.what, self.digits, self.waiting)

    def _result(self) -> QWidget:
        self.said.setWordWrap(True)
        return stacked(self.said)

    # ------------------------------------------------------------------------------------------- what happens

    def _begin(self) -> None:
        if self.pages.currentIndex() == 2:
            self.accept()
            return
        url, label = self.address.text().strip(), self.label.text().strip()
        if not url or not label:
            missing = self.label if url else self.address
            self.beside.refuse(f"{missing.accessibleName()}\u00a0: à remplir.")
            missing.setFocus()
            return
        self._hold(working=True)
        self.beside.inform("Le poste se présente à l’académie…")
        self._ask(lambda link: link.begin_enrolment(url, label), self._offered, self._refused, owner=self)

    def _offered(self, offer: EnrolmentOffer) -> None:
        self._offer = offer
        shown = f"{offer.digits[:3]}\u2009{offer.digits[3:]}"
        self.digits.setText(shown)
        self.digits.setAccessibleName(f"Six chiffres à comparer\u00a0: {' '.join(offer.digits)}")
        self.what.setText(
            f"Dites ces six chiffres à la personne qui accepte les postes à «\u00a0{offer.academy.name}\u00a0». Elle "
            "ne répond oui que si son écran montre les mêmes. S’ils diffèrent, annulez et prévenez l’informatique."
        )
        self.pages.setCurrentIndex(1)
        self.go.hide()
        self.beside.inform(_skewed(offer.academy.skew) or "En attente de la réponse de l’académie…")
        announce(self, self.digits.accessibleName())
        self._look()

    def _look(self) -> None:
        offer = self._offer
        if offer is not None:
            self._ask(lambda link: link.enrolment_done(offer), self._answered, self._refused, owner=self)

    def _answered(self, academy: PinnedAcademy | None) -> None:
        if self._offer is None:
            return
        if academy is None:
            self._again.start()
            return
        self._offer = None
        self.said.setText(
            f"Ce poste est relié à «\u00a0{academy.name}\u00a0».\n\nPoste\u00a0: {academy.who}\n"
            f"Qualité\u00a0: {role_word(academy.role)}\nCentre\u00a0: {academy.centre}\n\n"
            "La première synchronisation commence\u00a0: les jurys arrivent à l’accueil."
        )
        self.pages.setCurrentIndex(2)
        self.beside.approve("Liaison acceptée")
        self.go.setText("Continuer")
        self.go.show()
        self._hold(working=False)
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).hide()
        self.go.setFocus()
        self.enrolled.emit(academy)

    def _refused(self, refusal: Refusal) -> None:
        self._offer = None
        self.pages.setCurrentIndex(0)
        self.go.show()
        self._hold(working=False)
        self.beside.refuse(sentence(refusal))
        self.go.setDefault(True)  # only once the dialog holds it
        self.address.setFocus()

    def _hold(self, *, working: bool) -> None:
        self.go.setEnabled(not working)
        self.address.setReadOnly(working)
        self.label.setReadOnly(working)

    def reject(self) -> None:
        """Leave: nothing more is asked, and the academy forgets the request by itself."""
        self._offer = None
        self._again.stop()
        super().reject()


def _skewed(seconds: float) -> str:
    if abs(seconds) < 120:
        return ""
    return (
        "L’horloge de ce poste n’est pas à l’heure de l’académie\u00a0: réglez-la, les heures affichées en dépendent."
    )
