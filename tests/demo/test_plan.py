# SPDX-License-Identifier: AGPL-3.0-or-later
import re
from collections import Counter

import pytest

from lsl_desk.demo.plan import CentrePlan, Outcome, PlannedCandidate, PlannedJury, Sheet, plan_centre
from lsl_desk.demo.syllabus import technological
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.series import serie_known


@pytest.fixture(scope="module")
def plan() -> CentrePlan:
    return plan_centre(2018, 5)


def everybody(plan: CentrePlan) -> list[PlannedCandidate]:
    return [candidate for jury in plan.juries for candidate in jury.candidates]


def formats(jury: PlannedJury) -> Counter[LivretFormat]:
    return Counter(candidate.format for candidate in jury.candidates)


def test_there_are_five_juries_of_60_to_85_and_340_to_400_candidates(plan: CentrePlan) -> None:
    assert [jury.jury for jury in plan.juries] == ["J01", "J02", "J03", "J04", "J05"]
    assert all(60 <= len(jury.candidates) <= 85 for jury in plan.juries)
    assert 340 <= len(everybody(plan)) <= 400


def test_the_first_jury_is_that_of_the_acceptance_lines(plan: CentrePlan) -> None:
    jury = plan.juries[0]
    assert len(jury.candidates) == 74
    assert formats(jury) == {LivretFormat.NUMERIQUE: 68, LivretFormat.PAPIER: 5, LivretFormat.INCONNU: 1}
    assert sum(candidate.has_file for candidate in jury.candidates) == 68
    assert len(jury.unlisted) == 2
    twelfth = jury.candidates[11]
    assert (twelfth.pv, twelfth.pupil.number, twelfth.sheet) == ("12", "0417", Sheet.PLAIN)
    assert twelfth.outcome is Outcome.SECOND_GROUPE
    assert jury.candidates[13].words == "papier (sans profil type)"


def test_numbers_are_four_digits_unique_in_the_centre_and_none_is_a_year(plan: CentrePlan) -> None:
    numbers = [candidate.pupil.number for candidate in everybody(plan)]
    numbers += [pupil.number for jury in plan.juries for pupil in jury.unlisted]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{4}", number) for number in numbers)
    assert not any(1900 <= int(number) < 2100 for number in numbers)
    assert any(number.startswith("0") for number in numbers)


def test_series_and_voies_are_mixed_as_in_2018(plan: CentrePlan) -> None:
    series = Counter(candidate.pupil.room.serie for candidate in everybody(plan))
    assert all(serie_known(serie, 2018) for serie in series)
    assert series["S"] > series["ES"] > series["L"]
    general = sum(size for serie, size in series.items() if not technological(serie))
    assert 0.6 <= general / series.total() <= 0.8


@pytest.mark.parametrize(("techno", "second", "refused"), [(False, 0.066, 0.020), (True, 0.140, 0.050)])
def test_second_group_and_refusals_have_the_shares_of_the_official_figures(
    plan: CentrePlan, techno: bool, second: float, refused: float
) -> None:
    voie = [one.outcome for one in everybody(plan) if technological(one.pupil.room.serie) is techno]
    assert abs(voie.count(Outcome.SECOND_GROUPE) / len(voie) - second) < 0.01
    assert abs(voie.count(Outcome.AJOURNE) / len(voie) - refused) < 0.01


def test_one_livret_in_twelve_is_a_scan_and_each_fault_is_there_once(plan: CentrePlan) -> None:
    sheets = Counter(candidate.sheet for candidate in everybody(plan) if candidate.sheet is not None)
    assert abs(sheets[Sheet.SCAN] / sheets.total() - 1 / 12) < 0.01
    assert (sheets[Sheet.TRUNCATED], sheets[Sheet.FOREIGN_PAGE], sheets[Sheet.MISSING]) == (1, 1, 1)
    assert [jury.foreign for jury in plan.juries if jury.foreign] == [{"0441": (3, "0471")}]


def test_every_state_of_a_livret_is_in_the_centre_with_its_reason(plan: CentrePlan) -> None:
    words = {candidate.words for candidate in everybody(plan)}
    assert words == {
        "numérique",
        "papier",
        "papier (sans profil type)",
        "absent (opposition de la famille)",
        "",
    }


def test_the_centre_s_code_has_the_wrong_key_so_that_no_school_has_it(plan: CentrePlan) -> None:
    assert "ABCDEFGHJKLMNPRSTUVWXYZ"[int(plan.code[:7]) % 23] != plan.code[7]


def test_the_same_seed_gives_the_same_centre_and_another_seed_another() -> None:
    assert plan_centre(7, 5) == plan_centre(7, 5)
    assert plan_centre(7, 5) != plan_centre(8, 5)
    assert plan_centre(7, 5).juries[:2] == plan_centre(7, 2).juries
