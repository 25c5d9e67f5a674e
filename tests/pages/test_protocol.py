# SPDX-License-Identifier: AGPL-3.0-or-later
import io
import os
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lsl_desk.pages.protocol import MAX_BODY, MAX_HEADER, ProtocolError, receive, send


@given(st.dictionaries(st.text(), st.text() | st.integers()), st.binary(max_size=5000))
def test_what_is_sent_is_received(header: dict[str, object], body: bytes) -> None:
    stream = io.BytesIO()
    send(stream, header, body)
    send(stream, {"next": 1})
    stream.seek(0)
    assert receive(stream) == (header, body)
    assert receive(stream) == ({"next": 1}, b"")


def test_a_body_larger_than_a_pipe_goes_through() -> None:
    reading, writing = os.pipe()
    body = bytes(range(256)) * 20_000
    with os.fdopen(reading, "rb", buffering=0) as source, os.fdopen(writing, "wb", buffering=0) as target:
        sender = threading.Thread(target=send, args=(target, {"a": 1}, memoryview(body)))
        sender.start()
        assert receive(source) == ({"a": 1}, body)
        sender.join()


@pytest.mark.parametrize("cut", [0, 3, 8, 10, 20])
def test_an_end_in_the_midst_is_an_end(cut: int) -> None:
    stream = io.BytesIO()
    send(stream, {"word": "done"}, b"0123456789")
    with pytest.raises(EOFError):
        receive(io.BytesIO(stream.getvalue()[:cut]))


@pytest.mark.parametrize(
    "noise",
    [
        (MAX_HEADER + 1).to_bytes(4, "little") + bytes(4),
        bytes(4) + (MAX_BODY + 1).to_bytes(4, "little"),
        b"\x02\0\0\0\0\0\0\0[]",
        b"\x02\0\0\0\0\0\0\0{{",
        b"\x02\0\0\0\0\0\0\0\xff\xfe",
        bytes(8),
    ],
)
def test_noise_is_no_message(noise: bytes) -> None:
    with pytest.raises(ProtocolError):
        receive(io.BytesIO(noise))
