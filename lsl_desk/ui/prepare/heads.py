# SPDX-License-Identifier: AGPL-3.0-or-later
"""Présidents: who presides and assists, the exam office's name beside the centre's (features H01, H02)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lsl_desk.domain.acts import Role
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import moment
from lsl_desk.ui.home.jury_tile import paint_text
from lsl_desk.ui.models.signs import Sign
from lsl_desk.ui.palettes import current_tints
from lsl_desk.ui.prepare.seat import StationPage, beside_line
from lsl_desk.ui.prepare.stations import Station
from lsl_desk.ui.widgets.group import Card
from lsl_desk.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.prepare.values import Clash, Heads
    from lsl_desk.client.prepare.values import Seat as HeadSeat
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.seat import Seat

_ROLES = {Role.PRESIDENT: "Président", Role.VICE_PRESIDENT: "Vice-président"}


def clash_words(clash: Clash, zone: tzinfo | None = None) -> str:
    """« Mme Lenoir siège dans J01 et J03 à la même heure (3 juillet 08:00) »."""
    when = f" ({moment(clash.sitting, zone)})" if clash.sitting is not None else ""
    juries = f"{', '.join(clash.juries[:-1])} et {clash.juries[-1]}"
    return f"{clash.name} siège dans {juries} à la même heure{when}."


def origin_words(seat: HeadSeat, zone: tzinfo | None = None) -> str:
    """Where the name in force comes from, and the exam office's beside it."""
    if seat.by_office:
        return "saisi par la DEC"
    ours = f"saisi par le centre le {moment(seat.named, zone)}" if seat.named is not None else "à saisir"
    return f"{ours} · DEC\u00a0: {seat.office}" if seat.office and seat.office != seat.name else ours


class HeadLine(QWidget):
    """A seat: the name in a field, what the exam office says beside it, what it proposes under it."""

    named = Signal(str)
    accepted = Signal()
    kept = Signal()

    def __init__(self, jury: JuryId, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.role = role
        self._known = ""
        word = _ROLES[role]
        label = QLabel(word)
        self.field = QLineEdit()
        self.field.setAccessibleName(f"{word} du jury {jury}")
        self.field.editingFinished.connect(self._edited)
        self.origin = QLabel()
        self.proposal = QLabel()
        self.accept, self.keep = QPushButton("L’accepter"), QPushButton("Garder le nôtre")
        self.accept.setAccessibleName(f"Accepter la proposition de la DEC, {word.lower()} du jury {jury}")
        self.keep.setAccessibleName(f"Garder le nom du centre, {word.lower()} du jury {jury}")
        self.accept.clicked.connect(self.accepted)
        self.keep.clicked.connect(self.kept)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        label.setMinimumWidth(label.fontMetrics().horizontalAdvance(_ROLES[Role.VICE_PRESIDENT]) + 8)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.origin, 0, 2, 1, 3)
        grid.addWidget(self.proposal, 1, 1)
        grid.addWidget(self.accept, 1, 2)
        grid.addWidget(self.keep, 1, 3)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(4, 2)

    def show_seat(self, seat: HeadSeat, *, locked: bool, zone: tzinfo | None) -> None:
        """Show it; a name being typed stays."""
        if not self.field.isModified() or self.field.text().strip() == seat.name:
            self.field.setText(seat.name)
        self._known = seat.name
        self.field.setReadOnly(locked)
        self.field.setFrame(not locked)
        self.field.setPlaceholderText("" if locked else "Civilité, prénom et nom")
        self.origin.setText("verrouillé\u00a0: la séance est ouverte" if locked else origin_words(seat, zone))
        proposed = seat.proposed and not locked
        self.proposal.setText(f"proposition de la DEC\u00a0: {seat.office}" if proposed else "")
        for part in (self.proposal, self.accept, self.keep):
            part.setVisible(proposed)
        self.dress()

    def dress(self) -> None:
        """Follow the theme."""
        shown = current_tints()
        paint_text(self.origin, shown.muted)
        paint_text(self.proposal, shown.warning)

    def _edited(self) -> None:
        text = self.field.text().strip()
        if text != self._known and not self.field.isReadOnly():
            self.named.emit(text)


