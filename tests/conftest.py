# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every test gets: no screen needed, a home of its own, seeds that are printed, and the guards."""

import itertools
import os
import random
from pathlib import Path

import hypothesis
import pytest
from pytestqt.qtbot import QtBot

# Before Qt is imported by anyone: without a screen it aborts the whole run (contributing, pitfall 5), and with one
# it would show windows. To watch a test: QT_QPA_PLATFORM=xcb pytest …
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# No test may ask for, or leave anything in, the keyring of the person who runs it.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

pytest_plugins = ["tests.guards.logs", "tests.guards.leaks", "tests.guards.collecting", "tests.guards.worker_exit"]

hypothesis.settings.register_profile(
    "house",
    derandomize=False,  # every run tries new cases; the seed in the header brings a run back
    print_blob=True,
    # No time limit of its own: the machines are shared, speed is for the bench, and faulthandler_timeout ends a hang.
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("house")

for _wait in (QtBot.waitActive, QtBot.waitExposed, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitUntil):
    # Five seconds of pytest-qt are short on a busy machine; what is waited for ends the wait.
    assert _wait.__kwdefaults__
    _wait.__kwdefaults__["timeout"] = 60_000

_numbers = itertools.count(1)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed of the run, once for all workers, unless ``--hypothesis-seed`` gave it."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = random.SystemRandom().randrange(2**32)


def pytest_report_header(config: pytest.Config) -> str:
    """Print the seed, so that any run can be run again."""
    return f"seed: --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.fixture
def rng(request: pytest.FixtureRequest) -> random.Random:
    """Invented data: a generator that depends on the seed of the run and on the test's name, not on the order."""
    return random.Random(f"{request.config.option.hypothesis_seed} {request.node.nodeid}")  # noqa: S311 - no secret


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the homes of a worker's tests are made."""
    return tmp_path_factory.mktemp("homes")


@pytest.fixture(autouse=True)
def private_home(homes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test an empty data folder, apart from its ``tmp_path``, and no passphrase from outside."""
    # Not `mktemp`: it reads the folder of all the others to find its number, 17 s of CPU over 3,900 tests.
    home = homes / str(next(_numbers))
    home.mkdir()
    monkeypatch.setenv("LSL_HOME", str(home))
    monkeypatch.delenv("LSL_PASSPHRASE", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    return home
