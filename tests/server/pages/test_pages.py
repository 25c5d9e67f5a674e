# SPDX-License-Identifier: AGPL-3.0-or-later
"""What all pages keep: headers, French, structure, one sentence a refusal; and the juries."""

import io
import re
import tarfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError
from sqlalchemy import insert
from starlette.testclient import TestClient

from lsl_desk import __version__
from lsl_desk.bundled import bundled
from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.db import schema
from lsl_desk.server.db.engine import Busy
from lsl_desk.server.pages import words
from lsl_desk.server.services import audit, boards
from lsl_desk.server.settings import Settings
from tests.guards.house_rules import _TYPOGRAPHY
from tests.server.academies import Here, opened
from tests.server.browsers import problem_in, sign_in, signed_in
from tests.server.desks import enrolled

TEMPLATES = sorted(bundled("pages").glob("*.html"))


class Words(HTMLParser):
    """The French of a template: what stands between tags, and in the attributes that are read out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = re.findall(r'(?:help|label)="([^"]*)"', text)
        self.feed(re.sub(r"\{[{%].*?[%}]\}", "x", text, flags=re.DOTALL))

    def handle_data(self, data: str) -> None:
        self.found.append(data)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_are_set_as_french_is(template: Path) -> None:
    faults = [
        (rule, sentence)
        for sentence in Words(template.read_text("utf-8")).found
        for pattern, rule in _TYPOGRAPHY
        if pattern.search(sentence.strip())
    ]
    assert faults == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_script_and_no_style(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<script|style=|\son\w+=|javascript:", text) == []
    assert text.count("<table") == text.count("<caption")
    tokens = text.count("token_field(token) }}") + text.count('name="jeton"')
    assert template.name == "parts.html" or text.count("<form") == tokens


def test_every_answer_tells_the_browser_what_it_may(here: Here) -> None:
    for path in ("/connexion", "/style.css", "/inconnu", "/", "/api/v1/academy"):
        headers = here.client().get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert (headers["referrer-policy"], headers["x-content-type-options"]) == ("same-origin", "nosniff")
        assert "strict-transport-security" not in headers


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_under_https_cookies_and_the_whole_site_are_secure(tmp_path: Path, database_url: str) -> None:
    options = {"public_url": "https://academie.example", "database_url": SecretStr(database_url)}
    with opened(tmp_path, **options) as here:
        client = here.client(base_url="https://academie.example")
        answer = sign_in(client, "president")
        kept = answer.headers.get_list("set-cookie")
        assert all(one.startswith("__Host-lsl_") and "; Secure" in one for one in kept)
        assert "max-age" in answer.headers["strict-transport-security"]
        assert client.get("/").status_code == 200


def test_the_foot_offers_the_source_of_what_runs(here: Here) -> None:
    client = here.client()
    page = client.get("/connexion").text
    assert f"LSL Desk {__version__}" in page
    assert 'href="/source"' in page
    with tarfile.open(fileobj=io.BytesIO(client.get("/source").content)) as archive:
        names = archive.getnames()
    assert "lsl-desk/lsl_desk/server/pages/shared.py" in names
    assert "lsl-desk/resources/pages/style.css" in names
    assert not [name for name in names if "__pycache__" in name]
    here.app.state.settings = here.app.state.settings.model_copy(update={"source_url": "https://forge.example/lsl"})
    assert 'href="https://forge.example/lsl"' in client.get("/connexion").text


def test_a_page_that_is_not_there_is_said_on_a_page_and_to_a_program_as_a_problem(here: Here) -> None:
    page = signed_in(here, AccountRole.PRESIDENT).get("/inconnu")
    assert (page.status_code, problem_in(page.text)) == (404, REFUSALS[Code.NOT_FOUND])
    assert "Personne president" in page.text
    assert here.client().get("/api/v1/inconnu").json()["code"] == Code.NOT_FOUND


def test_a_right_that_is_missing_is_one_sentence(here: Here) -> None:
    page = signed_in(here, AccountRole.PRESIDENT).get("/journal")
    assert (page.status_code, problem_in(page.text)) == (403, REFUSALS[Code.RIGHT_MISSING])


def test_a_database_that_cannot_now_is_said_too(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)

    def busy(*_: object) -> None:
        raise Busy

    monkeypatch.setattr(boards, "board", busy)
    page = client.get("/")
    assert (page.status_code, page.headers["retry-after"]) == (429, "1")


@pytest.mark.logs("server fault")
def test_a_fault_of_ours_is_said_in_french_and_told_to_nobody(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)

    def fails(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(boards, "board", fails)
    page = client.get("/")
    assert page.status_code == 500
    assert page.headers["content-type"].startswith("text/html")
    assert "Le serveur de l’académie a eu une panne" in page.text
    assert "secret" not in page.text


def test_links_are_those_one_may_follow(here: Here) -> None:
    def links(role: AccountRole) -> set[str]:
        return set(re.findall(r'<li><a href="(/\w*)"', signed_in(here, role).get("/").text))

    assert links(AccountRole.PRESIDENT) == {"/"}
    assert links(AccountRole.CHEF_DE_CENTRE) == {"/", "/postes"}
    assert links(AccountRole.ADMINISTRATEUR) == {"/", "/postes", "/comptes"}
    assert links(AccountRole.AUDITEUR) == {"/", "/postes", "/journal"}


def test_every_word_of_the_audit_and_of_what_was_done_is_french() -> None:
    assert set(words.ROLES) == set(AccountRole)
    source = "".join(path.read_text("utf-8") for path in Path(audit.__file__).parent.glob("*.py"))
    told = set(re.findall(r'action="(\w+)"', source))
    assert told <= set(words.ACTIONS) | {"imported", "published"}


# juries


def cells(client: TestClient, jury: str) -> list[str]:
    """The cells of a jury's line, as text."""
    row = re.search(rf'<a href="/jurys/{jury}">.*?</tr>', client.get("/").text, re.DOTALL)
    assert row
    return [re.sub(r"<.*?>", "", cell).strip() for cell in re.findall(r"<td.*?>(.*?)</td>", row[0], re.DOTALL)]


