# SPDX-License-Identifier: AGPL-3.0-or-later
"""A link whose verdicts do not depend on how busy the machine is.

A server that is killed resets its connections and refuses others, which is a cut at once; silence would be one too,
and a busy machine is silent at times. After failures a Desk may wait half a minute before it asks again: as long as a
test waited for it.
"""

from functools import partial

import pytest

from lsl_desk.adapters.academy import http_academy
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.adapters.hall import asking
from lsl_desk.client.link import send_acts

_PATIENT = 60.0
"""Seconds of silence that are no cut here."""


@pytest.fixture(autouse=True)
def steady_link(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what a test does to the server cuts it; once it lives again, the Desk finds out within a second."""
    patient = partial(Timeouts, connect=_PATIENT, read=_PATIENT, life=_PATIENT, probe=_PATIENT)
    monkeypatch.setattr(http_academy, "Timeouts", patient)
    monkeypatch.setattr(asking, "_SILENCE", _PATIENT)
    monkeypatch.setattr(send_acts, "LONGEST_PAUSE", 1.0)
