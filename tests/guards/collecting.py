# SPDX-License-Identifier: AGPL-3.0-or-later
"""No cycle of Qt objects is freed by a worker thread while a test drives a window.

Seen twice in whole runs: the collector ran in the store lane and freed what an earlier test left; the two threads then
waited for each other's locks for ever. `lsl_desk.ui.collector` tells how, and is what the Desk itself does about it.
"""

import gc
from collections.abc import Iterator

import pytest

_of_windows: list[str] = []
"""Tests of windows since the last whole collection."""


@pytest.fixture(autouse=True)
def collected_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep the collector still while a window lives: it goes on in the main thread, between two tests.

    What windows left is freed here before a test of anything else: its threads collect as they please, and a widget
    freed by one leaves its timers behind.
    """
    if "qapp" not in request.fixturenames:
        if _of_windows:
            _of_windows.clear()
            gc.collect()
        yield
        return
    _of_windows.append(request.node.nodeid)
    gc.disable()
    yield
    gc.enable()
