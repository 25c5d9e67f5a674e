# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where a plan de secours may be written: the keys first, then what was chosen by hand."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QDir, QSignalBlocker, QStandardPaths, QStorageInfo, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from lsl_desk.ui.link_words import size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QStandardItemModel

    from lsl_desk.ui.prepare.seat import Chooser
    from lsl_desk.ui.tasks import Tasks

_KEYS_UNDER = ("/media/", "/run/media/", "/Volumes/")


@dataclass(frozen=True, slots=True)
class Volume:
    """A place to write into.

    Attributes:
        path: where.
        words: as the list shows it.
        writable: it can be written.
    """

    path: str
    words: str
    writable: bool = True


def is_key(root: str, system: str, platform: str) -> bool:
    """Tell whether a volume is one that is plugged in: under the system's folder for them, or any other Windows drive.

    Args:
        root: where it is mounted.
        system: where this system's own is.
        platform: as `sys.platform`.
    """
    if platform == "win32":
        return root[:1].casefold() != system[:1].casefold()
    return root.startswith(_KEYS_UNDER)


def keys() -> tuple[Volume, ...]:
    """The volumes plugged in. It may wait for a disk: not on the GUI lane."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isValid() and volume.isReady() and is_key(volume.rootPath(), QDir.rootPath(), sys.platform):
            kind = bytes(volume.fileSystemType().data()).decode(errors="replace")
            state = "en lecture seule" if volume.isReadOnly() else f"{size(volume.bytesAvailable())} libres, {kind}"
            name = volume.displayName().rpartition("/")[2] or volume.rootPath()
            found.append(Volume(volume.rootPath(), f"Clé «\u00a0{name}\u00a0» ({state})", not volume.isReadOnly()))
    return tuple(found)


class PlaceChoice(QWidget):
    """A list of places and the button that adds one."""

    moved = Signal()
    """Another place is chosen."""

    def __init__(self, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chooser = chooser
        self._chosen: list[Volume] = []
        self._found: tuple[Volume, ...] = ()
        self._listed: list[Volume] = []
        self._picked = ""
        self.list = QComboBox()
        self.list.setAccessibleName("Où écrire le plan de secours")
        self.list.view().setAccessibleName("Clés et dossiers")
        self.list.setMinimumWidth(340)
        self.list.activated.connect(self._pick)
        self.list.currentIndexChanged.connect(self.moved)
        self.other = QPushButton("Choisir un dossier…")
        self.other.clicked.connect(lambda: chooser.place("Où écrire le plan de secours", self.add))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 1)
        row.addWidget(self.other)
        self.show_keys(())

    def look(self, tasks: Tasks) -> None:
        """Look again at what is plugged in."""
        tasks.run(keys, self.show_keys, owner=self)

    def show_keys(self, found: Sequence[Volume]) -> None:
        """List these keys, then the folders chosen by hand, then one's documents; what a person chose stays chosen."""
        home = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        places = [*found, *self._chosen, Volume(home, "Dossier «\u00a0Documents\u00a0» de ce compte")]
        if places == self._listed:
            return
        self._found, self._listed = tuple(found), places
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in places:
                self.list.addItem(one.words, one.path)
                self.list.setItemData(self.list.count() - 1, one.path, Qt.ItemDataRole.ToolTipRole)
            model = cast("QStandardItemModel", self.list.model())
            for row, one in enumerate(places):
                model.item(row).setEnabled(one.writable)
            wanted = [one.path for one in places if one.path == self._picked] or [
                one.path for one in places if one.writable
            ]
            self.list.setCurrentIndex(self.list.findData(wanted[0]))
        self.moved.emit()

    def add(self, path: str) -> None:
        """A folder was chosen by hand."""
        words = f"Dossier «\u00a0{PurePath(path).name or path}\u00a0»"
        self._chosen = [Volume(path, words), *(one for one in self._chosen if one.path != path)]
        self._picked = path
        self.show_keys(self._found)

    @property
    def path(self) -> str:
        """The place chosen."""
        return str(self.list.currentData() or "")

    def _pick(self, _row: int) -> None:
        self._picked = self.path
