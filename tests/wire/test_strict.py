# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shapes that all signed and sent bytes are made of."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from lsl_desk.wire.strict import (
    Base64,
    Count,
    MarkText,
    Moment,
    Rank,
    Sha256,
    Short,
    Strict,
    Uuid,
    decimal_text,
    moment_of,
    moment_text,
    places,
)
from tests.wire.values import MARKS, MOMENTS


class Inner(Strict):
    words: dict[str, Short]


class Outer(Strict):
    inner: list[Inner]
    rank: Rank


def fits(shape: Any, value: object) -> bool:
    try:
        TypeAdapter(shape).validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@given(MOMENTS)
def test_a_time_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert moment_of(moment_text(moment)) == moment
    assert fits(Moment, moment_text(moment))


@given(st.tuples(MOMENTS, MOMENTS))
def test_times_as_text_are_in_the_order_of_time(two: tuple[datetime, datetime]) -> None:
    one, other = two
    assert (moment_text(one) < moment_text(other)) == (one < other)


@pytest.mark.parametrize("zone", [None, timezone(timedelta(hours=2)), timezone(timedelta(seconds=1))])
def test_a_time_that_is_not_in_utc_is_not_written(zone: timezone | None) -> None:
    with pytest.raises(ValueError, match="UTC"):
        moment_text(datetime(2018, 7, 4, 9, 30, tzinfo=zone))


def test_a_time_in_utc_by_another_name_is_the_same_time() -> None:
    assert moment_text(datetime(2018, 7, 4, 9, 30, tzinfo=timezone(timedelta(0)))) == "2018-07-04T09:30:00.000000Z"
    assert moment_of("2018-07-04T09:30:00.000000Z").tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        "2018-02-30T09:30:00.000000Z",
        "2018-07-04T25:30:00.000000Z",
        "2018-07-04T09:30:60.000000Z",
        "2018-07-04T09:30:00Z",
        "2018-07-04 09:30:00.000000Z",
        "2018-07-04T09:30:00.000000",
        "2018-07-04T09:30:00.000000Z\n",
        "٢018-07-04T09:30:00.000000Z",
    ],
)
def test_what_is_no_time_is_refused(text: str) -> None:
    assert not fits(Moment, text)


@given(MARKS)
def test_a_mark_comes_back_with_its_zeros(mark: Decimal) -> None:
    assert fits(MarkText, decimal_text(mark))
    assert Decimal(decimal_text(mark)).as_tuple() == mark.as_tuple()


@pytest.mark.parametrize(("value", "text"), [("1E+2", "100"), ("1.50", "1.50"), ("0E-3", "0.000"), ("20", "20")])
def test_a_decimal_is_written_without_exponent(value: str, text: str) -> None:
    assert decimal_text(Decimal(value)) == text


@given(st.binary(max_size=40))
def test_base64_is_taken(data: bytes) -> None:
    assert fits(Base64, base64.b64encode(data).decode())


@given(st.text("AZaz09+/=-_ \n", max_size=12))
def test_base64_that_is_taken_decodes(text: str) -> None:
    if fits(Base64, text):
        base64.b64decode(text, validate=True)


@pytest.mark.parametrize("text", ["A", "AA", "AAA", "AA=", "=", "====", "AAAA=", "AA-_", "AA==AA==", "AAAA\n"])
def test_what_does_not_decode_is_refused(text: str) -> None:
    assert not fits(Base64, text)


@pytest.mark.parametrize(
    ("shape", "taken", "refused"),
    [
        (Sha256, ["a" * 64, "0" * 64], ["a" * 63, "a" * 65, "A" * 64, "a" * 64 + "\n", 1, None]),
        (Uuid, ["a" * 32], ["a" * 31, "a" * 33, "g" * 32, "a" * 32 + "\n"]),
        (Short, ["", "é" * 400, "\n"], ["e" * 401, "\0", "a\0b", 1]),
        (Rank, [1, 2**53], [0, -1, 2**53 + 1, True, 1.0, "1"]),
        (Count, [0, 1, 2**53], [-1, 2**53 + 1, False, 0.0]),
    ],
    ids=["Sha256", "Uuid", "Short", "Rank", "Count"],
)
def test_a_shape_takes_what_it_should_and_nothing_near(
    shape: object, taken: list[object], refused: list[object]
) -> None:
    assert [value for value in taken if not fits(shape, value)] == []
    assert [value for value in refused if fits(shape, value)] == []


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ('{"inner":[],"rank":0}', "rank"),
        ('{"inner":[{"words":{}},{"words":{"a":1}}],"rank":"0417"}', "inner.1.words.a, rank"),
        ('{"inner":[{"words":{"Inventée":1}}],"rank":1}', "inner.0.words.?"),
        ('{"inner":[{"words":{},"Inventée":1}],"rank":1}', "inner.0.?"),
        (f'{{"inner":[],"rank":1,"{"a" * 41}":1}}', "?"),
        ('{"inner":[],"rank":1,"novelty":1}', "novelty"),
        ("[]", ""),
        ("{", ""),
    ],
)
def test_a_fault_is_told_by_its_place_and_never_in_the_words_of_the_sender(written: str, named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Outer.model_validate_json(written)
    assert places(refused.value) == named
