# SPDX-License-Identifier: AGPL-3.0-or-later
"""The envelope: only the right key over the right type and the exact bytes is believed."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.wire.envelope import (
    ACT,
    MANIFEST,
    RECEIPT,
    VISA,
    EnvelopeBroken,
    Signed,
    SigningKey,
    VerifyingKey,
    payload_of,
)

KEY = SigningKey(b"\x01" * 32)
OTHER = SigningKey(b"\x02" * 32)


@given(st.binary(max_size=200), st.sampled_from([ACT, MANIFEST, RECEIPT, VISA]))
def test_what_was_signed_verifies_after_a_journey(payload: bytes, payload_type: str) -> None:
    arrived = Signed.from_bytes(KEY.sign(payload_type, payload).to_bytes())
    VerifyingKey(KEY.public.raw).verify(arrived, payload_type)
    assert arrived.payload == payload
    assert arrived.key == KEY.public.id


@given(st.binary(min_size=1, max_size=60), st.data())
def test_one_bit_changed_in_payload_or_signature_is_refused(payload: bytes, data: st.DataObject) -> None:
    signed = KEY.sign(ACT, payload)
    of_payload = data.draw(st.booleans())
    before = signed.payload if of_payload else signed.signature
    bit = data.draw(st.integers(0, len(before) * 8 - 1))
    after = bytearray(before)
    after[bit // 8] ^= 1 << bit % 8
    altered = replace(signed, payload=bytes(after)) if of_payload else replace(signed, signature=bytes(after))
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(altered, ACT)


def test_a_signature_of_one_type_does_not_pass_for_another() -> None:
    signed = KEY.sign(RECEIPT, b"{}")
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(signed, VISA)
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(replace(signed, payload_type=VISA), VISA)


def test_another_key_s_signature_is_refused_whatever_name_it_bears() -> None:
    signed = OTHER.sign(ACT, b"{}")
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(signed, ACT)
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(replace(signed, key=KEY.public.id), ACT)


def test_a_signature_of_another_length_is_refused() -> None:
    with pytest.raises(EnvelopeBroken):
        KEY.public.verify(replace(KEY.sign(ACT, b"{}"), signature=b"short"), ACT)


def test_the_digest_is_of_what_is_under_the_signature() -> None:
    signed = KEY.sign(ACT, b"{}")
    assert signed.digest != replace(signed, payload_type=VISA).digest
    assert signed.digest == replace(signed, signature=b"").digest
    assert len(signed.digest) == 64


def test_a_made_key_is_new_and_comes_back_from_its_bytes() -> None:
    made = SigningKey.generate()
    assert made.raw != SigningKey.generate().raw
    assert SigningKey(made.raw).public.id == made.public.id


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey(b"short")
    with pytest.raises(ValueError, match="32"):
        VerifyingKey(b"short")


def _fields() -> dict[str, object]:
    fields: dict[str, object] = json.loads(KEY.sign(ACT, b"{}").to_bytes())
    return fields


@pytest.mark.parametrize(
    "spoilt",
    [
        [],
        None,
        {"payload": "e30="},
        _fields() | {"signatures": []},
        _fields() | {"signatures": [{"keyid": "a", "sig": "AA=="}, {"keyid": "b", "sig": "AA=="}]},
        _fields() | {"signatures": [{"keyid": "a", "sig": "AA=="}, {"keyid": "a", "sig": "AA=="}]},
        _fields() | {"signatures": [{"sig": "AA=="}]},
        _fields() | {"signatures": "AA=="},
        _fields() | {"payload": "?"},
        _fields() | {"payload": 3},
        _fields() | {"payloadType": 3},
        _fields() | {"signatures": [{"keyid": 3, "sig": "AA=="}]},
    ],
)
def test_what_is_not_an_envelope_with_one_signature_is_refused(spoilt: object) -> None:
    with pytest.raises(EnvelopeBroken):
        Signed.from_bytes(json.dumps(spoilt).encode())


def test_a_bottomless_envelope_is_refused() -> None:
    with pytest.raises(EnvelopeBroken):
        Signed.from_bytes(b"[" * 100_000)


@given(st.binary(max_size=80))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(EnvelopeBroken):
        Signed.from_bytes(noise)


@given(st.binary(max_size=200))
def test_the_payload_alone_is_that_of_the_envelope(payload: bytes) -> None:
    written = KEY.sign(ACT, payload).to_bytes()
    other_alphabet = written.replace(b"+", b"-").replace(b"/", b"_").replace(b"application_vnd", b"application/vnd")
    assert payload_of(written) == payload_of(other_alphabet) == payload


def test_the_payload_alone_is_read_in_the_other_alphabet() -> None:
    written = KEY.sign(ACT, b"\xff\xff\xfe").to_bytes()
    assert payload_of(written.replace(b"///+", b"___-")) == payload_of(written) == b"\xff\xff\xfe"


@pytest.mark.parametrize("name", [b"payload", b"p\\u0061yload"])
def test_of_a_payload_said_twice_the_one_that_was_verified_is_given(name: bytes) -> None:
    written = KEY.sign(ACT, b"signed").to_bytes()
    twice = b'{"payload":"b3RoZXI=",' + written[1:].replace(b"payload", name, 1)
    VerifyingKey(KEY.public.raw).verify(Signed.from_bytes(twice), ACT)
    assert payload_of(twice) == b"signed"


@pytest.mark.parametrize(
    "spoilt", [b"", b"[]", b"{}", b'{"payload": 3}', b'{"payload": "a"}', b'{"payload":"aaaa', b"\xff"]
)
def test_of_what_is_no_envelope_no_payload_is_given(spoilt: bytes) -> None:
    with pytest.raises(EnvelopeBroken):
        payload_of(spoilt)
