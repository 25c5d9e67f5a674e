# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a post signs to get a token names the academy and the moment."""

from lsl_desk.wire.enrolment import challenge_payload


def test_a_challenge_is_good_for_one_academy_and_one_time() -> None:
    one, other = bytes(32), bytes([1]) * 32
    payloads = {
        challenge_payload(server_public=key, server_nonce=nonce) for key in (one, other) for nonce in (one, other)
    }
    assert len(payloads) == 4
