# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.phone import french_phone


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("0144624040", "01 44 62 40 40"),
        (" 01.44.62.40.40 ", "01 44 62 40 40"),
        ("01-44-62-40-40", "01 44 62 40 40"),
        ("01\u00a044\u202f62 40 40", "01 44 62 40 40"),
        ("+33 1 44 62 40 40", "01 44 62 40 40"),
        ("+33 (0)1 44 62 40 40", "01 44 62 40 40"),
        ("0033 1 44 62 40 40", "01 44 62 40 40"),
        ("0262 48 10 10", "02 62 48 10 10"),
        ("+262 262 48 10 10", "+262 262 48 10 10"),
        ("+590 590 47 81 00", "+590 590 47 81 00"),
        ("+594 594 27 20 00", "+594 594 27 20 00"),
        ("+596 596 52 25 00", "+596 596 52 25 00"),
        ("+508 41 04 60", "+508 41 04 60"),
        ("+681 72 28 28", "+681 72 28 28"),
        ("+687 26 61 00", "+687 26 61 00"),
        ("00 689 40 47 84 00", "+689 40 47 84 00"),
    ],
)
def test_a_phone_of_france_or_overseas_is_printed_in_pairs(typed: str, printed: str) -> None:
    assert french_phone(typed).replace("\u00a0", " ") == printed
    assert " " not in french_phone(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "XX" + " XX XX XX XX",
        "0044624040",
        "014462404",
        "01446240400",
        "144624040",
        "+33044624040",
        "+33 44 62 40",
        "+44 20 7946 0000",
        "+687 26 61",
        "+687 06 61 00",
        "+262 48 10 10",
        "+",
        "+(0)",
        "１２３４５６７８９０",
        "poste 12",
        "01 44 62 40 40 ou 41",
    ],
)
def test_anything_else_is_refused(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        french_phone(typed)
    assert refused.value.code is Code.PHONE_ODD
