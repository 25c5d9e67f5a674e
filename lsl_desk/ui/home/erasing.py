# SPDX-License-Identifier: AGPL-3.0-or-later
"""Erasing a jury, or the whole store, from the home: what is lost is said first, and a person confirms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.ui.french import counted

if TYPE_CHECKING:
    from lsl_desk.client.close.leaving import Left
    from lsl_desk.client.desk import Desk
    from lsl_desk.client.prepare.erase_jury import Erasure
    from lsl_desk.domain.ids import JuryId
    from lsl_desk.ui.tasks import Tasks

Ask = Callable[[str, tuple[str, ...], str, Callable[[], None]], None]
"""Title, sentences, words of the button, what to do when a person confirms."""


class Erasing(QObject):
    """Asks, then erases in the store lane."""

    erased = Signal(str)
    """A sentence: a jury is gone."""
    refused = Signal(object)
    """A `Refusal`: nothing was erased."""
    store_due = Signal()
    """A person confirmed that the whole store goes; it is still open."""

    def __init__(self, tasks: Tasks, ask: Ask, parent: QObject | None = None) -> None:
        """Take the store lane, and what shows the question (`Windows.erase`)."""
        super().__init__(parent)
        self._tasks = tasks
        self._ask = ask

    def ask_jury(self, desk: Desk, jury: JuryId) -> None:
        """Say what erasing a jury would lose, and erase it when a person confirms."""

        def show(told: Erasure) -> None:
            self._ask(
                f"Effacer le jury {jury} de ce poste",
                (told.lost, told.kept),
                f"Effacer {jury}",
                lambda: self._erase_jury(desk, told),
            )

        self._tasks.run(lambda: desk.erasure(jury), show, self.refused.emit, owner=self)

    def ask_store(self, desk: Desk) -> None:
        """Say what erasing the store would lose; refused while its journal is nowhere else."""

        def left() -> tuple[Left, int]:
            from lsl_desk.client.close.leaving import Left  # noqa: PLC0415 - a start erases nothing

            if not desk.closes:
                return Left(desk.acts_kept(), 0), 0
            keeping = desk.closing.retention
            if due := [one.jury for one in keeping.juries() if one.erases]:
                raise Refusal(Code.JURIES_DUE, juries=", ".join(due))
            return desk.closing.leaving.left(), keeping.untold()

        def show(found: tuple[Left, int]) -> None:
            left, untold = found
            if left.waiting or (left.acts and not desk.closes):
                code = Code.OUTBOX_KEPT if left.waiting else Code.JOURNAL_KEPT
                self.refused.emit(Refusal(code, acts=left.waiting or left.acts))
                return
            journal = (
                f"Le journal part aussi ({counted(left.acts, 'acte')})\u00a0: l’académie a tous ses actes, ou vous les "
                "avez exportés. Exportez d’abord ce qu’un recours retient."
            )
            silent = (
                f"L’académie ne sait pas encore que {counted(untold, 'jury est effacé', 'jurys sont effacés')} de ce "
                "poste\u00a0: reliez-le d’abord, sinon elle le tiendra pour silencieux et vous rappellera."
            )
            empty = "Le journal de ce poste est vide\u00a0: aucune lecture n’est perdue."
            self._ask(
                "Effacer tout le coffre de ce poste",
                (
                    "Seront effacés\u00a0: tous les jurys, leurs livrets, leurs noms scellés, et la clé du coffre.",
                    journal if left.acts else empty,
                    *([silent] if untold else []),
                ),
                "Effacer le coffre",
                self.store_due.emit,
            )

        self._tasks.run(left, show, self.refused.emit, owner=self)

    def _erase_jury(self, desk: Desk, told: Erasure) -> None:
        kept = f" {counted(told.acts, 'acte reste', 'actes restent')} au journal." if told.acts else ""
        self._tasks.run(
            lambda: desk.erase_jury(told.jury),
            lambda _none: self.erased.emit(f"Le jury {told.jury} est effacé de ce poste.{kept}"),
            self.refused.emit,
            owner=self,
        )
