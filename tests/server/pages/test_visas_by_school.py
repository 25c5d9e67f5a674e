# SPDX-License-Identifier: AGPL-3.0-or-later
"""Visas sent, school of origin by school; what is of no known school is parked, and found again (K03)."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.cli.main import main
from lsl_desk.server.db import schema
from lsl_desk.server.services import academy as academies
from lsl_desk.wire.visas import open_visas
from tests.server.academies import Here
from tests.server.browsers import send
from tests.server.pages.test_closing_pages import publish, sign, sit, text_of
from tests.server.pages.test_sittings import here as _here
from tests.server.pages.test_sittings import post

here = _here
PAGE, LIST = "/visas/etablissements", "/visas/etablissements/liste"
SCHOOL = "0759999S"


@pytest.fixture
def office(here: Here) -> TestClient:
    """J01 is published; its one visa, of 0501, is sent."""
    president = post(here, AccountRole.PRESIDENT)
    sign(here, president, sit(here, president))
    one, _ = publish(here)
    assert text_of(one.get(PAGE).text).count("Aucun visa n’est parti.") == 1
    here.clock.now += timedelta(minutes=15)
    send(one, "/visas/1", "/visas")
    return one


def test_a_visa_of_no_known_school_is_parked_until_a_list_says_whose_it_is(here: Here, office: TestClient) -> None:
    who = schema.identity
    with here.academy.database.writing() as connection:
        connection.execute(update(who).where(who.c.number == "0501").values(school=SCHOOL))
        namesake = {"jury": "J02", "number": "0501"}  # of another school, and another jury
        one = {"rank": 1, "pv": "1", "cyclades": "", "serie": "Générale", "format": "papier", "reason": ""}
        connection.execute(insert(schema.candidate).values(**namesake, **one))
        blank = dict.fromkeys(("name", "usage_name", "first_names", "third_name", "ine", "division"), "")
        connection.execute(insert(who).values(**namesake, **blank, school="0750001Z"))
    told = text_of(office.get(PAGE).text)
    assert "! 1 visa de candidats" in told
    head, line = office.get(LIST).content.decode("utf-8-sig").splitlines()
    assert head == "Établissement;Session;Jury;N° élève;Groupe;Visa;Envoyé le;Remplace celui du"
    assert line == f"{SCHOOL};2026;J01;0501;1;livret examiné sur papier;01/07/2026 10:15;"
    assert office.get(f"{LIST}?code={SCHOOL}").status_code == 404
    with here.academy.database.writing() as connection:
        known = {"id": SCHOOL, "name": "Lycée d’origine", "phone": "01 99 00 12 34"}
        connection.execute(insert(schema.school).values(known))
    told = text_of(office.get(PAGE).text)
    assert f"Lycée d’origine {SCHOOL} 01 99 00 12 34 1 / 1 ○ non reçu ✓ aucun Télécharger" in told
    assert "En attente" not in told
    answer = office.get(f"{LIST}?code={SCHOOL}")
    assert answer.content.decode("utf-8-sig").splitlines() == [head, line]
    assert answer.headers["content-disposition"] == f'attachment; filename="visas-{SCHOOL}.csv"'
    assert office.get(LIST).content.decode("utf-8-sig").splitlines() == [head]
    assert office.get(LIST).headers["content-disposition"].endswith('"visas-sans-etablissement.csv"')


@pytest.mark.usefixtures("office")
def test_the_command_says_where_the_visas_are_and_writes_those_that_left(
    here: Here, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "visas"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(academies, "open_academy", lambda _settings: here.academy)
        patched.setattr(type(here.academy.database), "close", lambda _: None)
        assert main(["visas"]) == 0
        told = capsys.readouterr().out.splitlines()
        assert main(["visas", "-o", str(folder)]) == 0
        assert main(["visas", "-o", str(folder)]) == 0, "again, over the same files"
        assert main(["visas", "-o", str(tmp_path / "nowhere" / "visas")]) == 2
    assert told == [
        "Lot 1\u00a0: 1 envoyés, 0 à envoyer. Non publiés\u00a0: J02, J03, J04.",
        "Lot 2\u00a0: 0 envoyés, 0 à envoyer.",
    ]
    assert {one.name for one in folder.iterdir()} == {"visas-J01-lot1.dsse", "visas-sans-etablissement.csv"}
    (one,) = open_visas((folder / "visas-J01-lot1.dsse").read_bytes(), here.academy.key.public).visas
    assert one.number == "0501"
