# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the page lane: the latest wish wins, what is no longer wanted is forgotten."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from lsl_desk.domain.pages import RenderKey


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture that is wanted.

    Attributes:
        key: the picture.
        ahead: it is not on the screen yet.
        weight: bytes it is expected to take.
    """

    key: RenderKey
    ahead: bool
    weight: int


def affordable(wishes: Iterable[Wish], budget: int) -> tuple[Wish, ...]:
    """Keep the wishes that fit in ``budget`` bytes together, the first ones first, and every wish that is not ahead.

    A key wished twice is kept once, at its first place.
    """
    kept: dict[RenderKey, Wish] = {}
    left = budget
    for wish in wishes:
        if wish.key in kept:
            continue
        if wish.ahead and wish.weight > left:
            continue
        kept[wish.key] = wish
        left -= wish.weight
    return tuple(kept.values())


class Requests:
    """The pictures asked for and not answered yet.

    Args:
        ask: sends a request (`Pages.render`, its answer aside); the flag says that it is ahead.
        keep_only: tells the lane which queued pictures are still wanted.
    """

    def __init__(
        self, ask: Callable[[RenderKey, bool], None], keep_only: Callable[[Collection[RenderKey]], None]
    ) -> None:
        self._ask = ask
        self._keep_only = keep_only
        self._asked: dict[RenderKey, bool] = {}
        self._wanted: frozenset[RenderKey] = frozenset()

    @property
    def waiting(self) -> frozenset[RenderKey]:
        """The pictures asked for and not answered yet."""
        return frozenset(self._asked)

    def want(self, wishes: Sequence[Wish], held: Callable[[RenderKey], bool]) -> None:
        """Replace the earlier wishes.

        Args:
            wishes: the most wanted first.
            held: tells that a picture is there already, or cannot be had.
        """
        self._wanted = frozenset(wish.key for wish in wishes)
        missing = [wish for wish in wishes if not held(wish.key)]
        # A picture asked for ahead and now on the screen is asked for again, in front of the others.
        kept = {wish.key for wish in missing if wish.key in self._asked and self._asked[wish.key] <= wish.ahead}
        if self._asked.keys() - kept:
            self._keep_only(kept)
            self._asked = {key: ahead for key, ahead in self._asked.items() if key in kept}
        for wish in missing:
            if wish.key not in self._asked:
                self._asked[wish.key] = wish.ahead
                self._ask(wish.key, wish.ahead)

    def answered(self, key: RenderKey) -> bool:
        """Take an answer in, and tell whether it is still wanted."""
        self._asked.pop(key, None)
        return key in self._wanted
