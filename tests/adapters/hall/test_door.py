# SPDX-License-Identifier: AGPL-3.0-or-later
"""The door of a room: who does not know the code stays out, and what is not signed by a post of the jury too."""

import base64
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from lsl_desk.adapters.hall import serving
from lsl_desk.adapters.hall.addresses import is_near, own_addresses, place_of
from lsl_desk.adapters.hall.asking import HttpWay
from lsl_desk.adapters.hall.certificate import blind
from lsl_desk.adapters.hall.entering import Entering
from lsl_desk.adapters.hall.halls import LocalHalls
from lsl_desk.client.carried import CarriedAct
from lsl_desk.domain.acts import Author, SittingClosed
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId
from lsl_desk.domain.receipts import NO_CHAIN
from lsl_desk.wire import envelope, hall
from lsl_desk.wire.acts import encode_act
from lsl_desk.wire.envelope import Signed, SigningKey
from tests.adapters.hall.posts import AUTHORS, HERE, J01, NUMBERS, Post, academy, opened, posts
from tests.adapters.store.desks import refusal_of
from tests.domain.acts import acts

VICE = AUTHORS["vice"]


class Stranger:
    """A key that no post of the jury has."""

    key = SigningKey(bytes([77]) * 32)
    public = key.public.raw


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Post, Post]]:
    with posts(tmp_path, academy(), "president", "vice") as (president, vice):
        opened(president)
        president.hall.open(J01)
        yield president, vice


def way_of(one: Post) -> HttpWay:
    visiting = one.hall._guest
    assert visiting is not None
    assert isinstance(visiting[2], HttpWay)
    return visiting[2]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def enter(one: Post, code: str, jury: str = "J01") -> Code | None:
    address = one.hall.status().addresses[0]
    return refusal_of(lambda: LocalHalls(Stranger()).enter(JuryId(jury), address, code, VICE).close())


def test_five_wrong_codes_then_not_even_the_right_one_and_the_code_is_another(two: tuple[Post, Post]) -> None:
    president, vice = two
    code = president.hall.status().code
    tried = [enter(president, wrong(code)) for _ in range(5)]
    assert tried == [Code.HALL_CODE_WRONG] * 4 + [Code.HALL_CODE_WAIT]
    after = president.hall.status().code
    assert enter(president, after) is Code.HALL_CODE_WAIT
    assert after != code or enter(president, wrong(after)) is Code.HALL_CODE_WAIT
    with pytest.raises(Refusal) as refused:
        vice.joins(president)
    assert refused.value.facts == {"minutes": 5}
    assert len(president.hall.status().seated) == 1


def test_the_right_code_forgives_and_a_new_code_leaves_whoever_is_in(two: tuple[Post, Post]) -> None:
    president, vice = two
    for _ in range(3):
        code = president.hall.status().code
        assert [enter(president, wrong(code)) for _ in range(3)] == [Code.HALL_CODE_WRONG] * 3
        vice.joins(president)
        assert president.hall.renew_code().addresses == president.hall.status().addresses
    done = vice.raised(NUMBERS[0], "8", "9")
    president.until(lambda: done in president.acts())


def test_another_jury_another_address_and_what_is_no_code(two: tuple[Post, Post]) -> None:
    president, _ = two
    code = president.hall.status().code
    assert enter(president, code, "J02") is Code.HALL_OTHER_JURY
    for typed in ("12345", "1234567", "12 45 6x", "١٢٣٤٥٦"):
        assert enter(president, typed) is Code.VALUE_OUT_OF_RANGE
    with socket.socket() as free:
        free.bind((HERE, 0))
        closed = f"{HERE}:{free.getsockname()[1]}"
    assert refusal_of(lambda: LocalHalls(Stranger()).enter(J01, closed, code, VICE)) is Code.HALL_UNREACHABLE


