# SPDX-License-Identifier: AGPL-3.0-or-later
"""Chance that repeats: each thing invented draws from its own stream, so that adding one thing changes no other."""

import random


def chance(*names: object) -> random.Random:
    """Return a stream of draws; the same names give the same draws in every process and on every machine."""
    return random.Random("/".join(map(str, names)))  # noqa: S311 - a demonstration, nothing secret
