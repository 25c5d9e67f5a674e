# SPDX-License-Identifier: AGPL-3.0-or-later
"""The livret laid out: its pages, how they are shown, and the place one is at; no widget."""

from dataclasses import replace

from lsl_desk.domain.pages import PageSize, RenderKey
from lsl_desk.ui.viewer.layout import (
    Anchor,
    Box,
    Layout,
    Mode,
    Place,
    Scroll,
    View,
    arrange,
    pixels_per_point,
    turned,
)
from lsl_desk.ui.viewer.livret import ShownLivret
from lsl_desk.ui.viewer.plan import key_of


class Sheet:
    """What the view looks at.

    Attributes:
        livret: the livret shown, None when there is none.
        sizes: the pages' sizes in points, A4 while they are not known.
        mode: how pages are shown.
        layout: where the pages stand.
        place: where one is; kept as it was asked for, even when the view cannot scroll so far.
        current: the page one is at.
    """

    def __init__(self) -> None:
        self.livret: ShownLivret | None = None
        self.sizes: tuple[PageSize, ...] = ()
        self.mode = Mode()
        self.place = Place()
        self.current = 0
        self.layout: Layout = arrange((), self.mode, View(1, 1))

    def open(self, livret: ShownLivret | None, sizes: tuple[PageSize, ...], mode: Mode, place: Place) -> None:
        """Take another livret, or none; `arrange` is to follow."""
        self.livret = livret
        self.sizes = sizes
        self.mode = mode
        self.place = replace(place, page=self._bounded(place.page))
        self.current = self.place.page

    def turn_to(self, mode: Mode) -> None:
        """Show the pages otherwise, at the same place; `arrange` is to follow."""
        if (mode.continuous, mode.rotation) != (self.mode.continuous, self.mode.rotation):
            same = self.place.page == self.current and mode.rotation == self.mode.rotation
            self.place = Place(self.current, self.place.offset if same else 0.0)
        self.mode = mode

    def arrange(self, view: View) -> Scroll:
        """Lay out for a view and return the scroll of the place."""
        self.layout = arrange(self.sizes, self.mode, view, self.place.page)
        return self.layout.scroll_to(self.place)

    def arrived(self, scroll: Scroll) -> None:
        """Take note that the view stands at the scroll of the place, or as near to it as it can."""
        reached = self.layout.place(scroll).page == self.place.page
        self.current = self.layout.current(scroll) if reached and self.mode.continuous else self.place.page

    def scrolled(self, scroll: Scroll) -> None:
        """Take note that somebody scrolled."""
        self.place = self.layout.place(scroll)
        self.current = self.layout.current(scroll)

    def go_to(self, page: int, offset: float) -> Scroll:
        """Make a page the current one and return the scroll that brings it to the top of the view."""
        self.place = Place(self._bounded(page), offset, self.place.offset_x)
        self.current = self.place.page
        if self.layout.box(self.current) is None:
            return self.arrange(self.layout.view)
        return self.layout.scroll_to(self.place)

    def hold(self, anchor: Anchor, x: int, y: int) -> Scroll:
        """Return the scroll that puts a point of a page at a point of the view, and be there."""
        scroll = self.layout.bring(anchor, x, y)
        self.scrolled(scroll)
        return scroll

    def key(self, box: Box) -> RenderKey:
        """Name the picture of a page laid out."""
        if self.livret is None:
            raise LookupError("no livret is shown")
        return key_of(self.livret.digest, box, self.mode)

    def factor(self) -> float:
        """The zoom as a factor of the natural size of the current page."""
        if not self.sizes:
            return 1.0
        size = turned(self.sizes[self.current], self.mode.rotation)
        return pixels_per_point(size, self.mode, self.layout.view) * 72 / 96 / self.layout.view.ratio

    def _bounded(self, page: int) -> int:
        return min(max(page, 0), max(0, len(self.sizes) - 1))
