# SPDX-License-Identifier: AGPL-3.0-or-later
"""``model``: three real Desks on real sealed stores and the real application, against a reference (study, test 9)."""

import base64
import contextlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random

import hypothesis
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test

from campaigns.broken import replaced
from campaigns.machine import Model
from campaigns.office import Office
from campaigns.outcome import Outcome
from campaigns.posts import Templates
from lsl_desk.client.link import pull_feed, send_acts, sync_jury
from lsl_desk.client.link.ports import Academy
from lsl_desk.domain import board, ruling
from lsl_desk.domain.board_view import Accepted
from lsl_desk.domain.manifest import Edition, JuryManifest
from lsl_desk.domain.sync_plan import OfferedVersion
from lsl_desk.server.db.acts import KeptAct
from lsl_desk.server.services import acts as server_acts
from lsl_desk.wire import envelope
from lsl_desk.wire.envelope import SigningKey
from lsl_desk.wire.exchange import ActAnswered
from lsl_desk.wire.receipts import decode_receipt, encode_receipt

STEPS = 40
BROKEN = (
    "last-write-wins",
    "receipt-renewed",
    "chain-unasked",
    "board-decides",
    "feed-by-count",
    "floor-forgotten",
    "lists-by-number",
    "unread-ajourne",
)
"""A mark is overwritten; a repeated act gets another receipt; a Desk does not ask which acts the academy holds; a Desk
decides again instead of following receipts; it takes as many acts for the same acts; it takes an older list; it takes
another list under the number of one it had; « ajourné » passes over a livret that nobody read."""


def run(size: int, rng: Random, folder: Path, broken: str = "") -> Outcome:
    """Play so many examples; see `campaigns.outcome`."""
    outcome = Outcome()
    Model.office, Model.templates, Model.done = Office(folder), Templates(folder / "templates"), outcome.done
    phases = (Phase.generate,)
    settings = hypothesis.settings(
        max_examples=size,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=phases,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        report_multiple_bugs=False,
    )
    try:
        with built(broken):
            run_state_machine_as_test(hypothesis.seed(rng.getrandbits(32))(Model), settings=settings)
    except AssertionError as error:
        outcome.faults.append(f"{type(error).__name__}: {error}")
        outcome.notes += getattr(error, "__notes__", [])
    finally:
        Model.office.close()
    return outcome


@contextlib.contextmanager
def built(name: str) -> Iterator[None]:
    """Break the product on purpose; "" leaves it whole."""
    always: dict[str, tuple[object, str, object]] = {
        "last-write-wins": (board, "change", lambda *_: Accepted()),
        "receipt-renewed": (server_acts, "_kept", _renewed),
        "chain-unasked": (send_acts, "min", max),
        "board-decides": (board.Board, "follow", lambda self, act, _receipt: self.take(act)),
        "feed-by-count": (pull_feed, "_begins_with", lambda _head, page: bool(page.lines)),
        "floor-forgotten": (sync_jury, "_newer", _from_nothing),
        "unread-ajourne": (ruling, "_not_to_decide", lambda *_: None),
        "lists-by-number": (Edition, "follows", lambda self, taken: taken is None or self.version >= taken.version),
    }
    with contextlib.ExitStack() as stack:
        if name:
            stack.enter_context(replaced(*always[name]))
        yield


_newer = sync_jury._newer  # noqa: SLF001 - what is broken on purpose


def _from_nothing(academy: Academy, offered: OfferedVersion, current: JuryManifest | None, _: object) -> object:
    """Choose a list as a Desk that never had one."""
    return _newer(academy, offered, current, None)


def _renewed(key: SigningKey, kept: KeptAct) -> ActAnswered:
    """Sign a receipt anew each time, as of another minute."""
    told = decode_receipt(kept.receipt)
    again = replace(told, received=told.received + timedelta(minutes=next(_MINUTES)))
    text = base64.b64encode(key.sign(envelope.RECEIPT, encode_receipt(again)).to_bytes()).decode()
    return ActAnswered(state="kept", receipt=text)


_MINUTES = count()
