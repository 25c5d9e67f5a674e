# SPDX-License-Identifier: AGPL-3.0-or-later
from decimal import Decimal

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.rules.choices import Given
from lsl_desk.formats.marks_file import MAX_SIZE, read_marks


def test_marks_are_read_exactly_as_they_are_written() -> None:
    said = read_marks(
        b'\xef\xbb\xbf{"MATH": "13", "HG": 12.3, "EPS": 9, "LV1": null, "LV2": "3,5",'
        b' "SPE": {"subject": "MATH"}, "OPT1": {"subject": "LATIN", "mark": "15", "years": 2}}',
        "notes.json",
    )
    assert said == {
        "MATH": Given(Decimal(13)),
        "HG": Given(Decimal("12.3")),
        "EPS": Given(Decimal(9)),
        "LV1": Given(),
        "LV2": Given(Decimal("3.5")),
        "SPE": Given(subject="MATH"),
        "OPT1": Given(Decimal(15), "LATIN", 2),
    }


@pytest.mark.parametrize(
    ("data", "where", "expected"),
    [
        (b"{", "ligne 1, colonne 2", "du JSON est attendu"),
        (b"\xff", "début", "du JSON en UTF-8"),
        (b'{"MATH": NaN}', "début", "du JSON"),
        (b"[" * 50_000, "début", "du JSON"),
        (b"[]", "début", "un objet est attendu"),
        (b" " * (MAX_SIZE + 1), "taille", "octets au plus"),
        (b'{"MATH": "9", "MATH": "8"}', "MATH", "qu’une fois"),
        (b'{"MATH": true}', "MATH", "une note est attendue"),
        (b'{"MATH": ["9"]}', "MATH", "une note est attendue"),
        (b'{"MATH": "abc"}', "MATH", "« abc » n’est pas une note"),
        (b'{"MATH": {"note": "9"}}', "MATH", "au plus"),
        (b'{"MATH": {"subject": 9}}', "MATH", "au plus"),
        (b'{"MATH": {"years": true}}', "MATH", "au plus"),
        (b'{"MATH": {"mark": {}}}', "MATH", "une note est attendue"),
    ],
)
def test_what_is_not_a_file_of_marks_is_refused_with_the_place(data: bytes, where: str, expected: str) -> None:
    with pytest.raises(Refusal, match=Code.MARKS_UNREADABLE) as refused:
        read_marks(data, "notes.json")
    facts = refused.value.facts
    assert (facts["path"], facts["where"]) == ("notes.json", where)
    assert expected in str(facts["expected"])
