# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office's pages of the eve: messages, livrets to ask for, and what centres did, on the juries' page."""

import re

import pytest
from sqlalchemy import Connection, insert
from starlette.testclient import TestClient

from lsl_desk.domain.acts import CopyMade, DrillDone, Entry, HeadNamed, OfficeTold, PaperReceived, Role
from lsl_desk.domain.errors import Code
from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.db import schema
from lsl_desk.server.services import acts
from lsl_desk.wire.envelope import SigningKey
from tests.server.academies import Here
from tests.server.browsers import problem_in, send, signed_in
from tests.server.pages.test_pages import cells
from tests.server.world import Post, read

PHONE = "01\u00a099\u00a000\u00a012\u00a034"
NUMBERS = (("0417", "numerique"), ("0432", "inconnu"), ("0418", "papier"))


def fill(connection: Connection) -> None:
    """J01 with a livret, an unknown one of a school, and a paper one; published once."""
    connection.execute(insert(schema.school).values(id="0999991A", name="Lycée Exemple", phone=PHONE))
    connection.execute(insert(schema.livret).values(digest="d" * 64, size=9, pages=1))
    for rank, (number, kind) in enumerate(NUMBERS, start=1):
        one = {"jury": "J01", "number": number, "rank": rank, "pv": str(rank), "cyclades": f"0201899{number}"}
        held = {"digest": "d" * 64, "pages": "[]"} if kind == "numerique" else {}
        connection.execute(insert(schema.candidate).values(**one, serie="ES", format=kind, reason="", **held))
        who = dict.fromkeys(("usage_name", "first_names", "third_name", "ine", "division"), "")
        named = {"jury": "J01", "number": number, "name": "NOMÉTAIT", "school": "0999991A"}
        connection.execute(insert(schema.identity).values(**named, **who))


@pytest.fixture
def office(here: Here) -> TestClient:
    with here.academy.database.writing() as connection:
        fill(connection)
    return signed_in(here, AccountRole.GESTIONNAIRE_DEC)


@pytest.fixture
def head(here: Here) -> Post:
    """The post of the centre's head."""
    key = SigningKey.generate()
    post = {"id": key.public.id, "public": key.public.raw, "label": "poste", "reason": "", "state": "active"}
    with here.academy.database.writing() as connection:
        account = here.accounts[AccountRole.CHEF_DE_CENTRE]
        chain = {"sequence": 0, "head": "0" * 64, "enrolled": "2026-07-01T08:00:00.000000Z"}
        connection.execute(insert(schema.device).values(account=account, **post, **chain))
    return Post(key, Role.CHEF_DE_CENTRE, "")


def record(here: Here, head: Post, *envelopes: str) -> None:
    assert {one.state for one in acts.receive(here.academy, head.key.public.id, envelopes)} == {"kept"}


def test_a_message_is_read_counted_and_handled(here: Here, office: TestClient, head: Post) -> None:
    assert "à traiter" not in office.get("/").text
    assert "Aucun message n’attend" in office.get("/messages").text
    record(here, head, head.act(OfficeTold(StudentNumber("0432"), "<b>Papier</b>\u202f?")), head.act(read()))
    assert "1 message des centres à traiter" in re.sub(r"<.*?>", "", office.get("/").text)
    page = office.get("/messages").text
    assert "&lt;b&gt;Papier&lt;/b&gt;" in page
    assert "0432" in page
    (path,) = re.findall(r'action="(/messages/\w+/traite)"', page)
    assert send(office, path, "/messages").headers["location"] == "/messages?fait=traite"
    done = office.get("/messages?fait=traite").text
    assert "Le message est marqué comme traité." in done
    assert "Personne gestionnaire_dec" in done
    assert "à traiter" not in office.get("/").text
    gone = send(office, "/messages/" + "0" * 32 + "/traite", "/messages")
    assert (gone.status_code, problem_in(gone.text)) == (404, REFUSALS[Code.NOT_FOUND])
    audit = signed_in(here, AccountRole.AUDITEUR).get("/journal").text
    assert "message traité" in audit
    assert not re.search(r"\b0432\b", audit), "digests and identifiers may hold any digits"


