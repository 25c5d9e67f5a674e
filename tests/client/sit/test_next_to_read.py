# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.sit.next_to_read import (
    likely_next,
    neighbour,
    next_compulsory,
    next_livret,
    next_to_read,
    next_undecided,
    place_of,
)
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.reading import Reading, ReadState
from tests.client.sit.people import candidate, rows, state, with_states

READ = Reading(ReadState.READ, 2, 2)
A, B, C, D = (StudentNumber(number) for number in ("0401", "0402", "0403", "0404"))
FOUR = (candidate("1", A), candidate("2", B, form=LivretFormat.PAPIER), candidate("3", C), candidate("4", D))


def test_the_next_to_read_skips_paper_and_what_is_read() -> None:
    assert next_to_read(rows(*FOUR), A) == C
    assert next_to_read(rows(*FOUR, n0403=READ), A) == D


def test_it_goes_once_round() -> None:
    assert next_to_read(rows(*FOUR), D) == A


def test_a_livret_begun_and_one_to_read_again_count_as_to_read() -> None:
    lines = rows(*FOUR, n0401=READ, n0403=Reading(ReadState.STALE, 0, 2), n0404=Reading(ReadState.PARTIAL, 1, 2))
    assert next_to_read(lines, A) == C
    assert next_to_read(lines, C) == D


def test_the_one_left_is_found_even_when_it_is_open() -> None:
    assert next_to_read(rows(*FOUR, n0401=READ, n0404=READ), C) == C


def test_there_is_none_when_all_are_read() -> None:
    assert next_to_read(rows(*FOUR, n0401=READ, n0403=READ, n0404=READ), A) is None
    assert next_to_read((), A) is None


def test_from_nobody_or_from_someone_hidden_it_starts_at_the_top() -> None:
    assert next_to_read(rows(*FOUR), None) == A
    assert next_to_read(rows(*FOUR), StudentNumber("0999")) == A


def test_neighbours_stop_at_the_ends() -> None:
    lines = rows(*FOUR)
    assert neighbour(lines, A, 1) == B
    assert neighbour(lines, B, -1) == A
    assert neighbour(lines, A, -1) is None
    assert neighbour(lines, D, 1) is None


def test_from_nobody_the_neighbour_is_an_end() -> None:
    assert neighbour(rows(*FOUR), None, 1) == A
    assert neighbour(rows(*FOUR), None, -1) == D
    assert neighbour((), None, 1) is None


def test_what_is_made_ready_is_likeliest_first_and_never_the_one_open_nor_paper() -> None:
    lines = rows(*(candidate(str(n), f"04{n:02d}") for n in range(1, 10)))
    assert likely_next(lines, StudentNumber("0405"), ahead=3, behind=2) == ("0406", "0404", "0407", "0408", "0403")
    assert likely_next(rows(*FOUR), A, ahead=3, behind=2) == (C, D)
    assert likely_next(rows(*FOUR, n0403=READ), A, ahead=1, behind=0) == (D,)
    assert likely_next(rows(*FOUR, n0401=READ, n0403=READ, n0404=READ), A, ahead=2, behind=0) == (C,)
    assert likely_next(rows(*FOUR), StudentNumber("0999"), ahead=3, behind=2) == ()


def test_the_place_of_somebody_hidden_is_minus_one() -> None:
    assert place_of(rows(*FOUR), C) == 2
    assert place_of(rows(*FOUR), StudentNumber("0999")) == -1


def test_the_next_compulsory_livret_may_be_on_paper_and_comes_before_the_others_to_read() -> None:
    lines = with_states(rows(*FOUR), state(A, "12"), state(B, "7", compulsory=True), state(C, "9"), state(D, "7"))
    assert next_compulsory(lines, A) == B
    assert next_compulsory(lines, C) == B
    assert next_compulsory(rows(*FOUR), A) is None
    held = with_states(rows(*FOUR), state(D, "7", compulsory=True))
    assert likely_next(held, A, ahead=1, behind=0) == (D,)


def test_the_next_without_a_decision_skips_those_that_stand() -> None:
    lines = with_states(
        rows(*FOUR), state(A, "12"), state(B, "12", Ruling.ADMIS), state(C, "9", Ruling.SUSPENDU), state(D, "7")
    )
    assert next_undecided(lines, A) == C
    assert next_undecided(lines, C) == D
    assert next_undecided(with_states(rows(*FOUR[:1]), state(A, "12", Ruling.ADMIS)), A) is None


def test_what_another_post_has_before_it_comes_after_all_the_others() -> None:
    lines = with_states(rows(*FOUR), *(state(one, "7", compulsory=one in {B, C}) for one in (A, B, C, D)))
    assert next_livret(lines, A, sitting=True) == B
    assert next_livret(lines, A, sitting=True, held={B}) == C
    assert next_livret(lines, A, sitting=True, held={B, C}) == D, "no compulsory one is free"
    assert next_livret(lines, A, sitting=False, held={C}) == D
    assert next_livret(lines, A, sitting=True, held={A, B, C, D}) == A, "what is open here is not skipped"


def test_the_only_one_left_is_opened_though_another_post_has_it() -> None:
    lines = rows(*FOUR, n0401=READ, n0404=READ)
    assert next_livret(lines, A, sitting=False, held={C}) == C
    assert next_livret(rows(*FOUR, n0401=READ, n0403=READ, n0404=READ), A, sitting=True, held={C}) is None
    assert likely_next(rows(*FOUR), A, ahead=1, behind=0, held={C})[0] == D
