# SPDX-License-Identifier: AGPL-3.0-or-later
"""The campaigns at a small size, and each against builds broken on purpose, which it must see."""

import logging
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.run import CAMPAIGNS

SMALL = {"kill-desk": 20, "kill-server": 4, "copy": 12, "cut": 10, "disk-full": 20, "model": 4, "flip": 400}
SEEN = {("model", "last-write-wins"): 12, ("kill-server", "effect-apart"): 12}
"""Sizes at which a broken build was seen each time, where the small one does not do."""
IN_CAMPAIGN = {("model", one) for one in CAMPAIGNS["model"].broken} - SEEN.keys()
"""Broken builds that take more examples than a test has time for: ``dev.py campaign model --broken …`` sees them, and
the tests of the part itself (`tests.client.link`) do."""


TRIED = [(name, one) for name in CAMPAIGNS for one in CAMPAIGNS[name].broken if (name, one) not in IN_CAMPAIGN]


@pytest.fixture(autouse=True)
def refusals_are_meant() -> Iterator[None]:
    """The server logs what it refuses, and these campaigns are made of what is to be refused."""
    server, keep = logging.getLogger("lsl_desk.server"), logging.NullHandler()
    server.addHandler(keep)
    server.propagate = False
    yield
    server.propagate = True
    server.removeHandler(keep)


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_nothing_is_lost_spoilt_or_forged(name: str, tmp_path: Path, rng: random.Random) -> None:
    outcome = CAMPAIGNS[name].run(SMALL[name], rng, tmp_path, "")
    assert outcome.faults == [], outcome.notes
    assert all(outcome.done.values())


@pytest.mark.parametrize(("name", "broken"), TRIED)
def test_a_build_broken_on_purpose_is_seen(name: str, broken: str, tmp_path: Path, rng: random.Random) -> None:
    assert CAMPAIGNS[name].run(SEEN.get((name, broken), SMALL[name]), rng, tmp_path, broken).faults
