# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the badge says when it is pressed: what still works, what waits, where the data come from (features P42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QFormLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lsl_desk.domain.connection import Link, LinkState
from lsl_desk.ui.badge import badge_words
from lsl_desk.ui.dialogs.base import Dialog
from lsl_desk.ui.french import moment
from lsl_desk.ui.link_words import STILL_WORKS, problems, role_word, source_sentence, state_sentence, waiting_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from lsl_desk.client.link.values import LinkStatus


_WIDTH, _ABOVE = 580, 44
"""Logical pixels; the second from the lower edge of the window, where the badge is."""


class ConnectionPanel(Dialog):
    """Stands before the window without stopping it; it follows the link while it is open."""

    def __init__(
        self,
        status: LinkStatus | None,
        held: datetime | None,
        does: Mapping[str, Callable[[], object]],
        zone: tzinfo | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show the link.

        Args:
            status: None on a post that was never linked.
            held: UTC, when what is shown came to this post.
            does: what each button does, by its words; the first is for a post that is linked.
            zone: the centre's.
            parent: the window.
        """
        super().__init__("Connexion", parent)
        self._held, self._zone = held, zone
        self.headline, self.trouble = QLabel(), QLabel()
        self.works = QLabel("\n".join(f"✓\u00a0{one}" for one in STILL_WORKS))
        self.works.setAccessibleName("Ce qui fonctionne")
        self.headline.setFont(_headline(self.headline.font()))
        self.state, self.waiting, self.contact, self.source, self.seat = (QLabel() for _ in range(5))
        for label in (self.headline, self.trouble, self.waiting, self.contact, self.source, self.seat):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.works.setMinimumHeight(self.works.sizeHint().height())
        self.works.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        form = QFormLayout()
        form.setVerticalSpacing(6)
        for words, label in (
            ("Fonctionne", self.works),
            ("Envoi", self.waiting),
            ("Dernier contact", self.contact),
            ("À l’écran", self.source),
            ("Ce poste", self.seat),
        ):
            head = QLabel(words)
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            form.addRow(head, label)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        for words, act in does.items():
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(12)
        for part in (self.headline, self.trouble):
            column.addWidget(part)
        column.addLayout(form)
        column.addWidget(self.buttons)
        self.setMinimumWidth(_WIDTH)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.show_status(status)

    def show_status(self, status: LinkStatus | None) -> None:
        """Follow the link."""
        self._say(status)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Come above the badge."""
        super().showEvent(event)
        self._fit()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Grow upwards: the badge stays in sight."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            corner = parent.mapToGlobal(parent.rect().bottomRight())
            self.move(corner.x() - self.width() - 12, corner.y() - self.height() - _ABOVE)

    def _fit(self) -> None:
        """As high as its lines are once they are wrapped, which the size hint of a form does not know."""
        layout = self.layout()
        if layout is not None:
            width = max(self.width(), _WIDTH)
            self.resize(width, max(self.height() if self.isVisible() else 0, layout.totalHeightForWidth(width)))

    def _say(self, status: LinkStatus | None) -> None:
        self.source.setText(source_sentence(self._held, self._zone))
        if status is None:
            self.headline.setText("Ce poste n’est relié à aucune académie\u00a0: tout est gardé ici.")
            self.waiting.setText("rien n’est envoyé")
            self.contact.setText("aucun")
            self.seat.setText("non relié")
            self.trouble.hide()
            return
        self.setWindowTitle(f"Connexion\u00a0: {badge_words(status.link, self._zone)}")
        self.headline.setText(state_sentence(status, self._zone))
        said = problems(status) if status.link.state is not LinkState.LOCAL else ()
        self.trouble.setText("\n".join(said))
        self.trouble.setVisible(bool(said))
        self.waiting.setText(waiting_sentence(status))
        self.contact.setText(_contact(status.link, self._zone))
        academy = status.academy
        self.seat.setText(
            "non relié"
            if academy is None
            else f"{academy.who} ({role_word(academy.role)}), centre {academy.centre}, {academy.name}"
        )


def _contact(link: Link, zone: tzinfo | None) -> str:
    return "aucun depuis l’ouverture" if link.last is None else moment(link.last, zone)


def _headline(plain: QFont) -> QFont:
    font = QFont(plain)
    font.setBold(True)
    font.setPointSizeF(font.pointSizeF() * 1.1)
    return font
