# SPDX-License-Identifier: AGPL-3.0-or-later
from collections.abc import Mapping

from lsl_desk.domain.acts import Act, DrillDone, SittingOpened
from lsl_desk.domain.drills import MISSING, Proof, proof
from lsl_desk.domain.ids import Digest, StudentNumber
from tests.domain.acts import acts, at

A, B, C = (Digest(letter * 64) for letter in "abc")
N1, N2 = StudentNumber("0417"), StudentNumber("0418")
HELD: Mapping[int, Mapping[StudentNumber, Digest]] = {1: {N1: A, N2: B}, 2: {N1: A, N2: C}}


def drill(opened: tuple[StudentNumber, ...], failed: tuple[StudentNumber, ...] = (), seconds: int = 300) -> DrillDone:
    return DrillDone(seconds, 8, opened, failed)


def proved(*done: Act) -> Proof:
    return proof(done, lambda version: HELD.get(version, {}))


def test_nothing_is_proved_before_a_drill() -> None:
    assert proved(*acts(SittingOpened())) == Proof()


def test_a_drill_proves_the_bytes_it_opened() -> None:
    assert proved(*acts(drill((N1, N2)))) == Proof(frozenset({(N1, A), (N2, B)}), frozenset(), at(0), 300, 8)


def test_a_livret_that_changed_needs_only_itself_again() -> None:
    again = [*acts(drill((N1, N2))), *acts(drill((N2,), seconds=20), version=2)]
    assert proved(*again).proved == {(N1, A), (N2, B), (N2, C)}


def test_of_two_drills_of_the_same_bytes_the_later_one_stands() -> None:
    failed = proved(*acts(drill((N1, N2)), drill((N1,), (N2,))))
    assert failed.proved == {(N1, A)}
    assert failed.failed == {(N2, B)}
    repaired = proved(*acts(drill((N1,), (N2,)), drill((N2,), seconds=60)))
    assert repaired == Proof(frozenset({(N1, A), (N2, B)}), frozenset(), at(1), 60, 8)


def test_a_version_that_is_not_here_proves_nothing() -> None:
    unknown = proved(*acts(drill((N1, StudentNumber("0999"))), version=9))
    assert (unknown.proved, unknown.failed, unknown.last) == (frozenset(), frozenset(), at(0))
    assert proved(*acts(drill((StudentNumber("0999"),)))).proved == frozenset()


def test_a_livret_that_was_not_there_failed_until_it_comes() -> None:
    missing = proved(*acts(drill((N1,), (StudentNumber("0999"),))))
    assert missing.failed == {("0999", MISSING)}
