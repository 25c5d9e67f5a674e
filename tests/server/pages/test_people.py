# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of accounts and of the audit."""

import re

import pytest

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.db import devices
from tests.server.academies import ELSEWHERE, HERE, PASSWORD, SCHOOL, Here, login_of
from tests.server.browsers import problem_in, send, sign_in, signed_in
from tests.server.desks import Desk, enrolled

GOOD = {"identifiant": "Jeanne.Dupin", "nom": " Jeanne  Dupin ", "role": "president", "centre": HERE}


def test_an_account_is_made_and_its_code_opens_it(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    page = send(office, "/comptes", "/comptes", **GOOD).text
    found = re.search(r"Code de jeanne\.dupin</h2>\s*<p class=\"digits\">([A-Z0-9-]{19})</p>", page)
    assert found
    assert "○ code remis" in page
    assert found[1] not in office.get("/comptes").text, "shown once"
    new = {"nouveau": PASSWORD, "encore": PASSWORD}
    client = here.client()
    entered = send(
        client, "/premiere-connexion", "/premiere-connexion", identifiant="jeanne.dupin", code=found[1], **new
    )
    assert entered.headers["location"] == "/"
    page = client.get("/").text
    assert "Jeanne Dupin" in page
    assert "Aucun jury ne vous est confié" in page


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"identifiant": "jé"}, Code.LOGIN_INVALID),
        ({"identifiant": login_of(AccountRole.AUDITEUR).upper()}, Code.LOGIN_TAKEN),
        ({"centre": ""}, Code.ACCOUNT_CENTRE),
        ({"centre": "9999999Z"}, Code.CENTRE_UNKNOWN),
        ({"nom": " "}, Code.REQUEST_INVALID),
        ({"nom": "J\x07"}, Code.REQUEST_INVALID),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    here: Here, changed: dict[str, str], code: Code
) -> None:
    refused = send(signed_in(here, AccountRole.GESTIONNAIRE_DEC), "/comptes", "/comptes", **(GOOD | changed))
    begins = REFUSALS[code].split("{")[0]
    assert refused.status_code in {409, 422}
    assert problem_in(refused.text).startswith(begins.replace("'", "&#39;"))
    assert f'value="{(GOOD | changed)["identifiant"]}"' in refused.text


def test_who_sits_at_no_desk_has_no_centre(here: Here) -> None:
    asked = GOOD | {"role": "auditeur"}
    office, dsi = (signed_in(here, role) for role in (AccountRole.GESTIONNAIRE_DEC, AccountRole.ADMINISTRATEUR))
    assert send(office, "/comptes", "/comptes", **asked).status_code == 403
    assert problem_in(send(dsi, "/comptes", "/comptes", **asked).text) == REFUSALS[Code.ACCOUNT_CENTRE]
    assert "Code de jeanne.dupin" in send(dsi, "/comptes", "/comptes", **(asked | {"centre": ""})).text


