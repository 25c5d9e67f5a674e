# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.domain.ids import same_number


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0417", "0417", True),
        ("417", "0417", True),
        ("0417", "0471", False),
        ("A12", "A12", True),
        ("A12", "A012", False),
        ("0", "00", True),
        ("", "", True),
        ("", "0", False),
    ],
)
def test_a_number_is_the_same_but_for_the_zeros_a_spreadsheet_drops(one: str, other: str, same: bool) -> None:
    assert same_number(one, other) is same
    assert same_number(other, one) is same
