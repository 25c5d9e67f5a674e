# SPDX-License-Identifier: AGPL-3.0-or-later
"""The key exchange by a code, against the vectors of the draft that it follows (appendix B.1)."""

from hashlib import sha512

import pytest

from lsl_desk.wire.cpace import ExchangeBroken, Half, point_of, tag

CODE, CHANNEL = b"Password", b"\nAinitiator\nBresponder"
SESSION = bytes.fromhex("7e4b4791d6a8ef019b936c79fb7f2c57")
POINT = "4e6098733061c0e8486611a904fe5edb049804d26130a44131a6229e55c5c321"
SECRET_A = bytes.fromhex("45acf93116ae5d3dae995a7c627df2924321a8e857d9a200807131e38839b0c2")
SHARE_A = bytes.fromhex("6f7fd31863b18b0cc9830fc842c60dea80120ccf2fd375498225e45a52065361")
SECRET_B = bytes.fromhex("a145e914b347002d298ce2051394f0ed68cf3623dfe5db082c78ffa5a667acdc")
SHARE_B = bytes.fromhex("e1b730a4956c0f853d96c5d125cebeeea46952c07c6f66da65bd9ffd2f71a462")
KEY = (
    "99a9e0ff35acb94ad8af1cd6b32ac409dc7d00557ccd9a7d19d3b4629e5f1f08"
    "4f9332096162438c7ecc78331b4eda17e1a229a47182eccc9ea58cd9cdcd8e9a"
)
LOW = [
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]
"""Points that give no secret, all to be refused (B.1.10)."""


def halves(code: bytes = CODE, channel: bytes = CHANNEL) -> tuple[Half, Half]:
    return (
        Half.begin(CODE, CHANNEL, SESSION, b"ADa", SECRET_A),
        Half.begin(code, channel, SESSION, b"ADb", SECRET_B),
    )


def test_the_vectors_of_the_draft() -> None:
    one, other = halves()
    assert point_of(CODE, CHANNEL, SESSION).hex() == POINT
    assert (one.share, other.share) == (SHARE_A, SHARE_B)
    assert one.initiator_key(SHARE_B, b"ADb").hex() == KEY
    assert other.responder_key(SHARE_A, b"ADa").hex() == KEY


def test_another_code_channel_or_word_gives_another_key() -> None:
    one, same = halves()
    for _, other in (halves(b"Passwore"), halves(channel=b"another certificate")):
        assert one.initiator_key(other.share, b"ADb") != other.responder_key(one.share, b"ADa")
    assert one.initiator_key(same.share, b"altered") != same.responder_key(one.share, b"ADa")


@pytest.mark.parametrize("share", [*map(bytes.fromhex, LOW), b"short"])
def test_what_is_no_share_is_refused(share: bytes) -> None:
    one, _ = halves()
    with pytest.raises(ExchangeBroken):
        one.initiator_key(share, b"")


def test_each_side_proves_its_own_share_and_draws_a_new_one_each_time() -> None:
    key = sha512(b"some key").digest()
    assert tag(key, SHARE_A, b"") != tag(key, SHARE_B, b"")
    assert tag(key, SHARE_A, b"x" * 200) != tag(key, SHARE_A, b"x" * 201)
    drawn = {Half.begin(CODE, CHANNEL, SESSION, b"x" * 200).share for _ in range(3)}
    assert len(drawn) == 3
