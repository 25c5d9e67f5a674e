# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who was read: what a page seen, a livret read and a livret « à relire » mean (features P13, P14; D334-10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from lsl_desk.domain.ids import Digest
from lsl_desk.domain.jury import Candidate

DEFAULT_PAGE_SECONDS = 1.0
"""Seconds a page must stay on screen to count as read; a setting, between 0.2 and 30."""


class ReadState(StrEnum):
    """The reading of one candidate's livret, in its current version."""

    NO_LIVRET = "no_livret"
    UNREAD = "unread"
    PARTIAL = "partial"
    READ = "read"
    STALE = "stale"
    """Read in an earlier version: « à relire »."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of one livret: what the table shows.

    Attributes:
        state: see `ReadState`.
        seen: pages of the current version that counted.
        pages: pages of the current version, 0 when there is none.
    """

    state: ReadState
    seen: int = 0
    pages: int = 0


def reading_of(candidate: Candidate, read: Iterable[Digest], seen: Mapping[Digest, frozenset[int]]) -> Reading:
    """Say how far a candidate's livret is read.

    Args:
        candidate: the candidate, in the current version of the jury's file.
        read: digests for which the journal holds a « livret read » act for this candidate.
        seen: for each digest, the page indices (from 0) that counted.
    """
    done = set(read)
    if candidate.livret is None:
        return Reading(ReadState.STALE) if done else Reading(ReadState.NO_LIVRET)
    pages = candidate.livret.page_count
    digest = candidate.livret.digest
    if digest in done:
        return Reading(ReadState.READ, pages, pages)
    count = len({page for page in seen.get(digest, frozenset()) if 0 <= page < pages})
    if done - {digest}:
        return Reading(ReadState.STALE, count, pages)
    return Reading(ReadState.PARTIAL if count else ReadState.UNREAD, count, pages)


def complete(pages: int, seen: frozenset[int]) -> bool:
    """Tell whether every page of a livret of ``pages`` pages counted, so that it may be recorded as read."""
    return pages > 0 and seen >= frozenset(range(pages))
