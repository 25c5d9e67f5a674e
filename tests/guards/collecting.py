# SPDX-License-Identifier: AGPL-3.0-or-later
"""No cycle of Qt objects is freed by a worker thread while a test drives a window.

Seen twice in whole runs: the collector ran in the store lane and freed a window of an earlier test; Shiboken hands such
objects to the GUI thread under a lock of its own, and the two threads waited for each other's locks for ever.
"""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def collected_between_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep the collector still while a window lives: it goes on in the main thread, between two tests."""
    if "qtbot" not in request.fixturenames:
        yield
        return
    gc.disable()
    yield
    gc.enable()
