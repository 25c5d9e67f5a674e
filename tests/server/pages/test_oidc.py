# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in by an OpenID provider: a real one, on loopback, that tells the truth and then every lie we thought of."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from pydantic import SecretStr
from starlette.testclient import TestClient

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.services import accounts
from tests.server.academies import Here, login_of, opened
from tests.server.browsers import problem_in
from tests.server.oidc_provider import CLIENT_ID, CLIENT_SECRET, Faults, Provider, running

FAILED = (409, REFUSALS[Code.OIDC_FAILED])
UNKNOWN = (409, REFUSALS[Code.OIDC_UNKNOWN])
DEC = login_of(AccountRole.GESTIONNAIRE_DEC)

announced = pytest.mark.logs("sign-in by the provider failed")


@dataclass
class Both:
    """An academy and its provider."""

    here: Here
    provider: Provider

    def there(self, browser: TestClient) -> str:
        """Go to the provider, where somebody is signed in already; returns where it sends back to."""
        leaving = browser.get("/connexion/academie")
        assert leaving.status_code == 303
        return httpx2.get(leaving.headers["location"]).headers["location"]

    def back(self, browser: TestClient, address: str) -> tuple[int, str]:
        parts = urlsplit(address)
        answer = browser.get(f"{parts.path}?{parts.query}")
        return answer.status_code, problem_in(answer.text) or answer.headers.get("location", "")

    def sign_in(self, browser: TestClient | None = None) -> tuple[int, str]:
        browser = browser or self.here.client()
        return self.back(browser, self.there(browser))


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider of the test has no certificate
    with running() as provider:
        options = {
            "oidc_issuer": provider.issuer,
            "oidc_client_id": CLIENT_ID,
            "oidc_client_secret": SecretStr(CLIENT_SECRET),
            "oidc_label": "le guichet de l’académie",
        }
        with opened(tmp_path, **options) as here:
            here.clock.now = datetime.now(UTC)
            provider.redirect = here.app.state.settings.url + "/connexion/retour"
            provider.person["preferred_username"] = DEC.upper()
            yield Both(here, provider)


def test_somebody_the_provider_knows_signs_in(both: Both) -> None:
    browser = both.here.client()
    assert "Se connecter avec le guichet de l’académie" in browser.get("/connexion").text
    assert both.sign_in(browser) == (303, "/")
    assert "Personne gestionnaire_dec" in browser.get("/").text


def test_the_request_is_bound_to_its_answer(both: Both) -> None:
    asked = parse_qs(urlsplit(both.here.client().get("/connexion/academie").headers["location"]).query)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_without_a_provider_there_is_no_such_door(here: Here) -> None:
    for path in ("/connexion/academie", "/connexion/retour"):
        assert here.client().get(path).status_code == 404
    assert "Se connecter avec" not in here.client().get("/connexion").text


def test_a_state_serves_once_and_in_the_browser_it_began_in(both: Both) -> None:
    browser = both.here.client()
    address = both.there(browser)
    assert both.back(both.here.client(), address) == FAILED, "in another browser"
    assert both.back(browser, address) == FAILED, "and it is spent"
    address = both.there(browser)
    assert both.back(browser, address) == (303, "/")
    assert both.back(browser, address) == FAILED, "replayed"


def test_a_state_of_ours_is_needed(both: Both) -> None:
    browser = both.here.client()
    address = both.there(browser)
    assert both.back(browser, address.replace("state=", "state=x")) == FAILED
    assert both.back(browser, "/connexion/retour?error=access_denied") == FAILED
    address = both.there(browser)
    assert both.back(browser, address.replace("code=", "kode=")) == FAILED


def test_a_state_is_good_for_ten_minutes(both: Both) -> None:
    browser = both.here.client()
    address = both.there(browser)
    both.here.clock.forward(minutes=10)
    assert both.back(browser, address) == FAILED


