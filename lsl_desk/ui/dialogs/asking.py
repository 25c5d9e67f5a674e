# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a dialog asks the link something that may wait for the network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

    from lsl_desk.client.link.for_screens import LinkDesk
    from lsl_desk.domain.errors import Refusal

T = TypeVar("T")


class Ask(Protocol):
    """`ui.link.linking.Linking.ask`."""

    def __call__(
        self,
        work: Callable[[LinkDesk], T],
        done: Callable[[T], None],
        refused: Callable[[Refusal], None],
        *,
        owner: QObject,
    ) -> None:
        """Ask, off the GUI thread; the answer comes back on it, never once ``owner`` is destroyed."""
