# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exam office after the deliberation: two officers publish, a latch holds, visas leave once (J4; K01, K02, P43)."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import insert, update
from starlette.testclient import TestClient

from lsl_desk.domain.acts import (
    AttendanceTaken,
    Body,
    Entry,
    LivretOpened,
    NumberIncident,
    PaperExamined,
    Role,
    Ruling,
    SittingClosed,
    SittingOpened,
)
from lsl_desk.domain.closing_acts import CaseReopened, PvSigned, SignatureRefused
from lsl_desk.domain.fallback import ACADEMY, COPY
from lsl_desk.domain.ids import ActId, Digest, JuryId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.domain.rights import AccountRole
from lsl_desk.domain.visas import How
from lsl_desk.server.db import publications, schema
from lsl_desk.server.db.registers import bring
from lsl_desk.server.services import acts, drawn, juries, visas
from lsl_desk.wire.visas import open_visas
from tests.server.academies import Here
from tests.server.browsers import problem_in, send, signed_in
from tests.server.pages.test_sittings import here as _here
from tests.server.pages.test_sittings import post
from tests.server.pages.test_sittings import send as act
from tests.server.world import START, Post, attending, decided, receipt

here = _here
"""J01: two candidates at 9, one at 5, all of them on paper. J02, J03 and J04 have no candidate and do not sit."""

OFFICE = AccountRole.GESTIONNAIRE_DEC
LATER = {"jour": "2026-07-01", "heure": "10:10"}
"""Ten minutes after the clock of the tests, in Paris."""


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<.*?>", " ", page)).split())


def sit(here: Here, president: Post, *opened: tuple[int, str]) -> ActId:
    """Open J01, and a livret at these minutes from these sources; decide of all, close; the act that closed it."""
    act(here, president, attending(), SittingOpened())
    for minute, source in opened:
        body = LivretOpened(StudentNumber("0417"), Digest("a" * 64), source)
        sent = president.act(body, time=START + timedelta(minutes=minute))
        (answer,) = acts.receive(here.academy, president.key.public.id, [sent])
        assert receipt(answer, here.academy.key.public).code == ""
    act(here, president, PaperExamined(StudentNumber("0501"), examined=True, entry=Entry.TYPED))
    act(here, president, *(decided(Ruling.SECOND_GROUPE, number=one) for one in ("0417", "0432")))
    act(here, president, decided(Ruling.AJOURNE, "5", number="0501"))
    return act(here, president, SittingClosed(NO_CHAIN))[0]


def pv_of(here: Here) -> drawn.Drawn:
    with here.academy.database.reading() as connection:
        return drawn.drawn(here.academy, connection, JuryId("J01"))


def sign(here: Here, president: Post, closing: ActId) -> None:
    """Both heads sign what the academy draws up too."""
    pv = pv_of(here).digest
    act(here, president, PvSigned(Role.PRESIDENT, "Président inventé", closing, pv))
    act(here, president, PvSigned(Role.VICE_PRESIDENT, "Vice-présidente inventée", closing, pv))


def officers(here: Here) -> tuple[TestClient, TestClient]:
    return signed_in(here, OFFICE), signed_in(here, OFFICE, other=True)


OUT = {f"motif-{jury}": "ne siège pas" for jury in ("J02", "J03", "J04")}
"""The empty juries are left out by name."""


def publish(here: Here) -> tuple[TestClient, TestClient]:
    """One officer enters the time, the other confirms it and leaves the empty juries out."""
    one, other = officers(here)
    assert send(one, "/publication/1", "/publication", **LATER).headers["location"] == "/publication?fait=propose"
    answer = send(other, "/publication/1/confirmation", "/publication", **OUT)
    assert answer.headers["location"] == "/publication?fait=confirme"
    return one, other


def come(here: Here, *lines: str) -> None:
    """The real marks, as an import leaves them; these candidates have one épreuve alone, which no list may."""
    names = ("number", "exam", "coefficient", "value")
    with here.academy.database.writing() as connection:
        rows = ({"jury": "J01", **dict(zip(names, line.split(";"), strict=True))} for line in lines)
        bring(connection, schema.mark, rows, jury_of="jury")
    juries.publish(here.academy)


