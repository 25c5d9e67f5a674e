# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.scanned import LONGEST, said, spellings


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0418", "0418"),
        (" 0418\r\n", "0418"),
        ("*0418*", "0418"),
        ("]A00418", "0418"),
        ("]C1*0418*\x1d", "0418"),
        ("à'&_", "0418"),
        ("https://livrets.example/jury/J01/0418", "0418"),
        ("https://livrets.example/jury/J01/0418.pdf?v=2#page=1", "0418"),
        ("https://livrets.example/J01?eleve=0418", "0418"),
        ("N° élève : 0418", "0418"),
        ("A12B", "A12B"),
    ],
)
def test_what_a_reader_types_is_understood(text: str, number: str) -> None:
    assert number in spellings(text, scanned=False)


def test_the_most_literal_reading_comes_first() -> None:
    assert spellings("*0418*", scanned=False) == ("*0418*", "0418")
    assert spellings("  ", scanned=True) == ()
    assert spellings("12 et 13", scanned=False) == ("12 et 13",)


@pytest.mark.parametrize("typed", ["0418D", "04183", "04184", "*0418D*"])
def test_a_check_is_left_out_of_what_a_reader_typed_and_of_nothing_else(typed: str) -> None:
    assert "0418" in spellings(typed, scanned=True)
    assert "0418" not in spellings(typed, scanned=False)


@pytest.mark.parametrize("typed", ["04181", "0418x", "0418É", "4"])
def test_what_is_not_the_check_is_not_left_out(typed: str) -> None:
    assert typed[:-1] not in spellings(typed, scanned=True) or not typed[:-1]


def test_what_is_said_back_is_short() -> None:
    assert said(" *0902* ") == "0902"
    assert said("") == ""
    assert len(said("9" * 500)) == LONGEST + 1
