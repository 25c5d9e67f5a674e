# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures of pages: asked of the lane, held in the cache, announced when they come."""

import math
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from lsl_desk.domain.errors import Refusal
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import Frame, PageSize, RenderKey
from lsl_desk.ui.viewer.cache import FrameCache
from lsl_desk.ui.viewer.lane import Lane
from lsl_desk.ui.viewer.requests import Requests, Wish, affordable

_MIB = 2**20
BUDGET = 40 * _MIB
"""Bytes of pictures held: eleven pages as wide as the column of a 1366-pixel screen."""

MOST = 160 * _MIB
"""Bytes of pictures held at the most, somewhat less than the memory in which the page lane renders ahead."""

_PAGES = 8
"""What is wanted at once: the page on the screen, those beside it, two livrets before and three after (P09)."""


def budget_for(width: int) -> int:
    """Bytes that hold what is wanted at once, on pages of A4 this many device pixels wide."""
    return min(max(BUDGET, _PAGES * int(4 * width * width * math.sqrt(2))), MOST)


class Pictures(QObject):
    """What the view paints with. Nothing is rendered here, and nothing waits."""

    arrived = Signal(object)
    """RenderKey: this picture is here, or was refused."""
    sized = Signal(object)
    """Digest: the sizes of its pages are known."""
    refused = Signal(object, object)
    """Digest, Refusal: this livret cannot be opened."""
    page_refused = Signal(object, object)
    """RenderKey, Refusal: this page cannot be shown."""

    def __init__(self, lane: Lane, parent: QObject | None = None, budget: int = BUDGET) -> None:
        super().__init__(parent)
        self._lane = lane
        self._cache = FrameCache(budget)
        self._requests = Requests(lane.render, lane.keep_only)
        self._sizes: dict[Digest, tuple[PageSize, ...]] = {}
        self._sizes_asked: set[Digest] = set()
        self._refusals: dict[tuple[Digest, int], Refusal] = {}
        self._sizes_refused: set[Digest] = set()
        lane.sized.connect(self._take_sizes)
        lane.rendered.connect(self._take_frame)
        self.destroyed.connect(self._cache.clear)

    def fit(self, width: int) -> None:
        """Hold as much as a view this wide, in device pixels, wants at once."""
        self._cache.budget = budget_for(width)

    @property
    def held(self) -> int:
        """Bytes of pictures held now."""
        return self._cache.bytes

    def sizes(self, digest: Digest) -> tuple[PageSize, ...] | None:
        """Return the sizes of a livret's pages, or ask for them and return None."""
        known = self._sizes.get(digest)
        if known is None and digest not in self._sizes_asked | self._sizes_refused:
            self._sizes_asked.add(digest)
            self._lane.sizes(digest)
        return known

    def image(self, key: RenderKey) -> QImage | None:
        """Return a picture to paint at once and not to keep; None while it is not here."""
        return self._cache.image(key)

    def stand_in(self, key: RenderKey) -> RenderKey | None:
        """Return the freshest other picture of the same page, to be painted scaled meanwhile."""
        return next(iter(self._cache.others(key.digest, key.page)), None)

    def widest(self, key: RenderKey) -> RenderKey | None:
        """Return the widest picture held of the same page, at any size."""
        return max(self._cache.others(key.digest, key.page), key=lambda one: one.width, default=None)

    def refusal(self, digest: Digest, page: int) -> Refusal | None:
        """Tell why a page cannot be shown."""
        return self._refusals.get((digest, page))

    def forgive(self, digest: Digest) -> None:
        """Forget the refusals of a livret, so that opening it again tries again."""
        self._sizes_refused.discard(digest)
        self._refusals = {place: why for place, why in self._refusals.items() if place[0] != digest}

    def want(self, wishes: Iterable[Wish]) -> None:
        """Replace the earlier wishes, the most wanted first, within the budget."""
        kept = affordable(wishes, self._cache.budget)
        self._cache.prefer(wish.key for wish in kept)
        self._cache.make_room(sum(wish.weight for wish in kept if not self.holds(wish.key)))
        self._requests.want(kept, self.holds)

    def holds(self, key: RenderKey) -> bool:
        """Tell whether a picture is here, or is known not to come."""
        return key in self._cache or (key.digest, key.page) in self._refusals

    def pin(self, keys: Iterable[RenderKey]) -> None:
        """Say which pictures the screen shows."""
        self._cache.pin(keys)

    def close(self) -> None:
        """Release every picture; the ones still to come are released by the lane."""
        self._lane.close()
        self._cache.clear()

    def _take_sizes(self, digest: Digest, answer: tuple[PageSize, ...] | Refusal) -> None:
        self._sizes_asked.discard(digest)
        if isinstance(answer, Refusal):
            self._sizes_refused.add(digest)
            self.refused.emit(digest, answer)
        else:
            self._sizes[digest] = answer
            self.sized.emit(digest)

    def _take_frame(self, key: RenderKey, answer: Frame | Refusal) -> None:
        wanted = self._requests.answered(key)
        if isinstance(answer, Refusal):
            self._refusals[key.digest, key.page] = answer
            self.page_refused.emit(key, answer)
        elif wanted:
            self._cache.put(answer)
        else:
            answer.release()
            return
        self.arrived.emit(key)