def test_the_exam_office_makes_the_head_of_a_school_who_sits_at_no_desk(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    head = GOOD | {"role": "chef_etablissement", "centre": "", "etablissement": SCHOOL}
    for changed, code in (
        ({"etablissement": ""}, Code.ACCOUNT_SCHOOL),
        ({"role": "president", "centre": HERE}, Code.ACCOUNT_SCHOOL),
        ({"centre": HERE}, Code.ACCOUNT_CENTRE),
        ({"etablissement": "9999999Z"}, Code.SCHOOL_UNKNOWN),
    ):
        refused = send(office, "/comptes", "/comptes", **(head | changed))
        assert problem_in(refused.text).startswith(REFUSALS[code].split("{")[0])
    assert "Code de jeanne.dupin" in send(office, "/comptes", "/comptes", **head).text
    identifier = re.search(
        r"/comptes/([0-9a-f]{32})\">Gérer<span class=\"hidden\"> le compte jeanne", office.get("/comptes").text
    )
    assert identifier
    assert f"<dd>{SCHOOL}</dd>" in office.get(f"/comptes/{identifier[1]}").text
    desk = Desk(here.client())
    desk.begin()
    desk.reveal()
    approving = f"/postes/demandes/{desk.enrolment}"
    assert "Personne chef_etablissement" not in office.get(approving).text
    refused = send(office, f"{approving}/approbation", approving, compte=identifier[1])
    assert (refused.status_code, problem_in(refused.text)) == (403, REFUSALS[Code.RIGHT_MISSING])


def test_a_role_that_is_none_is_said_on_a_page(here: Here) -> None:
    refused = send(signed_in(here, AccountRole.ADMINISTRATEUR), "/comptes", "/comptes", **(GOOD | {"role": "roi"}))
    assert (refused.status_code, "body.role" in problem_in(refused.text)) == (422, True)


def test_a_new_code_is_shown_once(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    page = send(office, f"/comptes/{here.accounts[AccountRole.PRESIDENT]}/code", "/comptes").text
    assert "Code de president" in page
    assert sign_in(here.client(), login_of(AccountRole.PRESIDENT)).status_code == 401


def test_an_account_above_one_s_own_is_only_looked_at(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    page = office.get(f"/comptes/{here.accounts[AccountRole.AUDITEUR]}").text
    assert "auditeur" in page
    assert "Fermer le compte" not in page
    assert office.get(f"/comptes/{'0' * 32}").status_code == 404


def test_a_closed_account_withdraws_its_posts(here: Here) -> None:
    enrolled(here, AccountRole.PRESIDENT)
    kept = enrolled(here, AccountRole.VICE_PRESIDENT)
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    at = f"/comptes/{here.accounts[AccountRole.PRESIDENT]}"
    assert "Ses postes sont retirés" in office.get(at).text
    assert send(office, f"{at}/fermeture", "/comptes").headers["location"] == "/comptes?fait=ferme"
    assert "✗ fermé" in office.get("/comptes?fait=ferme").text
    with here.academy.database.reading() as connection:
        posts = {post.id: (post.state, post.reason) for post in devices.devices(connection)}
    assert posts.pop(kept.id) == ("active", "")
    assert list(posts.values()) == [("revoked", "compte fermé")]
    for what in ("fermeture", "code"):
        again = send(office, f"{at}/{what}", "/comptes")
        assert (again.status_code, problem_in(again.text)) == (404, REFUSALS[Code.ACCOUNT_UNKNOWN])
    assert send(office, f"/comptes/{'0' * 32}/code", "/comptes").status_code == 404


def test_the_audit_tells_what_was_done_and_that_it_was_read(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    send(office, "/comptes", "/comptes", **(GOOD | {"centre": ELSEWHERE}))
    desk = enrolled(here, AccountRole.PRESIDENT)
    auditor = signed_in(here, AccountRole.AUDITEUR)
    auditor.get("/journal?avant=3")
    page = auditor.get("/journal").text
    for told in ("compte créé", "poste relié", "connexion", "journal consulté", "lignes avant la\u00a0: 3"):
        assert told in page
    assert "rôle\u00a0: président, " in page or "rôle\u00a0: président<" in page
    assert f"centre\u00a0: {ELSEWHERE}" in page
    assert desk.id[:16] in page
    assert "Jeanne" not in page, "no name is in the audit"
    assert "se vérifie de bout en bout" in page


def test_the_audit_is_read_page_by_page(here: Here) -> None:
    auditor = signed_in(here, AccountRole.AUDITEUR)
    for _ in range(100):
        auditor.get("/journal")
    older = re.search(r"/journal\?avant=(\d+)", auditor.get("/journal").text)
    assert older
    page = auditor.get(f"/journal?avant={older[1]}").text
    assert "Lignes plus anciennes" not in page
    assert "commande du serveur" in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_audit_that_was_touched_says_so(here: Here) -> None:
    auditor = signed_in(here, AccountRole.AUDITEUR)
    with here.academy.database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_no_update")
        connection.exec_driver_sql("UPDATE audit SET actor = 'x' WHERE sequence = 2")
    assert "ne se vérifie plus à la ligne 2" in problem_in(auditor.get("/journal").text)