@pytest.fixture
def president(here: Here) -> Post:
    return post(here, AccountRole.PRESIDENT)


def test_the_console_says_what_blocks_each_jury(here: Here, president: Post) -> None:
    one, _ = officers(here)
    with here.academy.database.writing() as connection:
        connection.execute(schema.jury.update().where(schema.jury.c.id == "J03").values(period="septembre"))
    told = text_of(one.get("/console").text)
    assert "séance non ouverte" in told
    assert "plan de secours, de" not in told
    assert re.findall(r"(J\d\d) Jury J\d\d session de remplacement", told) == ["J03"]
    closing = sit(here, president, (5, COPY), (20, ACADEMY), (31, COPY), (47, ACADEMY))
    told = text_of(one.get("/console").text)
    assert "signatures attendues" in told
    assert "Séances closes 1" in told
    cuts = re.findall(r"J01 : sur le plan de secours, de 03/07/2018 (..:..) à 03/07/2018 (..:..)", told)
    assert cuts == [("09:05", "09:20"), ("09:31", "09:47")], "nothing was read whole in them"
    assert re.search(r"Durée Candidats Par candidat J01 [\d/]+ [\d:]+ [\d/]+ [\d:]+ 0 min 3 0 s", told)
    act(here, president, NumberIncident(StudentNumber("0417"), Digest("a" * 64), 1, "0471"))
    sign(here, president, closing)
    told = text_of(one.get("/console").text)
    assert "J01, candidat 0417, page 2 : porte le N° 0471" in told
    assert "✓ signé" in told
    assert "NOMÉTAIT" not in told
    assert "J03" not in text_of(one.get("/console?centre=0750001Z").text)


def test_a_refusal_to_sign_is_an_alert_and_a_message(here: Here, president: Post) -> None:
    closing = sit(here, president)
    (refused,) = act(here, president, SignatureRefused(Role.PRESIDENT, "Président inventé", closing, "en désaccord"))
    one, _ = officers(here)
    assert "Président inventé" in text_of(one.get("/console").text)
    told = text_of(one.get("/messages").text)
    assert "Refus de signer le PV, par le président Président inventé : en désaccord" in told
    assert "refus de signer, président, 03/07/2018 09:00, à prendre en charge" in text_of(one.get("/console").text)
    send(one, f"/messages/{refused}/traite", "/messages")
    told = text_of(one.get("/console").text)
    assert "Refus de signer" not in told, "the alert is there until somebody takes charge of it"
    assert "refus de signer, président, 03/07/2018 09:00, pris en charge" in told
    assert "✗ refus" in told
    act(here, president, PvSigned(Role.VICE_PRESIDENT, "Vice-présidente inventée", closing, pv_of(here).digest))
    publish(here)  # nobody signs instead of who refused, and the jury is published all the same


def test_a_mark_corrected_after_the_signatures_voids_them_and_lists_the_decision(here: Here, president: Post) -> None:
    closing = sit(here, president)
    sign(here, president, closing)
    assert pv_of(here).signed
    come(here, "0417;PHILO;4;12")
    pv = pv_of(here)
    assert (pv.signed, pv.void, pv.ended) == (False, True, False)
    assert [(one.number, one.decided, one.proposed.value) for one in pv.review] == [("0417", "second_groupe", "admis")]
    one, _ = officers(here)
    told = text_of(one.get("/console").text)
    assert "signature annulée, le PV a changé" in told
    assert "candidat 0417 : second groupe → admis, mention assez bien, la meilleure" in told


def test_a_mark_that_changes_the_mention_alone_lists_the_decision_too(here: Here, president: Post) -> None:
    come(here, "0501;PHILO;4;11")
    act(here, president, attending(), SittingOpened())
    act(here, president, *(decided(Ruling.SECOND_GROUPE, number=one) for one in ("0417", "0432")))
    shut(here, president, decided(Ruling.ADMIS, "11", number="0501"))
    come(here, "0501;PHILO;4;11.9")
    assert [one.stale for one in pv_of(here).minutes.lines] == [False, False, True]
    assert pv_of(here).review == (), "the same decision, on other marks"
    come(here, "0501;PHILO;4;15")
    one, _ = officers(here)
    assert "candidat 0501 : admis → admis, mention bien, la meilleure" in text_of(one.get("/console").text)


