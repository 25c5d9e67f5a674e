# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rights as they are: every route × role × relation × standing, asked of the running application."""

import contextlib
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import SecretStr
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from lsl_desk.domain.rights import SEATED, AccountRole, Action, Standing
from lsl_desk.server.access import persons
from lsl_desk.server.access.guard import UndeclaredRoute, anybody_may, every_route, post_may, require_declared
from lsl_desk.server.api import events
from lsl_desk.server.app import create_app
from lsl_desk.server.db import schema
from lsl_desk.server.services import accounts, limits
from lsl_desk.server.services.passwords import secret_digest
from lsl_desk.server.services.sessions import form_token
from tests.server.academies import ELSEWHERE, HERE, OTHER_SCHOOL, PASSWORD, SCHOOL, Here, opened
from tests.server.browsers import signed_in
from tests.server.desks import Desk, enrolled, text
from tests.server.rights_table import ALL, OPEN, OVER_THE_ACADEMY, PERSONS, POSTS, Row

LONG_AGO = "2026-01-01T00:00:00.000000Z"
JURIES = {"o": "J01", "j": "J02", "c": "J03", "x": "J04"}
Place = tuple[str, str]


@dataclass(frozen=True)
class Asker:
    """Who asks: a role with a session or a token, or nobody (None)."""

    role: AccountRole | None
    post: bool
    standing: Standing

    @property
    def name(self) -> str:
        kind = "poste" if self.post else "personne"
        return f"{kind} {self.role} {self.standing}" if self.role else "nobody"


ASKERS = (
    Asker(None, post=False, standing=Standing.ACTIVE),
    *(Asker(role, post=False, standing=standing) for role in AccountRole for standing in Standing),
    *(Asker(role, post=True, standing=standing) for role in sorted(SEATED) for standing in Standing),
)


def expected(place: Place, asker: Asker, relation: str, row: Row) -> bool:
    """What the table says of a cell."""
    if row.anybody:
        return True
    if asker.role is None or (place in POSTS) is not asker.post or asker.standing is Standing.EXPIRED:
        return False
    if asker.standing is Standing.REVOKED and not (asker.post and row.revoked):
        return False
    return relation in getattr(row, asker.role.value)


@dataclass
class Stage:
    """An academy with everything that a cell asks about, and the credentials of every asker.

    ``targets``: relation → the post and the account asked about. A person « revoked » is one whose account was closed.
    """

    here: Here
    client: TestClient
    sessions: dict[Asker, str] = field(default_factory=dict)
    tokens: dict[Asker, str] = field(default_factory=dict)
    posts: dict[str, str] = field(default_factory=dict)
    people: dict[str, str] = field(default_factory=dict)
    enrolment: str = ""
    signed: str = ""

    def ask(self, place: Place, asker: Asker, relation: str, *, over: bool) -> int:
        """Ask a route, with all that it wants but the right to."""
        method, path = place
        self.client.cookies.clear()
        headers = {}
        if asker in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[asker]}"
        session = self.sessions.get(asker, "")
        if session:
            self.client.cookies.set("lsl_session", session)
        self.client.cookies.set("lsl_form", "visitor")
        where = path.format(
            jury=JURIES[relation],
            digest="0" * 64,
            enrolment=self.enrolment,
            device=self.posts[relation],
            act="0" * 32,
            group=1,
            publication=1,
            lot=1,
            school=OTHER_SCHOOL if relation == "c" else SCHOOL,
            account=self.here.accounts[AccountRole.AUDITEUR] if over else self.people[relation],
        )
        body = self.body(place, relation, session, over=over) if method == "POST" else {}
        answer = self.client.request(method, where, headers=headers, **body)
        gone = answer.status_code == 303 and answer.headers["location"] == "/connexion"
        return 401 if gone else answer.status_code

    def body(self, place: Place, relation: str, session: str, *, over: bool) -> dict[str, Any]:
        path = place[1]
        if path.startswith("/api/"):
            return {"json": self.json(path)}
        visitor = OPEN.get(place) is not None
        form = {"jeton": form_token("visitor" if visitor or not session else session), **FORMS.get(path, {})}
        if path == "/comptes":
            role, centre = (AccountRole.AUDITEUR, "") if over else (AccountRole.PRESIDENT, self.centre(relation))
            form |= {"role": role.value, "centre": centre}
        if path.endswith("/approbation"):
            form["compte"] = self.here.accounts[AccountRole.AUDITEUR] if over else self.people[relation]
        return {"data": form}

    def json(self, path: str) -> object:
        bodies: dict[str, object] = {
            "/api/v1/acts": {"acts": [text(b"{}")]},
            "/api/v1/juries/{jury}/manifest": {"manifest": text(b"{}")},
            "/api/v1/juries/{jury}/erasures": {"record": text(b"{}")},
            "/api/v1/juries/{jury}/livrets": {"digests": ["0" * 64]},
            "/api/v1/enrolments": {"commitment": "0" * 64, "label": "x"},
            "/api/v1/enrolments/{enrolment}/reveal": {"key": text(bytes(32)), "nonce": text(bytes(32))},
            "/api/v1/whose": {"number": "0417"},
            "/api/v1/challenges": {"device": "0" * 64},
            "/api/v1/tokens": {"signed": self.signed},
        }
        return bodies[path]

    @staticmethod
    def centre(relation: str) -> str:
        return ELSEWHERE if relation == "c" else HERE


