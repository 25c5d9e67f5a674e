# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from lsl_desk.backup import dsse, envelope, names
from lsl_desk.backup.fields import plain
from lsl_desk.backup.flaws import Flaw, Flawed
from lsl_desk.backup.manifest import LIVRET_FORMATS, CopyCandidate, CopyFile, CopyManifest, decode, encode
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.wire.envelope import Signed, SigningKey, VerifyingKey

PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY = PRIVATE.public_key().public_bytes_raw().hex()
MANIFEST = CopyManifest(
    jury="J01",
    label="Jury J01 · ES",
    session=2018,
    version=2,
    jury_version=5,
    made=datetime(2018, 7, 2, 15, 42, 7, tzinfo=UTC),
    key=KEY,
    candidates=(
        CopyCandidate("12", "0417", "ES", "numerique", "livrets/0417.pdf"),
        CopyCandidate("", "0418", "", "papier", None),
    ),
    files=tuple(
        CopyFile(name, 10, f"{rank:064x}")
        for rank, name in enumerate(["empreintes.txt", "index.html", "jury.lsl", "livrets/0417.pdf"])
    ),
)


def test_what_is_signed_is_read_back_equal() -> None:
    assert decode(encode(MANIFEST)) == MANIFEST
    sealed = envelope.unseal(envelope.seal(MANIFEST, PRIVATE))
    assert sealed.manifest == MANIFEST
    assert sealed.key_print == dsse.short(sealed.keyid)
    assert [len(group) for group in sealed.key_print.split(" ")] == [4, 4, 4, 4]
    assert sealed.manifest_print != sealed.key_print


def test_it_is_the_envelope_that_the_rest_of_the_product_signs() -> None:
    """One format of signature: what either writes, the other verifies."""
    data = envelope.seal(MANIFEST, PRIVATE)
    signed = Signed.from_bytes(data)
    VerifyingKey(bytes.fromhex(KEY)).verify(signed, envelope.PAYLOAD_TYPE)
    assert signed.to_bytes() == data
    key = SigningKey(bytes(range(32)))
    assert key.sign(envelope.PAYLOAD_TYPE, encode(MANIFEST)).to_bytes() == data


def test_formats_are_those_of_the_jury_file() -> None:
    assert tuple(one.value for one in LivretFormat) == LIVRET_FORMATS


def test_another_key_than_the_one_named_does_not_sign() -> None:
    with pytest.raises(Flawed) as caught:
        envelope.seal(MANIFEST, Ed25519PrivateKey.from_private_bytes(bytes(32)))
    assert caught.value.finding.flaw is Flaw.KEYID_OTHER


def test_a_manifest_that_would_be_refused_is_not_written() -> None:
    with pytest.raises(Flawed):
        encode(replace(MANIFEST, jury="J/01"))
    with pytest.raises(ValueError, match="UTC"):
        encode(replace(MANIFEST, made=datetime(2018, 7, 2)))  # noqa: DTZ001 - the wrong one


def test_a_title_is_made_a_plain_line() -> None:
    assert plain("Jury\u202e J01\n\x1b[2J" + "x" * 500) == ("Jury  J01  [2J" + "x" * 500)[:400]
    assert encode(replace(MANIFEST, label=plain("a\u2028b\ud800")))


@pytest.mark.parametrize("jury", ["J01", "3", "J01 été-2", "a_b.c", "界"])
def test_an_ordinary_jury_names_its_copy(jury: str) -> None:
    assert names.folder_name(jury, 2) == f"plan-de-secours-{jury}-v2"
    assert names.read_name(names.folder_name(jury, 2)) == (jury, 2)
    assert names.read_name(names.zip_name(jury, 12)) == (jury, 12)


@pytest.mark.parametrize(
    "jury",
    ["", "J/1", "J\\1", "J:1", "J01.", "J01 ", " J01", ".J01", "J\n1", "J*", "e\u0301", "J" * 101, "a\ud800", "«1»"],
)
def test_a_jury_that_cannot_be_in_a_file_name_is_refused(jury: str) -> None:
    with pytest.raises(names.NameImpossible):
        names.folder_name(jury, 1)


@pytest.mark.parametrize("version", [0, -1, 1_000_000])
def test_a_version_that_cannot_be_is_refused(version: int) -> None:
    with pytest.raises(names.NameImpossible):
        names.folder_name("J01", version)


@pytest.mark.parametrize("number", ["0417", "A-12_b.3", "COM10", "x" * 40])
def test_an_ordinary_number_names_its_livret(number: str) -> None:
    assert names.livret_name(number) == f"livrets/{number}.pdf"


@pytest.mark.parametrize(
    "number",
    [
        "",
        ".",
        "..",
        "../1",
        "a/b",
        "a\\b",
        "C:1",
        "CON",
        "con.1",
        "Lpt1",
        "nul",
        "0417.",
        "-1",
        "é",
        "٣",
        "1 2",
        "x" * 41,
        "1\n",
    ],
)
def test_a_number_that_cannot_be_a_file_name_is_refused(number: str) -> None:
    with pytest.raises(names.NameImpossible):
        names.livret_name(number)


@pytest.mark.parametrize("name", ["plan-de-secours-J01-v0", "plan-de-secours-J01-v02", "plan-de-secours--v1", "J01"])
def test_a_name_that_is_no_copys_says_nothing(name: str) -> None:
    assert names.read_name(name) is None


def test_names_that_one_system_mixes_up_have_one_key() -> None:
    assert names.clash_key("É.pdf") == names.clash_key("e\u0301.PDF")
    assert names.clash_key("0417.pdf") != names.clash_key("0418.pdf")
