# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts as bytes: what is written comes back, and what is not understood is refused."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.acts import Act, Author, Body, LivretOpened, LivretRead, NumberIncident, Role
from lsl_desk.domain.ids import ActId, DeviceId, Digest, JuryId, StudentNumber
from lsl_desk.wire.acts import ActUnreadable, decode_act, encode_act
from lsl_desk.wire.version import PROTOCOL, UNDERSTOOD

HEX = "0123456789abcdef"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
DIGESTS = st.text(HEX, min_size=64, max_size=64).map(Digest)
NUMBERS = TEXT.map(StudentNumber)
SECONDS = st.lists(st.decimals(0, 9999, places=1).map(str), max_size=6).map(tuple)
BODIES: st.SearchStrategy[Body] = st.one_of(
    st.builds(LivretOpened, NUMBERS, DIGESTS, TEXT),
    st.builds(LivretRead, NUMBERS, DIGESTS, SECONDS, TEXT),
    st.builds(NumberIncident, NUMBERS, DIGESTS, st.integers(0, 9999), TEXT),
)
ACTS = st.builds(
    Act,
    act=st.text(HEX, min_size=32, max_size=32).map(ActId),
    jury=TEXT.map(JuryId),
    device=DIGESTS.map(DeviceId),
    sequence=st.integers(1, 2**53),
    previous=DIGESTS,
    author=st.builds(Author, TEXT, st.sampled_from(Role)),
    time=st.datetimes(datetime(1970, 1, 1), datetime(2199, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - bounds
    version=st.integers(1, 999),
    body=BODIES,
)
ONE = Act(
    ActId("0" * 32),
    JuryId("J01"),
    DeviceId("d" * 64),
    1,
    Digest("0" * 64),
    Author("Présidente d’essai", Role.PRESIDENT),
    datetime(2018, 7, 4, 9, 30, tzinfo=UTC),
    1,
    LivretRead(StudentNumber("0417"), Digest("a" * 64), ("1.0", "12.5"), "dossier"),
)


@given(ACTS)
def test_an_act_comes_back_from_its_bytes(act: Act) -> None:
    assert decode_act(encode_act(act)) == act


@given(ACTS)
def test_the_same_act_always_has_the_same_bytes(act: Act) -> None:
    assert encode_act(act) == encode_act(decode_act(encode_act(act)))


def test_the_bytes_are_these_for_ever() -> None:
    assert encode_act(ONE).decode() == (
        '{"act":"00000000000000000000000000000000","author":{"name":"Présidente d’essai","role":"president"},'
        f'"body":{{"digest":"{"a" * 64}","kind":"livret_read","number":"0417","seconds":["1.0","12.5"],'
        f'"source":"dossier"}},"device":"{"d" * 64}","jury":"J01","previous":"{"0" * 64}","protocol":"2026-11-23",'
        '"sequence":1,"time":"2018-07-04T09:30:00.000000Z","version":1}'
    )


def test_what_this_version_writes_it_reads() -> None:
    assert PROTOCOL in UNDERSTOOD


def test_a_time_of_another_zone_is_a_fault_of_ours() -> None:
    local = ONE.time.replace(tzinfo=timezone(timedelta(hours=2)))
    with pytest.raises(ValueError, match="UTC"):
        encode_act(Act(ONE.act, ONE.jury, ONE.device, 1, ONE.previous, ONE.author, local, 1, ONE.body))


def _spoil(path: str, value: object) -> dict[str, Any]:
    fields: dict[str, Any] = json.loads(encode_act(ONE))
    *way, last = path.split(".")
    place = fields
    for name in way:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return fields


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("protocol", "2031-01-01"),
        ("protocol", ...),
        ("body.kind", "mark_raised"),
        ("body.kind", ...),
        ("body.seconds", [1.5]),
        ("body.seconds", ["1,5"]),
        ("body.page", 3),
        ("body.digest", "A" * 64),
        ("author.role", "roi"),
        ("author.grade", "x"),
        ("sequence", 0),
        ("sequence", "1"),
        ("sequence", 1.0),
        ("version", True),
        ("time", "2018-07-04T09:30:00Z"),
        ("time", "2018-13-04T09:30:00.000000Z"),
        ("time", "2018-07-04T09:30:00.000000+02:00"),
        ("act", "x"),
        ("previous", ""),
        ("novelty", 1),
        ("jury", "J" * 401),
    ],
)
def test_what_is_not_understood_is_refused_without_telling_values(path: str, value: object) -> None:
    with pytest.raises(ActUnreadable) as refused:
        decode_act(json.dumps(_spoil(path, value)).encode())
    assert "0417" not in str(refused.value)
    assert refused.value.__cause__ is None, "the cause would carry the values into a report"


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(ActUnreadable):
        decode_act(noise)
