# SPDX-License-Identifier: AGPL-3.0-or-later
"""How often a post may ask, and what happens at the same time."""

import threading
from datetime import timedelta

from lsl_desk.server.services import limits
from tests.server.academies import START, Here


def test_a_minute_slides() -> None:
    requests = limits.Requests(allowed=2)
    assert [requests.hit("a", START + timedelta(seconds=at)) for at in (0, 30, 45, 60)] == [0, 0, 15, 0]
    assert requests.hit("a", START + timedelta(seconds=89.5)) == 1
    assert requests.hit("b", START) == 0


def test_a_clock_set_back_shuts_no_post_out() -> None:
    requests = limits.Requests(allowed=2)
    for _ in range(2):
        requests.hit("a", START)
    back = START - timedelta(hours=1)
    assert [requests.hit("a", back) for _ in range(3)] == [0, 0, 60]


def test_posts_that_were_silent_for_longest_are_forgotten() -> None:
    requests = limits.Requests(allowed=1, posts=2)
    for post in ("a", "b", "a", "c"):
        requests.hit(post, START)
    assert requests.hit("b", START) == 0
    assert requests.hit("c", START) == 60


def test_tries_at_the_same_time_are_all_counted(here: Here) -> None:
    limit = (limits.Limit("subject", 10),)
    waits: list[int] = []

    def knock() -> None:
        waits.append(here.academy.database.write(lambda connection: limits.hit(connection, limit, START)))

    threads = [threading.Thread(target=knock) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == [0] * 10 + [900] * 14


def test_counts_that_are_over_are_forgotten(here: Here) -> None:
    def kept() -> int:
        with here.academy.database.reading() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM throttle").scalar_one())

    here.academy.database.write(lambda connection: limits.hit(connection, (limits.Limit("subject", 1),), START))
    assert kept() == 1
    here.academy.database.write(lambda connection: limits.sweep(connection, START + limits.WINDOW))
    assert kept() == 0
