# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.ui.viewer.find import Findings, Match, folded, look, loose_matches, matches, spans
from tests.ui.viewer.scripted_pages import line_of

PAGE = line_of("Élève très SÉRIEUX,", 0) + line_of("cœur de l’année", 1) + line_of("élève élève", 2)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Élève", "eleve"), ("CŒUR", "coeur"), ("l’Été", "l'ete"), ("a\u00a0 b", "a b"), ("ﬁn", "fin"), ("", "")],
)
def test_accents_case_and_ligatures_do_not_count(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_words_are_found_across_lines_and_inside_words() -> None:
    assert matches(PAGE, 3, "serieux, coeur") == (Match(3, range(2, 4)),)
    assert matches(PAGE, 0, "RIEU") == (Match(0, range(2, 3)),)
    assert [match.ranks.start for match in matches(PAGE, 0, "eleve")] == [0, 6, 7]
    assert matches(PAGE, 0, "absent") == ()
    assert matches(PAGE, 0, "  ") == ()


def test_words_are_marked_where_they_stand_in_the_text_itself() -> None:
    text = "… le Cœur du travail sérieux"
    assert [text[start:end] for start, end in spans(text, "SERIEUX coeur")] == ["Cœur", "sérieux"]
    assert spans(text, "absent") == spans(text, "") == ()


def test_words_apart_are_found_one_by_one() -> None:
    assert [match.ranks.start for match in loose_matches(PAGE, 0, "année très")] == [1, 5]


def test_the_whole_livret_is_counted_in_reading_order_and_scans_are_named() -> None:
    found = look({1: (), 0: PAGE, 2: line_of("un élève")}, "élève")
    assert [match.page for match in found.matches] == [0, 0, 0, 2]
    assert found.without_text == (1,)
    assert found.complete
    assert Findings(found.matches, (1,), 2).sentence() == "3 sur 4 · page\u00a02 sans texte"


def test_pages_still_to_come_are_neither_scans_nor_searched() -> None:
    found = look({0: PAGE, 1: None}, "zèbre")
    assert not found.complete
    assert found.without_text == ()
    assert found.sentence() == "recherche…"


def test_nothing_found_is_said_with_the_pages_that_could_not_be_searched() -> None:
    assert look({0: PAGE}, "zèbre").sentence() == "aucun résultat"
    assert look({0: (), 1: ()}, "zèbre").sentence() == "aucun résultat · 2\u00a0pages sans texte"
