# SPDX-License-Identifier: AGPL-3.0-or-later
"""Livrets kept beside the line: what is said to be on the disk is there, whatever the disk refuses."""

from collections.abc import Sequence
from contextlib import suppress
from threading import Event

import pytest

from lsl_desk.client.link.sealing import WAITING, Sealing
from lsl_desk.domain.errors import Code, Refusal
from lsl_desk.domain.ids import Digest
from tests.academy.model import digest_of, livret_data
from tests.client.link.posts import post

Batch = Sequence[tuple[Digest, bytes]]
DATA = [livret_data(f"{number:04d}") for number in range(401, 406)]
BATCHES: list[Batch] = [[(digest_of(one), one)] for one in DATA]


@pytest.mark.parametrize("refused", [{1}, {1, 2}, {0, 1, 2}, {2}])
def test_what_the_disk_refused_is_not_kept_and_the_rest_is(refused: set[int], monkeypatch: pytest.MonkeyPatch) -> None:
    link = post().link
    stage, full = link.stage, [BATCHES[at][0][0] for at in refused]

    def sometimes(new: Batch) -> None:
        if new[0][0] in full:
            raise Refusal(Code.DISK_FULL)
        stage(new)

    monkeypatch.setattr(link, "stage", sometimes)
    with Sealing(link) as sealing:
        with pytest.raises(Refusal) as met:
            give_and_settle(sealing)
        assert met.value.code is Code.DISK_FULL
        with suppress(Refusal):  # of a batch behind, when the first was refused while others were given
            sealing.settle()
        assert sealing.under_way == 0
        assert sealing.kept == link.held()
        sealing.settle()


def test_few_wait_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    link = post().link
    stage, go = link.stage, Event()
    begun: list[int] = []

    def slow(new: Batch) -> None:
        assert go.wait(20)
        begun.append(len(new))
        stage(new)

    monkeypatch.setattr(link, "stage", slow)
    with Sealing(link) as sealing:
        for batch in BATCHES[:WAITING]:
            sealing.give(batch)
        assert (sealing.under_way, sealing.kept, begun) == (WAITING, set(), [])
        go.set()
        sealing.give(BATCHES[WAITING])
        assert sealing.under_way <= WAITING
        sealing.settle()
        assert (sealing.under_way, sealing.kept) == (0, set(link.held()))


def give_and_settle(sealing: Sealing) -> None:
    for batch in BATCHES[:3]:
        sealing.give(batch)
    sealing.settle()
