# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the deliberation needs of the exam office: the group, the marks of the second, who the jury is made of."""

from decimal import Decimal

from lsl_desk.domain.acts import Member, Presence, Quality
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.server.db import juries as rows
from lsl_desk.server.db import schema
from lsl_desk.server.services import juries
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports import candidates, registers
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.manifests import decode_manifest
from tests.server.world import World

J01 = JuryId("J01")


def _list(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def _members(academy: Academy, *names: str) -> tuple[int, int, int]:
    lines = (f"J01;Professeur;{name}" for name in names)
    tally = registers.import_members(academy, _list("jury;qualité;nom", *lines), "membres.csv", apply=True).tally
    return tally.added, tally.changed, len(tally.juries)


def test_a_jury_of_the_second_group_is_published_with_its_choices_and_members(world: World) -> None:
    academy = world.academy
    world.candidates("J01", "0500")
    registers.import_juries(academy, _list("jury;uai;groupe;session", "J01;0750001Z;2;septembre"), "j.csv", apply=True)
    marks = _list("élève;épreuve;coef;note;note second groupe;choisie", "0500;PHILO;7;8;11;oui")
    registers.import_marks(academy, marks, "notes.csv", apply=True)
    _members(academy, "Exemple Alix")
    assert juries.publish(academy, [J01]) == [J01]
    told = decode_manifest(Signed.from_bytes(juries.manifest(academy, J01)[1]).payload)
    assert (told.group, told.period) == (2, Period.SEPTEMBER)
    assert told.members == (Member("Exemple Alix", Quality.PUBLIC_TEACHER, Presence.AWAY),)
    mark = ExamMark(ExamCode("PHILO"), Decimal(7), Decimal(8), Decimal(11), chosen=True)
    assert told.marks[StudentNumber("0500")] == (mark,)


def test_a_list_of_members_replaces_the_one_before_for_the_juries_it_names(world: World) -> None:
    assert _members(world.academy, "A", "B", "C") == (3, 0, 1)
    assert _members(world.academy, "A", "B", "C") == (0, 0, 0)
    assert _members(world.academy, "A", "D") == (0, 2, 1)
    with world.academy.database.reading() as connection:
        assert [one.name for one in rows.members(connection, J01)] == ["A", "D"]


def test_a_member_of_an_unknown_jury_is_named(world: World) -> None:
    members = _list("jury;qualité;nom", "J77;Professeur;A")
    report = registers.import_members(world.academy, members, "membres.csv", apply=True)
    assert [one.code for one in report.blocked] == [AnomalyCode.JURY_UNKNOWN]


def test_an_epreuve_that_the_rules_of_the_serie_do_not_know_is_told_and_taken_all_the_same(world: World) -> None:
    world.candidates("J01", "0500")
    marks = _list("élève;épreuve;coef;note", "0500;MATH;5;8", "0500;MATHS;5;8")
    report = registers.import_marks(world.academy, marks, "notes.csv", apply=True)
    told = [(one.code, one.where, one.value, one.expected) for one in report.anomalies]
    assert told == [(AnomalyCode.EXAM_UNKNOWN, "ligne 3", "MATHS", "ES")]
    assert report.applied
    with world.academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(serie="Série inventée"))
    again = registers.import_marks(world.academy, marks, "notes.csv", apply=True)
    assert again.anomalies == (), "no pack knows the série"


def test_a_candidate_of_the_second_group_is_in_a_jury_of_each(world: World) -> None:
    academy = world.academy
    world.candidates("J01", "0500")
    registers.import_juries(academy, _list("jury;uai;groupe", "J01B;0750001Z;2"), "jurys.csv", apply=True)
    people = _list("jury;pv;élève;série;format livret", "J01B;1;0500;ES;numérique")
    report = candidates.import_candidates(academy, people, "candidats.csv", apply=True)
    assert (report.tally.added, report.anomalies) == (1, ())
    marks = _list("élève;épreuve;coef;note;note second groupe;choisie", "0500;PHILO;7;8;11;oui")
    registers.import_marks(academy, marks, "notes.csv", apply=True)
    first = _list("jury;élève;épreuve;coef;note", "J01;0500;PHILO;7;9")
    registers.import_marks(academy, first, "notes.csv", apply=True)
    with academy.database.reading() as connection:
        both = {jury: rows.marks(connection, JuryId(jury))[StudentNumber("0500")] for jury in ("J01", "J01B")}
    assert {jury: [(one.value, one.second) for one in told] for jury, told in both.items()} == {
        "J01": [(Decimal(9), None)],
        "J01B": [(Decimal(8), Decimal(11))],
    }
    again = candidates.import_candidates(academy, people, "candidats.csv", apply=True)
    assert (again.tally.added, again.tally.same) == (0, 1)
    stray = _list("jury;pv;élève;série;format livret", "J02;7;0600;ES;numérique")
    world.candidates("J09", "0600")
    odd = candidates.import_candidates(academy, stray, "candidats.csv", apply=True)
    assert [one.code for one in odd.blocked] == [AnomalyCode.CANDIDATE_ELSEWHERE], "two juries of one group"
