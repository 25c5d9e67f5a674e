# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small OpenID provider on loopback, made of Authlib's server side: code flow, PKCE, one client, one person.

It can be told to lie: another audience, issuer or nonce, a token past its time, a key that it does not publish.
"""
# ruff: noqa: ARG002  # the methods are those that Authlib calls, with all it gives them

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from joserfc.jwk import RSAKey

CLIENT_ID = "lsl-academie"
CLIENT_SECRET = "un secret partagé / avec: des signes"


@dataclass
class Faults:
    """How the provider lies; nothing set, it does not."""

    claims: dict[str, Any] = field(default_factory=dict)
    expired: bool = False
    other_key: bool = False
    algorithm: str = "RS256"


class _Request(OAuth2Request):  # type: ignore[misc]  # Authlib publishes no types
    def __init__(self, method: str, uri: str, form: Mapping[str, str], headers: Mapping[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self._form = dict(form)
        self.payload = BasicOAuth2Payload(self._form or dict(parse_qsl(urlsplit(uri).query)))

    @property
    def form(self) -> dict[str, str]:
        return self._form


class _Client(ClientMixin):  # type: ignore[misc]  # Authlib publishes no types
    client_id = CLIENT_ID

    def __init__(self, redirect: str) -> None:
        self.redirect = redirect

    def get_client_id(self) -> str:
        return self.client_id

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, uri: str) -> bool:
        return uri == self.redirect

    def check_client_secret(self, secret: str) -> bool:
        return secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return (method, endpoint) == ("client_secret_basic", "token")

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class _Code:
    code: str
    redirect: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


class Provider(AuthorizationServer):  # type: ignore[misc]  # Authlib publishes no types
    """The provider.

    ``person`` holds the claims of who is signed in at it; ``instead``, what to answer at a path instead of the truth.
    """

    def __init__(self) -> None:
        super().__init__(scopes_supported=["openid", "profile", "email"])
        self.faults = Faults()
        self.instead: dict[str, Any] = {}
        self.person: dict[str, Any] = {"sub": "s-1", "preferred_username": "dec.martin"}
        self.issuer = ""
        self.redirect = ""
        self.key, self.hidden_key = _keys()
        self.codes: dict[str, _Code] = {}
        self.register_token_generator("default", _bearer)
        self.register_grant(_code_grant(self), [CodeChallenge(required=True), _id_token(self)])

    def query_client(self, client_id: str) -> _Client | None:
        return _Client(self.redirect) if client_id == CLIENT_ID else None

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Nobody asks for anything with the access token."""

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def create_oauth2_request(self, request: _Request) -> _Request:
        return request

    def handle_response(self, status: int, body: object, headers: list[tuple[str, str]]) -> tuple[int, object, Any]:
        return status, body, headers

    def discovery(self) -> dict[str, object]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
        }

    def answer(self, request: _Request) -> tuple[int, object, list[tuple[str, str]]]:
        path = urlsplit(request.uri).path
        if path in self.instead:
            answered: tuple[int, object, Any] = self.instead[path]
            return answered
        if path == "/.well-known/openid-configuration":
            return 200, self.discovery(), []
        if path == "/jwks":
            return 200, {"keys": [self.key.as_dict(private=False)]}, []
        if path == "/authorize":
            grant = self.get_consent_grant(request, end_user=self.person)
            answered = self.create_authorization_response(request, self.person, grant=grant)
        else:
            answered = self.create_token_response(request)
        return answered


@cache
def _keys() -> tuple[RSAKey, RSAKey]:
    """The key that is published and the one that is not, of the same name; made once for all tests."""
    one, other = (RSAKey.generate_key(2048, {"kid": "a", "use": "sig"}) for _ in range(2))
    return one, other


def _bearer(**asked: Any) -> dict[str, object]:
    return {"token_type": "Bearer", "access_token": "un-jeton", "expires_in": 60, "scope": asked["scope"]}


def _code_grant(provider: Provider) -> type[Any]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]  # Authlib publishes no types
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic",)

        def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
            data = request.payload.data
            provider.codes[code] = _Code(
                code, data["redirect_uri"], data["scope"], data["nonce"], data["code_challenge"],
                data["code_challenge_method"],
            )  # fmt: skip

        def query_authorization_code(self, code: str, client: _Client) -> _Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, code: _Code) -> None:
            del provider.codes[code.code]

        def authenticate_user(self, code: _Code) -> dict[str, Any]:
            return provider.person

    return Grant


def _id_token(provider: Provider) -> Any:
    class IdToken(OpenIDCode):  # type: ignore[misc]  # Authlib publishes no types
        def resolve_client_private_key(self, client: _Client) -> object:
            return provider.hidden_key if provider.faults.other_key else provider.key

        def get_client_algorithm(self, client: _Client) -> str:
            return provider.faults.algorithm

        def get_encode_header(self, client: _Client) -> dict[str, str]:
            return {"alg": provider.faults.algorithm, "kid": "a"}

        def get_client_claims(self, client: _Client) -> dict[str, object]:
            now = int(time.time()) - (7200 if provider.faults.expired else 0)
            return {"iss": provider.issuer, "aud": [client.get_client_id()], "iat": now, "exp": now + 60}

        def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
            return False

        def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
            return UserInfo(**{**user, **provider.faults.claims})

    return IdToken(require_nonce=True)


@contextmanager
def running() -> Iterator[Provider]:
    """Serve a provider on a free port of loopback, over plain HTTP."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._do({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._do(dict(parse_qsl(body, keep_blank_values=True)))

        def _do(self, form: dict[str, str]) -> None:
            request = _Request(self.command, f"{provider.issuer}{self.path}", form, dict(self.headers.items()))
            status, body, headers = provider.answer(request)
            data = (json.dumps(body) if not isinstance(body, str) else body).encode()
            self.send_response(status)
            for name, value in dict(headers).items():
                self.send_header(name, value)
            if "Content-Type" not in dict(headers):
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
