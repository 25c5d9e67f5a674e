# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door: who gets in, who is kept waiting, and that nobody keeps another out."""

import re

import pytest
from argon2 import PasswordHasher

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.server.db import people
from lsl_desk.server.services import accounts, limits
from lsl_desk.server.services.passwords import Passwords
from tests.server.academies import PASSWORD, Here, login_of
from tests.server.browsers import problem_in, send, sign_in, signed_in, token_in

PRESIDENT = login_of(AccountRole.PRESIDENT)
NEW = "cinq autres mots tout neufs"


def test_a_person_signs_in_and_out(here: Here) -> None:
    client = here.client()
    assert client.get("/").headers["location"] == "/connexion"
    assert sign_in(client, f"  {PRESIDENT.upper()} ").headers["location"] == "/"
    assert "Personne president" in client.get("/").text
    assert send(client, "/deconnexion", "/").headers["location"] == "/connexion?fait=deconnecte"
    assert client.get("/").headers["location"] == "/connexion"


def test_the_session_ends_at_the_server_too(here: Here) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)
    cookie = client.cookies["lsl_session"]
    send(client, "/deconnexion", "/")
    client.cookies.set("lsl_session", cookie)
    assert client.get("/").status_code == 303


def test_the_cookies_are_out_of_reach(here: Here) -> None:
    answer = sign_in(here.client(), PRESIDENT)
    kept = answer.headers.get_list("set-cookie")
    assert len(kept) == 2
    assert all("HttpOnly" in one and "SameSite=lax" in one and "Path=/" in one for one in kept)
    with here.academy.database.reading() as connection:
        stored = str(connection.exec_driver_sql("SELECT * FROM web_session").all())
        stored += str(connection.exec_driver_sql("SELECT * FROM known_browser").all())
    assert not any(re.search(r"=(.+?);", one)[1] in stored for one in kept)  # type: ignore[index]  # each has a value


def test_a_session_is_new_at_each_sign_in(here: Here) -> None:
    client = here.client()
    client.cookies.set("lsl_session", "chosen-by-another")
    sign_in(client, PRESIDENT)
    assert "chosen-by-another" not in str(client.cookies.get("lsl_session", domain="testserver.local"))


@pytest.mark.parametrize("idle", [True, False])
def test_a_session_ends_when_idle_and_when_old(here: Here, *, idle: bool) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)
    for _ in range(1 if idle else 48):
        here.clock.forward(minutes=30 if idle else 15)
        answer = client.get("/")
    assert answer.headers["location"] == "/connexion"


def test_a_session_in_use_goes_on(here: Here) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)
    for _ in range(4):
        here.clock.forward(minutes=20)
        assert client.get("/").status_code == 200


def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(here: Here) -> None:
    answers = [sign_in(here.client(), login, "non, pas celui-ci") for login in (PRESIDENT, "personne.du.tout")]
    pages = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert pages[0] == pages[1]
    assert problem_in(pages[0]) == REFUSALS[Code.SIGN_IN_WRONG]
    assert [answer.status_code for answer in answers] == [401, 401]


