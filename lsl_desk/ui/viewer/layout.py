# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where pages stand in the view: arithmetic only, in device pixels, so that a picture is painted pixel for pixel.

The *content* is the sheet on which the pages are laid out; the *view* is the part of it on the screen, whose top left
corner is the *scroll*.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from lsl_desk.domain.pages import PageSize

A4 = PageSize(595.276, 841.89)
"""What a page is taken for until its true size is known, in points."""

GAP = 8
"""Logical pixels above, below and beside a page."""

STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
"""The factors of the natural size that zooming goes through; the first and the last are the limits."""

MOST_PIXELS = 24_000_000
"""Pixels of the largest picture asked for; a page zoomed beyond is painted enlarged, so that memory stays bounded."""

WIDTH, PAGE = "width", "page"
"""The zooms that follow the view."""


@dataclass(frozen=True, slots=True)
class View:
    """The view: size in device pixels, and how many of them make a logical pixel."""

    width: int
    height: int
    ratio: float = 1.0

    @property
    def gap(self) -> int:
        """`GAP`, in device pixels."""
        return round(GAP * self.ratio)


@dataclass(frozen=True, slots=True)
class Mode:
    """How pages are shown.

    Attributes:
        zoom: "width", "page", or a factor of the natural size (96 dots an inch) such as "1.25".
        rotation: 0, 90, 180 or 270 degrees clockwise.
        continuous: pages one under the other, else one at a time.
    """

    zoom: str = WIDTH
    rotation: int = 0
    continuous: bool = True


@dataclass(frozen=True, slots=True)
class Box:
    """A page on the content, in device pixels."""

    page: int
    x: int
    y: int
    width: int
    height: int

    @property
    def bottom(self) -> int:
        """The first row below the page."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Scroll:
    """The content's point at the top left corner of the view, in device pixels."""

    left: int = 0
    top: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """The scroll, told so that it means the same at another size.

    Attributes:
        page: index of the page at the top of the view.
        offset: how far down that page's slot (the page and the gap above it) the top of the view is, 0 to 1.
        offset_x: how far the view is scrolled sideways, as a share of the content's width, 0 to 1.
    """

    page: int = 0
    offset: float = 0.0
    offset_x: float = 0.0


@dataclass(frozen=True, slots=True)
class Anchor:
    """A point of a page, as shares of its box, which stays under the pointer while zooming."""

    page: int
    x: float
    y: float


def factor_of(zoom: str) -> float | None:
    """Read a zoom factor, kept within `STEPS`; None when the zoom follows the view or is not one."""
    try:
        factor = float(zoom)
    except ValueError:
        return None
    return min(max(factor, STEPS[0]), STEPS[-1]) if factor == factor else None  # noqa: PLR0124 - not a number


def stepped(factor: float, direction: int) -> float:
    """Return the next factor of `STEPS` above (1) or below (-1); the limit when there is none."""
    if direction > 0:
        return next((step for step in STEPS if step > factor * 1.005), STEPS[-1])
    return next((step for step in reversed(STEPS) if step < factor * 0.995), STEPS[0])


def turned(size: PageSize, rotation: int) -> PageSize:
    """Return the size of a page once rotated."""
    return PageSize(size.height, size.width) if rotation % 180 else size


def pixels_per_point(size: PageSize, mode: Mode, view: View) -> float:
    """Return the scale at which a page (already rotated) is shown."""
    factor = factor_of(mode.zoom)
    if factor is not None:
        return factor * 96 / 72 * view.ratio
    across = max(1, view.width - 2 * view.gap) / size.width
    if mode.zoom == PAGE:
        return min(across, max(1, view.height - 2 * view.gap) / size.height)
    return across


