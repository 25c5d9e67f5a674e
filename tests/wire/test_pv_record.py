# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of a PV: its bytes and its paper, bound; anything else is refused."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import Digest, JuryId
from lsl_desk.wire.envelope import PV, RECEIPT, EnvelopeBroken, Signed, SigningKey
from lsl_desk.wire.minutes import minutes_digest
from lsl_desk.wire.pv_record import PvRecord, RecordUnreadable, open_record, seal_record
from lsl_desk.wire.strict import Unreadable
from tests.domain.closings import closed_room
from tests.domain.test_minutes import drawn
from tests.wire.values import with_other, without

KEY = SigningKey(b"p" * 32)
MADE = datetime(2018, 7, 4, 12, tzinfo=UTC)
PDF = b"%PDF"
MINUTES = drawn(closed_room())
SEALED = seal_record(MINUTES, PDF, MADE, KEY.public, KEY.sign)
FIELDS: dict[str, Any] = json.loads(Signed.from_bytes(SEALED).payload)


def test_a_record_binds_the_bytes_of_the_pv_and_its_paper_under_the_key_of_the_post() -> None:
    pdf = Digest(sha256(PDF).hexdigest())
    assert open_record(SEALED) == PvRecord(JuryId("J01"), 1, 1, minutes_digest(MINUTES), pdf, MADE, KEY.public.id)
    assert list(FIELDS) == ["edition", "group", "jury", "key", "made", "pdf", "protocol", "pv"], "for ever"


def test_another_type_or_another_key_than_the_one_named_is_refused() -> None:
    payload = Signed.from_bytes(SEALED).payload
    for signed in (KEY.sign(RECEIPT, payload), SigningKey(b"q" * 32).sign(PV, payload)):
        with pytest.raises(EnvelopeBroken):
            open_record(signed.to_bytes())


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_field_lost_or_of_another_shape_is_refused_by_its_place(field: str) -> None:
    wrong: list[object] = [True, 1.5, -1, "Inventée" * 60, {"Inventée": []}]
    for payload in [without(FIELDS, (field,)), *(with_other(FIELDS, (field,), value) for value in wrong)]:
        with pytest.raises(RecordUnreadable, match=f"^not a record: {field}$"):
            open_record(KEY.sign(PV, payload).to_bytes())


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises((EnvelopeBroken, Unreadable)):
        open_record(noise)
    with pytest.raises(RecordUnreadable):
        open_record(KEY.sign(PV, noise).to_bytes())
