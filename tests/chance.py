# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chance that can be had again."""

import random


def chance(seed: int) -> random.Random:
    """A generator of its own, its seed printed so that a failure can be played again."""
    print("seed", seed)  # noqa: T201 - pytest shows it with a failure
    return random.Random(seed)  # noqa: S311 - damage to test files, no secret
