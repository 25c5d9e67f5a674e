# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.folding import folded


@pytest.mark.parametrize("text", ["N° Élève", "n° eleve", "N°\u00a0e\u0301le\u0300ve", "N°\u200b ÉLÈVE"])
def test_spellings_of_one_thing_compare_equal(text: str) -> None:
    assert folded(text) == "n° eleve"


def test_lines_and_plain_apostrophes_are_kept() -> None:
    assert folded("Œuvre d’élève\nB") == "œuvre d'eleve\nb"
