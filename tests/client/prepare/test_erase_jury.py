# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.desk import Desk
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.fakes.desk import MemoryStore, make_desk

J01 = JuryId("J01")


def read(desk: Desk, number: str, pages: int) -> None:
    candidate = desk.open_jury(J01).file.by_number(number)
    assert candidate is not None
    assert candidate.livret is not None
    for page in range(pages):
        desk.page_counted(J01, StudentNumber(number), candidate.livret.digest, page, 1.0)


def test_what_goes_and_what_stays_is_said_before_it_is_done() -> None:
    store = MemoryStore()
    desk = make_desk(1, store)
    before = desk.erasure(J01)
    assert before.kept == "Le journal n’a aucun acte de ce jury."
    assert "commencé" not in before.lost

    read(desk, "0401", 1)  # of one page: read
    read(desk, "0402", 1)  # of two: begun
    desk.opened(J01, StudentNumber("0403"))
    told = desk.erasure(J01)
    assert told.lost.startswith("Seront effacés\u00a0: 74 candidats, 65 livrets (toutes versions du fichier)")
    assert "les pages déjà vues de 1 livret commencé" in told.lost
    assert told.kept.startswith("Le journal garde 2 actes de ce jury, dont la lecture de 1 livret\u00a0: ")

    desk.erase_jury(J01)
    assert desk.juries() == ()
    assert len(store.journal) == 2


def test_openings_alone_are_kept_too() -> None:
    desk = make_desk(1)
    desk.opened(J01, StudentNumber("0403"))
    assert desk.erasure(J01).kept.startswith("Le journal garde 1 acte de ce jury\u00a0: ")
