# SPDX-License-Identifier: AGPL-3.0-or-later
"""The product's start, then its first jury opened by a click: says how long that took, to the screen."""

import sys
import time
from typing import Any, cast

from PySide6.QtCore import QTimer

from bench.actor import say
from bench.desk_start import WatchedWindow, start
from bench.screen_time import Moment, Paints, reach_screen
from bench.store import PASSPHRASE
from lsl_desk.ui import rooms
from lsl_desk.ui.rooms import Room


class OpeningWindow(WatchedWindow):
    """Opens its jury once its home was on the screen for a while."""

    rest = 0
    """Milliseconds that the person looks at the home."""
    typing = 0
    """Milliseconds that the person takes to type the passphrase; 0 when the store opens by itself."""

    def __init__(self, *parts: Any, **options: Any) -> None:
        super().__init__(*parts, **options, room_factory=self._make_room)
        self._clicked = 0.0
        if self.typing:
            self.painted.connect(lambda: QTimer.singleShot(self.typing, self, self._unlock))

    def home_painted(self) -> None:
        """Look, then click."""
        QTimer.singleShot(self.rest, self, self._open)

    def _make_room(self, *parts: Any) -> Room:
        say(1000 * (reach_screen() - self._clicked))
        return rooms.reading_room(*parts)

    def _unlock(self) -> None:
        form = self.unlock_page.unlock_form
        form.phrase.setText(PASSPHRASE)
        form.phrase.returnPressed.emit()

    def _open(self) -> None:
        self._clicked = time.monotonic()
        self.home_page.tiles[0].click()
        # Not imported here: to import the room is part of what is measured.
        room = cast("Any", self.room)
        paints = Paints(room.panel.table.viewport())
        whole = Moment(paints.painted, lambda: bool(room.panel.shown) and room.sitting.state is not None)
        say(1000 * (whole.wait() - self._clicked))
        self.close()


if __name__ == "__main__":
    OpeningWindow.rest, OpeningWindow.typing = map(int, sys.argv[1:])
    sys.exit(start(OpeningWindow, 1, by_itself=not OpeningWindow.typing))
