# SPDX-License-Identifier: AGPL-3.0-or-later
"""Selecting words of a page, line after line as they are read: arithmetic only, in points of the page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lsl_desk.domain.pages import Word
from lsl_desk.ui.viewer.turning import Rect


@dataclass(frozen=True, slots=True)
class Selection:
    """A run of words of one page.

    Attributes:
        page: index from 0.
        fixed: rank of the word where the selection began.
        moving: rank of the word where it ends, before or after `fixed`, both included.
    """

    page: int
    fixed: int
    moving: int

    @property
    def ranks(self) -> range:
        """The ranks of the words selected."""
        return range(min(self.fixed, self.moving), max(self.fixed, self.moving) + 1)


def nearest(words: Sequence[Word], x: float, y: float) -> int | None:
    """Return the rank of the word at a point, or else of the nearest in the nearest line; None without words."""
    if not words:
        return None
    return min(
        range(len(words)),
        key=lambda rank: (_away(y, words[rank].y0, words[rank].y1), _away(x, words[rank].x0, words[rank].x1), rank),
    )


def beside(words: Sequence[Word], rank: int, step: int) -> int:
    """Return the rank of the word after (1) or before (-1)."""
    return min(max(rank + step, 0), len(words) - 1)


def across(words: Sequence[Word], rank: int, step: int) -> int:
    """Return the rank of the word below (1) or above (-1), in the next line; the same word when there is no line."""
    here = words[rank]
    lines = [line for line, _ in groupby(word.line for word in words)]
    place = lines.index(here.line) + step
    if not 0 <= place < len(lines):
        return len(words) - 1 if step > 0 else 0
    middle = (here.x0 + here.x1) / 2
    candidates = [other for other, word in enumerate(words) if word.line == lines[place]]
    return min(candidates, key=lambda other: _away(middle, words[other].x0, words[other].x1))


def as_text(words: Sequence[Word], selection: Selection) -> str:
    """Return the words selected, a space between words and a new line between lines."""
    return "\n".join(" ".join(word.text for word in line) for line in _lines(words, selection.ranks))


def boxes(words: Sequence[Word], ranks: range) -> tuple[Rect, ...]:
    """Return the rectangles that cover these words, one a line."""
    return tuple(
        Rect(
            min(word.x0 for word in line),
            min(word.y0 for word in line),
            max(word.x1 for word in line),
            max(word.y1 for word in line),
        )
        for line in _lines(words, ranks)
    )


def _lines(words: Sequence[Word], ranks: range) -> Iterator[list[Word]]:
    chosen = (words[rank] for rank in ranks if rank < len(words))
    return (list(line) for _, line in groupby(chosen, key=lambda word: word.line))


def _away(value: float, low: float, high: float) -> float:
    return max(low - value, 0.0, value - high)
