# SPDX-License-Identifier: AGPL-3.0-or-later
"""Above the livret: the N° élève, largest text on the screen, and what the Desk knows of this livret (features I05)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from lsl_desk.client.sit.rows import CandidateRow, LivretState
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.fallback import Footing
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretRef
from lsl_desk.domain.reading import ReadState
from lsl_desk.sentences import sentence
from lsl_desk.ui.models.signs import Tone, number_lock_sign, pages_spoken, reading_sign
from lsl_desk.ui.widgets.status_line import StatusLine

_NUMBER_SCALE = 3.2
"""Size of the N° élève against the text around it."""

COPY_LABEL = "Ouvrir une copie de secours"
FALLEN = "Plan de secours\u00a0: lecture, notes, décisions, PV disponibles\u202f; envoi en attente."
BACK_SOON = "De retour\u00a0: le suivant sera lu en ligne."
BACK_NOW = "✓\u00a0De retour en ligne."


class RoomHeader(QFrame):
    """Who is on the screen. Its height never changes, whatever it has to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Candidat à l’écran")
        self.number = QLabel()
        self.number.setAccessibleName("N° élève")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.number.setFont(_scaled(self.number.font(), _NUMBER_SCALE, QFont.Weight.Bold))
        self.number.setMinimumWidth(self.number.fontMetrics().horizontalAdvance("0000"))
        self.number.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.who = StatusLine("N° PV, série et page")
        self.reading = StatusLine("Lecture du livret")
        self.lock = StatusLine("Contrôle du numéro")
        self.notice = StatusLine("Message", lines=3)
        self.notice.hide()
        self.copy_button = QPushButton(COPY_LABEL)
        self.copy_button.setAutoDefault(False)
        self.copy_button.setToolTip("Choisir un autre dossier ou zip du même jury")
        self.copy_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._page = (0, 0)
        self._row: CandidateRow | None = None
        self._reader = ""
        self._footing = Footing(False)
        self._sent = ""
        for part in (self.number, self.who, self.reading, self.lock, self.notice):
            part.setAutoFillBackground(True)  # else every widget it stands in is painted again under it
        self._lay_out()
        self.show_candidate(None, None)

    def _lay_out(self) -> None:
        self.who.setFont(_scaled(self.who.font(), 1.1, QFont.Weight.DemiBold))
        left = QVBoxLayout()
        left.setSpacing(2)
        for line in (self.who, self.reading, self.lock):
            left.addWidget(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 12, 6)
        row.setSpacing(18)
        row.addWidget(self.number)
        row.addLayout(left, 4)
        row.addWidget(self.notice, 3)
        row.addWidget(self.copy_button)
        self.setFixedHeight(max(self.number.sizeHint().height(), left.sizeHint().height()) + 12)

    def offer_copies(self, *imports: QAction) -> None:
        """Offer these ways to another copy of the jury, when a livret cannot be opened."""
        menu = QMenu(self.copy_button)
        menu.addActions(imports)
        self.copy_button.setMenu(menu)

    @property
    def page_count(self) -> int:
        """Pages of the livret on the screen, 0 without one."""
        return self._page[1]

    def show_candidate(self, row: CandidateRow | None, livret: LivretRef | None) -> None:
        """Show who is on the screen, or nobody."""
        self._page = (0, 0 if livret is None else livret.page_count)
        self._sent = ""
        self.notice.clear()
        self.notice.hide()  # who is on the screen takes its place
        self.copy_button.setVisible(row is not None and row.livret in {LivretState.REFUSED, LivretState.MISSING})
        self.number.setText("" if row is None else row.number)
        self.number.setVisible(row is not None)
        if livret is None:
            self.lock.clear()
        else:
            self.lock.say_sign(number_lock_sign(livret))
        self.show_row(row)

    def show_row(self, row: CandidateRow | None) -> None:
        """Show how far the same candidate is read now."""
        self._row = row
        self._say_who()
        if row is None:
            self.reading.clear()
        elif row.held:
            sign = reading_sign(row)
            by = f" · {self._reader}" if self._reader and row.reading.state is ReadState.READ else ""
            self.reading.say(f"{sign.sign}\u00a0{pages_spoken(row)}{by}", sign.tone)
        else:
            self.reading.say_sign(reading_sign(row))

    def show_reader(self, words: str) -> None:
        """Say who read this livret on another post, "" when nobody did."""
        if words != self._reader:
            self._reader = words
            self.show_row(self._row)

    def show_page(self, page: int, count: int) -> None:
        """Say which page is shown, from 0."""
        self._page = (page, count)
        self._say_who()

    def say(self, text: str, tone: Tone) -> None:
        """Say something that needs no answer; it stays until the next candidate or message."""
        self.notice.show()
        self.notice.say(text, tone, aloud=True)

    def say_footing(self, footing: Footing) -> bool:
        """Say that the work falls on the copy kept here, or is back; whether it has just fallen."""
        before, self._footing = self._footing, footing
        fell = footing.fallen and not before.fallen
        if fell:
            self._sent = ""
            self.say(FALLEN, "warning")
        elif footing.back and not before.back:
            self._say_back(BACK_SOON, "accent")
        elif before.fallen and not footing.fallen:
            self._say_back(BACK_NOW, "ok")
        return fell

    def say_sent(self, words: str) -> None:
        """Say what became of the acts that had waited, beside the way back: either may come first."""
        self._sent = words
        if self._footing.back:
            self._say_back(BACK_SOON, "accent")
        else:
            self.say(words, "ok")

    def _say_back(self, words: str, tone: Tone) -> None:
        self.say(" · ".join(one for one in (self._sent, words) if one), tone)

    def not_kept(self, number: StudentNumber, page: int, refusal: Refusal) -> None:
        """Say that a page could not be written down: it is not counted as read."""
        self.say(f"✗\u00a0{number}, page {page + 1} non comptée\u00a0: {sentence(refusal)}", "danger")

    def failed(self, refusal: Refusal) -> None:
        """Say that the livret, or a page of it, cannot be shown, and offer another copy."""
        self.say(f"✗\u00a0{sentence(refusal)}", "danger")
        self.copy_button.show()

    def _say_who(self) -> None:
        row = self._row
        if row is None:
            self.who.say("Aucun candidat à l’écran", "muted")
            return
        page, count = self._page
        parts = [f"N° PV\u00a0{row.pv}"] if row.pv else []
        parts += [f"série\u00a0{row.serie}"] if row.serie else []
        parts += [f"page\u00a0{page + 1}\u00a0/\u00a0{count}"] if count else []
        self.who.say(" · ".join(parts))


def _scaled(font: QFont, scale: float, weight: QFont.Weight) -> QFont:
    scaled = QFont(font)
    scaled.setPointSizeF(font.pointSizeF() * scale)
    scaled.setWeight(weight)
    return scaled