def test_two_officers_publish_and_a_jury_that_is_not_ready_is_left_out_by_name(here: Here, president: Post) -> None:
    closing = sit(here, president)
    one, other = officers(here)
    early = send(one, "/publication/1", "/publication", jour="2026-07-01", heure="09:59")
    assert problem_in(early.text).startswith("L’heure de publication ne se lit pas ou est passée")
    assert problem_in(send(one, "/publication/1", "/publication", jour="demain", heure="tôt").text)
    send(one, "/publication/1", "/publication", **LATER)
    same = send(one, "/publication/1/confirmation", "/publication")
    assert problem_in(same.text).startswith("Une publication se confirme à deux")
    unsigned = send(other, "/publication/1/confirmation", "/publication")
    assert problem_in(unsigned.text).startswith("4 jury(s) ni clos ni signés")
    nobody = send(other, "/publication/1/confirmation", "/publication", **OUT, **{"motif-J01": "non signé"})
    assert problem_in(nobody.text) == "Aucun jury du groupe 1 n’est à publier."
    sign(here, president, closing)
    unsaid = send(other, "/publication/1/confirmation", "/publication", **OUT | {"motif-J04": " "})
    assert problem_in(unsaid.text).startswith("1 jury")
    answer = send(other, "/publication/1/confirmation", "/publication", **OUT)
    assert answer.headers["location"] == "/publication?fait=confirme"
    again = send(other, "/publication/1/confirmation", "/publication", **OUT)
    assert problem_in(again.text).startswith("Cette publication n’existe plus")
    told = text_of(one.get("/publication").text)
    assert "J01 : ● confirmé" in told
    assert "J02 : ne siège pas" in told
    here.clock.now += timedelta(minutes=15)
    assert "J01 : ✓ publié" in text_of(one.get("/publication").text)
    assert "✓ publié" in text_of(one.get("/").text)
    passed = send(one, "/publication/1/annulation", "/publication")
    assert problem_in(passed.text).startswith("L’heure de cette publication est passée")


def test_a_time_that_was_entered_wrong_is_taken_back_or_replaced(here: Here, president: Post) -> None:
    sign(here, president, sit(here, president))
    one, other = officers(here)
    send(one, "/publication/1", "/publication", **LATER)
    assert send(other, "/publication/1/annulation", "/publication").headers["location"] == "/publication?fait=annule"
    gone = send(other, "/publication/1/confirmation", "/publication")
    assert problem_in(gone.text).startswith("Cette publication n’existe plus")
    assert problem_in(send(one, "/publication/9/annulation", "/publication").text)
    send(one, "/publication/1", "/publication", **LATER)
    send(other, "/publication/1", "/publication", jour="2026-07-01", heure="10:12")
    assert "Personne gestionnaire_dec bis" in text_of(one.get("/publication").text), "the newest time holds"
    replaced = send(other, "/publication/2/confirmation", "/publication", **OUT)
    assert problem_in(replaced.text).startswith("Cette publication n’existe plus")
    send(one, "/publication/3/confirmation", "/publication", **OUT)
    assert send(one, "/publication/3/annulation", "/publication").headers["location"] == "/publication?fait=annule"
    send(other, "/publication/1", "/publication", **LATER)
    here.clock.now += timedelta(minutes=15)
    assert "✓ publié" not in text_of(one.get("/publication").text), "what was taken back is never public"
    late = send(one, "/publication/4/confirmation", "/publication", **OUT)
    assert problem_in(late.text).startswith("L’heure de publication")


def test_a_group_without_a_jury_has_nothing_to_publish(here: Here) -> None:
    one, _ = officers(here)
    assert (
        problem_in(send(one, "/publication/2", "/publication", **LATER).text)
        == "Aucun jury du groupe 2 n’est à publier."
    )


