# SPDX-License-Identifier: AGPL-3.0-or-later
"""A jury that was read from a plan de secours joins the academy's journal once its post is enrolled: once (J3, 6)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.client.link.ports import Academy
from lsl_desk.client.link.send_acts import send_acts
from lsl_desk.client.link.sync_jury import sync_jury
from lsl_desk.client.link.values import Network, PinnedAcademy
from lsl_desk.domain.acts import LivretRead, Role
from lsl_desk.domain.ids import CentreId, StudentNumber
from lsl_desk.domain.livret import LivretFormat
from lsl_desk.pages.lane import PageLane
from tests.academy.loopback import serving
from tests.academy.model import CENTRE, NAME, AcademyModel
from tests.adapters.copies.centre import J01, Post, paging, post
from tests.builders import livret_pdf


@pytest.fixture(scope="module")
def lane() -> Iterator[PageLane]:
    with paging() as made:
        yield made


pytestmark = pytest.mark.keeps_alive("the page workers are those of the module")


def enrolled(one: Post, model: AcademyModel, url: str) -> Academy:
    """Pin the academy, as comparing six digits does."""
    link = one.store.link()
    model.take_post(link.public)
    key = model.key.public.raw
    link.pin(PinnedAcademy(url, NAME, key, "Poste", Role.PRESIDENT, CentreId(CENTRE)))
    return HttpAcademies(link, one.clock).open(url, key, Network())


def read_act(one: Post, number: str) -> LivretRead:
    livret = next(known.livret for known in one.store.jury(J01).candidates if known.number == number)
    assert livret is not None
    return LivretRead(StudentNumber(number), livret.digest, ("1.0",), one.store.jury(J01).source)


def test_acts_made_on_a_copy_join_the_journal_once(tmp_path: Path, lane: PageLane) -> None:
    model = AcademyModel()
    model.publish("J01", {number: livret_pdf(number) for number in ("0417", "0418")}, papers=["0419"])
    key = tmp_path / "key"
    key.mkdir()
    with serving(model) as (_, url), post(tmp_path / "here", lane) as here, post(tmp_path / "there", lane) as there:
        academy = enrolled(here, model, url)
        sync_jury(academy, here.store.link(), here.clock, academy.juries()[0].offered)
        here.store.record(J01, 1, read_act(here, "0417"))
        send_acts(academy, here.store.link())
        here.make(key)
        there.open(key)
        assert there.store.livrets_read(J01).keys() == {"0417"}
        mine = there.store.record(J01, 1, read_act(there, "0418"))
        later = enrolled(there, model, url)
        for _ in range(2):
            send_acts(later, there.store.link())
        assert [act.act for act, _, _ in model.posts[mine.device].acts] == [mine.act]
        sent = model.posts[mine.device].acts[0][0].body
        assert isinstance(sent, LivretRead)
        assert sent.source == "plan de secours"
        done = sync_jury(later, there.store.link(), there.clock, later.juries()[0].offered)
        assert (done.fetched, done.kept) == (0, 2), "the livrets of the copy are the academy's"
        assert there.store.jury(J01).source == "académie"
        assert there.store.livrets_read(J01).keys() == {"0417", "0418"}
        later.close()
        academy.close()
        formats = [one.format for one in there.store.jury(J01).candidates]
        assert formats.count(LivretFormat.PAPIER) == 1
