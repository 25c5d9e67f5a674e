# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding words in the pages of a livret, accents and case apart (features P11): text only."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lsl_desk.domain.pages import Word

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "‘": "'", "\u00a0": " ", "\u202f": " "})


def folded(text: str) -> str:
    """Return a text without accents, case, ligatures or runs of spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def spans(text: str, sought: str) -> tuple[tuple[int, int], ...]:
    """Where each of these words stands in a text: start and end, in the text's own signs."""
    plain = [(letter, place) for place, sign in enumerate(text) for letter in folded(sign) or " "]
    joined = "".join(letter for letter, _place in plain)
    found = (
        (plain[one.start()][1], plain[one.end() - 1][1] + 1)
        for needle in set(folded(sought).split())
        for one in re.finditer(re.escape(needle), joined)
    )
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Match:
    """An occurrence: a run of words of a page."""

    page: int
    ranks: range


def matches(words: Sequence[Word], page: int, sought: str) -> tuple[Match, ...]:
    """Find every place of a page where these words stand one after the other, perhaps over several lines."""
    needle = folded(sought)
    if not needle:
        return ()
    text, owners = _run(words)
    found: list[Match] = []
    start = text.find(needle)
    while start >= 0:
        found.append(Match(page, range(owners[start], owners[start + len(needle) - 1] + 1)))
        start = text.find(needle, start + len(needle))
    return tuple(found)


def loose_matches(words: Sequence[Word], page: int, sought: str) -> tuple[Match, ...]:
    """Find every word of a page that holds one of these words: what a search in the whole jury answered with."""
    needles = set(folded(sought).split())
    return tuple(
        Match(page, range(rank, rank + 1))
        for rank, word in enumerate(words)
        if any(needle in folded(word.text) for needle in needles)
    )


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a search so far.

    Attributes:
        matches: in reading order.
        without_text: pages that hold no text, where nothing can be found.
        current: rank of the occurrence shown, None before there is one.
        complete: every page was looked at.
    """

    matches: tuple[Match, ...] = ()
    without_text: tuple[int, ...] = ()
    current: int | None = None
    complete: bool = True

    @property
    def shown(self) -> Match | None:
        """The occurrence shown."""
        return None if self.current is None else self.matches[self.current]

    def sentence(self) -> str:
        """Say where one is: « 3 sur 9 »."""
        parts: list[str] = []
        if self.matches:
            parts.append(f"{1 if self.current is None else self.current + 1} sur {len(self.matches)}")
        elif self.complete:
            parts.append("aucun résultat")
        else:
            parts.append("recherche…")
        if len(self.without_text) == 1:
            parts.append(f"page\u00a0{self.without_text[0] + 1} sans texte")
        elif self.without_text:
            parts.append(f"{len(self.without_text)}\u00a0pages sans texte")
        return " · ".join(parts)


def look(pages: Mapping[int, Sequence[Word] | None], sought: str) -> Findings:
    """Search the pages whose words are known; None stands for words that are still to come."""
    found: list[Match] = []
    for page in sorted(pages):
        words = pages[page] or ()
        found += matches(words, page, sought)
    if not found:
        for page in sorted(pages):
            found += loose_matches(pages[page] or (), page, sought)
    return Findings(
        tuple(found),
        tuple(page for page in sorted(pages) if pages[page] is not None and not pages[page]),
        None,
        all(words is not None for words in pages.values()),
    )


def _run(words: Sequence[Word]) -> tuple[str, list[int]]:
    parts: list[str] = []
    owners: list[int] = []
    for rank, word in enumerate(words):
        text = folded(word.text)
        if text:
            parts.append(text)
            owners += [rank] * (len(text) + 1)
    return " ".join(parts), owners
