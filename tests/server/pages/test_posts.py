# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pages of posts: who asks, the six digits, yes or no, and how one is withdrawn."""

from lsl_desk.domain.errors import Code
from lsl_desk.domain.rights import AccountRole
from lsl_desk.sentences import REFUSALS
from lsl_desk.wire import routes
from tests.server.academies import Here
from tests.server.browsers import problem_in, send, signed_in
from tests.server.desks import Desk, enrolled


def asking(here: Here, label: str = "Salle 12") -> Desk:
    desk = Desk(here.client())
    desk.begin(label)
    desk.reveal()
    return desk


def state(desk: Desk) -> str:
    answer = desk.client.get(routes.ENROLMENT.format(enrolment=desk.enrolment)).json()
    return str(answer.get("state", answer.get("code")))


def test_a_post_is_approved_with_its_digits(here: Here) -> None:
    desk = asking(here)
    head = signed_in(here, AccountRole.CHEF_DE_CENTRE)
    page = head.get(f"/postes/demandes/{desk.enrolment}").text
    assert f'{desk.digits[:3]}<span class="gap"></span>{desk.digits[3:]}' in page
    assert "Personne vice_president," in page
    assert "Personne vice_president bis" not in page, "of another centre"
    assert "Personne auditeur" not in page, "who sits at no Desk"
    at = f"/postes/demandes/{desk.enrolment}"
    owner = here.accounts[AccountRole.VICE_PRESIDENT]
    assert send(head, f"{at}/approbation", at, compte=owner).headers["location"] == "/postes?fait=approuve"
    assert state(desk) == "approved"
    assert "Le poste est relié" in head.get("/postes?fait=approuve").text
    gone = head.get(at)
    assert (gone.status_code, problem_in(gone.text)) == (409, REFUSALS[Code.ENROLMENT_DECIDED])


def test_nobody_is_chosen_by_default(here: Here) -> None:
    desk = asking(here)
    head = signed_in(here, AccountRole.CHEF_DE_CENTRE)
    refused = send(head, f"/postes/demandes/{desk.enrolment}/approbation", f"/postes/demandes/{desk.enrolment}")
    assert problem_in(refused.text) == REFUSALS[Code.ACCOUNT_UNKNOWN]
    assert state(desk) == "waiting"


def test_what_cannot_be_approved_says_why_beside_the_form(here: Here) -> None:
    first = enrolled(here, AccountRole.PRESIDENT)
    again = Desk(here.client(), key=first.key)
    again.begin()
    again.reveal()
    head = signed_in(here, AccountRole.CHEF_DE_CENTRE)
    at = f"/postes/demandes/{again.enrolment}"
    refused = send(head, f"{at}/approbation", at, compte=here.accounts[AccountRole.PRESIDENT])
    assert (refused.status_code, problem_in(refused.text)) == (409, REFUSALS[Code.DEVICE_KNOWN])
    assert "Ces six chiffres" in refused.text


def test_a_post_is_refused(here: Here) -> None:
    desk = asking(here)
    head = signed_in(here, AccountRole.CHEF_DE_CENTRE)
    at = f"/postes/demandes/{desk.enrolment}"
    assert send(head, f"{at}/refus", at).headers["location"] == "/postes?fait=refuse"
    assert state(desk) == "refused"


def test_an_enrolment_not_yet_shown_has_no_digits(here: Here) -> None:
    desk = Desk(here.client())
    desk.begin()
    office = signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    assert "le poste n’a pas encore montré sa clé" in office.get("/postes").text
    assert "pas encore montré sa clé" in office.get(f"/postes/demandes/{desk.enrolment}").text
    here.clock.forward(minutes=10)
    late = office.get(f"/postes/demandes/{desk.enrolment}")
    assert (late.status_code, problem_in(late.text)) == (410, REFUSALS[Code.ENROLMENT_EXPIRED])
    assert "Aucune demande en cours" in office.get("/postes").text


def test_what_a_post_calls_itself_is_only_text(here: Here) -> None:
    desk = asking(here, "<script>alert(1)</script>")
    page = signed_in(here, AccountRole.GESTIONNAIRE_DEC).get(f"/postes/demandes/{desk.enrolment}").text
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_post_is_withdrawn_with_a_reason_that_reaches_it(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    token = desk.token(here.academy.key.public.raw)
    head = signed_in(here, AccountRole.CHEF_DE_CENTRE)
    at = f"/postes/{desk.id}"
    assert "Retirer ce poste" in head.get(at).text
    refused = send(head, f"{at}/retrait", at, raison=" ")
    assert (refused.status_code, problem_in(refused.text)) == (409, REFUSALS[Code.REASON_MISSING])
    assert send(head, f"{at}/retrait", at, raison="poste volé").headers["location"] == "/postes?fait=retire"
    told = desk.client.get(routes.DEVICE, headers={"Authorization": f"Bearer {token}"}).json()
    assert (told["state"], told["reason"]) == ("revoked", "poste volé")
    denied = desk.client.get(routes.JURIES, headers={"Authorization": f"Bearer {token}"})
    assert (denied.status_code, denied.json()["code"]) == (403, Code.DEVICE_REVOKED)
    page = head.get(at).text
    assert "poste volé" in page
    assert "Retirer ce poste" not in page
    once = send(head, f"{at}/retrait", at, raison="encore")
    assert problem_in(once.text) == REFUSALS[Code.DEVICE_REVOKED]


def test_posts_of_another_centre_are_not_shown_to_its_head(here: Here) -> None:
    mine, theirs = enrolled(here, AccountRole.PRESIDENT), enrolled(here, AccountRole.PRESIDENT, other=True)
    head, office = signed_in(here, AccountRole.CHEF_DE_CENTRE), signed_in(here, AccountRole.GESTIONNAIRE_DEC)
    assert (mine.id in head.get("/postes").text, theirs.id in head.get("/postes").text) == (True, False)
    assert theirs.id in office.get("/postes").text
    assert head.get(f"/postes/{theirs.id}").status_code == 403
    assert head.get(f"/postes/{'0' * 64}").status_code == 403
    assert office.get(f"/postes/{'0' * 64}").status_code == 404


def test_a_post_that_asks_too_often_is_told_when_to_come_back(here: Here) -> None:
    desk = enrolled(here, AccountRole.PRESIDENT)
    headers = {"Authorization": f"Bearer {desk.token(here.academy.key.public.raw)}"}
    statuses = [desk.client.get(routes.JURIES, headers=headers).status_code for _ in range(121)]
    assert statuses == [200] * 120 + [429]
    late = desk.client.get(routes.JURIES, headers=headers)
    assert (late.json()["code"], late.headers["retry-after"]) == (Code.TOO_MANY_REQUESTS, "60")
    other = enrolled(here, AccountRole.PRESIDENT)
    theirs = {"Authorization": f"Bearer {other.token(here.academy.key.public.raw)}"}
    assert other.client.get(routes.JURIES, headers=theirs).status_code == 200
    here.clock.forward(seconds=60)
    assert desk.client.get(routes.JURIES, headers=headers).status_code == 200
