# SPDX-License-Identifier: AGPL-3.0-or-later
from datetime import UTC, datetime, timedelta

import pytest

from lsl_desk.domain.acts import HeadNamed, OfficeTold, Role, SittingClosed, SittingOpened
from lsl_desk.domain.heads import InForce, Named, Sits, clashing, in_force, is_locked, last_named, person
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from tests.domain.acts import acts, at

NINE = datetime(2018, 7, 3, 7, 0, tzinfo=UTC)


def test_the_last_word_of_the_centre_stands_for_each_seat() -> None:
    done = acts(
        HeadNamed(Role.PRESIDENT, "Claire Roy", ""),
        HeadNamed(Role.VICE_PRESIDENT, "Paul Vidal", ""),
        OfficeTold(StudentNumber(""), "?"),
        HeadNamed(Role.PRESIDENT, "", "Anne Petit"),
    )
    assert last_named(done) == {
        Role.PRESIDENT: Named("", "Anne Petit", at(3)),
        Role.VICE_PRESIDENT: Named("Paul Vidal", "", at(1)),
    }


@pytest.mark.parametrize(
    ("office", "named", "stands"),
    [
        ("", None, InForce("", by_office=False, proposed=False)),
        ("Anne", None, InForce("Anne", by_office=True, proposed=False)),
        ("", ("Claire", ""), InForce("Claire", by_office=False, proposed=False)),
        ("Anne", ("Claire", "Anne"), InForce("Claire", by_office=False, proposed=False)),
        ("Zoé", ("Claire", "Anne"), InForce("Claire", by_office=False, proposed=True)),
        ("Anne", ("Claire", ""), InForce("Claire", by_office=False, proposed=True)),
        ("Claire", ("Claire", ""), InForce("Claire", by_office=True, proposed=False)),
        ("", ("Claire", "Anne"), InForce("Claire", by_office=False, proposed=False)),
        ("Anne", ("", "Anne"), InForce("", by_office=False, proposed=False)),
    ],
)
def test_a_newer_name_of_the_office_is_proposed_and_never_overwrites(
    office: str, named: tuple[str, str] | None, stands: InForce
) -> None:
    assert in_force(office, None if named is None else Named(*named, at(0))) == stands


def test_the_heads_are_locked_by_the_opening_or_the_closing() -> None:
    assert not is_locked(acts(HeadNamed(Role.PRESIDENT, "Claire", "")))
    assert is_locked(acts(HeadNamed(Role.PRESIDENT, "Claire", ""), SittingOpened()))
    assert is_locked(acts(SittingClosed(NO_CHAIN)))


def test_one_person_is_known_whatever_the_spelling() -> None:
    assert person("Mme Hélène ROY-MARTIN") == person("Roy Martin Helene")
    assert person("Hélène Roy") != person("Hélène Roy-Martin")
    assert person("M. ") == ""


def sits(name: str, jury: str, hours: float | None) -> Sits:
    return Sits(name, JuryId(jury), None if hours is None else NINE + timedelta(hours=hours))


def told(*seats: Sits) -> list[tuple[str, ...]]:
    return [tuple(one.jury for one in group) for group in clashing(seats)]


def test_one_person_on_two_juries_at_the_same_hour_is_told() -> None:
    assert told(sits("Mme Claire Roy", "J03", 0), sits("ROY Claire", "J01", 0)) == [("J01", "J03")]
    assert told(sits("Claire Roy", "J01", 0), sits("Claire Roy", "J03", 0.5)) == [("J01", "J03")]
    assert clashing([sits("Mme Claire Roy", "J03", 0), sits("ROY Claire", "J01", 0)])[0][0].name == "ROY Claire"


def test_who_sits_in_the_morning_and_in_the_afternoon_does_not_clash() -> None:
    assert told(sits("Claire Roy", "J01", 0), sits("Claire Roy", "J03", 5)) == []
    assert told(sits("Claire Roy", "J01", 0), sits("Claire Roy", "J03", 1)) == []
    assert told(sits("Claire Roy", "J01", 0), sits("Paul Vidal", "J03", 0)) == []
    assert told(sits("", "J01", 0), sits("", "J03", 0)) == []
    assert told(sits("Claire Roy", "J01", 0), sits("claire roy", "J01", 0)) == []


def test_juries_without_an_hour_may_be_at_the_same_one() -> None:
    assert told(sits("Claire Roy", "J01", None), sits("Claire Roy", "J03", None)) == [("J01", "J03")]
    assert told(sits("Claire Roy", "J01", None), sits("Claire Roy", "J03", 0)) == []
