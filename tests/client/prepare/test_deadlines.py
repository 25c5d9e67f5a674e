# SPDX-License-Identifier: AGPL-3.0-or-later
from dataclasses import replace
from datetime import UTC, date, datetime

from lsl_desk.client.prepare.deadlines import deadlines
from lsl_desk.domain.acts import Entry
from lsl_desk.domain.eve_papers import Operation
from tests.client.prepare.eves import J01, J02, PAPERS, Post, centre

FILES = Operation(10, "Fichiers", date(2018, 7, 2), date(2018, 7, 2), "DELIBNET", centre=True)
SITTING = Operation(11, "Délibérations", date(2018, 7, 3), date(2018, 7, 6), "DELIBNET", centre=True)


def _ranks(post: Post, today: date) -> list[int]:
    return [one.operation for one in post.desk.deadlines(post.desk.readiness(), today)]


def test_they_are_the_centres_and_of_its_session() -> None:
    assert _ranks(centre(), date(2018, 6, 1)) == [8, 9]
    assert _ranks(Post(), date(2018, 6, 1)) == []


def test_a_day_that_is_over_is_late_while_what_it_asks_is_not_done_and_the_sitting_is_ahead() -> None:
    post = centre()
    assert _ranks(post, date(2018, 7, 2)) == [8, 9]
    assert _ranks(post, date(2018, 7, 4)) == []
    for numbers in PAPERS.values():
        for number in numbers:
            post.desk.receive_paper(number, Entry.TYPED)
    assert _ranks(post, date(2018, 7, 2)) == [9]
    bare = centre()
    bare.publish(J01, sitting=None)
    bare.publish(J02, sitting=None)
    assert _ranks(bare, date(2018, 7, 2)) == [9], "nobody knows whether it is late"


def test_the_calendar_is_counted_from_the_day_the_juries_really_sit() -> None:
    post = centre()
    post.publish(J01, sitting=datetime(2018, 6, 26, 12, 0, tzinfo=UTC))
    ready = post.desk.readiness()
    found = deadlines(post.eve, lambda _session: (FILES, SITTING), ready, date(2018, 6, 24))
    assert [(one.first, one.last) for one in found] == [
        (date(2018, 6, 25), date(2018, 6, 25)),
        (date(2018, 6, 26), date(2018, 6, 29)),
    ]


def test_a_jury_of_no_session_has_no_calendar() -> None:
    post = centre()
    for jury in (J01, J02):
        post.store.files[jury] = replace(post.store.files[jury], session=None)
    ready = post.desk.readiness()
    assert deadlines(post.eve, lambda _session: (FILES, SITTING), ready, date(2018, 6, 24)) == ()
