# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact bytes of a PV: the same for the same state, other for any other; times and decimals in one writing."""

import json
from dataclasses import replace
from decimal import Decimal

from lsl_desk.domain.period import Period
from lsl_desk.wire.minutes import encode_minutes, minutes_digest
from tests.domain.closings import Room, closed_room
from tests.domain.sitting import jury_of_three, office
from tests.domain.test_minutes import drawn


def test_the_same_acts_give_the_same_bytes_and_one_difference_gives_others() -> None:
    one, other = drawn(closed_room()), drawn(closed_room())
    assert encode_minutes(one) == encode_minutes(other)
    (first, *rest) = one.lines
    changed = replace(one, lines=(replace(first, after=Decimal("35.5")), *rest))
    assert minutes_digest(changed) != minutes_digest(one)


def test_a_mark_that_is_awaited_is_in_the_bytes_and_those_of_a_pv_without_one_are_what_they_were() -> None:
    assert minutes_digest(drawn(closed_room())) == "ff3650cd16cca71c7730f9f1f767c4a27569e70c9f7153253f7528fdcf84eb66"
    room = Room(jury_of_three(n0417_MATH=office(None, "MATH", 3)))
    line, other, _ = json.loads(encode_minutes(drawn(room)))["lines"]
    assert line["unknown"] == [{"exam": "MATH", "name": "Mathématiques"}]
    assert (line["after"], line["average_before"], line["average_after"], line["coefficients"]) == (
        "14",
        None,
        None,
        "2",
    )
    assert "unknown" not in other


def test_times_decimals_and_what_is_absent_are_written_in_one_way() -> None:
    pv = drawn(closed_room())
    (first, *rest) = pv.lines
    text = json.loads(encode_minutes(replace(pv, lines=(replace(first, after=Decimal("35.00")), *rest))))
    assert text["protocol"]
    assert text["closed"].endswith("Z")
    assert text["lifted"] is None
    assert text["presiding"] == "president"
    assert text["lines"][0]["after"] == "35"
    assert text["lines"][0]["livret"]["state"] == "read"
    assert text["heading"]["jury"] == "J01"


def test_a_pv_of_june_keeps_the_bytes_it_had_before_there_was_a_september() -> None:
    june = drawn(closed_room())
    assert json.loads(encode_minutes(june))["heading"].keys() == {
        "academy", "centre", "group", "jury", "label", "session"
    }  # fmt: skip
    assert minutes_digest(june) == "ff3650cd16cca71c7730f9f1f767c4a27569e70c9f7153253f7528fdcf84eb66"
    september = replace(june, heading=replace(june.heading, period=Period.SEPTEMBER))
    told = json.loads(encode_minutes(september))
    assert told["heading"].pop("period") == "septembre"
    assert told == json.loads(encode_minutes(june))
