# SPDX-License-Identifier: AGPL-3.0-or-later
"""What networks do to an answer (ecosystem survey §7.3; reliability study, test 6): each has its code and its sentence,
and nothing is parsed before it was checked."""

import gzip
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from lsl_desk.adapters.academy import channel as channel_module
from lsl_desk.adapters.academy.http_academy import HttpAcademies, HttpAcademy
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.client.link.values import Network
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.sentences import sentence
from lsl_desk.wire.exchange import AcademyAnswer
from tests.academy.hostile import Authority, Talk, answering, hostile, lsl, resetting, said, silent
from tests.academy.loopback import KeyHolder, b64, serving
from tests.academy.model import AcademyModel
from tests.fakes.desk import FixedClock

MODEL = AcademyModel()
KEY = MODEL.key.public
PATIENT = Timeouts(connect=20.0, read=20.0, life=20.0, probe=20.0)
QUICK = Timeouts(connect=2.0, read=0.4, life=0.2, probe=0.2)
CARD = (
    AcademyAnswer(
        name="Académie", session=2018, key=b64(KEY.raw), protocol="2026-11-25", now="2018-07-03T06:00:00.000000Z"
    )
    .model_dump_json()
    .encode()
)
PORTAL = b"<html><form>Identifiez-vous</form></html>"


@contextmanager
def asking(
    url: str, network: Network | None = None, *, system: str | None = None, timeouts: Timeouts = PATIENT
) -> Iterator[HttpAcademy]:
    academies = HttpAcademies(KeyHolder(), FixedClock(), system=lambda _: system, timeouts=timeouts)
    academy = academies.open(url, KEY.raw, network or Network())
    try:
        yield academy
    finally:
        academy.close()


