# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which session of the year the home shows, once this post holds a jury of September (features E04)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from lsl_desk.domain.period import Period

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsl_desk.client.summary import JurySummary

WORDS: dict[Period, str] = {
    Period.JUNE: "Session de juin",
    Period.SEPTEMBER: "Session de remplacement (septembre)",
}


class SessionChoice(QComboBox):
    """The sessions held here; nothing is chosen, and nothing shown, while they are all of June."""

    chosen = Signal(object)
    """A person chose this `Period`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: tuple[Period, ...] = ()
        self.setAccessibleName("Session")
        self.view().setAccessibleName("Sessions")
        self.setToolTip("Jurys de quelle session montrer")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.activated.connect(lambda place: self.chosen.emit(self._held[place]))
        self.hide()

    def show_held(self, juries: Sequence[JurySummary], wanted: Period | None) -> tuple[JurySummary, ...]:
        """Offer the sessions of these juries.

        Args:
            juries: all that this post holds.
            wanted: the session asked for; None, or one of which nothing is held, gives the latest one.

        Returns:
            The juries of the session shown.
        """
        held = tuple(one for one in Period if any(jury.period is one for jury in juries))
        if held != self._held:
            self._held = held
            self.clear()
            self.addItems([WORDS[one] for one in held])
        shown = wanted if wanted in held else (held or (Period.JUNE,))[-1]
        if held:
            self.setCurrentIndex(held.index(shown))
        self.setVisible(self.september)
        return tuple(jury for jury in juries if jury.period is shown)

    @property
    def september(self) -> bool:
        """Whether a jury of September is held: those of June are the past then."""
        return Period.SEPTEMBER in self._held
