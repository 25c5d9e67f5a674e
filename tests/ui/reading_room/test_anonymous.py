# SPDX-License-Identifier: AGPL-3.0-or-later
"""No widget of the room holds a name, first name, INE, class or school (features P22; arrêté of 13 Oct. 2014)."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.jury import SealedIdentity
from tests.fakes.desk import MemoryIncoming, MemoryStore, jury_source
from tests.ui.reading_room.seat import Seat, SeatAt

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


def walk(seat: Seat) -> Iterator[str]:
    """Go through every state of the room and say all that is on the screen in each."""
    for number in ("0401", "0408", "0421", "0406"):
        seat.room.open(JuryId("J01"), number)
        seat.settle()
        yield from everything(seat.window)
    seat.key("0401")
    seat.key(Qt.Key.Key_Return)
    seat.read_livret()
    seat.actions["find_in_jury"].trigger()
    seat.room.search.words.setText("favorable")
    seat.room.search.search()
    seat.settle()
    yield from everything(seat.window)
    seat.actions["focus_query"].trigger()
    seat.key("lux=")
    yield from everything(seat.window)
    yield from (str(value) for value in seat.room.state().values())


def test_no_widget_model_or_action_holds_a_planted_name(seat_at: SeatAt) -> None:
    store = NamedStore()
    source = jury_source()
    source._offered = replace(source._offered, identities=(IDENTITY,))
    seat = seat_at("J01", source=source, store=store)
    assert store.identities == (IDENTITY,), "the names must be on this Desk for the test to mean anything"
    seen = [text.casefold() for text in walk(seat)]
    assert any("0401" in text for text in seen), "the walk must see what is on the screen"
    assert not [text for text in seen if any(name in text for name in PLANTED)]


def test_the_walk_finds_a_name_that_is_on_the_screen(seat: Seat) -> None:
    seat.room.header.number.setToolTip(IDENTITY.name)
    assert any(IDENTITY.name in text for text in everything(seat.window))
