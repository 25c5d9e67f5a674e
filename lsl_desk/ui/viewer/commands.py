# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ties the actions of the livret to the viewer's parts, and says which of them have an effect at this moment."""

from dataclasses import replace

from PySide6.QtCore import QObject

from lsl_desk.ui.actions import Actions
from lsl_desk.ui.viewer.find import folded
from lsl_desk.ui.viewer.find_bar import FindBar
from lsl_desk.ui.viewer.layout import PAGE, STEPS, WIDTH, Mode
from lsl_desk.ui.viewer.navigation import Navigation
from lsl_desk.ui.viewer.page_view import PageView
from lsl_desk.ui.viewer.picking import Picking
from lsl_desk.ui.viewer.thumbnails import Thumbnails


class Commands(QObject):
    """Slots are methods, never lambdas: they are cut with this object, while the actions live on.

    Attributes:
        habit: the way of showing that was last chosen and that the next livret opens with.
    """

    def __init__(
        self,
        actions: Actions,
        view: PageView,
        navigation: Navigation,
        picking: Picking,
        find_bar: FindBar,
        thumbnails: Thumbnails,
    ) -> None:
        super().__init__(view)
        self.habit = Mode()
        self._actions = actions
        self._view = view
        self._navigation = navigation
        self._picking = picking
        self._find_bar = find_bar
        self._thumbnails = thumbnails
        for name, slot in (
            ("next_page", self._next_page),
            ("previous_page", self._previous_page),
            ("first_page", self._first_page),
            ("last_page", self._last_page),
            ("continuous", self._continuous),
            ("fit_width", self._fit_width),
            ("fit_page", self._fit_page),
            ("zoom_in", self._zoom_in),
            ("zoom_out", self._zoom_out),
            ("rotate", self._rotate),
            ("thumbnails", self._show_thumbnails),
            ("find", self._find),
            ("find_next", self._find_next),
            ("find_previous", self._find_previous),
            ("copy", self._copy),
        ):
            actions[name].triggered.connect(slot)
        view.mode_changed.connect(self.refresh)
        picking.changed.connect(self.refresh)
        find_bar.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Check and enable the actions after what is shown."""
        sheet = self._view.sheet
        shown, last = sheet.livret is not None, len(sheet.sizes) - 1
        factor = sheet.factor()
        sought = shown and bool(folded(self._find_bar.line.text()))
        for name, allowed in (
            ("next_page", shown and sheet.current < last),
            ("previous_page", shown and sheet.current > 0),
            ("first_page", shown),
            ("last_page", shown),
            ("continuous", shown),
            ("fit_width", shown),
            ("fit_page", shown),
            ("zoom_in", shown and factor < STEPS[-1]),
            ("zoom_out", shown and factor > STEPS[0]),
            ("rotate", shown),
            ("thumbnails", shown),
            ("find", shown),
            ("find_next", sought),
            ("find_previous", sought),
            ("copy", self._picking.selection is not None),
        ):
            self._actions.allow(name, allowed)
        self._actions["continuous"].setChecked(sheet.mode.continuous)
        self._actions["fit_width"].setChecked(sheet.mode.zoom == WIDTH)
        self._actions["fit_page"].setChecked(sheet.mode.zoom == PAGE)
        self._actions["thumbnails"].setChecked(not self._thumbnails.isHidden())

    def _next_page(self) -> None:
        self._navigation.page(1)

    def _previous_page(self) -> None:
        self._navigation.page(-1)

    def _first_page(self) -> None:
        self._navigation.first()

    def _last_page(self) -> None:
        self._navigation.last()

    def _continuous(self) -> None:
        self._choose(replace(self._view.sheet.mode, continuous=not self._view.sheet.mode.continuous))

    def _fit_width(self) -> None:
        self._choose(replace(self._view.sheet.mode, zoom=WIDTH))

    def _fit_page(self) -> None:
        self._choose(replace(self._view.sheet.mode, zoom=PAGE))

    def _choose(self, mode: Mode) -> None:
        # A factor is for a detail of this livret; following the view, or not one page after the other, is a habit.
        zoom = mode.zoom if mode.zoom in {WIDTH, PAGE} else self.habit.zoom
        self.habit = Mode(zoom=zoom, continuous=mode.continuous)
        self._view.set_mode(mode)
        self.refresh()

    def _zoom_in(self) -> None:
        self._navigation.zoom(1)

    def _zoom_out(self) -> None:
        self._navigation.zoom(-1)

    def _rotate(self) -> None:
        mode = self._view.sheet.mode
        self._view.set_mode(replace(mode, rotation=(mode.rotation + 90) % 360))

    def _show_thumbnails(self) -> None:
        self._thumbnails.setVisible(self._thumbnails.isHidden())
        self.refresh()

    def _find(self) -> None:
        self._find_bar.ask(self._view.sheet.current)

    def _find_next(self) -> None:
        self._find_bar.step(1)

    def _find_previous(self) -> None:
        self._find_bar.step(-1)

    def _copy(self) -> None:
        self._picking.copy()
