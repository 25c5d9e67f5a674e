# SPDX-License-Identifier: AGPL-3.0-or-later
"""A candidate and their livret as they stand in what is signed or sealed: the academy's list, the plan de secours."""

from typing import Annotated

from pydantic import Field

from lsl_desk.domain.ids import Digest, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.wire.strict import MAX_PAGES, Rank, Sha256, Short, Strict


class LivretFields(Strict):
    """A livret: its bytes by digest, and the number lock of each page."""

    digest: Sha256
    size: Rank
    pages: Annotated[list[tuple[NumberCheck, Short | None]], Field(min_length=1, max_length=MAX_PAGES)]


class CandidateFields(Strict):
    """A candidate: no name, INE, school or division has a place in it."""

    pv: Short
    number: Short
    serie: Short
    format: LivretFormat
    reason: Short
    problem: LivretProblem | None
    livret: LivretFields | None


def candidate_fields(one: Candidate) -> dict[str, object]:
    """Write a candidate as JSON fields."""
    livret = None
    if one.livret is not None:
        pages = [[page.check.value, page.found] for page in one.livret.pages]
        livret = {"digest": one.livret.digest, "size": one.livret.size, "pages": pages}
    return {
        "pv": one.pv,
        "number": one.number,
        "serie": one.serie,
        "format": one.format.value,
        "reason": one.reason,
        "problem": None if one.problem is None else one.problem.value,
        "livret": livret,
    }


def candidate_of(read: CandidateFields) -> Candidate:
    """Read a candidate from fields that were validated."""
    livret = None
    if read.livret is not None:
        pages = tuple(
            PageCheck(check, None if found is None else StudentNumber(found)) for check, found in read.livret.pages
        )
        livret = LivretRef(Digest(read.livret.digest), read.livret.size, pages)
    return Candidate(
        pv=PvNumber(read.pv),
        number=StudentNumber(read.number),
        serie=read.serie,
        format=read.format,
        reason=read.reason,
        livret=livret,
        problem=read.problem,
    )
