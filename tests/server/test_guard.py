# SPDX-License-Identifier: AGPL-3.0-or-later
"""The guard asks the rights, whatever a route says of itself."""

import pytest
from fastapi import APIRouter, FastAPI, Request
from starlette.testclient import TestClient

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole, Action
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.access.context import source_of
from lsl_desk.server.access.guard import anybody_may, post_may
from lsl_desk.server.access.persons import visitor_does
from tests.server.academies import Here
from tests.server.browsers import problem_in, token_in
from tests.server.desks import enrolled


def done() -> None:
    """Do nothing."""


def with_route(here: Here, path: str, guard: object, method: str = "GET") -> TestClient:
    router = APIRouter()
    router.add_api_route(path, done, methods=[method], dependencies=[guard])  # type: ignore[list-item]  # a Depends
    app: FastAPI = here.app
    app.include_router(router)
    return here.client()


def test_a_route_cannot_open_to_anybody_what_the_rights_do_not(here: Here) -> None:
    client = with_route(here, "/api/v1/ouverte", anybody_may(Action.READ_AUDIT))
    assert client.get("/api/v1/ouverte").json()["code"] == Code.FORBIDDEN


def test_a_form_cannot_either(here: Here) -> None:
    client = with_route(here, "/ouverte", visitor_does(Action.READ_AUDIT), "POST")
    refused = client.post("/ouverte", data={"jeton": token_in(client.get("/connexion").text)})
    assert (refused.status_code, problem_in(refused.text)) == (403, REFUSALS[Code.RIGHT_MISSING])


def test_a_post_cannot_do_what_persons_do(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    token = desk.token(here.academy.key.public.raw)
    client = with_route(here, "/api/v1/journal", post_may(Action.READ_AUDIT))
    refused = client.get("/api/v1/journal", headers={"Authorization": f"Bearer {token}"})
    assert (refused.status_code, refused.json()["code"]) == (403, Code.FORBIDDEN)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic eDp5", "Bearer é", "bearer x y"])
def test_a_header_that_bears_no_token_of_ours_is_nobody_s(here: Here, header: str) -> None:
    refused = here.client().get("/api/v1/device", headers={b"Authorization": header.encode()})
    assert (refused.status_code, refused.json()["code"]) == (401, Code.TOKEN_EXPIRED)
    assert refused.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("host", "source"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_source_is_what_one_person_can_have(host: str, source: str) -> None:
    assert source_of(Request({"type": "http", "client": (host, 1)})) == source


def test_a_source_may_be_unknown() -> None:
    assert source_of(Request({"type": "http", "client": None})) == ""
