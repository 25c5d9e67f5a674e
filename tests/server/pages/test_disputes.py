# SPDX-License-Identifier: AGPL-3.0-or-later
"""Disputes at the exam office: what they hold, until when the rest is kept, and the file of a case (J4 9 and 10)."""

import io
import zipfile
from datetime import timedelta

from lsl_desk.domain.rights import AccountRole
from tests.server.academies import HERE, Here
from tests.server.browsers import problem_in, send, signed_in
from tests.server.pages.test_closing_pages import here as _here
from tests.server.pages.test_closing_pages import publish, sign, sit, text_of
from tests.server.pages.test_sittings import post

here = _here
OFFICE = AccountRole.GESTIONNAIRE_DEC


def test_a_dispute_is_entered_shown_and_ended_and_the_dates_are_told(here: Here) -> None:
    president = post(here, AccountRole.PRESIDENT)
    sign(here, president, sit(here, president))
    publish(here)
    here.clock.now += timedelta(minutes=15)
    office = signed_in(here, OFFICE)
    told = text_of(office.get("/recours").text)
    assert "J01 01/07/2026 10:10 01/09/2026 10:10" in told
    assert "✓ dans les délais" in told
    unsaid = send(office, "/recours", "/recours", jury="J01", numero="0417", raison=" ")
    assert problem_in(unsaid.text).startswith("Donnez la raison")
    odd = send(office, "/recours", "/recours", jury="J01", numero="9999", raison="tribunal")
    assert problem_in(odd.text)
    done = send(office, "/recours", "/recours", jury="J01", numero="0417", raison="tribunal administratif")
    assert done.headers["location"] == "/recours?fait=recours"
    assert "J01, candidat 0417 : tribunal administratif" in text_of(office.get("/recours").text)
    ended = send(office, "/recours/fin", "/recours", jury="J01", numero="0417")
    assert ended.headers["location"] == "/recours?fait=recours-fini"
    assert "Aucun : tout ce qui est gardé s’efface à sa date." in text_of(office.get("/recours").text)


def test_a_centre_whose_posts_told_no_erasure_is_called_and_the_call_is_noted(here: Here) -> None:
    president = post(here, AccountRole.PRESIDENT)
    sign(here, president, sit(here, president))
    publish(here)
    here.clock.now += timedelta(days=70)
    office = signed_in(here, OFFICE)
    told = text_of(office.get("/recours").text)
    assert "1 poste n’a pas annoncé son effacement , à faire depuis le 01/09/2026 10:10. Appelez le centre" in told
    assert "poste, Personne president : J01 – Retirer ce poste" in told
    assert f'href="/postes/{president.key.public.id}"' in office.get("/recours").text
    unsaid = send(office, "/recours/appel", "/recours", centre=HERE, suite=" ")
    assert problem_in(unsaid.text) == "Notez en quelques mots ce que le centre a répondu."
    noted = send(office, "/recours/appel", "/recours", centre=HERE, suite="poste au coffre, ouvert lundi")
    assert noted.headers["location"] == "/recours?fait=appel"
    told = text_of(office.get("/recours?fait=appel").text)
    assert "L’appel est noté." in told
    assert "par Personne gestionnaire_dec : « poste au coffre, ouvert lundi »" in told

    send(office, f"/postes/{president.key.public.id}/retrait", "/postes", raison="ne revient pas")
    told = text_of(office.get("/recours").text)
    assert "n’a pas annoncé" not in told
    assert "1 poste retiré sans annonce : il effacera tout ce qu’il garde à son retour." in told


def test_the_file_of_a_case_is_handed_over_and_audited(here: Here) -> None:
    president = post(here, AccountRole.PRESIDENT)
    sit(here, president)
    office = signed_in(here, OFFICE)
    stray = send(office, "/recours/dossier", "/recours", jury="J77", numero="0417")
    assert problem_in(stray.text)
    made = send(office, "/recours/dossier", "/recours", jury="J01", numero="0501")
    assert made.headers["content-type"] == "application/zip"
    assert "pv.json" in " ".join(zipfile.ZipFile(io.BytesIO(made.content)).namelist())
    audit = text_of(signed_in(here, AccountRole.AUDITEUR).get("/journal").text)
    assert "dossier d’un candidat remis" in audit
