# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs of an erasure: digests and numbers, no name; anything else is refused."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from lsl_desk.domain.ids import Digest, JuryId, StudentNumber
from lsl_desk.domain.retention import ErasureRecord, Kept, falls
from lsl_desk.wire.envelope import ERASURE, RECEIPT, EnvelopeBroken, Signed, SigningKey
from lsl_desk.wire.erasure_record import ErasureUnreadable, open_erasure, seal_erasure
from tests.wire.values import with_other, without

KEY = SigningKey(b"p" * 32)
PUBLISHED = datetime(2018, 7, 6, 8, tzinfo=UTC)
DATE = falls(PUBLISHED, Kept.ACTIVE)
RECORD = ErasureRecord(
    jury=JuryId("J01"),
    session=2018,
    published=PUBLISHED,
    date=DATE,
    erased_at=DATE,
    erased=(Digest("a" * 64), Digest("b" * 64)),
    held=((StudentNumber("0417"), Digest("c" * 64)), (StudentNumber("0900"), Digest(""))),
    elsewhere=(Digest("d" * 64),),
    acts=12,
)
SEALED = seal_erasure(RECORD, KEY.public, KEY.sign)
FIELDS: dict[str, Any] = json.loads(Signed.from_bytes(SEALED).payload)


def test_a_record_is_read_back_under_the_key_of_the_post() -> None:
    assert open_erasure(SEALED) == (RECORD, KEY.public.id)
    assert sorted(FIELDS) == [
        *("acts", "date", "elsewhere", "erased", "erased_at", "held", "jury", "key", "protocol", "published"),
        "session",
    ], "for ever"


def test_another_type_or_another_key_than_the_one_named_is_refused() -> None:
    payload = Signed.from_bytes(SEALED).payload
    for signed in (KEY.sign(RECEIPT, payload), SigningKey(b"q" * 32).sign(ERASURE, payload)):
        with pytest.raises(EnvelopeBroken):
            open_erasure(signed.to_bytes())


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_field_lost_or_of_another_shape_is_refused_by_its_place(field: str) -> None:
    wrong: list[object] = [True, 1.5, -1, "Inventée" * 60, {"Inventée": []}]
    for payload in [without(FIELDS, (field,)), *(with_other(FIELDS, (field,), value) for value in wrong)]:
        with pytest.raises(ErasureUnreadable, match=f"^not an erasure: {field}$"):
            open_erasure(KEY.sign(ERASURE, payload).to_bytes())
