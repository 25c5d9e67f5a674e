# SPDX-License-Identifier: AGPL-3.0-or-later
"""The jury code: words a person can read out, type badly, and that a machine cannot guess."""

import re
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.backup.code import LENGTH, is_code, new_code, normalised, short_form
from lsl_desk.backup.words import WORDS

CODE = "abeille-tunnel-prairie-volcan-girafe-moulin-orge"


def test_there_are_1024_plain_words_told_apart_by_their_first_four_letters() -> None:
    assert len(WORDS) == 1024
    assert list(WORDS) == sorted(WORDS)
    assert all(re.fullmatch("[a-z]{4,8}", word) for word in WORDS)
    assert len({word[:4] for word in WORDS}) == 1024
    assert LENGTH * log2(len(WORDS)) >= 70


def test_a_code_is_seven_words_drawn_anew_each_time() -> None:
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(is_code(code) and len(code) <= 62 for code in codes)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "  ABEILLE Tunnel prairie\tvolcan girafe   moulin orge\n",
        "abeille, tunnel, prairie, volcan, girafe, moulin et ORGE".replace(" et", ","),
        "abéille–tunnel–prairie–volcàn–girafe–moulîn–orge",
        "abeilles tunnels prairies volcans girafes moulins orges",
        "abeitunnpraivolcgiramoulorge",
        "ABEI TUNN PRAI VOLC GIRA MOUL ORGE",
    ],
)
def test_what_a_person_types_is_understood(typed: str) -> None:
    assert normalised(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    ["", "abeille", CODE.removesuffix("-orge"), CODE + "-orge", CODE.replace("orge", "zzzz"), "é" * 500, "abei" * 6],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert normalised(typed) is None


def test_a_code_is_written_in_one_way() -> None:
    assert is_code(CODE)
    assert not is_code(CODE.upper())
    assert not is_code(CODE.replace("-", " "))


@given(st.lists(st.sampled_from(WORDS), min_size=LENGTH, max_size=LENGTH))
def test_every_code_and_its_short_form_mean_the_same(words: list[str]) -> None:
    code = "-".join(words)
    assert normalised(code) == normalised(short_form(code)) == code
    assert len(short_form(code)) == 28, "what the readers take that stop at 32 signs"


@given(st.text(max_size=80))
def test_any_text_is_a_code_or_none(text: str) -> None:
    found = normalised(text)
    assert found is None or is_code(found)
