# SPDX-License-Identifier: AGPL-3.0-or-later
"""A Desk as the academy meets it: a key, and what it says over HTTP."""

import base64
import secrets
from dataclasses import dataclass, field

from starlette.testclient import TestClient

from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.server.services import enrolling
from lsl_desk.wire import routes
from lsl_desk.wire.enrolment import challenge_payload, commitment, short_digits
from lsl_desk.wire.envelope import CHALLENGE, SigningKey
from tests.server.academies import Here


def text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@dataclass
class Desk:
    """A post: its key, its client, its enrolment under way."""

    client: TestClient
    key: SigningKey = field(default_factory=SigningKey.generate)
    nonce: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    enrolment: str = ""
    digits: str = ""

    @property
    def id(self) -> str:
        return self.key.public.id

    def begin(self, label: str = "Salle 12") -> None:
        asked = {"commitment": commitment(self.key.public.raw, self.nonce), "label": label}
        begun = self.client.post(routes.ENROLMENTS, json=asked).raise_for_status().json()
        self.enrolment = begun["enrolment"]
        self.digits = short_digits(
            device_public=self.key.public.raw,
            server_public=base64.b64decode(begun["key"]),
            device_nonce=self.nonce,
            server_nonce=base64.b64decode(begun["nonce"]),
        )

    def reveal(self) -> None:
        shown = {"key": text(self.key.public.raw), "nonce": text(self.nonce)}
        self.client.post(routes.REVEAL.format(enrolment=self.enrolment), json=shown).raise_for_status()

    def signed_challenge(self, server_public: bytes, device: str = "") -> str:
        """Ask a challenge (for another post, if named) and sign it for an academy."""
        asked = self.client.post(routes.CHALLENGES, json={"device": device or self.id}).raise_for_status().json()
        nonce = base64.b64decode(asked["nonce"])
        payload = challenge_payload(server_public=server_public, server_nonce=nonce)
        return text(self.key.sign(CHALLENGE, payload).to_bytes())

    def token(self, server_public: bytes) -> str:
        signed = self.signed_challenge(server_public)
        answer = self.client.post(routes.TOKENS, json={"signed": signed}).raise_for_status()
        return str(answer.json()["token"])


def enrolled(here: Here, role: AccountRole, *, other: bool = False) -> Desk:
    """A post of the account of a role, approved."""
    desk = Desk(here.client())
    desk.begin()
    desk.reveal()
    owner = (here.other if other else here.accounts)[role]
    by = Actor(Kind.PERSON, id="", account=owner)
    here.academy.database.write(
        lambda connection: enrolling.approve(connection, desk.enrolment, owner=owner, by=by, now=here.clock())
    )
    return desk
