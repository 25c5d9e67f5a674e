# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages where searched words stand, one line each (features P11)."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lsl_desk.client.ports import Hit

_NOWHERE = QModelIndex()

WORDS_ROLE = Qt.ItemDataRole.UserRole
"""The words that were sought, set in bold where the excerpt holds them."""


class HitsModel(QAbstractListModel):
    """« 0417 · page 2 » and the words around, in the order of the index."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()
        self._words = ""

    def show(self, hits: tuple[Hit, ...], words: str = "") -> None:
        """Show other pages, with the words that were sought in them."""
        self.beginResetModel()
        self.hits, self._words = hits, words
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        """One row a page."""
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, and the same said in full."""
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        excerpt = " ".join(hit.excerpt.split())
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{hit.number} · page\u00a0{hit.page + 1}\n{excerpt}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"N° élève {hit.number}, page {hit.page + 1}\u00a0: {excerpt}"
        if role == WORDS_ROLE:
            return self._words
        return excerpt if role == Qt.ItemDataRole.ToolTipRole else None
