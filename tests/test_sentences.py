# SPDX-License-Identifier: AGPL-3.0-or-later
import string
from pathlib import Path

import pytest

import lsl_desk
from lsl_desk.domain.anomalies import Anomaly, AnomalyCode
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate
from lsl_desk.domain.livret import LivretFormat, LivretProblem, NumberCheck
from lsl_desk.domain.reading import ReadState
from lsl_desk.sentences import (
    ANOMALIES,
    CHECKS,
    FORMATS,
    PROBLEMS,
    READ_STATES,
    REFUSALS,
    anomaly_expected,
    anomaly_sentence,
    no_livret_sentence,
    sentence,
)
from tests.guards.facts import missing
from tests.guards.house_rules import under


def test_no_code_is_without_its_sentence_and_no_sentence_without_its_code() -> None:
    assert set(REFUSALS) == set(Code)
    assert set(ANOMALIES) == set(AnomalyCode)
    assert set(PROBLEMS) == set(LivretProblem)
    assert set(CHECKS) == set(NumberCheck)
    assert set(FORMATS) == set(LivretFormat)
    assert set(READ_STATES) == set(ReadState)


@pytest.mark.parametrize("code", Code)
def test_a_refusal_without_its_facts_is_still_a_sentence(code: Code) -> None:
    said = sentence(Refusal(code))
    assert said
    assert "{" not in said


@pytest.mark.parametrize("code", Code)
def test_every_fact_given_is_said(code: Code) -> None:
    names = {name for _, name, _, _ in string.Formatter().parse(REFUSALS[code]) if name}
    said = sentence(Refusal(code, **{name: f"<{name}>" for name in names}))
    assert all(f"<{name}>" in said for name in names)


def test_every_fact_a_sentence_names_is_given_where_its_code_is_raised() -> None:
    sentences = {code.name: said for code, said in REFUSALS.items()}
    root = Path(lsl_desk.__file__).parent
    faults = [
        f"{path.name}:{fault}" for path in under(root, ".") for fault in missing(path.read_text("utf-8"), sentences)
    ]
    assert faults == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise Refusal(Code.A, first=1, second=2)", []),
        ("raise errors.Refusal(Code.A, first=1)", ["1: A is raised without second"]),
        ("x = 1\nraise Refusal(Code.A)", ["2: A is raised without first, second"]),
        ("Refused(Code.A, {'first': 1, 'second': 2})", []),
        ("Refused(Code.A, {'first': 1})", ["1: A is raised without second"]),
        ("Problem(code=Code.A, facts={'second': 1})", ["1: A is raised without first"]),
        ("Refusal(Code.B if y else Code.A)", ["1: A is raised without first, second"]),
        ("Refusal(Code.A, **facts)", []),
        ("Refusal(Code.A, facts)", []),
        ("Problem(code=Code.A, facts={**facts})", []),
        ("Refusal(code, first=1)", []),
        ("Other(Code.A)", []),
    ],
)
def test_the_check_of_facts_sees_one_that_lacks(source: str, found: list[str]) -> None:
    assert list(missing(source, {"A": "{first} et {second}", "B": "rien"})) == found


def test_a_malformed_ine_says_what_was_expected_and_read() -> None:
    odd = Anomaly(AnomalyCode.INE_FORMAT, "liste, ligne 3", "13 lus", "11 caractères attendus")
    assert anomaly_sentence(odd) == "INE\u00a0: 11 caractères attendus, 13 lus"


def test_a_refused_livret_says_why_in_french() -> None:
    assert anomaly_sentence(Anomaly(AnomalyCode.LIVRET_REFUSED, "0417.pdf", "truncated")).endswith("fichier tronqué")
    assert anomaly_sentence(Anomaly(AnomalyCode.LIVRET_REFUSED, "0417.pdf", "raison")).endswith("raison")


def test_what_was_expected_is_said_even_where_the_reader_of_the_file_had_nothing_to_add() -> None:
    unlisted = Anomaly(AnomalyCode.PDF_WITHOUT_CANDIDATE, "livrets/9051.pdf", "9051.pdf")
    assert anomaly_expected(unlisted) == "une ligne de l’index"
    assert anomaly_expected(Anomaly(AnomalyCode.ROWS_ANNOUNCED, "élèves.csv", "22", "422")) == "422"


def test_two_verdicts_of_a_page_are_said_in_french() -> None:
    said = anomaly_sentence(Anomaly(AnomalyCode.OTHER_VERDICT, "livret 0417, page 2", "other", "match"))
    assert "autre numéro au lieu de bon numéro" in said
    assert "mot" in anomaly_sentence(Anomaly(AnomalyCode.OTHER_VERDICT, "livret 0417, page 2", "mot", "match"))


@pytest.mark.parametrize(
    ("form", "problem", "reason", "said"),
    [
        (LivretFormat.PAPIER, None, "", "Livret papier\u00a0: il s’examine en main."),
        (LivretFormat.PAPIER, None, "sans profil", "Livret papier (sans profil)\u00a0: il s’examine en main."),
        (LivretFormat.ABSENT, None, "opposition de la famille", "Aucun livret\u00a0: opposition de la famille."),
        (LivretFormat.ABSENT, None, "", "Aucun livret pour ce candidat."),
        (LivretFormat.INCONNU, None, "", "Format inconnu\u00a0: demandez à la DEC."),
        (LivretFormat.NUMERIQUE, LivretProblem.MISSING_FILE, "", "Livret attendu, mais absent du dossier\u00a0:"),
        (LivretFormat.NUMERIQUE, LivretProblem.NOT_RECEIVED, "", "Livret annoncé par l’académie, mais pas encore reçu"),
        (LivretFormat.NUMERIQUE, None, "", "Livret attendu, mais absent du dossier\u00a0:"),
        (LivretFormat.NUMERIQUE, LivretProblem.TRUNCATED, "", "Livret refusé\u00a0: fichier tronqué."),
    ],
)
def test_a_candidate_without_livret_is_told_why(
    form: LivretFormat, problem: LivretProblem | None, reason: str, said: str
) -> None:
    one = Candidate(PvNumber("12"), StudentNumber("0417"), "ES", form, reason, None, problem)
    assert no_livret_sentence(one).startswith(said)


def test_what_a_file_says_never_breaks_the_sentence_nor_orders_the_terminal() -> None:
    said = sentence(Refusal(Code.PATH_MISSING, path="J01\n\x1b[2J\u202e.pdf"))
    assert "\n" not in said
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\n" not in anomaly_sentence(Anomaly(AnomalyCode.SERIE_UNKNOWN, "index.html", "E\nS"))
