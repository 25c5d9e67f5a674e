# SPDX-License-Identifier: AGPL-3.0-or-later
"""Passwords and codes: what is kept, what it costs, what is refused."""

import re

import pytest
from argon2 import PasswordHasher

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rights import AccountRole
from lsl_desk.server.services import accounts, sessions
from lsl_desk.server.services.passwords import Passwords, code_digest, new_code
from tests.server.academies import CHEAP, PASSWORD, START, Here


def test_a_password_is_hashed_as_rfc_9106_recommends() -> None:
    kept = Passwords().hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in kept


def test_nobody_s_password_is_never_right() -> None:
    hashes = Passwords(CHEAP)
    assert not hashes.check(None, PASSWORD)
    assert hashes.check(hashes.hash(PASSWORD), PASSWORD)
    assert not hashes.check(hashes.hash(PASSWORD), PASSWORD + "x" * 300)


def test_a_code_is_read_aloud_and_typed_as_one_likes() -> None:
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}", code) for code in codes)
    code = codes.pop()
    assert code_digest(code) == code_digest(f" {code.lower().replace('-', ' ')} ")


@pytest.mark.parametrize("closed", [True, False])
def test_an_account_closed_while_its_password_is_checked_stays_out(here: Here, *, closed: bool) -> None:
    president = here.academy.database.write(
        lambda connection: accounts.create(
            connection, login="jeanne", name="Jeanne", role=AccountRole.AUDITEUR, centre=None, by="", now=START
        )
    )

    class Slow(Passwords):
        def check(self, kept: str | None, password: str) -> bool:
            right = super().check(kept, password)
            here.academy.database.write(
                lambda connection: (accounts.close if closed else accounts.renew_code)(
                    connection, president.account, by="", now=START
                )
            )
            return right

    door = sessions.Door("jeanne", "192.0.2.1", "")
    first = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    sessions.first_sign_in(
        here.academy.database, first, door, code=president.code, new=PASSWORD, again=PASSWORD, now=START
    )
    with pytest.raises(Refusal, match=Code.SIGN_IN_WRONG):
        sessions.sign_in(here.academy.database, Slow(CHEAP), door, PASSWORD, START)
