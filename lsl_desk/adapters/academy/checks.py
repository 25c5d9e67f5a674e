# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an answer must be before a byte of it is read: whose server, which format, what type, how long, uncompressed.

Captive portals, filtering proxies and other people's servers answer too, often with a 200 (reliability study, T6, T14).
"""

from collections.abc import Collection, Iterator
from typing import Final

from pydantic import ValidationError

from lsl_desk.adapters.academy.transport import Answer
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.wire.exchange import Problem
from lsl_desk.wire.routes import PROTOCOL_HEADER, SERVER_HEADER
from lsl_desk.wire.version import UNDERSTOOD

JSON: Final = "application/json"
MAX_JSON: Final = 16 * 1024 * 1024
"""Bytes of an answer in JSON: the manifest of a jury of 2,000, or a page of the feed."""
MAX_PROBLEM: Final = 64 * 1024
_GATEWAY: Final = frozenset({502, 503, 504})
_AUTHENTICATE = 511
_REDIRECTS: Final = range(300, 400)
_SAME = 304


def checked(answer: Answer, *, host: str, server: str | None, types: Collection[str], most: int | None) -> None:
    """Refuse an answer that is not the academy's, or not what was asked for.

    Args:
        answer: of which nothing was read.
        host: for the sentence.
        server: identifier of the key pinned; None while enrolling, when any academy may answer.
        types: content types wanted of a success.
        most: bytes its body may announce, None for a stream.

    Raises:
        Refusal: a NET_* code, SERVER_NEWER, or the code of the academy's own problem.
    """
    _of_an_academy(answer, host, server)
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Refusal(Code.NET_ENCODING, host=host)
    if answer.status == _SAME:
        return
    kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
    if not 200 <= answer.status < 300:
        if kind != JSON:
            raise _gateway(answer, host) or Refusal(Code.NET_ANSWER, host=host)
        raise _problem(whole(answer, host, MAX_PROBLEM), host)
    if kind not in types:
        raise Refusal(Code.NET_ANSWER, host=host)
    if most is not None:
        _announced(answer, host, most)


def whole(answer: Answer, host: str, most: int) -> bytes:
    """Read a body that must not be longer than allowed, nor other than announced.

    Raises:
        Refusal: NET_LENGTH, or what the transport met.
    """
    announced = _announced(answer, host, most)
    body = b"".join(_bounded(answer.chunks, host, most))
    if announced is not None and len(body) != announced:
        raise Refusal(Code.NET_LENGTH, host=host)
    return body


def server_of(answer: Answer) -> str:
    """Identifier of the key of the academy that answers."""
    return answer.headers.get(SERVER_HEADER.lower(), "")


def _bounded(chunks: Iterator[bytes], host: str, most: int) -> Iterator[bytes]:
    for chunk in chunks:
        most -= len(chunk)
        if most < 0:
            raise Refusal(Code.NET_LENGTH, host=host)
        yield chunk


def _announced(answer: Answer, host: str, most: int) -> int | None:
    text = answer.headers.get("content-length")
    if text is None:
        return None
    if not text.isdecimal() or int(text) > most:
        raise Refusal(Code.NET_LENGTH, host=host)
    return int(text)


def _of_an_academy(answer: Answer, host: str, server: str | None) -> None:
    if answer.status == 407:
        raise Refusal(Code.NET_PROXY_AUTH)
    said = server_of(answer)
    if not said:
        raise _gateway(answer, host) or _portal(answer) or Refusal(Code.NET_ANSWER, host=host)
    if server is not None and said != server:
        raise Refusal(Code.NET_OTHER_SERVER, host=host)
    protocol = answer.headers.get(PROTOCOL_HEADER.lower(), "")
    if protocol not in UNDERSTOOD:
        raise Refusal(Code.SERVER_NEWER, protocol=protocol[:20])


def _gateway(answer: Answer, host: str) -> Refusal | None:
    return Refusal(Code.NET_GATEWAY, host=host, status=answer.status) if answer.status in _GATEWAY else None


def _portal(answer: Answer) -> Refusal | None:
    page = answer.headers.get("content-type", "").startswith("text/html") and answer.status < 400
    moved = answer.status in _REDIRECTS or answer.status == _AUTHENTICATE
    return Refusal(Code.NET_PORTAL) if page or moved else None


def _problem(body: bytes, host: str) -> Refusal:
    try:
        problem = Problem.model_validate_json(body)
        return Refusal(Code(problem.code), **problem.facts)
    except (ValidationError, ValueError, TypeError):  # a code or a fact this version does not know
        return Refusal(Code.NET_ANSWER, host=host)
