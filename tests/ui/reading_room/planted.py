# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names planted in a store, and every text that a tree of widgets can show or say."""

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from tests.fakes.desk import MemoryIncoming, MemoryStore

IDENTITY = SealedIdentity(
    number=StudentNumber("0401"),
    name="ZZPATRONYME",
    usage_name="ZZUSAGE",
    first_names="Zzprénom",
    third_name="ZZTROISIEME",
    ine="ZZ00000000X",
    division="ZZTES7 ZZLYCEE",
)
PLANTED = ("zzpatronyme", "zzusage", "zzprénom", "zztroisieme", "zz00000000x", "zztes7", "zzlycee")
_GETTERS = (
    "text", "toolTip", "accessibleName", "accessibleDescription", "statusTip", "whatsThis", "windowTitle",
    "placeholderText", "objectName", "currentText", "title", "toPlainText",
)  # fmt: skip
_ROLES = (*(role.value for role in Qt.ItemDataRole if role != Qt.ItemDataRole.UserRole), *range(256, 272))


def told(thing: QObject) -> Iterator[str]:
    """Every text an object can show or say."""
    for getter in _GETTERS:
        method = getattr(thing, getter, None)
        if callable(method):
            yield str(method())
    if isinstance(thing, QAbstractItemModel):
        columns = 1 if isinstance(thing, QAbstractListModel) else thing.columnCount()
        for row in range(thing.rowCount()):
            for column in range(columns):
                yield from (str(thing.data(thing.index(row, column), role)) for role in _ROLES)


def everything(root: QWidget) -> Iterator[str]:
    """Every text in the tree of objects under a widget, its models and actions included."""
    for thing in (root, *root.findChildren(QObject), *root.window().findChildren(QAction)):
        yield from told(thing)


class NamedStore(MemoryStore):
    """A store whose last import brought names."""

    def __init__(self) -> None:
        super().__init__()
        self.identities: tuple[SealedIdentity, ...] = ()

    def incoming(self) -> MemoryIncoming:
        return _KeepingNames(self)


class _KeepingNames(MemoryIncoming):
    def commit(self, file, identities, anomalies, read=(), carried=None):  # type: ignore[no-untyped-def] # the same as its base
        assert isinstance(self._store, NamedStore)
        self._store.identities = identities
        super().commit(file, identities, anomalies, read, carried)
