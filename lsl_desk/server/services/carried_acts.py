# SPDX-License-Identifier: AGPL-3.0-or-later
"""Acts that a post wrote to a file before its store was erased: received as if it had sent them (decision 019)."""

import base64
from collections import Counter
from dataclasses import dataclass
from typing import Final

from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import DeviceId
from lsl_desk.server.services import acts
from lsl_desk.server.services.academy import Academy
from lsl_desk.wire.envelope import EnvelopeBroken, Signed

_BATCH: Final = 50
_HEAD: Final = b'{"acts":'
"""Begins the first line, which says what is in the file: acts prove themselves."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a file.

    Attributes:
        lines: acts in it.
        kept: acts that the academy has now, with or without effect: those it had already too.
        stopped: rank of the first act that was not kept, from 1; 0 when all were.
    """

    lines: int
    kept: int
    stopped: int


def receive_file(academy: Academy, data: bytes, name: str) -> Carried:
    """Receive the acts of a file, of one post, in order; a second time adds nothing.

    Raises:
        Refusal: ACTS_FILE for a file that is not one; DEVICE_UNKNOWN when no such post was enrolled.
        Busy: what came before is kept.
    """
    lines = data.splitlines()
    if data.startswith(_HEAD):
        del lines[0]
    devices = Counter(_device(line, name) for line in lines)
    if len(devices) != 1:
        raise Refusal(Code.ACTS_FILE, member=name)
    (device,) = devices
    kept = 0
    for start in range(0, len(lines), _BATCH):
        batch = [base64.b64encode(line).decode() for line in lines[start : start + _BATCH]]
        answers = acts.receive(academy, device, batch)
        good = sum(answer.state == "kept" for answer in answers)
        kept += good
        if good < len(batch):
            return Carried(len(lines), kept, kept + 1)
    return Carried(len(lines), kept, 0)


def _device(line: bytes, name: str) -> DeviceId:
    try:
        return Signed.from_bytes(line).key
    except EnvelopeBroken:
        raise Refusal(Code.ACTS_FILE, member=name) from None
