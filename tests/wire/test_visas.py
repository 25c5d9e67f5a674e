# SPDX-License-Identifier: AGPL-3.0-or-later
"""Visas as bytes: what is written comes back, and what is not understood is refused."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.domain.ids import ActId, CentreId, Digest, JuryId, StudentNumber
from lsl_desk.domain.period import Period
from lsl_desk.domain.roles import Role
from lsl_desk.domain.visas import ExaminedBy, How, JuryVisas, Visa
from lsl_desk.wire.envelope import RECEIPT, VISA, EnvelopeBroken, SigningKey
from lsl_desk.wire.visas import VisasUnreadable, decode_visas, encode_visas, open_visas, seal_visas
from tests.wire.values import VISAS, Path, fields_of, with_other, without

KEY = SigningKey(b"k" * 32)
READ_AT = datetime(2018, 7, 4, 9, 30, 0, 7, tzinfo=UTC)
ONE = JuryVisas(
    session=2018,
    academy="Académie d’essai",
    centre=CentreId("0750001Z"),
    jury=JuryId("J01"),
    group=1,
    edition=2,
    pv=Digest("a" * 64),
    president="P. Essai",
    sequence=8412,
    chain=Digest("b" * 64),
    made=READ_AT,
    visas=(
        Visa(
            StudentNumber("0417"),
            Digest("d" * 64),
            How.COPY,
            ExaminedBy("V. Essai", Role.VICE_PRESIDENT, READ_AT, ActId("c" * 32)),
        ),
        Visa(StudentNumber("0418"), Digest(""), How.NOT_REQUIRED, None),
    ),
    later=(StudentNumber("0419"),),
)
GOLDEN = (
    f'{{"academy":"Académie d’essai","centre":"0750001Z","chain":"{"b" * 64}","edition":2,"group":1,"jury":"J01",'
    f'"key":"{KEY.public.raw.hex()}","later":["0419"],"made":"2018-07-04T09:30:00.000007Z","president":"P. Essai",'
    f'"protocol":"2026-11-25","pv":"{"a" * 64}","sequence":8412,"session":2018,"visas":[{{"by":{{"act":"{"c" * 32}",'
    f'"name":"V. Essai","seat":"vice_president","time":"2018-07-04T09:30:00.000007Z"}},"how":"copy",'
    f'"livret":"{"d" * 64}","number":"0417"}},{{"by":null,"how":"not_required","livret":null,"number":"0418"}}]}}'
)
FIELDS: dict[str, Any] = json.loads(GOLDEN)
PLACES = [path for path in fields_of(FIELDS) if isinstance(path[-1], str)]


def place(path: Path) -> str:
    return ".".join(map(str, path))


def test_the_bytes_are_these_for_ever() -> None:
    assert encode_visas(ONE, KEY.public).decode() == GOLDEN
    assert decode_visas(GOLDEN.encode()) == ONE


def test_those_of_september_say_so_and_those_of_june_are_what_they_were() -> None:
    september = GOLDEN.replace('"president"', '"period":"septembre","president"')
    assert encode_visas(replace(ONE, period=Period.SEPTEMBER), KEY.public).decode() == september
    with pytest.raises(VisasUnreadable):
        decode_visas(september.replace("septembre", "juin").encode())


@given(VISAS)
def test_visas_come_back_from_their_bytes_and_have_only_these(visas: JuryVisas) -> None:
    back = decode_visas(encode_visas(visas, KEY.public))
    assert back == visas
    assert encode_visas(back, KEY.public) == encode_visas(visas, KEY.public)


def test_they_are_sealed_by_the_academy_and_opened_with_its_key_alone() -> None:
    sealed = seal_visas(ONE, KEY)
    assert open_visas(sealed, KEY.public) == ONE
    with pytest.raises(EnvelopeBroken):
        open_visas(sealed, SigningKey(b"o" * 32).public)
    with pytest.raises(EnvelopeBroken):
        open_visas(KEY.sign(RECEIPT, encode_visas(ONE, KEY.public)).to_bytes(), KEY.public)
    other = encode_visas(ONE, SigningKey(b"o" * 32).public)
    with pytest.raises(VisasUnreadable, match="key"):
        open_visas(KEY.sign(VISA, other).to_bytes(), KEY.public)


@pytest.mark.parametrize("path", PLACES, ids=place)
def test_a_field_lost_or_of_another_shape_is_refused_by_its_place_and_its_value_not_told(path: Path) -> None:
    wrong: list[object] = [True, 1.5, -1, "Inventée" * 60, {"Inventée": []}]
    for payload in [without(FIELDS, path), *(with_other(FIELDS, path, value) for value in wrong)]:
        with pytest.raises(VisasUnreadable, match=rf"^not visas: {place(path)}") as refused:
            decode_visas(payload)
        assert "Invent" not in str(refused.value)
        assert refused.value.__cause__ is None, "the cause would carry the values into a report"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("protocol",), "2031-01-01"),
        (("group",), 3),
        (("sequence",), 0),
        (("visas", 0, "how"), "phone"),
        (("visas", 0, "by", "seat"), "chef_de_centre"),
    ],
)
def test_what_is_almost_visas_is_refused(path: Path, value: object) -> None:
    with pytest.raises(VisasUnreadable, match=rf"^not visas: {place(path)}$"):
        decode_visas(with_other(FIELDS, path, value))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("visas", 0, "livret"), None),
        (("visas", 0, "by"), None),
        (("visas", 1, "how"), "paper"),
    ],
)
def test_a_visa_of_nobody_or_of_nothing_proves_nothing(path: Path, value: object) -> None:
    with pytest.raises(VisasUnreadable, match=r"^not visas: visas\.[01]$"):
        decode_visas(with_other(FIELDS, path, value))


def test_one_candidate_has_one_visa() -> None:
    with pytest.raises(VisasUnreadable):
        decode_visas(with_other(FIELDS, ("visas", 1, "number"), "0417"))
    with pytest.raises(VisasUnreadable):
        encode_visas(replace(ONE, later=(StudentNumber("0418"),)), KEY.public)


def test_a_time_of_no_zone_is_not_written() -> None:
    with pytest.raises(ValueError, match="UTC"):
        encode_visas(replace(ONE, made=ONE.made.replace(tzinfo=None)), KEY.public)


@given(st.binary(max_size=100))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(VisasUnreadable):
        decode_visas(noise)
