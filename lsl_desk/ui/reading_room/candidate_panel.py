# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who: the candidates of the jury, one search line, quick filters, and how far the jury is (features P02, P03, E13)."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lsl_desk.client.sit.order import Column
from lsl_desk.client.sit.query import Query, parse
from lsl_desk.client.sit.rows import CandidateRow
from lsl_desk.client.sit.tally import progress_line
from lsl_desk.client.sit.values import CandidateState
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.reading import Reading
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted, number
from lsl_desk.ui.models.candidates import CandidatesModel, first_width
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.reading_room.quick_filters import QuickFilters
from lsl_desk.ui.reading_room.sitting_head import SittingHead
from lsl_desk.ui.widgets.line_table import LineTable
from lsl_desk.ui.widgets.status_line import StatusLine

HINT = "Exemples\u00a0: 0417 · ES · format=papier · état=à relire et série=S"
HINT_DECIDING = "Exemples\u00a0: 0417 · points<7 · décision=admis et lu=non"
REVEALED = "Filtre enlevé\u00a0: il cachait {number}."
_ONLY_READING = (Column.LIVRET, Column.PAGES)
_ONLY_DECIDING = (Column.POINTS, Column.DECISION)


class CandidatePanel(QWidget):
    """The table keeps its chosen candidate through every sort and filter that still shows them."""

    chosen = Signal(object)
    """N° élève of another candidate than the one already chosen."""

    livret_wanted = Signal()
    """Enter in the table: the keyboard goes to the livret."""

    order_changed = Signal()
    """The lines shown are others, or stand in another order: neighbours changed."""

    width_wanted = Signal(int)
    """The columns are others: the width at which they are whole, in logical pixels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = CandidatesModel(self)
        self._number: StudentNumber | None = None
        self._group = 1
        self.head = SittingHead()
        self.head.order_wanted.connect(self._order)
        self.head.hide()
        self.query = QLineEdit()
        self.query.setPlaceholderText("N° PV, N° élève, série ou condition")
        self.query.setAccessibleName("Filtrer les candidats")
        self.query.setAccessibleDescription(f"Par exemple {HINT}")
        self.query.setClearButtonEnabled(True)
        self.query.textChanged.connect(self._query_changed)
        self.query.installEventFilter(self)
        self.said = StatusLine("Réponse du filtre")
        self.filters = QuickFilters()
        self.filters.changed.connect(self._apply)
        self.table = LineTable("Candidats du jury")
        self.table.setObjectName("candidates")
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.entered_line.connect(self.livret_wanted)
        self.table.installEventFilter(self)
        self.model.layoutChanged.connect(self._after_sort)
        self.count = QLabel()
        self.count.setAccessibleName("Candidats affichés")
        self.progress = StatusLine("Avancement du jury")
        self.conflicts = QToolButton()
        self.conflicts.setAutoRaise(True)
        self.conflicts.setToolTip("Choisir entre deux valeurs d’une note (F7)")
        self.conflicts.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)  # the line keeps its height
        self.conflicts.setAccessibleName("Désaccords à régler")
        self.conflicts.hide()
        self._lay_out()
        self._dress()

    def _lay_out(self) -> None:
        self._fit_columns()
        self.table.horizontalHeader().setStretchLastSection(True)
        footer = QHBoxLayout()
        footer.setSpacing(12)
        footer.addWidget(self.count)
        footer.addWidget(self.progress, 1)
        footer.addWidget(self.conflicts)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(8, 8, 0, 6)
        column_box.setSpacing(5)
        column_box.addWidget(self.head)
        column_box.addWidget(self.query)
        column_box.addWidget(self.said)
        column_box.addWidget(self.filters)
        column_box.addWidget(self.table, 1)
        column_box.addLayout(footer)
        self.said.say(HINT, "muted")

    @property
    def shown(self) -> list[CandidateRow]:
        """The lines shown, in their order; not to be changed."""
        return self.model.shown

    def show_rows(self, rows: tuple[CandidateRow, ...]) -> None:
        """Show a jury, filtered and sorted as the panel was."""
        header = self.table.horizontalHeader()
        section, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        self.model.show(rows, Query())
        self.table.scrollToTop()  # else it stays where the jury before was left
        self.filters.offer(self.model.series)
        self.model.filter(self._understood() or Query())
        self.model.sort(section, order)
        self._select()
        self._say_counts()
        self.order_changed.emit()

    def show_sitting(self, *, deciding: bool, group: int = 1) -> None:
        """Make room for marks and decisions, or take it away; the nearest to a threshold come first at first."""
        self._group = group
        changed = self.model.narrow != deciding
        self.model.narrow = deciding
        self.head.setVisible(deciding)
        self.filters.show_sitting(deciding=deciding)
        if self._fit_columns() or changed:
            self.width_wanted.emit(self.first_width())
        header = self.table.horizontalHeader()
        if deciding and changed and header.sortIndicatorSection() not in range(len(Column)):
            self._order(Column.POINTS)
        self._say_counts()
        self._say_order()

    def update_state(self, state: CandidateState) -> None:
        """Show what became of a candidate's marks or decision; no line moves."""
        self.model.update_state(state)
        self._say_counts()

    def update_states(self, states: Mapping[StudentNumber, CandidateState]) -> None:
        """The same of everybody."""
        self.model.update_states(states)
        self._say_counts()

    def next_order(self) -> None:
        """Work in another order."""
        self.head.next_order()

    def refresh_rows(self, rows: tuple[CandidateRow, ...]) -> None:
        """Show what changed in the same jury; the chosen candidate and the scroll stay where they are."""
        place, along = self.table.verticalScrollBar().value(), self.table.horizontalScrollBar().value()
        if not self.model.update(rows):
            header = self.table.horizontalHeader()
            section, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
            self.table.setUpdatesEnabled(False)
            self.model.show(rows, Query())
            self.filters.offer(self.model.series)
            self.model.filter(self._understood() or Query())
            self.model.sort(section, order)
            self._select()
            self.table.verticalScrollBar().setValue(place)
            self.table.horizontalScrollBar().setValue(along)
            self.table.setUpdatesEnabled(True)
            self.order_changed.emit()
        self._say_counts()

    def show_conflicts(self, count: int) -> None:
        """« 1 désaccord à régler », in the last line of the column; nothing moves."""
        said = f"≠\u00a0{counted(count, 'désaccord')} à régler"
        self.conflicts.setText(said)
        self.conflicts.setAccessibleName(said.removeprefix("≠\u00a0"))
        self.conflicts.setVisible(count > 0)
        self._dress_conflicts()

    def choose(self, wanted: StudentNumber | None) -> None:
        """Select a candidate, with no word; nobody is selected when a filter hides them."""
        self._number = wanted
        self._select()

    def reveal(self, wanted: StudentNumber) -> None:
        """Take the filter away if it hides a candidate to whom one is led, and say so."""
        if self.model.place_of(wanted) >= 0 or self.model.row(wanted) is None:
            return
        self.filters.set_state("", "")
        self.query.clear()
        self._apply()
        self.said.say(REVEALED.format(number=wanted), "accent", aloud=True)

    def update_reading(self, wanted: StudentNumber, reading: Reading) -> None:
        """Show that a livret was further read; no line moves."""
        self.model.update_reading(wanted, reading)
        self._say_counts()

    def focus_query(self) -> None:
        """Take the keyboard in the search line."""
        self.query.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.query.selectAll()

    def first_width(self) -> int:
        """The width at which every column is whole, in logical pixels."""
        shown = (column for column in Column if not self.table.isColumnHidden(column.value))
        columns = sum(first_width(column, self.table.font(), narrow=self.model.narrow) for column in shown)
        return columns + self.table.verticalScrollBar().sizeHint().width() + 14

    def state(self) -> dict[str, str]:
        """What is filtered and sorted, to bring back after a lock."""
        header = self.table.horizontalHeader()
        section = header.sortIndicatorSection()
        return {
            "query": self.query.text(),
            "quick": self.filters.quick,
            "serie": self.filters.chosen_serie,
            "column": str(section if section < len(Column) else -1),
            "descending": "oui" if header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder else "",
        }

    def restore(self, state: dict[str, str]) -> None:
        """Bring it back; the jury is shown already."""
        self.filters.set_state(state.get("quick", ""), state.get("serie", ""))
        self.query.blockSignals(True)
        self.query.setText(state.get("query", ""))
        self.query.blockSignals(False)
        order = Qt.SortOrder.DescendingOrder if state.get("descending") else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(int(state.get("column", "-1")), order)
        self._apply()

    # ------------------------------------------------------------------------------------------------ what changes

    def _understood(self) -> Query | None:
        """The filter asked for, None when the search line cannot be understood (which is said)."""
        try:
            asked = parse(self.query.text(), self.model.series)
        except Refusal as refusal:
            self.said.say(f"✗\u00a0{sentence(refusal)}", "danger", aloud=True)
            return None
        self.said.say(self._hint, "muted")
        return asked.also(*self.filters.tests())

    def _query_changed(self, _text: str) -> None:
        self._apply()

    def _apply(self) -> None:
        asked = self._understood()
        if asked is None:
            return  # the lines stay as they were: the sentence says what is not understood
        self.model.filter(asked)
        self._select()
        self._say_counts()
        self.order_changed.emit()

    @property
    def _hint(self) -> str:
        """How the order is made, where that is not plain, until one searches: then what may be written."""
        if not self.model.narrow:
            return HINT
        searching = self.query.hasFocus() or self.query.text()
        return HINT_DECIDING if searching else self.head.told or HINT_DECIDING

    def _order(self, column: Column) -> None:
        header = self.table.horizontalHeader()
        if header.sortIndicatorSection() == column.value:
            self.model.sort(column.value)  # again: what was decided since moves its line now
        header.setSortIndicator(column.value, Qt.SortOrder.AscendingOrder)

    def _say_order(self) -> None:
        header = self.table.horizontalHeader()
        section, upwards = header.sortIndicatorSection(), header.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
        chosen = Column(section) if upwards and section in range(len(Column)) else None
        self.head.show_order(chosen, len(self.model.series), self._group)
        if self.query.text() == "":
            self.said.say(self._hint, "muted")

    def _fit_columns(self) -> bool:
        """Show the columns of a sitting or those of a reading; True when others were shown, which have new widths."""
        narrow = self.model.narrow
        hidden = {*(_ONLY_READING if narrow else _ONLY_DECIDING)}
        if narrow and len(self.model.series) < 2:
            hidden.add(Column.SERIE)
        same = all(self.table.isColumnHidden(column.value) == (column in hidden) for column in Column)
        for column in Column:
            self.table.setColumnHidden(column.value, column in hidden)
            if not same:
                self.table.setColumnWidth(column.value, first_width(column, self.table.font(), narrow=narrow))
        return not same

    def _after_sort(self) -> None:
        self._show_chosen()
        self._say_order()
        self.order_changed.emit()

    def _select(self) -> None:
        place = self.model.place_of(self._number)
        if place < 0:
            self.table.clearSelection()
            self.table.setCurrentIndex(QModelIndex())
            return
        column = max(0, self.table.currentIndex().column())
        self.table.setCurrentIndex(self.model.index(place, column))
        self._show_chosen()

    def _show_chosen(self) -> None:
        place = self.model.place_of(self._number)
        if place >= 0:
            index = self.model.index(place, max(0, self.table.currentIndex().column()))
            self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if not current.isValid():
            return
        wanted = self.model.shown[current.row()].number
        if wanted != self._number:
            self._number = wanted
            self.chosen.emit(wanted)

    def _say_counts(self) -> None:
        self.count.setText(f"{number(len(self.model.shown))} sur {number(self.model.total)}")
        self.progress.say(progress_line(self.model.tally), "muted")
        self.head.show_counts(self.model.tally)

    # ------------------------------------------------------------------------------------------------- Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the search line Enter and Down go to the table, Escape empties it, then leaves it."""
        moved = watched is self.query and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}
        if moved and not self.query.text():
            self.said.say(self._hint, "muted")
        if watched is self.query and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
                self._enter_table()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if self.query.text():
                    self.query.clear()
                else:
                    self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _enter_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.shown and self.model.place_of(self._number) < 0:
            self.table.setCurrentIndex(self.model.index(0, 0))

    def _dress(self) -> None:
        self.model.dress(tints(self.palette()))
        self._dress_conflicts()

    def _dress_conflicts(self) -> None:
        dressed = self.conflicts.palette()
        dressed.setColor(QPalette.ColorRole.ButtonText, tints(self.palette()).warning)
        self.conflicts.setPalette(dressed)
