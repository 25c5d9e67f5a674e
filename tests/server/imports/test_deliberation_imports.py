# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the deliberation needs of the exam office: the group, the marks of the second, who the jury is made of."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select

from lsl_desk import sentences
from lsl_desk.domain.acts import Member, Presence, Quality
from lsl_desk.domain.anomalies import AnomalyCode
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.domain.marks import ExamCode, ExamMark
from lsl_desk.domain.period import Period
from lsl_desk.server.db import juries as rows
from lsl_desk.server.db import schema
from lsl_desk.server.services import juries
from lsl_desk.server.services.academy import Academy
from lsl_desk.server.services.imports import candidates, exam_marks, registers
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.manifests import decode_manifest
from tests.server.world import World

J01 = JuryId("J01")


def _list(*lines: str) -> bytes:
    return "\n".join(lines).encode()


ES = {"FRA_E": 2, "FRA_O": 2, "SCI": 2, "HG": 5, "MATH": 7, "SES": 7, "LV1": 3, "LV2": 2, "PHILO": 4, "EPS": 2}
NEW = {"FRA_E": 5, "FRA_O": 5, "PHILO": 8, "GO": 10, "SPE1": 16, "SPE2": 16, "HG": 6, "LVA": 6, "LVB": 6, "TC": 6,
       "EPS": 6, "EMC": 2, "SPE3": 8}  # fmt: skip
HOTEL = {"FRA_E": 2, "FRA_O": 2, "EPS": 2, "HG": 2, "LV1": 3, "LV2": 2, "MATH": 3, "PHILO": 2, "EGH": 7, "PROJ": 2,
         "STS": 7, "STC": 7}  # fmt: skip


def _marks(weights: Mapping[str, int], **other: str) -> bytes:
    """A whole list of J01's candidate 0500: 8 everywhere, but for « note;second;choisie » of some épreuves."""
    cells = {exam: f"{weight};{other.pop(exam, '8;;')}" for exam, weight in weights.items()} | other
    lines = (f"J01;0500;{exam};{said}" for exam, said in cells.items() if said[-1] != "!")
    return _list("jury;élève;épreuve;coef;note;note second groupe;choisie", *lines)


def _told(world: World, marks: bytes, group: int = 1, serie: str = "ES", session: int = 2018) -> list[tuple[str, ...]]:
    """What blocks this list."""
    academy = replace(world.academy, session=session)
    with academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(serie=serie))
        connection.execute(schema.jury.update().values(exam_group=group))
    report = exam_marks.import_marks(academy, marks, "notes.csv", apply=True)
    assert report.applied is not bool(report.blocked)
    assert all(sentences.anomaly_sentence(one) for one in report.blocked)
    return [(one.code.value, one.where, one.value, one.expected) for one in report.blocked]


def _stood(world: World, exam: str) -> tuple[str, str, bool, str]:
    with world.academy.database.reading() as connection:
        one = next(one for one in rows.marks(connection, J01)[StudentNumber("0500")] if one.exam == exam)
    return str(one.value), str(one.second), one.chosen, str(one.coefficient)


def test_what_an_oral_may_be_is_asked_of_the_list(world: World) -> None:
    world.candidates("J01", "0500")
    assert _told(world, _marks(ES, PHILO="8;11;oui", HG="8;;oui"), group=2) == []
    assert _stood(world, "PHILO") == ("8", "11", True, "4")
    assert _stood(world, "HG") == ("8", "None", True, "5")
    assert _told(world, _marks(ES, PHILO="8;11;oui", HG="8;;oui", MATH="8;9;"), group=2) == [
        ("oral_count", "ligne 11", "0500", "2")
    ]
    never = [("oral_exam", "ligne 3", "FRA_O", "ES"), ("oral_exam", "ligne 11", "EPS", "ES")]
    assert _told(world, _marks(ES, FRA_O="8;20;", EPS="8;;oui", HG="8;;", PHILO="8;;"), group=2) == never
    assert _told(world, _marks(ES, PHILO="8;11;oui")) == [("oral_group", "ligne 10", "PHILO", "ES")]
    assert _told(world, _marks(ES | {"SPE": 12}, SPE="8;11;oui"), group=2) == [("oral_exam", "ligne 12", "SPE", "ES")]
    hotel = [("oral_untold", "ligne 12", "STS", "STHR")]
    assert _told(world, _marks(HOTEL, STS="8;15;oui"), group=2, serie="STHR") == hotel