def test_the_livrets_to_ask_for_stand_under_their_school_with_its_phone(here: Here, office: TestClient) -> None:
    page = office.get("/ecarts").text
    words = re.sub(r"<.*?>", "", page)
    assert "J01\u00a0: 3 candidats, 2 statuts" in words
    assert "Lycée Exemple" in words
    assert 'href="tel:0199001234"' in page
    assert re.findall(r'<th scope="row" class="number">(\d+)</th>', page) == ["0432"]
    assert "NOMÉTAIT" not in page
    with here.academy.database.writing() as connection:
        connection.execute(schema.school.delete().where(schema.school.c.name == "Lycée Exemple"))
    assert "téléphone non connu" in office.get("/ecarts").text
    with here.academy.database.writing() as connection:
        connection.execute(schema.identity.update().values(school=""))
    assert "Établissement non connu" in office.get("/ecarts").text
    with here.academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(format="papier").where(schema.candidate.c.number == "0432"))
    assert "tous les livrets attendus sont là" in office.get("/ecarts").text


def test_what_the_centre_did_is_on_the_juries_page(here: Here, office: TestClient, head: Post) -> None:
    assert cells(office, "J01")[4:9] == ["0 / 1", "0", "1", "○ à faire", "○ à faire"]
    paper = head.act(PaperReceived(StudentNumber("0418"), True, Entry.TYPED))
    copy = head.act(CopyMade(2, Digest("e" * 64), 1, 9, "dossier"))
    drill = head.act(DrillDone(300, 4, (StudentNumber("0417"),), ()))
    record(here, head, paper, copy, drill)
    assert cells(office, "J01")[4:9] == ["1 / 1", "0", "1", "✓ v2", "! 0 / 1"]
    with here.academy.database.writing() as connection:
        connection.execute(schema.livret_drilled.update().values(digest="d" * 64))
    assert cells(office, "J01")[8] == "✓ fait"
    detail = re.sub(r"<.*?>", "", office.get("/jurys/J01").text)
    assert ("1 / 1" in detail, "✓ v2" in detail, "✓ fait" in detail) == (True, True, True)
    assert "Le centre a nommé" not in detail
    named = head.act(HeadNamed(Role.PRESIDENT, "Exemple Claude", "Personne president"))
    record(here, head, named, head.act(HeadNamed(Role.VICE_PRESIDENT, "", "")))
    assert "Exemple Claude (président), personne (vice-président)" in office.get("/jurys/J01").text


def test_a_jury_whose_president_the_centre_took_away_has_none(here: Here, office: TestClient, head: Post) -> None:
    with here.academy.database.writing() as connection:
        settled = schema.candidate.update().values(format="papier").where(schema.candidate.c.number == "0432")
        connection.execute(settled)
        published = {"sequence": 0, "chain": "0" * 64, "version": 1, "closed": None}
        connection.execute(insert(schema.jury_head).values(jury="J01", **published))
    assert cells(office, "J01")[-1] == "○ à préparer"
    record(here, head, head.act(HeadNamed(Role.PRESIDENT, "", "Personne president")))
    assert cells(office, "J01")[-1] == "! sans président"
    record(here, head, head.act(HeadNamed(Role.PRESIDENT, "Exemple Claude", "Personne president")))
    assert cells(office, "J01")[-1] == "○ à préparer"


def test_a_jury_is_ready_once_its_centre_did_all_of_the_eve(here: Here, office: TestClient, head: Post) -> None:
    with here.academy.database.writing() as connection:
        connection.execute(schema.candidate.update().values(format="absent").where(schema.candidate.c.number == "0432"))
        published = {"sequence": 0, "chain": "0" * 64, "version": 1, "closed": None}
        connection.execute(insert(schema.jury_head).values(jury="J01", **published))
    assert cells(office, "J01")[-1] == "○ à préparer"
    paper = head.act(PaperReceived(StudentNumber("0418"), True, Entry.TYPED))
    copy = head.act(CopyMade(1, Digest("e" * 64), 1, 9, "dossier"))
    record(here, head, paper, copy, head.act(DrillDone(300, 4, (StudentNumber("0417"),), ())))
    assert cells(office, "J01")[-1] == "○ à préparer"
    with here.academy.database.writing() as connection:
        connection.execute(schema.livret_drilled.update().values(digest="d" * 64))
    assert cells(office, "J01")[-1] == "✓ prêt"
