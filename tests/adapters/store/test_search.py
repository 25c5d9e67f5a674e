# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words searched in a jury's livrets."""

from pathlib import Path

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from tests.adapters.store.desks import bring_in, file_of, livret, make

J01 = JuryId("J01")


def test_accents_case_and_order_do_not_count_and_all_words_stand_on_one_page(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "Élève\nsérieux, du cœur", "", "Des progrès en mathématiques")
    bring_in(desk, "J01", [livret("0418", "", ""), one])
    for words, pages in {
        "eleve": [0],
        "SÉRIEUX ÉLÈVE": [0],
        "coeur": [0],
        "eleve mathematiques": [],
        "progres": [2],
        "  ": [],
        "%": [],
        "\f": [],
    }.items():
        assert [hit.page for hit in desk.search(J01, words)] == pages, words
    assert desk.search(J01, "coeur")[0].excerpt == "Élève sérieux, du cœur"
    desk.close()


def test_only_the_current_version_is_searched_and_each_candidate_of_a_shared_file_is_told(tmp_path: Path) -> None:
    desk = make(tmp_path)
    old, new = livret("0417", "ancien texte"), livret("0417", "nouveau texte")
    bring_in(desk, "J01", [old])
    bring_in(desk, "J01", [new, new], version=2)
    assert desk.search(J01, "ancien") == ()
    assert len(desk.search(J01, "nouveau")) == 2
    desk.close()


def test_an_unknown_jury_is_refused(tmp_path: Path) -> None:
    desk = make(tmp_path)
    with pytest.raises(Refusal, match=Code.JURY_UNKNOWN.value):
        desk.search(J01, "texte")
    desk.close()


def test_a_livret_added_twice_is_kept_once(tmp_path: Path) -> None:
    desk = make(tmp_path)
    one = livret("0417", "texte")
    with desk.incoming() as incoming:
        incoming.add(one.new)
        incoming.add(one.new)
        incoming.commit(file_of("J01", 1, [one.candidate]), (), ())
    assert [hit.page for hit in desk.search(J01, "texte")] == [0]
    desk.close()
