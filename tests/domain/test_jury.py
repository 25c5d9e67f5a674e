# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime

from lsl_desk.domain.ids import JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat


def jury_of(*pairs: tuple[str, str]) -> JuryFile:
    candidates = tuple(
        Candidate(PvNumber(pv), StudentNumber(number), "ES", LivretFormat.PAPIER) for pv, number in pairs
    )
    return JuryFile(JuryId("J01"), "J01", 2018, 1, candidates, datetime(2018, 7, 2, tzinfo=UTC), "dossier")


def test_a_number_as_written_is_found_first() -> None:
    file = jury_of(("1", "0417"), ("2", "417"))
    found = file.by_number("417")
    assert found is not None
    assert found.pv == "2"


def test_lost_zeros_are_forgiven_when_that_names_one_candidate() -> None:
    found = jury_of(("1", "0417"), ("2", "0432")).by_number("417")
    assert found is not None
    assert found.number == "0417"


def test_lost_zeros_that_name_two_candidates_name_none() -> None:
    assert jury_of(("1", "0417"), ("2", "00417")).by_number("417") is None


def test_a_pv_number_is_found_with_or_without_its_zeros() -> None:
    file = jury_of(("012", "0417"))
    assert file.by_pv("12") == file.candidates[0]
    assert file.by_pv("13") is None