def test_a_compulsory_epreuve_without_a_line_keeps_the_list_out_and_several_lists_make_one(world: World) -> None:
    world.candidates("J01", "0500")
    short = {exam: weight for exam, weight in ES.items() if exam not in {"LV1", "HG"}}
    assert _told(world, _marks(short)) == [("exam_absent", "ligne 9", "0500", "HG\u202f; LV1")]
    assert _told(world, _marks(ES | {"MATH": 5})) == [("exam_absent", "ligne 11", "0500", "SPE (spécialité)")]
    assert _told(world, _marks(ES, LV1="disp;;")) == []
    assert _stood(world, "LV1") == ("None", "None", False, "0"), "dispensed: it counts for nothing, and is not awaited"
    assert _told(world, _marks({"PHILO": 4}, PHILO="12;;")) == [], "one mark is corrected; the rest is known"
    assert _stood(world, "PHILO") == ("12", "None", False, "4")
    assert _told(world, _marks({"PHILO": 4}), serie="Série inventée") == [], "no pack knows the série"


def test_an_average_is_rounded_up_to_the_tenth_and_a_mark_between_two_points_is_refused(world: World) -> None:
    world.candidates("J01", "0500")
    assert _told(world, _marks(NEW, HG="9,91;;", TC="9,9;;", GO="ABS;;"), serie="Générale", session=2026) == []
    assert [_stood(world, exam)[0] for exam in ("HG", "TC", "GO")] == ["10.0", "9.9", "0"]
    assert _told(world, _marks(NEW, PHILO="9,5;;"), serie="Générale", session=2026) == [
        ("mark_step", "ligne 4", "9,5", "PHILO")
    ]
    halves = [("mark_step", "ligne 4", "11,5", "PHILO")]
    assert _told(world, _marks(NEW, PHILO="9;11,5;oui"), group=2, serie="Générale", session=2026) == halves


def test_a_list_speaks_of_several_juries_and_never_of_one_for_the_candidate_of_another(world: World) -> None:
    world.candidates("J01", "0500")
    world.candidates("J02", "0600")
    of_both = (("J01", "0500"), ("J02", "0600"))
    whole = [f"{jury};{number};{exam};{weight};8" for jury, number in of_both for exam, weight in ES.items()]
    head = "jury;élève;épreuve;coef;note"
    assert _told(world, _list(head, *whole)) == []
    assert _told(world, _list(head, "J02;0500;PHILO;4;12")) == [("candidate_elsewhere", "ligne 2", "0500", "J01")]
    assert _stood(world, "PHILO")[0] == "8"


def test_what_a_list_says_nothing_of_stands_and_a_correction_moves_no_epreuve(world: World) -> None:
    world.candidates("J01", "0500")
    assert _told(world, _marks(ES), group=2) == []
    orals = "jury;élève;épreuve;coef;note;note second groupe;choisie"
    assert (
        _told(world, _list(orals, "J01;0500;PHILO;4;;7;oui", "J01;0500;HG;5;;;oui", "J01;0500;EPS;2;;;"), group=2) == []
    )
    assert _stood(world, "PHILO") == ("8", "7", True, "4"), "the first mark is the better one: it is not lost"
    assert _stood(world, "EPS")[0] == "8"
    assert _told(world, _list("jury;élève;épreuve;coef;note", "J01;0500;PHILO;4;9"), group=2) == []
    assert _stood(world, "PHILO") == ("9", "7", True, "4"), "a correction of the first mark takes no oral away"
    assert _told(world, _list("jury;élève;épreuve;coef;note;choisie", "J01;0500;PHILO;4;9;non"), group=2) == []
    assert _stood(world, "PHILO") == ("9", "None", False, "4")
    awaited = _list("jury;élève;épreuve;coef;note", "J01;0500;PHILO;4;")
    assert _told(world, awaited, group=2) == []
    assert _stood(world, "PHILO")[0] == "9", "at the second group the mark is the first group’s"
    assert _told(world, awaited) == []
    assert _stood(world, "PHILO")[0] == "None", "at the first group it is awaited"
    with world.academy.database.reading() as connection:
        order = [one.exam for one in rows.marks(connection, J01)[StudentNumber("0500")]]
    assert order == ["FRA_E", "FRA_O", "SCI", "HG", "MATH", "SES", "LV1", "LV2", "PHILO", "EPS"]


def _members(academy: Academy, *names: str) -> tuple[int, int, int]:
    lines = (f"J01;Professeur;{name}" for name in names)
    tally = registers.import_members(academy, _list("jury;qualité;nom", *lines), "membres.csv", apply=True).tally
    return tally.added, tally.changed, len(tally.juries)


