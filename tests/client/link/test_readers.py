# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.readers import readers_of
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.domain.ids import StudentNumber
from tests.academy.model import digest_of, livret_data
from tests.client.link.posts import J01, livrets, post


def test_the_readings_of_other_posts_are_told_and_not_our_own() -> None:
    mine = post()
    mine.model.publish(J01, livrets(3))
    other = post(mine.model, seed=4)
    for one, number in ((mine, "0401"), (other, "0402"), (other, "0402")):
        one.read(number)
        send_acts(one.academy, one.link)
    pull_feed(mine.academy, mine.link, J01)
    found = readers_of(mine.link, J01)
    assert set(found) == {StudentNumber("0402")}
    assert [one.digest for one in found[StudentNumber("0402")]] == [digest_of(livret_data("0402"))] * 2


def test_a_post_that_never_acted_tells_them_too() -> None:
    mine, number = post(), StudentNumber("0401")
    mine.model.publish(J01, livrets(1))
    other = post(mine.model, seed=4)
    other.read("0401")
    send_acts(other.academy, other.link)
    pull_feed(mine.academy, mine.link, J01)
    assert set(readers_of(mine.link, J01)) == {number}
    assert readers_of(other.link, J01) == {}
