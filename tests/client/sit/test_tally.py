# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime
from typing import Any

import pytest

from lsl_desk.client.sit.tally import Tally, head_line, moved, pace_line, pace_shorter, progress_line, tally
from lsl_desk.client.sit.values import Pace
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState
from tests.client.sit.people import candidate, rows, state, with_states


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


def test_compulsory_livrets_are_counted_and_move_with_a_line() -> None:
    lines = rows(candidate("1", "0401"), candidate("2", "0402"), n0402=Reading(ReadState.PARTIAL, 1, 2))
    before = with_states(lines, state("0401", "7", compulsory=True), state("0402", "7", compulsory=True))
    count = tally(before)
    assert (count.compulsory, count.to_read) == (2, 2)
    assert head_line(count) == "livrets obligatoires\u00a0: 2 · à lire\u00a0: 2"
    after = before[0].with_reading(Reading(ReadState.READ, 2, 2)).with_state(state("0401", "7"))
    assert moved(count, before[0], after) == Tally(read=1, started=1, compulsory=1)


def pace(decided: int, total: int = 74, **told: Any) -> Pace:
    known: dict[str, Any] = {
        "opened": None, "seconds": None, "end": None, "late": None, "first_third": None, "last_third": None,
        "hurried": False,
    }  # fmt: skip
    return Pace(decided, total, **(known | told))


def hour(when: datetime) -> str:
    return f"{when:%H:%M}"


NOON = datetime(2018, 7, 3, 12, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (pace(0), "0 décidé sur 74"),
        (pace(1), "1 décidé sur 74"),
        (
            pace(40, seconds=90.2, end=NOON),
            "40 décidés sur 74 · 90 s par candidat · fin prévue 12:10, 51\u00a0min restantes",
        ),
        (
            pace(40, seconds=90.0, end=NOON, late=28),
            "40 décidés sur 74 · 90 s par candidat · fin prévue 12:10 (+\u00a028\u00a0min)",
        ),
        (
            pace(40, seconds=60.0, end=NOON, late=-12),
            "40 décidés sur 74 · 60 s par candidat · fin prévue 12:10 (\u2212\u00a012\u00a0min)",
        ),
        (
            pace(3, seconds=60.0, end=NOON, late=0),
            "3 décidés sur 74 · 60 s par candidat · fin prévue 12:10 (à l’heure)",
        ),
        (pace(3, end=NOON), "3 décidés sur 74 · fin prévue 12:10"),
        (
            pace(70, seconds=40.0, hurried=True),
            "70 décidés sur 74 · 40 s par candidat · fin de jury pressée",
        ),
        (pace(74, seconds=90.0, end=NOON, late=5), "74 décidés sur 74 · 90 s par candidat"),
    ],
)
def test_the_pace_says_when_it_will_end(shown: Pace, said: str) -> None:
    assert pace_line(shown, hour) == said


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        (pace(0), ("0 sur 74", "0 sur 74")),
        (pace(40, seconds=90.2, end=NOON), ("40 sur 74 · 90\u00a0s · fin 12:10", "40 sur 74 · fin 12:10")),
        (
            pace(60, seconds=60.0, end=NOON, late=28, hurried=True),
            (
                "60 sur 74 · 60\u00a0s · fin 12:10 (+\u00a028\u00a0min) · pressée",
                "60 sur 74 · fin 12:10 · pressée",
            ),
        ),
        (pace(74, seconds=90.0, end=NOON, late=5), ("74 sur 74 · 90\u00a0s", "74 sur 74 · 90\u00a0s")),
    ],
)
def test_the_pace_is_told_shorter_where_there_is_less_room(shown: Pace, said: tuple[str, str]) -> None:
    assert pace_shorter(shown, hour) == said
