# SPDX-License-Identifier: AGPL-3.0-or-later
"""The badge that says where the data come from: always at the same place and size, it never moves anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QSizePolicy, QWidget

from lsl_desk.domain.connection import LinkState
from lsl_desk.ui.french import moment, number
from lsl_desk.ui.icons import pixmap
from lsl_desk.ui.palettes import Tints, current_tints, mixed, tints

if TYPE_CHECKING:
    from datetime import tzinfo

    from PySide6.QtGui import QColor

    from lsl_desk.domain.connection import Link
    from lsl_desk.domain.fallback import Footing

LOCAL = "hors ligne — copie locale"
BACK_NEXT = "de retour au candidat suivant"
SEARCHING = "recherche de l’académie…"

_SIGNS = {
    LinkState.LOCAL: "offline",
    LinkState.ONLINE: "online",
    LinkState.DEGRADED: "unstable",
    LinkState.CUT: "cut",
    LinkState.BACK: "back",
}
_WORDS = {LinkState.LOCAL: LOCAL, LinkState.ONLINE: "en ligne", LinkState.BACK: "de retour en ligne"}
_WAITING = " · {number} en attente"
_WIDEST = (LOCAL, SEARCHING, f"plan de secours — copie du 28 septembre 00:00{_WAITING.format(number=888)}")


def badge_words(link: Link, zone: tzinfo | None = None) -> str:
    """« coupé depuis 09:30 », in the centre's zone."""
    if link.state is LinkState.CUT:
        return f"coupé depuis {link.since.astimezone(zone):%H:%M}"
    if link.state is LinkState.DEGRADED:
        return SEARCHING if link.last is None and not link.failures else "en ligne, instable"
    return _WORDS[link.state]


def copy_words(footing: Footing, zone: tzinfo | None = None) -> str:
    """« plan de secours — copie du 2 juillet 17:42 », in the centre's zone."""
    if footing.back:
        return BACK_NEXT
    return "plan de secours" + ("" if footing.copy is None else f" — copie du {moment(footing.copy, zone)}")


class Badge(QAbstractButton):
    """A sign, words and a colour, at the right of the status bar; pressed, it says what still works."""

    def __init__(self, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._state, self._fallen = LinkState.LOCAL, False
        self._plain, self._hall, self._lost = LOCAL, "", False
        self._waiting = 0
        self._sign, self.words = QLabel(), QLabel(LOCAL)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip("Ce qui fonctionne, ce qui attend")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 12, 2)
        row.setSpacing(6)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        for label in (self._sign, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._say(LOCAL)

    def show_link(self, link: Link, footing: Footing | None = None, waiting: int = 0) -> None:
        """Show a state of the link; nothing around it moves.

        Args:
            link: as it stands.
            footing: on which copy the jury on the screen is read, None when there is none.
            waiting: acts of this post that the academy has not received, told while it is away (J3 step 4).
        """
        away = link.state is LinkState.CUT if footing is None else footing.fallen and not footing.back
        self._waiting = waiting if away else 0
        fallen = footing is not None and footing.fallen
        self._state = LinkState.BACK if footing is not None and footing.back else link.state
        self._fallen = fallen and self._state is not LinkState.BACK
        self._say(copy_words(footing, self._zone) if footing and fallen else badge_words(link, self._zone))

    def show_local(self, footing: Footing | None = None) -> None:
        """Show that nothing is linked to anything: all is on this computer, perhaps from a plan de secours."""
        self._waiting = 0
        self._state, self._fallen = LinkState.LOCAL, footing is not None and footing.fallen
        self._say(copy_words(footing, self._zone) if footing and footing.fallen else LOCAL)

    def show_hall(self, words: str, *, lost: bool) -> None:
        """Show that this post is in a room without server, while no academy answers; nothing around it moves.

        Args:
            words: « en salle, 3 postes », "" outside of a room.
            lost: the room does not answer.
        """
        self._hall, self._lost = words, lost
        self._say(self._plain)

    @property
    def _in_hall(self) -> bool:
        return bool(self._hall) and (self._fallen or self._state in {LinkState.LOCAL, LinkState.CUT})

    def sizeHint(self) -> QSize:
        """As wide as the longest words it may have to say."""
        metrics = self.words.fontMetrics()
        wide = max(metrics.horizontalAdvance(words) for words in _WIDEST)
        return QSize(wide + 16 + 6 + 20 + 4, max(metrics.height(), 16) + 4)

    def minimumSizeHint(self) -> QSize:
        """The same: it never shrinks."""
        return self.sizeHint()

    def _say(self, plain: str) -> None:
        self._plain = plain
        words = self._hall if self._in_hall else plain
        words += _WAITING.format(number=number(self._waiting)) if self._waiting else ""
        self.words.setText(words)
        self.setAccessibleName(f"Connexion\u00a0: {words}")
        self._dress()

    def _dress(self) -> None:
        shown = current_tints()
        sign, colour = _SIGNS[self._state], _colour(self._state, shown)
        if self._fallen:
            sign, colour = "fallback", shown.warning
        if self._in_hall:
            sign, colour = "hall", shown.warning if self._lost else shown.ok
        self._sign.setPixmap(pixmap(sign, colour, 16, 2.0))
        dressed = self.words.palette()
        # Inside a button a label is written in the button's role, whatever its own WindowText.
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
            dressed.setColor(role, colour)
        self.words.setPalette(dressed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet ground under the mouse, a line around it with the keyboard."""
        focused = self.hasFocus()
        if not focused and not self.underMouse():
            return
        shown = tints(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(shown.accent, 1.5) if focused else Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self.palette().window().color(), shown.accent, 0.10))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()


def _colour(state: LinkState, shown: Tints) -> QColor:
    return {
        LinkState.LOCAL: shown.muted,
        LinkState.ONLINE: shown.ok,
        LinkState.DEGRADED: shown.warning,
        LinkState.CUT: shown.danger,
        LinkState.BACK: shown.accent,
    }[state]
