# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plays the acts of one candidate again from the signed lines of a journal: the marks, the decision, the livret.

It decides nothing: what became of each act is what the academy signed. `domain.replay` does the same with the board of
the product; a test holds both to one end.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any, Final

from lsl_desk.backup.proofs.case_facts import GivenMark, decimal
from lsl_desk.backup.proofs.lines import Line

POINTS: Final = "POINTS_JURY"
SEATS: Final = frozenset({"president", "vice_president"})


@dataclass(frozen=True, slots=True)
class Played:
    """An act of the candidate, and the digest of the marks after it."""

    line: int
    digest: str


@dataclass(slots=True)
class Ending:
    """Where the acts of a candidate lead.

    Attributes:
        steps: each act of theirs.
        digest: of the marks at the end.
        decision: the act that took the decision in force, None without one.
        read: digests of the livrets that a head of the jury read whole.
        paper: declared examined on paper.
        none_given: declared that none was given.
        examining: the acts that say so.
    """

    steps: list[Played] = field(default_factory=list)
    digest: str = ""
    decision: Mapping[str, Any] | None = None
    read: set[str] = field(default_factory=set)
    paper: bool = False
    none_given: bool = False
    examining: set[str] = field(default_factory=set)


class _Marks:
    """The marks of the candidate as they count, and what was proposed beside them."""

    def __init__(self, marks: Sequence[GivenMark]) -> None:
        self._marks = marks
        self._given = {one.exam: one.given for one in marks}
        self._stand: dict[str, Decimal | None] = dict(self._given)
        self._proposed: dict[str, str] = {}

    def take(self, act: Mapping[str, Any], outcome: str) -> None:
        """Do what an act does to a mark."""
        body = act["body"]
        exam = POINTS if body["kind"] == "points_added" else str(body.get("exam"))
        if outcome == "conflict" and (exam in self._stand or exam == POINTS):
            self._proposed[str(act["act"])] = exam
        elif outcome != "refused":
            self._put(exam, body.get("value" if body["kind"] == "missing_mark_ruled" else "after"))

    def settle(self, body: Mapping[str, Any]) -> None:
        """Put what was chosen."""
        exam = self._proposed.pop(str(body.get("conflict")), None)
        if exam is not None:
            self._put(exam, body.get("chosen"))

    @property
    def digest(self) -> str:
        """As `domain.decisions.marks_digest`."""
        lines = sorted(
            f"{one.exam}\t{_text(one.coefficient)}\t{_text(_better(self._stand[one.exam], one.second))}"
            for one in self._marks
        )
        added = self._stand.get(POINTS) or Decimal(0)
        return sha256("\n".join([*lines, f"+\t{_text(added)}"]).encode()).hexdigest()

    def _put(self, exam: str, value: object) -> None:
        self._stand[exam] = _better(decimal(value), self._given.get(exam))


_CHANGES: Final = frozenset({"mark_raised", "points_added", "missing_mark_ruled"})
_DECIDES: Final = frozenset({"decision_taken", "decision_withdrawn"})


def play(
    lines: Iterable[Line], number: str, marks: Sequence[GivenMark], waiting: Mapping[int, str] | None = None
) -> Ending:
    """Play the acts of a candidate.

    Args:
        lines: of the journal, in order.
        number: N° élève.
        marks: of the exam office.
        waiting: rank → what becomes of an act that the academy did not receive yet.
    """
    state, ending, own = _Marks(marks), Ending(), set[str]()
    ending.digest = state.digest
    for one in lines:
        if one.act is None or not _is_of(one.act["body"], number, own):
            continue
        if one.act["body"]["kind"] != "conflict_settled":  # which nothing settles in its turn
            own.add(str(one.act["act"]))
        outcome = one.verdict or (waiting or {}).get(one.rank, "refused")
        _take(state, ending, one.act, outcome)
        ending.digest = state.digest
        ending.steps.append(Played(one.rank, ending.digest))
    return ending


def _is_of(body: Mapping[str, Any], number: str, own: set[str]) -> bool:
    if body["kind"] == "conflict_settled":
        return str(body.get("conflict")) in own
    return body.get("number") == number


def _take(state: _Marks, ending: Ending, act: Mapping[str, Any], outcome: str) -> None:
    body = act["body"]
    kind = body["kind"]
    if kind in _CHANGES:
        state.take(act, outcome)
    elif outcome == "refused" or (outcome == "conflict" and kind in _DECIDES):  # nothing else stands beside another
        return
    elif kind == "conflict_settled":
        state.settle(body)
    elif kind in _DECIDES:
        ending.decision = act if kind == "decision_taken" else None
    else:
        _examine(ending, act, body)


def _examine(ending: Ending, act: Mapping[str, Any], body: Mapping[str, Any]) -> None:
    match body["kind"]:
        case "livret_read" if act["author"]["role"] in SEATS:
            ending.read.add(str(body.get("digest")))
        case "paper_examined":
            ending.paper = body.get("examined") is True
        case "no_livret_declared":
            ending.none_given = body.get("declared") is True
        case _:
            return
    ending.examining.add(str(act["act"]))


def _better(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return max((value for value in (one, other) if value is not None), default=None)


def _text(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
