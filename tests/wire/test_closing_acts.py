# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every act of a closing as JSON fields, and back."""

from typing import get_args

import pytest

from lsl_desk.domain.closing_acts import (
    AnonymityLifted,
    CaseReopened,
    Closing,
    InequalityExplained,
    PvSigned,
    SignatureRefused,
)
from lsl_desk.domain.ids import ActId, Digest
from lsl_desk.domain.roles import Role
from lsl_desk.wire.acts import decode_act, encode_act
from tests.domain.sitting import ONE, PRESIDENT, act

CLOSING = ActId("c" * 32)
BODIES: tuple[Closing, ...] = (
    AnonymityLifted(),
    CaseReopened(ONE, "note inversée"),
    InequalityExplained(Digest("1" * 64), "livrets différents"),
    PvSigned(Role.PRESIDENT, "P", CLOSING, Digest("2" * 64)),
    SignatureRefused(Role.VICE_PRESIDENT, "V", CLOSING, "désaccord"),
)


@pytest.mark.parametrize("body", BODIES)
def test_each_comes_back_as_it_was(body: Closing) -> None:
    one = act(1, body, PRESIDENT)
    assert decode_act(encode_act(one)) == one


def test_none_is_forgotten() -> None:
    assert {type(one) for one in BODIES} == set(get_args(Closing))
