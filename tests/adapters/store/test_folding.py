# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text as it is searched, and the words shown around a place."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.adapters.store import folding
from lsl_desk.adapters.store.folding import PAGE_END, collapsed, excerpt, folded


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Élève", "eleve"),
        ("CŒUR", "coeur"),
        ("Ægide", "aegide"),
        ("ﬁn", "fin"),
        ("garçon", "garcon"),
        ("42/20", "42/20"),
        ("l’élève", "l'eleve"),
        ("mathé\u00admatiques", "mathematiques"),
    ],
)
def test_accents_case_and_ligatures_are_apart(text: str, plain: str) -> None:
    assert folded(text) == plain
    assert folded(unicodedata.normalize("NFD", text)) == plain


@given(st.text(st.characters(codec="cp1252")))
def test_the_fast_way_and_unicode_s_own_agree(text: str) -> None:
    assert folded(text) == folding._folded_slowly(text)


@given(st.lists(st.text(max_size=20).map(collapsed)))
def test_folding_leaves_the_ends_of_pages_alone(pages: list[str]) -> None:
    assert folded(PAGE_END.join(pages)).split(PAGE_END) == ([folded(page) for page in pages] or [""])


def test_spaces_and_line_ends_are_one_space() -> None:
    assert collapsed(" un\u00a0deux\n\ttrois\u202f! ") == "un deux trois !"


def test_an_excerpt_stands_between_whole_words() -> None:
    text = " ".join(f"mot{n}" for n in range(60))
    at = folded(text).find("mot30")
    shown = excerpt(text, at, 5)
    assert shown.startswith("… mot2")
    assert shown.endswith(" …")
    assert "mot30" in shown
    assert set(shown.strip("… ").split()) <= set(text.split())


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("Le cœur y est", folded("Le cœur y est").find("coeur"), 5) == "Le cœur y est"


@given(st.text("aàâœæéÉﬁ bZ", min_size=1, max_size=200).map(collapsed), st.data())
def test_an_excerpt_holds_what_was_found_whatever_folding_does_to_lengths(text: str, data: st.DataObject) -> None:
    plain = folded(text)
    if not plain:
        return
    start = data.draw(st.integers(0, len(plain) - 1))
    wanted = plain[start : start + data.draw(st.integers(1, 6))].strip()
    at = plain.find(wanted)
    assert wanted in folded(excerpt(text, at, len(wanted)))
