# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact bytes of a PV: the same for the same state, other for any other; times and decimals in one writing."""

import json
from dataclasses import replace
from decimal import Decimal

from lsl_desk.wire.minutes import encode_minutes, minutes_digest
from tests.domain.closings import closed_room
from tests.domain.test_minutes import drawn


def test_the_same_acts_give_the_same_bytes_and_one_difference_gives_others() -> None:
    one, other = drawn(closed_room()), drawn(closed_room())
    assert encode_minutes(one) == encode_minutes(other)
    (first, *rest) = one.lines
    changed = replace(one, lines=(replace(first, after=Decimal("35.5")), *rest))
    assert minutes_digest(changed) != minutes_digest(one)


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