def test_a_login_that_does_not_exist_costs_as_much(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    verified = []
    true_verify = PasswordHasher.verify

    def verify(self: PasswordHasher, kept: str, password: str) -> bool:
        verified.append(self)
        return true_verify(self, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    for login in (PRESIDENT, "personne.du.tout"):
        sign_in(here.client(), login, "non, pas celui-ci")
    assert len(verified) == 2


def test_ten_failures_close_the_door_and_say_for_how_long(here: Here) -> None:
    client = here.client()
    for _ in range(limits.TRIES):
        assert sign_in(client, PRESIDENT, "faux").status_code == 401
    refused = sign_in(client, PRESIDENT)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "900")
    assert "900 s" in problem_in(refused.text)
    assert sign_in(client, login_of(AccountRole.AUDITEUR)).status_code == 303, "another account, same source"
    here.clock.forward(minutes=15)
    assert sign_in(client, PRESIDENT).status_code == 303


def test_nobody_can_lock_out_a_browser_that_signed_in_before(here: Here) -> None:
    theirs = signed_in(here, AccountRole.PRESIDENT)
    send(theirs, "/deconnexion", "/")
    attacker = here.client()
    for number in range(limits.CROWD + 20):
        attacker._transport.client = (f"192.0.2.{number % 20}", 1)  # type: ignore[attr-defined]  # of the test client
        sign_in(attacker, PRESIDENT, "faux")
    unknown = here.client(client=("198.51.100.7", 1))
    assert sign_in(unknown, PRESIDENT).status_code == 429, "from a browser never seen, the door is closed for a while"
    assert sign_in(theirs, PRESIDENT).status_code == 303


def test_a_known_browser_has_its_own_count(here: Here) -> None:
    theirs = signed_in(here, AccountRole.PRESIDENT)
    send(theirs, "/deconnexion", "/")
    for _ in range(limits.TRIES):
        assert sign_in(theirs, PRESIDENT, "faux").status_code == 401
    assert sign_in(theirs, PRESIDENT).status_code == 429
    assert sign_in(here.client(), PRESIDENT).status_code == 303


def test_the_cookie_of_one_account_says_nothing_of_another(here: Here) -> None:
    theirs = signed_in(here, AccountRole.AUDITEUR)
    send(theirs, "/deconnexion", "/")
    for _ in range(limits.TRIES):
        sign_in(here.client(), PRESIDENT, "faux")
    assert sign_in(theirs, PRESIDENT).status_code == 429


def test_a_whole_school_signs_in_from_one_address(here: Here) -> None:
    for _ in range(limits.CROWD // 12 + 1):
        for role in AccountRole:
            for other in (False, True):
                assert sign_in(here.client(), login_of(role, other=other)).status_code == 303


def test_one_source_cannot_try_every_login(here: Here) -> None:
    client = here.client()
    statuses = [sign_in(client, f"personne.{number}", "faux").status_code for number in range(limits.CROWD + 1)]
    assert statuses == [401] * limits.CROWD + [429]


def test_the_counts_name_neither_login_nor_address(here: Here) -> None:
    sign_in(here.client(), PRESIDENT, "faux")
    with here.academy.database.reading() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM throttle").all())
    assert PRESIDENT not in kept
    assert "testclient" not in kept


def test_a_hash_made_with_other_costs_is_made_anew(here: Here) -> None:
    here.app.state.passwords = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    signed_in(here, AccountRole.PRESIDENT)
    with here.academy.database.reading() as connection:
        row = people.by_login(connection, PRESIDENT)
    assert row is not None
    assert "m=16,t=2,p=1" in str(row.password)
    signed_in(here, AccountRole.PRESIDENT)


@pytest.mark.parametrize("token", ["", "0" * 64, "é"])
def test_a_form_that_no_page_of_ours_showed_does_nothing(here: Here, token: str) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)
    refused = client.post("/deconnexion", data={"jeton": token})
    assert (refused.status_code, problem_in(refused.text)) == (403, REFUSALS[Code.FORM_STALE])
    assert client.get("/").status_code == 200
    visitor = here.client()
    visitor.get("/connexion")
    assert visitor.post("/connexion", data={"jeton": token, "identifiant": PRESIDENT}).status_code == 403


def test_the_token_of_one_session_is_not_that_of_another(here: Here) -> None:
    mine, theirs = signed_in(here, AccountRole.PRESIDENT), signed_in(here, AccountRole.AUDITEUR)
    stolen = token_in(theirs.get("/").text)
    assert mine.post("/deconnexion", data={"jeton": stolen}).status_code == 403


# first sign-in


def code_of(here: Here, role: AccountRole) -> str:
    renewed = here.academy.database.write(
        lambda connection: accounts.renew_code(connection, here.accounts[role], by="", now=here.clock())
    )
    return renewed.code


def first(here: Here, code: str, new: str = NEW, again: str = NEW, login: str = PRESIDENT) -> tuple[int, str]:
    fields = {"identifiant": login, "code": code, "nouveau": new, "encore": again}
    answer = send(here.client(), "/premiere-connexion", "/premiere-connexion", **fields)
    return answer.status_code, problem_in(answer.text)


def test_a_code_opens_an_account_once(here: Here) -> None:
    before = signed_in(here, AccountRole.PRESIDENT)
    code = code_of(here, AccountRole.PRESIDENT)
    assert before.get("/").status_code == 303, "a new code ends the sessions"
    assert sign_in(here.client(), PRESIDENT).status_code == 401, "and the password"
    assert first(here, code.lower().replace("-", " "))[0] == 303
    assert sign_in(here.client(), PRESIDENT, NEW).status_code == 303
    assert first(here, code) == (401, REFUSALS[Code.CODE_WRONG])


def test_a_code_is_wrong_old_or_of_another(here: Here) -> None:
    code = code_of(here, AccountRole.PRESIDENT)
    assert first(here, "AAAA-AAAA-AAAA-AAAA")[1] == REFUSALS[Code.CODE_WRONG]
    assert first(here, code, login="personne.du.tout")[1] == REFUSALS[Code.CODE_WRONG]
    assert first(here, code, login=login_of(AccountRole.AUDITEUR))[1] == REFUSALS[Code.CODE_WRONG]
    here.clock.forward(days=7)
    assert first(here, code)[1] == REFUSALS[Code.CODE_WRONG]


def test_codes_are_counted_as_passwords_are(here: Here) -> None:
    code = code_of(here, AccountRole.PRESIDENT)
    for _ in range(limits.TRIES):
        first(here, "AAAA-AAAA-AAAA-AAAA")
    assert first(here, code)[0] == 429


@pytest.mark.parametrize(
    ("new", "again", "code"),
    [
        ("court", "court", Code.PASSWORD_WEAK),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", Code.PASSWORD_WEAK),
        (f"{PRESIDENT} 123456", f"{PRESIDENT} 123456", Code.PASSWORD_WEAK),
        (NEW, f"{NEW}.", Code.PASSWORD_OTHER),
    ],
)
def test_a_password_is_strong_and_typed_twice(here: Here, new: str, again: str, code: Code) -> None:
    given = code_of(here, AccountRole.PRESIDENT)
    assert first(here, given, new, again) == (409, REFUSALS[code])
    assert first(here, given)[0] == 303, "the code still serves"


# one's own password


def change(client: object, old: str, new: str = NEW) -> tuple[int, str]:
    fields = {"ancien": old, "nouveau": new, "encore": new}
    answer = send(client, "/mot-de-passe", "/mot-de-passe", **fields)  # type: ignore[arg-type]  # a test client
    return answer.status_code, problem_in(answer.text)


def test_a_changed_password_ends_the_other_sessions(here: Here) -> None:
    mine, other = signed_in(here, AccountRole.PRESIDENT), signed_in(here, AccountRole.PRESIDENT)
    assert change(mine, "faux") == (401, REFUSALS[Code.SIGN_IN_WRONG])
    assert change(mine, PASSWORD, "court") == (409, REFUSALS[Code.PASSWORD_WEAK])
    assert change(mine, PASSWORD)[0] == 303
    assert "Votre mot de passe est changé" in mine.get("/mot-de-passe?fait=mot-de-passe").text
    assert (mine.get("/").status_code, other.get("/").status_code) == (200, 303)
    assert sign_in(here.client(), PRESIDENT).status_code == 401
    assert sign_in(here.client(), PRESIDENT, NEW).status_code == 303


def test_a_closed_account_is_out_at_once(here: Here) -> None:
    client = signed_in(here, AccountRole.PRESIDENT)
    here.academy.database.write(
        lambda connection: accounts.close(connection, here.accounts[AccountRole.PRESIDENT], by="", now=here.clock())
    )
    assert client.get("/").status_code == 303
    assert sign_in(here.client(), PRESIDENT).status_code == 401
