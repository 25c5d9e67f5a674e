# SPDX-License-Identifier: AGPL-3.0-or-later
"""The socket that `serve` listens at."""

import socket

import pytest

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.server.cli.serving import _listening
from lsl_desk.server.settings import Settings


def test_an_answer_does_not_wait_for_the_other_side_between_its_head_and_its_body() -> None:
    with (
        _listening(Settings(port=0)) as listener,
        socket.create_connection(listener.getsockname()[:2]),
        listener.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_an_address_that_is_taken_is_a_refusal() -> None:
    with _listening(Settings(port=0)) as listener, pytest.raises(Refusal) as refused:
        _listening(Settings(port=listener.getsockname()[1]))
    assert refused.value.code is Code.ADDRESS_TAKEN