def arrange(sizes: Sequence[PageSize], mode: Mode, view: View, single: int = 0) -> "Layout":
    """Lay out the pages.

    Args:
        sizes: points, of every page, unrotated.
        mode: how they are shown; in width and page zoom each page follows the view by itself.
        view: the view.
        single: the page shown when the mode is not continuous.
    """
    pages = range(len(sizes)) if mode.continuous else range(single, min(single + 1, len(sizes)))
    shapes: list[tuple[int, int, int]] = []
    for page in pages:
        size = turned(sizes[page], mode.rotation)
        scale = pixels_per_point(size, mode, view)
        shapes.append((page, max(1, round(size.width * scale)), max(1, round(size.height * scale))))
    width = max([view.width, *(across + 2 * view.gap for _page, across, _down in shapes)])
    height = sum(down + view.gap for _page, _across, down in shapes) + view.gap
    y = view.gap + max(0, view.height - height) // 2
    boxes: list[Box] = []
    for page, across, down in shapes:
        boxes.append(Box(page, (width - across) // 2, y, across, down))
        y += down + view.gap
    return Layout(tuple(boxes), width, max(height, view.height), view)


@dataclass(frozen=True)
class Layout:
    """Pages laid out for a view.

    Attributes:
        boxes: the pages on the content, in order, never overlapping; only one of them when not continuous.
        width: of the content, at least the view's.
        height: of the content, at least the view's.
        view: the view it was made for.
    """

    boxes: tuple[Box, ...]
    width: int
    height: int
    view: View

    @cached_property
    def _bottoms(self) -> list[int]:
        return [box.bottom for box in self.boxes]

    @property
    def furthest(self) -> Scroll:
        """The largest scroll."""
        return Scroll(self.width - self.view.width, self.height - self.view.height)

    def clamp(self, scroll: Scroll) -> Scroll:
        """Bring a scroll within the content."""
        most = self.furthest
        return Scroll(min(max(0, scroll.left), most.left), min(max(0, scroll.top), most.top))

    def box(self, page: int) -> Box | None:
        """Return a page's box, None when it is not laid out."""
        first = self.boxes[0].page if self.boxes else 0
        return self.boxes[page - first] if 0 <= page - first < len(self.boxes) else None

    def visible(self, scroll: Scroll) -> tuple[Box, ...]:
        """Return the pages of which at least a pixel is in the view."""
        first = bisect_right(self._bottoms, scroll.top)
        found: list[Box] = []
        for box in self.boxes[first:]:
            if box.y >= scroll.top + self.view.height:
                break
            if self._seen(box, scroll):
                found.append(box)
        return tuple(found)

    def readable(self, scroll: Scroll) -> tuple[int, ...]:
        """Return the pages of which the view shows at least half of what it can show of them at once.

        That is half of the page when it fits in the view, else half of the view (or of the column the page takes).
        """
        view = self.view
        return tuple(
            box.page
            for box in self.visible(scroll)
            if 2 * self._seen(box, scroll) >= min(box.width, view.width) * min(box.height, view.height)
        )

    def current(self, scroll: Scroll) -> int:
        """Return the page of which most is seen, the first of equals; 0 when there is none."""
        seen = self.visible(scroll) or self.boxes[:1]
        return max(seen, key=lambda box: self._seen(box, scroll)).page if seen else 0

    def place(self, scroll: Scroll) -> Place:
        """Tell a scroll as a place; `scroll_to` of it gives the same scroll, for the same layout."""
        if not self.boxes:
            return Place()
        box = self.boxes[min(bisect_right(self._bottoms, scroll.top), len(self.boxes) - 1)]
        top, height = self._slot(box)
        return Place(box.page, min(max(0.0, (scroll.top - top) / height), 1.0), scroll.left / self.width)

    def scroll_to(self, place: Place) -> Scroll:
        """Return the scroll of a place, brought within the content."""
        box = self.box(place.page)
        if box is None:
            return Scroll()
        top, height = self._slot(box)
        return self.clamp(Scroll(round(place.offset_x * self.width), top + round(place.offset * height)))

    def anchor(self, x: int, y: int) -> Anchor:
        """Return the point of the nearest page to a point of the content; it may lie outside the page's box."""
        if not self.boxes:
            return Anchor(0, 0.0, 0.0)
        box = self.boxes[min(bisect_right(self._bottoms, y), len(self.boxes) - 1)]
        return Anchor(box.page, (x - box.x) / box.width, (y - box.y) / box.height)

    def bring(self, anchor: Anchor, x: int, y: int) -> Scroll:
        """Return the scroll that puts an anchor at a point of the view, as nearly as the content allows."""
        box = self.box(anchor.page)
        if box is None:
            return Scroll()
        return self.clamp(Scroll(round(box.x + anchor.x * box.width) - x, round(box.y + anchor.y * box.height) - y))

    def _slot(self, box: Box) -> tuple[int, int]:
        # The first slot reaches up to the content's top, which is more than a gap when short pages stand in the middle.
        top = 0 if box is self.boxes[0] else box.y - self.view.gap
        return top, box.bottom - top

    def _seen(self, box: Box, scroll: Scroll) -> int:
        view = self.view
        across = min(box.x + box.width, scroll.left + view.width) - max(box.x, scroll.left)
        down = min(box.bottom, scroll.top + view.height) - max(box.y, scroll.top)
        return max(0, across) * max(0, down)


def picture_width(box: Box) -> int:
    """Return how many pixels across a page is to be rendered: its box's, or fewer beyond `MOST_PIXELS`."""
    area = box.width * box.height
    return box.width if area <= MOST_PIXELS else max(1, int(box.width * (MOST_PIXELS / area) ** 0.5))
