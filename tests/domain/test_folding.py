# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lsl_desk.domain import folding
from lsl_desk.domain.folding import folded


@pytest.mark.parametrize("text", ["N° Élève", "n° eleve", "N°\u00a0e\u0301le\u0300ve", "N°\u200b ÉLÈVE"])
def test_spellings_of_one_thing_compare_equal(text: str) -> None:
    assert folded(text) == "n° eleve"


def test_lines_and_plain_apostrophes_are_kept() -> None:
    assert folded("Œuvre d’élève\nB") == "œuvre d'eleve\nb"


@example("a≥" * 40)  # more signs without a byte than are stepped over one by one
@given(st.text(st.characters(codec="cp1252")) | st.text() | st.text("aé’œµ½≥Σ\u0301\u202f"))
def test_the_quick_way_and_unicode_s_own_agree(text: str) -> None:
    assert folded(text) == folding._folded_slowly(text)