def refused(academy: HttpAcademy) -> Refusal:
    with pytest.raises(Refusal) as met:
        academy.hello()
    return met.value


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of an answer may be read as what it claims to be."""

    def read(*_: object) -> None:
        pytest.fail("it was parsed before it was checked")

    monkeypatch.setattr(channel_module.Channel, "read", read)


ZIPPED = gzip.compress(CARD)
ANSWERS: dict[str, tuple[Talk, Code, str]] = {
    "another academy": (answering(said("200 OK", lsl("0" * 64), CARD)), Code.NET_OTHER_SERVER, "n’est pas l’académie"),
    "another web server": (
        answering(said("200 OK", {"Content-Type": "application/json"}, b"{}")),
        Code.NET_ANSWER,
        "n’est pas celle d’un serveur LSL Desk",
    ),
    "a captive portal": (
        answering(said("200 OK", {"Content-Type": "text/html"}, PORTAL)),
        Code.NET_PORTAL,
        "portail d’accueil",
    ),
    "a redirect elsewhere": (
        answering(said("302 Found", {"Location": "http://portail.example/"}, b"")),
        Code.NET_PORTAL,
        "portail d’accueil",
    ),
    "a network that wants a person": (
        answering(said("511 No", {"Content-Type": "text/html"}, PORTAL)),
        Code.NET_PORTAL,
        "portail",
    ),
    "a gateway in trouble": (
        answering(said("502 Bad Gateway", {"Content-Type": "text/html"}, PORTAL)),
        Code.NET_GATEWAY,
        "réponse 502",
    ),
    "a gateway that kept our headers": (
        answering(said("503 Busy", lsl(KEY.id, **{"Content-Type": "text/html"}), PORTAL)),
        Code.NET_GATEWAY,
        "réponse 503",
    ),
    "a proxy's password": (
        answering(said("407 Proxy", {"Content-Type": "text/html"}, PORTAL)),
        Code.NET_PROXY_AUTH,
        "mot de passe",
    ),
    "fewer bytes than announced": (
        answering(said("200 OK", lsl(KEY.id), CARD, length=len(CARD) + 50)),
        Code.NET_LENGTH,
        "la longueur annoncée",
    ),
    "a length out of all measure": (
        answering(said("200 OK", lsl(KEY.id), CARD, length=10**9)),
        Code.NET_LENGTH,
        "la longueur annoncée",
    ),
    "more than allowed without a length": (
        answering(said("200 OK", lsl(KEY.id, **{"Content-Length": ""}), b" " * (17 * 1024 * 1024))),
        Code.NET_LENGTH,
        "la longueur",
    ),
    "gzip that nobody asked for": (
        answering(said("200 OK", lsl(KEY.id, **{"Content-Encoding": "gzip"}), ZIPPED)),
        Code.NET_ENCODING,
        "mal compressée",
    ),
    "gzip that is none": (
        answering(said("200 OK", lsl(KEY.id, **{"Content-Encoding": "gzip"}), CARD)),
        Code.NET_ENCODING,
        "mal compressée",
    ),
    "a page in place of JSON": (
        answering(said("200 OK", lsl(KEY.id, **{"Content-Type": "text/html"}), PORTAL)),
        Code.NET_ANSWER,
        "n’est pas celle",
    ),
    "a refusal that is a page": (
        answering(said("403 No", lsl(KEY.id, **{"Content-Type": "text/html"}), PORTAL)),
        Code.NET_ANSWER,
        "n’est pas celle",
    ),
    "a refusal of a code unknown": (
        answering(said("403 No", lsl(KEY.id), b'{"code":"x"}')),
        Code.NET_ANSWER,
        "n’est pas celle",
    ),
    "a refusal that is no problem": (answering(said("403 No", lsl(KEY.id), b"[]")), Code.NET_ANSWER, "n’est pas celle"),
    "a newer server": (
        answering(said("200 OK", lsl(KEY.id, **{"LSL-Protocol": "2031-01-01"}), CARD)),
        Code.SERVER_NEWER,
        "2031-01-01",
    ),
    "a line cut in mid-answer": (
        resetting(said("200 OK", lsl(KEY.id), CARD[:20], length=len(CARD))),
        Code.NET_CUT,
        "s’est coupée",
    ),
    "a line cut before the answer": (answering(b""), Code.NET_CUT, "s’est coupée"),
    "what is not HTTP": (answering(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Code.NET_ANSWER, "n’est pas celle"),
    "a half-open line": (silent, Code.NET_TIMEOUT, "trop longtemps"),
}


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.usefixtures("unparsed")
def test_what_answers_in_the_academys_place_is_named(name: str) -> None:
    talk, code, words = ANSWERS[name]
    timeouts = QUICK if talk is silent else PATIENT
    with hostile(talk) as port, asking(f"http://127.0.0.1:{port}", timeouts=timeouts) as academy:
        met = refused(academy)
    assert met.code is code
    assert words in sentence(met)
    assert "{" not in sentence(met)
    assert "?" not in sentence(met)


def test_a_body_of_another_shape_is_no_answer() -> None:
    talk = answering(said("200 OK", lsl(KEY.id), b'{"name":1}'))
    with hostile(talk) as port, asking(f"http://127.0.0.1:{port}") as academy:
        assert refused(academy).code is Code.NET_ANSWER


def test_a_card_that_is_not_of_the_key_that_answers_is_another_server() -> None:
    other = AcademyAnswer.model_validate_json(CARD).model_copy(update={"key": b64(b"\1" * 32)})
    talk = answering(said("200 OK", lsl(KEY.id), other.model_dump_json().encode()))
    with hostile(talk) as port, asking(f"http://127.0.0.1:{port}") as academy:
        assert refused(academy).code is Code.NET_OTHER_SERVER


def test_a_name_that_does_not_exist() -> None:
    with asking("https://academie.invalid") as academy:
        met = refused(academy)
    assert (met.code, met.facts) == (Code.NET_NAME, {"host": "academie.invalid"})


def test_a_server_that_is_stopped() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with asking(f"http://127.0.0.1:{port}") as academy:
        assert refused(academy).code is Code.NET_REFUSED


def test_an_unknown_authority_is_named_before_anything_is_sent(tmp_path: Path) -> None:
    heard: list[bytes] = []
    authority = Authority("Filtrage Exemple SA")
    with (
        hostile(lambda _line, head: heard.append(head), authority.context(tmp_path)) as port,
        asking(f"https://127.0.0.1:{port}") as academy,
    ):
        met = refused(academy)
        assert any("Filtrage Exemple SA" in line for line in academy.diagnose())
    assert (met.code, met.facts["issuer"]) == (Code.NET_TLS_UNKNOWN, "Filtrage Exemple SA")
    assert "«\u00a0Filtrage Exemple SA\u00a0»" in sentence(met)
    assert heard == []


@pytest.mark.parametrize(
    ("host", "days", "code"), [("127.0.0.1", -1, Code.NET_TLS_DATE), ("autre.example", 30, Code.NET_TLS_NAME)]
)
def test_a_certificate_that_ended_or_is_of_another(tmp_path: Path, host: str, days: int, code: Code) -> None:
    authority = Authority()
    with (
        hostile(silent, authority.context(tmp_path, host, days=days)) as port,
        asking(f"https://127.0.0.1:{port}", Network(authority=authority.pem)) as academy,
    ):
        assert refused(academy).code is code


def test_the_authority_that_was_pinned_is_believed(tmp_path: Path) -> None:
    authority = Authority()
    talk = answering(said("200 OK", lsl(KEY.id), CARD))
    with (
        hostile(talk, authority.context(tmp_path)) as port,
        asking(f"https://127.0.0.1:{port}", Network(authority=authority.pem)) as academy,
    ):
        assert academy.hello().name == "Académie"


def test_another_authority_than_the_one_pinned_is_not(tmp_path: Path) -> None:
    with (
        hostile(silent, Authority().context(tmp_path)) as port,
        asking(f"https://127.0.0.1:{port}", Network(authority=Authority("La vraie").pem)) as academy,
    ):
        assert refused(academy).code is Code.NET_TLS_UNKNOWN


def test_what_is_in_the_clear_where_tls_is_wanted_is_no_answer() -> None:
    with (
        hostile(answering(said("200 OK", lsl(KEY.id), CARD))) as port,
        asking(f"https://127.0.0.1:{port}", timeouts=QUICK) as academy,
    ):
        assert refused(academy).code in {Code.NET_ANSWER, Code.NET_TIMEOUT, Code.NET_CUT}


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        (answering(said("407 Proxy Authentication Required", {}, b"")), Code.NET_PROXY_AUTH),
        (answering(said("403 Forbidden", {}, b"")), Code.NET_PROXY),
    ],
)
def test_a_proxy_that_does_not_let_through(talk: Talk, code: Code) -> None:
    with hostile(talk) as port, asking("https://academie.example", Network(proxy=f"127.0.0.1:{port}")) as academy:
        met = refused(academy)
        report = "\n".join(academy.diagnose())
    assert met.code is code
    assert f"127.0.0.1:{port} (réglage)" in report


def test_a_proxy_that_is_not_there_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with asking("https://academie.example", system=f"http://127.0.0.1:{port}") as academy:
        met = refused(academy)
    assert (met.code, met.facts) == (Code.NET_PROXY, {"proxy": f"127.0.0.1:{port}"})


def test_a_proxy_gets_its_password_and_its_report_does_not() -> None:
    heard: list[bytes] = []

    def talk(line: socket.socket, head: bytes) -> None:
        heard.append(head)
        line.sendall(said("407 Proxy", {}, b""))

    with (
        hostile(talk) as port,
        asking("https://academie.example", Network(proxy=f"http://moi:secret@127.0.0.1:{port}")) as academy,
    ):
        refused(academy)
        report = "\n".join(academy.diagnose())
    assert all(b"Proxy-Authorization: Basic bW9pOnNlY3JldA==" in head for head in heard)
    assert "secret" not in report
    assert "moi" not in report.replace("moins", "")


def test_the_report_says_each_step_of_a_way_that_works() -> None:
    with serving(MODEL) as (_, url), asking(url) as academy:
        report = academy.diagnose()
    assert report[1] == f"Serveur\u00a0: {url}"
    assert report[2] == "Nom\u00a0: 127.0.0.1"
    assert report[3] == "Proxy\u00a0: aucun (système)"
    assert report[-2].startswith("Réponse\u00a0: Académie d’essai, session 2018")
    assert report[-1].endswith("s\u00a0: réglez l’heure de ce poste")


def test_the_report_of_a_name_that_does_not_exist() -> None:
    with asking("https://academie.invalid") as academy:
        assert "Nom\u00a0: introuvable sur ce réseau" in academy.diagnose()
    with asking("https://academie.invalid", system="http://127.0.0.1:9") as academy:
        assert any("le proxy le cherche" in line for line in academy.diagnose())


# ---------------------------------------------------------------------------------------------- closing


@pytest.mark.parametrize(
    ("url", "proxy", "answered"),
    [
        ("http://127.0.0.1:{}", "direct", False),
        ("http://127.0.0.1:{}", "direct", True),
        ("https://127.0.0.1:{}", "direct", False),
        ("https://academie.example", "http://127.0.0.1:{}", False),
    ],
    ids=["in the clear", "a line that answered before", "in the midst of TLS", "a proxy"],
)
def test_closing_waits_for_no_server_that_takes_a_call_and_says_nothing(url: str, proxy: str, answered: bool) -> None:
    endless = Timeouts(connect=3600.0, read=3600.0, life=3600.0, probe=3600.0)
    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as lane:
        port = listening.getsockname()[1]
        with asking(url.format(port), Network(proxy=proxy.format(port)), timeouts=endless) as academy:
            first = [lane.submit(academy.hello)] if answered else []
            met = lane.submit(refused, academy)
            with listening.accept()[0] as call:
                call.settimeout(60)
                for one in first:
                    assert call.recv(65536)
                    call.sendall(said("200 OK", lsl(KEY.id, Connection="keep-alive"), CARD))
                    assert one.result().name == "Académie"
                assert call.recv(65536), "it waits for an answer"
                academy.close()
                assert call.recv(65536) == b"", "it waits no more"
                assert met.result().code is Code.NET_CUT
