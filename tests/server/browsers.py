# SPDX-License-Identifier: AGPL-3.0-or-later
"""A browser as the academy meets it, without its windows: cookies, pages, and forms with their hidden field."""

import re

from httpx2 import Response
from starlette.testclient import TestClient

from lsl_desk.domain.rights import AccountRole
from tests.server.academies import PASSWORD, Here, login_of


def token_in(page: str) -> str:
    """The hidden field of a page’s forms."""
    found = re.search(r'name="jeton" value="([0-9a-f]{64})"', page)
    assert found
    return found[1]


def send(client: TestClient, path: str, shown_at: str, **fields: str) -> Response:
    """Look at a page and send a form of it."""
    token = token_in(client.get(shown_at).text)
    return client.post(path, data={"jeton": token, **fields})


def sign_in(client: TestClient, login: str, password: str = PASSWORD) -> Response:
    return send(client, "/connexion", "/connexion", identifiant=login, mot_de_passe=password)


def signed_in(here: Here, role: AccountRole, *, other: bool = False) -> TestClient:
    """The browser of somebody who signed in."""
    client = here.client()
    assert sign_in(client, login_of(role, other=other)).headers["location"] == "/"
    return client


def problem_in(page: str) -> str:
    """The sentence of the refusal that a page shows, "" when it shows none."""
    found = re.search(r'role="alert">(.+?)</p>', page)
    return found[1] if found else ""
