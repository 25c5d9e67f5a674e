# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decides which pictures are wanted as the view moves, and when to ask: after the paint whenever nothing is missing."""

from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import QObject

from lsl_desk.domain.ids import Digest
from lsl_desk.ui.viewer.layout import A4, Mode, Place
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.pictures import Pictures
from lsl_desk.ui.viewer.plan import beside, in_turn, on_screen, opening
from lsl_desk.ui.viewer.requests import Wish
from lsl_desk.ui.viewer.thumbnails import Thumbnails


class Wanting(QObject):
    """The wishes of a view: its screen first, then the pages beside and the neighbours, then the thumbnails."""

    def __init__(self, view: PageView, pictures: Pictures, strip: Thumbnails) -> None:
        super().__init__(view)
        self._view = view
        self._pictures = pictures
        self._strip = strip
        self._expected: tuple[Digest, ...] = ()
        self._habit = Mode()
        self._left: dict[Digest, tuple[Mode, Place]] = {}
        self._also: tuple[Wish, ...] = ()
        self._planned = False
        view.moved.connect(self.moved)
        strip.wanted.connect(self.again)

    def expect(self, digests: tuple[Digest, ...], habit: Mode) -> None:
        """Say which livrets may be opened next, and how one opens that was not seen yet."""
        self._expected = digests
        self._habit = habit
        # Else a paint is on its way, and asking comes after it.
        if self._planned:
            self.again()

    def also(self, wishes: tuple[Wish, ...]) -> None:
        """Say what another screen shows: asked for after this view's own pages, and kept as long as it is said."""
        if wishes != self._also:
            self._also = wishes
            self.pin()
            self._planned = False
            if self._view.sheet.livret is None or not self._view.isVisible():
                self._pictures.want(wishes)
            else:
                self.plan()

    def remember(self, digest: Digest, mode: Mode, place: Place) -> None:
        """Keep where a livret was left: that is what it will show when one comes back."""
        self._left[digest] = (mode, place)

    def moved(self) -> None:
        """Ask at once when something of the screen is missing; else the paint comes first."""
        self._planned = False
        self.pin()
        if self._missing():
            self.plan()

    def plan(self) -> None:
        """Ask for what is wanted now, once for each move."""
        if self._planned or not self._view.isVisible() or self._view.settling:
            return
        self._planned = True
        self._pictures.want(self._wishes())

    def pin(self) -> None:
        """Keep the pictures of the screen, and those that stand in for the ones still to come."""
        sheet = self._view.sheet
        if sheet.livret is None:
            self._pictures.pin(wish.key for wish in self._also)
            return
        keys = [sheet.key(box) for box in self._view.on_screen() if not sheet.livret.veiled(box.page)]
        stand_ins = [self._pictures.stand_in(key) for key in keys if not self._pictures.holds(key)]
        others = [key for key in stand_ins if key is not None] + [wish.key for wish in self._also]
        self._pictures.pin([*keys, *others])

    def again(self) -> None:
        """Ask anew: what is wanted may be other than what was asked for."""
        self._planned = False
        self.plan()

    def _missing(self) -> bool:
        sheet = self._view.sheet
        return sheet.livret is not None and any(
            not sheet.livret.veiled(box.page) and not self._pictures.holds(sheet.key(box))
            for box in self._view.on_screen()
        )

    def _wishes(self) -> Iterator[Wish]:
        sheet, boxes = self._view.sheet, self._view.on_screen()
        near: Iterator[Wish] = iter(())
        if sheet.livret is not None:
            yield from on_screen(sheet.livret, sheet.mode, boxes)
            near = beside(sheet.livret, sheet.sizes, sheet.mode, sheet.layout, boxes)
        yield from self._also
        turns = in_turn(near, self._neighbours())
        yield from islice(turns, 2)
        yield from self._strip.wishes()  # on the screen too, when they are shown
        yield from turns

    def _neighbours(self) -> Iterator[Wish]:
        for digest in self._expected:
            mode, place = self._left.get(digest, (self._habit, Place()))
            sizes = self._pictures.sizes(digest) or (A4,) * (place.page + 1)
            yield from opening(digest, sizes, mode, place, self._view.sheet.layout.view)
