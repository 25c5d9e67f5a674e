# SPDX-License-Identifier: AGPL-3.0-or-later
"""The academy over HTTP beyond what every `Academy` promises: tokens, resumed livrets, closing, false signatures."""

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Thread

import pytest

from lsl_desk.adapters.academy.address import Address, Proxy
from lsl_desk.adapters.academy.http_academy import HttpAcademies, HttpAcademy
from lsl_desk.adapters.academy.proxies import choose, system_proxy
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.client.link.values import Network
from lsl_desk.domain.acts import LivretRead
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import JuryId, StudentNumber
from lsl_desk.wire import routes
from lsl_desk.wire.envelope import MANIFEST
from tests.academy.hostile import answering, hostile, lsl, said
from tests.academy.loopback import Loopback, serving
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import AcademyModel, digest_of, livret_data
from tests.fakes.desk import FixedClock

J01 = JuryId("J01")
DATA = livret_data("0417", padding=4000)
PATIENT = Timeouts(connect=20.0, read=20.0, life=20.0, probe=20.0)


@dataclass
class Line:
    model: AcademyModel
    store: SigningStore
    loop: Loopback
    academy: HttpAcademy
    url: str

    def read(self) -> None:
        body = LivretRead(StudentNumber("0417"), digest_of(DATA), ("1.0", "1.0"), "académie")
        self.store.record(J01, 1, body)


@pytest.fixture
def line() -> Iterator[Line]:
    model, store = AcademyModel(), SigningStore()
    model.publish("J01", {"0417": DATA})
    link = MemoryLink(store)
    model.take_post(link.public)
    with serving(model) as (loop, url):
        academy = HttpAcademies(link, FixedClock(), timeouts=PATIENT).open(url, model.key.public.raw, Network())
        yield Line(model, store, loop, academy, url)
        academy.close()


def code_of(ask: object) -> Code:
    assert callable(ask)
    with pytest.raises(Refusal) as met:
        ask()
    return met.value.code


def asked(line: Line, path: str) -> int:
    return line.loop.requests.count(f"POST {path}")


# ---------------------------------------------------------------------------------------------- tokens


def test_one_token_serves_many_requests_and_is_renewed_alone_when_forgotten(line: Line) -> None:
    line.academy.juries()
    line.academy.device()
    assert asked(line, routes.TOKENS) == 1
    line.loop.forget_tokens()
    assert len(line.academy.juries()) == 1
    assert asked(line, routes.TOKENS) == 2


def test_a_token_is_renewed_before_it_ends(line: Line) -> None:
    line.academy.juries()
    line.academy._channel._until = 0.0
    line.academy.juries()
    assert asked(line, routes.TOKENS) == 2


def test_an_academy_that_knows_no_token_is_not_asked_for_ever(line: Line) -> None:
    line.loop.tokens = _Forgetful()
    assert code_of(line.academy.juries) is Code.TOKEN_EXPIRED
    assert asked(line, routes.TOKENS) == 2


class _Forgetful(dict[str, str]):
    def __setitem__(self, name: str, value: str) -> None:
        """Forget at once."""


def test_without_a_pinned_key_nothing_of_a_post_is_asked(line: Line) -> None:
    stranger = HttpAcademies(MemoryLink(line.store), FixedClock()).open(line.url, None, Network())
    assert code_of(stranger.juries) is Code.NOT_ENROLLED
    stranger.close()


# ---------------------------------------------------------------------------------------------- livrets


@contextmanager
def cutting(line: Line, *cuts: int) -> Iterator[HttpAcademy]:
    """The academy behind a relay that cuts the answers to livrets after so many bytes, then lets through."""
    left = list(cuts)
    port = int(line.url.rsplit(":", 1)[1])

    def talk(client: socket.socket, head: bytes) -> None:
        with socket.create_connection(("127.0.0.1", port)) as server:
            server.sendall(head.replace(b"Connection: keep-alive", b"Connection: close"))
            length = [one for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")]
            if length:
                body = head.split(b"\r\n\r\n", 1)[1]
                while len(body) < int(length[0].split(b":")[1]):
                    more = client.recv(65536)
                    server.sendall(more)
                    body += more
            answer = b""
            while more := server.recv(65536):
                answer += more
        answer = answer.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)  # the relay hangs up after each
        cut = left.pop(0) if b"/livrets/" in head and left else len(answer)
        client.sendall(answer[:cut])

    with hostile(talk) as relay:
        academies = HttpAcademies(MemoryLink(line.store), FixedClock(), timeouts=PATIENT)
        academy = academies.open(f"http://127.0.0.1:{relay}", line.model.key.public.raw, Network())
        yield academy
        academy.close()


