# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of a livret read twice: by the academy, whose verdicts come in its manifest, and by the post itself.

The post never trusts the academy's reading alone (features N02): of two verdicts the graver one stands, and where they
differ the import doctor says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretProblem, NumberCheck, PageCheck

_GRAVITY = {NumberCheck.MATCH: 0, NumberCheck.NO_TEXT: 1, NumberCheck.ABSENT: 2, NumberCheck.OTHER: 3}


@dataclass(frozen=True, slots=True)
class OwnCheck:
    """What this post's own reading of a livret said.

    Attributes:
        problem: why it cannot be shown, None when it can.
        pages: the number lock's verdict of each page, nothing under a problem.
    """

    problem: LivretProblem | None
    pages: tuple[PageCheck, ...]


def graver(theirs: Sequence[PageCheck], ours: Sequence[PageCheck]) -> tuple[PageCheck, ...]:
    """Of two readings of the same pages, the graver verdict of each; the pages are those this post can show."""
    known = [*theirs, *ours[len(theirs) :]]
    return tuple(
        our if _GRAVITY[our.check] >= _GRAVITY[their.check] else their
        for our, their in zip(ours, known[: len(ours)], strict=True)
    )


def settled(one: Candidate, own: OwnCheck | None) -> Candidate:
    """A candidate of a manifest whose livret is held, as the screens may take it.

    Args:
        one: as the academy lists it, with its livret.
        own: this post's reading of it, None while there was none: then the academy's word stands.
    """
    if one.livret is None or own is None:
        return one
    if own.problem is not None:
        return replace(one, livret=None, problem=own.problem)
    livret = replace(one.livret, pages=graver(one.livret.pages, own.pages))
    return replace(one, livret=livret, problem=LivretProblem.NUMBER_MISMATCH if livret.mismatched else one.problem)


def differences(one: Candidate, own: OwnCheck) -> Iterator[Anomaly]:
    """Where this post's reading is not the academy's, page by page, for the import doctor."""
    if one.livret is None:
        return
    theirs = one.livret.pages
    place = f"livret {one.number}"
    if own.problem is not None:
        yield Anomaly(AnomalyCode.LIVRET_REFUSED, place, own.problem.value)
        return
    if len(theirs) != len(own.pages):
        yield Anomaly(AnomalyCode.PAGES_ANNOUNCED, place, str(len(own.pages)), str(len(theirs)))
    for index, (their, our) in enumerate(zip(theirs, own.pages, strict=False), start=1):
        if their != our:
            where = f"{place}, page {index}"
            yield Anomaly(AnomalyCode.OTHER_VERDICT, where, our.check.value, their.check.value)


def not_received(one: Candidate) -> Candidate:
    """A candidate of a manifest whose livret is not held."""
    return replace(one, livret=None, problem=LivretProblem.NOT_RECEIVED)
