# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.documents.certificate import certificate_pdf, lasting
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.documents.pdfs import pages_text
from tests.documents.samples import certificate, certified


def joined(pdf: bytes) -> str:
    return " ".join(" ".join(pages_text(pdf)).replace("\u00a0", " ").replace("\u200b", "").split())


def test_a_whole_drill_says_so_with_its_figures_and_a_place_to_sign() -> None:
    text = joined(certificate_pdf(certificate(certified(), certified(jury=JuryId("J02")))))
    for words in (
        "Attestation d’exercice de coupure",
        "Centre 0750001Z · session 2018 · lundi 2 juillet 2018 à 17 h 42",
        "Tous les livrets attendus (136) s’ouvrent sans réseau.",
        "68 / 68",
        "copie 2",
        "02/07/2018 à 17 h 42",
        "204 pages, réseau coupé 5 min 20 s",
        "0417, 0,8 s",
        "Chef de centre, poste 3",
        "Date et signature",
        "page 1 / 1",
    ):
        assert words in text
    assert "reste à faire" not in text


def test_what_did_not_open_or_was_not_tried_is_named() -> None:
    failed, waiting = (StudentNumber("0441"),), (StudentNumber("0455"), StudentNumber("0456"))
    text = joined(certificate_pdf(certificate(certified(proved=65, failed=failed, waiting=waiting))))
    assert "L’exercice n’est pas complet" in text
    assert "Ne s’ouvrent pas, ou portent un autre numéro : 0441." in text
    assert "Pas encore ouverts dans un exercice : 0455, 0456." in text


def test_what_was_not_kept_is_left_out() -> None:
    without = certified(pages=0, copy=0, slowest=None, seconds=45)
    text = joined(certificate_pdf(certificate(without)))
    assert "17 h 42 réseau coupé 45 s" in text
    assert not {"copie", "204", "lent", "–"} & set(text.split())
    assert "–" in joined(certificate_pdf(certificate(certified(), without))), "another jury has one"


def test_many_juries_take_several_pages_numbered() -> None:
    juries = [certified(jury=JuryId(f"J{rank:02d}")) for rank in range(1, 41)]
    pages = pages_text(certificate_pdf(certificate(*juries)))
    assert len(pages) > 1
    for rank, page in enumerate(pages, start=1):
        assert f"page {rank} / {len(pages)}" in page.replace("\u00a0", " ")
        assert "40 jurys" in page


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (45, "45 s"), (60, "1 min"), (320, "5 min 20 s"), (3600, "60 min")]
)
def test_a_time_is_said_in_minutes_and_seconds(seconds: int, said: str) -> None:
    assert lasting(seconds).replace("\u00a0", " ") == said
