# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wire between the Desks and the academy of the model, in one process: what a bad network does, on order.

A request is the one that the Desk's own HTTP adapter makes; below it there is no socket, but the server's application.
"""

import base64
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.testclient import TestClient

from lsl_desk.adapters.academy.address import Address
from lsl_desk.adapters.academy.channel import Channel, Signer
from lsl_desk.adapters.academy.diagnosis import Diagnosis
from lsl_desk.adapters.academy.http_academy import HttpAcademy
from lsl_desk.adapters.academy.proxies import choose
from lsl_desk.adapters.academy.transport import Answer, Question, Timeouts
from lsl_desk.client.link.values import Network
from lsl_desk.client.ports import Clock
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.wire import routes

URL = "https://academie.example"
FAULTS = ("lose request", "lose answer", "duplicate", "delay")


@dataclass
class Wire:
    """All requests of all Desks go through here.

    Attributes:
        client: the server's application.
        heard: told of each request that reached the server, with its status and the body of the answer.
        fault: what happens to the next request of the kind that is waited for, "" for nothing.
        of_kind: end of the path of the requests that the fault may meet, "" for any.
        cut: no Desk reaches the academy.
        late: requests that were delayed, to be delivered in any order.
    """

    client: TestClient
    heard: Callable[[Question, int, bytes], None]
    fault: str = ""
    of_kind: str = ""
    cut: bool = False
    late: list[Question] = field(default_factory=list)

    def plan(self, fault: str, kind: str = "") -> None:
        """Let the next request (of a kind) meet a fault."""
        self.fault, self.of_kind = fault, kind

    def deliver_late(self, rng: random.Random) -> None:
        """Deliver one of the delayed requests; nobody hears its answer."""
        self._deliver(self.late.pop(rng.randrange(len(self.late))))

    @contextmanager
    def ask(self, question: Question) -> Iterator[Answer]:
        """See `Transport.ask`."""
        yield self._asked(question)

    def close(self) -> None:
        """See `Transport.close`."""

    def _asked(self, question: Question) -> Answer:
        if self.cut:
            raise Refusal(Code.NET_CUT, host=URL)
        fault = ""
        if self.fault and question.path.endswith(self.of_kind):
            fault, self.fault = self.fault, ""
        if fault == "delay":
            self.late.append(question)
        if fault in {"delay", "lose request"}:
            raise Refusal(Code.NET_TIMEOUT, host=URL)
        answer = self._deliver(question)
        if fault == "duplicate":
            answer = self._deliver(question)
        if fault == "lose answer":
            raise Refusal(Code.NET_CUT, host=URL)
        return answer

    def _deliver(self, question: Question) -> Answer:
        headers = dict(question.headers) | ({"Content-Type": "application/json"} if question.body else {})
        got = self.client.request(question.method, question.path, content=question.body, headers=headers)
        self.heard(question, got.status_code, got.content)
        given = {name.lower(): value for name, value in got.headers.items()}
        return Answer(got.status_code, given, iter([got.content]))


class Way:
    """Implements `client.link.ports.Academies` over the wire."""

    def __init__(self, wire: Wire, signer: Signer, clock: Clock) -> None:
        """Take the wire, and the key of the post."""
        self._wire, self._signer, self._clock = wire, signer, clock

    def open(self, url: str, key: bytes | None, network: Network) -> HttpAcademy:
        """See `Academies.open`."""
        address = Address.of(url)
        channel = Channel(
            self._wire, host=address.host, key=key, signer=self._signer, timeouts=Timeouts(), ticks=lambda: 0.0
        )
        chosen = choose("direct", address, lambda _: None)
        return HttpAcademy(
            channel, address, self._signer, self._clock, Diagnosis(address, chosen, network, self._clock)
        )


def acts_of(question: Question) -> list[bytes] | None:
    """The envelopes that a request sends, None when it sends no acts."""
    if question.path != routes.ACTS or question.body is None:
        return None
    return [base64.b64decode(one) for one in json.loads(question.body)["acts"]]
