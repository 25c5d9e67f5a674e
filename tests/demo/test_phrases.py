# SPDX-License-Identifier: AGPL-3.0-or-later
import re
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.bundled import bundled
from lsl_desk.demo.chance import chance
from lsl_desk.demo.phrases import Trend, phrases
from lsl_desk.demo.plan import plan_centre
from lsl_desk.demo.syllabus import syllabus

NAMES = tomllib.loads(bundled("demo", "names.toml").read_text("utf-8"))["first_names"]


@given(st.integers(), st.sampled_from(sorted(phrases().families)), st.floats(0, 20), st.sampled_from(Trend))
def test_an_appreciation_is_whole_sentences_of_300_characters_at_most(
    seed: int, family: str, average: float, trend: Trend
) -> None:
    words = phrases().appreciation(chance(seed), family, average, trend)
    assert 0 < len(words) <= 300
    assert words.endswith(".")
    assert words[0].isupper()
    assert "  " not in words


def every_sentence() -> list[str]:
    text = bundled("demo", "appreciations.toml").read_text("utf-8")
    return [sentence for sentence in re.findall(r'"([^"]*)"', text) if sentence]


def test_no_sentence_says_he_or_she_or_names_anybody() -> None:
    gendered = re.compile(r"\b(il|elle|ils|elles|lui|monsieur|madame|garçon|fille)\b(?! faut| reste)", re.IGNORECASE)
    for sentence in every_sentence():
        assert not gendered.search(sentence), sentence
        assert not [name for name in NAMES if re.search(rf"\b{name}\b", sentence)], sentence


def test_french_typography_is_kept() -> None:
    for sentence in every_sentence():
        assert "'" not in sentence, sentence
        assert not re.search(r"[^\u202f][;!?]|[^\u00a0]:|«[^\u00a0]|[^\u00a0]»", sentence), sentence


def test_every_subject_has_its_family_of_phrases_and_3_to_8_competences() -> None:
    for subject in syllabus().subjects.values():
        assert len(phrases().families[subject.family]) >= 3
        assert 3 <= len(subject.competences) <= 8


@pytest.mark.parametrize("jury", range(5))
def test_marks_and_words_agree(jury: int) -> None:
    high, low = phrases().openers[6], phrases().openers[0]
    for candidate in plan_centre(2018, 5).juries[jury].candidates[:6]:
        for year in candidate.pupil.livret().years:
            for subject in year.subjects:
                if subject.year is not None:
                    assert subject.appreciation.startswith(high) == (subject.year >= 16)
                    assert subject.appreciation.startswith(low) == (subject.year < 6)


def test_two_pupils_of_one_class_have_the_same_groups() -> None:
    seen: dict[tuple[object, ...], object] = {}
    shared = 0
    for candidate in plan_centre(2018, 1).juries[0].candidates:
        for year in candidate.pupil.livret().years:
            for subject in year.subjects:
                if subject.group is not None and "langue vivante" not in subject.title:
                    key = (candidate.pupil.room, year.level, subject.title)
                    shared += key in seen
                    assert seen.setdefault(key, subject.group) == subject.group
    assert shared > 100