def test_visas_leave_once_and_only_after_the_published_time_by_the_server_s_clock(here: Here, president: Post) -> None:
    sign(here, president, sit(here, president))
    one, _ = officers(here)
    assert problem_in(send(one, "/visas/1", "/visas").text).startswith("Les résultats du groupe 1 ne sont pas publiés")
    publish(here)
    here.clock.now += timedelta(minutes=9)
    assert problem_in(send(one, "/visas/1", "/visas").text).startswith("Les résultats du groupe 1 ne sont pas publiés")
    here.clock.now += timedelta(minutes=1)
    assert "À envoyer 1" in text_of(one.get("/visas").text), "second group candidates have theirs with it"
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=aucun-visa"
    told = text_of(one.get("/visas").text)
    assert "Déjà envoyés 1" in told
    with here.academy.database.reading() as connection:
        assert len(publications.lots(connection)) == 1, "nothing left, no lot made"
    body = one.get("/visas/lots/1/J01").content
    read = open_visas(body, here.academy.key.public)
    assert [(visa.number, visa.how) for visa in read.visas] == [("0501", How.PAPER)]
    assert read.later == ("0417", "0432")
    assert json.loads(body)["payloadType"].endswith("visa+json")
    assert one.get("/visas/lots/1/J02").status_code == 404


def test_a_case_reopened_after_the_publication_stops_the_visas_of_its_jury_and_then_what_is_new_leaves(
    here: Here, president: Post
) -> None:
    sign(here, president, sit(here, president))
    one, _ = publish(here)
    here.clock.now += timedelta(minutes=15)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    act(here, president, CaseReopened(StudentNumber("0417"), "note inversée"))
    with here.academy.database.reading() as connection:
        state = visas.lot_state(here.academy, connection, 1)
    assert list(state.stopped) == ["J01"]
    assert state.new == 0
    assert "séance ouverte" in text_of(one.get("/visas").text)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=aucun-visa"
    come(here, "0417;PHILO;4;12")
    act(here, president, decided(Ruling.ADMIS, "12", number="0417", seen=1, mention="AB"))
    sign(here, president, act(here, president, SittingClosed(NO_CHAIN))[0])
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    with here.academy.database.reading() as connection:
        assert [(lot.juries, lot.visas) for lot in publications.lots(connection)] == [(1, 1), (1, 1)]


def shut(here: Here, president: Post, *bodies: Body) -> None:
    """Do what is told, close J01 and sign it."""
    sign(here, president, act(here, president, *bodies, SittingClosed(NO_CHAIN))[-1])


def test_a_visa_that_says_another_thing_supersedes_the_one_sent_before(here: Here, president: Post) -> None:
    """Admis, nobody had to examine; then ajourné, on a livret that was (K01, K02)."""
    come(here, "0501;PHILO;4;11")
    act(here, president, attending(), SittingOpened())
    act(here, president, *(decided(Ruling.SECOND_GROUPE, number=one) for one in ("0417", "0432")))
    shut(here, president, decided(Ruling.ADMIS, "11", number="0501"))
    one, _ = publish(here)
    here.clock.now += timedelta(minutes=15)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    come(here, "0501;PHILO;4;5")
    act(here, president, CaseReopened(StudentNumber("0501"), "note inversée"))
    act(here, president, PaperExamined(StudentNumber("0501"), examined=True, entry=Entry.TYPED))
    shut(here, president, decided(Ruling.AJOURNE, "5", number="0501", seen=1))
    assert "À envoyer 1" in text_of(one.get("/visas").text)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=aucun-visa"
    assert "Déjà envoyés 1" in text_of(one.get("/visas").text)
    sent = [open_visas(one.get(f"/visas/lots/{lot}/J01").content, here.academy.key.public).visas for lot in (1, 2)]
    assert [[visa.how for visa in visas] for visas in sent] == [[How.NOT_REQUIRED], [How.PAPER]]
    lines = one.get("/visas/etablissements/liste").content.decode("utf-8-sig").splitlines()
    assert [line.split(";", 3)[3] for line in lines[1:]] == [
        "0501;1;livret examiné sur papier;01/07/2026 10:15;01/07/2026 10:15"
    ], "the one in force, and since when the other is not"

    come(here, "0501;PHILO;4;9")
    act(here, president, CaseReopened(StudentNumber("0501"), "note inversée"))
    shut(here, president, decided(Ruling.SECOND_GROUPE, "9", number="0501", seen=2))
    assert "À retirer 1" in text_of(one.get("/visas").text)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=aucun-visa"
    assert "Déjà envoyés 0" in text_of(one.get("/visas").text)
    lines = one.get("/visas/etablissements/liste").content.decode("utf-8-sig").splitlines()
    assert "visa retiré, la décision n’est plus définitive" in lines[1]


