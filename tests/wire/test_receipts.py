# SPDX-License-Identifier: AGPL-3.0-or-later
"""Receipts as bytes: what is written comes back, and what is not understood is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import ActId, Digest, JuryId
from lsl_desk.domain.receipts import Receipt, Verdict
from lsl_desk.wire.receipts import ReceiptUnreadable, decode_receipt, encode_receipt
from tests.wire.values import RECEIPTS, Path, fields_of, with_other, without

ONE = Receipt(
    ActId("c" * 32),
    Digest("a" * 64),
    JuryId("J01"),
    8412,
    Digest("b" * 64),
    Verdict.REFUSED,
    datetime(2018, 7, 4, 9, 30, 0, 7, tzinfo=UTC),
    "conflict_open",
    {"jury": "J01", "count": 2},
)
GOLDEN = (
    f'{{"act":"{"c" * 32}","chain":"{"b" * 64}","code":"conflict_open","digest":"{"a" * 64}",'
    '"facts":{"count":2,"jury":"J01"},"jury":"J01","protocol":"2026-11-25","received":"2018-07-04T09:30:00.000007Z",'
    '"sequence":8412,"verdict":"refused"}'
)
FIELDS: dict[str, Any] = json.loads(GOLDEN)
PLACES = list(fields_of(FIELDS))


def test_the_bytes_are_these_for_ever() -> None:
    assert encode_receipt(ONE).decode() == GOLDEN
    assert decode_receipt(GOLDEN.encode()) == ONE


@given(RECEIPTS)
def test_a_receipt_comes_back_from_its_bytes_and_has_only_these(receipt: Receipt) -> None:
    back = decode_receipt(encode_receipt(receipt))
    assert back == receipt
    assert encode_receipt(back) == encode_receipt(receipt)


@pytest.mark.parametrize("path", [path for path in PLACES if len(path) == 1])
def test_a_field_that_is_not_there_is_refused_by_its_place(path: Path) -> None:
    with pytest.raises(ReceiptUnreadable, match=rf"^not a receipt: {path[0]}$"):
        decode_receipt(without(FIELDS, path))


@pytest.mark.parametrize("path", PLACES)
def test_a_field_of_another_shape_is_refused_by_its_place_and_its_value_not_told(path: Path) -> None:
    wrong: list[object] = [True, 1.5, "Inventée" * 60, {"Inventée": []}, ["Inventée"], None]
    if path[0] != "facts":
        wrong += [-1, {}]
    for value in wrong:
        with pytest.raises(ReceiptUnreadable, match=rf"^not a receipt: {path[0]}") as refused:
            decode_receipt(with_other(FIELDS, path, value))
        assert "Invent" not in str(refused.value)
        assert refused.value.__cause__ is None, "the cause would carry the values into a report"


def test_a_field_more_is_refused_and_its_name_not_told() -> None:
    with pytest.raises(ReceiptUnreadable, match=r"^not a receipt: \?$"):
        decode_receipt(with_other(FIELDS, ("Inventée",), "Inventée"))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("protocol",), "2031-01-01"),
        (("sequence",), 0),
        (("sequence",), 2**53 + 1),
        (("verdict",), "kept"),
        (("received",), "2018-02-30T00:00:00.000000Z"),
        (("received",), "2018-07-04T09:30:00Z"),
        (("act",), "c" * 31),
        (("chain",), "B" * 64),
    ],
)
def test_what_is_almost_a_receipt_is_refused(path: Path, value: object) -> None:
    with pytest.raises(ReceiptUnreadable, match=rf"^not a receipt: {path[0]}$"):
        decode_receipt(with_other(FIELDS, path, value))


def test_nothing_is_written_that_could_not_be_read_again() -> None:
    with pytest.raises(ReceiptUnreadable, match="sequence"):
        encode_receipt(replace(ONE, sequence=0))
    with pytest.raises(ValueError, match="UTC"):
        encode_receipt(replace(ONE, received=ONE.received.replace(tzinfo=None)))


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ReceiptUnreadable):
        decode_receipt(noise)
