# SPDX-License-Identifier: AGPL-3.0-or-later
"""A test process that dies after its last test fails the run.

Qt can abort while the interpreter ends (contributing, pitfall 1). Without workers, the exit code of pytest tells it;
with pytest-xdist nobody looks at the exit code of a worker, so the controller does here.
"""

from collections.abc import Generator
from subprocess import Popen
from typing import Any

import pytest

_workers: dict[str, Popen[bytes]] = {}

_PATIENCE_SECONDS = 120
"""pytest-xdist kills a worker not gone after ten seconds: on a busy machine a healthy one would be called dead."""


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Keep the process behind a worker of pytest-xdist, and give it time to end."""
    _workers[node.gateway.id] = node.gateway._io.popen
    node.nodemanager.EXIT_TIMEOUT = _PATIENCE_SECONDS


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> Generator[None]:
    """Once the workers were sent home, look at how they ended."""
    yield
    for name, process in _workers.items():
        if process.wait(timeout=_PATIENCE_SECONDS) == 0:
            continue
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            reporter.write_line(f"worker {name} died after its tests: exit code {process.returncode}", red=True)
        if session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