def test_a_jury_reopened_before_its_time_is_not_public_until_it_is_published_again(here: Here, president: Post) -> None:
    sign(here, president, sit(here, president))
    one, other = publish(here)
    act(here, president, CaseReopened(StudentNumber("0417"), "note inversée"))
    assert "! rouvert : sans nouvelle signature d’ici là" in text_of(one.get("/publication").text)
    here.clock.now += timedelta(minutes=15)
    told = text_of(one.get("/publication").text)
    assert "! J01 non publié le 01/07/2026 10:10 : rouvert" in told
    assert "✓ publié" not in told
    assert problem_in(send(one, "/visas/1", "/visas").text).startswith("Les résultats du groupe 1 ne sont pas publiés")
    shut(here, president, decided(Ruling.SECOND_GROUPE, number="0417", seen=1))
    assert "✓ publié" not in text_of(one.get("/publication").text), "what comes after its time does not make it public"
    send(one, "/publication/1", "/publication", jour="2026-07-01", heure="10:30")
    send(other, "/publication/2/confirmation", "/publication", **OUT)
    told = text_of(one.get("/publication").text)
    assert ("J01 : ● confirmé" in told, "Non publiés à leur heure" in told) == (True, False)
    here.clock.now += timedelta(minutes=15)
    assert "J01 : ✓ publié" in text_of(one.get("/publication").text)


def test_a_jury_reopened_and_ended_again_before_its_time_is_public_at_it(here: Here, president: Post) -> None:
    sign(here, president, sit(here, president))
    one, _ = publish(here)
    act(here, president, CaseReopened(StudentNumber("0417"), "note inversée"))
    closing = act(here, president, decided(Ruling.SECOND_GROUPE, number="0417", seen=1), SittingClosed(NO_CHAIN))[-1]
    assert "! non signé : sans nouvelle" in text_of(one.get("/publication").text)
    sign(here, president, closing)
    here.clock.now += timedelta(minutes=15)
    assert "J01 : ✓ publié" in text_of(one.get("/publication").text)
    act(here, president, CaseReopened(StudentNumber("0417"), "recours gracieux"))
    assert "J01 : ✓ publié" in text_of(one.get("/publication").text), "its results were proclaimed"
    act(here, president, decided(Ruling.SECOND_GROUPE, number="0417", seen=2), SittingClosed(NO_CHAIN))
    told = text_of(one.get("/visas").text)
    assert "J01 clos mais non signé" in told
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=aucun-visa"


def test_a_mark_that_the_office_corrects_before_the_time_keeps_the_jury_out_of_what_is_public(
    here: Here, president: Post
) -> None:
    closing = sit(here, president)
    sign(here, president, closing)
    one, _ = publish(here)
    come(here, "0501;PHILO;4;6")
    assert "! PV changé depuis sa signature : sans nouvelle" in text_of(one.get("/publication").text)
    here.clock.now += timedelta(minutes=15)
    come(here, "0501;PHILO;4;5")  # as it was: whether it is public does not come and go with what comes after its time
    told = text_of(one.get("/publication").text)
    assert "! J01 non publié le 01/07/2026 10:10 : PV changé depuis sa signature" in told
    assert "✓ publié" not in told
    assert problem_in(send(one, "/visas/1", "/visas").text).startswith("Les résultats du groupe 1 ne sont pas publiés")


