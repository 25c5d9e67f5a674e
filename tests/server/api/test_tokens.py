# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tokens: only the post that the academy enrolled gets one, for a while; a thousand tries of others get none."""

import random

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import NOBODY, AccountRole, Actor, Kind, Standing
from lsl_desk.server.services import limits, proving
from lsl_desk.wire import routes
from lsl_desk.wire.enrolment import challenge_payload
from lsl_desk.wire.envelope import ACT, CHALLENGE, SigningKey
from tests.server.academies import Here
from tests.server.desks import Desk, enrolled, text

BY = Actor(Kind.PERSON)


def bearer(here: Here, token: str) -> Actor:
    return proving.bearer_of(here.academy.database, token, here.clock())


def test_a_post_gets_a_token_for_fifteen_minutes(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    token = desk.token(here.academy.key.public.raw)
    actor = bearer(here, token)
    assert (actor.kind, actor.role, actor.centre) == (Kind.DEVICE, AccountRole.PRESIDENT, "0750001Z")
    assert (set(map(str, actor.juries)), actor.standing, actor.id) == ({"J01", "J04"}, Standing.ACTIVE, desk.id)
    here.clock.forward(minutes=15)
    assert bearer(here, token).standing is Standing.EXPIRED
    desk.token(here.academy.key.public.raw)
    assert bearer(here, token) == NOBODY, "a token that expired is forgotten with the next one"


def test_the_head_of_centre_has_the_juries_of_the_centre(here: Here) -> None:
    desk = enrolled(here, AccountRole.CHEF_DE_CENTRE)
    assert bearer(here, desk.token(here.academy.key.public.raw)).juries == {"J01", "J02", "J04"}


def test_a_token_is_kept_as_a_digest(here: Here) -> None:
    token = enrolled(here, AccountRole.PRESIDENT).token(here.academy.key.public.raw)
    with here.academy.database.reading() as connection:
        assert token not in str(connection.exec_driver_sql("SELECT * FROM token").all())


def test_a_revoked_post_gets_a_token_still_and_is_known_as_such(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    before = desk.token(here.academy.key.public.raw)
    revoke(here, desk)
    after = desk.token(here.academy.key.public.raw)
    assert {bearer(here, token).standing for token in (before, after)} == {Standing.REVOKED}


def revoke(here: Here, desk: Desk, reason: str = "poste volé") -> None:
    here.academy.database.write(
        lambda connection: proving.revoke(connection, desk.id, reason=reason, by=BY, now=here.clock())
    )


def test_a_revocation_has_a_reason_and_happens_once(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    for reason in ("", "  \n", "\x00"):
        with pytest.raises(Refusal, match=Code.REASON_MISSING):
            revoke(here, desk, reason)
    revoke(here, desk)
    with pytest.raises(Refusal, match=Code.DEVICE_REVOKED):
        revoke(here, desk)
    with pytest.raises(Refusal, match=Code.NOT_FOUND):
        revoke(here, Desk(here.client()))


def test_a_token_opens_nothing_more_after_the_revocation(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    before = desk.token(here.academy.key.public.raw)
    revoke(here, desk)
    tokens = (before, desk.token(here.academy.key.public.raw))
    livret = routes.LIVRET.format(jury="J01", digest="0" * 64)
    paths = [routes.JURIES, routes.EVENTS, routes.MANIFEST.format(jury="J01"), livret, routes.FEED.format(jury="J01")]
    here.app.state.requests = limits.Requests(allowed=1000)
    answers = {
        (answer.status_code, answer.json()["code"])
        for number in range(1000)
        for answer in [desk.client.get(paths[number % 5], headers={"Authorization": f"Bearer {tokens[number % 2]}"})]
    }
    assert answers == {(403, Code.DEVICE_REVOKED)}


def refused_with(desk: Desk, signed: str) -> tuple[int, str]:
    answer = desk.client.post(routes.TOKENS, json={"signed": signed})
    return answer.status_code, answer.json().get("code", "given")


def test_a_challenge_is_answered_once_and_soon(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    server = here.academy.key.public.raw
    signed = desk.signed_challenge(server)
    assert refused_with(desk, signed) == (200, "given")
    assert refused_with(desk, signed) == (401, Code.CHALLENGE_REFUSED)
    late = desk.signed_challenge(server)
    here.clock.forward(minutes=2)
    assert refused_with(desk, late) == (401, Code.CHALLENGE_REFUSED)
    assert refused_with(desk, signed) == (401, Code.CHALLENGE_REFUSED), "forgotten, and too old by then"


def test_what_is_no_signed_challenge_is_refused(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    payload = challenge_payload(server_public=here.academy.key.public.raw, server_nonce=bytes(32))
    for signed in (text(b"{}"), text(b"\xff"), text(desk.key.sign(ACT, payload).to_bytes())):
        assert refused_with(desk, signed) == (401, Code.CHALLENGE_REFUSED)
    stranger = Desk(here.client())
    assert refused_with(stranger, stranger.signed_challenge(here.academy.key.public.raw)) == (401, Code.DEVICE_UNKNOWN)


def test_of_a_thousand_false_tries_none_is_accepted(here: Here, rng: random.Random) -> None:
    """Another post's challenge, a replay, another academy's, an altered one, a forged number."""
    ours, others = enrolled(here, AccountRole.PRESIDENT), enrolled(here, AccountRole.VICE_PRESIDENT)
    server, elsewhere = here.academy.key.public.raw, SigningKey.generate().public.raw

    def signed(by: Desk, device: Desk, audience: bytes = server, nonce: bytes = b"") -> bytes:
        number = nonce or proving.challenge(here.academy.key, device.id, here.clock())
        return by.key.sign(CHALLENGE, challenge_payload(server_public=audience, server_nonce=number)).to_bytes()

    def accepted(envelope: bytes) -> bool:
        try:
            proving.issue_token(here.academy.database, here.academy.key, envelope, here.clock())
        except Refusal as refusal:
            return refusal.code not in {Code.CHALLENGE_REFUSED, Code.DEVICE_UNKNOWN}
        return True

    answered = signed(ours, ours)
    assert accepted(answered)
    tries = [
        lambda: signed(others, ours),  # the challenge of another post
        lambda: signed(others, ours).replace(others.id.encode(), ours.id.encode()),  # under the name of another post
        lambda: answered,
        lambda: signed(ours, ours, audience=elsewhere),
        lambda: altered(signed(ours, ours), rng),
        lambda: signed(ours, ours, nonce=rng.randbytes(32)),  # a number that the academy never gave
    ]
    assert [number for number in range(1000) if accepted(tries[number % len(tries)]())] == []


def altered(envelope: bytes, rng: random.Random) -> bytes:
    """One letter of the envelope's payload, signature or key, changed; not one whose last bits mean nothing."""
    places = [at for at in range(len(envelope) - 1) if envelope[at : at + 1].isalnum() and envelope[at + 1] != ord("=")]
    place = rng.choice(places)
    letter = b"A" if envelope[place : place + 1] != b"A" else b"B"
    return envelope[:place] + letter + envelope[place + 1 :]


def test_a_thousand_tokens_that_were_not_given_are_nobody_s(here: Here, rng: random.Random) -> None:
    token = enrolled(here, AccountRole.PRESIDENT).token(here.academy.key.public.raw)
    for _ in range(1000):
        place = rng.randrange(len(token))
        changed = token[:place] + rng.choice("abcdefXYZ_-".replace(token[place], "")) + token[place + 1 :]
        assert bearer(here, changed) == NOBODY
