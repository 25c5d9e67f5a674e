# SPDX-License-Identifier: AGPL-3.0-or-later
"""The window's hold on the projector: its keys, on which screen, frozen or not, and its end (features P08, P27)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel, QWidget

from lsl_desk.ui.messages import announce

if TYPE_CHECKING:
    from lsl_desk.ui.actions import Actions
    from lsl_desk.ui.projector.screens import Screens
    from lsl_desk.ui.projector.values import Shown
    from lsl_desk.ui.projector.window import ProjectorWindow
    from lsl_desk.ui.rooms import Projection, Room

GONE = "✗\u00a0écran débranché, plus de projection"
ONE_SCREEN = "Un seul écran\u00a0: la projection est une fenêtre, à glisser où l’on veut."


class Window(Protocol):
    """What the projector needs of the window."""

    actions_: Actions


class Projecting(QObject):
    """Makes the projector when it is asked for, and gives it what the room lets be seen."""

    def __init__(self, window: Window, screens: Screens | None = None) -> None:
        super().__init__(window if isinstance(window, QObject) else None)
        self._window = window
        self._screens = screens
        self._where = ""
        self._watching = False
        self._projection: Projection | None = None
        self._room: Room | None = None
        self.projector: ProjectorWindow | None = None
        self.state = QLabel()
        self.state.setAccessibleName("Projection")
        self.state.hide()
        actions = window.actions_
        for name, slot in (
            ("project", self._toggle),
            ("freeze_projection", self._freeze),
            ("project_decision", self._show_decision),
            ("project_elsewhere", self._elsewhere),
        ):
            actions[name].triggered.connect(slot)
        self._allow()

    @property
    def frozen(self) -> bool:
        """The room keeps what it sees."""
        return self._window.actions_["freeze_projection"].isChecked()

    # ------------------------------------------------------------------------------------------- the room

    def follow(self, room: Room) -> None:
        """A room was made: what it lets be seen is shown, when something is projected."""
        self._room, self._projection = room, None
        self._show_room()

    def leave(self) -> None:
        """The room goes: nothing of it stays on the second screen."""
        self._room = self._projection = None
        self._thaw()
        if self.projector is not None:
            from lsl_desk.ui.projector.values import NOBODY  # noqa: PLC0415 - with the projector

            self.projector.draw_from(None)
            self.projector.take(NOBODY)
        self._say()

    def lock(self) -> None:
        """The Desk is locked: the second screen is covered as the first is."""
        if self.projector is not None:
            self.projector.hide()

    def unlock(self) -> None:
        """It is open again: what was projected comes back."""
        if self.projector is not None:
            self._put()

    def close(self) -> None:
        """Close the second window."""
        projector, self.projector = self.projector, None
        if projector is not None:
            projector.closed.disconnect(self.close)
            if self._projection is not None:
                self._projection.end()
            projector.draw_from(None)
            projector.close()
            projector.deleteLater()
        self._projection = None
        self._window.actions_["project"].setChecked(False)
        self._thaw()
        self._allow()
        self._say()

    # ------------------------------------------------------------------------------------------- the keys

    def _toggle(self, wanted: bool) -> None:
        if not wanted:
            self.close()
            return
        from lsl_desk.ui.projector.window import ProjectorWindow  # noqa: PLC0415 - most starts project nothing

        self.projector = ProjectorWindow()
        self.projector.closed.connect(self.close)
        self._where = self._others()[0] if self._others() else ""
        self._show_room()
        self._put()
        self._allow()
        self._say()

    def _freeze(self, wanted: bool) -> None:
        if not wanted:
            self._take_now()
        self._say()

    def _show_decision(self, wanted: bool) -> None:
        if self._projection is not None:
            self._projection.show_decision(wanted)

    def _elsewhere(self) -> None:
        others = self._others()
        if self.projector is not None and others:
            after = others.index(self._where) + 1 if self._where in others else 0
            self._where = others[after % len(others)]
            self._put()
            self._say()

    # ------------------------------------------------------------------------------------------- showing

    def _show_room(self) -> None:
        room, projector = self._room, self.projector
        if room is None or projector is None:
            return
        if self._projection is None:
            self._projection = room.projection()
            self._projection.changed.connect(self._changed)
            self._projection.source.arrived.connect(projector.renew)
            self._projection.show_decision(self._window.actions_["project_decision"].isChecked())
        projector.draw_from(self._projection.source)
        self._take_now()

    def _changed(self, shown: Shown) -> None:
        if self.projector is not None and not self.frozen:
            self.projector.take(shown)

    def _take_now(self) -> None:
        if self.projector is not None and self._projection is not None:
            self.projector.take(self._projection.shown)

    def _thaw(self) -> None:
        self._window.actions_["freeze_projection"].setChecked(False)

    def _allow(self) -> None:
        on = self.projector is not None
        self._window.actions_.allow("freeze_projection", on)
        self._window.actions_.allow("project_elsewhere", on and len(self._others()) > 1)

    def _say(self) -> None:
        projector = self.projector
        if projector is None:
            self.state.hide()
            self.state.clear()
            return
        names = [one.name for one in self._ports().all()]
        where = f"écran {names.index(self._where) + 1}" if self._where in names else "fenêtre"
        how = f"figé sur {projector.model.number}" if self.frozen and projector.model.number else "projeté"
        self._tell(f"{'❚❚' if self.frozen else '▣'}\u00a0{how}, {where}", self._where or ONE_SCREEN)

    def _tell(self, said: str, more: str) -> None:
        self.state.setText(said)
        self.state.setToolTip(more)
        self.state.show()
        announce(self.state, said)

    # ------------------------------------------------------------------------------------------- the screens

    def _ports(self) -> Screens:
        if self._screens is None:
            from lsl_desk.ui.projector.screens import TrueScreens  # noqa: PLC0415 - with the projector

            self._screens = TrueScreens(self)
        if not self._watching:
            self._watching = True
            self._screens.removed.connect(self._removed)
        return self._screens

    def _others(self) -> list[str]:
        """The screens that the main window is not on."""
        screens, window = self._ports(), self._window
        here = screens.of(window) if isinstance(window, QWidget) else ""
        return [one.name for one in screens.all() if one.name != here]

    def _put(self) -> None:
        """Fill the second screen; without one, be a window that can be moved. The keyboard stays where it is."""
        projector = self.projector
        if projector is None:
            return
        main = self._window if isinstance(self._window, QWidget) else projector
        active = main.isActiveWindow()
        if self._where:
            self._ports().put(projector, self._where)
        else:
            projector.show()
        if active:
            main.activateWindow()  # some systems give the keyboard to any window that is shown

    def _removed(self, name: str) -> None:
        """The second screen is unplugged: the livret is where it was, in the main window."""
        if self.projector is not None and self._where and (name == self._where or self._where not in self._others()):
            self.close()
            self._tell(GONE, GONE)
