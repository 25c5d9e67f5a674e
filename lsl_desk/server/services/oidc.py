# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in by an OpenID provider: code flow with PKCE, this server as a confidential client (OIDC Core §3.1).

The provider says who somebody is; what they may do here is their account’s, which the exam office made before.
"""

import hmac
import json
import logging
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

import httpx2
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.db import people
from lsl_desk.server.db.engine import Connection, Database
from lsl_desk.server.services.accounts import fold_login
from lsl_desk.server.services.passwords import new_secret, secret_digest
from lsl_desk.server.services.sessions import SignedIn, open_session
from lsl_desk.server.settings import Settings
from lsl_desk.wire.strict import moment_of, moment_text

log = logging.getLogger(__name__)

LIFE: Final = timedelta(minutes=10)
CALLBACK: Final = "/connexion/retour"
_SECONDS: Final = 10.0
_LEEWAY: Final = 60
"""Seconds by which the provider’s clock may differ."""
_ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519")
"""Signatures by a private key only: neither « none » nor one made with a secret we share."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What the provider sent the browser back with.

    Attributes:
        state: what was sent there.
        code: for the tokens.
        browser: the cookie of the browser that came back.
        known: the cookie of a browser that may have signed in before.
    """

    state: str
    code: str
    browser: str
    known: str


def begin(database: Database, settings: Settings, browser: str, now: datetime) -> str:
    """The address to send a browser to.

    Args:
        database: of the academy.
        settings: the provider.
        browser: the cookie of the browser that must come back.
        now: UTC.

    Raises:
        Refusal: NOT_FOUND, none is set; OIDC_FAILED, it does not answer.
    """
    _require_set(settings)
    state, nonce, verifier = new_secret(), new_secret(), new_secret()
    with httpx2.Client(timeout=_SECONDS) as client:
        found = _discover(client, settings)
    flow = people.FlowRow(secret_digest(browser), nonce, verifier, moment_text(now + LIFE))
    database.write(lambda connection: people.add_flow(connection, secret_digest(state), flow, moment_text(now)))
    parameters = {
        "response_type": "code",
        "client_id": settings.oidc_client_id,
        "redirect_uri": settings.url + CALLBACK,
        "scope": "openid profile email",
        "state": state,
        "nonce": nonce,
        "code_challenge": create_s256_code_challenge(verifier),
        "code_challenge_method": "S256",
    }
    return str(add_params_to_uri(found["authorization_endpoint"], list(parameters.items())))


def finish(database: Database, settings: Settings, returned: Returned, now: datetime) -> SignedIn:
    """Open a session for whoever the provider says came back.

    Args:
        database: of the academy.
        settings: the provider.
        returned: what came back.
        now: UTC.

    Raises:
        Refusal: NOT_FOUND, no provider is set; OIDC_FAILED, anything is not as it was sent or signed;
            OIDC_UNKNOWN, no open account is that person’s.
    """
    _require_set(settings)
    flow = database.write(lambda connection: people.take_flow(connection, secret_digest(returned.state)))
    if flow is None or now >= moment_of(flow.expires) or not returned.code:
        raise Refusal(Code.OIDC_FAILED)
    if not hmac.compare_digest(flow.browser, secret_digest(returned.browser)):
        raise Refusal(Code.OIDC_FAILED)
    claims = _claims(settings, flow, returned.code, now)
    entered = database.write(lambda connection: _enter(connection, settings, claims, returned.known, now))
    if entered is None:
        raise Refusal(Code.OIDC_UNKNOWN)
    return entered


def _require_set(settings: Settings) -> None:
    if not settings.oidc_issuer:
        raise Refusal(Code.NOT_FOUND)


def _claims(settings: Settings, flow: people.FlowRow, code: str, now: datetime) -> dict[str, Any]:
    """Change the code for an ID token, and verify all of it."""
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": settings.url + CALLBACK,
        "code_verifier": flow.verifier,
    }
    with httpx2.Client(timeout=_SECONDS) as client:
        found = _discover(client, settings)
        headers = {"Authorization": _basic(settings)}
        given = _answer(client.build_request("POST", found["token_endpoint"], data=form, headers=headers), client)
        keys = _answer(client.build_request("GET", found["jwks_uri"]), client)
    try:
        token = jwt.decode(given["id_token"], KeySet.import_key_set(keys), algorithms=list(_ALGORITHMS))  # type: ignore[arg-type]  # checked there
        claims = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": settings.oidc_issuer},
                "aud": {"essential": True, "value": settings.oidc_client_id},
            },
            params={
                "nonce": flow.nonce,
                "client_id": settings.oidc_client_id,
                "access_token": given.get("access_token"),
            },
        )
        claims.validate(now=int(now.timestamp()), leeway=_LEEWAY)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise _failed(error) from error
    return dict(claims)


def _basic(settings: Settings) -> str:
    """The Basic header of a confidential client, each part encoded first (RFC 6749 §2.3.1)."""
    parts = (settings.oidc_client_id, settings.oidc_client_secret.get_secret_value())
    return "Basic " + b64encode(":".join(quote(part, safe="") for part in parts).encode()).decode()


def _discover(client: httpx2.Client, settings: Settings) -> dict[str, Any]:
    """What the provider says of itself; it has to be the one that was set."""
    address = settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
    found = _answer(client.build_request("GET", address), client)
    needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if found.get("issuer") != settings.oidc_issuer or not all(isinstance(found.get(one), str) for one in needed):
        raise _failed(ValueError("discovery"))
    return found


def _answer(request: httpx2.Request, client: httpx2.Client) -> dict[str, Any]:
    try:
        answer = client.send(request).raise_for_status()
        read = json.loads(answer.content)
    except (httpx2.HTTPError, ValueError) as error:
        raise _failed(error) from error
    if not isinstance(read, dict):
        raise _failed(TypeError("not an object"))
    return read


def _failed(error: Exception) -> Refusal:
    """Say to the log of which kind it was, and nothing of what was sent."""
    log.warning("sign-in by the provider failed", extra={"kind": type(error).__name__})
    return Refusal(Code.OIDC_FAILED)


def _enter(
    connection: Connection, settings: Settings, claims: dict[str, Any], known: str, now: datetime
) -> SignedIn | None:
    """Find the account: by the provider’s subject, which is never given to another, or once by its login."""
    subject = f"{settings.oidc_issuer} {claims['sub']}"
    row = people.by_subject(connection, subject)
    if row is None:
        row = _by_claim(connection, settings, claims)
        if row is None or people.is_bound(connection, row.id):
            return None
        people.bind_subject(connection, row.id, subject)
    if row.state != "active":
        return None
    return open_session(connection, row.id, browser=known, how="oidc", now=now)


def _by_claim(connection: Connection, settings: Settings, claims: dict[str, Any]) -> people.AccountRow | None:
    login = claims.get(settings.oidc_claim)
    if not isinstance(login, str):
        return None
    if settings.oidc_claim == "email" and claims.get("email_verified") is not True:
        return None
    row = people.by_login(connection, fold_login(login))
    return row if row is not None and row.state == "active" else None