@announced
@pytest.mark.parametrize(
    "faults",
    [
        Faults(claims={"aud": ["another-client"]}),
        Faults(claims={"aud": ["another-client"], "azp": CLIENT_ID}),
        Faults(claims={"aud": ["another-client", CLIENT_ID], "azp": "another-client"}),
        Faults(claims={"iss": "https://another.example"}),
        Faults(claims={"nonce": "another"}),
        Faults(claims={"nonce": ""}),
        Faults(claims={"exp": None}),
        Faults(claims={"at_hash": "another"}),
        Faults(expired=True),
        Faults(other_key=True),
    ],
    ids=lambda faults: str(replace(faults)),
)
def test_a_token_that_is_not_for_us_now_is_refused(both: Both, faults: Faults) -> None:
    both.provider.faults = faults
    assert both.sign_in() == FAILED
    both.provider.faults = Faults()
    assert both.sign_in() == (303, "/")


@announced
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/.well-known/openid-configuration", (200, {"issuer": "https://another.example"}, [])),
        ("/.well-known/openid-configuration", (200, ["no object"], [])),
        ("/.well-known/openid-configuration", (500, "", [])),
        ("/.well-known/openid-configuration", (200, "<html>", [])),
    ],
)
def test_a_provider_that_is_not_the_one_set_is_not_gone_to(both: Both, asked: str, answered: object) -> None:
    both.provider.instead[asked] = answered
    answer = both.here.client().get("/connexion/academie")
    assert (answer.status_code, problem_in(answer.text)) == FAILED


@announced
@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("/token", (400, {"error": "invalid_grant"}, [])),
        ("/token", (200, {"access_token": "x"}, [])),
        ("/token", (200, {"id_token": "no token"}, [])),
        ("/token", (200, {"id_token": 3}, [])),
        ("/jwks", (200, {"keys": "none"}, [])),
        ("/jwks", (200, {}, [])),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused(both: Both, asked: str, answered: object) -> None:
    both.provider.instead[asked] = answered
    assert both.sign_in() == FAILED


@announced
def test_a_token_signed_by_nobody_is_refused(both: Both) -> None:
    # {"alg":"none"} . {"iss":…} . — what a library that trusts the header would take
    both.provider.instead["/token"] = (200, {"id_token": "eyJhbGciOiJub25lIn0.e30."}, [])
    assert both.sign_in() == FAILED


@announced
def test_the_code_is_of_no_use_without_its_verifier(both: Both) -> None:
    browser = both.here.client()
    first, second = both.there(browser), both.there(browser)
    codes = [parse_qs(urlsplit(address).query)["code"][0] for address in (first, second)]
    assert both.back(browser, second.replace(codes[1], codes[0])) == FAILED


def test_who_has_no_account_here_is_told_so(both: Both) -> None:
    both.provider.person["preferred_username"] = "personne.du.tout"
    assert both.sign_in() == UNKNOWN
    del both.provider.person["preferred_username"]
    assert both.sign_in() == UNKNOWN


def test_a_login_given_again_at_the_provider_does_not_open_the_account_of_the_first(both: Both) -> None:
    assert both.sign_in() == (303, "/")
    both.provider.person["sub"] = "s-2"
    assert both.sign_in() == UNKNOWN
    both.provider.person.update(sub="s-1", preferred_username="renamed")
    assert both.sign_in() == (303, "/"), "and who it was first is known under another name"


@pytest.mark.parametrize("bound", [True, False])
def test_a_closed_account_stays_closed(both: Both, *, bound: bool) -> None:
    if bound:
        assert both.sign_in() == (303, "/")
    both.here.academy.database.write(
        lambda connection: accounts.close(
            connection, both.here.accounts[AccountRole.GESTIONNAIRE_DEC], by="", now=both.here.clock()
        )
    )
    assert both.sign_in() == UNKNOWN


def test_an_address_is_believed_once_the_provider_verified_it(both: Both) -> None:
    settings = both.here.app.state.settings
    both.here.app.state.settings = settings.model_copy(update={"oidc_claim": "email"})
    both.provider.person["email"] = DEC
    assert both.sign_in() == UNKNOWN
    both.provider.person["email_verified"] = True
    assert both.sign_in() == (303, "/")
