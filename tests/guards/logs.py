# SPDX-License-Identifier: AGPL-3.0-or-later
"""A log line at WARNING or above that a test did not announce fails it (habit of qutebrowser).

A test that means to cause one says so: ``@pytest.mark.logs(r"page worker died")``, and then the line must come.
"""

import logging
import re
from collections.abc import Iterator

import pytest


class _Keep(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", "logs(pattern, ...): log lines at WARNING or above that this test must cause")


@pytest.fixture(autouse=True)
def no_unexpected_log_line(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold the log lines of a test against what it announced."""
    announced = [str(pattern) for mark in request.node.iter_markers("logs") for pattern in mark.args]
    keep = _Keep()
    logging.getLogger().addHandler(keep)
    yield
    logging.getLogger().removeHandler(keep)
    unexpected = [line for line in keep.lines if not any(re.search(pattern, line) for pattern in announced)]
    absent = [pattern for pattern in announced if not any(re.search(pattern, line) for line in keep.lines)]
    if unexpected:
        pytest.fail("unexpected log lines (announce them with @pytest.mark.logs):\n  " + "\n  ".join(unexpected))
    if absent:
        pytest.fail("log lines announced and never written:\n  " + "\n  ".join(absent))
