# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.ids import Digest, StudentNumber
from lsl_desk.domain.livret import LivretRef, NumberCheck, PageCheck


@pytest.mark.parametrize(
    ("check", "veiled"),
    [
        (NumberCheck.MATCH, False),
        (NumberCheck.NO_TEXT, False),
        (NumberCheck.OTHER, True),
        (NumberCheck.ABSENT, True),
    ],
)
def test_a_page_is_veiled_unless_it_bears_the_number_or_has_no_text(check: NumberCheck, veiled: bool) -> None:
    assert PageCheck(check).veiled is veiled


def test_one_veiled_page_marks_the_livret() -> None:
    match, other = PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER, StudentNumber("0471"))
    assert not LivretRef(Digest("a" * 64), 10, (match, match)).mismatched
    livret = LivretRef(Digest("a" * 64), 10, (match, other))
    assert livret.mismatched
    assert livret.page_count == 2