FORMS = {
    "/connexion": {"identifiant": "auditeur", "mot_de_passe": PASSWORD},
    "/premiere-connexion": {"identifiant": "x", "code": "x", "nouveau": PASSWORD, "encore": PASSWORD},
    "/mot-de-passe": {"ancien": PASSWORD, "nouveau": PASSWORD, "encore": PASSWORD},
    "/comptes": {"identifiant": "nouvelle.personne", "nom": "Nouvelle Personne"},
    "/postes/{device}/retrait": {"raison": "perdu"},
}

GOOD = {200, 303, 304}
ODD: dict[Place, set[int]] = {
    ("POST", "/premiere-connexion"): {401},  # there is no such code
    ("GET", "/connexion/academie"): {404},  # not set here
    ("GET", "/connexion/retour"): {404},
    ("POST", "/api/v1/enrolments/{enrolment}/reveal"): {409},  # not what was promised
    ("GET", "/api/v1/juries/{jury}/manifest"): {404},  # nothing published
    ("POST", "/api/v1/juries/{jury}/manifest"): {409},  # nothing that it ever signed
    ("GET", "/api/v1/juries/{jury}/livrets/{digest}"): {404},
    ("POST", "/postes/demandes/{enrolment}/approbation"): {303},
    ("POST", "/messages/{act}/traite"): {404},  # there is no such message
    ("POST", "/publication/{group}"): {409},  # no time was given
    ("POST", "/publication/{publication}/confirmation"): {409},  # there is none to confirm
    ("POST", "/publication/{publication}/annulation"): {409},
    ("POST", "/recours"): {409},  # no reason was given
    ("POST", "/api/v1/juries/{jury}/erasures"): {409},  # no certificate
    ("POST", "/recours/appel"): {409},  # nothing was said
    ("POST", "/recours/dossier"): {409},  # of no jury
    ("POST", "/visas/{group}"): {409},  # nothing is published
    ("GET", "/visas/lots/{lot}/{jury}"): {404},
    ("GET", "/visas/etablissements/sans-visa"): {404},  # of no school
    ("POST", "/etablissements/{school}/ouverture"): {409},  # no day was given
}
"""What is answered, instead of `GOOD`, to whoever may, since the stage holds no more."""


def staged(here: Here) -> Stage:
    """Enrol, sign in, let expire, revoke and close."""
    stage = Stage(here, here.client())
    for role in sorted(SEATED):
        _post(stage, here, role)
    for role in AccountRole:
        for standing in (Standing.ACTIVE, Standing.EXPIRED, Standing.REVOKED):
            person = signed_in(here, role, other=standing is Standing.REVOKED)
            stage.sessions[Asker(role, post=False, standing=standing)] = str(person.cookies["lsl_session"])
    stage.posts = {
        "o": enrolled(here, AccountRole.CHEF_DE_CENTRE).id,
        "j": enrolled(here, AccountRole.VICE_PRESIDENT).id,
        "c": enrolled(here, AccountRole.CHEF_DE_CENTRE, other=True).id,
        "x": enrolled(here, AccountRole.PRESIDENT).id,
    }
    stage.people = {
        "o": here.accounts[AccountRole.PRESIDENT],
        "j": here.accounts[AccountRole.VICE_PRESIDENT],
        "c": _target(here),
        "x": here.accounts[AccountRole.CHEF_DE_CENTRE],
    }
    asking = Desk(here.client())
    asking.begin()
    asking.reveal()
    stage.enrolment = asking.enrolment
    known = enrolled(here, AccountRole.PRESIDENT)
    stage.signed = known.signed_challenge(here.academy.key.public.raw)
    gone = {secret_digest(session) for who, session in stage.sessions.items() if who.standing is Standing.EXPIRED}
    with here.academy.database.writing() as connection:
        ended = update(schema.web_session).where(schema.web_session.c.digest.in_(gone))
        connection.execute(ended.values(expires=LONG_AGO))
        # Closed, but with the session still there: the page looks at the account too.
        closed = update(schema.account).where(schema.account.c.login.endswith(".bis"))
        connection.execute(closed.values(state="disabled"))
        head = {"jury": "J04", "sequence": 0, "chain": "0" * 64, "version": 0, "closed": "0" * 32}
        connection.execute(insert(schema.jury_head).values(head))
    return stage


def _post(stage: Stage, here: Here, role: AccountRole) -> None:
    server = here.academy.key.public.raw
    for standing in Standing:
        desk = enrolled(here, role)
        token = desk.token(server)
        stage.tokens[Asker(role, post=True, standing=standing)] = token
        with here.academy.database.writing() as connection:
            if standing is Standing.REVOKED:
                row = schema.device
                connection.execute(update(row).where(row.c.id == desk.id).values(state="revoked"))
            if standing is Standing.EXPIRED:
                given = schema.token
                ended = update(given).where(given.c.digest == secret_digest(token)).values(expires=LONG_AGO)
                connection.execute(ended)


