# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which livret comes next (features P05, P09)."""

from collections.abc import Callable, Collection, Sequence

from lsl_desk.client.sit.rows import CandidateRow
from lsl_desk.domain.ids import StudentNumber


def next_to_read(shown: Sequence[CandidateRow], current: StudentNumber | None) -> StudentNumber | None:
    """Find the next livret to read in the order shown, once round.

    Returns:
        The first to read after the current one, then from the top; the current one when it alone is left; None when
        every livret shown is read.
    """
    return _next(shown, current, lambda row: row.to_read)


def next_compulsory(shown: Sequence[CandidateRow], current: StudentNumber | None) -> StudentNumber | None:
    """The same for livrets that must be examined before a decision (D334-10), on paper too."""
    return _next(shown, current, lambda row: row.compulsory)


def next_undecided(shown: Sequence[CandidateRow], current: StudentNumber | None) -> StudentNumber | None:
    """The same for candidates without a decision that stands."""
    return _next(shown, current, lambda row: not row.decided)


def neighbour(shown: Sequence[CandidateRow], current: StudentNumber | None, step: int) -> StudentNumber | None:
    """Return the candidate ``step`` lines further (back when negative), None beyond either end.

    From nobody, or from a candidate whom a filter hides, it is the first line, the last one when going back.
    """
    if not shown:
        return None
    place = place_of(shown, current)
    if place < 0:
        return shown[0 if step > 0 else -1].number
    return shown[place + step].number if 0 <= place + step < len(shown) else None


def next_livret(
    shown: Sequence[CandidateRow],
    current: StudentNumber | None,
    *,
    sitting: bool,
    held: Collection[StudentNumber] = (),
) -> StudentNumber | None:
    """Find the livret that N opens: while the jury sits, those it must have examined come first (D334-10).

    Those that another post has before it come after all the others, so that two posts share a pile (features P05).
    """
    free = [row for row in shown if row.number not in held or row.number == current]
    for lines in (free, shown):
        found = next_compulsory(lines, current) if sitting else None
        found = found or next_to_read(lines, current)
        if found is not None:
            return found
    return None


def likely_next(
    shown: Sequence[CandidateRow],
    current: StudentNumber,
    *,
    ahead: int,
    behind: int,
    held: Collection[StudentNumber] = (),
) -> tuple[StudentNumber, ...]:
    """Livrets to make ready while one is read, the likeliest first: the next to read, then after, then before."""
    place = place_of(shown, current)
    if place < 0:
        return ()
    after = shown[place + 1 : place + 1 + ahead]
    before = shown[max(0, place - behind) : place]
    wanted = [row.number for row in (*after[:1], *before[-1:], *after[1:], *reversed(before[:-1])) if row.held]
    following = next_livret(shown, current, sitting=True, held=held)
    first = [following] if following is not None else []
    return tuple(dict.fromkeys(number for number in (*first, *wanted) if number != current))


def _next(
    shown: Sequence[CandidateRow], current: StudentNumber | None, wanted: Callable[[CandidateRow], bool]
) -> StudentNumber | None:
    start = place_of(shown, current) + 1
    return next((row.number for row in (*shown[start:], *shown[:start]) if wanted(row)), None)


def place_of(shown: Sequence[CandidateRow], number: StudentNumber | None) -> int:
    """The rank of a candidate among the lines shown, from 0; -1 when not among them."""
    return next((place for place, row in enumerate(shown) if row.number == number), -1)
