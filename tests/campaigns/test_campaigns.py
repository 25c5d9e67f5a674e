# SPDX-License-Identifier: AGPL-3.0-or-later
"""The campaigns at a small size, and each against builds broken on purpose, which it must see."""

import random
from pathlib import Path

import pytest

from campaigns.run import CAMPAIGNS

SMALL = {"kill-desk": 20, "kill-server": 1, "copy": 12, "cut": 6, "disk-full": 20, "model": 2, "flip": 400}
"""Sizes here. A build broken on purpose is met so often that chance has no say: see what each campaign says of it."""
TRIED = [(name, one) for name in CAMPAIGNS if name != "model" for one in CAMPAIGNS[name].broken]
"""The model finds its own by chance, in more examples than a test has time for: here they are told (test_histories)."""


@pytest.mark.parametrize("name", CAMPAIGNS)
def test_nothing_is_lost_spoilt_or_forged(name: str, tmp_path: Path, rng: random.Random) -> None:
    outcome = CAMPAIGNS[name].run(SMALL[name], rng, tmp_path, "")
    assert outcome.faults == [], outcome.notes
    assert all(outcome.done.values())


@pytest.mark.parametrize(("name", "broken"), TRIED)
def test_a_build_broken_on_purpose_is_seen(name: str, broken: str, tmp_path: Path, rng: random.Random) -> None:
    assert CAMPAIGNS[name].run(SMALL[name], rng, tmp_path, broken).faults
