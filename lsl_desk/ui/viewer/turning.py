# SPDX-License-Identifier: AGPL-3.0-or-later
"""Points of a page and points of its box in the view, the page being perhaps rotated: arithmetic only."""

from dataclasses import dataclass

from lsl_desk.domain.pages import PageSize
from lsl_desk.ui.viewer.layout import Box


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, its right and bottom edges outside it."""

    x0: float
    y0: float
    x1: float
    y1: float


def to_content(x: float, y: float, size: PageSize, box: Box, rotation: int) -> tuple[float, float]:
    """Turn a point of a page (points, y downwards, unrotated) into a point of the content (device pixels)."""
    fx, fy = x / size.width, y / size.height
    across, down = {0: (fx, fy), 90: (1 - fy, fx), 180: (1 - fx, 1 - fy), 270: (fy, 1 - fx)}[rotation]
    return box.x + across * box.width, box.y + down * box.height


def to_page(x: float, y: float, size: PageSize, box: Box, rotation: int) -> tuple[float, float]:
    """Turn a point of the content into a point of a page; the inverse of `to_content`."""
    across, down = (x - box.x) / box.width, (y - box.y) / box.height
    fx, fy = {0: (across, down), 90: (down, 1 - across), 180: (1 - across, 1 - down), 270: (1 - down, across)}[rotation]
    return fx * size.width, fy * size.height


def rect_to_content(rect: Rect, size: PageSize, box: Box, rotation: int) -> Rect:
    """Turn a rectangle of a page into the rectangle of the content that covers it."""
    x0, y0 = to_content(rect.x0, rect.y0, size, box, rotation)
    x1, y1 = to_content(rect.x1, rect.y1, size, box, rotation)
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
