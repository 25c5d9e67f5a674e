# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every page of the eve works with, and what a page is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Protocol, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from lsl_desk.sentences import sentence
from lsl_desk.ui.dialogs.base import Beside
from lsl_desk.ui.home.jury_tile import paint_text
from lsl_desk.ui.palettes import current_tints

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from lsl_desk.client.prepare.for_screens import PreparationDesk
    from lsl_desk.client.summary import JurySummary
    from lsl_desk.domain.errors import Refusal
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.prepare.stations import Station
    from lsl_desk.ui.tasks import Tasks

T = TypeVar("T")


class Chooser(Protocol):
    """Asks for a file or a folder: `ui.windows.Windows`."""

    def save_file(self, title: str, name: str, kinds: Sequence[str], chosen: Callable[[str], None]) -> None:
        """Ask where to write a file."""

    def open_file(self, title: str, kinds: Sequence[str], chosen: Callable[[str], None]) -> None:
        """Ask which file to read."""

    def place(self, title: str, chosen: Callable[[str], None]) -> None:
        """Ask for a folder to write into."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What a page works with.

    Attributes:
        eve: what is asked; it is made at its first use, so only a lane may call this.
        tasks: the store lane.
        long: the lane of what lasts: copies and drill; the store lane stays free.
        chooser: asks for files and folders.
        zone: of the centre; None for that of this computer.
    """

    eve: Callable[[], PreparationDesk]
    tasks: Tasks
    long: Tasks
    chooser: Chooser
    zone: tzinfo | None = None


class StationPage(QWidget):
    """A page of the eve: a title, a sentence that says what it is for, and what is done there."""

    station: ClassVar[Station]
    says: ClassVar[str]

    changed = Signal()
    """Something was recorded: the state of the stations is asked again."""

    def __init__(self, seat: Seat, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.seat = seat
        self.juries: tuple[JurySummary, ...] = ()
        self._title, self._said = QLabel(self.station.value), QLabel(self.says)
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setBold(True)
        self._title.setFont(font)
        self._said.setWordWrap(True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 18, 24, 14)
        self.column.setSpacing(10)
        self.column.addWidget(self._title)
        self.column.addWidget(self._said)
        self._dress_head()

    def show_juries(self, juries: tuple[JurySummary, ...]) -> None:
        """Be about these juries, and ask for what is shown of them."""
        other = [one.jury for one in juries] != list(self.ids)
        self.juries = juries
        if other:
            self.forget()
        self.load()

    def forget(self) -> None:
        """What was said of the juries before goes."""
        for one in self.findChildren(Beside):
            one.clear()

    def load(self) -> None:
        """Ask the store for what is shown; nothing that is typed goes."""
        raise NotImplementedError

    def take_keyboard(self) -> None:
        """Give the keyboard to what is done first here."""
        self.setFocus()

    def stop(self) -> None:
        """Stop what lasts: the page is being left for good."""

    @property
    def several(self) -> bool:
        """Whether the page is about more than one jury."""
        return len(self.juries) > 1

    @property
    def ids(self) -> tuple[JuryId, ...]:
        """The juries it is about."""
        return tuple(one.jury for one in self.juries)

    @property
    def whom(self) -> str:
        """« jury J01 », « centre »: for the name of a file."""
        return "centre" if self.several else "".join(self.ids)

    def ask(
        self,
        work: Callable[[PreparationDesk], T],
        done: Callable[[T], None],
        beside: Beside,
        refused: Callable[[], None] | None = None,
    ) -> None:
        """Ask in the store lane; a refusal is a sentence beside what asked.

        Args:
            work: what is asked.
            done: hears the answer.
            beside: says the refusal.
            refused: what else is done then.
        """

        def turned_down(refusal: Refusal) -> None:
            beside.refuse(sentence(refusal))
            if refused is not None:
                refused()

        eve = self.seat.eve
        self.seat.tasks.run(lambda: work(eve()), done, turned_down, owner=self)

    def _dress_head(self) -> None:
        paint_text(self._said, current_tints().muted)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._dress_head()


def beside_line() -> Beside:
    """A sentence beside what it answers; a line high when there is nothing to say, so that nothing moves."""
    made = Beside()
    made.setMinimumHeight(made.fontMetrics().height() + 2)
    return made


def row_of(*parts: QWidget) -> QHBoxLayout:
    """Some widgets on one line, the last taking what is left."""
    row = QHBoxLayout()
    row.setSpacing(8)
    for part in parts:
        row.addWidget(part, 1 if part is parts[-1] else 0)
    return row
