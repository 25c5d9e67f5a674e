# SPDX-License-Identifier: AGPL-3.0-or-later
"""J2, step 10: the second screen beside a true sitting, whose Desk holds the names of the eighty candidates."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, Qt
from PySide6.QtSvg import QSvgGenerator

from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.projector.window import ProjectorWindow
from tests.ui.reading_room.planted import everything, told

if TYPE_CHECKING:
    from tests.journeys.test_a_sitting import Sitter

NAMED = "zznom"
"""What the surname, first names and INE of every candidate hold, and nothing else on a post."""


def identity_of(rank: int) -> dict[str, str]:
    """Names of an invented candidate, for the academy."""
    words = ("name", "usage_name", "first_names", "third_name", "ine", "division")
    return {word: f"Zznom{rank}{word}" for word in words} | {"school": ""}


def the_wall_shows(post: "Sitter", numbers: Iterable[str]) -> str:
    """Project; go through these candidates, and return all that can be seen, said or drawn of them on the wall."""
    post.key(Qt.Key.Key_F9)
    around = post.window.around
    wall = around.projecting.projector
    assert isinstance(wall, ProjectorWindow)
    post.until(lambda: wall.windowHandle().isExposed())
    post.window.activateWindow()
    post.until(post.window.isActiveWindow)
    seen: list[str] = []
    for number in numbers:
        post.go_to(number)
        post.until(lambda number=number: wall.model.number == number and bool(wall.model.marks))  # type: ignore[misc] # bound now
        post.until(lambda: not wall.canvas.words or wall.model.page is None)
        seen += [*everything(wall), *told(around.projecting.state), repr(wall.model), drawn(wall)]
    wall.grab().save(str(post.pictures / "10-projecteur.png"))
    post.key(Qt.Key.Key_F9)
    assert around.projecting.projector is None
    return "\n".join(seen).casefold()


def drawn(wall: ProjectorWindow) -> str:
    """The texts that are truly painted."""
    sheet, drawing = QBuffer(), QSvgGenerator()
    drawing.setOutputDevice(sheet)
    drawing.setSize(wall.size())
    wall.render(drawing)
    return bytes(sheet.data().data()).decode()


def names_are_lifted(post: "Sitter", jury: JuryId) -> None:
    """By a recorded act; the Desk then tells every name to those who ask."""
    told_names: list[int] = []

    def lift() -> int:
        post.desk.closing.lift(jury)
        names = post.desk.closing.names(jury)
        return sum(NAMED in names[StudentNumber(number)].name.casefold() for number in names)

    post.tasks.run(lift, told_names.append, owner=post.window)
    post.until(lambda: bool(told_names))
    assert told_names == [80], "the names are on this Desk, and known"
