# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening a plan de secours: tries that are counted under seal, and no way back to an older copy."""

from datetime import timedelta

import pytest

from lsl_desk.client.ports import JurySource
from lsl_desk.client.prepare.import_jury import ImportReport
from lsl_desk.client.prepare.open_copy import CopyCard, open_copy
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from tests.adapters.copies.centre import MovingClock
from tests.fakes.desk import IMPORTED, MemoryStore, jury_source
from tests.fakes.source import inspect_text

J01 = JuryId("J01")
GOOD = "le bon code"
MINUTE = timedelta(minutes=1)


class Looked:
    """A copy that one code opens; it may be damaged."""

    def __init__(self, version: int = 2, hours: int = 0, *, damaged: bool = False) -> None:
        self.card = CopyCard(J01, "Jury J01", version, IMPORTED + timedelta(hours=hours), 68, "0123 4567 89ab cdef")
        self.damaged = damaged
        self.tried: list[str] = []

    def opened(self, typed: str) -> JurySource:
        self.tried.append(typed)
        if typed != GOOD:
            raise Refusal(Code.COPY_CODE_OTHER)
        if self.damaged:
            raise Refusal(Code.COPY_BOX, path="clé")
        return jury_source()

    def close(self) -> None:
        """Nothing is open."""


class Seat:
    """A Desk that opens copies."""

    def __init__(self) -> None:
        self.store, self.clock = MemoryStore(), MovingClock()

    def open(self, looked: Looked, typed: str = GOOD, *, older_too: bool = False) -> ImportReport:
        return open_copy(
            looked, self.store, lambda data: lambda: inspect_text(data), self.clock, typed, older_too=older_too
        )

    def refused(self, looked: Looked, typed: str = "faux") -> Refusal:
        with pytest.raises(Refusal) as refused:
            self.open(looked, typed)
        return refused.value


@pytest.fixture
def seat() -> Seat:
    return Seat()


def test_the_right_code_brings_the_jury_in(seat: Seat) -> None:
    assert seat.open(Looked()).jury == J01
    assert [one.jury for one in seat.store.summaries()] == [J01]


def test_each_wrong_code_says_how_many_tries_are_left_and_the_fifth_that_one_has_to_wait(seat: Seat) -> None:
    refusals = [seat.refused(Looked()) for _ in range(5)]
    assert [one.code for one in refusals] == [Code.COPY_CODE_WRONG] * 4 + [Code.COPY_CODE_WAIT]
    assert [one.facts.get("left") for one in refusals[:4]] == [4, 3, 2, 1]
    assert refusals[4].facts == {"jury": "J01", "minutes": 5}
    assert seat.store.summaries() == ()


def test_while_one_waits_not_even_the_right_code_is_tried(seat: Seat) -> None:
    for _ in range(5):
        seat.refused(Looked())
    looked = Looked()
    seat.clock.pass_by(4 * MINUTE + MINUTE / 2)
    assert seat.refused(looked, GOOD).facts["minutes"] == 1
    assert looked.tried == []
    seat.clock.pass_by(MINUTE / 2)
    assert seat.open(looked).jury == J01


def test_a_restart_ends_no_wait_and_a_clock_that_goes_back_shortens_none(seat: Seat) -> None:
    for _ in range(5):
        seat.refused(Looked())
    again = Seat()
    again.store.notes = dict(seat.store.notes)
    again.clock.time = seat.clock.time - timedelta(days=1)
    assert again.refused(Looked(), GOOD).facts["minutes"] == 5
    again.clock.pass_by(4 * MINUTE)
    assert again.refused(Looked(), GOOD).facts["minutes"] == 1
    again.clock.pass_by(MINUTE)
    again.open(Looked())


def test_after_the_wait_there_are_five_tries_again(seat: Seat) -> None:
    for _ in range(5):
        seat.refused(Looked())
    seat.clock.pass_by(5 * MINUTE)
    assert seat.refused(Looked()).facts == {"left": 4}


def test_the_right_code_forgives_the_wrong_ones(seat: Seat) -> None:
    for _ in range(4):
        seat.refused(Looked())
    seat.open(Looked())
    assert seat.refused(Looked()).facts == {"left": 4}


def test_a_try_counts_before_it_is_made(seat: Seat) -> None:
    class Killed(Looked):
        def opened(self, typed: str) -> JurySource:
            del typed
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        seat.open(Killed())
    assert seat.refused(Looked()).facts == {"left": 3}


def test_a_damaged_copy_is_no_wrong_code(seat: Seat) -> None:
    assert seat.refused(Looked(damaged=True), GOOD).code is Code.COPY_BOX
    assert seat.refused(Looked()).facts == {"left": 4}


def test_an_older_copy_than_one_seen_is_refused_unless_the_centre_head_says_so(seat: Seat) -> None:
    seat.open(Looked(version=3))
    refusal = seat.refused(Looked(version=2), GOOD)
    assert (refusal.code, refusal.facts) == (Code.COPY_OLDER, {"jury": "J01", "found": 2, "held": 3})
    assert seat.refused(Looked(version=3, hours=-1), GOOD).code is Code.COPY_OLDER
    seat.open(Looked(version=2), older_too=True)
    assert seat.refused(Looked(version=2), GOOD).code is Code.COPY_OLDER, "what was seen is not forgotten"
    seat.open(Looked(version=3))
    seat.open(Looked(version=4))


def test_notes_of_another_version_are_read_as_none(seat: Seat) -> None:
    seat.store.notes |= {"secours.vu.J01": "?", "secours.essais.J01": '{"a": 1}'}
    seat.open(Looked(version=1))
