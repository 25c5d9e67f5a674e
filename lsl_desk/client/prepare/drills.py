# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the outage drills prove of each jury (features N13); the run of one is elsewhere."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from lsl_desk.client.prepare.known import Eve, KnownJury
from lsl_desk.client.prepare.recording import Recorder
from lsl_desk.client.prepare.values import DrillState
from lsl_desk.domain.drills import MISSING, proof
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.eve_papers import Certificate, CertifiedJury
from lsl_desk.domain.ids import JuryId


def drill_of(eve: Eve, known: KnownJury) -> DrillState:
    """What the drills of a jury prove of the livrets it holds now."""
    found = proof(known.acts, cache(lambda version: eve.livrets(known.jury, version)))
    now = known.livrets
    expected = known.expected
    proved = [number for number in expected if (number, now.get(number, MISSING)) in found.proved]
    failed = tuple(number for number in expected if (number, now.get(number, MISSING)) in found.failed)
    waiting = tuple(number for number in expected if number not in proved and number not in failed)
    counts = len(proved), len(expected)
    return DrillState(known.jury, *counts, failed, waiting, found.last, found.seconds, found.pages)


def certificate(eve: Eve, recorder: Recorder, juries: Collection[JuryId], now: datetime) -> Certificate:
    """The certificate of the drills of some juries.

    Args:
        eve: the juries.
        recorder: says who makes it.
        juries: which.
        now: the time.

    Raises:
        Refusal: DRILL_MISSING, JURY_UNKNOWN.
    """
    lines = []
    for jury in juries:
        known = eve.jury(jury)
        state = drill_of(eve, known)
        if state.last is None:
            raise Refusal(Code.DRILL_MISSING, jury=jury)
        lines.append(
            CertifiedJury(
                jury=jury,
                label=known.file.label,
                version=known.file.version,
                proved=state.proved,
                wanted=state.wanted,
                failed=state.failed,
                waiting=state.waiting,
                last=state.last.astimezone(),
                seconds=state.seconds,
                pages=state.pages,
            )
        )
    return Certificate(eve.centre, eve.session(juries), now.astimezone(), recorder.author.name, tuple(lines))
