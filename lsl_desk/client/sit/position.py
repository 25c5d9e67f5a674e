# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where one was in a livret, so that coming back to it is coming back to the same place (features P10)."""

import json
from dataclasses import asdict, dataclass

from lsl_desk.domain.ids import Digest


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a livret.

    Attributes:
        page: index from 0 of the page at the top of the view.
        offset: how far down that page the top of the view is, as a share of its height, 0 to 1.
        offset_x: how far the view is scrolled sideways, as a share of the page's width, 0 to 1.
        zoom: "width", "page", or a factor of the natural size such as "1.25".
        rotation: 0, 90, 180 or 270 degrees clockwise.
        continuous: pages one under the other, else one at a time.
    """

    page: int
    offset: float
    offset_x: float
    zoom: str
    rotation: int
    continuous: bool


def note_key(digest: Digest) -> str:
    """The key under which the position in a livret is kept; a corrected livret starts anew."""
    return f"position/{digest}"


def to_note(position: Position) -> str:
    """A position as text."""
    return json.dumps(asdict(position), sort_keys=True)


def from_note(text: str) -> Position | None:
    """A position from its text; None when an older or later version wrote something else."""
    try:
        return Position(**json.loads(text))
    except (ValueError, TypeError):
        return None
