# SPDX-License-Identifier: AGPL-3.0-or-later
"""The user guide, from ``resources/guide``, read without a network."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QTextBrowser, QVBoxLayout, QWidget

from lsl_desk.bundled import bundled
from lsl_desk.ui.dialogs.base import Dialog

_PATH = Qt.ItemDataRole.UserRole


class GuideWindow(Dialog):
    """The pages at the left, the page at the right; links lead only to other pages of the guide."""

    def __init__(self, parent: QWidget | None = None, folder: Path | None = None) -> None:
        super().__init__("Guide de LSL Desk", parent)
        self.pages = QListWidget()
        self.pages.setAccessibleName("Pages du guide")
        self.text = QTextBrowser()
        self.text.setAccessibleName("Page du guide")
        self.text.setOpenLinks(False)
        self.text.anchorClicked.connect(self._follow)
        for path in sorted((folder or bundled("guide")).glob("*.md")):
            item = QListWidgetItem(_title(path))
            item.setData(_PATH, str(path))
            self.pages.addItem(item)
        self.pages.currentItemChanged.connect(lambda item, _before: self._show(item))
        split = QSplitter()
        split.setObjectName("guide")
        split.addWidget(self.pages)
        split.addWidget(self.text)
        split.setSizes([240, 660])
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.addWidget(split)
        self.resize(960, 680)
        self.pages.setCurrentRow(0)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            path = Path(item.data(_PATH))
            self.text.setSearchPaths([str(path.parent)])
            self.text.document().setDocumentMargin(24)
            self.text.setMarkdown(path.read_text(encoding="utf-8"))

    def _follow(self, link: QUrl) -> None:
        wanted = Path(link.path()).name
        for row in range(self.pages.count()):
            if wanted and Path(self.pages.item(row).data(_PATH)).name == wanted:
                self.pages.setCurrentRow(row)
        if link.hasFragment():
            self.text.scrollToAnchor(link.fragment())


def _title(path: Path) -> str:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            return line[2:].strip()
    return path.stem