def test_a_livret_that_is_cut_is_taken_up_where_it_fell(line: Line) -> None:
    came: list[int] = []

    def tick(count: int) -> bool:
        came.append(count)
        return True

    with cutting(line, 1500, 3000) as academy:
        assert academy.livret(J01, digest_of(DATA), tick) == DATA
    assert sum(came) == len(DATA), "no byte was fetched twice"
    assert len(line.model.asked) == 3


def test_a_line_that_gives_nothing_is_left_to_whoever_waits(line: Line) -> None:
    with cutting(line, 10) as academy:
        assert code_of(lambda: academy.livret(J01, digest_of(DATA), lambda _: True)) is Code.NET_CUT
    with cutting(line, *range(700, 1700, 200)) as academy:
        assert code_of(lambda: academy.livret(J01, digest_of(DATA), lambda _: True)) in {Code.NET_CUT, Code.NET_LENGTH}


def test_a_part_that_does_not_begin_where_it_should_is_no_answer(line: Line) -> None:
    kind = {"Content-Type": "application/pdf", "Content-Range": "bytes 7-9/10"}
    key = line.model.key.public
    talk = answering(said("206 Partial", lsl(key.id, **kind), b"xyz"))
    with hostile(talk) as port:
        academy = HttpAcademies(MemoryLink(line.store), FixedClock()).open(
            f"http://127.0.0.1:{port}", key.raw, Network()
        )
        academy._channel._token, academy._channel._until = "token", float("inf")
        assert code_of(lambda: academy.livret(J01, digest_of(DATA), lambda _: True)) is Code.NET_ANSWER
        academy.close()


@pytest.mark.parametrize(
    ("stream", "code"),
    [(b"short", Code.NET_CUT), (b"\xff" * 40, Code.NET_ANSWER)],
)
def test_a_stream_that_is_none(line: Line, stream: bytes, code: Code) -> None:
    key = line.model.key.public
    talk = answering(said("200 OK", lsl(key.id, **{"Content-Type": "application/vnd.lsl-desk.livrets"}), stream))
    with hostile(talk) as port:
        academy = HttpAcademies(MemoryLink(line.store), FixedClock()).open(
            f"http://127.0.0.1:{port}", key.raw, Network()
        )
        academy._channel._token, academy._channel._until = "token", float("inf")
        assert code_of(lambda: list(academy.livrets(J01, [digest_of(DATA)], lambda _: True))) is code
        academy.close()


# ---------------------------------------------------------------------------------------------- proofs


