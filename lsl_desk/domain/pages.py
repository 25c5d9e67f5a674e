# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is asked of the pages of a livret, and what is answered: pictures, words, texts."""

from dataclasses import dataclass
from typing import Protocol

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.livret import LivretProblem


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the page worker found in a PDF.

    Attributes:
        problem: why it is refused, None when it can be shown.
        texts: the text layer of each page, "" for a scan; empty when refused.
    """

    problem: LivretProblem | None
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of painting every page of a PDF and throwing the pictures away.

    Attributes:
        problem: why it cannot be shown, None when every page was painted.
        texts: the text layer of each page, "" for a scan; empty when refused.
        milliseconds: it took, from the asking of the worker to its answer.
    """

    problem: LivretProblem | None
    texts: tuple[str, ...]
    milliseconds: int


@dataclass(frozen=True, slots=True)
class RenderKey:
    """One picture of one page: what a cache is keyed by.

    Attributes:
        digest: the livret.
        page: index from 0.
        width: pixels across, after rotation, at the screen's own resolution.
        rotation: 0, 90, 180 or 270 degrees clockwise.
    """

    digest: Digest
    page: int
    width: int
    rotation: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the text layer with its box in points (1/72 inch), y downwards, page unrotated."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str
    line: int


class Frame(Protocol):
    """A rendered page in shared memory: wrapped by the screen, never copied.

    ``pixels`` is BGRA, ``stride`` bytes a row. It stays valid until `release` was called by whoever got it.
    """

    @property
    def key(self) -> RenderKey:
        """What it shows."""

    @property
    def width(self) -> int:
        """Pixels across."""

    @property
    def height(self) -> int:
        """Pixels down."""

    @property
    def stride(self) -> int:
        """Bytes a row."""

    @property
    def pixels(self) -> memoryview:
        """The BGRA bytes, ``stride * height`` of them."""

    def release(self) -> None:
        """Give the slot back; the memory may be reused at once."""


@dataclass(frozen=True, slots=True)
class PageSize:
    """A page's box in points, unrotated by the viewer (the PDF's own rotation is already applied)."""

    width: float
    height: float