def test_who_stands_between_shows_another_certificate_and_is_a_wrong_code(
    two: tuple[Post, Post], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever relays opens a door of its own: the halves of the exchange then name two certificates."""
    president, vice = two
    monkeypatch.setattr("lsl_desk.adapters.hall.asking.shown_by", lambda _socket: b"x" * 32)
    with pytest.raises(Refusal) as refused:
        vice.joins(president)
    assert refused.value.code is Code.HALL_CODE_WRONG


def test_the_room_proves_itself_too(two: tuple[Post, Post], monkeypatch: pytest.MonkeyPatch) -> None:
    president, vice = two
    prove = Entering.prove
    monkeypatch.setattr(Entering, "prove", lambda *given: (bytes(64), prove(*given)[1]))
    with pytest.raises(Refusal) as refused:
        vice.joins(president)
    assert refused.value.code is Code.HALL_UNREACHABLE


def test_a_room_that_was_opened_again_is_another_one(two: tuple[Post, Post]) -> None:
    president, vice = two
    vice.joins(president)
    at = int(president.hall.status().addresses[0].split(":")[1])
    president.halls._port = at
    president.hall.open(J01)
    if president.hall.status().addresses[0].endswith(str(at)):
        vice.until(lambda: vice.hall.status().over)
        assert vice.hall.status().problem is not None


def act_of(key: SigningKey, author: Author, sequence: int = 1) -> CarriedAct:
    (made,) = acts(SittingClosed(NO_CHAIN))
    made = replace(made, device=key.public.id, author=author, jury=J01, sequence=sequence)
    signed = key.sign(envelope.ACT, encode_act(made))
    return CarriedAct(made, signed.digest, signed.to_bytes(), key.public.raw)


def test_a_forged_act_is_refused_a_stranger_s_too_and_nobody_takes_another_quality(two: tuple[Post, Post]) -> None:
    president, vice = two
    vice.joins(president)
    way, before = way_of(vice), president.acts()
    stranger = act_of(Stranger.key, VICE)
    assert [(one.act, one.problem.code) for one in way.send([stranger])] == [(stranger.act.act, Code.HALL_STRANGER)]

    # Signed by a stranger in the president's name, or altered on its way: the signature does not hold.
    named = Signed.from_bytes(stranger.envelope)
    forged = Signed(named.payload_type, named.payload, president.store.hall().device(), named.signature)
    altered = Signed(named.payload_type, named.payload.replace(b"J01", b"J02"), named.key, named.signature)
    for one in (forged, altered):
        sent = replace(stranger, envelope=one.to_bytes())
        assert refusal_of(partial(way.send, [sent])) is Code.ACT_UNSIGNED

    # The post itself, in a quality that is not the one it entered in.
    vice.store.take_seat(AUTHORS["president"])
    vice.do(SittingClosed(NO_CHAIN))
    vice.until(lambda: vice.hall.status().not_taken)
    assert [one.problem.code for one in vice.hall.status().not_taken] == [Code.ROLE_OTHER]
    assert president.acts() == before


def test_what_is_no_request_is_answered_by_a_refusal_or_not_at_all(two: tuple[Post, Post]) -> None:
    president, vice = two
    vice.joins(president)
    host, port = place_of(president.hall.status().addresses[0])

    def ask(path: str, body: bytes = b"{}", head: str = "") -> object:
        context = blind()
        with socket.create_connection((host, port)) as plain, context.wrap_socket(plain) as secured:
            length = head or f"Content-Length: {len(body)}"
            secured.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n{length}\r\n\r\n".encode() + body)
            answer = b""
            while more := secured.recv(65536):
                answer += more
        return json.loads(answer.split(b"\r\n\r\n", 1)[1])["code"]

    assert ask(hall.ACTS) == "hall_over", "nobody is let in without a secret"
    assert ask(hall.SHARE.format(entry="0" * 32)) == "request_invalid"
    assert ask(hall.ENTRIES, b"{") == "request_invalid"
    proof = json.dumps({"tag": base64.b64encode(bytes(64)).decode()}).encode()
    assert ask(hall.PROOF.format(entry="0" * 32), proof) == "hall_over"
    assert ask(hall.ENTRIES, head="Content-Length: 99999999") == "too_large"
    assert ask(hall.ENTRIES, head="Content-Length: -1") == "too_large"
    wire = way_of(vice)._wire
    for path in ("/", "/salle/1/autre", "/../etc/passwd"):
        assert refusal_of(partial(wire.ask, path, hall.Entered, hall.FeedAsked(after=0))) is Code.NOT_FOUND
    with socket.create_connection((host, port)) as plain:  # no TLS at all
        plain.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with suppress(ConnectionResetError):
            assert b"HTTP" not in plain.recv(100)
    with pytest.raises(ssl.SSLError), socket.create_connection((host, port)) as plain:
        ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")


def test_who_holds_many_connections_gets_no_more_and_shuts_out_nobody_for_long(two: tuple[Post, Post]) -> None:
    president, vice = two
    place = place_of(president.hall.status().addresses[0])
    with ExitStack() as held:
        for _ in range(serving._OF_ONE):
            held.enter_context(socket.create_connection(place))
        with socket.create_connection(place) as one_more:
            one_more.settimeout(10)
            assert one_more.recv(1) == b"", "it is shut at once"
    vice.until(lambda: enter(president, president.hall.status().code) is None)


def test_a_computer_that_refuses_the_port_goes_on_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_given: object) -> None:
        raise PermissionError("blocked by a rule of the system")

    monkeypatch.setattr(serving._Server, "server_bind", refuses)
    with posts(tmp_path, academy(), "president") as (president,):
        assert refusal_of(lambda: president.hall.open(J01)) is Code.HALL_BLOCKED
        done = president.raised(NUMBERS[0], "8", "9")
        assert president.acts() == [done]


def test_where_a_room_is_found() -> None:
    assert place_of(" 192.168.1.12 ") == ("192.168.1.12", 47018)
    assert place_of("poste-3.local:50000") == ("poste-3.local", 50000)
    for typed in ("", ":80", "a b", "x/y", "x:0", "x:66000", "x:http", "http://x", "x:١"):
        assert refusal_of(partial(place_of, typed)) is Code.VALUE_OUT_OF_RANGE
    assert [is_near(one) for one in ("192.168.1.12", "10.0.0.1", "127.0.0.1", "fe80::1")] == [True] * 4
    assert [is_near(one) for one in ("8.8.8.8", "nom", "")] == [False] * 3
    assert all(map(is_near, own_addresses()))
