# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small sync cut all along what the academy says (reliability study, test 5): nothing false is ever kept, and the
next run fetches only what was not whole.

The livrets are cut at every third byte, the manifest, which is kept whole or not at all, at every thirteenth; at every
one with ``LSL_CUTS=all``, and in the campaign ``cut``.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lsl_desk.adapters.academy.http_academy import HttpAcademies
from lsl_desk.adapters.academy.transport import Timeouts
from lsl_desk.client.link.ports import Academy
from lsl_desk.client.link.sync_all import sync_all
from lsl_desk.client.link.values import Network
from lsl_desk.domain.ids import Digest
from lsl_desk.wire import routes
from tests.academy.hostile import hostile
from tests.academy.loopback import serving
from tests.academy.memory_link import MemoryLink, SigningStore
from tests.academy.model import AcademyModel, digest_of, livret_data
from tests.academy.relay import Relay
from tests.fakes.desk import FixedClock

DATA = {number: livret_data(number, 1) for number in ("0417", "0418", "0419")}
EVERY = os.environ.get("LSL_CUTS") == "all"
PATIENT = Timeouts(connect=20.0, read=20.0)


@contextmanager
def line(path: str) -> Iterator[tuple[AcademyModel, Relay, Academy]]:
    model = AcademyModel()
    model.publish("J01", DATA)
    link = MemoryLink(SigningStore())
    model.take_post(link.public)
    with serving(model) as (_, url):
        relay = Relay(int(url.rsplit(":", 1)[1]), path)
        with hostile(relay.talk) as port:
            academies = HttpAcademies(link, FixedClock(), timeouts=PATIENT)
            academy = academies.open(f"http://127.0.0.1:{port}", model.key.public.raw, Network())
            academy.juries()  # the token is there from now on
            yield model, relay, academy
            academy.close()


@pytest.mark.parametrize(("path", "step"), [(routes.BUNDLE.format(jury="J01"), 3), ("manifest", 13)])
def test_no_cut_keeps_what_is_false_nor_fetches_twice_what_was_whole(path: str, step: int) -> None:
    step = 1 if EVERY else step
    whole = {digest_of(data): data for data in DATA.values()}
    with line(path) as (model, relay, academy):
        at, last = 0, 1
        while at < last:
            link = MemoryLink(SigningStore())
            model.asked.clear()
            relay.cut = at
            first = sync_all(academy, link, FixedClock())
            last = relay.said
            kept = held(link)
            if not first.failed:  # what was cut came after the last byte that means something
                assert (kept, at > last - 14) == (whole, True)
                at += step
                continue
            assert link.store.files == {}
            assert all(whole[digest] == data for digest, data in kept.items())
            again = sync_all(academy, link, FixedClock())
            assert not again.failed
            assert held(link) == whole
            came = Counter(model.asked)
            assert all(came[digest] == 1 for digest in kept) or path == "manifest"
            at += step
        assert last > 300


def held(link: MemoryLink) -> dict[Digest, bytes]:
    return {digest: one.data for digest, one in link.store.livrets.items()}
