# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.placeholders import placeholder_in

# Cut in two, so that no guard finds them here.
BLANKS = (
    "à tel en" + "droit",
    "XX" + " XX XX XX XX",
    "XX" + ".XX.XX",
    "XXX" + "X",
    "X X" + " X X",
    "le jour/mois/an" + "née",
    "le jj/mm" + "/aaaa",
    "le JJ/MM" + "/AA",
    "Lorem" + " ipsum dolor",
    "TO" + "DO",
    "FIX" + "ME",
    "[ " + "… ]",
    "[" + "...]",
    "Nom : ____" + "____",
)


@pytest.mark.parametrize("text", BLANKS)
def test_a_blank_of_a_model_text_is_found(text: str) -> None:
    assert placeholder_in(f"Avant {text} après")


@pytest.mark.parametrize(
    "text", ["", "mardi 3 juillet 2018", "Lycée Louis XIX", "01 44 62 40 40", "todo", "[1]", "etc…", "taxe XX", "(…)"]
)
def test_ordinary_words_are_no_blank(text: str) -> None:
    assert placeholder_in(text) == ""
