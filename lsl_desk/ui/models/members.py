# SPDX-License-Identifier: AGPL-3.0-or-later
"""The members of a jury as a table that is filled by keyboard: name, quality, presence (features P26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from lsl_desk.domain.acts import Member, Presence, Quality
from lsl_desk.pv_words import PRESENCES, QUALITIES
from lsl_desk.ui.palettes import LIGHT, Tints
from lsl_desk.ui.sitting_words import PRESENCE_SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_Role = Qt.ItemDataRole

NAME, QUALITY, PRESENCE = range(3)
_HEADINGS = ("Nom", "Qualité", "Présence")
_NEXT = {Presence.AWAY: Presence.HERE, Presence.HERE: Presence.REMOTE, Presence.REMOTE: Presence.AWAY}


class MembersModel(QAbstractTableModel):
    """A line a member. Space on a line goes through the presences."""

    def __init__(self, members: Iterable[Member], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._members = list(members)
        self._tints = LIGHT

    @property
    def members(self) -> tuple[Member, ...]:
        """Those who have a name; a line left empty is nobody."""
        return tuple(one for one in self._members if one.name)

    @property
    def unnamed(self) -> int | None:
        """The first line that says somebody attends and does not say who, None when there is none."""
        lines = enumerate(self._members)
        return next((row for row, one in lines if not one.name and one.presence is not Presence.AWAY), None)

    def member(self, row: int) -> Member:
        """One line."""
        return self._members[row]

    def cycle(self, row: int) -> None:
        """Absent, present, at a distance."""
        self._put(row, replace(self._members[row], presence=_NEXT[self._members[row].presence]))

    def next_quality(self, row: int) -> None:
        """The quality that comes after this one, round."""
        qualities = list(QUALITIES)
        place = (qualities.index(self._members[row].quality) + 1) % len(qualities)
        self._put(row, replace(self._members[row], quality=qualities[place]))

    def all_here(self) -> None:
        """Everybody who has a name is present."""
        for row, one in enumerate(self._members):
            if one.name:
                self._put(row, replace(one, presence=Presence.HERE))

    def add(self) -> int:
        """A line more; returns its row."""
        row = len(self._members)
        self.beginInsertRows(_NOWHERE, row, row)
        self._members.append(Member("", Quality.PUBLIC_TEACHER, Presence.HERE))
        self.endInsertRows()
        return row

    def remove(self, row: int) -> None:
        """Take a line away."""
        self.beginRemoveRows(_NOWHERE, row, row)
        del self._members[row]
        self.endRemoveRows()

    def dress(self, shown: Tints) -> None:
        """Take the colours of a palette."""
        self._tints = shown

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """One row a member."""
        return 0 if parent.isValid() else len(self._members)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        """Name, quality, presence."""
        return 0 if parent.isValid() else len(_HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == _Role.DisplayRole:
            return _HEADINGS[section]
        return None

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """A cell; a screen reader hears the whole line."""
        if not index.isValid():
            return None
        one = self._members[index.row()]
        sign, word = PRESENCE_SIGNS[one.presence], PRESENCES[one.presence]
        if role in {_Role.DisplayRole, _Role.EditRole}:
            return (one.name, QUALITIES[one.quality], f"{sign}\u00a0{word}")[index.column()]
        if role == _Role.AccessibleTextRole:
            return f"{one.name or 'sans nom'}, {QUALITIES[one.quality]}, {word}"
        if role == _Role.ForegroundRole and index.column() == PRESENCE:
            return {Presence.HERE: self._tints.ok, Presence.REMOTE: self._tints.warning}.get(
                one.presence, self._tints.muted
            )
        return None

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Take a name."""
        if role != _Role.EditRole or not index.isValid() or index.column() != NAME:
            return False
        self._put(index.row(), replace(self._members[index.row()], name=str(value).strip()))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """A name is typed; the rest is gone through by a key."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def _put(self, row: int, member: Member) -> None:
        self._members[row] = member
        self.dataChanged.emit(self.index(row, 0), self.index(row, PRESENCE))
