# SPDX-License-Identifier: AGPL-3.0-or-later
import dataclasses

import pytest

from lsl_desk.client.sit.rows import LIVRET_WORDS, CandidateRow, LivretState, fold, livret_state, rows_of
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck, PageCheck
from lsl_desk.domain.reading import Reading, ReadState
from tests.client.sit.people import MATCH, candidate, jury, rows, state

OTHER = PageCheck(NumberCheck.OTHER, StudentNumber("0471"))


def test_every_state_of_a_livret_has_a_word() -> None:
    assert set(LIVRET_WORDS) == set(LivretState)


@pytest.mark.parametrize(
    ("one", "state"),
    [
        (candidate("1", "0401"), LivretState.PRESENT),
        (
            candidate("1", "0401", pages=(MATCH, OTHER), problem=LivretProblem.NUMBER_MISMATCH),
            LivretState.OTHER_NUMBER,
        ),
        (candidate("1", "0401", problem=LivretProblem.MISSING_FILE), LivretState.MISSING),
        (candidate("1", "0401", pages=()), LivretState.MISSING),
        (candidate("1", "0401", problem=LivretProblem.TRUNCATED), LivretState.REFUSED),
        (candidate("1", "0401", form=LivretFormat.PAPIER), LivretState.PAPER),
        (candidate("1", "0401", form=LivretFormat.ABSENT), LivretState.NONE),
        (candidate("1", "0401", form=LivretFormat.INCONNU), LivretState.UNKNOWN),
    ],
)
def test_the_state_of_a_livret_follows_the_file_then_the_format(one: object, state: LivretState) -> None:
    assert livret_state(one) is state  # type: ignore[arg-type] # parametrized values are objects to mypy


def test_rows_keep_the_order_of_the_index_and_their_zeros() -> None:
    lines = rows(candidate("12", "0417"), candidate("9", "0432"))
    assert [(line.pv, line.number) for line in lines] == [("12", "0417"), ("9", "0432")]


def test_a_candidate_of_whom_nothing_is_known_has_no_reading() -> None:
    (line,) = rows_of(jury(candidate("1", "0401")), {})
    assert line.reading.state is ReadState.NO_LIVRET
    assert not line.to_read


@pytest.mark.parametrize(
    ("state", "asked"),
    [(ReadState.UNREAD, True), (ReadState.PARTIAL, True), (ReadState.STALE, True), (ReadState.READ, False)],
)
def test_what_is_to_read_is_what_is_not_read_in_its_current_version(state: ReadState, asked: bool) -> None:
    (line,) = rows(candidate("1", "0401"), n0401=Reading(state, 1, 2))
    assert line.to_read is asked


def test_a_livret_read_once_and_no_longer_held_cannot_be_opened() -> None:
    (line,) = rows(candidate("1", "0401", form=LivretFormat.PAPIER), n0401=Reading(ReadState.STALE))
    assert not line.to_read


def test_a_row_further_read_is_otherwise_the_same() -> None:
    (line,) = rows(candidate("1", "0401"))
    read = line.with_reading(Reading(ReadState.READ, 2, 2))
    assert read.reading.state is ReadState.READ
    assert dataclasses.replace(read, reading=line.reading) == line


def test_accents_and_case_fold_away() -> None:
    assert fold("Série ÉS") == fold("serie es") == "serie es"


def test_a_row_has_no_place_for_a_name() -> None:
    assert {field.name for field in dataclasses.fields(CandidateRow)} == {
        "pv", "number", "serie", "format", "livret", "reading", "problem", "reason", "folded_numbers", "folded_serie",
        "state",
    }  # fmt: skip


def test_a_decision_stands_when_it_is_final_on_the_marks_as_they_are_and_nobody_decided_otherwise() -> None:
    line = rows(candidate("1", "0401"))[0]
    assert (line.decided, line.suspended, line.compulsory, line.ruling) == (False, False, False, None)
    admis = line.with_state(state("0401", "10", Ruling.ADMIS))
    assert (admis.decided, admis.ruling) == (True, Ruling.ADMIS)
    assert not line.with_state(state("0401", "10", Ruling.ADMIS, stale=True)).decided
    assert not line.with_state(state("0401", "10", Ruling.ADMIS, contested=True)).decided
    waiting = line.with_state(state("0401", "7", Ruling.SUSPENDU, compulsory=True))
    assert (waiting.decided, waiting.suspended, waiting.compulsory) == (False, True, True)
    assert not line.with_state(state("0401", "10")).decided
    assert waiting.with_state(None) == line


def test_lines_carry_what_the_sitting_says_of_their_candidate() -> None:
    file = jury(candidate("1", "0401"), candidate("2", "0402"))
    first, second = rows_of(file, {}, {StudentNumber("0402"): state("0402", "9.85")})
    assert first.state is None
    assert second.state == state("0402", "9.85")
