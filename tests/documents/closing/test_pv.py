# SPDX-License-Identifier: AGPL-3.0-or-later
"""The procès-verbal says all that ``domain.md`` §4.6 lists, whoever signed or refused to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from lsl_desk.barcodes.reading import read_codes
from lsl_desk.documents.closing.heading import zone_words
from lsl_desk.documents.closing.pv import pv_pdf
from lsl_desk.domain.acts import Member, MissingRule, NumberIncident, Presence, Quality, Ruling
from lsl_desk.domain.annals import Annals
from lsl_desk.domain.closing_papers import PrintedClosing
from lsl_desk.domain.examination import Examination
from lsl_desk.domain.minutes import Awaited, LivretExamined, MarkChanged, minutes_of
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role
from lsl_desk.pv_words import change
from tests.documents.closing.papers import ABSENT, ADDED, OPENED, PV, RAISE, closing, identity, line, number, signature
from tests.documents.pdfs import flat, opened
from tests.documents.samples import digest
from tests.domain.sitting import FAILING, READ, act, jury_of_three


def said(of: PrintedClosing) -> str:
    return flat(pv_pdf(of))


def test_a_pv_of_september_says_session_de_remplacement() -> None:
    june = closing(2)
    of = replace(june.minutes.heading, period=Period.SEPTEMBER)
    text = said(replace(june, minutes=replace(june.minutes, heading=of)))
    assert "Baccalauréat, session de remplacement 2018, premier groupe d’épreuves" in text


def test_it_says_of_which_deliberation_when_and_who_presided() -> None:
    text = said(closing(2))
    for words in (
        "Procès-verbal de délibération Baccalauréat, session 2018, premier groupe d’épreuves · Jury J01, série ES",
        "Académie : Académie d’essai Centre : 0750001Z Jury : J01 Série : ES",
        "Ouverture : mardi 3 juillet 2018 à 8 h 05 Clôture : mardi 3 juillet 2018 à 12 h 12",
        "Président : Hortense Valdieu Vice-président : Anselme Corbières",
        "Présidence à la clôture : vice-président",
        "Noms des candidats : communiqués au jury le mardi 3 juillet 2018 à 11 h 52",
        "séance sur le plan de secours de 8 h 35 à 9 h 40, puis de 10 h 05 à 10 h 10",
        "Ondine Marcillac enseignement public en salle",
        "Florimond Després enseignement privé à distance",
        "Isaure Quintal corps d’inspection absence –",
        "Tiers de représentants des professions non atteint",
        "2 candidats, admis : 1, second groupe : 1.",
        "(UTC+2) page 1 / 2",
    ):
        assert words in text


def test_a_mark_that_is_awaited_is_said_and_no_total_of_the_others_stands_as_whole() -> None:
    awaited = (Awaited("MATH", "Mathématiques"), Awaited("LV2", "Langue vivante 2"))
    lines = (
        line(0, ruling=Ruling.SANS_DECISION, after=Decimal(144), average_before=None, average_after=None,
             coefficients=Decimal(16), unknown=awaited[:1]),
        line(1, ruling=None, after=None, average_before=None, average_after=None, unknown=awaited),
    )  # fmt: skip
    text = said(closing(0, lines=lines))
    assert "ES – – note manquante : Mathématiques ; sans elle, 144 points – – sans décision" in text
    assert "notes manquantes : Mathématiques, Langue vivante 2 – –" in text


def test_a_pv_whose_times_go_back_says_that_the_order_is_of_the_acts_and_no_other_does() -> None:
    note = "Des heures de ce procès-verbal reculent"
    whole = closing(1)
    assert note not in said(whole)
    back = replace(whole.minutes, closed=OPENED - timedelta(minutes=1))
    assert note in said(replace(whole, minutes=back))


def test_a_page_under_another_number_bears_the_rank_that_people_count() -> None:
    annals, of = Annals(), closing(1)
    annals.take(act(1, NumberIncident(FAILING, READ, 0, "0471")))
    told = minutes_of(of.minutes.heading, jury_of_three(), annals)
    text = said(replace(of, minutes=replace(of.minutes, incidents=told.incidents)))
    assert f"N° élève {FAILING}, page 1, " in text


def test_it_says_of_each_candidate_what_was_what_changed_and_what_was_decided() -> None:
    changes = (RAISE, ADDED, ABSENT, MarkChanged("LV2", "Langue vivante 2", None, None, MissingRule.WAIT, "", ""))
    of = closing(4)
    lines = (
        line(0, changes=changes, after=Decimal("381.5"), average_after=Decimal("9.53"), reason="vote du jury"),
        *of.minutes.lines[1:],
    )
    text = said(replace(of, minutes=replace(of.minutes, lines=lines)))
    for words in (
        "1 0417 ZYLBERVAL0 Aurore Émérence ES – – Philosophie",
        "Philosophie : 9 → 12 (progrès au dernier trimestre) points de jury : +3 (assiduité)",
        "Sciences économiques et sociales : absence non justifiée, zéro (sans excuse)",
        "Langue vivante 2 : note attendue",
        "381,5 9,53 admis (vote du jury) lu page par page (académie)",
        "Mathématiques : P 11 (moyenne du livret, page 2 ; copie perdue)",
        "admis, mention assez bien",
        "P : note provisoire",
        "2 0418 ZYLBERVAL1 Aurore Émérence ES 371 9,27",
    ):
        assert words in text
    assert text.index("ZYLBERVAL0") < text.index("ZYLBERVAL1") < text.index("Examen des livrets"), "read in order"


def test_what_happened_besides_is_told_with_its_reason_and_what_did_not_is_said_too() -> None:
    text = said(closing(4))
    for words in (
        "mardi 3 juillet 2018 à 9 h 05 : la présidence passe à Anselme Corbières, vice-président, 30 décisions prises. "
        "Motif : rappelée par l’inspection.",
        "N° élève 0417, mardi 3 juillet 2018 à 12 h 02, par Anselme Corbières. Motif : note inversée à la saisie.",
        "Série ES, 2 points sous 10/20 : 0417 (admis), 0418 (second groupe). Motif : livrets différents",
        "N° élève 0420, page 2, mardi 3 juillet 2018 à 8 h 55 : la page portait le numéro 0471, elle a été masquée.",
    ):
        assert words in text
    nothing = said(closing(4, handovers=(), reopened=(), unequal=(), incidents=(), from_copy=None, lifted=None))
    assert "Néant : passations de présidence, cas repris, cas semblables" in nothing
    assert "Noms des candidats : sous scellés" in nothing
    assert "plan de secours" not in nothing


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((line(0),), "Le jury n’a prononcé aucun ajournement."),
        (
            (line(3), line(7, livret=LivretExamined(Examination.NONE_GIVEN, reason="refus"))),
            "chaque candidat ajourné qui en a fourni un (code de l’éducation, articles D. 334-10 et D. 336-10). "
            "Lu page par page : 0420. Aucun livret fourni : 0424.",
        ),
        (
            (line(3, livret=LivretExamined(Examination.UNREAD)),),
            "Cette attestation ne vaut pas pour 0420 : livret non examiné.",
        ),
    ],
)
def test_the_livrets_of_who_fails_are_certified_and_the_exception_is_named(lines: Any, words: str) -> None:
    assert words in said(closing(0, lines=lines))


def test_a_signature_a_refusal_and_an_empty_place_are_told_apart() -> None:
    text = said(closing(4))
    assert "Signature du président du jury Hortense Valdieu Signé au poste le mardi 3 juillet 2018 à 12 h 17." in text
    assert (
        "A refusé de signer le mardi 3 juillet 2018 à 12 h 12. Motif : le jury n’a pas vu les copies. "
        "Personne ne signe à cette place." in text
    )
    void = replace(closing(4), standing={Role.PRESIDENT: signature(pv=digest("avant"))})
    assert "Signature du mardi 3 juillet 2018 à 12 h 17 annulée : le procès-verbal a changé depuis." in said(void)
    alone = (Member("Hortense Valdieu", Quality.PRESIDENT, Presence.HERE),)
    assert "Signature du vice-président" not in said(closing(4, members=alone))


def test_the_eight_words_and_the_code_are_on_a_final_and_on_no_draft() -> None:
    final = pv_pdf(closing(4))
    assert "canal tulipe orage vigne lampe sentier ruban zinnia" in flat(final)
    assert PV in flat(final)
    with opened(final) as document:
        drawn = document[-1].get_pixmap(dpi=150, colorspace="GRAY")
        assert read_codes(memoryview(drawn.samples), drawn.width, drawn.height) == (PV,)
    draft = said(closing(4, draft=True))
    assert "canal" not in draft
    assert "Empreinte" not in draft
    assert "Clôture : séance non close" in draft
    assert "(projet)" not in draft


def test_what_is_not_decided_stale_or_unknown_is_said_as_such() -> None:
    lines = (
        line(0, ruling=None, before=None, average_before=None, after=None, average_after=None, mention=""),
        line(1, stale=True),
        line(2, ruling=Ruling.SANS_DECISION, mention=""),
    )
    text = said(closing(0, lines=lines, opened=None, edition=2, incidents=(), unequal=(), presiding=Role.PRESIDENT))
    for words in (
        "0417 ES sans décision",
        "second groupe, avant un changement de note",
        "sans décision finale",
        "sans décision : 1.",
        "Ouverture : non enregistrée",
        "Édition : 2",
    ):
        assert words in text


def test_a_name_of_use_stands_beside_the_family_name() -> None:
    named = replace(closing(1), names={number(0): replace(identity(0, "DUVAL"), usage_name="MARTIN")})
    assert "DUVAL (nom d’usage MARTIN) Aurore Émérence" in said(named)
    same = replace(closing(1), names={number(0): replace(identity(0, "DUVAL"), usage_name="DUVAL")})
    assert "DUVAL Aurore Émérence" in said(same)


@pytest.mark.parametrize(
    ("hours", "words"),
    [(2, "UTC+2"), (0, "UTC"), (-4, "UTC−4"), (-9.5, "UTC−9 h 30")],
)
def test_the_zone_of_the_hours_is_said(hours: float, words: str) -> None:
    when = datetime(2018, 7, 3, 8, 0, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
    assert zone_words(when).replace("\u00a0", " ") == words


def test_a_mark_that_the_exam_office_corrected_and_the_jury_took_is_no_change_on_paper() -> None:
    taken = MarkChanged("PC", "Physique-chimie", Decimal(9), Decimal(9), None, "", "note de la DEC")
    assert change(taken) == "Physique-chimie\u00a0: 9, note de la DEC retenue"
