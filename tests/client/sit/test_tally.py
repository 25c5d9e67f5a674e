# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.sit.tally import Tally, moved, progress_line, tally
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState
from tests.client.sit.people import candidate, rows


def test_each_candidate_is_counted_once() -> None:
    lines = rows(
        *(candidate(str(n), f"040{n}") for n in range(1, 6)),
        candidate("6", "0406", form=LivretFormat.PAPIER),
        candidate("7", "0407", form=LivretFormat.ABSENT),
        candidate("8", "0408", form=LivretFormat.INCONNU),
        candidate("9", "0409", problem=LivretProblem.MISSING_FILE),
        candidate("10", "0410", problem=LivretProblem.EMPTY_FILE),
        n0401=Reading(ReadState.READ, 2, 2),
        n0402=Reading(ReadState.PARTIAL, 1, 2),
        n0403=Reading(ReadState.STALE, 0, 2),
    )
    assert tally(lines) == Tally(read=1, started=1, unread=2, stale=1, paper=1, unusable=2, without=1, unknown=1)


def test_the_line_says_what_is_done_and_what_is_left() -> None:
    assert progress_line(Tally(read=23, unread=11)) == "23 lus · 11 à lire"
    assert progress_line(Tally()) == "0 lu · 0 à lire"
    assert (
        progress_line(Tally(read=1, started=1, unread=2, stale=1, paper=5, unusable=1, without=2, unknown=1))
        == "1 lu · 2 à lire · 1 commencé · 1 à relire · 5 papier · 1 manquant · 2 sans livret · 1 inconnu"
    )
    assert (
        progress_line(Tally(2, 3, 0, 0, 0, 2, unknown=2)) == "2 lus · 0 à lire · 3 commencés · 2 manquants · 2 inconnus"
    )


def test_one_line_further_read_moves_from_one_count_to_another() -> None:
    before, other = rows(candidate("1", "0401"), candidate("2", "0402"))
    after = before.with_reading(Reading(ReadState.READ, 2, 2))
    assert moved(tally((before, other)), before, after) == tally((after, other)) == Tally(read=1, unread=1)
