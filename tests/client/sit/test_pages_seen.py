# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.fakes.desk import MemoryStore, make_desk

J01, TWO_PAGES = JuryId("J01"), StudentNumber("0402")


def test_pages_that_counted_are_known_one_by_one_then_all_once_the_livret_is_read() -> None:
    store = MemoryStore()
    desk = make_desk(1, store)
    livret = store.files[J01].candidates[1].livret
    assert livret is not None
    assert desk.pages_seen(J01, TWO_PAGES) == frozenset()
    desk.page_counted(J01, TWO_PAGES, livret.digest, 1, 1.0)
    assert desk.pages_seen(J01, TWO_PAGES) == {1}
    desk.page_counted(J01, TWO_PAGES, livret.digest, 0, 1.0)
    store.seen.clear()
    desk.open_jury(J01)
    assert desk.pages_seen(J01, TWO_PAGES) == {0, 1}


def test_a_candidate_without_livret_has_no_page_to_see() -> None:
    with pytest.raises(Refusal) as refused:
        make_desk(1).pages_seen(J01, StudentNumber("0408"))
    assert refused.value.code is Code.NO_LIVRET


def test_of_a_candidate_without_livret_no_page_counted() -> None:
    desk = make_desk(1)
    assert desk.pages_counted(J01, StudentNumber("0408")) == frozenset()
    assert desk.pages_counted(J01, TWO_PAGES) == frozenset()
