# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pictures held, within a budget of bytes; those on the screen are pinned."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QImage

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.pages import Frame, RenderKey


@dataclass(slots=True)
class _Held:
    frame: Frame
    image: QImage | None

    def free(self) -> None:
        # The image looks at the frame's memory and must be gone before this memory is given to another page.
        self.image = None
        self.frame.release()


def wrap(frame: Frame) -> QImage:
    """Look at a frame's pixels as an image, without a copy: the frame must outlive the image."""
    return QImage(frame.pixels, frame.width, frame.height, frame.stride, QImage.Format.Format_RGB32)


def weight(frame: Frame) -> int:
    """Return the bytes a frame takes."""
    return frame.stride * frame.height


class FrameCache:
    """Frames by key. It owns every frame put in it and releases it exactly once.

    Images it returns are to be painted at once and never kept: their memory is reused when the frame is released.

    Args:
        budget: bytes; pinned frames are kept even beyond it.
    """

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._held: OrderedDict[RenderKey, _Held] = OrderedDict()
        self._pinned: frozenset[RenderKey] = frozenset()
        self._preferred: frozenset[RenderKey] = frozenset()
        self._bytes = 0

    def __contains__(self, key: RenderKey) -> bool:
        return key in self._held

    def __len__(self) -> int:
        return len(self._held)

    @property
    def bytes(self) -> int:
        """Bytes held."""
        return self._bytes

    def put(self, frame: Frame) -> None:
        """Take a frame; an earlier one of the same key is released."""
        self._free(frame.key)
        self._held[frame.key] = _Held(frame, wrap(frame))
        self._bytes += weight(frame)
        self._shrink()

    def image(self, key: RenderKey) -> QImage | None:
        """Return a picture to paint at once, None when it is not held."""
        held = self._held.get(key)
        return held.image if held else None

    def others(self, digest: Digest, page: int) -> tuple[RenderKey, ...]:
        """Return the pictures held of a page, at any size, the freshest first."""
        return tuple(key for key in reversed(self._held) if key.digest == digest and key.page == page)

    def pin(self, keys: Iterable[RenderKey]) -> None:
        """Say which pictures the screen paints now, in place of those before."""
        self._pinned = frozenset(keys)
        self._shrink()

    def prefer(self, keys: Iterable[RenderKey]) -> None:
        """Say which pictures are wanted, the most wanted first: the others leave before them, the last ones first."""
        wanted = tuple(keys)
        self._preferred = frozenset(wanted)
        for key in reversed(wanted):
            if key in self._held:
                self._held.move_to_end(key)

    def make_room(self, needed: int) -> None:
        """Release what is neither wanted nor on the screen until ``needed`` bytes fit.

        The lane renders ahead only into memory that was given back.
        """
        for key in tuple(self._held):
            if self._bytes + needed <= self.budget:
                return
            if key not in self._pinned | self._preferred:
                self._free(key)

    def clear(self) -> None:
        """Release everything."""
        self._pinned = frozenset()
        for key in tuple(self._held):
            self._free(key)

    def _shrink(self) -> None:
        for key in tuple(self._held):
            if self._bytes <= self.budget:
                return
            if key not in self._pinned:
                self._free(key)

    def _free(self, key: RenderKey) -> None:
        held = self._held.pop(key, None)
        if held is not None:
            self._bytes -= weight(held.frame)
            held.free()
