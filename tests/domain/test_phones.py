# SPDX-License-Identifier: AGPL-3.0-or-later
"""Phone numbers: written one way, and what is none is none."""

import pytest

from lsl_desk.domain.phones import phone_text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("0199001234", "01 99 00 12 34"),
        ("01.99.00.12.34", "01 99 00 12 34"),
        ("01-99-00-12-34", "01 99 00 12 34"),
        ("+33 (0)1 99 00 12 34", "01 99 00 12 34"),
        ("+33199001234", "01 99 00 12 34"),
        ("01\u00a099\u202f00 12 34", "01 99 00 12 34"),
        ("+41 21 555 00 00", "+41215550000"),
        ("XX XX XX XX XX", None),
        ("0099001234", None),
        ("01 99 00 12", None),
        ("01 99 00 12 34 56", None),
        ("+", None),
        ("", None),
        ("\u0660\u0661\u0669\u0669\u0660\u0660\u0661\u0662\u0663\u0664", None),
    ],
)
def test_a_phone_number_is_written_one_way(text: str, written: str | None) -> None:
    assert phone_text(text) == written
