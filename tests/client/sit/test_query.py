# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.sit.query import (
    compulsory,
    missing,
    of_serie,
    on_paper,
    parse,
    provisional,
    series_of,
    suspended,
    to_read,
    undecided,
)
from lsl_desk.domain.acts import Ruling
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.livret import LivretFormat, LivretProblem
from lsl_desk.domain.reading import Reading, ReadState
from lsl_desk.sentences import sentence
from tests.client.sit.people import candidate, rows, state, with_states

LINES = rows(
    candidate("1", "0401", "ES"),
    candidate("2", "0402", "S"),
    candidate("3", "0403", "STMG"),
    candidate("4", "0404", "ES", LivretFormat.PAPIER),
    candidate("5", "0405", "L", LivretFormat.ABSENT, reason="opposition de la famille"),
    candidate("6", "0406", "", LivretFormat.INCONNU),
    candidate("7", "0407", "ES", problem=LivretProblem.TRUNCATED),
    candidate("12", "0417", "ES"),
    n0402=Reading(ReadState.READ, 2, 2),
    n0403=Reading(ReadState.PARTIAL, 1, 2),
)
SERIES = series_of(LINES)


def found(text: str) -> list[str]:
    return [row.number for row in parse(text, SERIES).select(LINES)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ["0401", "0402", "0403", "0404", "0405", "0406", "0407", "0417"]),
        ("0417", ["0417"]),
        ("12", ["0417"]),
        ("17", ["0417"]),
        ("s", ["0402", "0403"]),
        ("es", ["0401", "0404", "0407", "0417"]),
        ("es 17", ["0417"]),
        ("format=papier", ["0404"]),
        ("FORMAT = Numérique", ["0401", "0402", "0403", "0407", "0417"]),
        ("format=num", ["0401", "0402", "0403", "0407", "0417"]),
        ("lu=oui", ["0402"]),
        ("format=papier et lu=non", ["0404"]),
        ("série=S", ["0402"]),
        ("serie=st", ["0403"]),
        ("état=illisible", ["0407"]),
        ("etat=papier", ["0404"]),
        ("etat=à lire", ["0401", "0417"]),
        ("etat=commencé", ["0403"]),
        ("pv=012", ["0417"]),
        ("numero=417", ["0417"]),
        ("es et lu=non et 17", ["0417"]),
        ("format=", ["0401", "0402", "0403", "0404", "0405", "0406", "0407", "0417"]),
    ],
)
def test_the_search_line_finds(text: str, numbers: list[str]) -> None:
    assert found(text) == numbers


def test_paper_and_not_read_gives_the_five_paper_rows() -> None:
    lines = rows(*(candidate(str(n), f"04{n:02d}", form=LivretFormat.PAPIER) for n in range(5)), candidate("9", "0499"))
    assert len(parse("format=papier et lu=non").select(lines)) == 5


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        parse("lux=non")
    assert refused.value.code is Code.QUERY_FIELD
    assert sentence(refused.value) == "champ inconnu\u00a0: lux"


def test_an_unknown_value_is_answered_with_the_values_there_are() -> None:
    with pytest.raises(Refusal) as refused:
        parse("serie=Z", SERIES)
    assert refused.value.code is Code.QUERY_VALUE
    assert refused.value.facts == {"field": "serie", "value": "Z", "allowed": "ES, L, S, STMG"}


def test_a_beginning_that_names_two_values_is_not_guessed() -> None:
    with pytest.raises(Refusal) as refused:
        parse("etat=à")
    assert refused.value.code is Code.QUERY_VALUE


def test_quick_filters() -> None:
    everyone = parse("")
    assert [row.number for row in everyone.also(to_read).select(LINES)] == ["0401", "0403", "0417"]
    assert [row.number for row in everyone.also(on_paper).select(LINES)] == ["0404"]
    assert [row.number for row in everyone.also(missing).select(LINES)] == ["0407"]
    assert [row.number for row in parse("17").also(of_serie("ES"), to_read).select(LINES)] == ["0417"]


def test_series_are_listed_once_each_whatever_their_case() -> None:
    assert series_of(rows(candidate("1", "0401", "Es"), candidate("2", "0402", "ES"))) == ("Es",)


SAT = with_states(
    rows(*(candidate(str(n), f"04{n:02d}") for n in range(1, 8))),
    state("0401", "9.85", short=6),
    state("0402", "9.98", short=1, provisional=True),
    state("0403", "12", Ruling.ADMIS),
    state("0404", "9", Ruling.SECOND_GROUPE, stale=True),
    state("0405", "7", Ruling.SUSPENDU, short=40, compulsory=True),
    state("0406", "7", Ruling.ABSENT, contested=True),
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("decision=admis", ["0403"]),
        ("décision=second", ["0404"]),
        ("decision=à reprendre", ["0405"]),
        ("decision=aucune", ["0401", "0402", "0407"]),
        ("decision=périmée", ["0404"]),
        ("decision=contestée", ["0406"]),
        ("points<7", ["0401", "0402"]),
        ("points > 6", ["0405"]),
        ("points=6", ["0401"]),
        ("points<", [f"040{n}" for n in range(1, 8)]),
        ("decision=aucune et points<2", ["0402"]),
    ],
)
def test_the_search_line_finds_by_points_and_decision(text: str, numbers: list[str]) -> None:
    assert [row.number for row in parse(text).select(SAT)] == numbers


@pytest.mark.parametrize("text", ["points<six", "points=-6", "points=²", "points=1234567", "decision=a"])
def test_points_that_are_no_number_and_an_unknown_decision_are_said(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(text)
    assert refused.value.code is Code.QUERY_VALUE


def test_only_points_are_compared() -> None:
    with pytest.raises(Refusal) as refused:
        parse("lu<oui")
    assert refused.value.code is Code.QUERY_FIELD


def test_the_quick_filters_of_a_sitting() -> None:
    asked = {
        name: [row.number for row in parse("").also(test).select(SAT)]
        for name, test in (("c", compulsory), ("u", undecided), ("p", provisional), ("s", suspended))
    }
    assert asked == {
        "c": ["0405"], "u": ["0401", "0402", "0404", "0405", "0406", "0407"], "p": ["0402"], "s": ["0405"],
    }  # fmt: skip
