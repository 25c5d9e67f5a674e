# SPDX-License-Identifier: AGPL-3.0-or-later
"""J2, step 10: the second screen beside a true sitting, whose Desk holds the names of the eighty candidates."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, Qt
from PySide6.QtSvg import QSvgGenerator

from lsl_desk.client.close.values import Names
from lsl_desk.domain.closing_acts import AnonymityLifted
from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.ui.projector.window import ProjectorWindow
from tests.ui.reading_room.planted import everything, told

if TYPE_CHECKING:
    from tests.journeys.sitter import Sitter

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


def names_are_lifted(post: "Sitter", jury: JuryId, count: int) -> None:
    """By a recorded act, with the keys of who presides; the Desk then tells every name to those who ask."""
    told: list[int | Refusal] = []

    def tell() -> int:
        names = post.desk.closing.names(jury)
        return sum(NAMED in names[StudentNumber(number)].name.casefold() for number in names)

    def asked() -> int | Refusal:
        post.tasks.run(tell, told.append, told.append, owner=post.window)
        post.until(lambda: bool(told))
        return told.pop()

    sealed = asked()
    assert isinstance(sealed, Refusal), "a name read before they are lifted is refused"
    post.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    pv = post.pv()
    post.alt(Qt.Key.Key_N)
    post.until(pv.naming.sure.hasFocus)
    post.key(Qt.Key.Key_Space)
    post.picture("12-noms-sous-scelles")
    post.key(Qt.Key.Key_Return)
    post.until(lambda: pv.view is not None and pv.view.names is Names.KNOWN and not post.tasks.busy)
    lifted = [one for one in post.desk._store.acts(jury) if isinstance(one.body, AnonymityLifted)]
    assert [one.author for one in lifted] == [post.desk.author]
    post.picture("12-noms-leves")
    post.leave()
    assert asked() == count, "the names are on this Desk, and known"
