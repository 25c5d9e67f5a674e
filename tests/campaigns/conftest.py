# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the campaigns share."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def refusals_are_meant() -> Iterator[None]:
    """The server logs what it refuses, and these campaigns are made of what is to be refused."""
    server, keep = logging.getLogger("lsl_desk.server"), logging.NullHandler()
    server.addHandler(keep)
    server.propagate = False
    yield
    server.propagate = True
    server.removeHandler(keep)
