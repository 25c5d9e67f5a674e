# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of a state sheet comes back from its bytes, and nothing else is taken."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.domain.journal import Head
from lsl_desk.wire.state_sheets import SignedState, StateUnreadable, decode_state, encode_state

ONE = SignedState(
    JuryId("J01"),
    datetime(2018, 7, 3, 7, 41, 5, tzinfo=UTC),
    Digest("a" * 64),
    "b" * 64,
    Head(41, Digest("c" * 64)),
    108,
    Digest("d" * 64),
)
GOLDEN = (
    f'{{"chain":"{"d" * 64}","fed":108,"head":"{"c" * 64}","jury":"J01","key":"{"b" * 64}",'
    f'"made":"2018-07-03T07:41:05.000000Z","pdf":"{"a" * 64}","protocol":"2026-11-25","sequence":41}}'
)


def test_the_bytes_are_these_for_ever() -> None:
    assert encode_state(ONE).decode() == GOLDEN
    assert decode_state(GOLDEN.encode()) == ONE


@pytest.mark.parametrize("field", json.loads(GOLDEN))
def test_a_field_that_is_not_there_or_of_another_shape_is_refused_by_its_place(field: str) -> None:
    fields: dict[str, Any] = json.loads(GOLDEN)
    for wrong in (fields | {field: None}, {name: one for name, one in fields.items() if name != field}):
        with pytest.raises(StateUnreadable, match=field):
            decode_state(json.dumps(wrong).encode())
    with pytest.raises(StateUnreadable):
        decode_state(GOLDEN.replace("{", '{"name":"x",', 1).encode())
    with pytest.raises(StateUnreadable, match="protocol"):
        decode_state(GOLDEN.replace("2026-11-25", "2099-01-01").encode())


def test_what_could_not_be_read_back_is_not_signed() -> None:
    with pytest.raises(ValueError, match="UTC"):
        encode_state(replace(ONE, made=datetime(2018, 7, 3, 7, 41)))  # noqa: DTZ001 - the fault looked for
    with pytest.raises(StateUnreadable, match="pdf"):
        encode_state(replace(ONE, pdf=Digest("x")))
