# SPDX-License-Identifier: AGPL-3.0-or-later
"""A socket under TLS is closed when the other side has reset the connection before the handshake."""

import os
import select
import socket
import ssl
import struct

import pytest

from lsl_desk.adapters.academy import trust
from lsl_desk.adapters.hall.certificate import blind, make_door
from tests.academy.hostile import Authority

HERE = "127.0.0.1"


def after_a_reset() -> socket.socket:
    """A connection that the other side has cut hard: nothing was said."""
    with socket.create_server((HERE, 0)) as listening:
        ours = socket.create_connection(listening.getsockname())
        theirs, _ = listening.accept()
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        theirs.close()
    select.select([ours], [], [])
    return ours


def context_of(kind: str) -> ssl.SSLContext:
    if kind == "room, guest":
        return blind()
    if kind == "room, host":
        return make_door()[0]
    given = trust.context_for(Authority().pem)
    assert isinstance(given, ssl.SSLContext)
    return given


@pytest.mark.parametrize("kind", ["room, guest", "room, host", "academy"])
def test_it_is_closed_though_nobody_holds_it(kind: str) -> None:
    plain = after_a_reset()
    number = plain.fileno()
    with pytest.raises(ConnectionResetError) as told:
        context_of(kind).wrap_socket(
            plain, server_side=kind == "room, host", server_hostname=None if kind == "room, host" else HERE
        )
    assert plain.fileno() == -1, "ssl took it"
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(number)
    del told
