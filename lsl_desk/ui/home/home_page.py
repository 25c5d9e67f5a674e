# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accueil: the juries of this seat as tiles, or what to do when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.ui.french import counted
from lsl_desk.ui.home.jury_tile import JuryTile, TileSync
from lsl_desk.ui.home.session_choice import SessionChoice
from lsl_desk.ui.home.sync_strip import SyncStrip
from lsl_desk.ui.icons import icon, pixmap
from lsl_desk.ui.palettes import current_tints

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime, tzinfo

    from lsl_desk.client.prepare.values import Deadline, JuryReadiness
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.domain.period import Period
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.home.eve_panel import EvePanel
    from lsl_desk.ui.home.tile_lines import Line, State

_GAP, _MARGIN = 16, 28


class HomePage(QWidget):
    """The tiles, moved among with the arrows; Enter opens."""

    wanted = Signal(str)
    """Open this jury."""
    painted = Signal()
    """Its first picture is being made: it is on the screen one turn of the loop later."""
    prepare_wanted = Signal(object, object)
    """Prepare a jury, None for the whole centre; a `Todo` when it is about one matter, else None."""
    session_chosen = Signal(object)
    """A person wants to see the juries of this `Period`."""

    def __init__(self, actions: Actions, zone: tzinfo | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._actions = actions
        self.tiles: tuple[JuryTile, ...] = ()
        self._was_painted = False
        self._columns = 0
        self._current: JuryId | None = None
        self.juries: tuple[JurySummary, ...] = ()
        """All that this post holds; the tiles are those of one session."""
        self.sessions = SessionChoice()
        self.sessions.chosen.connect(self._choose)
        self._session: Period | None = None
        self.sync = SyncStrip()
        self.eve: EvePanel | None = None
        """What the centre's head has beside the tiles; made when a centre's head looks."""
        self._stands: dict[JuryId, tuple[tuple[Line, ...], tuple[State, str]]] = {}
        self._synced: dict[JuryId, TileSync] = {}
        self._contacts: dict[JuryId, datetime] = {}
        self._stages: dict[JuryId, tuple[str, bool]] = {}
        self._title, self._summary, self._empty_sign = QLabel("Jurys"), QLabel(), QLabel()
        self._import_buttons: list[tuple[QPushButton, str]] = []
        self._grid = QGridLayout()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._tiles_page())
        self._pages.addWidget(self._empty_page())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        whole.addWidget(self.sync)
        self._dress()

    def show_head(self, head: bool) -> None:
        """Say whether it is the centre's head who looks: the tiles are then those of the eve, with a panel beside."""
        if head and self.eve is None:
            from lsl_desk.ui.home.eve_panel import EvePanel  # noqa: PLC0415 - a president's start has none

            self.eve = EvePanel()
            self.eve.wanted.connect(lambda todo: self.prepare_wanted.emit(todo.jury, todo))
            self.eve.centre_wanted.connect(lambda: self.prepare_wanted.emit(None, None))
            self._beside.addWidget(self.eve)
            self._beside.setContentsMargins(0, 12, _MARGIN, _MARGIN)
            self._grid.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        if self.eve is not None:
            self.eve.setVisible(head)
        if not head:
            self._stands.clear()

    def show_readiness(self, juries: Sequence[JuryReadiness], deadlines: Sequence[Deadline], today: date) -> None:
        """Show how the juries stand for the morning; no tile moves.

        Args:
            juries: each of them.
            deadlines: the centre's next operations.
            today: at the centre.
        """
        from lsl_desk.ui.home import eve_words  # noqa: PLC0415 - after the first paint

        if not self._heads:
            return
        self._stands = {
            one.jury: (eve_words.jury_lines(one, today, self._zone), eve_words.headline(one)) for one in juries
        }
        for tile in self.tiles:
            if tile.summary.jury in self._stands:
                tile.show_lines(*self._stands[tile.summary.jury])
        if self.eve is not None:
            self.eve.show_todos(eve_words.panel_title(juries, self._zone), eve_words.todos(juries))
            self.eve.show_deadlines(deadlines, today)

    @property
    def _heads(self) -> bool:
        return self.eve is not None and not self.eve.isHidden()

    def show_session(self, session: Period | None) -> None:
        """Show the juries of a session, as it was chosen earlier; None for the latest that is held."""
        self._session = session
        self._show_tiles()

    def _choose(self, session: Period) -> None:
        self.show_session(session)
        self.session_chosen.emit(session)

    def show_juries(self, juries: Sequence[JurySummary]) -> None:
        """Show these juries, those of one session at a time; the one that had the keyboard keeps it."""
        self.juries = tuple(juries)
        self._show_tiles()

    def _show_tiles(self) -> None:
        juries = self.sessions.show_held(self.juries, self._session)
        current, had_focus = self.current, any(tile.hasFocus() for tile in self.tiles)
        for tile in self.tiles:
            self._grid.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = tuple(self._tile(summary) for summary in juries)
        self._columns = 0
        self._arrange()
        self._pages.setCurrentIndex(0 if self.tiles else 1)
        candidates = sum(one.candidates for one in juries)
        livrets, read = sum(one.livrets for one in juries), sum(one.read for one in juries)
        parts = [counted(len(juries), "jury"), counted(candidates, "candidat")]
        if livrets:
            parts.append(f"{counted(read, 'livret lu', 'livrets lus')} sur {livrets}")
        self._summary.setText(" · ".join(parts))
        for name in ("doctor", "erase_jury"):
            self._actions.allow(name, bool(self.tiles))
        if had_focus or (self.isVisible() and not self.sessions.hasFocus()):
            self.focus_jury(current if any(tile.summary.jury == current for tile in self.tiles) else None)

    def show_sync(self, jury: JuryId, words: str, share: float | None, *, bad: bool = False) -> None:
        """Say on a jury's tile how far its fetching is; no tile moves.

        Args:
            jury: which.
            words: in the place of « version 2, importée le … ».
            share: of its livrets, from 0 to 1; None once nothing is fetched any more.
            bad: something is missing.
        """
        self._synced[jury] = TileSync(words, share, bad=bad)
        for tile in self.tiles:
            if tile.summary.jury == jury:
                tile.show_sync(self._synced[jury])

    def show_contacts(self, contacts: Mapping[JuryId, datetime]) -> None:
        """Say when the academy last confirmed each jury."""
        self._contacts.update(contacts)
        for tile in self.tiles:
            if tile.summary.jury in contacts and tile.summary.jury not in self._synced:
                tile.show_contact(contacts[tile.summary.jury])

    def show_stage(self, jury: JuryId, stage: str, *, read_only: bool = False) -> None:
        """Say where the sitting of a jury stands, in a word, and whether all that is left is to read; no tile moves."""
        self._stages[jury] = (stage, read_only)
        for tile in self.tiles:
            if tile.summary.jury == jury:
                tile.show_stage(stage, read_only=read_only)

    def say_opening(self, jury: JuryId) -> None:
        """Say at once, before anything else is done, that a jury is being opened."""
        for tile in self.tiles:
            if tile.summary.jury == jury:
                tile.say_opening()

    def forget_sync(self) -> None:
        """The Desk is locked: nothing is fetched any more."""
        self._stages.clear()
        self._synced.clear()
        self._contacts.clear()
        self.sync.say("")

    @property
    def current(self) -> JuryId | None:
        """The jury that has, or last had, the keyboard."""
        held = [tile.summary.jury for tile in self.tiles]
        return self._current if self._current in held else (held[0] if held else None)

    def focus_jury(self, jury: JuryId | None) -> None:
        """Give the keyboard to a jury's tile, the first by default; its session is shown."""
        for one in self.juries:
            if one.jury == jury and all(tile.summary.jury != jury for tile in self.tiles):
                self._session = one.period
                self._show_tiles()
        for tile in self.tiles:
            if tile.summary.jury == (jury or self.current):
                tile.setFocus()
                return
        buttons = [button for button, _ in self._import_buttons if button.isVisibleTo(self)]
        if buttons and not self.tiles:
            buttons[0].setFocus()

    def _tile(self, summary: JurySummary) -> JuryTile:
        tile = JuryTile(summary, self._zone, head=self._heads)
        tile.clicked.connect(lambda: self.wanted.emit(summary.jury))
        tile.prepare_wanted.connect(lambda: self.prepare_wanted.emit(summary.jury, None))
        if self._heads and summary.jury in self._stands:
            tile.show_lines(*self._stands[summary.jury])
        if summary.jury in self._synced:
            tile.show_sync(self._synced[summary.jury])
        elif summary.jury in self._contacts:
            tile.show_contact(self._contacts[summary.jury])
        stage, read_only = self._stages.get(summary.jury, ("", False))
        tile.show_stage(stage, read_only=read_only)
        tile.installEventFilter(self)
        opening = QAction("Ouvrir", tile)
        opening.triggered.connect(tile.click)
        prepared = [self._actions["prepare"]] if self._heads else []
        tile.addActions([opening, *prepared, self._actions["doctor"], self._actions["erase_jury"]])
        tile.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return tile

    def _arrange(self) -> None:
        beside = self.eve.width() + _MARGIN if self.eve is not None and self._heads else 0
        width = self.width() - beside - 2 * _MARGIN - self._area.verticalScrollBar().sizeHint().width()
        columns = max(1, min(len(self.tiles), (width + _GAP) // (JuryTile.LEAST_WIDTH + _GAP)))
        if columns == self._columns:
            return
        for column in range(max(columns, self._grid.columnCount())):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        # Few tiles stand under the title, not in the middle of a wide screen.
        most = columns * (JuryTile.MOST_WIDTH + _GAP) - _GAP + 2 * _MARGIN
        self._tiles.setMaximumWidth(most)
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // columns, place % columns)
        for row in range(len(self.tiles) + 1):
            self._grid.setRowStretch(row, 1 if row == (len(self.tiles) + columns - 1) // columns else 0)

    def _tiles_page(self) -> QWidget:
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        self._title.setFont(font)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._summary)
        head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 20, _MARGIN, 4)
        head.addLayout(words, 1)
        head.addWidget(self.sessions, 0, Qt.AlignmentFlag.AlignVCenter)
        for button in self._buttons():
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._grid.setSpacing(_GAP)
        self._grid.setContentsMargins(_MARGIN, 12, _MARGIN, _MARGIN)
        self._tiles = QWidget()
        self._tiles.setLayout(self._grid)
        self._area = QScrollArea()
        self._area.setWidget(self._tiles)
        self._area.setWidgetResizable(True)
        self._area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        self._beside = QHBoxLayout()
        self._beside.setContentsMargins(0, 0, 0, 0)
        self._beside.setSpacing(0)
        self._beside.addWidget(self._area, 1)
        column.addLayout(self._beside, 1)
        return page

    def _empty_page(self) -> QWidget:
        title = QLabel("Aucun jury sur ce poste")
        title.setFont(self._title.font())
        said = QLabel(
            "Importez le dossier ou le zip de l’«\u00a0Édition LSL par jury\u00a0», celui qui contient l’index\n"
            "et les PDF, ou faites-le glisser dans cette fenêtre."
        )
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QHBoxLayout()
        buttons.addStretch()
        for button in self._buttons():
            buttons.addWidget(button)
        buttons.addStretch()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setSpacing(14)
        column.addStretch(2)
        for part in (self._empty_sign, title, said):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(buttons)
        column.addStretch(3)
        return page

    def _buttons(self) -> list[QPushButton]:
        made = []
        for name, sign in (("import_jury", "folder"), ("import_zip", "import-zip")):
            action = self._actions[name]
            button = QPushButton(action.text())
            button.setToolTip(action.toolTip())
            button.setAccessibleName(action.text())
            button.setIconSize(QSize(20, 20))
            button.clicked.connect(action.trigger)
            self._import_buttons.append((button, sign))
            made.append(button)
        return made

    def _dress(self) -> None:
        self._empty_sign.setPixmap(pixmap("folder", current_tints().accent, 64, 2.0))
        for button, sign in self._import_buttons:
            button.setIcon(icon(sign, QGuiApplication.palette().buttonText().color()))
        for tile in self.tiles:
            tile.dress()

    def _move(self, tile: JuryTile, key: int) -> bool:
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
            Qt.Key.Key_Home: -len(self.tiles),
            Qt.Key.Key_End: len(self.tiles),
        }
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            tile.click()
            return True
        step = steps.get(Qt.Key(key))
        if step is None:
            return False
        place = self.tiles.index(tile) + step
        if abs(step) == self._columns and not 0 <= place < len(self.tiles):
            return True
        wanted = self.tiles[min(max(place, 0), len(self.tiles) - 1)]
        wanted.setFocus()
        self._area.ensureWidgetVisible(wanted)
        return True

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows move among the tiles."""
        if isinstance(watched, JuryTile) and watched in self.tiles:
            if event.type() is QEvent.Type.FocusIn:
                self._current = watched.summary.jury
            if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
                return plain and self._move(watched, event.key())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell the first one."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many tiles a row as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress()
