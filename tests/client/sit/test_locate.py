# SPDX-License-Identifier: AGPL-3.0-or-later
import pytest

from lsl_desk.client.prepare.import_jury import import_jury
from lsl_desk.client.sit.locate import Elsewhere, Found, Location, NotFound, locate
from lsl_desk.domain.ids import JuryId, StudentNumber
from tests.fakes.desk import FixedClock, MemoryStore
from tests.fakes.source import FakeSource, inspect_text, livret_bytes, row


def found(number: str) -> Found:
    return Found(StudentNumber(number))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12", found("0417")),
        ("0417", found("0417")),
        ("417", found("0417")),
        (" 0417 ", found("0417")),
        ("13", found("0012")),
        ("0012", found("0012")),
        ("0900", Elsewhere((JuryId("J02"),))),
        ("4444", NotFound("4444")),
        ("", NotFound("")),
    ],
)
def test_a_pv_or_student_number_typed_anywhere_finds_the_candidate(typed: str, expected: Location) -> None:
    store = MemoryStore()
    for jury, rows in (("J01", (("12", "0417"), ("13", "0012"))), ("J02", (("1", "0900"),))):
        source = FakeSource(
            tuple(row(pv, number, f"{number}.pdf") for pv, number in rows),
            {f"{number}.pdf": livret_bytes(number) for _, number in rows},
            jury=jury,
        )
        import_jury(source, store, lambda data: lambda: inspect_text(data), FixedClock())
    assert locate(store, store.jury(JuryId("J01")), typed) == expected
