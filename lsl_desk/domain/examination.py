# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a candidate's livret was examined: what the guard asks before « ajourné » and before the closing (N01).

Code de l'éducation D334-10, D336-10: no candidate who gave a livret is ajourné unless the jury examined it.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from lsl_desk.domain.acts import Author, LivretRead, NoLivretDeclared, PaperExamined
from lsl_desk.domain.heads import SEATS
from lsl_desk.domain.ids import Digest
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem


class Examination(StrEnum):
    """How a livret was examined, or why not yet."""

    READ = "read"
    """Page by page, in the version held."""
    PAPER = "paper"
    """Declared examined on paper."""
    NONE_GIVEN = "none_given"
    """« Aucun livret fourni », with a reason."""
    UNREAD = "unread"
    """A livret is held and was not read whole in this version."""
    PAPER_AWAITED = "paper_awaited"
    """On paper, and nobody declared it examined."""
    MISSING = "missing"
    """One was announced and cannot be opened here: on paper, or wait."""
    UNDECLARED = "undeclared"
    """None was announced: somebody says so, with a reason."""

    @property
    def done(self) -> bool:
        """The law is satisfied: the candidate may be ajourné."""
        return self in {Examination.READ, Examination.PAPER, Examination.NONE_GIVEN}


@dataclass(frozen=True, slots=True)
class Examined:
    """What acts say of one candidate's livret.

    Attributes:
        read: the versions read page by page by a head of the jury, on whichever post, each with how many pages the
            act tells of: only as many as the livret has examine it.
        paper: declared examined on paper.
        instead: on paper in place of a numeric livret that was not on that post.
        none_given: declared « aucun livret fourni ».
    """

    read: frozenset[tuple[Digest, int]] = frozenset()
    paper: bool = False
    none_given: bool = False
    instead: bool = False


Examining = LivretRead | PaperExamined | NoLivretDeclared
"""The acts that say something of the examination of a livret."""


def with_act(said: Examined, author: Author, body: Examining) -> Examined:
    """What acts say once one more does. A chef de centre who reads is not of the jury: that examines nothing."""
    match body:
        case PaperExamined():
            return replace(said, paper=body.examined, instead=body.examined and body.instead)
        case NoLivretDeclared():
            return replace(said, none_given=body.declared)
        case LivretRead() if author.role in SEATS:
            return replace(said, read=said.read | {(body.digest, len(body.seconds))})
        case _:
            return said


def held(candidate: Candidate) -> bool:
    """A numeric livret is here, every page under its own number: reading it is what examines it."""
    return candidate.livret is not None and candidate.problem is None and not candidate.livret.mismatched


def may_be_none(candidate: Candidate) -> bool:
    """« Aucun livret fourni » may be declared: none is here, and none is known to be at the academy."""
    return candidate.livret is None and candidate.problem in {None, LivretProblem.MISSING_FILE}


def examination_of(candidate: Candidate, said: Examined) -> Examination:
    """Say how a candidate's livret stands. A declaration that a livret come since makes untrue counts no more.

    The paper examined in place of a numeric livret that was not on the post counts on every other, which may hold it.
    """
    if held(candidate):
        livret = candidate.livret
        if livret is not None and (livret.digest, livret.page_count) in said.read:
            return Examination.READ
        return Examination.PAPER if said.instead else Examination.UNREAD
    if said.paper:
        return Examination.PAPER
    if said.none_given and may_be_none(candidate):
        return Examination.NONE_GIVEN
    if candidate.livret is not None or candidate.problem is not None:
        return Examination.MISSING
    return _AWAITED[candidate.format]


_AWAITED = {
    LivretFormat.NUMERIQUE: Examination.MISSING,
    LivretFormat.PAPIER: Examination.PAPER_AWAITED,
    LivretFormat.ABSENT: Examination.UNDECLARED,
    LivretFormat.INCONNU: Examination.UNDECLARED,
}
