# SPDX-License-Identifier: AGPL-3.0-or-later
import threading
import time
from collections.abc import Iterator

import pytest

from lsl_desk.pages.watchdog import Watchdog
from tests.pages.asking import PATIENCE


@pytest.fixture
def dog() -> Iterator[Watchdog]:
    dog = Watchdog("test watchdog")
    yield dog
    dog.close()


def test_what_takes_too_long_is_ended_once(dog: Watchdog) -> None:
    ended = threading.Event()
    dog.watch(0.01, ended.set)
    assert ended.wait(PATIENCE)
    assert dog.rest() is True
    assert dog.rest() is True


def test_what_rests_in_time_is_not_ended(dog: Watchdog) -> None:
    first, second = threading.Event(), threading.Event()
    dog.watch(0.05, first.set)
    assert dog.rest() is False
    dog.watch(0.1, second.set)
    assert second.wait(PATIENCE)
    assert not first.is_set()


def test_a_deadline_can_be_brought_forward_and_not_put_off(dog: Watchdog) -> None:
    ended = threading.Event()
    begun = time.monotonic()
    dog.watch(PATIENCE, ended.set)
    dog.hurry(2 * PATIENCE)
    dog.hurry(0.01)
    assert ended.wait(PATIENCE)
    assert time.monotonic() - begun < PATIENCE / 2


def test_hurrying_at_rest_ends_nothing(dog: Watchdog) -> None:
    dog.hurry(0.0)
    ended = threading.Event()
    dog.watch(PATIENCE, ended.set)
    assert dog.rest() is False
    assert not ended.is_set()
