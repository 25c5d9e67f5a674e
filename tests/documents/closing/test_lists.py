# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lists of a closing on paper."""

from lsl_desk.domain.closing_papers import ClosingPaper
from tests.documents.closing.papers import closing, set_paper
from tests.documents.pdfs import flat


def test_the_sign_in_sheet_has_every_member_and_a_place_to_sign() -> None:
    text = flat(set_paper(ClosingPaper.ATTENDANCE, closing(1)))
    assert "Séance du mardi 3 juillet 2018. Nom Qualité Présence Signature" in text
    assert "Isaure Quintal corps d’inspection absence" in text
    assert "Signature du vice-président du jury Anselme Corbières" in text
    assert "Date de la séance :" in flat(set_paper(ClosingPaper.ATTENDANCE, closing(1, opened=None)))


def test_the_service_done_has_only_those_who_attended() -> None:
    text = flat(set_paper(ClosingPaper.SERVICE, closing(1)))
    assert "Florimond Després enseignement privé à distance 03/07/2018 08:05 03/07/2018 12:12" in text
    assert "Isaure Quintal" not in text


def test_each_livret_is_listed_with_how_when_by_whom_and_its_digest() -> None:
    text = flat(set_paper(ClosingPaper.LIVRETS, closing(10)))
    assert "1 0417 ES lu page par page (académie) 03/07/2018 08:05 Hortense Valdieu (président)" in text
    assert "Lu page par page : 9 ; examiné sur papier : 1." in text
    assert "Il est certifié" in text


def test_changes_are_listed_with_their_reasons_and_the_second_group_with_totals() -> None:
    text = flat(set_paper(ClosingPaper.CHANGES, closing(4)))
    assert "3 changements, 2 candidats." in text
    assert "1 0417 ES Philosophie 9 → 12 progrès au dernier trimestre" in text
    assert "3 0419 ES Mathématiques P 11 moyenne du livret, page 2 ; copie perdue" in text
    second = flat(set_paper(ClosingPaper.SECOND_GROUP, closing(8)))
    assert "2 candidats." in second
    assert "2 0418 ZYLBERVAL1 Aurore Émérence ES 371 9,27" in second
    assert "0417" not in second
