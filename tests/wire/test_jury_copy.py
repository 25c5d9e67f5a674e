# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is under the jury code, as bytes and back; and the readings that its acts prove."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lsl_desk.domain.acts import NO_PREVIOUS, Act, Author, Body, LivretOpened, LivretRead, Role
from lsl_desk.domain.ids import ActId, Digest, JuryId, PvNumber, StudentNumber
from lsl_desk.domain.jury import Candidate, JuryFile
from lsl_desk.domain.livret import LivretFormat, LivretProblem, LivretRef, NumberCheck, PageCheck
from lsl_desk.domain.receipts import NO_CHAIN, Receipt, Verdict
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import ACT, RECEIPT, SigningKey
from lsl_desk.wire.jury_copy import (
    CopiedAcademy,
    CopiedAct,
    CopyUnreadable,
    JuryCopy,
    ProtectedLivret,
    decode_copy,
    encode_copy,
)
from lsl_desk.wire.receipts import encode_receipt

POST, ACADEMY = SigningKey(bytes(range(32))), SigningKey(bytes(range(1, 33)))
AT = datetime(2018, 7, 2, 15, 42, 7, tzinfo=UTC)
A, B = Digest("a" * 64), Digest("b" * 64)
PAGES = (PageCheck(NumberCheck.MATCH), PageCheck(NumberCheck.OTHER, StudentNumber("0999")))
FILE = JuryFile(
    jury=JuryId("J01"),
    label="Jury J01 · ES",
    session=2018,
    version=3,
    candidates=(
        Candidate(PvNumber("12"), StudentNumber("0417"), "ES", LivretFormat.NUMERIQUE, "", LivretRef(A, 9, PAGES)),
        Candidate(PvNumber("13"), StudentNumber("0418"), "ES", LivretFormat.PAPIER, "sans profil type"),
        Candidate(
            PvNumber("14"), StudentNumber("0419"), "ES", LivretFormat.NUMERIQUE, problem=LivretProblem.MISSING_FILE
        ),
    ),
    imported=AT,
    source="dossier",
)


def act(body: Body, jury: str = "J01", sequence: int = 1) -> CopiedAct:
    made = Act(
        act=ActId(f"{sequence:032x}"),
        jury=JuryId(jury),
        device=POST.public.id,
        sequence=sequence,
        previous=NO_PREVIOUS,
        author=Author("Poste", Role.PRESIDENT),
        time=AT,
        version=1,
        body=body,
    )
    return CopiedAct(POST.sign(ACT, encode_act(made)).to_bytes(), POST.public.raw)


def receipt(verdict: Verdict, key: SigningKey = ACADEMY) -> bytes:
    told = Receipt(ActId("1" * 32), A, JuryId("J01"), 1, NO_CHAIN, verdict, AT, "role_other", {})
    return key.sign(RECEIPT, encode_receipt(told)).to_bytes()


def read(number: str = "0417") -> LivretRead:
    return LivretRead(StudentNumber(number), A, ("1.0",), "dossier")


COPY = JuryCopy(
    file=FILE,
    livrets=(ProtectedLivret(StudentNumber("0417"), A, B, 99),),
    academy=CopiedAcademy("Académie", "https://a.example", ACADEMY.public.raw),
    manifest=b"what the academy signed",
    acts=(replace(act(read()), receipt=receipt(Verdict.ACCEPTED)), act(read("0420"), sequence=2)),
)


@pytest.mark.parametrize("copy", [COPY, replace(COPY, academy=None, manifest=None, livrets=(), acts=())])
def test_it_comes_back_as_it_was_written(copy: JuryCopy) -> None:
    assert decode_copy(encode_copy(copy)) == copy


def test_a_jury_without_a_session_is_a_jury() -> None:
    copy = replace(COPY, file=replace(FILE, session=None))
    assert decode_copy(encode_copy(copy)) == copy


def test_signed_readings_of_the_jury_count_once() -> None:
    again = replace(COPY, acts=(*COPY.acts, act(read(), sequence=3), act(LivretOpened(StudentNumber("0417"), A, ""))))
    assert again.livrets_read() == (("0417", A), ("0420", A))


@pytest.mark.parametrize(
    "odd",
    [
        act(read(), jury="J02"),
        replace(act(read()), key=ACADEMY.public.raw),
        replace(act(read()), act=b"no envelope"),
        replace(act(read()), act=POST.sign(ACT, b"{}").to_bytes()),
        replace(act(read()), act=POST.sign(RECEIPT, b"{}").to_bytes()),
        replace(act(read()), receipt=receipt(Verdict.REFUSED)),
        replace(act(read()), receipt=receipt(Verdict.ACCEPTED, POST)),
        replace(act(read()), receipt=ACADEMY.sign(RECEIPT, b"{}").to_bytes()),
    ],
)
def test_an_act_that_proves_nothing_counts_for_nothing_and_stops_no_other(odd: CopiedAct) -> None:
    assert replace(COPY, acts=(odd, act(read("0420")))).livrets_read() == (("0420", A),)


def test_without_an_academy_receipts_say_nothing() -> None:
    one = replace(COPY, academy=None, acts=(replace(act(read()), receipt=receipt(Verdict.REFUSED)),))
    assert one.livrets_read() == (("0417", A),)


def _spoilt(spoil: Callable[[dict[str, Any]], object]) -> bytes:
    fields = json.loads(encode_copy(COPY))
    spoil(fields)
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda fields: fields.update(protocol="2099-01-01"),
        lambda fields: fields.update(more=1),
        lambda fields: fields.pop("acts"),
        lambda fields: fields.update(version=0),
        lambda fields: fields["candidates"][0].update(format="autre"),
        lambda fields: fields["candidates"][0]["livret"].update(digest="A" * 64),
        lambda fields: fields["livrets"][0].update(size="99"),
        lambda fields: fields["academy"].update(key="AAAA"),
        lambda fields: fields["acts"][0].update(act="?"),
    ],
)
def test_what_is_not_understood_is_refused(spoil: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(CopyUnreadable):
        decode_copy(_spoilt(spoil))


def test_bytes_that_are_no_json_are_refused_and_nothing_odd_is_written() -> None:
    with pytest.raises(CopyUnreadable):
        decode_copy(b"\xff")
    with pytest.raises(CopyUnreadable):
        encode_copy(replace(COPY, file=replace(FILE, version=0)))
