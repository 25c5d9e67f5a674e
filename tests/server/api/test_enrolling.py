# SPDX-License-Identifier: AGPL-3.0-or-later
"""A post enrols itself: six digits, ten minutes, one answer."""

import secrets

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import AccountRole, Actor, Kind
from lsl_desk.server.db import devices
from lsl_desk.server.services import enrolling, limits
from lsl_desk.wire import routes
from lsl_desk.wire.envelope import SigningKey
from tests.server.academies import Here
from tests.server.desks import Desk, enrolled, text

BY = Actor(Kind.PERSON)


def state(desk: Desk) -> tuple[int, dict[str, object]]:
    answer = desk.client.get(routes.ENROLMENT.format(enrolment=desk.enrolment))
    return answer.status_code, answer.json()


def reveal(desk: Desk, key: bytes, nonce: bytes) -> tuple[int, str]:
    shown = {"key": text(key), "nonce": text(nonce)}
    answer = desk.client.post(routes.REVEAL.format(enrolment=desk.enrolment), json=shown)
    return answer.status_code, answer.json().get("code", "")


def approve(here: Here, desk: Desk, role: AccountRole = AccountRole.PRESIDENT) -> None:
    owner = here.accounts[role]
    by = Actor(Kind.PERSON, id=owner, account=owner)
    here.academy.database.write(
        lambda connection: enrolling.approve(connection, desk.enrolment, owner=owner, by=by, now=here.clock())
    )


def test_the_same_six_digits_stand_on_both_screens(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin("Salle\u202e 12")
    with here.academy.database.reading() as connection:
        (seen,) = enrolling.pending(connection, here.academy.key.public.raw, here.clock())
    assert (seen.digits, seen.label) == ("", "Salle\ufffd 12")
    desk.reveal()
    with here.academy.database.reading() as connection:
        seen = enrolling.pending_one(connection, desk.enrolment, here.academy.key.public.raw, here.clock())
    assert seen.digits == desk.digits
    assert len(seen.digits) == 6
    assert state(desk) == (200, {"state": "waiting", "name": "", "role": "", "centre": ""})
    approve(here, desk)
    assert state(desk) == (
        200,
        {"state": "approved", "name": "Personne president", "role": "president", "centre": "0750001Z"},
    )


def test_an_answer_lost_is_asked_again(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    desk.reveal()
    desk.reveal()
    approve(here, desk)
    desk.reveal()
    assert state(desk)[1]["state"] == "approved"


def test_a_key_other_than_the_one_promised_ends_it(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    assert reveal(desk, SigningKey.generate().public.raw, desk.nonce) == (409, Code.ENROLMENT_CHANGED)
    assert reveal(desk, desk.key.public.raw, desk.nonce) == (409, Code.ENROLMENT_REFUSED)
    assert state(desk)[1]["state"] == "refused"


def test_a_key_shown_cannot_be_changed(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    desk.reveal()
    assert reveal(desk, desk.key.public.raw, secrets.token_bytes(32)) == (409, Code.ENROLMENT_CHANGED)
    with pytest.raises(Refusal, match=Code.ENROLMENT_DECIDED):
        approve(here, desk)


def test_what_has_another_length_is_refused(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    for key in ("é" * 44, "A" * 44):
        shown = {"key": key, "nonce": "A" * 43 + "="}
        assert desk.client.post(routes.REVEAL.format(enrolment=desk.enrolment), json=shown).status_code == 422


def test_nobody_is_enrolled_after_ten_minutes(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    here.clock.forward(minutes=9, seconds=59)
    desk.reveal()
    here.clock.forward(seconds=1)
    assert state(desk) == (410, {"code": Code.ENROLMENT_EXPIRED, "facts": {}})
    with pytest.raises(Refusal, match=Code.ENROLMENT_EXPIRED):
        approve(here, desk)
    late = Desk(here.client())
    late.begin()
    here.clock.forward(minutes=10)
    assert reveal(late, late.key.public.raw, late.nonce) == (410, Code.ENROLMENT_EXPIRED)


def test_an_old_enrolment_is_forgotten(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    here.clock.forward(days=1, minutes=11)
    Desk(here.client()).begin()
    assert state(desk)[0] == 404
    assert reveal(desk, desk.key.public.raw, desk.nonce) == (404, Code.NOT_FOUND)
    with pytest.raises(Refusal, match=Code.NOT_FOUND):
        approve(here, desk)


def test_a_post_is_approved_once_and_after_its_key(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    with pytest.raises(Refusal, match=Code.ENROLMENT_EARLY):
        approve(here, desk)
    desk.reveal()
    approve(here, desk)
    with pytest.raises(Refusal, match=Code.ENROLMENT_DECIDED):
        approve(here, desk)


def test_a_post_already_enrolled_is_not_enrolled_again(here: Here) -> None:
    first = enrolled(here, AccountRole.PRESIDENT)
    again = Desk(here.client(), key=first.key)
    again.begin()
    again.reveal()
    with pytest.raises(Refusal, match=Code.DEVICE_KNOWN):
        approve(here, again)


def test_a_post_is_for_an_account_that_is_open(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    desk.reveal()
    with pytest.raises(Refusal, match=Code.ACCOUNT_UNKNOWN):
        here.academy.database.write(
            lambda connection: enrolling.approve(connection, desk.enrolment, owner="0" * 32, by=BY, now=here.clock())
        )


def test_a_refusal_reaches_the_post(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    by = Actor(Kind.PERSON, account=here.accounts[AccountRole.CHEF_DE_CENTRE])
    here.academy.database.write(
        lambda connection: enrolling.refuse(connection, desk.enrolment, by=by, now=here.clock())
    )
    assert state(desk)[1]["state"] == "refused"


def test_one_source_cannot_fill_the_list(here: Here) -> None:
    client = here.client()
    asked = {"commitment": "0" * 64, "label": "x"}
    for _ in range(limits.ENROLMENTS):
        client.post(routes.ENROLMENTS, json=asked).raise_for_status()
    refused = client.post(routes.ENROLMENTS, json=asked)
    assert (refused.status_code, refused.json()["code"]) == (429, Code.TOO_MANY_REQUESTS)
    assert refused.headers["retry-after"] == "900"
    here.clock.forward(minutes=15)
    client.post(routes.ENROLMENTS, json=asked).raise_for_status()


def test_a_new_post_has_an_empty_chain(here: Here) -> None:
    desk = enrolled(here, AccountRole.CHEF_DE_CENTRE)
    with here.academy.database.reading() as connection:
        (kept,) = devices.devices(connection)
    assert (kept.id, kept.sequence, kept.head, kept.state) == (desk.id, 0, "0" * 64, "active")
