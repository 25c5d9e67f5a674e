# SPDX-License-Identifier: AGPL-3.0-or-later
"""The school of origin receives its visas, loads the final livrets, says when they are available (D14, K03, K04)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from starlette.testclient import TestClient

from lsl_desk.domain.acts import Ruling, SittingClosed
from lsl_desk.domain.closing_acts import CaseReopened
from lsl_desk.domain.ids import JuryId, SchoolId, StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.domain.visas import How
from lsl_desk.server.db import audit as audit_rows
from lsl_desk.server.db import publications, schema
from lsl_desk.server.db import schools as school_rows
from lsl_desk.server.services import final_livrets, schools
from lsl_desk.server.services.final_livrets import earliest
from lsl_desk.wire.envelope import Signed
from lsl_desk.wire.strict import moment_text
from tests.server.academies import OTHER_SCHOOL, SCHOOL, Here
from tests.server.browsers import problem_in, send, signed_in
from tests.server.pages.test_closing_pages import publish, sign, sit, text_of
from tests.server.pages.test_sittings import post, with_candidates
from tests.server.pages.test_sittings import send as act
from tests.server.pupils_world import J01, J02, OFFICE, School, school
from tests.server.world import decided

HEAD = AccountRole.CHEF_ETABLISSEMENT
VISAS, LIVRETS, OPENING = (f"/etablissements/{SCHOOL}/{one}" for one in ("visas", "livrets", "ouverture"))
OF_SCHOOLS = "/visas/etablissements"
PARIS = "Europe/Paris"


@pytest.fixture
def head(here: Here) -> TestClient:
    return signed_in(here, HEAD)


def receive(head: TestClient) -> None:
    assert send(head, VISAS, A_FORM).headers["location"] == f"{VISAS}?fait=recus"


A_FORM = "/mot-de-passe"
"""A page with a form at any time: « Recevoir les visas » has one only when there is something to receive."""


def told(client: TestClient, page: str) -> str:
    return text_of(client.get(page).text)


def audited(here: Here, action: str) -> list[tuple[str, str, str]]:
    """Actor, resource and facts of each line of an action."""
    with here.academy.database.reading() as connection:
        lines = [line for line, _ in audit_rows.lines(connection) if line.action == action]
    return [(line.actor, line.resource, line.facts) for line in lines]


def test_nothing_sent_is_said_and_nothing_is_received(here: Here, head: TestClient) -> None:
    school(here, 2, 1)
    assert head.get("/").headers["location"] == VISAS, "the head's home"
    assert "Aucun visa disponible" in told(head, VISAS)
    assert send(head, VISAS, A_FORM).headers["location"] == f"{VISAS}?fait=rien-recu"
    assert "0 visa ajouté" in told(head, f"{VISAS}?fait=rien-recu")
    assert audited(here, "visas_received") == []


def test_visas_are_received_once_and_the_one_without_is_named(here: Here, head: TestClient) -> None:
    pupils = school(here, 4, 2)
    office = signed_in(here, OFFICE)
    pupils.send(pupils.numbers[:3])
    page = told(head, VISAS)
    assert "! 3 visas envoyés par la DEC" in page
    assert "0303 T02 INVENTÉ0303 Alix les résultats de son jury ne sont pas publics" in page
    assert "3 / 4 ○ non reçu 1 candidat" in told(office, OF_SCHOOLS)
    receive(head)
    page = told(head, VISAS)
    assert "3 visas reçus sur 4 ✓ tout ce que la DEC a envoyé est reçu" in page
    assert "01/07/2026 10:00 Personne chef_etablissement 1 3 0" in page
    assert send(head, VISAS, A_FORM).headers["location"] == f"{VISAS}?fait=rien-recu"
    assert audited(here, "visas_received") == [
        (here.accounts[HEAD], SCHOOL, '{"lots": "1", "visas": 3, "withdrawn": 0}')
    ], "once, and no number of a candidate"
    assert "3 / 4 01/07/2026 10:00 1 candidat" in told(office, OF_SCHOOLS)
    missing = told(office, f"{OF_SCHOOLS}/sans-visa?code={SCHOOL}")
    assert "1 sur 4, par N° élève et sans nom" in missing
    assert "0303 T02 les résultats" in missing
    assert "INVENTÉ" not in missing

    here.clock.forward(minutes=20)
    pupils.publish(J01, 1)
    pupils.send(pupils.numbers[:1], withdrawn=pupils.numbers[1:2])
    page = told(head, VISAS)
    assert "2 visas reçus" not in page
    assert "1 visa reçu sur 4" in page, "one stands that was received; another supersedes, a third is taken back"
    assert "! 1 visa, 1 visa retiré depuis votre dernière réception" in page
    assert "0301 T02 INVENTÉ0301 Alix son visa a été retiré" in page
    assert "0303 T02 INVENTÉ0303 Alix les visas de son jury sont arrêtés" in page
    assert "2 / 4 01/07/2026 10:00 ! 2 depuis 2 candidats" in told(office, OF_SCHOOLS)
    receive(head)
    assert "2 visas reçus sur 4" in told(head, VISAS)
    assert "2 / 4 01/07/2026 10:20 2 candidats" in told(office, OF_SCHOOLS)


def test_the_pv_says_who_waits_for_the_second_group_and_who_for_the_exam_office(here: Here) -> None:
    president = post(with_candidates(here), AccountRole.PRESIDENT)
    closing = sit(here, president)
    sign(here, president, closing)
    with here.academy.database.writing() as connection:
        connection.execute(update(schema.identity).values(school=SCHOOL, division="T01"))
    office, _ = publish(here)
    page = f"{OF_SCHOOLS}/sans-visa?code={SCHOOL}"
    assert "0501 T01 les résultats de son jury ne sont pas publics" in told(office, page)
    here.clock.forward(minutes=15)
    seconds = "0417 T01 il passe le second groupe : son visa vient avec 0432 T01 il passe le second groupe"
    assert seconds in told(office, page)
    assert "0501 T01 la DEC ne l’a pas encore envoyé" in told(office, page)
    send(office, "/visas/1", "/visas")
    head = signed_in(here, HEAD)
    receive(head)
    assert "1 visa reçu sur 3" in told(head, VISAS)
    assert "0417 T01 NOMÉTAIT il passe le second groupe" in told(head, VISAS)
    act(here, president, CaseReopened(StudentNumber("0417"), "note inversée"))
    assert "0417 T01 NOMÉTAIT les visas de son jury sont arrêtés" in told(head, VISAS)
    act(here, president, decided(Ruling.SECOND_GROUPE, number="0417", seen=1), SittingClosed(NO_CHAIN))
    assert "0417 T01 NOMÉTAIT les visas de son jury sont arrêtés" in told(head, VISAS), "closed, and not signed"


def test_a_school_sees_nothing_of_another(here: Here, head: TestClient) -> None:
    pupils = school(here, 1, 1)
    pupils.send(pupils.numbers)
    other = signed_in(here, HEAD, other=True)
    assert other.get("/").headers["location"] == f"/etablissements/{OTHER_SCHOOL}/visas"
    for page in (VISAS, LIVRETS, "/visas", OF_SCHOOLS, "/jurys/J01", "/comptes"):
        answer = other.get(page)
        assert answer.status_code == 403
        assert "INVENTÉ" not in answer.text
    assert send(other, VISAS, A_FORM).status_code == 403
    assert "INVENTÉ" not in other.get(f"/etablissements/{OTHER_SCHOOL}/livrets").text
    assert "Jurys" not in told(head, VISAS), "no page of juries"


def test_a_visa_that_was_parked_is_new_once_a_list_says_whose_it_is(here: Here, head: TestClient) -> None:
    pupils = school(here, 2, 1)
    who = schema.identity
    parked = (who.c.jury == J01) & (who.c.number == "0301")
    with here.academy.database.writing() as connection:
        connection.execute(update(who).where(parked).values(school=""))
    pupils.send(pupils.numbers)
    assert "! 1 visa envoyé par la DEC" in told(head, VISAS)
    receive(head)
    assert "1 visa reçu sur 1" in told(head, VISAS)
    assert "! 1 visa de candidats" in told(signed_in(here, OFFICE), OF_SCHOOLS)
    pupils.send(pupils.numbers[:1])
    receive(head)
    with here.academy.database.writing() as connection:
        connection.execute(update(who).where(parked).values(school=SCHOOL))
    assert "! 1 visa depuis" in told(head, VISAS), "of a lot before the last one that was received"
    receive(head)
    assert "2 visas reçus sur 2" in told(head, VISAS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sixty_seven_livrets_load_one_is_listed_and_eighteen_divisions_open(here: Here, head: TestClient) -> None:
    pupils = school(here, 68, 18)
    pupils.send(pupils.numbers[:67])
    assert "! 67 à recevoir" in told(head, LIVRETS)
    assert send(head, LIVRETS, A_FORM, toutes="oui").headers["location"] == f"{LIVRETS}?fait=rien-charge"
    receive(head)
    assert "67 visas reçus sur 68" in told(head, VISAS)
    send(head, LIVRETS, LIVRETS, division="T01")
    assert "4 livrets chargés sur 68, 1 / 18 divisions chargées" in told(head, LIVRETS)
    assert "aucune date ne se donne encore" in told(head, LIVRETS)
    pupils.publish(J02, 2)
    days = {"premier": "2026-07-02", "dernier": "2026-09-30"}
    others = ", ".join(f"T{rank:02d}" for rank in range(2, 19))
    assert problem_in(send(head, OPENING, LIVRETS, **days).text) == (
        f"1 / 18 divisions chargées, il manque\u00a0: {others}. "
        "Chargez-les, ou cochez «\u00a0Ouvrir sans attendre ces divisions\u00a0»."
    )
    assert send(head, LIVRETS, LIVRETS, toutes="oui").headers["location"] == f"{LIVRETS}?fait=charges"
    assert send(head, LIVRETS, A_FORM, toutes="oui").headers["location"] == f"{LIVRETS}?fait=rien-charge"
    page = told(head, LIVRETS)
    assert "67 livrets chargés sur 68, 18 / 18 divisions chargées" in page
    assert "1 candidat sans visa" in page
    assert "0367 T14 INVENTÉ0367 Alix" in page
    assert "À partir du 02/07/2026. 18 / 18 divisions chargées." in page
    assert "sans attendre" not in page
    assert send(head, OPENING, LIVRETS, **days).headers["location"] == f"{LIVRETS}?fait=ouverture"
    assert "Du 02/07/2026 au 30/09/2026 , décidé le 01/07/2026 10:00 par Personne chef_etablissement, avec 18 / 18" in (
        told(head, LIVRETS)
    )
    assert [facts for _, _, facts in audited(here, "livrets_loaded")] == ['{"livrets": 4}', '{"livrets": 63}']
    opened = '{"closes": "2026-09-30", "divisions": 18, "loaded": 18, "opens": "2026-07-02"}'
    assert audited(here, "livrets_opened") == [(here.accounts[HEAD], SCHOOL, opened)]


def test_each_final_livret_is_kept_with_its_visa_and_a_visa_that_supersedes_asks_for_it_again(
    here: Here, head: TestClient
) -> None:
    pupils = school(here, 3, 3)
    first = pupils.send(pupils.numbers)
    receive(head)
    send(head, LIVRETS, LIVRETS, toutes="oui")
    with here.academy.database.reading() as connection:
        kept = connection.execute(select(schema.final_livret).order_by(schema.final_livret.c.number)).all()
        sealed = publications.envelope(connection, first, J01) or b""
        for name in ("visa_receipt", "visa_received", "final_livret"):
            assert connection.execute(select(schema.metadata.tables[name])).first() is not None
    for name in ("visa_receipt", "visa_received", "final_livret"):
        with pytest.raises(DBAPIError, match="insert-only"), here.academy.database.writing() as connection:
            connection.execute(delete(schema.metadata.tables[name]))
    now, who = moment_text(here.clock()), here.accounts[HEAD]
    envelope = Signed.from_bytes(sealed).digest
    assert [tuple(one) for one in kept] == [
        (SCHOOL, J01, number, first, pupils.livrets[number], envelope, now, who) for number in pupils.numbers
    ]
    here.clock.forward(minutes=20)
    pupils.send(pupils.numbers[:2])
    page = told(head, LIVRETS)
    assert "1 livret chargé sur 3, 1 / 3 divisions chargées" in page
    assert "T01 1 0 0 1 0 0 ○ à charger —" in page, "to be loaded again, and received first"
    receive(head)
    assert "T01 1 0 0 1 0 0 ○ à charger Charger la division T01" in told(head, LIVRETS)
    send(head, LIVRETS, LIVRETS, division="T01")
    assert "2 livrets chargés sur 3, 2 / 3 divisions chargées" in told(head, LIVRETS)
    pupils.send([], withdrawn=pupils.numbers[:1])
    assert "1 livret chargé sur 3, 1 / 3 divisions chargées" in told(head, LIVRETS)


def test_pressed_twice_at_once_visas_are_received_once_and_livrets_loaded_once(here: Here) -> None:
    pupils = school(here, 3, 1)
    pupils.send(pupils.numbers)
    by = Actor(Kind.PERSON, HEAD, id=here.accounts[HEAD], school=SchoolId(SCHOOL))

    def received(_: int) -> int:
        return here.academy.database.write(
            lambda connection: schools.receive(here.academy, connection, SchoolId(SCHOOL), by=by)
        )

    def loaded(_: int) -> int:
        return final_livrets.load(here.academy, SchoolId(SCHOOL), None, by=by).count

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(received, range(2))) == [0, 3]
        assert sorted(both.map(loaded, range(2))) == [0, 3]
    with here.academy.database.reading() as connection:
        assert [one.visas for one in school_rows.receipts(connection, SchoolId(SCHOOL))] == [3]


def test_a_file_that_is_not_the_one_its_visa_names_is_refused_by_name_and_the_others_load(
    here: Here, head: TestClient, tmp_path: Path
) -> None:
    pupils = school(here, 4, 1)
    numbers, livrets = pupils.numbers, pupils.livrets
    pupils.send(numbers, unread={"0303": How.NONE_GIVEN})
    receive(head)
    with here.academy.database.writing() as connection:  # another livret came since
        other = here.academy.files.put(b"%PDF another one")
        connection.execute(insert(schema.livret).values(digest=other, size=1, pages=1))
        whose = schema.candidate.c.number == "0301"
        connection.execute(update(schema.candidate).where(whose).values(digest=other))
    (file,) = tmp_path.rglob(livrets["0302"])  # and the disk gives other bytes than were put there
    file.write_bytes(b"%PDF altered")
    page = text_of(send(head, LIVRETS, LIVRETS, toutes="oui").text)
    assert "Livrets non chargés, leur fichier n’étant pas celui que le visa nomme : 2." in page
    assert "✗ 0301 INVENTÉ0301 Alix, T01 ✗ 0302 INVENTÉ0302 Alix, T01" in page
    assert "1 livret chargé sur 4, 0 / 1 division chargée" in page
    assert "T01 4 1 2 0 1 0 ✗ refus" in page, "0303 gave none: a visa without a file"
    here.academy.files.erase(livrets["0302"])
    assert "✗ 0302" in text_of(send(head, LIVRETS, LIVRETS, division="T01").text)
    assert "✗ 0300" not in told(head, LIVRETS)


def test_a_livret_that_nobody_had_to_read_loads_as_the_academy_gives_it(here: Here, head: TestClient) -> None:
    pupils = school(here, 3, 1)
    pupils.send(pupils.numbers, unread={"0300": How.NOT_REQUIRED, "0301": How.PAPER, "0302": How.PAPER})
    with here.academy.database.writing() as connection:
        paper = schema.candidate.c.number == "0302"
        connection.execute(update(schema.candidate).where(paper).values(digest=None))
    receive(head)
    assert send(head, LIVRETS, LIVRETS, toutes="oui").headers["location"] == f"{LIVRETS}?fait=charges"
    assert "T01 3 2 0 0 1 0 ✓ chargée" in told(head, LIVRETS)
    with here.academy.database.reading() as connection:
        kept = schema.final_livret.c
        rows = connection.execute(select(kept.number, kept.digest).order_by(kept.number)).all()
    assert [tuple(row) for row in rows] == [(one, pupils.livrets[one]) for one in ("0300", "0301")]


def test_an_opening_is_refused_before_its_time_and_for_dates_that_cannot_be(here: Here, head: TestClient) -> None:
    pupils = school(here, 2, 2)
    days = {"premier": "2026-07-02", "dernier": "2026-09-30"}

    def refused(**changed: str) -> str:
        return problem_in(send(head, OPENING, A_FORM, **(days | changed)).text)

    assert refused().startswith("Les résultats du second groupe ne sont pas tous publiés")
    pupils.publish(J02, 2)
    with here.academy.database.writing() as connection:
        third = schema.jury.c.id == "J03"
        connection.execute(update(schema.jury).where(third).values(exam_group=2))
    assert refused().startswith("Les résultats du second groupe ne sont pas tous publiés"), "J03 is not"
    with here.academy.database.writing() as connection:
        connection.execute(update(schema.jury).where(third).values(period="septembre"))
    assert refused(premier="2026-07-01").startswith("Les livrets ne s’ouvrent qu’à partir du 02/07/2026")
    assert refused().startswith("Aucun livret définitif n’est chargé")
    pupils.send(pupils.numbers)
    receive(head)
    send(head, LIVRETS, LIVRETS, division="T01")
    here.clock.forward(days=10)
    head = signed_in(here, HEAD)
    for wrong in ({"premier": ""}, {"dernier": "2026-07-12"}, {"premier": "2026-07-10"}, {"dernier": "jamais"}):
        asked = days | {"premier": "2026-07-12", "quand_meme": "oui"} | wrong
        assert problem_in(send(head, OPENING, A_FORM, **asked).text).startswith("Ces dates ne conviennent pas")
    asked = days | {"premier": "2026-07-12"}
    assert problem_in(send(head, OPENING, LIVRETS, **asked).text).startswith(
        "1 / 2 divisions chargées, il manque\u00a0: T02."
    )
    assert send(head, OPENING, LIVRETS, **asked, quand_meme="oui").status_code == 303
    assert "avec 1 / 2 divisions chargées" in told(head, LIVRETS)
    send(head, LIVRETS, LIVRETS, toutes="oui")
    here.clock.forward(days=10)
    head = signed_in(here, HEAD)
    later = {"premier": "2026-07-12", "dernier": "2026-08-31"}
    assert send(head, OPENING, LIVRETS, **later).status_code == 303, "begun, it may end on another day"
    assert "Du 12/07/2026 au 31/08/2026" in told(head, LIVRETS)
    assert "avec 2 / 2 divisions chargées" in told(head, LIVRETS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_final_livrets_open_on_the_day_of_the_retroplanning_and_never_before(here: Here) -> None:
    """Monday 9 July 2018, « à partir du lundi 9 juillet » (memo; L03)."""
    here.clock.now = datetime(2018, 7, 6, 16, 0, tzinfo=UTC)
    pupils = School(here, {})
    pupils.publish(J02, 2)
    that = replace(here.academy, session=2018)
    with that.database.reading() as connection:
        assert earliest(that, connection, PARIS) == date(2018, 7, 9)
        assert earliest(here.academy, connection, PARIS) == date(2018, 7, 7)
    with that.database.writing() as connection:
        third = schema.jury.c.id == "J03"
        connection.execute(update(schema.jury).where(third).values(exam_group=2))
        assert earliest(that, connection, PARIS) is None
    pupils.publish(J02, 2, excluded={JuryId("J03"): "ne siège pas"})
    with that.database.reading() as connection:
        assert earliest(that, connection, PARIS) == date(2018, 7, 9), "left out by name, it keeps nobody waiting"
    with that.database.writing() as connection:  # published late: the day after, whatever was planned
        connection.execute(delete(schema.publication_jury).where(schema.publication_jury.c.excluded.is_(None)))
    here.clock.now = datetime(2018, 7, 10, 22, 30, tzinfo=UTC)
    pupils.publish(J02, 2)
    with that.database.reading() as connection:
        assert earliest(that, connection, PARIS) == date(2018, 7, 12), "at half past midnight in Paris"
