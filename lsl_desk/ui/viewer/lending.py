# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the viewer lends to a second screen: the page one is at, and the pictures it holds, never a copy of them."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.projector.values import Glimpse, Region
from lsl_desk.ui.viewer.layout import turned
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.pictures import Pictures
from lsl_desk.ui.viewer.requests import Wish
from lsl_desk.ui.viewer.wanting import Wanting


class Lending(QObject):
    """Implements `ui.projector.pictures.PictureSource` over the viewer's own cache and requests."""

    arrived = Signal(object)
    """RenderKey: this picture is here, or was refused."""
    moved = Signal()
    """The page one is at, or what is seen of it, may be another one."""

    def __init__(self, view: PageView, pictures: Pictures, wanting: Wanting) -> None:
        super().__init__(view)
        self._view, self._pictures, self._wanting = view, pictures, wanting
        pictures.arrived.connect(self.arrived)
        view.moved.connect(self.moved)
        view.current_changed.connect(self.moved)
        view.mode_changed.connect(self.moved)

    def image(self, key: RenderKey) -> QImage | None:
        """A picture to paint at once and not to keep, None while it is not here."""
        return self._pictures.image(key)

    def nearest(self, key: RenderKey) -> RenderKey | None:
        """The widest other picture of the same page that is here."""
        return self._pictures.widest(key)

    def show_elsewhere(self, key: RenderKey | None, height: int) -> None:
        """Have this picture rendered and kept, whatever the view wants."""
        self._wanting.also(() if key is None else (Wish(key, False, 4 * key.width * height),))

    def glimpse(self) -> Glimpse | None:
        """The page one is at, None without a livret."""
        sheet = self._view.sheet
        livret, page = sheet.livret, sheet.current
        box = sheet.layout.box(page)
        if livret is None or box is None or page >= len(sheet.sizes):
            return None
        scroll, view = self._view.at(), sheet.layout.view
        region = Region(
            (scroll.left - box.x) / box.width,
            (scroll.top - box.y) / box.height,
            min(1.0, view.width / box.width),
            min(1.0, view.height / box.height),
        )
        size = turned(sheet.sizes[page], sheet.mode.rotation)
        count, turn = len(sheet.sizes), sheet.mode.rotation
        return Glimpse(livret.digest, livret.number, livret.check(page), page, count, size, turn, region)