def test_a_jury_of_the_second_group_is_published_with_its_choices_and_members(world: World) -> None:
    academy = world.academy
    world.candidates("J01", "0500")
    registers.import_juries(academy, _list("jury;uai;groupe;session", "J01;0750001Z;2;septembre"), "j.csv", apply=True)
    exam_marks.import_marks(academy, _marks(ES, PHILO="8;11;oui"), "notes.csv", apply=True)
    _members(academy, "Exemple Alix")
    assert juries.publish(academy, [J01]) == [J01]
    told = decode_manifest(Signed.from_bytes(juries.manifest(academy, J01)[1]).payload)
    assert (told.group, told.period) == (2, Period.SEPTEMBER)
    assert told.members == (Member("Exemple Alix", Quality.PUBLIC_TEACHER, Presence.AWAY),)
    mark = ExamMark(ExamCode("PHILO"), Decimal(4), Decimal(8), Decimal(11), chosen=True)
    assert [one for one in told.marks[StudentNumber("0500")] if one.chosen] == [mark]


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
    marks = _marks(ES | {"MATHS": 5})
    report = exam_marks.import_marks(world.academy, marks, "notes.csv", apply=True)
    told = [(one.code, one.where, one.value, one.expected) for one in report.anomalies]
    assert told == [(AnomalyCode.EXAM_UNKNOWN, "ligne 12", "MATHS", "ES")]
    assert report.applied
    with world.academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(serie="Série inventée"))
    again = exam_marks.import_marks(world.academy, marks, "notes.csv", apply=True)
    assert again.anomalies == (), "no pack knows the série"


def test_a_candidate_of_the_second_group_is_in_a_jury_of_each(world: World) -> None:
    academy = world.academy
    world.candidates("J01", "0500")
    registers.import_juries(academy, _list("jury;uai;groupe", "J01B;0750001Z;2"), "jurys.csv", apply=True)
    people = _list("jury;pv;élève;série;format livret", "J01B;1;0500;ES;numérique")
    report = candidates.import_candidates(academy, people, "candidats.csv", apply=True)
    assert (report.tally.added, report.anomalies) == (1, ())
    second = _marks(ES, PHILO="8;11;oui").replace(b"J01;", b";")  # which says no jury: the one that is not closed yet
    assert exam_marks.import_marks(academy, second, "notes.csv", apply=True).applied
    assert exam_marks.import_marks(academy, _marks(ES, PHILO="9;;"), "notes.csv", apply=True).applied
    with academy.database.reading() as connection:
        both = {jury: rows.marks(connection, JuryId(jury))[StudentNumber("0500")] for jury in ("J01", "J01B")}
    philo = {jury: [one for one in told if one.exam == "PHILO"] for jury, told in both.items()}
    assert {jury: [(one.value, one.second) for one in told] for jury, told in philo.items()} == {
        "J01": [(Decimal(9), None)],
        "J01B": [(Decimal(8), Decimal(11))],
    }
    again = candidates.import_candidates(academy, people, "candidats.csv", apply=True)
    assert (again.tally.added, again.tally.same) == (0, 1)
    stray = _list("jury;pv;élève;série;format livret", "J02;7;0600;ES;numérique")
    world.candidates("J09", "0600")
    odd = candidates.import_candidates(academy, stray, "candidats.csv", apply=True)
    assert [one.code for one in odd.blocked] == [AnomalyCode.CANDIDATE_ELSEWHERE], "two juries of one group"


def test_whom_no_closed_jury_of_the_first_group_sent_to_the_second_is_kept_out_of_its_lists(world: World) -> None:
    academy = world.academy
    lines = (
        f"{jury};0750001Z;{group}" for jury, group in (("J02", 1), ("J03", 1), ("J04", 1), ("J01B", 2), ("J02B", 2))
    )
    registers.import_juries(academy, _list("jury;uai;groupe", *lines), "jurys.csv", apply=True)
    world.sitting("J01", "J02", "J03")
    with academy.database.writing() as connection:
        acts = list(connection.scalars(select(schema.act.c.act)))
        ruled = (
            ("J01", "0500", 1, "second_groupe"),
            ("J01", "0500", 2, "ajourne"),
            ("J01", "0501", 1, "ajourne"),
            ("J02", "0501", 1, "second_groupe"),
            ("J02B", "0502", 1, "ajourne"),
            ("J03", "0503", 1, "ajourne"),
        )
        for act, (jury, number, version, ruling) in zip(acts, ruled, strict=True):
            values = {"jury": jury, "number": number, "version": version, "ruling": ruling, "act": act}
            connection.execute(schema.decision_change.insert().values(values))
        sat = schema.jury_head.c.jury.in_(["J01", "J02"])
        connection.execute(schema.jury_head.update().where(sat).values(closed=acts[0]))
        head = {"jury": "J02B", "sequence": 0, "chain": "", "version": 0, "closed": acts[0]}
        connection.execute(schema.jury_head.insert().values(head))

    def told(jury: str) -> list[tuple[AnomalyCode, str, str, str]]:
        lines = (f"{jury};{pv};050{pv};ES;numérique" for pv in range(4))
        listed = _list("jury;pv;élève;série;format livret", *lines)
        report = candidates.import_candidates(academy, listed, "candidats.csv", apply=False)
        return [(one.code, one.where, one.value, one.expected) for one in report.blocked]

    assert told("J01B") == [(AnomalyCode.CANDIDATE_NOT_SENT, "ligne 2", "0500", "J01")], "the newest decision counts"
    assert told("J04") == [], "a jury of the first group, of September for one, asks nothing of the sort"
