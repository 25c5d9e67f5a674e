# SPDX-License-Identifier: AGPL-3.0-or-later
"""« lsl-desk result »: what the rules say of a file of marks, for a person and for a program."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from lsl_desk import cli

ES = {
    "FRA_E": "10", "FRA_O": "11", "SCI": "9", "HG": "10", "MATH": "9", "SES": "10", "LV1": "12", "LV2": "8",
    "PHILO": "9", "EPS": "14", "SPE": {"subject": "MATH"},
}  # fmt: skip
"""359 points over 36: one under 10."""
GENERAL = {
    "FRA_E": "10", "FRA_O": "10", "PHILO": "10", "GO": "10", "SPE1": "9", "SPE2": "9", "HG": "9.91", "LVA": "10",
    "LVB": "10", "TC": "10", "EPS": "10", "EMC": "10", "SPE3": "10",
}  # fmt: skip
"""1000 - 32 - 0.6 = 967.4 points over 100: history is rounded up to 10, so 968."""


Result = Callable[..., tuple[int, str, str]]


@pytest.fixture
def result(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Result:
    """Run the command on marks; exit code, output and error output."""

    def run(session: int, serie: str, marks: object, *more: str) -> tuple[int, str, str]:
        file = tmp_path / "notes.json"
        file.write_text(json.dumps(marks), "utf-8")
        code = cli.main(["result", "--session", str(session), "--serie", serie, "--marks", str(file), *more])
        out, err = capsys.readouterr()
        return code, out, err

    return run


def test_a_program_reads_exact_decimals(result: Result) -> None:
    code, out, err = result(2018, "ES", ES, "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "session": 2018, "serie": "ES", "rules": "2013-2019", "points": "359", "coefficients": "36", "average": "9.97",
        "missing": {"threshold": "10", "points": "1"}, "proposal": "second_groupe", "mention": None, "above_ten": "0",
        "added": "0", "unknown": [],
    }  # fmt: skip


def test_latin_counts_three_times_above_ten_and_tpe_twice(result: Result) -> None:
    marks = ES | {"TPE": "15", "OPT1": {"subject": "LATIN", "mark": "15"}}
    said = json.loads(result(2018, "ES", marks, "--json")[1])
    assert (said["points"], said["above_ten"], said["coefficients"], said["proposal"]) == ("384", "25", "36", "admis")


def test_a_person_reads_it_in_french(result: Result) -> None:
    assert result(2018, "ES", ES)[1] == (
        "Session 2018, série ES (règles 2013-2019)\n"
        "359 points pour 36 de coefficients\u00a0: moyenne 9,97.\n"
        "Jusqu’à 10\u00a0: 1 point.\n"
        "Les règles proposent\u00a0: second groupe.\n"
    )
    top = dict.fromkeys(GENERAL, "19")
    assert result(2026, "G", top)[1].splitlines()[1:] == [
        "1900 points pour 100 de coefficients\u00a0: moyenne 19,00.",
        "Les règles proposent\u00a0: admis, mention très bien avec les félicitations du jury.",
    ]
    assert (
        result(2018, "ES", {"SPE": {"subject": "MATH"}, "EPS": "9"})[1]
        .splitlines()[2]
        .startswith("Notes qui manquent\u00a0: Français (écrit), Français (oral),")
    )


def test_a_mark_that_is_missing_leaves_no_decision(result: Result) -> None:
    said = json.loads(result(2018, "ES", ES | {"HG": None}, "--json")[1])
    assert (said["proposal"], said["mention"], said["unknown"]) == ("incomplet", None, ["HG"])
    nothing = json.loads(result(2018, "ES", {}, "--json")[1])
    assert (nothing["average"], nothing["missing"]) == (None, {"threshold": None, "points": None})


def test_points_of_the_jury_are_added_as_the_session_allows(result: Result) -> None:
    said = json.loads(result(2026, "G", GENERAL | {"POINTS_JURY": "32"}, "--json")[1])
    assert (said["points"], said["added"], said["proposal"]) == ("1000", "32", "admis")
    assert result(2026, "G", GENERAL | {"POINTS_JURY": "51"})[2].startswith("51 points\u00a0: plafond 50 points")
    assert result(2018, "ES", ES | {"POINTS_JURY": "1"})[2].startswith("Session 2018\u00a0: pas de points de jury")
    assert json.loads(result(2018, "ES", ES | {"POINTS_JURY": None}, "--json")[1])["added"] == "0"


@pytest.mark.parametrize(
    ("session", "serie", "marks", "said"),
    [
        (2018, "ES", {"MATH": "32"}, "32\u00a0: note de 0 à 20 pour l’épreuve «\u00a0Mathématiques\u00a0»."),
        (2018, "ES", {"MATH": "3,5"}, "3,5\u00a0: points entiers pour l’épreuve «\u00a0Mathématiques\u00a0»."),
        (2018, "ES", {"XX": "3"}, "«\u00a0XX\u00a0» n’est pas une épreuve de la série ES, session 2018"),
        (2018, "ES", [], "Le fichier de notes «\u00a0"),
        (2020, "ES", {}, "La session 2020 a eu des règles d’exception (crise sanitaire du Covid-19)"),
        (2028, "G", {}, "Aucune règle n’est connue pour la série G de la session 2028"),
        (2018, "STAV", {}, "Aucune règle n’est connue pour la série STAV de la session 2018"),
    ],
)
def test_what_is_refused_is_one_french_sentence(
    result: Result, session: int, serie: str, marks: object, said: str
) -> None:
    code, out, err = result(session, serie, marks)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(said)


def test_a_file_that_is_not_there_or_cannot_be_read_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "absent.json", tmp_path):
        assert cli.main(["result", "--session", "2018", "--serie", "ES", "--marks", str(path)]) == cli.REFUSED
        assert str(path) in capsys.readouterr().err