class HeadsCard(Card):
    """A jury: its two seats, and the sentence beside what was refused."""

    def __init__(self, jury: JuryId, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jury = jury
        self.title = QLabel(jury)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.president, self.second = HeadLine(jury, Role.PRESIDENT), HeadLine(jury, Role.VICE_PRESIDENT)
        self.beside = beside_line()
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 8)
        column.setSpacing(6)
        for part in (self.title, self.president, self.second, self.beside):
            column.addWidget(part)

    def show_heads(self, heads: Heads, zone: tzinfo | None) -> None:
        """Show them."""
        when = "heure non connue" if heads.sitting is None else f"délibération le {moment(heads.sitting, zone)}"
        self.title.setText(f"{self.jury} · {when}")
        for line, seat in zip((self.president, self.second), heads.seats, strict=True):
            line.show_seat(seat, locked=heads.locked, zone=zone)


class HeadsPage(StationPage):
    """A card a jury, and who sits twice at the same hour."""

    station = Station.HEADS
    says = (
        "Saisis par la DEC\u202f; le centre peut les saisir ou les changer jusqu’à l’ouverture de la séance. Entrée "
        "enregistre."
    )

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(seat, parent)
        self.clash = StatusLine("Personnes attendues deux fois", lines=2)
        self.cards: dict[JuryId, HeadsCard] = {}
        self.beside = beside_line()
        inside = QWidget()
        self._stack = QVBoxLayout(inside)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(inside)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.addWidget(self.clash)
        self.column.addWidget(self._area, 1)
        self.column.addWidget(self.beside)

    def load(self) -> None:
        """Ask for the heads of every jury, and who sits twice."""
        juries = self.ids
        for jury in [one for one in self.cards if one not in juries]:
            self.cards.pop(jury).deleteLater()
        for place, jury in enumerate(juries):
            if jury not in self.cards:
                self.cards[jury] = self._card(jury)
            self._stack.insertWidget(place, self.cards[jury])
        self.ask(
            lambda eve: (tuple(eve.heads(jury) for jury in juries), eve.clashes()),
            lambda found: self._show(*found),
            self.beside,
        )

    def take_keyboard(self) -> None:
        """The first field without a name, else the first."""
        fields = [line.field for card in self.cards.values() for line in (card.president, card.second)]
        for field in [one for one in fields if not one.text()] or fields[:1]:
            field.setFocus()
            return

    def _card(self, jury: JuryId) -> HeadsCard:
        card = HeadsCard(jury)
        for line in (card.president, card.second):
            role = line.role
            line.named.connect(
                lambda name, role=role: self._do(card, lambda eve: eve.name_head(card.jury, role, name), "enregistré")
            )
            line.accepted.connect(
                lambda role=role: self._do(
                    card, lambda eve: eve.accept_office(card.jury, role), "nom de la DEC accepté"
                )
            )
            line.kept.connect(
                lambda role=role: self._do(card, lambda eve: eve.keep_ours(card.jury, role), "nom du centre gardé")
            )
        return card

    def _do(self, card: HeadsCard, work: Callable[[PreparationDesk], Heads], said: str) -> None:
        def done(found: tuple[Heads, tuple[Clash, ...]]) -> None:
            card.beside.approve(f"{card.jury}\u00a0: {said} ici.")
            card.show_heads(found[0], self.seat.zone)
            self._show_clashes(found[1])
            self.changed.emit()

        eve = self.seat.eve
        self.seat.tasks.run(
            lambda: (work(eve()), eve().clashes()), done, lambda no: card.beside.refuse(sentence(no)), owner=card
        )

    def _show(self, heads: Sequence[Heads], clashes: Sequence[Clash]) -> None:
        for one in heads:
            if one.jury in self.cards:
                self.cards[one.jury].show_heads(one, self.seat.zone)
        self._show_clashes(clashes)

    def _show_clashes(self, clashes: Sequence[Clash]) -> None:
        ours = [one for one in clashes if set(one.juries) & set(self.ids)]
        words = " ".join(clash_words(one, self.seat.zone) for one in ours)
        self.clash.say_sign(
            Sign("!", words, "warning")
            if words
            else Sign("✓", "Personne n’est attendu deux fois à la même heure.", "ok")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            for card in self.cards.values():
                card.president.dress()
                card.second.dress()
