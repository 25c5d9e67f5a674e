# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where the projector's pictures come from: the viewer's own cache, behind a small port; and where a page stands."""

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QImage

from lsl_desk.domain.pages import RenderKey
from lsl_desk.ui.projector.values import Glimpse

MOST_PIXELS = 24_000_000
"""Pixels of the largest picture asked for, as in the viewer."""


class PictureSource(Protocol):
    """Pictures of pages that another view holds; they are painted at once and never kept."""

    def image(self, key: RenderKey) -> QImage | None:
        """A picture, None while it is not here."""

    def nearest(self, key: RenderKey) -> RenderKey | None:
        """The widest other picture of the same page that is here, None when there is none."""

    def show_elsewhere(self, key: RenderKey | None, height: int) -> None:
        """Have this picture rendered and kept, in place of the one before; ``height`` in pixels, for its weight."""


class ArrivingPictures(PictureSource, Protocol):
    """The same, telling when one comes."""

    arrived: SignalInstance
    """RenderKey: this picture is here, or was refused."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a page stands in a view, in device pixels; it may reach beyond the view."""

    x: int
    y: int
    width: int
    height: int


def placed(glimpse: Glimpse, width: int, height: int) -> Placed:
    """Place a page in a view so that all that the main window shows of it is seen, as large as can be.

    Args:
        glimpse: the page.
        width: of the view, in device pixels.
        height: of the view.
    """
    size, region = glimpse.size, glimpse.region
    scale = min(width / (size.width * region.width), height / (size.height * region.height))
    across, down = max(1, round(size.width * scale)), max(1, round(size.height * scale))
    middle_x, middle_y = region.x + region.width / 2, region.y + region.height / 2
    return Placed(_along(across, middle_x, width), _along(down, middle_y, height), across, down)


def _along(length: int, middle: float, view: int) -> int:
    """Centre a page that fits; else bring its middle point to the view's, without a gap at either end."""
    if length <= view:
        return (view - length) // 2
    return min(0, max(view - length, round(view / 2 - middle * length)))


def key_of(glimpse: Glimpse, place: Placed) -> RenderKey:
    """Name the picture that fills a place."""
    area = place.width * place.height
    across = place.width if area <= MOST_PIXELS else max(1, int(place.width * (MOST_PIXELS / area) ** 0.5))
    return RenderKey(glimpse.digest, glimpse.page, across, glimpse.rotation)