def test_a_manifest_of_another_key_or_jury_is_refused(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    made = line.model.juries[J01].versions[0]
    other = line.model.publish("J02", {"0418": DATA})
    false = (AcademyModel(2).signed_manifest(made).to_bytes(), line.model.signed_manifest(other).to_bytes(), b"{}")
    for envelope in false:
        signed = replace(line.model.manifest(J01), envelope=envelope)
        monkeypatch.setattr(line.model, "manifest", lambda _jury, signed=signed: signed)
        assert code_of(lambda: line.academy.manifest(J01, None)) is Code.MANIFEST_UNSIGNED
        monkeypatch.undo()


def test_a_list_of_a_later_version_asks_for_an_update(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(line.model.signed_manifest(line.model.juries[J01].versions[0]).payload) | {"later": 1}
    later = line.model.key.sign(MANIFEST, json.dumps(told).encode()).to_bytes()
    signed = replace(line.model.manifest(J01), envelope=later)
    monkeypatch.setattr(line.model, "manifest", lambda _jury: signed)
    assert code_of(lambda: line.academy.manifest(J01, None)) is Code.MANIFEST_NEWER


def test_a_receipt_of_another_act_or_key_is_refused(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    line.read()
    line.read()
    first, second = line.model.receive(line.store.key.public.id, [one.envelope for one in line.store.signed])
    monkeypatch.setattr(line.model, "receive", lambda *_: (second,))
    assert code_of(lambda: line.academy.send(line.store.signed[:1])) is Code.RECEIPT_UNSIGNED
    stranger = AcademyModel(2)
    stranger.take_post(line.store.key.public.raw)
    (false,) = stranger.receive(line.store.key.public.id, [line.store.signed[0].envelope])
    monkeypatch.setattr(line.model, "receive", lambda *_: (false,))
    assert code_of(lambda: line.academy.send(line.store.signed[:1])) is Code.RECEIPT_UNSIGNED
    monkeypatch.setattr(line.model, "receive", lambda *_: ())
    assert code_of(lambda: line.academy.send(line.store.signed[:1])) is Code.NET_ANSWER
    monkeypatch.setattr(line.model, "receive", lambda *_: (first, second))
    assert code_of(lambda: line.academy.send(line.store.signed[:1])) is Code.NET_ANSWER


def test_a_line_of_the_feed_that_proves_nothing_is_refused(line: Line) -> None:
    line.read()
    line.read()
    line.model.receive(line.store.key.public.id, [one.envelope for one in line.store.signed])
    feed = line.model.juries[J01].feed
    first, second = feed
    spoilt = {
        Code.RECEIPT_UNSIGNED: [
            replace(first, receipt_envelope=second.receipt_envelope),
            replace(first, receipt_envelope=b"{}"),
        ],
        Code.ACT_UNSIGNED: [
            replace(first, key=AcademyModel(3).key.public.raw),
            replace(first, act_envelope=b"{}"),
        ],
    }
    for code, lines in spoilt.items():
        for one in lines:
            feed[0] = one
            assert code_of(lambda: line.academy.feed(J01, 0)) is code


# ---------------------------------------------------------------------------------------------- events


def test_a_line_that_gives_no_sign_of_life_is_noticed(line: Line) -> None:
    line.loop.life = 60.0
    academies = HttpAcademies(MemoryLink(line.store), FixedClock(), timeouts=replace(PATIENT, life=0.3))
    academy = academies.open(line.url, line.model.key.public.raw, Network())
    assert code_of(lambda: list(academy.events())) is Code.NET_TIMEOUT
    academy.close()


def test_an_act_of_another_post_is_an_event(line: Line) -> None:
    events = line.academy.events()
    next(events)
    line.read()
    with line.loop.changing() as model:
        model.receive(line.store.key.public.id, [one.envelope for one in line.store.signed])
    assert next(one for one in events if one is not None).sequence == 1


def test_closing_wakes_whoever_waits(line: Line) -> None:
    line.loop.life = 60.0
    events = line.academy.events()
    next(events)
    lane = Thread(target=line.academy.close)
    lane.start()
    assert code_of(lambda: list(events)) in {Code.NET_CUT, Code.NET_TIMEOUT}
    lane.join()
    assert code_of(line.academy.juries) is Code.NET_CUT


# ---------------------------------------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("academie.example", "https://academie.example"),
        (" https://academie.example/ ", "https://academie.example"),
        ("https://academie.example:443", "https://academie.example"),
        ("academie.example:8443", "https://academie.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost", "http://localhost"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_as_it_is_typed(typed: str, url: str) -> None:
    assert Address.of(typed).url == url


NO_ADDRESS = (
    "", "http://academie.example", "ftp://127.0.0.1", "https://", "a b", "https://a/b", "https://a:x", "https://u:p@a",
    "https://a?b",
)  # fmt: skip


@pytest.mark.parametrize("typed", NO_ADDRESS)
def test_what_is_no_address(typed: str) -> None:
    assert code_of(lambda: Address.of(typed)) is Code.VALUE_OUT_OF_RANGE


def test_what_is_no_proxy_and_no_authority_is_refused_without_being_shown(line: Line) -> None:
    for typed in ("socks5://u:secret@h:1", "http://u:secret@h", "http://h:x", "h"):
        with pytest.raises(Refusal) as met:
            Proxy.of(typed)
        assert "secret" not in str(met.value.facts)
    academies = HttpAcademies(MemoryLink(line.store), FixedClock())
    for authority in ("pas un certificat", "-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----"):
        assert code_of(lambda authority=authority: academies.open(line.url, None, Network(authority=authority))) is (
            Code.VALUE_OUT_OF_RANGE
        )


def test_the_proxy_is_the_one_set_else_the_systems_else_none(monkeypatch: pytest.MonkeyPatch) -> None:
    address = Address.of("https://academie.example")
    assert choose("http://h:3128", address, lambda _: "http://s:1").why == "réglage"
    assert choose("direct", address, lambda _: "http://s:1").proxy is None
    assert choose("", address, lambda _: "http://s:1").proxy == Proxy("s", 1)
    assert choose("", address, lambda _: None).proxy is None
    assert choose("", address, lambda _: "socks5://s:1").proxy is None
    monkeypatch.setenv("https_proxy", "http://p:3128")
    monkeypatch.setenv("no_proxy", "interne.example")
    assert system_proxy(address) == "http://p:3128"
    assert system_proxy(Address.of("https://interne.example")) is None