def test_a_mark_corrected_and_signed_again_or_corrected_after_its_time_leaves_a_jury_public(
    here: Here, president: Post
) -> None:
    closing = sit(here, president)
    sign(here, president, closing)
    one, _ = publish(here)
    come(here, "0501;PHILO;4;6")
    act(here, president, CaseReopened(StudentNumber("0501"), "note corrigée"))
    shut(here, president, decided(Ruling.AJOURNE, "6", number="0501", seen=1))
    here.clock.now += timedelta(minutes=15)
    come(here, "0501;PHILO;4;7")
    assert "J01 : ✓ publié" in text_of(one.get("/publication").text), "its results were proclaimed"


def test_who_must_have_signed_at_the_time_is_who_attended_then(here: Here, president: Post) -> None:
    """The vice-president’s signature was waited for; an attendance without them, after it, does not make it public."""
    closing = sit(here, president)
    sign(here, president, closing)
    one, _ = publish(here)
    act(here, president, CaseReopened(StudentNumber("0417"), "note inversée"))
    again = act(here, president, decided(Ruling.SECOND_GROUPE, number="0417", seen=1), SittingClosed(NO_CHAIN))[-1]
    act(here, president, PvSigned(Role.PRESIDENT, "Président inventé", again, pv_of(here).digest))
    here.clock.now += timedelta(minutes=15)
    assert "! J01 non publié le 01/07/2026 10:10 : non signé" in text_of(one.get("/publication").text)
    act(here, president, CaseReopened(StudentNumber("0417"), "encore"), AttendanceTaken(attending().members[:1]))
    assert "! J01 non publié le 01/07/2026 10:10 : non signé" in text_of(one.get("/publication").text)


def test_an_ajourne_without_visa_stops_the_visas_of_its_own_jury_and_those_of_the_others_leave(
    here: Here, president: Post
) -> None:
    with here.academy.database.writing() as connection:
        who = {"rank": 1, "pv": "1", "cyclades": "", "serie": "Générale", "format": "papier", "reason": ""}
        connection.execute(insert(schema.candidate).values(jury="J04", number="0601", **who))
        given = {"exam": "PHILO", "rank": 1, "coefficient": "4", "value": "11"}
        connection.execute(insert(schema.mark).values(jury="J04", number="0601", **given))
    sign(here, president, sit(here, president))

    def in_j04(*bodies: Body) -> ActId:
        answers = acts.receive(here.academy, president.key.public.id, [president.act(body, "J04") for body in bodies])
        told = [receipt(answer, here.academy.key.public) for answer in answers]
        assert [one.code for one in told] == [""] * len(bodies)
        return told[-1].act

    closing = in_j04(attending(), SittingOpened(), decided(Ruling.ADMIS, "11", number="0601"), SittingClosed(NO_CHAIN))
    with here.academy.database.reading() as connection:
        pv = drawn.drawn(here.academy, connection, JuryId("J04")).digest
    in_j04(
        PvSigned(Role.PRESIDENT, "Président inventé", closing, pv),
        PvSigned(Role.VICE_PRESIDENT, "Vice-présidente inventée", closing, pv),
    )
    one, other = officers(here)
    send(one, "/publication/1", "/publication", **LATER)
    out = {name: why for name, why in OUT.items() if name != "motif-J04"}
    assert send(other, "/publication/1/confirmation", "/publication", **out).headers["location"]
    here.clock.now += timedelta(minutes=15)
    with here.academy.database.writing() as connection:  # a livret came for the ajourné, and nobody examined it
        connection.execute(insert(schema.livret).values(digest="d" * 64, size=1, pages=1))
        whose = (schema.candidate.c.jury == "J01") & (schema.candidate.c.number == "0501")
        connection.execute(
            update(schema.candidate).where(whose).values(digest="d" * 64, format=LivretFormat.NUMERIQUE.value)
        )
    act(here, president, NumberIncident(StudentNumber("0417"), Digest("a" * 64), 1, "0471"))  # the PV is drawn up anew
    assert "J01 ajournés sans livret examiné : 0501" in text_of(one.get("/visas").text)
    assert send(one, "/visas/1", "/visas").headers["location"] == "/visas?fait=visas"
    with here.academy.database.reading() as connection:
        assert publications.envelopes(connection, 1) == ["J04"]
