# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words in every livret of the jury, and which livrets could not be searched (features P11)."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListView, QToolButton, QVBoxLayout, QWidget

from lsl_desk.client.desk import Desk
from lsl_desk.client.sit.search_jury import JurySearch
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.sentences import sentence
from lsl_desk.ui.french import counted
from lsl_desk.ui.icons import icon
from lsl_desk.ui.models.hits import HitsModel
from lsl_desk.ui.palettes import tints
from lsl_desk.ui.tasks import Tasks
from lsl_desk.ui.widgets.status_line import StatusLine
from lsl_desk.ui.widgets.two_lines import TwoLines

HINT = "Entrée cherche, Échap revient aux candidats"


class JurySearchPanel(QWidget):
    """One line to type, one line a page found. It asks the store and shows the answer, nothing else."""

    page_wanted = Signal(object, int, str)
    """N° élève, page index, the words: open the livret there."""

    left = Signal()
    """Back to the candidates."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._jury: JuryId | None = None
        self._words = ""
        self._asked = 0
        self.words = QLineEdit()
        self.words.setPlaceholderText("Mots à chercher dans tous les livrets")
        self.words.setAccessibleName("Chercher dans tout le jury")
        self.words.setClearButtonEnabled(True)
        self.words.returnPressed.connect(self.search)
        self.close_button = QToolButton()
        self.close_button.setAutoRaise(True)
        self.close_button.setAccessibleName("Revenir aux candidats")
        self.close_button.setToolTip("Revenir aux candidats (Échap)")
        self.close_button.clicked.connect(self.left)
        self.said = StatusLine("Résultat de la recherche")
        self.model = HitsModel(self)
        self.list = QListView()
        self.list.setObjectName("hits")
        self.list.setAccessibleName("Pages trouvées")
        self.list.setModel(self.model)
        self.list.setAlternatingRowColors(True)
        self.list.setItemDelegate(TwoLines(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.clicked.connect(self._open)
        self.without = QLabel()
        self.without.setWordWrap(True)
        self.without.setAccessibleName("Livrets sans texte")
        for part in (self.words, self.list, self.close_button):
            part.installEventFilter(self)
        self._lay_out()
        self._dress()

    def _lay_out(self) -> None:
        title = QLabel("Chercher dans tout le jury")
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 0, 6)
        column.setSpacing(5)
        column.addLayout(top)
        column.addWidget(self.words)
        column.addWidget(self.said)
        column.addWidget(self.list, 1)
        column.addWidget(self.without)
        self.said.say(HINT, "muted")

    def open_jury(self, jury: JuryId) -> None:
        """Search in this jury from now on."""
        self._jury = jury
        self._asked += 1
        self.model.show(())
        self.without.clear()
        self.said.say(HINT, "muted")

    def start(self) -> None:
        """Take the keyboard."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def search(self) -> None:
        """Look for the words typed; an answer that comes after another question is dropped."""
        jury, words = self._jury, self.words.text().strip()
        if jury is None or not words:
            self.said.say(HINT, "muted")
            return
        self._asked += 1
        ticket = self._asked
        self.said.say("Recherche…", "muted")

        def done(found: JurySearch) -> None:
            if ticket == self._asked:
                self._show(words, found)

        def refused(refusal: Refusal) -> None:
            if ticket == self._asked:
                self.said.say(f"✗\u00a0{sentence(refusal)}", "danger", aloud=True)

        self._tasks.run(lambda: self._desk.search(jury, words), done, refused, owner=self)

    def _show(self, words: str, found: JurySearch) -> None:
        self._words = words
        self.model.show(found.hits, words)
        livrets = len({hit.number for hit in found.hits})
        if found.hits:
            said = f"{counted(len(found.hits), 'page')} dans {counted(livrets, 'livret')}"
            self.said.say(said, "ok", aloud=True)
            self.list.setCurrentIndex(self.model.index(0, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.said.say(f"Aucune page ne contient «\u00a0{words}\u00a0»", "warning", aloud=True)
        self.without.setText(f"sans texte\u00a0: {', '.join(found.without_text)}" if found.without_text else "")

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            hit = self.model.hits[index.row()]
            self.page_wanted.emit(hit.number, hit.page, self._words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape leaves, Enter opens, Down goes from the words to the pages."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if watched is self.list and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._open(self.list.currentIndex())
                return True
            if watched is self.words and event.key() == Qt.Key.Key_Down:
                self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()

    def _dress(self) -> None:
        self.close_button.setIcon(icon("close", tints(self.palette()).muted))