def test_a_jury_is_counted(here: Here) -> None:
    formats = ["numerique", "numerique", "papier", "absent", "inconnu"]
    with here.academy.database.writing() as connection:
        for rank, one in enumerate(formats):
            values = {"jury": "J01", "number": f"{rank:04}", "rank": rank, "pv": str(rank), "serie": "S", "reason": ""}
            connection.execute(insert(schema.candidate).values(format=one, cyclades="", **values))
        connection.execute(insert(schema.livret).values(digest="d" * 64, size=9, pages=1))
        held = schema.candidate.update().values(digest="d" * 64, pages="[]")
        connection.execute(held.where(schema.candidate.c.number == "0000"))
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    assert cells(office, "J01") == [
        *("—", "—", "5", "1 / 2", "0 / 1", "1", "1", "○ à faire", "○ à faire", "0", "0", "○ non publié")
    ]
    head = {"sequence": 12, "chain": "0" * 64, "version": 3, "closed": None}
    with here.academy.database.writing() as connection:
        connection.execute(insert(schema.jury_head).values(jury="J01", **head))
    assert cells(office, "J01")[1] == "3"
    assert cells(office, "J01")[-3:] == ["12", "0", "! 2 à demander"]
    asked = office.get("/jurys/J01").text
    assert ("aucun fichier reçu" in asked, "format non renseigné" in asked) == (True, True)
    with here.academy.database.writing() as connection:
        connection.execute(held.where(schema.candidate.c.number == "0001"))
        connection.execute(schema.candidate.update().values(format="papier").where(schema.candidate.c.number == "0004"))
    assert "tous ceux qui sont attendus sont là" in office.get("/jurys/J01").text
    assert cells(office, "J01")[-1] == "! aucun poste"
    enrolled(here, AccountRole.PRESIDENT)
    enrolled(here, AccountRole.CHEF_DE_CENTRE)
    assert cells(office, "J01")[-2:] == ["2", "○ à préparer"]
    detail = office.get("/jurys/J01").text
    assert "Personne chef_de_centre" in detail
    assert "Personne president" in detail
    assert office.get("/jurys/J99").status_code == 404
    with here.academy.database.writing() as connection:
        connection.execute(schema.jury_head.update().values(closed="0" * 32))
    assert cells(office, "J01")[-1].split("\n") == ["✓ clos", "0 / 5 décidés"]


def test_one_sees_one_s_own_juries(here: Here) -> None:
    def seen(role: AccountRole) -> list[str]:
        return re.findall(r'href="/jurys/(\w+)"', signed_in(here, role).get("/").text)

    assert seen(AccountRole.PRESIDENT) == ["J01", "J04"]
    assert seen(AccountRole.CHEF_DE_CENTRE) == ["J01", "J02", "J04"]
    assert seen(AccountRole.AUDITEUR) == ["J01", "J02", "J04", "J03"]


def test_a_time_is_told_in_the_academy_s_zone(here: Here) -> None:
    assert words.moment_words("2026-07-01T08:00:00.000000Z", "Europe/Paris") == "01/07/2026\u00a010:00"
    assert words.moment_words(None, "Europe/Paris") == "—"
    desk = enrolled(here, AccountRole.PRESIDENT)
    here.app.state.settings = here.app.state.settings.model_copy(update={"timezone": "Indian/Reunion"})
    page = signed_in(here, AccountRole.GESTIONNAIRE_DEC).get(f"/postes/{desk.id}").text
    assert "01/07/2026\u00a012:00" in page


@pytest.mark.parametrize("zone", ["Mars/Base", "Europe", "../../etc/passwd", ""])
def test_a_zone_that_is_none_is_refused_at_the_start(zone: str) -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Settings(timezone=zone)


def test_a_jury_without_a_president_says_so(here: Here) -> None:
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    assert "Personne president (président)" in office.get("/jurys/J01").text
    with here.academy.database.writing() as connection:
        connection.execute(
            insert(schema.jury_head).values(jury="J01", sequence=0, chain="0" * 64, version=1, closed=None)
        )
        connection.execute(schema.seat.delete())
    assert cells(office, "J01")[-1] == "! sans président"
    assert "à nommer" in office.get("/jurys/J01").text