def _target(here: Here) -> str:
    """An account of the other centre, open and of nobody who asks."""
    with here.academy.database.writing() as connection:
        return accounts.create(
            connection,
            login="cible",
            name="Personne visée",
            role=AccountRole.PRESIDENT,
            centre=ELSEWHERE,
            by="",
            now=here.clock(),
        ).account


class Rewind:
    """Brings a SQLite database back to what it was, so that each cell begins alike."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._kept = sqlite3.connect(":memory:")
        with contextlib.closing(sqlite3.connect(path)) as live:
            live.backup(self._kept)

    def __call__(self) -> None:
        with contextlib.closing(sqlite3.connect(self._path)) as live:
            self._kept.backup(live)

    def close(self) -> None:
        self._kept.close()


def prepare(here: Here, patch: pytest.MonkeyPatch) -> Stage:
    """A stage whose posts may ask as often as they like, and whose stream of events ends."""

    async def ended(*_: object) -> AsyncIterator[bytes]:
        yield b""

    patch.setattr(events, "_stream", ended)
    here.app.state.requests = limits.Requests(allowed=10**9)
    return staged(here)


Cell = tuple[Place, Row, Asker, str, bool]


def cells(table: dict[Place, Row], relations: str = ALL, *, over: bool = False) -> list[Cell]:
    return [
        (place, row, asker, relation, over)
        for place, row in table.items()
        for asker in ASKERS
        for relation in relations
    ]


EVERY_CELL = [*cells(PERSONS), *cells(POSTS), *cells(OPEN, "o"), *cells(OVER_THE_ACADEMY, over=True)]


def fault(stage: Stage, cell: Cell) -> str:
    """What is wrong with a cell, "" when nothing is."""
    place, row, asker, relation, over = cell
    status = stage.ask(place, asker, relation, over=over)
    right = (ODD.get(place) or GOOD) if expected(place, asker, relation, row) else {401, 403}
    return "" if status in right else f"{' '.join(place)}, {asker.name}, {relation}: {status}, not {sorted(right)}"


def test_every_route_is_in_the_table_and_declares_its_action(here: Here) -> None:
    require_declared(here.app.routes)
    routes = {
        (method, route.path)
        for route in every_route(here.app.routes)
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    assert routes == PERSONS.keys() | POSTS.keys() | OPEN.keys()


def test_there_are_cells_enough() -> None:
    assert len(EVERY_CELL) >= 1500


@pytest.mark.logs("act refused")  # what the cells send is no act: that the route is open to it is what is asked
@pytest.mark.parametrize("part", range(4))
def test_every_cell_is_as_the_table_says(
    tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "academy.sqlite")
    with opened(tmp_path, database_url=SecretStr(f"sqlite:///{path}")) as here:
        stage = prepare(here, monkeypatch)
        with contextlib.closing(Rewind(str(path))) as rewind:
            faults = []
            for cell in EVERY_CELL[part::4]:
                faults.append(fault(stage, cell))
                if cell[0][0] == "POST" or cell[0][1] == "/journal":
                    rewind()
    assert [one for one in faults if one] == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_sample_of_cells_on_postgresql(here: Here, monkeypatch: pytest.MonkeyPatch, rng: random.Random) -> None:
    stage = prepare(here, monkeypatch)
    unchanging = [
        cell for cell in EVERY_CELL if cell[0][0] == "GET" or not expected(cell[0], cell[2], cell[3], cell[1])
    ]
    assert [wrong for cell in rng.sample(unchanging, 150) if (wrong := fault(stage, cell))] == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_matrix_sees_a_door_left_open(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    stage = prepare(here, monkeypatch)
    cell: Cell = (("GET", "/journal"), PERSONS["GET", "/journal"], ASKERS[1], "o", False)
    assert fault(stage, cell) == ""
    monkeypatch.setattr(persons, "allow", lambda *_: True)
    assert fault(stage, cell).endswith("200, not [401, 403]")


def bare() -> None:
    """Do nothing."""


def test_an_application_with_an_undeclared_route_does_not_start() -> None:
    for guards in ([], [anybody_may(Action.READ_HEALTH), post_may(Action.SEND_ACTS)]):
        router = APIRouter()
        router.add_api_route("/oublie", bare, dependencies=guards)
        app = FastAPI(openapi_url=None)
        app.include_router(router)
        with pytest.raises(UndeclaredRoute, match="/oublie"):
            require_declared(app.routes)
    with pytest.raises(UndeclaredRoute, match="openapi"):
        require_declared(FastAPI().routes)


def test_the_academy_does_not_start_with_an_undeclared_route(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()
    router.add_api_route("/oublie", bare)
    monkeypatch.setattr("lsl_desk.server.app.PAGE_ROUTERS", (router,))
    with pytest.raises(UndeclaredRoute, match="/oublie"):
        create_app(here.academy, here.app.state.settings)
