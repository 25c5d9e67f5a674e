# SPDX-License-Identifier: AGPL-3.0-or-later
from lsl_desk.client.link.pull_feed import pull_feed
from lsl_desk.client.link.readers import elsewhere_of
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.values import Elsewhere
from lsl_desk.domain.acts import Body, LivretOpened, SittingClosed, SittingOpened
from lsl_desk.domain.ids import StudentNumber
from lsl_desk.domain.receipts import NO_CHAIN
from tests.academy.model import digest_of, livret_data
from tests.client.link.posts import J01, Post, livrets, post


def test_the_readings_of_other_posts_are_told_and_not_our_own() -> None:
    mine = post()
    mine.model.publish(J01, livrets(3))
    other = post(mine.model, seed=4)
    for one, number in ((mine, "0401"), (other, "0402"), (other, "0402")):
        one.read(number)
        send_acts(one.academy, one.link)
    pull_feed(mine.academy, mine.link, J01)
    found = elsewhere_of(mine.link, J01).readers
    assert set(found) == {StudentNumber("0402")}
    assert [one.digest for one in found[StudentNumber("0402")]] == [digest_of(livret_data("0402"))] * 2


def test_a_post_that_never_acted_tells_them_too() -> None:
    mine, number = post(), StudentNumber("0401")
    mine.model.publish(J01, livrets(1))
    other = post(mine.model, seed=4)
    other.read("0401")
    send_acts(other.academy, other.link)
    pull_feed(mine.academy, mine.link, J01)
    assert set(elsewhere_of(mine.link, J01).readers) == {number}
    assert elsewhere_of(other.link, J01) == Elsewhere()


def test_what_another_post_has_before_it_while_the_jury_sits() -> None:
    mine = post()
    mine.model.publish(J01, livrets(4))
    vice, third = post(mine.model, seed=4), post(mine.model, seed=5)

    def opens(number: str) -> LivretOpened:
        return LivretOpened(StudentNumber(number), digest_of(livret_data(number)), "académie")

    def after(one: Post, *bodies: Body) -> set[str]:
        for body in bodies:
            one.store.record(J01, 1, body)
        send_acts(one.academy, one.link)
        pull_feed(mine.academy, mine.link, J01)
        return set(elsewhere_of(mine.link, J01).held)

    assert after(vice, opens("0401")) == set(), "nobody sits"
    assert after(mine, SittingOpened(), opens("0402")) == set(), "what was opened before, and what is opened here"
    assert after(vice, opens("0403")) == {"0403"}
    assert after(third, opens("0404")) == {"0403", "0404"}
    assert after(vice, opens("0401")) == {"0401", "0404"}, "the livret before was left"
    assert after(mine, SittingClosed(NO_CHAIN)) == set()
