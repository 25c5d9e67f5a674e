# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury of three brought to its closing, for the tests of what comes after: names, cases, signatures, the PV."""

from itertools import count

from lsl_desk.domain.acts import Author, Body, Ruling, SittingClosed
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.board import Board
from lsl_desk.domain.board_view import Accepted, Outcome
from lsl_desk.domain.ids import ActId
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.formats.rule_packs.book import rules_of
from tests.domain.sitting import (
    FAILING,
    PAPER,
    PASSING,
    PRESIDENT,
    act,
    decided,
    jury_of_three,
    numeric,
    office,
    opened,
    opening,
    raised,
    read_by,
)

CLOSED = SittingClosed(NO_CHAIN)


class Room:
    """A board with its annals, to which things are done one after the other."""

    def __init__(self, sitting: Board | None = None) -> None:
        self.board = sitting or jury_of_three()
        self.annals = Annals()
        for one in opening():
            self.annals.take(one)
        self._ranks = count(100)

    def do(self, body: Body, author: Author = PRESIDENT) -> Outcome:
        """Do it, and answer what it comes to."""
        one = act(next(self._ranks), body, author)
        outcome = self.board.take(one)
        if outcome == Accepted():
            self.annals.take(one)
        return outcome

    def decide_all(self) -> None:
        """Everybody is decided, and the livret of who fails was read."""
        one = read_by(PRESIDENT, 99)
        self.board.take(one)
        self.annals.take(one)
        assert self.do(decided(self.board, FAILING, Ruling.AJOURNE)) == Accepted()
        assert self.do(decided(self.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
        assert self.do(decided(self.board, PASSING, Ruling.ADMIS, "AB")) == Accepted()

    def close(self) -> ActId:
        """Close the sitting."""
        assert self.do(CLOSED) == Accepted()
        closing = self.board.closing()
        assert closing is not None
        return closing


def closed_room() -> Room:
    """A sitting that was closed."""
    room = Room()
    room.decide_all()
    room.close()
    return room


def two(philosophy: str, mathematics: str) -> Room:
    """0417 and 0418 with the same two marks, coefficients 2 and 3; nothing is decided."""
    marks = {one: (office(philosophy), office(mathematics, "MATH", 3)) for one in (FAILING, PAPER)}
    return Room(opened(Board(marks, (numeric(FAILING), numeric(PAPER)), rules=lambda serie: rules_of(2018, serie))))


def alike() -> Room:
    """0417 and 0418 both two points under 10; the first is raised to it."""
    room = two("9", "10")
    assert room.do(raised("10", "9", number=FAILING)) == Accepted()
    assert room.do(decided(room.board, FAILING, Ruling.ADMIS)) == Accepted()
    assert room.do(decided(room.board, PAPER, Ruling.SECOND_GROUPE)) == Accepted()
    return room
